"""Quarter-ends and months of the sample's history. A month is a whole number: year x 12 + month - 1."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

LAST_QUARTER_END = date(2026, 9, 30)


def quarter_ends(count: int, last: date = LAST_QUARTER_END) -> tuple[date, ...]:
    """The last `count` quarter-ends up to and with `last`, oldest first.

    >>> quarter_ends(2)
    (datetime.date(2026, 6, 30), datetime.date(2026, 9, 30))
    """
    newest = month_of(last)
    return tuple(last_day(newest - 3 * back) for back in reversed(range(count)))


def month_of(day: date) -> int:
    """The month a day is in."""
    return day.year * 12 + day.month - 1


def month_named(text: str) -> int:
    """The month written as YYYY-MM.

    >>> first_day(month_named("2026-09"))
    datetime.date(2026, 9, 1)
    """
    return month_of(date.fromisoformat(f"{text}-01"))


def first_day(month: int) -> date:
    """The first day of a month."""
    return date(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> date:
    """The last day of a month."""
    return date(month // 12, month % 12 + 1, days_in(month))


def days_in(month: int) -> int:
    """How many days a month has."""
    return monthrange(month // 12, month % 12 + 1)[1]


def share_of_month(month: int, begin: date, end: date | None) -> float:
    """The share of a month that lies in [begin, end).

    >>> share_of_month(month_named("2026-09"), date(2026, 9, 16), None)
    0.5
    """
    length = days_in(month)
    opened = max((begin - first_day(month)).days, 0)
    closed = length if end is None else min((end - first_day(month)).days, length)
    return max(closed - opened, 0) / length


def weekday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(day.weekday() - 4, 0))
