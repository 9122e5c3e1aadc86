"""Axes that end on round numbers and leave room for what is drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, timedelta

from balance import formats
from balance.boardpack.slides import Axis, Form

EPOCH = date(1899, 12, 30)
"""Day 0 of the serial numbers by which spreadsheets and charts count dates."""

_QUARTER = 365.25 / 4


def step(span: float, ticks: int = 6) -> float:
    """The round step that divides a span into about that many parts.

    >>> step(45), step(7.1), step(0.3)
    (10.0, 1.0, 0.05)
    """
    if not span > 0 or not math.isfinite(span):
        return 1.0
    power = 10.0 ** math.floor(math.log10(span / ticks))
    return min((power * unit for unit in (1, 2, 2.5, 5, 10)), key=lambda unit: abs(span / unit - ticks))


def axis(
    title: str, values: Iterable[float | None], *, zero: bool = True, form: Form = "plain", ticks: int = 6
) -> Axis:
    """An axis that holds all these values with some air, from zero where zero is asked for."""
    shown = [value for value in values if value is not None and formats.sayable(value)] or [0.0, 1.0]
    low, high = min(shown), max(shown)
    air = (high - low) * 0.08 or abs(high) * 0.2 or 1.0
    high, low = high + air, 0.0 if zero and low >= 0 else low - air
    unit = step(high - low, ticks)
    return Axis(title, math.floor(low / unit) * unit, math.ceil(high / unit - 1e-9) * unit, unit, form)


def dates(days: Iterable[date | None], start: date) -> Axis:
    """A date axis in serial days from `start`, with a tick each quarter, half year, year or more."""
    last = max((day for day in days if day is not None), default=start)
    quarters = max(math.ceil(((last - start).days + 20) / _QUARTER), 2)
    jump = next(jump for jump in (1, 2, 4, 8, 12, 20, 40) if quarters / jump <= 6 or jump == 40)
    quarters = math.ceil(quarters / jump) * jump
    first = serial(start)
    return Axis("", first, first + round(quarters * _QUARTER), jump * _QUARTER, "date")


def serial(day: date) -> float:
    """A date as the serial number charts count in.

    >>> serial(date(2026, 9, 30))
    46295.0
    """
    return float((date(day.year, day.month, day.day) - EPOCH).days)


def day_of(number: float) -> date:
    """The date of a serial number."""
    return EPOCH + timedelta(days=round(number))


def factors(values: Iterable[float | None]) -> Axis:
    """A doubling axis around no effect (1) for multipliers."""
    shown = [abs(math.log2(value)) for value in values if value is not None and formats.sayable(value) and value > 0]
    reach = min(max(math.ceil(max(shown, default=1.0)), 1), 6)
    return Axis("", 2.0**-reach, 2.0**reach, 2.0, "factor", log=True)
