"""Published periods for telling authorities and markets of an incident: what starts the clock, and when it runs out.

These are the outer limits as published, for arithmetic and not as legal advice: whether a regime applies, and whether
an incident falls under it, is for counsel. Which regimes apply is stated, `regime:NAME` 1 or 0; none is assumed.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from balance.language import noted_count, say, say_count

Clock = Literal["aware_at", "material_on"]

NO_HOLIDAYS = "Business days are Monday to Friday; public holidays are not taken out, which makes a date too early."


class Period(NamedTuple):
    """One step of one regime: so long after the clock started, at the latest."""

    regime: str
    step: str
    clock: Clock
    hours: int = 0
    months: int = 0
    business_days: int = 0
    first: bool = False
    """Whether it is the regime's first notice, which `notified_at` answers."""


class Regime(NamedTuple):
    """A rule that sets periods, where it is published, and what it speaks of."""

    code: str
    name: str
    speaks_of: str
    source: str
    year: int
    note: str = ""

    @property
    def key(self) -> str:
        """The assumption that says whether it applies."""
        return f"regime:{self.code}"


REGIMES: tuple[Regime, ...] = (
    Regime("gdpr", "GDPR", "breaches of personal data", "Regulation (EU) 2016/679, Article 33(1)", 2016,
           "“Where feasible”; a later notice gives its reasons."),
    Regime("uk_gdpr", "UK GDPR", "breaches of personal data", "UK GDPR, Article 33(1)", 2021,
           "“Where feasible”; a later notice gives its reasons."),
    Regime("nis2", "NIS2", "significant incidents of essential and important entities",
           "Directive (EU) 2022/2555, Article 23(4)", 2022,
           "The final report is due a month after the notification was sent; shown is the latest day it can fall on. "
           "National law may differ."),
    Regime("dora", "DORA", "major ICT incidents of financial entities",
           "Regulation (EU) 2022/2554, Article 19(4), with Delegated Regulation (EU) 2025/301", 2025,
           "The initial notice is also due 4 hours after the incident is classified as major; no column holds that "
           "hour. Later steps follow the notices as sent; shown is the latest they can fall on. A date on a weekend "
           "may move to noon of the next working day."),
    Regime("sec", "SEC Form 8-K", "incidents a US registrant finds material",
           "SEC Release 33-11216, Form 8-K Item 1.05", 2023, NO_HOLIDAYS),
)  # fmt: skip

APPLYING: tuple[dict[str, Any], ...] = tuple(
    {"key": one.key, "meaning": f"Whether {one.name} applies to us: 1 or 0", "unit": "1 or 0", "source": one.source,
     "year": one.year, "least": 0.0, "greatest": 1.0}
    for one in REGIMES
)  # fmt: skip
"""The assumptions that say which apply; nothing is assumed."""

PERIODS: tuple[Period, ...] = (
    Period("gdpr", "notice to the authority", "aware_at", hours=72, first=True),
    Period("uk_gdpr", "notice to the authority", "aware_at", hours=72, first=True),
    Period("nis2", "early warning", "aware_at", hours=24, first=True),
    Period("nis2", "notification", "aware_at", hours=72),
    Period("nis2", "final report", "aware_at", hours=72, months=1),
    Period("dora", "initial notice", "aware_at", hours=24, first=True),
    Period("dora", "intermediate report", "aware_at", hours=24 + 72),
    Period("dora", "final report", "aware_at", hours=24 + 72, months=1),
    Period("sec", "report", "material_on", business_days=4, first=True),
)

BY_CODE = {regime.code: regime for regime in REGIMES}


def runs_for(period: Period) -> str:
    """How long a period is, in words.

    >>> [runs_for(period) for period in PERIODS if period.regime in ("nis2", "sec")]
    ['24 hours', '72 hours', '72 hours and 1 month', '4 business days']
    """
    if period.business_days:
        return say_count(*_BUSINESS_DAYS, period.business_days, count=period.business_days)
    hours = say_count(*_HOURS, period.hours, count=period.hours)
    if not period.months:
        return hours
    months = say_count(*_MONTHS, period.months, count=period.months)
    return say("{hours} and {months}", hours=hours, months=months)


_HOURS = noted_count("{count} hour", "{count} hours")
_MONTHS = noted_count("{count} month", "{count} months")
_BUSINESS_DAYS = noted_count("{count} business day", "{count} business days")


LAST = pd.Timestamp("9999-12-31 23:59:59")
"""The last second of the calendar."""


def due(period: Period, start: datetime) -> pd.Timestamp:
    """When a period that starts then runs out; of business days, the end of the last one.

    A start on a weekend counts from the Monday, which is the first day. A month ends on the same day of the next, or
    on its last day. A start in the last year that a calendar knows runs out with the calendar.

    >>> sec, nis2 = PERIODS[-1], PERIODS[4]
    >>> due(sec, datetime(2026, 9, 30)), due(sec, datetime(2026, 9, 26))
    (Timestamp('2026-10-06 23:59:59'), Timestamp('2026-10-01 23:59:59'))
    >>> due(nis2, datetime(2026, 1, 28, 9))
    Timestamp('2026-02-28 09:00:00')
    """
    if start.year >= LAST.year:
        return LAST
    if period.business_days:
        day = np.busday_offset(start.strftime("%Y-%m-%d"), period.business_days, roll="backward")
        return pd.Timestamp(day) + timedelta(days=1, seconds=-1)
    return pd.Timestamp(start) + timedelta(hours=period.hours) + pd.DateOffset(months=period.months)


def periods_of(codes: Collection[str]) -> tuple[Period, ...]:
    """The periods of these regimes, in the order of the table."""
    return tuple(period for period in PERIODS if period.regime in codes)
