"""The file's own row of totals beside the sums of its rows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from balance.errors import Problem
from balance.ingest import decimals
from balance.ingest.grid import Rows
from balance.ingest.mapping import Mapped
from balance.ingest.quantities import read_numbers
from balance.ingest.sheet_values import SheetValues, column_cells

TOLERANCE = 0.005


def compare_totals(values: SheetValues, totals: Rows) -> Iterator[Problem]:
    """A warning for each money column whose one total is not the sum of its rows; subtotals are not compared."""
    if len(totals) != 1:
        return
    for entry in values.found.columns:
        if entry.column.type == "money":
            stated, summed = _stated(values, entry, totals), _summed(values, entry)
            if np.isfinite(stated) and abs(stated - summed) > TOLERANCE * max(abs(stated), abs(summed)):
                yield _differs(values, entry, int(totals[0]), stated, summed)


def own_totals(values: SheetValues, totals: Rows) -> dict[str, float]:
    """The sheet's own totals by money column, in the reporting currency; none where it has several rows of totals.

    A column whose cells are of several currencies has no total that means anything.
    """
    if len(totals) != 1:
        return {}
    money = [entry for entry in values.found.columns if entry.column.type == "money"]
    stated = {entry.column.name: _stated(values, entry, totals) * _rate(values, entry) for entry in money}
    return {name: total for name, total in stated.items() if np.isfinite(total)}


def _rate(values: SheetValues, entry: Mapped) -> float:
    """What one unit as written is in the reporting currency; NaN where that is not one number."""
    reading, written = values.readings[entry.column.name], _summed(values, entry)
    rate = float(reading.values.sum()) / written if written else 1.0
    if reading.currency is None or abs(rate - 1) < 1e-9:
        return rate
    marks = pd.unique(pd.Series(reading.currency, dtype=object)[reading.values.notna().to_numpy()])
    return rate if len(marks) <= 1 else np.nan


def _stated(values: SheetValues, entry: Mapped, totals: Rows) -> float:
    """The total as the file states it, read as the column is."""
    table = values.found.table.name
    rows = decimals.look(values.cells[entry.column.name], entry.column, entry.source.header, table)
    total = decimals.look(column_cells(values.found, entry, totals), entry.column, entry.source.header, table)
    return float(read_numbers(total, (rows,), values.found.said).values.iloc[0])


def _summed(values: SheetValues, entry: Mapped) -> float:
    """The sum of the column as written, before any exchange rate."""
    rows = decimals.look(values.cells[entry.column.name], entry.column, entry.source.header, values.found.table.name)
    return float(read_numbers(rows, (), values.found.said).values.sum())


def _differs(values: SheetValues, entry: Mapped, row: int, stated: float, summed: float) -> Problem:
    sheet = values.found.sheet
    return Problem(
        "total-differs", "warning", sheet.file, sheet.name or None, sheet.cell(row, entry.source.places[0]),
        sheet.row_number(row), entry.column.name, f"a total of {stated:,.10g}",
        f"{summed:,.10g}, the sum of the rows as read",
        "See whether rows are missing from the export, filtered out, or have cells that could not be read.",
    )  # fmt: skip
