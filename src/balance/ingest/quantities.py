"""Columns of money, counts and other numbers.

A unit in the header counts for every cell that does not state its own. Money is returned as written,
with its currency beside it; conversion comes when all sheets are read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from balance.ingest.amounts import Amount, read_amount
from balance.ingest.currencies import currency_of
from balance.ingest.decimals import SIGNS, AmountLook, Decimal, ask_decimal, decimal_of
from balance.ingest.grid import NUMBER, SPAN, TEXT, Mask
from balance.ingest.headers import header_currency, header_unit
from balance.ingest.readings import Reading, Refusal, faulty, spread
from balance.ingest.said import Decision, SheetSaid

_RANGE = re.compile(r"^(.{1,38}?\d\s*[^\d\s-]{0,8})\s*(?:-|–|—|\bto\b|\bbis\b)\s*([^\d\s-]{0,4}\s*\d.{0,38})$")


def read_numbers(seen: AmountLook, others: Sequence[AmountLook], said: SheetSaid) -> Reading:
    """The column as numbers, with the unit of its header and the currency of each cell where it is money."""
    decimal, evidence = decimal_of(seen, others, said)
    column = seen.column.name
    per_text = [_value(amount, decimal) for amount in seen.amounts]
    factor, unit = _unit(seen, said)
    own_unit = np.array([amount is not None and amount.unit is not None for amount in seen.amounts] or [False])
    values = np.where(_texts(seen), spread(np.array(per_text or [np.nan]), seen.cells), np.nan)
    scaled = ~(_texts(seen) & spread(own_unit, seen.cells)) & ~percents(seen)
    values = _with_numbers(seen, values)
    values = np.where(scaled, values * factor, values)
    asked = _either(seen) if decimal is None else np.zeros(len(values), dtype=bool)
    unreadable = seen.cells.filled & ~seen.absent & ~np.isfinite(values) & ~asked & ~faulty(seen.cells).where
    decisions = [*([Decision(column, decimal, evidence)] if decimal and evidence else []), *unit]
    questions = (ask_decimal(seen, evidence),) if decimal is None else ()
    reading = Reading(pd.Series(np.where(np.isfinite(values), values, np.nan)),
                      (faulty(seen.cells), _not_a_number(seen, unreadable)), seen.reasons, asked,
                      tuple(decisions), questions)  # fmt: skip
    return _as_type(seen, reading, factor, said)


def _texts(seen: AmountLook) -> Mask:
    return np.logical_and(seen.cells.of(TEXT), ~seen.absent)


def _either(seen: AmountLook) -> Mask:
    where = np.array([a is not None and a.speaks.startswith("either") for a in seen.amounts] or [False])
    both: Mask = _texts(seen) & spread(where, seen.cells)
    return both


def percents(seen: AmountLook) -> Mask:
    """Where a cell is written with a percent sign."""
    where = np.array([a is not None and a.percent for a in seen.amounts] or [False])
    both: Mask = _texts(seen) & spread(where, seen.cells)
    return both


def _value(amount: Amount | None, decimal: Decimal | None) -> float:
    if amount is None or (decimal is None and amount.speaks.startswith("either")):
        return np.nan
    sign = SIGNS[decimal] if decimal else ("," if amount.speaks == "comma" else ".")
    value = amount.value(sign)
    return np.nan if value is None else value


def _with_numbers(seen: AmountLook, values: np.ndarray) -> np.ndarray:
    """Numbers taken as they are; spans of time as hours where the column counts hours."""
    cells = seen.cells
    values = np.where(cells.of(NUMBER), cells.number, values)
    if seen.column.unit == "hours":
        values = np.where(cells.of(SPAN), cells.number / 3600, values)
    return values


def _unit(seen: AmountLook, said: SheetSaid) -> tuple[float, list[Decision]]:
    """The factor of amounts without their own unit, from the mapping file or the header."""
    if seen.column.type != "money":
        return (
            (1 / 60, [Decision(seen.column.name, "minutes as hours", f"the header says so: {seen.header!r}")])
            if (seen.column.unit == "hours" and re.search(r"\bmin(?:ute)?s?\b", seen.header, re.IGNORECASE))
            else (1.0, [])
        )
    told = said.part("money").get(seen.column.name, {})
    given = told.get("unit") if isinstance(told, dict) else None
    if isinstance(given, int | float) and given > 0:
        return float(given), [Decision(seen.column.name, f"times {given:,.10g}", "as given in the mapping file")]
    factor = header_unit(seen.header)
    if factor == 1.0:
        return 1.0, []
    return factor, [Decision(seen.column.name, f"times {factor:,.0f}", f"the header says so: {seen.header[:120]!r}")]


def _not_a_number(seen: AmountLook, where: Mask) -> Refusal:
    what = {"money": "an amount of money", "share": "a share such as 45% or 0.45", "count": "a whole number"}
    return Refusal(
        f"{'money' if seen.column.type == 'money' else 'number'}-unreadable",
        where,
        what.get(seen.column.type, "a number"),
        "Write one plain number in this cell, or leave it empty.",
    )


def _as_type(seen: AmountLook, reading: Reading, factor: float, said: SheetSaid) -> Reading:
    if seen.column.type == "money":
        return _money(seen, reading, factor, said)
    if seen.column.type == "share":
        return reading
    return bounded(seen, _whole(seen, reading) if seen.column.type == "count" else reading)


def _money(seen: AmountLook, reading: Reading, factor: float, said: SheetSaid) -> Reading:
    """Money with the currency of each cell: its own mark, else as given, else the header's, else none."""
    told = said.part("money").get(seen.column.name, {})
    given = currency_of(str(told.get("currency") or "")) if isinstance(told, dict) else None
    marks = np.array([a.currency if a is not None else None for a in seen.amounts] or [None], dtype=object)
    currency = np.full(len(seen.cells), None, dtype=object)
    currency[seen.cells.filled] = given or header_currency(seen.header)
    own = spread(marks, seen.cells)
    marked = _texts(seen) & pd.notna(own)
    currency[marked] = own[marked]
    ranged = _ranged(seen, reading, factor)
    return bounded(seen, replace(ranged, currency=currency))


