"""How much of the best reachable the search for plans loses, by trying every plan of small companies."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from balance.frontier import frontier
from balance.frontier.choices import Choice, Choices, choices, mended, scenario_of, within
from balance.model.annual_loss import predictive_loss
from balance.model.fit import Fit, fit
from balance.scenario import BASE, Outcome, Scenario, evaluate
from balance.scenario.curve import by_class, independent, known_losses
from balance.scenario.evaluation import course, exposure_ratio, frequencies
from balance.scenario.year import deliver
from benchmarks.evaluation import company, typed

Array = npt.NDArray[np.float64]


def small_company(running: int, units: int, seed: int, late: int = 2) -> Fit:
    """A made-up company of which so many initiatives run, in a few units; security joined some of them late."""
    made = company(running * 3, 3, 12, seed=seed)
    table, rng = made.initiatives, np.random.default_rng(seed)
    assert table is not None
    runs = table[table["stage"].isin(["in_flight", "approved"])].index[:running]
    kept = table[~table["stage"].isin(["in_flight", "approved"]) | table.index.isin(runs)]
    joined = np.where(np.isin(kept.index, rng.choice(runs, late, replace=False)), "late", "design")
    unit = rng.choice([f"Unit {n}" for n in range(units)], len(kept))
    return fit(replace(made, initiatives=typed(kept.assign(business_unit=unit, security_joined=joined), "initiatives")))


def every_plan(chosen: Choices) -> Choice:
    """Every plan that the rules allow, (m, n)."""
    ways = [
        (0, *((1,) if secure else ()), *((2,) if pause else ()))
        for secure, pause in zip(chosen.may_secure, chosen.may_pause, strict=True)
    ]
    plans = np.unique(mended(chosen, np.array(list(itertools.product(*ways)), dtype=np.int8)), axis=0)
    return plans[within(chosen, plans)]


def exactly(fitted: Fit, plan: Choice, chosen: Choices, around: Scenario, level: int) -> tuple[float, float]:
    """Value and bad year of one plan as the what-if has them, without what only a screen needs."""
    asked, losses = scenario_of(chosen, plan, around), known_losses(fitted)
    year = deliver(fitted, course(fitted, asked))
    ratio, _ = exposure_ratio(fitted, asked, year)
    costly = losses.costly * frequencies(fitted, asked, ratio).of_classes(losses)
    kept, rates = by_class(fitted, costly, asked.response_time or 1.0, level)
    loss = predictive_loss(kept, rates, losses.shock, independent(losses, rates))
    return float((fitted.plan.value @ year.landed).mean()), loss.bad_year().predictive


def area_lost(fitted: Fit, base: Outcome, points: int = 1000) -> tuple[float, float, int]:
    """The area between the best of every plan and the plans found, and the widest gap, as shares of the top value.

    Up to today's bad year or that of the most valuable plan, whichever is greater; and how many plans there are.
    """
    chosen = choices(fitted, base.scenario)
    plans = every_plan(chosen)
    exact = np.array([exactly(fitted, plan, chosen, base.scenario, base.level) for plan in plans])
    if not len(plans):
        return 0.0, 0.0, 0
    found = frontier(fitted, base).plans
    ours = np.array([(plan.value, plan.exposure) for plan in found], dtype=float)
    last = max(base.bad_year.predictive if base.bad_year else 0.0, exact[np.argmax(exact[:, 0]), 1])
    bounds = np.linspace(exact[:, 1].min(), last, points)
    lost = np.array([_best(exact, bound) - _best(ours, bound) for bound in bounds]) / exact[:, 0].max()
    return float(lost.mean()), float(lost.max()), len(plans)


def _best(plans: Array, bound: float) -> float:
    return float(plans[plans[:, 1] <= bound * (1 + 1e-9), 0].max(initial=0.0))


def today(fitted: Fit, **levers: float) -> Outcome:
    """Today's plan at these levers."""
    return evaluate(fitted, replace(BASE, **levers))
