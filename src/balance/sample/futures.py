"""What next year truly holds: many futures simulated from today with the true parameters.

Remaining work is drawn afresh given the work already done; approved initiatives begin at their planned start,
ideas and those on hold do not run. The figures are what a perfect model would say, not what will happen.
Arrays have one row per future.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

from balance.sample.calendar import first_day, month_of, share_of_month
from balance.sample.delivery import membership, speed_of
from balance.sample.incidents import rates
from balance.sample.portfolio import UNITS
from balance.sample.truth import LossClass, Truth
from balance.sample.views import stage_of
from balance.sample.world import World

Array = npt.NDArray[np.float64]
FUTURES = 4_000


@dataclass(frozen=True)
class Futures:
    """The next year many times over: value landed, initiatives landed, losses, incidents of its first quarter."""

    value: Array
    landed: Array
    loss: Array
    incidents_next_quarter: Array
    incidents: Array


def next_year(world: World, as_of: date, futures: int = FUTURES) -> Futures:
    """Simulates the 365 days after `as_of` many times with the true parameters."""
    rng = np.random.default_rng([world.seed, 99])
    active, landed = _deliver(world, as_of, _remaining(rng, world, as_of, futures))
    counts, losses = zip(*(_losses(rng, world, active[:, :, q]) for q in range(4)), strict=True)
    values = np.array([one.value or 0.0 for one in world.initiatives])
    return Futures(landed @ values, landed.sum(axis=1), sum(losses), counts[0], sum(counts))


def work_left(rng: np.random.Generator, truth: Truth, done: Array, futures: int) -> Array:
    """Draws of the work ratio still to come, given the ratio already worked (one column per initiative).

    >>> bool((work_left(np.random.default_rng(1), Truth(), np.array([0.0, 3.0]), 100) > 0).all())
    True
    """
    done = np.maximum(done, 1e-9)
    past_body = ndtr((np.log(done) - np.log(truth.duration_median)) / truth.duration_spread)
    beyond = 1.0 - (truth.tail_begins / truth.tail_ends) ** truth.tail_exponent
    past_tail = 1.0 - (truth.tail_begins / np.clip(done, truth.tail_begins, truth.tail_ends)) ** truth.tail_exponent
    past_tail = np.minimum(past_tail / beyond, 1.0 - 1e-9)
    in_tail = truth.duration_tail_weight * (1.0 - past_tail)
    in_tail = in_tail / (in_tail + (1.0 - truth.duration_tail_weight) * (1.0 - past_body) + 1e-300)
    which, where = rng.uniform(size=(2, futures, len(done)))
    body = np.exp(
        np.log(truth.duration_median) + truth.duration_spread * ndtri(past_body + where * (1.0 - past_body - 1e-12))
    )
    deep = past_tail + where * (1.0 - past_tail)
    tail = truth.tail_begins * (1.0 - deep * beyond) ** (-1.0 / truth.tail_exponent)
    return np.asarray(np.maximum(np.where(which < in_tail, tail, body) - done, 1e-6))


def _remaining(rng: np.random.Generator, world: World, as_of: date, futures: int) -> Array:
    """Planned months of work left of every initiative."""
    months = np.array([float(one.idea.months) for one in world.initiatives])
    done = np.array([world.delivery.done_by(row, as_of) for row in range(len(months))])
    return np.asarray(work_left(rng, world.truth, done / months, futures) * months)


def _deliver(world: World, as_of: date, remaining: Array) -> tuple[Array, Array]:
    """Share of each of the next four quarters active (future, initiative, quarter), and what landed (0 or 1)."""
    units, first = membership(world.initiatives), month_of(as_of + timedelta(days=1))
    window = np.array([_window(world, row, as_of, first) for row in range(len(world.initiatives))])
    active = np.zeros((*remaining.shape, 12))
    for month in range(12):
        share = window[:, month] * (remaining > 0.0)
        able = share * (speed_of(share @ units.T, world.truth) @ units)
        part = np.where(able > 0.0, np.minimum(remaining / np.maximum(able, 1e-12), 1.0), 0.0)
        active[:, :, month] = share * part
        remaining = np.where(able >= remaining, 0.0, remaining - able)
    runs = window.any(axis=1)
    return active.reshape(*remaining.shape, 4, 3).mean(axis=3), ((remaining <= 0.0) & runs).astype(float)


def _window(world: World, row: int, as_of: date, first: int) -> list[float]:
    """Share of each of the next twelve months in which an initiative may run, as known today."""
    stage, one = stage_of(world, row, as_of), world.initiatives[row]
    if stage not in ("in_flight", "approved"):
        return [0.0] * 12
    begin = as_of if stage == "in_flight" else max(one.start_planned, first_day(first))
    return [share_of_month(first + month, begin, None) for month in range(12)]


def _losses(rng: np.random.Generator, world: World, active: Array) -> tuple[Array, Array]:
    """Incidents and their losses in one quarter of each future."""
    truth = world.truth
    own, others = rates(active, world.initiatives, truth)
    luck = rng.gamma(1.0 / truth.unit_quarter_variance, truth.unit_quarter_variance, (len(active), len(UNITS)))
    of_initiatives = (own @ membership(world.initiatives).T * luck).sum(axis=1)
    of_others = (others * luck).sum(axis=1)
    counts, losses = np.zeros(len(active)), np.zeros(len(active))
    for kind in truth.classes:
        count = rng.poisson(of_initiatives * kind.of_initiatives + of_others * kind.of_others)
        counts, losses = counts + count, losses + _sums(rng, kind, truth.loss_cap, count)
    return counts, losses


def _sums(rng: np.random.Generator, kind: LossClass, cap: float, count: npt.NDArray[np.int64]) -> Array:
    """The sum of `count` capped losses of one class, for each future."""
    each = np.minimum(np.exp(rng.normal(np.log(kind.median_loss), kind.spread, int(count.sum()))), cap)
    sums = np.bincount(np.repeat(np.arange(len(count)), count), weights=each, minlength=len(count))
    return sums.astype(np.float64)
