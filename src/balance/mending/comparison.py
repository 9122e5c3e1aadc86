"""What was changed between a marked workbook that went out and the one that came back, cell by cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from balance.corrections import Correction, Kind, row_address
from balance.errors import Problem
from balance.ingest import Workbook
from balance.ingest.corrections import KINDS, correct
from balance.ingest.grid import EMPTY, ERROR, MOMENT, Cells, Sheet
from balance.mending.alignment import Alignment, Unlike, align
from balance.mending.origin import own_sheets, written_names
from balance.mending.plain import differ, holdable, laid_on, outside

WHY = "mended workbook"
MOST_CHANGED = 50_000
"""More changes than this are a new file, not a mended one."""
MOST_CHARACTERS = 5_000_000


def changes(
    original: Workbook, out: Sequence[Correction], back: Workbook
) -> tuple[tuple[Correction, ...], tuple[Problem, ...]]:
    """What was changed between the workbook that went out and the one that came back, and cells that came back faulty.

    Unlike where the two cannot be laid beside each other.
    """
    went = correct([original], out).books[0]
    returned = {sheet.name: sheet for sheet in own_sheets(back)}
    names = written_names(original)
    astray = [name for name in names if name not in returned]
    if astray:
        raise Unlike(f"the sheet {astray[0]!r} is missing or has another name")
    if len(returned) > len(names):
        raise Unlike(f"the sheet {next(name for name in returned if name not in names)!r} was added")
    found: list[Correction | Problem] = []
    for name, sheet in zip(names, went.sheets, strict=True):
        try:
            found += _changed_cells(original.sha256, sheet, returned[name])
        except Unlike as why:
            raise Unlike(f"{why} in the sheet {name!r}") from why
    if sum(len(one.meant) for one in found if isinstance(one, Correction)) > MOST_CHARACTERS:
        raise Unlike(f"more than {MOST_CHARACTERS:,} characters were changed")
    made = (replace(one, why=f"{WHY} {back.name}") for one in found if isinstance(one, Correction))
    return tuple(made), tuple(one for one in found if isinstance(one, Problem))


def _changed_cells(sha256: str, sheet: Sheet, back: Sheet) -> Iterator[Correction | Problem]:
    beyond = outside(back, sheet)
    if beyond:
        raise Unlike(beyond)
    if not sheet.rows:
        return
    out, came = [holdable(cells) for cells in sheet.columns], laid_on(back, sheet)
    rows = align(out, came)
    differing = sum(int(differ(a, rows.out, b, rows.back).sum()) for a, b in zip(out, came, strict=True))
    if differing + len(rows.gone) > MOST_CHANGED:
        raise Unlike(f"more than {MOST_CHANGED:,} cells or rows were changed")
    for row in rows.gone:
        yield Correction(sha256, sheet.name, row_address(sheet.row_number(row)), "")
    for place, (ours, theirs) in enumerate(zip(out, came, strict=True)):
        for one in _changed_column(sha256, sheet, place, rows, ours, theirs):
            yield one if isinstance(one, Correction) else replace(one, file=back.file)


def _changed_column(
    sha256: str, sheet: Sheet, place: int, rows: Alignment, ours: Cells, theirs: Cells
) -> Iterator[Correction | Problem]:
    for at in np.flatnonzero(differ(ours, rows.out, theirs, rows.back)):
        row, back = int(rows.out[at]), int(rows.back[at])
        code = int(theirs.kind[back])
        if code == ERROR:
            yield _still_faulty(sheet, row, place, theirs.shown(back))
            continue
        kind: Kind = next((kind for kind, held in KINDS.items() if held == code), "text")
        meant = _exactly(theirs, back)
        yield Correction(sha256, sheet.name, sheet.cell(row, place), "" if code == EMPTY else meant, kind=kind)


def _exactly(cells: Cells, row: int) -> str:
    """The content of a cell in full: a moment to the fraction of a second."""
    if cells.kind[row] == MOMENT and cells.number[row] % 1:
        return (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=float(cells.number[row]))).isoformat(" ")
    return cells.shown(row)


def _still_faulty(sheet: Sheet, row: int, place: int, found: str) -> Problem:
    return Problem(
        "mended-cell-faulty", "error", "", sheet.name or None, sheet.cell(row, place), sheet.row_number(row),
        found=found, expected="a value", fix="Type a value instead of the formula, or open the workbook in Excel and "
        "save it so that its value is stored; until then the cell stays as it was.", verbatim=True,
    )  # fmt: skip
