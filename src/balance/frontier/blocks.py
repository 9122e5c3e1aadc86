"""Initiatives that act on one another, evaluated apart from all others.

The load of a unit acts on the initiatives of that unit only, so the plan falls into blocks: units, joined where an
initiative of one needs one of another. Value and exposure of the company are sums over blocks. Many plans of a block
are delivered side by side by the same loop as a scenario, along the axis of draws.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from balance.frontier.choices import PAUSE, SECURE, Choice, Choices, part
from balance.frontier.price import Price
from balance.model import draws
from balance.model.fit import Fit
from balance.model.plan import Plan
from balance.scenario import Scenario
from balance.scenario.evaluation import course, late_multiplier
from balance.scenario.year import Course, Year, kept_open, run

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.int64]

AT_ONCE = 24_000
"""Numbers (initiatives x plans x draws) worked on together: small enough for the processor's cache."""

SMALL, MIDDLING = 16, 40
"""Blocks up to these sizes are searched with all, half of the draws; larger ones with a quarter."""


@dataclass(frozen=True, eq=False)
class Block:
    """Some units with all that their plans need, on the first `draws` readings of the evidence."""

    rows: Index
    """Places of its initiatives in the plan."""
    choices: Choices
    fit: Fit
    """The company's fit with the plan of this block only."""
    course: Course
    work: Array
    delay: tuple[Array | None, Array]
    """Work added to what runs (by the levers around) and to what is secured first, (n, draws)."""
    removed: tuple[Array, Array]
    """What security takes off of what runs and of what is secured first, as a Course has it, (n, draws)."""
    each: tuple[Array, Array]
    """Incident multiplier of what runs and of what is secured first, (n, draws)."""
    price: Price

    @property
    def size(self) -> int:
        """How many initiatives it holds."""
        return len(self.rows)


@dataclass(frozen=True, eq=False)
class Worth:
    """Value landing next year and exposure in money of the bad year, of m plans, (m,) each."""

    value: Array
    exposure: Array


def blocks(fit: Fit, chosen: Choices, price: Price, around: Scenario) -> tuple[Block, ...]:
    """The plan in blocks, at the levers of `around`; the order of the plan is kept."""
    from scipy.sparse.csgraph import connected_components  # large, and only the search for plans needs it

    if not chosen.size:
        return ()
    unit = fit.plan.unit
    linked = np.zeros((len(fit.plan.usual), len(fit.plan.usual)))
    i, j = np.nonzero(chosen.needs)
    linked[unit[i], unit[j]] = 1.0
    count, of_unit = connected_components(linked, directed=False)
    plain = replace(around, actions=())
    secured = replace(around, actions=tuple((name, "secure_first") for name in chosen.ids))
    whole = course(fit, plain), course(fit, secured)
    late = late_multiplier(fit, plain) * fit.plan.multiplier, late_multiplier(fit, secured) * fit.plan.multiplier
    return tuple(_block(fit, chosen, price, whole, late, np.flatnonzero(of_unit == block)) for block in range(count))


