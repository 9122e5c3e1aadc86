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

from balance.ingest.amounts import Amount
from balance.ingest.cell_formats import units_of, with_shown_currency
from balance.ingest.currencies import currency_of
from balance.ingest.decimals import SIGNS, AmountLook, Decimal, ask_decimal, decimal_of
from balance.ingest.grid import NUMBER, SPAN, TEXT, Mask
from balance.ingest.headers import header_currency
from balance.ingest.loss_ranges import WITH_ENDS
from balance.ingest.range_choice import settle_ranges
from balance.ingest.readings import Reading, Refusal, faulty, spread, weights
from balance.ingest.said import Decision, SheetSaid
from balance.ingest.unit_of_header import HeaderUnit, told_of_money, unit_of_header

HOURS_OF = (
    (1 / 3600, r"\bsec(?:ond)?s?\b|sekunden"),
    (1 / 60, r"\bmin(?:ute)?s?\b|minuten"),
    (24.0, r"\bdays?\b|\btage\b"),
)
LARGEST = 1e30
"""No amount beyond this is meant by anyone, and sums of larger ones leave what a number can hold."""
NAMES = {1 / 3600: "seconds", 1 / 60: "minutes", 24.0: "days"}


def read_numbers(seen: AmountLook, others: Sequence[AmountLook], said: SheetSaid) -> Reading:
    """The column as numbers, with the unit of its header and the currency of each cell where it is money."""
    decimal, evidence = decimal_of(seen, others, said)
    column = seen.column.name
    per_text = [_value(amount, decimal) for amount in seen.amounts]
    unit = _unit(seen, said)
    own_unit = np.array([amount is not None and amount.unit is not None for amount in seen.amounts] or [False])
    values = np.where(_texts(seen), spread(np.array(per_text or [np.nan]), seen.cells), np.nan)
    scaled = ~(_texts(seen) & spread(own_unit, seen.cells)) & ~percents(seen)
    units = units_of(seen, unit.factor, "unit" in told_of_money(seen, said), said)
    values = np.where(scaled, _with_numbers(seen, values) * units.factors, values)
    values = _with_spans(seen, values)
    no_amount = percents(seen) if seen.column.type in ("money", "count") else np.zeros(len(values), dtype=bool)
    values = np.where((np.abs(values) <= LARGEST) & ~no_amount, values, np.nan)
    low, high = _ranged(seen, decimal, unit.factor)
    waiting = units.asked | (scaled & (np.isfinite(values) | np.isfinite(low)) & bool(unit.questions))
    values, low, high = (np.where(waiting, np.nan, each) for each in (values, low, high))
    asked = waiting | (_either(seen) if decimal is None else False)
    there = np.isfinite(values) | np.isfinite(low) | asked
    unreadable = seen.cells.filled & ~seen.absent & ~there & ~faulty(seen.cells).where
    decisions = [*([Decision(column, decimal, evidence)] if decimal and evidence else []), *unit.decisions,
                 *units.decisions, *_said_of_texts(seen)]  # fmt: skip
    questions = (*((ask_decimal(seen, evidence),) if decimal is None else ()), *unit.questions, *units.questions)
    reading = Reading(pd.Series(np.where(np.isfinite(values), values, np.nan)),
                      (faulty(seen.cells), _not_a_number(seen, unreadable)), seen.reasons, asked,
                      tuple(decisions), questions, low=low, high=high, used=unit.used)  # fmt: skip
    return _as_type(seen, reading, said)


def _said_of_texts(seen: AmountLook) -> list[Decision]:
    """That some cells are not exact, and that some are spans of time in words."""
    name, counts = seen.column.name, weights(seen.cells)
    about = sum(int(counts[code]) for code in seen.cells.used if (found := seen.amounts[code]) and found.about)
    spans = sum(int(counts[code]) for code in seen.cells.used if seen.hours[code] is not None)
    said = (
        [Decision(name, "taken as written", f"{about} cells say of themselves that they are about right")]
        if about
        else []
    )
    if spans:
        said.append(Decision(name, "spans of time as hours", f"{spans} cells name their units; a day is 24 hours"))
    return said


