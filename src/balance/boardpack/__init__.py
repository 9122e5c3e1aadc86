"""The board pack: one outline of slides as values, and writers that only draw it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from balance.boardpack.outline import SECTIONS, build, checked
from balance.boardpack.slides import Decision, Outline, Slide
from balance.errors import BalanceError

__all__ = [
    "FORMATS", "SECTIONS", "WRITERS", "Decision", "Format", "Outline", "Slide", "Written", "build", "checked",
    "file_name", "render", "write_pack",
]  # fmt: skip


@dataclass(frozen=True)
class Format:
    """A kind of file: what people call it, and what browsers do."""

    name: str
    content_type: str


def _writer(format_: str) -> Callable[[Outline], bytes]:
    def write(outline: Outline) -> bytes:
        # Imported when it is used: only who writes a pack pays for the library that draws it.
        drawn: bytes = import_module(f"balance.boardpack.{format_}").write(outline)
        return drawn

    return write


WRITERS: Mapping[str, Callable[[Outline], bytes]] = {name: _writer(name) for name in ("pptx", "html", "pdf", "xlsx")}
"""What draws each format."""

_OFFICE = "application/vnd.openxmlformats-officedocument"

FORMATS: Mapping[str, Format] = {
    "pptx": Format("PowerPoint", f"{_OFFICE}.presentationml.presentation"),
    "html": Format("Web page", "text/html"),
    "pdf": Format("PDF", "application/pdf"),
    "xlsx": Format("Excel", f"{_OFFICE}.spreadsheetml.sheet"),
}
"""What each format is called."""


@dataclass(frozen=True)
class Written:
    """The files of a pack, and a sentence for each format that this machine cannot write."""

    paths: tuple[Path, ...]
    missing: tuple[str, ...] = ()


def render(outline: Outline, format_: str = "pptx") -> bytes:
    """The pack in one format, as the bytes of a file; BalanceError where this machine cannot write it."""
    return WRITERS[_known([format_])[0]](outline)


def write_pack(outline: Outline, out_dir: Path, formats: Sequence[str] = ("pptx",)) -> Written:
    """Write the pack into a folder, one file for each format; one that cannot be written does not stop the others.

    The same outline gives the same bytes; a PDF also needs the same browser and fonts for that.
    """
    wanted = _known(formats)
    out_dir.mkdir(parents=True, exist_ok=True)
    paths, missing = [], []
    for format_ in wanted:
        try:
            content = WRITERS[format_](outline)
        except BalanceError as why:
            missing.append(str(why))
            continue
        path = out_dir / file_name(outline, format_)
        path.write_bytes(content)
        paths.append(path)
    return Written(tuple(paths), tuple(missing))


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
