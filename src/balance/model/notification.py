"""The notification clock: when each published period of each incident runs out, and whether it was met.

Arithmetic on the moments that are recorded; whether an incident falls under a regime is not judged here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from balance.regimes import Period, due

MOMENTS = ("aware_at", "material_on", "notified_at")
COLUMNS = ("incident_id", "regime", "step", "clock", "start", "due", "told", "state", "hours_over")

MET, OVER, PASSED, RUNNING, UNKNOWN = "met", "over", "passed", "running", "cannot be told"
"""`passed`: the date is gone, and nothing recorded says whether the notice went out in time."""


def clock(incidents: pd.DataFrame, periods: Sequence[Period], as_of: date) -> pd.DataFrame:
    """Every period of every incident whose clock may have started.

    Args: incidents with incident_id, aware_at, material_on, notified_at (Timestamps); the periods of the regimes that
    apply; the day that is looked from, whose end counts. Returns one row per incident and period in the columns of
    `COLUMNS`: start, due and told are Timestamps, hours_over is how long after the due time the first notice came.
    Missing: without its start a period cannot be told; without a notice a due time that is gone is `passed`.

    >>> from balance.regimes import periods_of
    >>> one = pd.DataFrame({"incident_id": ["A"], "aware_at": [pd.Timestamp("2026-09-01 10:00")],
    ...                     "material_on": [pd.NaT], "notified_at": [pd.Timestamp("2026-09-04 12:00")]})
    >>> told = clock(one, periods_of({"gdpr", "sec"}), date(2026, 9, 30))
    >>> told["state"].tolist(), told["hours_over"].tolist()[0]
    (['over', 'cannot be told'], 2.0)
    """
    started = incidents[incidents[list(MOMENTS)].notna().any(axis=1)]
    now = pd.Timestamp(as_of) + pd.Timedelta(days=1)
    rows = [
        (row["incident_id"], period.regime, period.step, period.clock, *_judged(row, period, now))
        for row in started.to_dict("records")
        for period in periods
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype(dict.fromkeys(("start", "due", "told"), "datetime64[us]") | {"hours_over": "float64"})


def _judged(row: dict[object, object], period: Period, now: pd.Timestamp) -> tuple[object, object, object, str, float]:
    start, told = pd.Timestamp(row[period.clock]), pd.Timestamp(row["notified_at"])  # type: ignore[arg-type]
    nothing = float("nan")
    if pd.isna(start):
        return pd.NaT, pd.NaT, told if period.first else pd.NaT, UNKNOWN, nothing
    until = due(period, start.to_pydatetime())
    if not period.first or pd.isna(told) or told >= now:
        return start, until, pd.NaT, RUNNING if until >= now else PASSED, nothing
    some_time_that_day = told == told.normalize() == until.normalize() != until and not period.business_days
    if told < start or some_time_that_day:
        return start, until, told, UNKNOWN, nothing
    late = (told - until).total_seconds() / 3600
    return start, until, told, OVER if late > 0 else MET, max(late, 0.0)
