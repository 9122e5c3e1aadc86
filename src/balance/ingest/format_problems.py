"""Number formats that speak against their column: warned of once for each column, with nothing changed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from balance.errors import Problem
from balance.ingest.grid import NUMBER, Mask
from balance.ingest.headers import header_unit
from balance.ingest.mapping import Mapped
from balance.ingest.problems import cell_address
from balance.ingest.sheet_values import SheetValues


def format_problems(values: SheetValues) -> Iterator[Problem]:
    """Money and numbers shown as percent; money whose format and header both state its unit."""
    for entry in values.found.columns:
        cells = values.cells[entry.column.name]
        if cells.form is None or entry.column.type not in ("money", "number", "count"):
            continue
        percent = cells.of(NUMBER) & cells.told(lambda told: told.percent)
        yield from _warned(values, entry, percent, "format-percent", "shown with a percent sign", "a plain number",
                           "The stored number was taken: correct it or its format if it is a share.")  # fmt: skip
        header = header_unit(entry.source.header)
        if entry.column.type == "money" and header != 1.0:
            twice = cells.of(NUMBER) & cells.told(lambda told, unit=header: told.scale == unit)  # type: ignore[misc]
            yield from _warned(
                values, entry, twice, "unit-twice", f"shown divided by {header:,.10g} under a header in that unit",
                "the unit in the header or in the format",
                "The stored amount was taken as it is: check one of them, and correct the header or the format.",
            )  # fmt: skip


def _warned(
    values: SheetValues, entry: Mapped, where: Mask, code: str, what: str, expected: str, fix: str
) -> Iterator[Problem]:
    rows = np.flatnonzero(where)
    if not len(rows):
        return
    sheet, cells, first = values.found.sheet, values.cells[entry.column.name], int(rows[0])
    count = "1 cell is" if len(rows) == 1 else f"{len(rows)} cells are"
    yield Problem(
        code, "warning", sheet.file, sheet.name or None, cell_address(values, entry, first),
        sheet.row_number(values.rows[first]), entry.column.name,
        f"{count} {what}, such as the stored {cells.shown(first)[:40]}", expected, fix,
    )  # fmt: skip