def _block(
    fit: Fit, chosen: Choices, price: Price, whole: tuple[Course, Course], late: tuple[Array, Array], units: Index
) -> Block:
    rows = np.flatnonzero(np.isin(fit.plan.unit, units))
    used = slice(0, draws.K if len(rows) <= SMALL else draws.K // 2 if len(rows) <= MIDDLING else draws.K // 4)
    scale = draws.K / (used.stop - used.start)
    plain, secured = whole
    limits = None if plain.most_open is None else plain.most_open[units]
    added = np.zeros((len(rows), used.stop)) if secured.delay is None else secured.delay[rows, used]
    removed = [np.ones(added.shape) if one.removed is None else one.removed[rows, used] for one in whole]
    return Block(
        rows, part(chosen, rows), replace(fit, plan=_plan(fit.plan, rows, units)),
        Course(None, None, np.ones(len(rows), dtype=bool), plain.pace, limits), fit.plan.work[rows, used],
        (None if plain.delay is None else plain.delay[rows, used], added), (removed[0], removed[1]),
        (late[0][rows, used], late[1][rows, used]),
        Price(scale * price.exposure[used], scale * price.other[used]),
    )  # fmt: skip


def _plan(plan: Plan, rows: Index, units: Index) -> Plan:
    """The plan of some units alone."""
    unit = np.searchsorted(units, plan.unit[rows])
    return replace(
        plan, rows=plan.rows.iloc[rows], unit=unit, member=plan.member[np.ix_(units, rows)],
        first=np.searchsorted(unit, np.arange(len(units))), usual=plan.usual[units], idle_usual=np.zeros(0),
        work=plan.work[rows], starts_in=plan.starts_in[rows], planned=plan.planned[rows], value=plan.value[rows],
        multiplier=plan.multiplier[rows], score=plan.score[rows], cost=plan.cost[rows],
        protected=plan.protected[rows], most_open=plan.most_open[units], newcomers=plan.newcomers.of(units),
        idle_newcomers=plan.newcomers.of(units[:0]),
    )  # fmt: skip


def worth(block: Block, plans: Choice) -> Worth:
    """What plans of a block bring, (m, n) choices: exactly what a scenario does, on the draws of the block.

    Exposure is linear: its price at today's plan. The cap on the exposure ratio is left to the exact evaluation.
    """
    value, exposure = np.zeros(len(plans)), np.zeros(len(plans))
    at_once = max(AT_ONCE // block.work.size, 1)
    for start in range(0, len(plans), at_once):
        here = slice(start, start + at_once)
        value[here], exposure[here] = _delivered(block, plans[here])
    return Worth(value, exposure)


def _delivered(block: Block, plans: Choice) -> tuple[Array, Array]:
    """Value and exposure of a few plans, delivered side by side."""
    shape = (block.size, len(plans), block.work.shape[1])
    runs, secured = (plans != PAUSE).T[:, :, None], (plans == SECURE).T[:, :, None]
    work = np.where(runs, block.work[:, None, :], 0.0)
    year = run(_tiled(block, len(plans)), block.course, work.reshape(block.size, -1))
    if block.delay[0] is not None or secured.any():
        year = _delayed(block, plans, work, year)
    each = np.where(secured, block.each[1][:, None, :], block.each[0][:, None, :])
    beside = block.fit.past.ordinary[: shape[2]] * year.newcomers.reshape(shape[1:])
    exposed = ((each * year.exposure.reshape(shape)).sum(axis=0) + beside) @ block.price.exposure
    others = year.other.reshape(shape[1:]) @ block.price.other * len(block.fit.plan.usual)
    landed = (year.finish.reshape(shape) <= 4.0).mean(axis=2)
    return block.fit.plan.value @ landed, exposed + others


def _delayed(block: Block, plans: Choice, work: Array, year: Year) -> Year:
    """The year with that of the plans in which bringing security in adds work; the others keep theirs."""
    moved = np.ones(len(plans), dtype=bool) if block.delay[0] is not None else (plans == SECURE).any(axis=1)
    usual = np.zeros(block.work.shape) if block.delay[0] is None else block.delay[0]
    secured = (plans[moved] == SECURE).T[:, :, None]
    added = np.where(secured, block.delay[1][:, None, :], usual[:, None, :])
    left = np.where(work[:, moved] > 0, work[:, moved] + added, 0.0).reshape(block.size, -1)
    removed = np.where(secured, block.removed[1][:, None, :], block.removed[0][:, None, :]).reshape(block.size, -1)
    fit = _tiled(block, int(moved.sum()))
    place, names = np.flatnonzero(np.repeat(moved, block.work.shape[1])), [field.name for field in fields(Year)]
    before = Year(**{name: getattr(year, name)[..., place] for name in names})
    after = kept_open(before, run(fit, block.course, left), fit.coupling.follows_open, removed)
    found = Year(**{name: getattr(year, name).copy() for name in names})
    for name in names:
        getattr(found, name)[..., place] = getattr(after, name)
    return found


def _tiled(block: Block, times: int) -> Fit:
    """The block's fit with its draws repeated, once per plan."""
    fit, count = block.fit, block.work.shape[1]
    load, other, follows_open = (
        np.tile(drawn[:count], times)
        for drawn in (fit.coupling.load, fit.coupling.load_other, fit.coupling.follows_open)
    )
    return replace(
        fit, plan=replace(fit.plan, newcomers=fit.plan.newcomers.tiled(count, times)),
        coupling=replace(fit.coupling, load=load, load_other=other, follows_open=follows_open),
        delivery=replace(fit.delivery, slowdown=np.tile(fit.delivery.slowdown[:count], times)),
    )  # fmt: skip


def alone(block: Block, level: float) -> tuple[Worth, Worth]:
    """What each initiative would bring by itself if the load of its unit stood at a share of today's, (n,) each.

    Returns the worth of running it and of securing it first. The proxy from which a price finds plans.
    """
    plan = block.fit.plan
    ahead = np.clip(4.0 - plan.starts_in, 0.0, None)[:, None]
    today = plan.member @ (np.minimum(block.work, ahead).mean(axis=1) / 4.0)
    usual = plan.usual / np.maximum(level * today, 0.25)
    nobody = replace(plan.newcomers, open=0.0 * plan.newcomers.open).of(plan.unit)
    single = replace(
        plan, unit=np.arange(block.size), member=np.eye(block.size), first=np.arange(block.size),
        usual=usual[plan.unit], newcomers=nobody,
    )  # fmt: skip
    fit = _tiled(replace_plan(block, single), 1)
    free = Course(None, None, block.course.runs, block.course.pace, None)
    year = run(fit, free, block.work)
    both = [
        year
        if added is None
        else kept_open(year, run(fit, free, block.work + added), fit.coupling.follows_open, removed)
        for added, removed in zip(block.delay, block.removed, strict=True)
    ]
    exposed = [(each * mine.exposure) @ block.price.exposure for each, mine in zip(block.each, both, strict=True)]
    values = [plan.value * mine.landed.mean(axis=1) for mine in both]
    return Worth(values[0], exposed[0]), Worth(values[1], exposed[1])


def replace_plan(block: Block, plan: Plan) -> Block:
    """The block with another layout of its plan."""
    return replace(block, fit=replace(block.fit, plan=plan))
