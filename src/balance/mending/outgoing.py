"""Marked workbooks of an upload that was checked, or of a snapshot that is kept; one file or a zip of several."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from balance import formats, store
from balance.corrections import Correction
from balance.errors import BalanceError, Problem
from balance.ingest import Intake, Limits, Workbook, read_content
from balance.mending.marked import Marked, mark
from balance.mending.origin import data_of
from balance.roles import Action, needs
from balance.store import Store


@needs(Action.MEND)
def of_intake(intake: Intake, limits: Limits) -> tuple[Marked, ...]:
    """The marked workbook of every file of an upload in which something needs a person, corrections included."""
    files = [(original.name, original.sha256, original.content) for original in intake.originals]
    return _marked(files, intake.problems, intake.held, intake.corrections, intake.mapping, limits)


@needs(Action.MEND)
def of_snapshot(kept: Store, snapshot_id: str, limits: Limits) -> tuple[Marked, ...]:
    """The same for a snapshot, from what is kept with it; StoreError where there is none of that name."""
    mapping = store.mapping_of(kept, snapshot_id)
    files = [(name, sha, store.original(kept, sha)) for name, sha in store.originals_of(kept, snapshot_id)]
    return _marked(
        files, store.problems_of(kept, snapshot_id), store.held_rows(kept, snapshot_id),
        store.corrections_of(kept, snapshot_id), mapping, limits,
    )  # fmt: skip


def _marked(
    files: Sequence[tuple[str, str, bytes]], problems: Sequence[Problem], held: pd.DataFrame,
    corrections: Sequence[Correction], mapping: Mapping[str, Any], limits: Limits,
) -> tuple[Marked, ...]:  # fmt: skip
    wanted = {problem.file for problem in problems if problem.severity != "note"} | set(held["file"])
    hashes = {sha256 for _, sha256, _ in files}
    read = (read_content(name, content, limits) for name, _, content in files if name in wanted)
    books = (book for one in read for book in [data_of(one, hashes)] if book is not None)
    marked = [mark(book, problems, held, corrections, _header_rows(book, mapping)) for book in books if book.sheets]
    return tuple(named_apart(marked))


def _header_rows(book: Workbook, mapping: Mapping[str, Any]) -> dict[str, int]:
    """In which row the headers of each sheet stand, where all files agree on it."""
    entries = mapping.get("sheets", [])
    said = {
        sheet.name: {entry.get("header_row") for entry in entries if entry.get("sheet") == (sheet.name or "*")}
        for sheet in book.sheets
    }
    return {name: int(row) for name, rows in said.items() if len(rows) == 1 for row in rows if row}


def named_apart(marked: Sequence[Marked]) -> list[Marked]:
    """Marked workbooks with a number after a name that two of them have."""
    return [
        replace(one, name=name) for one, name in zip(marked, formats.apart(one.name for one in marked), strict=True)
    ]


def bundled(marked: Sequence[Marked]) -> tuple[str, bytes]:
    """One marked workbook as it is, several in a zip: name and bytes, always the same for the same workbooks."""
    if len(marked) == 1:
        return marked[0].name, marked[0].content
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for one in marked:
            entry = zipfile.ZipInfo(one.name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr, entry.create_system = 0o600 << 16, 0
            archive.writestr(entry, one.content)
    return "to mend.zip", out.getvalue()


def write(marked: Sequence[Marked], folder: Path) -> list[Path]:
    """Write marked workbooks into a folder; one that is there already and differs may hold work and is not replaced."""
    paths = [folder / one.name for one in marked]
    for path, one in zip(paths, marked, strict=True):
        if path.exists() and path.read_bytes() != one.content:
            raise BalanceError(f"{path} is there already and may hold what you mended. Move it or name another folder.")
    for path, one in zip(paths, marked, strict=True):
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one.content)
    return paths


def told(corrections: Iterable[Correction]) -> list[str]:
    """Corrections for a person, one line each."""
    lines = []
    for one in corrections:
        place = " ".join(part for part in (one.file, one.sheet, one.cell) if part)
        change = "left out" if one.whole_row else f"{one.found!r} is now {one.meant!r}"
        lines.append(f"{place}: {change}{f' ({one.why})' if one.why else ''}")
    return lines
