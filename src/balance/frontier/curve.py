"""The frontier: exact plans that no other plan beats, where today stands beside them, and what appetite is worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from balance.frontier.blocks import Array, Block, blocks, worth
from balance.frontier.choices import PAUSE, RUN, SECURE, Choice, Choices, binding, choices, scarce, scenario_of, within
from balance.frontier.combine import combined, sums, whole
from balance.frontier.explain import Reason, reasons
from balance.frontier.means import within_means
from balance.frontier.near import near_misses
from balance.frontier.polish import Pool, on_hull, pool, spread_out, undominated
from balance.frontier.price import price
from balance.frontier.solve import best_within
from balance.frontier.steps import Step, step
from balance.frontier.sweep import once
from balance.model.fit import Fit
from balance.scenario import Outcome, evaluate, headlines

Progress = Callable[[float], None]

WORK, WORK_EACH = 2_400_000, 12_000
"""Numbers (initiatives x draws) the search may deliver: some, and more for each initiative."""

MOST_PLANS, LEAST_PLANS, ROWS = 60, 20, 20_000
"""Plans evaluated exactly: at most, at least, and initiatives in all of them together."""

NEAR = 60
"""So many plans at most that the search finds beaten by least are evaluated too."""

TIGHTER = 2
"""How often the bound of the exact solution is tightened until its exact bad year keeps to today's."""


@dataclass(frozen=True)
class Plan:
    """One plan on both axes: annual value landing next year, bad-year loss, and what it takes (reporting currency)."""

    value: float | None
    exposure: float | None
    chance_beyond_limit: float | None
    cost: float
    """Money its running initiatives need next year."""
    in_flight: int
    """How many initiatives run."""
    actions: tuple[tuple[str, str], ...] = ()
    """Initiative id and run, secure_first or pause, by id; empty for today's plan."""


