"""The days on which forecasts come due: the ends of the next quarters, and of the year after the as-of date."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

YEAR_DAYS = 365
QUARTERS = 4


def quarter_ends(as_of: date) -> tuple[date, ...]:
    """The ends of the next four quarters: three months each, from month's end to month's end.

    >>> [str(day) for day in quarter_ends(date(2026, 6, 30))]
    ['2026-09-30', '2026-12-31', '2027-03-31', '2027-06-30']
    >>> str(quarter_ends(date(2026, 5, 15))[0])
    '2026-08-15'
    """
    start = pd.Timestamp(as_of)
    ends = [start + pd.DateOffset(months=3 * number) for number in range(1, QUARTERS + 1)]
    if start.is_month_end:
        ends = [end + pd.offsets.MonthEnd(0) for end in ends]
    return tuple(end.date() for end in ends)


def year_end(as_of: date) -> date:
    """The last day of the 365 that follow the as-of date.

    >>> str(year_end(date(2026, 9, 30)))
    '2027-09-30'
    """
    return as_of + timedelta(days=YEAR_DAYS)
