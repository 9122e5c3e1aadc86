"""Problems of single cells: one for each refused cell, one note for each reason of withheld ones."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from balance.errors import Problem, Severity
from balance.ingest.grid import Mask
from balance.ingest.mapping import Mapped
from balance.ingest.readings import Refusal
from balance.ingest.sheet_values import SheetValues

FIRST_CELLS = 3
MANY_VALUED = ("tags", "text", "id")
"""Types of which a tool exports several columns for one field; of all others, two columns are two claims."""


def cell_problems(values: SheetValues, most: int) -> Iterator[Problem]:
    """What every reading of a sheet has to say about single cells; at most `most` addresses for each column."""
    for entry in values.found.columns:
        reading = values.readings[entry.column.name]
        severity: Severity = "error"
        for refusal in reading.refusals:
            yield from _refused(values, entry, refusal, severity, most)
        for reason, where in reading.withheld:
            yield _withheld(values, entry, reason, where)


def repeats_that_differ(values: SheetValues) -> Iterator[Problem]:
    """A warning for each single-valued column that stands several times and does not say the same each time."""
    for entry in values.found.columns:
        if len(entry.source.places) > 1 and entry.column.type not in MANY_VALUED:
            rows = np.flatnonzero(_differ(values, entry))
            if len(rows):
                yield _repeated(values, entry, rows)


def _differ(values: SheetValues, entry: Mapped) -> Mask:
    sheet = values.found.sheet
    cells = [sheet.columns[place].take(values.rows) for place in entry.source.places]
    texts = pd.concat([one.as_text().where(one.filled) for one in cells], axis=1)
    return np.asarray(texts.nunique(axis=1) > 1)


def _repeated(values: SheetValues, entry: Mapped, rows: np.ndarray) -> Problem:
    sheet, row = values.found.sheet, values.rows[rows[0]]
    places = [place for place in entry.source.places if sheet.columns[place].filled[row]][:2]
    one, other = (f"{sheet.columns[place].shown(row)[:80]!r} in {sheet.cell(row, place)}" for place in places)
    counted = "1 row has" if len(rows) == 1 else f"{len(rows)} rows have"
    return Problem(
        "column-repeated", "warning", sheet.file, sheet.name or None, sheet.cell(row, places[0]),
        sheet.row_number(row), entry.column.name,
        f"{counted} different values in columns that are all headed {entry.source.header!r}, such as {one} and {other}",
        "one value for each row", "The first that is filled counts. Rename or remove the column that is not meant.",
    )  # fmt: skip


def cell_address(values: SheetValues, entry: Mapped, row: int) -> str:
    """The address of the cell of a column in one data row."""
    return values.found.sheet.cell(values.rows[row], entry.source.places[0])


def _refused(values: SheetValues, entry: Mapped, refusal: Refusal, severity: Severity, most: int) -> Iterator[Problem]:
    rows = np.flatnonzero(refusal.where)
    sheet, cells = values.found.sheet, values.cells[entry.column.name]
    for row in rows[:most]:
        yield Problem(
            refusal.code, severity, sheet.file, sheet.name or None, cell_address(values, entry, row),
            sheet.row_number(values.rows[row]), entry.column.name, cells.shown(row)[:200], refusal.expected,
            refusal.fix, verbatim=refusal.code != "cell-error",
        )  # fmt: skip
    if len(rows) > most:
        yield Problem(
            refusal.code, severity, sheet.file, sheet.name or None, None, None, entry.column.name,
            f"{len(rows) - most} more cells, in rows {row_runs(values, rows[most:])}", refusal.expected, refusal.fix,
        )  # fmt: skip


def row_runs(values: SheetValues, rows: np.ndarray) -> str:
    """The numbers of data rows as runs: "12 to 40, 42"."""
    numbers = values.rows[rows] + values.found.sheet.first_row + 1
    runs = np.split(numbers, np.flatnonzero(np.diff(numbers) > 1) + 1)
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs[:2000])


def _withheld(values: SheetValues, entry: Mapped, reason: str, where: Mask) -> Problem:
    rows = np.flatnonzero(where)
    sheet, cells = values.found.sheet, values.cells[entry.column.name]
    places = ", ".join(cell_address(values, entry, row) for row in rows[:FIRST_CELLS])
    held = "1 cell holds" if len(rows) == 1 else f"{len(rows):,} cells hold"
    what = reason if reason.startswith("a ") else f'words for "{reason}"'
    fix = (
        "They count as missing, not as zero; a row that needs the value is held, and told."
        if (entry.column.required)
        else "Nothing to do: they count as missing, not as zero."
    )
    more = f" and {len(rows) - FIRST_CELLS:,} more" if len(rows) > FIRST_CELLS else ""
    return Problem(
        "value-withheld", "note", sheet.file, sheet.name or None, cell_address(values, entry, rows[0]),
        sheet.row_number(values.rows[rows[0]]), entry.column.name,
        f"{held} {what} ({places}{more}), such as {cells.shown(rows[0])[:80]!r}", "a value", fix,
    )  # fmt: skip
