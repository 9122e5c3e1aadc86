"""Money of all sheets in one currency: the reporting currency, by the stated exchange rates, or the row is held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from balance.assumptions import Assumptions
from balance.errors import Problem
from balance.ingest.currencies import DOLLAR, named
from balance.ingest.grid import Mask
from balance.ingest.readings import Reading
from balance.ingest.said import Decision
from balance.ingest.sheet_values import SheetValues


@dataclass(frozen=True)
class Converted:
    """One sheet with its money converted: where no rate was stated, by column, and what was decided."""

    values: SheetValues
    without_rate: dict[str, Mask]
    decisions: tuple[Decision, ...] = ()


def reporting_currency(sheets: Sequence[SheetValues], assumptions: Assumptions) -> tuple[str, bool]:
    """The currency of all sums, and whether it was read off the cells because nobody stated it."""
    stated = assumptions.get("reporting_currency")
    if stated is not None and not stated.assumed and stated.value:
        return str(stated.value), False
    marks = {mark for sheet in sheets for reading in sheet.readings.values() for mark in _marks(reading)}
    currencies = {named(mark, None) for mark in marks}
    if len(currencies) == 1:
        return currencies.pop(), True
    return assumptions.text("reporting_currency") or "USD", False


def _marks(reading: Reading) -> set[str]:
    if reading.currency is None:
        return set()
    valued = reading.currency[reading.values.notna().to_numpy()]
    return {mark for mark in pd.unique(pd.Series(valued, dtype=object)) if isinstance(mark, str)}


def convert(sheet: SheetValues, reporting: str, assumptions: Assumptions, dollar_stated: bool) -> Converted:
    """The sheet with every sum in the reporting currency."""
    readings = dict(sheet.readings)
    without: dict[str, Mask] = {}
    decisions: list[Decision] = []
    for name, reading in sheet.readings.items():
        if reading.currency is None:
            continue
        rates = {mark: _rate(named(mark, reporting), reporting, assumptions) for mark in _marks(reading)}
        factor = np.ones(len(reading.values))
        missing = np.zeros(len(reading.values), dtype=bool)
        for mark, rate in rates.items():
            where = reading.currency == mark
            factor = np.where(where, np.nan if rate is None else rate, factor)
            missing |= where & (rate is None) & reading.values.notna().to_numpy()
            decisions += _decision(name, mark, reporting, rate, int(where.sum()), dollar_stated)
        readings[name] = replace(reading, values=reading.values * factor)
        without[name] = missing
    return Converted(replace(sheet, readings=readings), without, tuple(decisions))


def _rate(currency: str, reporting: str, assumptions: Assumptions) -> float | None:
    if currency == reporting:
        return 1.0
    rate = assumptions.number(f"exchange_rate:{currency}")
    return rate if rate is not None and rate > 0 else None


def _decision(column: str, mark: str, reporting: str, rate: float | None, cells: int, stated: bool) -> list[Decision]:
    currency = named(mark, reporting)
    if currency == reporting:
        if mark != DOLLAR:
            return []
        why = "the reporting currency" if stated else "no other dollar is stated as the reporting currency"
        return [Decision(column, f"$ is {currency}", f"{cells} cells have a dollar sign; {why}")]
    if rate is None:
        return []
    return [Decision(column, f"{currency} times {rate:g}", f"{cells} cells are in {currency}; stated exchange rate")]


def rate_missing(sheet: SheetValues, column: str, row: int, currency: str, cell: str) -> Problem:
    """The problem of one sum that cannot be converted."""
    found = sheet.found.sheet
    return Problem(
        "rate-missing", "error", found.file, found.name or None, cell, found.row_number(sheet.rows[row]), column,
        sheet.cells[column].shown(row), "an amount in the reporting currency, or one with a stated exchange rate",
        f"State the assumption exchange_rate:{currency}, and load the file again.", verbatim=True,
    )  # fmt: skip