def _texts(seen: AmountLook) -> Mask:
    return np.logical_and(seen.cells.of(TEXT), ~seen.absent)


def _either(seen: AmountLook) -> Mask:
    """The cells that wait for the decimal sign."""
    ends = [(amount,) if amount else (ranged.ends if ranged else ())
            for amount, ranged in zip(seen.amounts, seen.ranges, strict=True)]  # fmt: skip
    where = np.array([any(end.speaks.startswith("either") for end in found) for found in ends] or [False])
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
    """Numbers taken as they are."""
    return np.where(seen.cells.of(NUMBER), seen.cells.number, values)


def _with_spans(seen: AmountLook, values: np.ndarray) -> np.ndarray:
    """Spans of time as hours where the column counts hours: cells that are spans, and texts that name units."""
    if seen.column.unit != "hours":
        return values
    values = np.where(seen.cells.of(SPAN), seen.cells.number / 3600, values)
    hours = np.array([np.nan if found is None else found for found in seen.hours] or [np.nan])
    said = np.where(_texts(seen), spread(hours, seen.cells), np.nan)
    return np.where(np.isfinite(said), said, values)


def _ranged(seen: AmountLook, decimal: Decimal | None, factor: float) -> tuple[np.ndarray, np.ndarray]:
    """Both ends of the cells that hold a range, NaN elsewhere and where an upper end is open."""
    sign = SIGNS[decimal] if decimal else "."
    ends = [ranged.values(sign, factor) if ranged is not None else None for ranged in seen.ranges]
    low, high = (np.array([found[side] if found else np.nan for found in ends] or [np.nan]) for side in (0, 1))
    where = _texts(seen) & (~_either(seen) if decimal is None else True)
    return np.where(where, spread(low, seen.cells), np.nan), np.where(where, spread(high, seen.cells), np.nan)


def _unit(seen: AmountLook, said: SheetSaid) -> HeaderUnit:
    """The factor of amounts without their own unit."""
    return unit_of_header(seen, said) if seen.column.type == "money" else _hours(seen)


def _hours(seen: AmountLook) -> HeaderUnit:
    """The factor to hours where a header of such a column names another unit of time."""
    if seen.column.unit == "hours":
        for factor, pattern in HOURS_OF:
            if re.search(pattern, seen.header, re.IGNORECASE):
                said = Decision(seen.column.name, f"{NAMES[factor]} as hours", f"the header says so: {seen.header!r}")
                return HeaderUnit(factor, (said,))
    return HeaderUnit()


def _not_a_number(seen: AmountLook, where: Mask) -> Refusal:
    what = {"money": "an amount of money", "share": "a share such as 45% or 0.45", "count": "a whole number"}
    return Refusal(
        f"{'money' if seen.column.type == 'money' else 'number'}-unreadable",
        where,
        what.get(seen.column.type, "a number"),
        "Write one plain number in this cell, or leave it empty.",
    )


def _as_type(seen: AmountLook, reading: Reading, said: SheetSaid) -> Reading:
    if seen.column.type == "share":
        return reading
    if (seen.table, seen.column.name) not in WITH_ENDS:
        reading = settle_ranges(seen, reading, said)
    if seen.column.type == "money":
        reading = replace(reading, currency=_currency(seen, said))
    return bounded(seen, _whole(seen, reading) if seen.column.type == "count" else reading)


def _currency(seen: AmountLook, said: SheetSaid) -> np.ndarray:
    """The currency of each cell: its own mark, else as given, else the header's, else none."""
    given = currency_of(str(told_of_money(seen, said).get("currency") or ""))
    pairs = zip(seen.amounts, seen.ranges, strict=True)
    marks = np.array(
        [(found := amount or ranged) and found.currency for amount, ranged in pairs] or [None], dtype=object
    )
    currency = np.full(len(seen.cells), None, dtype=object)
    currency[seen.cells.filled] = given or header_currency(seen.header)
    currency = currency if given else with_shown_currency(seen.cells, currency)
    own = spread(marks, seen.cells)
    marked = _texts(seen) & pd.notna(own)
    currency[marked] = own[marked]
    return currency


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
