"""The board pack: one outline of slides as values, and writers that only draw it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from balance.boardpack.outline import build
from balance.boardpack.slides import Decision, Outline, Slide
from balance.errors import BalanceError

__all__ = ["WRITERS", "Decision", "Outline", "Slide", "build", "file_name", "render", "write_pack"]


def _pptx(outline: Outline) -> bytes:
    from balance.boardpack import pptx  # only who writes a pack pays for its library

    return pptx.write(outline)


WRITERS: Mapping[str, Callable[[Outline], bytes]] = {"pptx": _pptx}
"""What draws each format."""


def render(outline: Outline, format_: str = "pptx") -> bytes:
    """The pack in one format, as the bytes of a file."""
    return WRITERS[_known([format_])[0]](outline)


def write_pack(outline: Outline, out_dir: Path, formats: Sequence[str] = ("pptx",)) -> tuple[Path, ...]:
    """Write the pack into a folder, one file for each format; the same outline gives the same bytes."""
    wanted = _known(formats)
    out_dir.mkdir(parents=True, exist_ok=True)
    written = []
    for format_ in wanted:
        path = out_dir / file_name(outline, format_)
        path.write_bytes(WRITERS[format_](outline))
        written.append(path)
    return tuple(written)


def file_name(outline: Outline, format_: str = "pptx") -> str:
    """The name of the pack's file: date, and the scenario where it is not today's plan."""
    plan = re.sub(r"[^a-z0-9]+", "-", outline.scenario.lower()).strip("-")[:40]
    suffix = "" if outline.scenario == "today" else f"-{plan or 'scenario'}"
    return f"balance-{outline.as_of.isoformat()}{suffix}.{format_}"


def _known(formats: Sequence[str]) -> tuple[str, ...]:
    unknown = [format_ for format_ in formats if format_ not in WRITERS]
    if unknown:
        raise BalanceError(
            f"The board pack cannot be written as {', '.join(unknown)}. It can be: {', '.join(WRITERS)}."
        )
    return tuple(dict.fromkeys(formats))
