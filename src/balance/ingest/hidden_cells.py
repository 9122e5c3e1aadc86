"""Rows and columns hidden in a sheet that is shown: they are read like all others, and that is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from balance.errors import Problem
from balance.ingest.grid import Mask, column_letters
from balance.ingest.problems import cell_address, row_runs
from balance.ingest.sheet_values import SheetValues

MOST_SHOWN = 120


def hidden_problems(values: SheetValues) -> Iterator[Problem]:
    """A warning where rows that were read are hidden or filtered away, and a note where columns are."""
    sheet = values.found.sheet
    rows = np.flatnonzero(_within(sheet.hidden_rows, values.rows + sheet.first_row))
    if len(rows):
        counted = "1 row of data is" if len(rows) == 1 else f"{len(rows)} rows of data are"
        runs = row_runs(values, rows)
        yield Problem(
            "rows-hidden", "warning", sheet.file, sheet.name or None,
            cell_address(values, values.found.place(values.found.table.key), rows[0]),
            sheet.row_number(values.rows[rows[0]]),
            found=f"{counted} hidden or filtered away ({runs[:MOST_SHOWN]}{'…' if len(runs) > MOST_SHOWN else ''})",
            expected="rows that are shown",
            fix="They were read like the others. Where they are not meant, delete them and load the file again.",
        )  # fmt: skip
    places = {entry.column.name: np.array(entry.source.places) + sheet.first_column for entry in values.found.columns}
    hidden = {name: at[_within(sheet.hidden_columns, at)] for name, at in places.items()}
    first = next((at for at in hidden.values() if len(at)), None)
    told = [f"{column_letters(int(at[0]))} ({name})" for name, at in hidden.items() if len(at)]
    if first is not None:
        yield Problem(
            "columns-hidden", "note", sheet.file, sheet.name or None,
            f"{column_letters(int(first[0]))}{values.found.header_number or 1}",
            found=f"{'1 hidden column was' if len(told) == 1 else f'{len(told)} hidden columns were'} read: "
                  f"{', '.join(told)}",
            expected="columns that are shown", fix="Nothing to do if they are meant; else delete them.",
        )  # fmt: skip


def _within(runs: Sequence[tuple[int, int]], numbers: np.ndarray) -> Mask:
    """Which numbers lie in one of the runs."""
    if not runs:
        return np.zeros(len(numbers), dtype=bool)
    first, last = np.array(sorted(runs)).T
    at = np.searchsorted(first, numbers, side="right") - 1
    inside: Mask = (at >= 0) & (numbers <= last[np.clip(at, 0, None)])
    return inside
