"""The work to come: starts that grow, that nobody announced, or that slip; and units of one initiative."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.model.cautions.kinds import caution
from balance.model.fit import Fit, pace_of_starts
from balance.model.newcomers import usual_newcomers
from balance.model.plan import covered_quarters
from balance.model.portfolio import QUARTER_DAYS
from balance.report import Caution

Array = npt.NDArray[np.float64]

WITH_APPROVED, ALONE = 1.65, 2.2
"""Standard deviations from which starts grow: those of the record and the approved ones together, or the record's."""

FELT, UNLIKELY = 0.25, 0.7
"""Newcomers are worth a word from this share of what runs on, and this many standard errors beyond what is approved."""

LATE_DAYS, LEAST_STARTS, LATE_SHARE = 15.0, 5, 0.5
OWN_UNIT = 0.8
"""From this many units an initiative on, nearly every initiative is a unit of its own."""


def growing_work(fit: Fit) -> Caution | None:
    """Whether ever more initiatives start."""
    rows, quarters = fit.history.portfolio, int(covered_quarters(fit.history.open_share).sum())
    begun, coming = starts(rows, quarters)
    if quarters < 2 or len(begun) < LEAST_STARTS:
        return None
    both = np.concatenate([begun, coming])
    if trend(both, -float(quarters), 4.0) < WITH_APPROVED and trend(begun, -float(quarters), 0.0) < ALONE:
        return None
    older = float((begun <= -quarters / 2).sum()) / (quarters / 2)
    newer = float((begun > -quarters / 2).sum()) / (quarters / 2)
    coming_rate = len(coming) / 4
    growth = float(np.log((max(newer, coming_rate) + 0.25) / (older + 0.25))) / max(quarters / 2 / 4, 1.0)
    return caution("growing_work", float(np.clip(growth, 0.1, 0.6)), older=older, newer=newer, coming=coming_rate)


def starts(rows: pd.DataFrame, quarters: int) -> tuple[Array, Array]:
    """When initiatives began within the record, and when approved ones are to begin within the year, in quarters."""
    begun = rows["begun"].to_numpy(dtype=float) / QUARTER_DAYS
    ahead = rows["starts_in"].to_numpy(dtype=float) / QUARTER_DAYS
    approved = (rows["stage"] == "approved").to_numpy(dtype=bool) & (ahead < 4.0)
    return begun[(begun <= 0) & (begun > -quarters)], ahead[approved]


def trend(moments: Array, first: float, last: float) -> float:
    """How surely moments come ever closer together between two, in standard deviations (Laplace's test).

    >>> trend(np.arange(12.0), 0.0, 12.0).__round__(2), bool(trend(12 - np.arange(12) ** 2 / 12, 0, 12) > 1)
    (-0.5, True)
    """
    count = len(moments)
    if not count or last <= first:
        return 0.0
    return float((moments - (first + last) / 2).sum() / np.sqrt(count / 12) / (last - first))


def unannounced_work(fit: Fit) -> Caution | None:
    """Whether many more initiatives usually start within a year than are approved, and none of them is counted."""
    if not fit.has_initiatives or fit.plan.newcomers.open.any() or fit.plan.idle_newcomers.open.any():
        return None
    rows, covered = fit.history.portfolio, covered_quarters(fit.history.open_share)
    more = usual_newcomers(rows, covered, pace_of_starts(fit.assumptions).forgetting)
    share = more / max(fit.plan.size, 1)
    begun, approved = (len(moments) for moments in starts(rows, int(covered.sum())))
    usual = more + approved
    if share < FELT or more < 1 or more < UNLIKELY * np.sqrt(usual + usual**2 / max(begun, 1)):
        return None
    return caution("unannounced_work", min(share / 2, 0.6), more=more)


def late_starts(fit: Fit) -> Caution | None:
    """Whether initiatives start later than planned, as a rule."""
    frame = fit.company.initiatives
    if frame is None or not {"start_actual", "start_planned"} <= set(frame.columns):
        return None
    days = [pd.to_datetime(frame[name], errors="coerce") for name in ("start_actual", "start_planned")]
    late = ((days[0] - days[1]).dt.total_seconds() / 86400).dropna().to_numpy(dtype=float)
    if len(late) < LEAST_STARTS or np.median(late) < LATE_DAYS or (late > 0).mean() < LATE_SHARE:
        return None
    waiting = int((fit.plan.rows["stage"] == "approved").sum())
    if not waiting:
        return None
    median = float(np.median(late))
    return caution("late_starts", median / 365 * waiting / fit.plan.size, days=median, begun=len(late), waiting=waiting)


def units_of_one(fit: Fit) -> Caution | None:
    """Whether nearly every initiative is a business unit of its own, so that nothing else shows how busy it is."""
    units, initiatives = len(fit.load.units), len(fit.history.portfolio)
    if units < LEAST_STARTS or units < OWN_UNIT * initiatives:
        return None
    return caution("units_of_one", 0.5, units=units, initiatives=initiatives)


DETECTORS = (growing_work, unannounced_work, late_starts, units_of_one)
