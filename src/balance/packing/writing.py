"""Packs written into a folder for the command line: today's, a plan's, an incident's page, or a frozen one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from balance import boardpack, pipeline, store, way_here
from balance.boardpack import Outline, Written
from balance.boardpack.edited import NONE
from balance.errors import BalanceError
from balance.packing.edits import document_of, edits_of
from balance.packing.freezing import fetch, freeze, frozen_of
from balance.packing.incidents import PAGE_FORMATS, incident_outline_of
from balance.packing.levers import with_levers
from balance.packing.outlining import outline_of
from balance.packing.trying import template_tried
from balance.pipeline import Analysis
from balance.roles import Action, needs
from balance.store import Store


@dataclass(frozen=True)
class Wanted:
    """What of a pack is wanted; nothing said is the whole pack of today's plan in the words people gave it."""

    as_of: date | None = None
    scenario: str | None = None
    sections: Sequence[str] = ()
    beside_today: Sequence[str] = ()
    incident: str | None = None
    own_words: bool = False
    """Balance's own words, whatever people put in their place."""
    freeze: bool = False
    live: bool = False
    """The web page carries levers a reader can move."""
    template: Path | None = None
    """A PowerPoint template to draw on."""


@needs(Action.EXPORT)
def write_pack(database: str, out: Path | None, formats: Sequence[str], wanted: Wanted) -> tuple[Written, str]:
    """Write the pack of a stored company into a folder, and freeze it where that is wanted.

    Returns what was written and missing, and the id of the frozen pack (empty: not frozen). Without `out` it is only
    frozen.
    """
    boardpack.checked(wanted.sections)
    if wanted.incident is not None and set(formats) - set(PAGE_FORMATS):
        raise BalanceError(f"The page of an incident can be written as {', '.join(PAGE_FORMATS)}.")
    template = b"" if wanted.template is None else _read(wanted.template)
    analysis = pipeline.analysis_of(database, wanted.as_of, wanted.scenario)
    kept = store.open_store(database, create=False)
    outline = replace(_outline(kept, analysis, wanted), template=template)
    drawn = boardpack.draw(outline, formats)
    written = boardpack.put(outline, drawn, out)
    return written, freeze(kept, analysis.report, outline, drawn.files)[0] if wanted.freeze and drawn.files else ""


def _read(path: Path) -> bytes:
    """A template that a process of its own has tried: this one never opens what cannot be used."""
    from balance.boardpack.pptx import LARGEST  # large, and who only looks at the pack's page writes none

    try:
        with path.open("rb") as handle:
            content = handle.read(LARGEST + 1)
    except OSError as wrong:
        raise BalanceError(f"The template {path} cannot be read: {wrong.strerror}.") from wrong
    refused = template_tried(content)
    if refused:
        raise BalanceError(refused)
    return content


def _outline(kept: Store, analysis: Analysis, wanted: Wanted) -> Outline:
    if wanted.incident is not None:
        return incident_outline_of(kept, analysis, wanted.incident, own_words=wanted.own_words)
    report, trail = analysis.report, way_here.trail(kept, analysis.company.as_of, later=analysis.company)
    edits = NONE if wanted.own_words else edits_of(kept, report.as_of, document_of(report.scenario))
    outline = outline_of(analysis, trail, (), kept, wanted.sections, wanted.beside_today, edits)
    return with_levers(outline, analysis) if wanted.live else outline


def write_frozen(database: str, pack_id: str, out: Path, formats: Sequence[str] = ()) -> tuple[Path, ...]:
    """Write the files of a frozen pack into a folder, byte for byte as they were; all of them where none is named."""
    kept = store.open_store(database, create=False)
    pack = frozen_of(kept, pack_id)
    wanted = formats or [one.format for one in pack.files]
    contents = {format_: fetch(kept, pack, format_) for format_ in wanted}
    out.mkdir(parents=True, exist_ok=True)
    paths = tuple(out / one.name for one in pack.files if one.format in contents)
    for path, one in zip(paths, (one for one in pack.files if one.format in contents), strict=True):
        path.write_bytes(contents[one.format])
    return paths
