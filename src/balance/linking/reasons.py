"""Why a link is suggested, in a sentence: what the two share, and how near in time they are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from balance import formats
from balance.linking.clues import Clues
from balance.linking.evidence import Pairs, names_service
from balance.linking.windows import FAR
from balance.schema import tags_of

DAY = np.timedelta64(1, "D")

TELLING = 0.4
"""Evidence that weighs at least this much (log) is worth saying."""


def because(clues: Clues, row: int, column: int) -> str:
    """One pair in words, the strongest evidence first."""
    release = _release(clues, row, column)
    parts = [
        release or _service(clues, row, column), _shared_words(clues.words, row, column),
        _tags(clues, row, column), _unit(clues, row, column), _time(clues, row, column),
    ]  # fmt: skip
    return "; ".join(part for part in parts if part)


def _release(clues: Clues, row: int, column: int) -> str:
    found = _of_pair(clues.releases, row, column)
    if not found:
        return ""
    change, days, wrong = found[0]
    when = f"{formats.count(int(days), 'day')} after" if days >= 1 else "within a day of"
    how = ", which did not go as planned" if wrong else ""
    return f"{when} its change {change} on {_text(clues, 'service', row)!r}{how}"


def _service(clues: Clues, row: int, column: int) -> str:
    service = _text(clues, "service", row)
    if not service:
        return ""
    if names_service(clues.initiatives["name"].iloc[column], service):
        return f"its name names the service {service!r}"
    return f"it changes the service {service!r}" if clues.services.of(row, column) > TELLING else ""


def _shared_words(words: Pairs, row: int, column: int) -> str:
    found = _of_pair(words, row, column)
    return f"title and name share {formats.listed([repr(str(word)) for word in found])}" if found else ""


def _tags(clues: Clues, row: int, column: int) -> str:
    ours = tags_of(clues.initiatives["technology"].iloc[column])
    both = [tag for tag in tags_of(clues.incidents["technology"].iloc[row]) if tag in ours]
    return f"both tagged {formats.listed(both)}" if both else ""


def _unit(clues: Clues, row: int, column: int) -> str:
    return f"both in {_text(clues, 'business_unit', row)}" if clues.units.of(row, column) > 0 else ""


def _time(clues: Clues, row: int, column: int) -> str:
    opened = clues.incidents["opened_at"].to_numpy(dtype="datetime64[us]")[row]
    end = clues.windows.end[column]
    late = (opened - end) / DAY
    if late > 0:
        return f"{formats.count(max(int(late), 1), 'day')} after go-live"
    if -late <= 14 and end != FAR:
        return f"{formats.count(max(int(-late), 1), 'day')} before go-live"
    return "opened while it was in flight"


def _of_pair(pairs: Pairs, row: int, column: int) -> list[Any]:
    """What one incident and one initiative have in common; pairs are sorted by incident."""
    first, last = np.searchsorted(pairs.incident, [row, row + 1])
    return [pairs.what[at] for at in range(first, last) if pairs.initiative[at] == column]


def _text(clues: Clues, column: str, row: int) -> str:
    value = clues.incidents[column].iloc[row]
    return "" if pd.isna(value) else " ".join(str(value).split())
