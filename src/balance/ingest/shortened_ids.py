"""Ids that a spreadsheet program took for large numbers and cut to a few digits, as in 1.23457E+15."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from balance.errors import Problem
from balance.ingest.grid import TEXT, Cells, Mask
from balance.ingest.mapping import Mapped
from balance.ingest.problems import cell_address
from balance.ingest.sheet_values import SheetValues

_SHORTENED = re.compile(r"\s*\d(?:[.,]\d+)?E\+\d{2,3}\s*", re.IGNORECASE)
MOST_SHOWN = 3


def shortened_ids(values: SheetValues) -> Iterator[Problem]:
    """One warning for each column of ids that lost digits: what they were is not in the file any more."""
    for entry in values.found.columns:
        if entry.column.type == "id":
            rows = np.flatnonzero(_shortened(values.cells[entry.column.name]))
            if len(rows):
                yield _told(values, entry, rows)


def _shortened(cells: Cells) -> Mask:
    if "E+" not in "\n".join(cells.texts).upper():  # far cheaper than asking each of a million ids
        return np.zeros(len(cells), dtype=bool)
    codes = [code for code, text in enumerate(cells.texts) if _SHORTENED.fullmatch(text)]
    return cells.of(TEXT) & np.isin(cells.code, codes)


def _told(values: SheetValues, entry: Mapped, rows: np.ndarray) -> Problem:
    sheet, cells, first = values.found.sheet, values.cells[entry.column.name], int(rows[0])
    counted = "1 id is" if len(rows) == 1 else f"{len(rows)} ids are"
    shown = ", ".join(repr(cells.shown(int(row)).strip()) for row in rows[:MOST_SHOWN])
    return Problem(
        "id-shortened", "warning", sheet.file, sheet.name or None, cell_address(values, entry, first),
        sheet.row_number(values.rows[first]), entry.column.name,
        f"{counted} cut to the first digits of a large number, such as {shown}", "every id with all its digits",
        "Export the file again and load it without opening and saving it in a spreadsheet program, or format the "
        "column as text there before the ids come in.",
    )  # fmt: skip
