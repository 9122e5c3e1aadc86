"""What starts next year beside the plan: initiatives nobody has entered yet, which take people and cause incidents.

A plan knows what is approved today. Work goes on being approved, so that a year ahead as much is open as usual;
without it every forecast would have the units empty out, and dates and incidents come out too good.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import gammaincinv

from balance.model import draws
from balance.model.delivery import Delivery, share_done_by
from balance.model.portfolio import QUARTER_DAYS

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.int64]

STEPS = 12
"""Months looked ahead."""

STEP = 4.0 / STEPS

FORGETTING = 0.85
"""Documented weight of a quarter's starts against the next one's: the pace of about the last six quarters counts."""


@dataclass(frozen=True)
class Pace:
    """How the pace of starts is read from the past."""

    forgetting: float = FORGETTING
    """Weight of a quarter's starts against the next one's."""
    evenly: float = 1.0
    """Starts that are thought to have been beside those seen, spread evenly over the units."""


PACE = Pace()


@dataclass(frozen=True, eq=False)
class Newcomers:
    """Initiatives beyond the plan that are open, by unit."""

    open: Array
    """Expected number open in each of the coming months, (units, 12)."""
    luck: Array
    """By how much more or fewer come in each draw, mean 1, (units, K)."""

    def of(self, units: Index) -> Newcomers:
        """Those of some units."""
        return Newcomers(self.open[units], self.luck[units])

    def tiled(self, count: int, times: int) -> Newcomers:
        """The first `count` draws, repeated side by side."""
        return replace(self, luck=np.tile(self.luck[:, :count], times))


def newcomers(
    rows: pd.DataFrame, unit: Index, units: int, quarters: npt.NDArray[np.bool_], delivery: Delivery, share: float,
    pace: Pace = PACE,
) -> Newcomers:  # fmt: skip
    """How many initiatives that nobody has entered yet will be open in each unit, month by month.

    Args: portfolio and its units; which past quarters the table covers (quarters,), oldest first; how durations run;
    how many of the usual newcomers to reckon with (1 all, 0 none); how the pace of starts is read. It is the company's
    (recent quarters count more) times the time ahead, less what is approved to start within the year: that covers the
    first part of it. Each unit takes its part by its own starts; what is short may be over within the year.
    Missing: without any start in the past nobody comes.

    >>> from balance.model.delivery import DeliveryPrior, fit_delivery
    >>> none = fit_delivery(np.zeros(0), np.zeros(0, bool), np.zeros(0), DeliveryPrior())
    >>> rows = pd.DataFrame({"begun": [-50.0, -200.0], "stage": "in_flight", "starts_in": 0.0, "planned_days": 400.0})
    >>> newcomers(rows, np.array([0, 0]), 1, np.ones(4, bool), none, 1.0).open.round(2)[0, [0, 5, 11]].tolist()
    [0.09, 0.99, 2.01]
    """
    weight, seen = _recent_starts(rows, quarters, pace.forgetting)
    by_unit = np.bincount(unit, weight, units)
    if not weight.any() or share <= 0:
        return Newcomers(np.zeros((units, STEPS)), np.ones((units, draws.K)))
    part = (by_unit + pace.evenly / units) / (by_unit.sum() + pace.evenly)
    rate = share * by_unit.sum() / seen
    opened = _still_open(_entering(rows, rate), rows, delivery)
    return Newcomers(part[:, None] * opened, _luck(part * rate, float(by_unit.sum())))


def usual_newcomers(rows: pd.DataFrame, quarters: npt.NDArray[np.bool_], forgetting: float = FORGETTING) -> float:
    """How many initiatives beside the approved ones would start within the year at the pace of the past.

    Args as `newcomers`. Missing: without any start in the past none.

    >>> rows = pd.DataFrame({"begun": [-50.0, -200.0], "stage": "in_flight", "starts_in": 0.0})
    >>> round(usual_newcomers(rows, np.ones(4, bool)), 1)
    2.1
    """
    weight, seen = _recent_starts(rows, quarters, forgetting)
    return float(_entering(rows, float(weight.sum()) / seen).sum()) if weight.any() else 0.0


def _recent_starts(rows: pd.DataFrame, quarters: npt.NDArray[np.bool_], forgetting: float) -> tuple[Array, float]:
    """The weight of each row's start, 0 for those before the table or still to come, and of all quarters together."""
    begun, span = rows["begun"].to_numpy(dtype=float) / QUARTER_DAYS, int(quarters.sum())
    started = (begun <= 0) & (begun > -span)
    weight = np.where(started, forgetting ** np.floor(np.where(started, -begun, 0.0)), 0.0)
    return weight, float((forgetting ** np.arange(span)).sum())


def _entering(rows: pd.DataFrame, rate: float) -> Array:
    """Newcomers of the whole company in each coming month, (12,): its pace, once the approved ones are used up."""
    starts_in = rows["starts_in"].to_numpy(dtype=float) / QUARTER_DAYS
    approved = int(((rows["stage"] == "approved").to_numpy(dtype=bool) & (starts_in < 4.0)).sum())
    middle = (np.arange(STEPS) + 0.5) * STEP
    return np.diff(np.maximum(rate * middle - approved, 0.0), prepend=0.0)


def _still_open(entering: Array, rows: pd.DataFrame, delivery: Delivery) -> Array:
    """How many of them are open month by month, when they last as long against plans like ours as all others."""
    plans = np.quantile(rows["planned_days"].to_numpy(dtype=float), np.linspace(0.05, 0.95, 10)) / QUARTER_DAYS
    ages = np.arange(STEPS) * STEP
    m, s, w = (np.asarray(draw.mean()) for draw in (delivery.median, delivery.spread, delivery.tail_weight))
    left = 1.0 - share_done_by(ages[:, None] / plans, m, s, w, delivery.tail).mean(axis=1)
    return np.asarray(np.convolve(entering, left)[:STEPS])


def _luck(rate: Array, seen: float) -> Array:
    """Gamma factors, mean 1: chance of how many come in half a year, and doubt about the pace."""
    shape = 1.0 / (1.0 / np.maximum(2.0 * rate, 0.1) + 1.0 / (seen + 0.5))
    u = draws.numbered("newcomers", len(rate))
    return np.asarray(gammaincinv(shape[:, None], u) / shape[:, None])