def _ranged(seen: AmountLook, reading: Reading, factor: float) -> Reading:
    """Ranges ("$12 M - $15 M"): both ends kept beside the column, for tables with a low and a high."""
    low, high = np.full(len(seen.cells), np.nan), np.full(len(seen.cells), np.nan)
    for row in map(int, np.flatnonzero(reading.unreadable & seen.cells.of(TEXT))):
        ends = _ends(seen.cells.shown(row), factor)
        if ends:
            low[row], high[row] = ends
    return replace(reading, low=low, high=high)


def _ends(text: str, factor: float) -> tuple[float, float] | None:
    match = _RANGE.match(text.strip())
    ends = [read_amount(part) for part in match.groups()] if match else []
    if len(ends) != 2 or any(end is None or end.speaks.startswith("either") for end in ends):
        return None
    first, last = (end for end in ends if end is not None)
    unit = first.unit or last.unit or factor
    values = [replace(end, unit=end.unit or unit).value("," if end.speaks == "comma" else ".") for end in (first, last)]
    low, high = values
    return (low, high) if low is not None and high is not None and low <= high else None


def _whole(seen: AmountLook, reading: Reading) -> Reading:
    values = reading.values.to_numpy(dtype=float)
    broken = np.isfinite(values) & ((values != np.round(values)) | (np.abs(values) > 2**53))
    refusal = Refusal("count-not-whole", broken, "a whole number", "Write a whole number or leave the cell empty.")
    return replace(reading, values=reading.values.where(~broken), refusals=(*reading.refusals, refusal))


def bounded(seen: AmountLook, reading: Reading) -> Reading:
    """Values outside the column's bounds are refused."""
    low, high = seen.column.low, seen.column.high
    values = reading.values.to_numpy(dtype=float)
    outside = np.zeros(len(values), dtype=bool)
    if low is not None:
        outside |= values < low
    if high is not None:
        outside |= values > high
    bounds = f"from {low:g} to {high:g}" if low is not None and high is not None else f"at least {low or 0:g}"
    expected = "a share from 0 to 1 (0% to 100%)" if seen.column.type == "share" else f"a number {bounds}"
    refusal = Refusal("number-out-of-range", outside, expected, "Correct the number or leave the cell empty.")
    return replace(reading, values=reading.values.where(~outside), refusals=(*reading.refusals, refusal))
