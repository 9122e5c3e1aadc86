"""Quarters as they are shown: three months each, the last one ending on the as-of date, so that it is as complete as
the others."""

from __future__ import annotations

from datetime import date

import pandas as pd

MOST_QUARTERS = 12


def quarter_ends(first: pd.Timestamp, as_of: date) -> pd.DatetimeIndex:
    """Quarter ends up to the as-of date, oldest first, as far back as the record reaches, at most twelve.

    >>> [str(end.date()) for end in quarter_ends(pd.Timestamp("2026-05-02"), date(2026, 9, 30))]
    ['2026-06-30', '2026-09-30']
    """
    last = pd.Timestamp(as_of)
    if pd.isna(first) or first > last:
        return pd.DatetimeIndex([])
    back = [last - pd.DateOffset(months=3 * k) for k in range(MOST_QUARTERS)]
    if last.is_month_end:
        back = [end + pd.offsets.MonthEnd(0) for end in back]
    return pd.DatetimeIndex([end for end in reversed(back) if end + pd.Timedelta(days=1) > first])


def spans(ends: pd.DatetimeIndex) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """First day of each quarter, and the day after its last; each begins where the one before it ended.

    >>> ends = pd.DatetimeIndex(["2026-02-28", "2026-05-30"])
    >>> [str(first.date()) for first, _ in spans(ends)]
    ['2025-12-01', '2026-03-01']
    """
    after = [end + pd.Timedelta(days=1) for end in ends]
    oldest = [day - pd.DateOffset(months=3) for day in after[:1]]
    return list(zip(oldest + after[:-1], after, strict=True))
