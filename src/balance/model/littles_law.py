"""Whether load, flow and time agree: work in progress against finishes times the time to finish."""

from __future__ import annotations

import numpy as np

from balance.model.fit import Fit
from balance.model.flow import durations, mean_duration
from balance.model.history import History
from balance.model.portfolio import QUARTER_DAYS


def littles_ratio(past: History, stretched: float = 1.0) -> float | None:
    """Work in progress over finishes x time to finish, in the past year: 1 where the records agree.

    The time is the mean of all durations, what is unfinished counted as still running (that of finished ones alone is
    too short while work piles up), times how much the past year's load has stretched it. None where fewer than four
    initiatives finished in the past year, or where work in progress changed by more than a third meanwhile: then the
    three need not agree.
    """
    rows = past.portfolio
    recent = int(((rows["finished_on"] > -4 * QUARTER_DAYS) & rows["begun"].notna()).sum())
    if recent < 4 or past.quarters < 4:
        return None
    open_then = past.open_share[:, -4:].sum(axis=0)
    if open_then.max() > 4 / 3 * max(open_then.min(), 0.25):
        return None
    in_progress = float(open_then.mean())
    quarters = stretched * mean_duration(*durations(rows)) / QUARTER_DAYS
    return max(in_progress, 0.01) / max(recent / 4 * quarters, 0.01)


def stretched(fit: Fit) -> float:
    """By how much the load of the past year lengthened durations against the usual load."""
    share = fit.history.open_share[:, -4:]
    total = float(share.sum())
    met = float((share * fit.load.felt[:, -4:]).sum()) / max(total, 1e-9)
    return float(np.exp(fit.delivery.slowdown.mean() * met))


def finished_lately(past: History) -> float:
    """How many initiatives finished in the past four quarters."""
    return float((past.portfolio["finished_on"] > -4 * QUARTER_DAYS).sum())
