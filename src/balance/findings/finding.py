"""A finding: a sentence that could be false, the numbers under it and what could embarrass us."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class Finding:
    """One thing worth telling; screens, pack and command line quote the same value."""

    topic: str
    headline: str
    text: str
    caveats: tuple[str, ...] = ()
    table: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False)


def sentence(text: str) -> str:
    """The text as a sentence: a capital first, a full stop last.

    >>> sentence("we deliver as much")
    'We deliver as much.'
    """
    stripped = text.strip()
    return stripped[:1].upper() + stripped[1:] + ("" if stripped.endswith((".", "?", "!")) else ".")
