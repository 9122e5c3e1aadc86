"""A few plans worth putting before the board: fewer at once, some paused, security brought in, more controls.

A first, honest search over single levers; every option is evaluated exactly like a what-if,
so its numbers are the ones the what-if screen shows for the same levers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from balance import formats
from balance.language import say
from balance.model.fit import Fit
from balance.scenario import Comparison, Lever, Outcome, Scenario, compare, evaluate, holds, inside, inside_for, levers

LIMITS = (0.5, 0.6, 0.7, 0.8, 0.9)
"""Shares of today's work in progress that are tried as limits."""

PAUSED = (2, 3, 5)
"""How many initiatives a plan may pause."""

SHOWN, NAMED = 3, 3

AT_LEAST = 0.02
"""A plan that moves neither axis by this share of today's number is not worth a decision."""


@dataclass(frozen=True)
class Option:
    """One plan with what it does beside today's."""

    title: str
    what: str
    plan: Scenario
    comparison: Comparison


def suggest(fit: Fit, base: Outcome) -> tuple[Option, ...]:
    """At most three plans, the one that gains most first: value gained and risk shed, each as a share of today's.

    Returns nothing where no initiative is open, or where no lever gains anything or moves either axis enough.
    """
    bounds = {lever.name: lever for lever in levers(fit)}
    searches = (
        _limits(bounds["wip_limit"]), _paused(fit, base), _secured(bounds["secure_at_design"]),
        _controls(fit, base, bounds["control_spend"]),
    )  # fmt: skip
    best = [option for option in (_best(fit, base, candidates) for candidates in searches) if option]
    worth = sorted(
        (option for option in best if _is_worth(option.comparison)), key=lambda found: -_gain(found.comparison)
    )
    return tuple(worth[:SHOWN])


def options_table(options: Iterable[Option]) -> pd.DataFrame:
    """title, what, value, chance, better_on_both: one row per option, differences to today."""
    rows = [
        (
            option.title, option.what, option.comparison.difference["value_landing_next_year"].value,
            option.comparison.difference["chance_beyond_limit"].value, option.comparison.better_on_both,
        )
        for option in options
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["title", "what", "value", "chance", "better_on_both"])


Candidate = tuple[str, str, Scenario]


def _limits(lever: Lever) -> list[Candidate]:
    """Fewer open at once: the rest wait until one lands."""
    limits = dict.fromkeys(max(round(lever.greatest * share), 1) for share in LIMITS)
    return [
        (say("Keep at most {limit} initiatives open", limit=limit),
         say("{limit} open at once instead of all {open:.0f} in flight or approved; the rest wait", limit=limit,
             open=lever.greatest),
         Scenario(name=say("At most {limit} open", limit=limit), wip_limit=float(limit)))
        for limit in limits if limit < lever.greatest
    ]  # fmt: skip


def stop_first(fit: Fit, base: Outcome) -> tuple[str, ...]:
    """The ids of what may wait, in the order in which it lands least for the incidents it brings; nothing mandatory."""
    ids = fit.plan.rows["initiative_id"].tolist()
    return tuple(str(ids[row]) for row in _least_worth(fit, base))


def _least_worth(fit: Fit, base: Outcome) -> list[int]:
    worth = fit.plan.value * base.year.landed.mean(axis=1)
    exposure = (fit.plan.multiplier * base.year.exposure).mean(axis=1)
    order = np.argsort(worth / np.maximum(exposure, 1e-9), kind="stable")
    return [
        int(row) for row in order if not fit.plan.protected[row] and exposure[row] > 0 and fit.plan.value[row] > 0
    ]  # fmt: skip


def _paused(fit: Fit, base: Outcome) -> list[Candidate]:
    """The initiatives that land least for the incidents they bring wait; mandatory ones never do."""
    rows, chosen = fit.plan.rows, _least_worth(fit, base)
    ids, names = rows["initiative_id"].tolist(), rows["name"].tolist()
    return [
        (say("Pause {count} initiatives", count=formats.word(count)),
         say("least value for the risk they bring: {names}", names=_names(names, chosen[:count])),
         Scenario(name=say("Pause {count}", count=count),
                  actions=tuple(sorted((str(ids[row]), "pause") for row in chosen[:count]))))
        for count in PAUSED if count < len(chosen)
    ]  # fmt: skip


def _names(names: Sequence[object], rows: Sequence[int]) -> str:
    told = formats.brief([str(names[row]) for row in rows])
    if len(told) <= NAMED:
        return formats.listed(told)
    return formats.listed([*told[: NAMED - 1], say("{count} more", count=len(told) - NAMED + 1)])


def _secured(lever: Lever) -> list[Candidate]:
    plan = Scenario(name=say("Security at design"), secure_at_design=lever.greatest)
    what = say("security joins every late initiative at once")
    return [(say("Bring security in now where it joined late"), what, plan)]


def _controls(fit: Fit, base: Outcome, lever: Lever) -> list[Candidate]:
    """The least that more controls cost to get inside the appetite; one more programme where none is needed or enough.

    Said to bring us inside only together with how sure that is.
    """
    amount = inside_for(fit, base, lever)
    if amount is None:
        plan = Scenario(name=say("One more control programme"), control_spend=fit.programme_cost)
        return [(say("Fund one more control programme"), _one_more(fit, base, lever), plan)]
    cost = formats.money(amount, fit.currency)
    plan = Scenario(name=say("{cost} for controls", cost=cost), control_spend=amount)
    what = say(
        "the least that brings us inside the limit, in {sure} of 100 readings; its effect is an assumption",
        sure=formats.in_100(inside(fit, evaluate(fit, plan))),
    )
    return [(say("Spend {cost} a year more on controls", cost=cost), what, plan)]


def _one_more(fit: Fit, base: Outcome, lever: Lever) -> str:
    """What one more programme costs; that no money for controls is enough, where the appetite is not held."""
    cost = formats.money(fit.programme_cost, fit.currency)
    if holds(fit, base):
        return say("costs {cost} a year; what it prevents is an assumption", cost=cost)
    return say(
        "costs {cost} a year; not even {most} for controls alone would bring us inside the limit; "
        "what it prevents is an assumption",
        cost=cost,
        most=formats.money(lever.greatest, fit.currency),
    )


def _best(fit: Fit, base: Outcome, candidates: Iterable[Candidate]) -> Option | None:
    options = [Option(title, what, plan, compare(fit, base, evaluate(fit, plan))) for title, what, plan in candidates]
    return max(options, key=lambda option: _gain(option.comparison), default=None)


def _gain(comparison: Comparison) -> float:
    """Value gained and risk shed, each as a share of today's: what makes one limit better than another."""
    risk = "chance_beyond_limit" if comparison.base["chance_beyond_limit"].known else "expected_annual_loss"
    return _share(comparison, "value_landing_next_year") - _share(comparison, risk)


def _share(comparison: Comparison, name: str) -> float:
    before, difference = comparison.base[name].value, comparison.difference[name].value
    return difference / before if before and difference is not None else 0.0


def _is_worth(comparison: Comparison) -> bool:
    moved = any(abs(_share(comparison, name)) > AT_LEAST for name in comparison.base)
    return moved and _gain(comparison) > 0