@dataclass(frozen=True)
class Frontier:
    """The undominated plans, least exposure first, and how far today's plan is from them."""

    today: Plan
    plans: tuple[Plan, ...]
    gain_at_same_exposure: float
    saving_at_same_value: float
    price_of_appetite: float
    """Value gained per unit of bad-year loss allowed, at today's exposure."""
    reasons: tuple[Reason, ...] = ()
    """One per initiative of the plan, in the plan's order."""
    advised: int | None = None
    """Place among `plans` of the one with the most value at no more exposure than today."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """What changes from each plan to the next one, one fewer than there are plans."""
        return tuple(step(before.actions, after.actions) for before, after in pairwise(self.plans))


def frontier(fit: Fit, base: Outcome, *, progress: Progress | None = None) -> Frontier:
    """Which initiatives to run, secure first or pause: the plans that no other beats on value and bad year at once.

    Args: the fit; the outcome of today's plan, whose levers all plans share; told how far the search is, 0..1. Every
    plan is evaluated exactly as a what-if of its actions is. Mandatory initiatives are never paused; who needs a paused
    one pauses too; money (a smaller budget), people (`people_available`) and places (`initiatives_at_once`) are kept
    to.
    Missing: without incidents, initiatives or stated values nothing can be traded: no plans, and zeros.
    """
    tell = progress or _silent
    chosen = choices(fit, base.scenario)
    today = _today(fit, base, chosen)
    if today.value is None or today.exposure is None or not np.isfinite(today.exposure) or not chosen.size:
        tell(1.0)
        return Frontier(today, (), 0.0, 0.0, 0.0)
    parts = blocks(fit, chosen, price(fit, base), replace(base.scenario, actions=()))
    pools = _pools(parts, chosen, tell)
    plans = _candidates(parts, pools, chosen)
    found = _evaluated(fit, base, chosen, plans, tell)
    found += _refined(fit, base, chosen, parts, pools, [choice for _, choice in found])
    found = [(plan, choice) for plan, choice in found if plan.exposure is not None and np.isfinite(plan.exposure)]
    kept = undominated(*_axes([plan for plan, _ in found]))
    best = tuple(found[place][0] for place in kept)
    advised = _advised(best, today)
    told = reasons(fit, chosen, parts, [found[place][1] for place in kept], advised)
    tell(1.0)
    return Frontier(today, best, *_distance(best, today), told, advised)


def _silent(_: float) -> None:
    pass


def _today(fit: Fit, base: Outcome, chosen: Choices) -> Plan:
    runs = np.array([action not in ("pause", "stop") for action in _asked(base, chosen)], dtype=bool)
    return _plan(fit, base, chosen, runs, ())


def _asked(base: Outcome, chosen: Choices) -> list[str]:
    asked = dict(base.scenario.actions)
    return [asked.get(name, "run") for name in chosen.ids]


def _plan(fit: Fit, outcome: Outcome, chosen: Choices, runs: Array, acts: tuple[tuple[str, str], ...]) -> Plan:
    """One evaluated plan: the headline values of its what-if."""
    read = headlines(fit, outcome)
    return Plan(
        read["value_landing_next_year"].value, read["bad_year_loss"].value, read["chance_beyond_limit"].value,
        float(chosen.cost @ runs) if len(runs) else 0.0, int(runs.sum()), acts,
    )  # fmt: skip


def _pools(parts: tuple[Block, ...], chosen: Choices, tell: Progress) -> list[Pool]:
    """The undominated plans of every block; the work allowed is shared out by size.

    Of what is scarce a block may use all but what the mandatory initiatives of the others need.
    """
    size, needs = sum(block.size for block in parts), scarce(chosen)
    held = needs @ ~chosen.may_pause
    pools = []
    for place, block in enumerate(parts):
        work = (WORK + WORK_EACH * size) * block.size / size
        left = np.maximum(1 - held + needs[:, block.rows] @ ~block.choices.may_pause, 1e-9)
        pools.append(pool(block, int(work / block.work.size), needs[:, block.rows] / left[:, None]))
        tell(0.6 * (place + 1) / len(parts))
    return pools


def _candidates(parts: tuple[Block, ...], pools: list[Pool], chosen: Choices) -> Choice:
    """Plans of the whole company worth an exact evaluation; today's first."""
    picked = within_means(parts, pools, chosen) if binding(chosen) else combined(pools)
    value, exposure = sums(pools, picked)
    most = int(np.clip(ROWS // chosen.size, LEAST_PLANS, MOST_PLANS))
    few = spread_out(np.arange(len(picked)), _along(value, exposure), most)
    everything = np.zeros((1, chosen.size), dtype=np.int8)
    near = near_misses(parts, pools, picked[few], chosen.size, min(NEAR, ROWS // chosen.size))
    plans = once(np.vstack([everything, whole(parts, pools, picked[few], chosen.size), near]))
    return plans[within(chosen, plans)]


def _along(value: Array, exposure: Array) -> Array:
    """How far along the line each of the undominated plans lies: value and exposure, each as a share of its range."""
    spans = (float(np.ptp(axis)) if len(axis) else 0.0 for axis in (value, exposure))
    shares = [(axis - axis[:1]) / (span or 1.0) for axis, span in zip((value, exposure), spans, strict=True)]
    return np.maximum.accumulate(shares[0] + shares[1]) if len(value) else exposure


def _refined(
    fit: Fit, base: Outcome, chosen: Choices, parts: tuple[Block, ...], pools: list[Pool], known: list[Choice]
) -> list[tuple[Plan, Choice]]:
    """The exact solution at today's exposure, if its exact bad year keeps to today's; else at a tighter bound.

    The search weighs exposure by a price; where the bad year found is worse than today's by some share, the next bound
    is as much smaller, at most `TIGHTER` times.
    """
    bound, here = _exposure_of(parts, base, chosen), base.bad_year
    most, found = np.inf if here is None else here.predictive, list[tuple[Plan, Choice]]()
    for _ in range(1 + TIGHTER):
        solved = best_within(parts, pools, chosen, bound)
        plan = None if solved is None else whole(parts, pools, solved[None], chosen.size)[0]
        if plan is None or not within(chosen, plan[None])[0]:
            break
        if not any(np.array_equal(plan, other) for other in known):
            found += _evaluated(fit, base, chosen, plan[None], _silent)
        exact = next((made for made, other in found if np.array_equal(plan, other)), None)
        if exact is None or exact.exposure is None or exact.exposure <= most:
            break
        bound *= most / exact.exposure
    return found


def _exposure_of(parts: tuple[Block, ...], base: Outcome, chosen: Choices) -> float:
    """Exposure, as the search weighs it, of today's plan."""
    words = {"secure_first": SECURE, "pause": PAUSE, "stop": PAUSE}
    plan = np.array([words.get(action, RUN) for action in _asked(base, chosen)], dtype=np.int8)
    return float(sum(worth(block, plan[None, block.rows]).exposure[0] for block in parts))


def _evaluated(fit: Fit, base: Outcome, chosen: Choices, plans: Choice, tell: Progress) -> list[tuple[Plan, Choice]]:
    """Every plan, evaluated exactly on the grid of losses that today's plan uses."""
    found = []
    for place, plan in enumerate(plans):
        asked = scenario_of(chosen, plan, base.scenario)
        outcome = evaluate(fit, asked, base.level)
        found.append((_plan(fit, outcome, chosen, plan != PAUSE, asked.actions), plan))
        tell(0.6 + 0.4 * (place + 1) / len(plans))
    return found


def _axes(plans: list[Plan] | tuple[Plan, ...]) -> tuple[Array, Array]:
    value = np.array([np.nan if plan.value is None else plan.value for plan in plans])
    exposure = np.array([np.inf if plan.exposure is None else plan.exposure for plan in plans])
    return value, exposure


def _advised(best: tuple[Plan, ...], today: Plan) -> int | None:
    """The plan with the most value among those with no more exposure than today's."""
    value, exposure = _axes(best)
    allowed = np.flatnonzero(exposure <= (today.exposure or 0.0))
    return int(allowed[np.argmax(value[allowed])]) if len(allowed) else None


def _distance(best: tuple[Plan, ...], today: Plan) -> tuple[float, float, float]:
    """Value gained at today's exposure, exposure saved at today's value, and the price of appetite there.

    The price is the slope of the concave hull just above today's exposure; 0 where more appetite brings nothing.
    """
    value, exposure = _axes(best)
    here, there = today.exposure or 0.0, today.value or 0.0
    gain = float(np.max(value[exposure <= here], initial=there)) - there
    saving = here - float(np.min(exposure[value >= there], initial=here))
    hull = on_hull(value, exposure)
    value, exposure = value[hull], exposure[hull]
    after = int(np.searchsorted(exposure, here, side="right"))
    if not 0 < after < len(value):
        return gain, saving, 0.0
    step = exposure[after] - exposure[after - 1]
    return gain, saving, float((value[after] - value[after - 1]) / step)
