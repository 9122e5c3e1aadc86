"""The file's own row of totals beside the sums of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from balance.errors import Problem
from balance.ingest import decimals
from balance.ingest.grid import Rows
from balance.ingest.mapping import Mapped
from balance.ingest.quantities import read_numbers
from balance.ingest.sheet_values import SheetValues, column_cells

TOLERANCE = 0.005
"""The share by which a total may differ at the most, where it or the rows are rounded."""
LARGEST_STEP = 1e9


def compare_totals(values: SheetValues, totals: Rows) -> Iterator[Problem]:
    """A warning for each total of a money column that is the sum of no rows: neither all nor those since another."""
    for entry in values.found.columns if len(totals) else ():
        if entry.column.type == "money":
            stated, numbers = _stated_each(values, entry, totals), _written(values, entry)
            for place in np.flatnonzero(np.isfinite(stated)):
                sums = _sums(values, numbers, totals, int(place))
                if not any(_agree(float(stated[place]), one, numbers) for one in sums):
                    yield _differs(values, entry, int(totals[place]), float(stated[place]), sums)


def _agree(stated: float, summed: float, numbers: np.ndarray) -> bool:
    """Whether a total is that sum, as far as the roundness of the total and of the rows lets them differ."""
    rows = numbers[np.isfinite(numbers)]
    rounding = (_step(np.array([stated])) + len(rows) * _step(rows)) / 2
    return abs(stated - summed) <= min(TOLERANCE * max(abs(stated), abs(summed)), rounding)


def _step(numbers: np.ndarray) -> float:
    """The largest power of ten, from a hundredth on, of which all numbers are multiples.

    >>> _step(np.array([1_250_000.0, 300_000.0])), _step(np.array([0.5]))
    (10000.0, 0.1)
    """
    step = 0.01
    while step < LARGEST_STEP and _multiples(numbers, step * 10):
        step *= 10
    return round(step, 2)


def _multiples(numbers: np.ndarray, step: float) -> bool:
    times = numbers / step
    return bool(np.all(np.abs(times - np.round(times)) * step < 0.001))


def _sums(values: SheetValues, numbers: np.ndarray, totals: Rows, place: int) -> list[float]:
    """What a total may sum up: all rows, those above it, and those above it since each earlier total."""
    row, starts = totals[place], totals[:place][::-1]
    above = values.rows < row
    since = [float(np.nansum(numbers[above & (values.rows > start)])) for start in starts]
    everything = [float(np.nansum(numbers)), float(np.nansum(numbers[above]))]
    return [*everything, *since[::-1]] if len(starts) else everything[::-1]


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
    return float(_stated_each(values, entry, totals)[0])


def _stated_each(values: SheetValues, entry: Mapped, totals: Rows) -> np.ndarray:
    table = values.found.table.name
    rows = decimals.look(values.cells[entry.column.name], entry.column, entry.source.header, table)
    total = decimals.look(column_cells(values.found, entry, totals), entry.column, entry.source.header, table)
    return read_numbers(total, (rows,), values.found.said).values.to_numpy(dtype=float)


def _summed(values: SheetValues, entry: Mapped) -> float:
    """The sum of the column as written, before any exchange rate."""
    return float(np.nansum(_written(values, entry)))


def _written(values: SheetValues, entry: Mapped) -> np.ndarray:
    """The column as written, before any exchange rate."""
    rows = decimals.look(values.cells[entry.column.name], entry.column, entry.source.header, values.found.table.name)
    return read_numbers(rows, (), values.found.said).values.to_numpy(dtype=float)


def _differs(values: SheetValues, entry: Mapped, row: int, stated: float, sums: Sequence[float]) -> Problem:
    """The total beside the one of these sums that it is nearest to."""
    sheet, summed = values.found.sheet, min(sums, key=lambda one: abs(one - stated))
    return Problem(
        "total-differs", "warning", sheet.file, sheet.name or None, sheet.cell(row, entry.source.places[0]),
        sheet.row_number(row), entry.column.name, f"a total of {stated:,.10g}",
        f"{summed:,.10g}, the sum of the rows as read",
        "See whether rows are missing from the export, filtered out, or have cells that could not be read.",
    )  # fmt: skip
