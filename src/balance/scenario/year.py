"""The delivery year: twelve monthly steps in which work is done, lands and exposes. One loop feeds both axes.

Arrays are (n, K): initiatives by draws. Time is in quarters of 91.25 days; a year is four of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from balance.model.coupling import LEAST_LOAD
from balance.model.fit import Fit
from balance.model.plan import Plan

Array = npt.NDArray[np.float64]

STEPS = 12
STEP = 4.0 / STEPS

MATRIX = 100
"""Up to so many initiatives a product of matrices adds them up by unit fastest."""


@dataclass(frozen=True, eq=False)
class Course:
    """What a scenario changes in the delivery of the plan."""

    delay: Array | None
    """Quarters of work that bringing security in now adds, (n, K): they land it later, and expose nothing."""
    runs: npt.NDArray[np.bool_]
    """False for what is paused or stopped, (n,)."""
    pace: float
    most_open: npt.NDArray[np.int64] | None
    """How many each unit may have open at once; None: no limit."""


@dataclass(frozen=True, eq=False)
class Year:
    """What became of the plan in every draw."""

    finish: Array
    """Quarters from the as-of date to the finish, (n, K); infinite for what never runs."""
    exposure: Array
    """Mean over the year of activity x load factor, (n, K); times the multiplier it is the change-caused exposure."""
    first_quarter: Array
    """The same over the first quarter."""
    other: Array
    """Mean over units and year of the load factor of incidents that no change caused, (K,)."""
    other_first_quarter: Array

    @property
    def landed(self) -> npt.NDArray[np.bool_]:
        """What has finished within the year, (n, K)."""
        return self.finish <= 4.0


def deliver(fit: Fit, course: Course) -> Year:
    """Let the plan run for a year.

    Work that bringing security in adds makes things land later; exposure is that of the plan without it, so that
    securing never raises risk by itself.
    """
    year = run(fit, course, fit.plan.work)
    if course.delay is None:
        return year
    return replace(year, finish=run(fit, course, fit.plan.work + course.delay).finish)


def run(fit: Fit, course: Course, left: Array) -> Year:
    """Let a plan with this much work left, (n, K) in quarters at usual load, run for a year.

    Each month: what has started and is not finished is open (a limit keeps the first of each unit); the load
    of a unit sets its speed, pace x (W/usual)^-g, and its risk, (W/usual)^eta; work is taken off.
    """
    plan, coupling, slowdown = fit.plan, fit.coupling, fit.delivery.slowdown
    work = np.where(course.runs[:, None], left, np.inf)
    finish, speed = np.full(work.shape, np.inf), np.ones(work.shape)
    exposure, other = np.zeros(work.shape), np.zeros(work.shape[1])
    first_quarter, other_first = exposure, other
    idle = _idle(fit)
    for step in range(STEPS):
        started = np.clip((step + 1) - plan.starts_in / STEP, 0.0, 1.0) * course.runs
        present = np.where(work > 0, started[:, None], 0.0)
        if course.most_open is not None:
            present *= _first_ones(present > 0, plan, course.most_open)
        log_load = _log_load(present, plan)
        speed = (course.pace * np.exp(-slowdown * log_load))[plan.unit]
        needed = work / (speed * STEP)
        active = np.minimum(needed, present)
        lands = (needed <= present) & (present > 0)
        exposure = exposure + active * np.exp(coupling.load * log_load)[plan.unit]
        other = other + _mean_over_units(np.exp(coupling.load_other * log_load), idle)
        finish[lands] = ((step + 1 - started[:, None] + active) * STEP)[lands]
        work = np.where(lands, 0.0, work - active * (speed * STEP))
        if step == 2:
            first_quarter, other_first = exposure / 3, other / 3
    late = work > 0
    if late.any():
        finish = np.where(late, 4.0 + _beyond(work, speed, plan, course), finish)
    return Year(finish, exposure / STEPS, first_quarter, other / STEPS, other_first)


def _log_load(present: Array, plan: Plan) -> Array:
    """ln(work in progress / usual) of every unit with something to run, (units, K)."""
    return np.asarray(np.log(np.maximum(_by_unit(present, plan), LEAST_LOAD) / plan.usual[:, None]))


def _by_unit(present: Array, plan: Plan) -> Array:
    """Sums over each unit, (units, K): large plans without the matrix, which would be nearly all zeros."""
    if len(present) <= MATRIX:
        return np.asarray(plan.member @ present)
    return np.add.reduceat(present, plan.first, axis=0)


def _idle(fit: Fit) -> tuple[int, Array]:
    """How many units have nothing to run, and the sum of their load factors, (K,)."""
    log_load = np.log(LEAST_LOAD / fit.plan.idle_usual)[:, None]
    return len(log_load), np.exp(fit.coupling.load_other * log_load).sum(axis=0)


def _mean_over_units(factors: Array, idle: tuple[int, Array]) -> Array:
    count, total = idle
    units = count + len(factors)
    return (factors.sum(axis=0) + total) / units if units else np.ones(factors.shape[1])


def _first_ones(waiting: npt.NDArray[np.bool_], plan: Plan, most_open: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Which of the waiting ones a unit's limit lets run: the first ones, in the plan's order."""
    count = np.cumsum(waiting, axis=0)
    before = np.where(plan.first[:, None] > 0, count[np.maximum(plan.first - 1, 0)], 0)
    return np.asarray(count - before[plan.unit] <= most_open[plan.unit][:, None])


def _beyond(work: Array, speed: Array, plan: Plan, course: Course) -> Array:
    """Quarters after the year until the rest is done, at the year's last speed; waiting for a place included."""
    later = np.maximum(plan.starts_in - 4.0, 0.0)[:, None]
    if course.most_open is None:
        return np.asarray(later + work / speed)
    places = course.most_open[plan.unit][:, None]
    ahead = np.cumsum(np.where(np.isfinite(work), work, 0.0), axis=0)
    before = np.where(plan.first[:, None] > 0, ahead[np.maximum(plan.first - 1, 0)], 0.0)[plan.unit]
    queue = np.maximum(ahead - before - np.where(np.isfinite(work), work, 0.0), 0.0)
    free = np.where(places > 0, queue / np.maximum(places, 1) / speed, np.inf)
    rank = np.cumsum(work > 0, axis=0, dtype=np.int64)
    own_rank: npt.NDArray[np.int64] = (
        rank - np.where(plan.first[:, None] > 0, rank[np.maximum(plan.first - 1, 0)], 0)[plan.unit]
    )
    return np.asarray(later + np.where(own_rank <= places, 0.0, free) + work / speed)
