"""The board pack: one outline of slides as values, and writers that only draw it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from balance.boardpack.slides import Decision, Outline, Slide
from balance.errors import BalanceError
from balance.language import noted

if TYPE_CHECKING:
    from balance.boardpack.outline import SECTIONS, build, checked

__all__ = [
    "FORMATS", "SECTIONS", "WRITERS", "Decision", "Drawn", "Format", "Outline", "Slide", "Written", "build", "checked",
    "draw", "file_name", "put", "render", "write_pack",
]  # fmt: skip


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """What lays the pack out, loaded when it is asked for: a process that only draws does without it."""
    if name not in ("SECTIONS", "build", "checked"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("balance.boardpack.outline"), name)


@dataclass(frozen=True)
class Format:
    """A kind of file: what people call it, what browsers do, and how its name ends."""

    name: str
    content_type: str
    ending: str


def _writer(format_: str) -> Callable[[Outline], bytes]:
    def write(outline: Outline) -> bytes:
        # Imported when it is used: only who writes a pack pays for the library that draws it.
        drawn: bytes = import_module(f"balance.boardpack.{format_}").write(outline)
        return drawn

    return write


WRITERS: Mapping[str, Callable[[Outline], bytes]] = {
    name: _writer(name) for name in ("pptx", "html", "pdf", "paper", "xlsx")
}
"""What draws each format."""

_OFFICE = "application/vnd.openxmlformats-officedocument"

FORMATS: Mapping[str, Format] = {
    "pptx": Format("PowerPoint", f"{_OFFICE}.presentationml.presentation", ".pptx"),
    "html": Format(noted("Web page"), "text/html", ".html"),
    "pdf": Format("PDF", "application/pdf", ".pdf"),
    "paper": Format(noted("Paper of two pages"), "application/pdf", "-paper.pdf"),
    "xlsx": Format("Excel", f"{_OFFICE}.spreadsheetml.sheet", ".xlsx"),
}
"""What each format is called."""


@dataclass(frozen=True)
class Drawn:
    """The contents of a pack by format, and a sentence for each format that this machine cannot write."""

    files: Mapping[str, bytes]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Written:
    """The files of a pack, and a sentence for each format that this machine cannot write."""

    paths: tuple[Path, ...]
    missing: tuple[str, ...] = ()


def render(outline: Outline, format_: str = "pptx") -> bytes:
    """The pack in one format, as the bytes of a file; BalanceError where this machine cannot write it."""
    return WRITERS[_known([format_])[0]](outline)


def draw(outline: Outline, formats: Sequence[str] = ("pptx",)) -> Drawn:
    """The pack in several formats; one that cannot be written does not stop the others.

    The same outline gives the same bytes; a PDF also needs the same browser and fonts for that.
    """
    files, missing = {}, []
    for format_ in _known(formats):
        try:
            files[format_] = WRITERS[format_](outline)
        except BalanceError as why:
            missing.append(str(why))
    return Drawn(files, tuple(missing))


def put(outline: Outline, drawn: Drawn, out_dir: Path | None) -> Written:
    """Write what was drawn into a folder, one file for each format; without a folder nothing is written."""
    if out_dir is None:
        return Written((), drawn.missing)
    out_dir.mkdir(parents=True, exist_ok=True)
    paths = tuple(out_dir / file_name(outline, format_) for format_ in drawn.files)
    for path, content in zip(paths, drawn.files.values(), strict=True):
        path.write_bytes(content)
    return Written(paths, drawn.missing)


def write_pack(outline: Outline, out_dir: Path, formats: Sequence[str] = ("pptx",)) -> Written:
    """Draw the pack and write it into a folder."""
    return put(outline, draw(outline, formats), out_dir)


def file_name(outline: Outline, format_: str = "pptx") -> str:
    """The name of the pack's file: date, what it is about, and the scenario where it is not today's plan."""
    about = f"-{_slug(outline.about) or 'page'}" if outline.about else ""
    plan = "" if outline.scenario == "today" else f"-{_slug(outline.scenario) or 'scenario'}"
    return f"balance-{outline.as_of.isoformat()}{about}{plan}{FORMATS[format_].ending}"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40]


def _known(formats: Sequence[str]) -> tuple[str, ...]:
    unknown = [format_ for format_ in formats if format_ not in WRITERS]
    if unknown:
        raise BalanceError(
            f"The board pack cannot be written as {', '.join(unknown)}. It can be: {', '.join(WRITERS)}."
        )
    return tuple(dict.fromkeys(formats))
