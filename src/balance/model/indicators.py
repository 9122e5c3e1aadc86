"""Key-risk indicators: early signs counted from the company's own tables, each beside the threshold stated for it.

Nothing is estimated here. An indicator whose table or column is missing has no value and crosses nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from balance.assumptions import Assumptions
from balance.company import Company
from balance.model.downtime import recorded
from balance.model.fit import Fit
from balance.model.history import History
from balance.report import Indicator
from balance.thresholds import INDICATORS, Threshold

ASSESSED_DAYS = 365
USUAL_QUARTERS = 4
LATE = ("build", "late", "not_yet")
COUNTED = ("security_joined", "finish_planned", "last_assessed", "findings_open", "oldest_finding_on")
"""What is read of an open initiative; taking rows of every column there is would take longer than the counting."""

REVIEWED = ("review_every_days", "last_reviewed", "in_force_on")


def indicators(fit: Fit) -> tuple[Indicator, ...]:
    """Every documented indicator with its value, its threshold and whether it is crossed, in the documented order.

    Args: the fit. Returns shares 0..1, ratios, counts or days as `unit` says; None where nothing can be counted. All
    are crossed from below: more is worse.

    >>> from balance.assumptions import resolve
    >>> from balance.model.fit import fit
    >>> {each.value for each in indicators(fit(Company(date(2026, 9, 30), resolve(None))))}
    {None}
    """
    company, past = fit.company, fit.history
    opened = _open(company)
    counted: dict[str, Callable[[], float | None]] = {
        "kri:unlinked_share": lambda: _part(past.unlinked, len(past.incidents)),
        "kri:missing_loss_share": lambda: missing_loss_share(past.incidents),
        "kri:incidents_quarter": lambda: against_usual(past),
        "kri:load": lambda: _part(len(opened), float(fit.load.mean.sum())),
        "kri:joined_late_share": lambda: joined_late_share(opened),
        "kri:past_due_share": lambda: past_due_share(opened, company.as_of),
        "kri:unassessed_share": lambda: unassessed_share(opened, company.as_of),
        "kri:findings": lambda: findings_each(opened),
        "kri:oldest_finding_days": lambda: oldest_finding_days(opened, company.as_of),
        "kri:overdue_reviews_share": lambda: overdue_reviews_share(company.controls, company.as_of),
        "kri:data_age_days": lambda: data_age_days(company),
    }
    return tuple(_beside(threshold, counted[threshold.key](), fit.assumptions) for threshold in INDICATORS)


def missing_loss_share(incidents: pd.DataFrame) -> float | None:
    """The share of incidents with neither a loss nor a range of it; what is estimated from downtime is not recorded."""
    return _part(int((~recorded(incidents)).sum()), len(incidents))


def against_usual(past: History) -> float | None:
    """Incidents of the last quarter against the mean of the four before; None with fewer than two before."""
    totals = past.counts.sum(axis=1).to_numpy(dtype=float)
    before = totals[-1 - USUAL_QUARTERS : -1]
    return None if len(before) < 2 else _part(float(totals[-1]), float(before.mean()))


def joined_late_share(opened: pd.DataFrame) -> float | None:
    """Of the open initiatives that say when security joined, the share it joined at build or later."""
    known = _column(opened, "security_joined").dropna()
    return _part(int(known.isin(LATE).sum()), len(known))


def past_due_share(opened: pd.DataFrame, as_of: date) -> float | None:
    """Of the open initiatives with a planned finish, the share past it."""
    planned = _dates(opened, "finish_planned").dropna()
    return _part(int((planned < pd.Timestamp(as_of)).sum()), len(planned))


def unassessed_share(opened: pd.DataFrame, as_of: date) -> float | None:
    """Open initiatives never assessed, or not within a year; None where no assessment is recorded at all."""
    assessed = _dates(opened, "last_assessed")
    if not assessed.notna().any():
        return None
    recent = assessed >= pd.Timestamp(as_of) - pd.Timedelta(days=ASSESSED_DAYS)
    return _part(int((~recent).sum()), len(assessed))


def findings_each(opened: pd.DataFrame) -> float | None:
    """Open security findings per open initiative that records them."""
    counts = pd.to_numeric(_column(opened, "findings_open"), errors="coerce").dropna()
    return _part(float(counts.sum()), len(counts))


def oldest_finding_days(opened: pd.DataFrame, as_of: date) -> float | None:
    """Days since the oldest open finding of an open initiative was raised."""
    count = pd.to_numeric(_column(opened, "findings_open"), errors="coerce")
    raised = _dates(opened, "oldest_finding_on")[(count.isna() | (count > 0)).to_numpy(dtype=bool)].dropna()
    return None if not len(raised) else float(max((pd.Timestamp(as_of) - raised.min()).days, 0))


def overdue_reviews_share(controls: pd.DataFrame | None, as_of: date) -> float | None:
    """Of the controls in force with a review cadence, the share not reviewed in time; never reviewed counts from when
    it came into force."""
    if controls is None or not len(controls):
        return None
    status = _column(controls, "status").astype("object")
    there = controls.filter(REVIEWED)[((status == "in_force") & ~_gone(controls)).to_numpy(dtype=bool)]
    every = pd.to_numeric(_column(there, "review_every_days"), errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    since = _dates(there, "last_reviewed").fillna(_dates(there, "in_force_on"))
    days = (pd.Timestamp(as_of) - since).dt.total_seconds().to_numpy(dtype=float) / 86_400
    known = np.isfinite(every) & np.isfinite(days)
    return _part(int((days[known] > every[known]).sum()), int(known.sum()))


def data_age_days(company: Company) -> float | None:
    """Days between the as-of date and the oldest table of initiatives and incidents."""
    loaded = [name for name in ("initiatives", "incidents") if getattr(company, name) is not None]
    ages = [(company.as_of - company.table_dates.get(name, company.as_of)).days for name in loaded]
    return float(max(max(ages), 0)) if ages else None


def _beside(threshold: Threshold, value: float | None, given: Assumptions) -> Indicator:
    row = given.get(threshold.key)
    limit = given.number(threshold.key)
    crossed = None if value is None or limit is None else value > limit
    return Indicator(
        threshold.key.removeprefix("kri:"), threshold.meaning, value, limit, threshold.unit, crossed,
        row is None or row.assumed,
    )  # fmt: skip


def _open(company: Company) -> pd.DataFrame:
    frame = company.initiatives
    if frame is None:
        return pd.DataFrame({"initiative_id": []})
    return frame.filter(COUNTED)[((frame["stage"] == "in_flight") & ~_gone(frame)).fillna(False).to_numpy(dtype=bool)]


def _gone(frame: pd.DataFrame) -> pd.Series:
    return _column(frame, "gone").astype("boolean").fillna(False)


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    return frame[name] if name in frame else pd.Series(pd.NA, index=frame.index, dtype="object")


def _dates(frame: pd.DataFrame, name: str) -> pd.Series:
    return pd.to_datetime(_column(frame, name), errors="coerce")


def _part(part: float, whole: float) -> float | None:
    return float(part / whole) if whole > 0 else None
