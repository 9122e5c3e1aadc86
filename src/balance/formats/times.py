"""Days, months, quarters and durations."""

from __future__ import annotations

from datetime import date, datetime

from balance.formats.conventions import dated, digits
from balance.formats.numbers import MISSING, known, sayable
from balance.ranges import Range

DAYS_PER_MONTH = 365.25 / 12


def day(when: date | datetime | None) -> str:
    """A day.

    >>> day(date(2026, 9, 30)), day(None)
    ('30 Sep 2026', '–')
    """
    return dated(when, "yMMMd") if _is_date(when) and when else MISSING


def month(when: date | datetime | None) -> str:
    """A month.

    >>> month(date(2026, 9, 30))
    'Sep 2026'
    """
    return dated(when, "yMMM") if _is_date(when) and when else MISSING


def quarter(when: date | datetime | None) -> str:
    """A calendar quarter.

    >>> quarter(date(2026, 9, 30))
    'Q3 2026'
    """
    return dated(when, "yQQQ") if _is_date(when) and when else MISSING


def months(days: float | None) -> str:
    """A duration of days in months, one decimal.

    >>> months(216), months(None)
    ('7.1 months', '–')
    """
    return MISSING if days is None or not sayable(days) else digits(f"{days / DAYS_PER_MONTH:.1f}") + " months"


def months_range(range_: Range) -> str:
    """The likely range of a duration given in days, as bare months.

    >>> months_range(Range(216, 195, 240))
    '6.4 to 7.9'
    """
    if range_.low is None or range_.high is None or not known(range_):
        return MISSING
    return digits(f"{range_.low / DAYS_PER_MONTH:.1f} to {range_.high / DAYS_PER_MONTH:.1f}")


def _is_date(when: object) -> bool:
    return isinstance(when, date) and when == when  # a missing Timestamp is not equal to itself
