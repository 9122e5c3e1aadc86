"""Next year, many times over: what the made-up company's own laws say, not what a model of it says.

Initiatives in flight go on with the work they still have, those of the coming year begin when they truly do. How
their work turns out and how incidents fall is drawn anew for every future; the parameters, and the level incidents
have wandered to, are those of the company.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from tests.simulated.delivering import Course, Order, deliver
from tests.simulated.firm import AHEAD, ratios, stream
from tests.simulated.happening import exposure, other_by_quarter, own_by_quarter, risk
from tests.simulated.world import World

PATHS, YEARS = 250, 16
"""Ways the work may turn out, and years of incidents drawn for each."""

MONTHS = 36
"""How far finishes are followed."""


@dataclass(frozen=True)
class Plan:
    """What is done differently: everything as today by default."""

    pace: float = 1.0
    secured: float | np.ndarray = 0.0
    """For how much of each initiative that security joined late it is brought in now; one share for all, or (n,)."""
    order: Order | None = None


TODAY = Plan()


@dataclass(frozen=True)
class Year:
    """The expectations of each path of the work, (paths, …)."""

    value: np.ndarray
    """Annual value of what lands within the year, of what the table knows."""
    finish: np.ndarray
    """Quarters from the as-of date to the finish, (paths, running)."""
    expected: np.ndarray
    """Expected incidents by class and quarter, (paths, classes, 4)."""
    own: np.ndarray
    """Exposure by unit and quarter before luck and class, (paths, units, 4); `other` the same."""
    other: np.ndarray


@dataclass(frozen=True)
class Futures:
    """Years that may come: arrays (futures,), by class (futures, classes) where it says so."""

    year: Year
    counts: np.ndarray
    """Incidents by quarter, (futures, 4)."""
    loss: np.ndarray
    rate: float
    """Expected incidents of the year, all classes."""
    class_rates: np.ndarray
    expected_loss: float
    bad_year: float
    """The loss that 5 in 100 of these years exceed."""
    worst_years: float
    """The mean loss of those."""


def runs(world: World):
    """Which initiatives are open or start within a year, (n,)."""
    firm, finished = world.firm, np.isfinite(world.course.finish[0])
    return ~finished & (firm.cancelled > 0.0) & (firm.start < AHEAD)


def running(world: World):
    """Rows of those that the table of initiatives knows."""
    return np.flatnonzero(runs(world) & world.firm.announced)


def work_left(world: World, paths: int = PATHS):
    """Planned months of work still to do, (paths, n); what is finished or given up has none."""
    firm, rng = world.firm, stream(world.seed, "work left")
    used = np.broadcast_to(world.worked / firm.planned, (paths, len(firm.planned)))
    left = (ratios(rng, world.truth, used) - used) * firm.planned
    return np.where(runs(world), left, 0.0)


def year_under(world: World, plan: Plan = TODAY, left=None, months: int = 12) -> Year:
    """How the year goes under a plan, path by path; the same paths under every plan.

    The work of bringing security in keeps an initiative open longer; it changes nothing itself, so where incidents
    follow the work done it brings none.
    """
    left = work_left(world) if left is None else left
    firm, truth = world.firm, world.truth
    late = plan.secured * (firm.score > 0)
    more = left + late * truth.secure_delay * firm.planned * (left > 0)
    course = deliver(firm, more, world.usual, truth.slowdown, 0, max(months, 12), plan.pace, plan.order)
    each = exposure(world.case, course, truth, firm, plan.pace)[:, :, :12]
    if world.case.world == "work":
        each = each * (left / np.maximum(more, 1e-12))[:, :, None]
    own = own_by_quarter(each, risk(firm, truth, late), firm, truth.units) * world.base.own
    other = other_by_quarter(first_year(course), truth) * world.base.other
    rows = running(world)
    return Year(
        (course.finish[:, rows] <= 12.0) @ firm.value[rows],
        course.finish[:, rows] / 3.0,
        by_class(own, other, world),
        own,
        other,
    )


def first_year(course: Course) -> Course:
    """The first twelve months of a course."""
    return Course(course.first_month, course.active[:, :, :12], course.done[:, :, :12], course.log_load[:, :, :12],
                  course.finish)  # fmt: skip


def by_class(own, other, world: World):
    """Expected incidents by class and quarter at the level of next year, (paths, classes, 4)."""
    truth, level = world.truth, next_level(world)
    own, other = own.sum(axis=1)[:, None, :], other.sum(axis=1)[:, None, :]
    return (own * truth.own_class[:, None] + other * truth.other_class[:, None]) * level


def next_level(world: World):
    """The level of each class in the coming four quarters against the history's mean, (classes, 4)."""
    return world.truth.level[:, world.truth.quarters :]


def means(world: World):
    """Mean loss of one incident of each class, (classes,)."""
    return np.array([law.mean for law in world.truth.laws])


def expected_losses(world: World, year: Year):
    """Expected loss of the year in each path, severe events included, (paths,)."""
    severe = world.truth.severe_rate * world.truth.severe_law.mean if world.truth.severe_rate else 0.0
    return year.expected.sum(axis=2) @ means(world) + severe


def futures(world: World, left=None) -> Futures:
    """Draws the years that may come under today's plan."""
    year = year_under(world, TODAY, left, MONTHS)
    counts, loss = incidents_of(world, year)
    severe_rate, bad_year = world.truth.severe_rate, float(np.quantile(loss, 0.95))
    return Futures(
        year, counts, loss, float(year.expected.sum(axis=(1, 2)).mean()) + severe_rate,
        year.expected.sum(axis=2).mean(axis=0), float(expected_losses(world, year).mean()),
        bad_year, float(loss[loss >= bad_year].mean()),
    )  # fmt: skip


def incidents_of(world: World, year: Year):
    """Counts by quarter (futures, 4) and losses (futures,) of all years: each path with several years of luck."""
    truth, rng, money = world.truth, stream(world.seed, "next year"), stream(world.seed, "next losses")
    own, other = (np.repeat(part, YEARS, axis=0) for part in (year.own, year.other))
    luck = rng.gamma(1.0 / truth.luck, truth.luck, own.shape)
    own, other, level = (own * luck).sum(axis=1), (other * luck).sum(axis=1), next_level(world)
    counts, loss = np.zeros((len(own), 4)), np.zeros(len(own))
    for kind, law in enumerate(truth.laws):
        count = rng.poisson((own * truth.own_class[kind] + other * truth.other_class[kind]) * level[kind])
        counts += count
        loss += summed(money, law, count.sum(axis=1))
    if truth.severe_rate:
        severe = rng.poisson(truth.severe_rate / 4, counts.shape)
        counts += severe
        loss += summed(money, truth.severe_law, severe.sum(axis=1))
    return counts, loss


def summed(rng, law, count):
    """The sum of that many losses, for each future."""
    each = law.draw(rng, int(count.sum()))
    return np.bincount(np.repeat(np.arange(len(count)), count), weights=each, minlength=len(count))
