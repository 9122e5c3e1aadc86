"""The delivery year: twelve monthly steps in which work is done, lands and exposes. One loop feeds both axes.

Arrays are (n, K): initiatives by draws. Time is in quarters of 91.25 days; a year is four of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from balance.model.coupling import LEAST_LOAD
from balance.model.fit import Fit
from balance.model.newcomers import STEP, STEPS
from balance.model.plan import Plan
from balance.scenario.kept import kept_with_fit

Array = npt.NDArray[np.float64]
Summed = TypeVar("Summed", np.float64, np.int16)

MATRIX = 100
"""Up to so many initiatives a product of matrices adds them up by unit fastest."""


@dataclass(frozen=True, eq=False)
class Course:
    """What a scenario changes in the delivery of the plan."""

    delay: Array | None
    """Quarters of work that bringing security in now adds, (n, K)."""
    removed: Array | None
    """Incident multiplier without security over that with it, (n, K), at least 1: what bringing it in takes off."""
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
    newcomers: Array
    """Mean over the year of activity x load factor of all that starts beside the plan, (K,)."""
    newcomers_first_quarter: Array

    @property
    def landed(self) -> npt.NDArray[np.bool_]:
        """What has finished within the year, (n, K)."""
        return self.finish <= 4.0


def deliver(fit: Fit, course: Course) -> Year:
    """Let the plan run for a year.

    Work that bringing security in adds makes things land later, and keeps them open longer. It changes nothing itself:
    it exposes as far as incidents follow what is open, not the work done, and at most as much as security takes off,
    for what it is brought in for is that nothing new gets through.
    """
    if course.delay is None or course.removed is None:
        return run(fit, course, fit.plan.work)
    limits = None if course.most_open is None else tuple(course.most_open.tolist())
    year = _without_delay(fit, tuple(course.runs.tolist()), course.pace, limits)
    longer = run(fit, course, fit.plan.work + course.delay)
    return kept_open(year, longer, fit.coupling.follows_open, course.removed)


@kept_with_fit(most=1)
def _without_delay(fit: Fit, runs: tuple[bool, ...], pace: float, most_open: tuple[int, ...] | None) -> Year:
    """The year of the same plan with security left out; kept, because the next share of it that is tried asks again."""
    limits = None if most_open is None else np.array(most_open, dtype=np.int64)
    return run(fit, Course(None, None, np.array(runs, dtype=bool), pace, limits), fit.plan.work)


def kept_open(year: Year, longer: Year, follows_open: Array, removed: Array) -> Year:
    """A year whose work finishes as in the longer one, and exposes for it where incidents follow what is open, (K,)."""

    def exposed(before: Array, after: Array) -> Array:
        open_longer = before + follows_open * (after - before)
        return np.asarray(np.where(removed > 1.0, np.minimum(open_longer, before * removed), before))

    return replace(
        year, finish=longer.finish, exposure=exposed(year.exposure, longer.exposure),
        first_quarter=exposed(year.first_quarter, longer.first_quarter),
    )  # fmt: skip


def run(fit: Fit, course: Course, left: Array) -> Year:
    """Let a plan with this much work left, (n, K) in quarters at usual load, run for a year.

    Each month: what has started and is not finished is open (a limit keeps the first of each unit); the load
    of a unit sets its speed, pace x (W/usual)^-g, and its risk, (W/usual)^eta; work is taken off.
    """
    plan, coupling, pace = fit.plan, fit.coupling, course.pace * STEP
    work = np.where(course.runs[:, None], left, np.inf)
    finish, exposure = np.full(work.shape, np.inf), np.zeros(work.shape)
    speed, active, felt = (np.empty(work.shape) for _ in range(3))
    idle, first = _idle(fit, work.shape[1]), (exposure, np.zeros(work.shape[1]), np.zeros(work.shape[1]))
    other, beside = np.zeros(work.shape[1]), np.zeros(work.shape[1])
    for step in range(STEPS):
        started = np.clip((step + 1) - plan.starts_in / STEP, 0.0, 1.0) * course.runs
        present = started[:, None] * (work > 0)
        if course.most_open is not None:
            present *= _first_ones(present > 0, plan, course.most_open)
        coming, log_load = _load(present, plan, course, step)
        _of_unit(pace * np.exp(-fit.delivery.slowdown * log_load), plan, speed)
        needed = np.divide(work, speed, out=active)
        place = np.flatnonzero((needed <= present) & (present > 0))
        np.minimum(needed, present, out=active)
        risk = np.exp(coupling.load * log_load)
        exposure += np.multiply(_of_unit(risk, plan, felt), active, out=felt)
        beside += (coming * risk).sum(axis=0) + idle.exposure[step]
        other += (np.exp(coupling.load_other * log_load).sum(axis=0) + idle.factors[step]) / max(idle.units, 1)
        finish.ravel()[place] = (step + 1 - started[place // work.shape[1]] + active.ravel()[place]) * STEP
        work -= np.multiply(active, speed, out=felt)
        work.ravel()[place] = 0.0
        if step == 2:
            first = exposure / 3, other / 3, beside / 3
    late = work > 0
    if late.any():
        finish = np.where(late, 4.0 + _beyond(work, speed / STEP, plan, course), finish)
    return Year(finish, exposure / STEPS, first[0], _or_one(other / STEPS, idle), _or_one(first[1], idle),
                beside / STEPS, first[2])  # fmt: skip


def _or_one(other: Array, idle: Idle) -> Array:
    """The load factor of other incidents; 1 for a company without a single unit."""
    return other if idle.units else np.ones_like(other)


def _load(present: Array, plan: Plan, course: Course, step: int) -> tuple[Array, Array]:
    """What is open beside the plan, and ln(work in progress / usual), of every unit with something to run, (units, K).

    A limit lets the plan run first: newcomers get the places it leaves.
    """
    own = _by_unit(present, plan)
    coming = plan.newcomers.open[:, step][:, None] * plan.newcomers.luck
    if course.most_open is not None:
        coming = np.minimum(coming, np.maximum(course.most_open[:, None] - own, 0.0))
    return coming, np.log(np.maximum(own + coming, LEAST_LOAD) / plan.usual[:, None])


def _of_unit(each: Array, plan: Plan, out: Array) -> Array:
    """What holds for each unit, (units, K), for each of its initiatives, written to `out`, (n, K)."""
    return np.take(each, plan.unit, axis=0, out=out, mode="clip")


def _by_unit(present: Array, plan: Plan) -> Array:
    """Sums over each unit, (units, K): large plans without the matrix, which would be nearly all zeros."""
    if len(present) <= MATRIX:
        return np.asarray(plan.member @ present)
    return np.add.reduceat(present, plan.first, axis=0)


@dataclass(frozen=True, eq=False)
class Idle:
    """The units with nothing to run: newcomers come there too. All units of the company are counted."""

    units: int
    factors: Array
    """Sum of their load factors of other incidents, (12, K)."""
    exposure: Array
    """Exposure of their newcomers, (12, K)."""


def _idle(fit: Fit, draws: int) -> Idle:
    """Load factors and exposure of the units with nothing to run, month by month."""
    plan = fit.plan
    units = len(plan.usual) + len(plan.idle_usual)
    if not len(plan.idle_usual):
        return Idle(units, np.zeros((STEPS, draws)), np.zeros((STEPS, draws)))
    coming = plan.idle_newcomers.open.T[:, :, None] * plan.idle_newcomers.luck
    log_load = np.log(np.maximum(coming, LEAST_LOAD) / plan.idle_usual[:, None])
    factors = np.exp(fit.coupling.load_other * log_load).sum(axis=1)
    return Idle(units, factors, (coming * np.exp(fit.coupling.load * log_load)).sum(axis=1))


def _first_ones(waiting: npt.NDArray[np.bool_], plan: Plan, most_open: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Which of the waiting ones a unit's limit lets run: the first ones, in the plan's order."""
    most = most_open[plan.unit][:, None]
    if len(waiting) <= MATRIX:
        return np.asarray(plan.up_to @ waiting.astype(np.float32) <= most)
    count = np.cumsum(waiting.astype(np.int16), axis=0, dtype=np.int16)
    return np.asarray(count - _before(count, plan) <= most.astype(np.int16))


def _beyond(work: Array, speed: Array, plan: Plan, course: Course) -> Array:
    """Quarters after the year until the rest is done, at the year's last speed; waiting for a place included."""
    later = np.maximum(plan.starts_in - 4.0, 0.0)[:, None]
    if course.most_open is None:
        return np.asarray(later + work / speed)
    places = course.most_open[plan.unit][:, None]
    known = np.where(np.isfinite(work), work, 0.0)
    ahead = np.cumsum(known, axis=0)
    queue = np.maximum(ahead - _before(ahead, plan) - known, 0.0)
    free = np.where(places > 0, queue / np.maximum(places, 1) / speed, np.inf)
    return np.asarray(later + np.where(_first_ones(work > 0, plan, course.most_open), 0.0, free) + work / speed)


def _before(summed: npt.NDArray[Summed], plan: Plan) -> npt.NDArray[Summed]:
    """Of what is summed up row by row, what had come together before each row's unit began, (n, K)."""
    last = summed[np.maximum(plan.first - 1, 0)]
    last[plan.first == 0] = 0
    return np.asarray(last[plan.unit])
