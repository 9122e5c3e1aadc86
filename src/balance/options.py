"""A few plans worth putting before the board: fewer at once, security brought in, both.

A first, honest search over single levers; every option is evaluated exactly like a what-if,
so its numbers are the ones the what-if screen shows for the same levers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from balance.model.fit import Fit
from balance.scenario import Comparison, Lever, Outcome, Scenario, compare, evaluate, levers

LIMITS = (0.5, 0.6, 0.7, 0.8, 0.9)
"""Shares of today's work in progress that are tried as limits."""

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
    focus = _best(fit, base, _limits(bounds.get("wip_limit")))
    secure = _best(fit, base, _secured(bounds.get("secure_at_design")))
    both = _best(fit, base, [_joined(focus, secure)] if focus and secure else [])
    found = [
        option
        for option in (both, focus, secure)
        if option and _gain(option.comparison) > 0 and _matters(option.comparison)
    ]
    return tuple(sorted(found, key=lambda option: -_gain(option.comparison)))


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


def _limits(lever: Lever | None) -> list[Candidate]:
    if lever is None or lever.greatest <= 2:
        return []
    limits = dict.fromkeys(max(round(lever.greatest * share), 1) for share in LIMITS)
    return [
        (f"Keep at most {limit} initiatives open",
         f"{limit} open at once instead of {lever.greatest:.0f}; the rest wait",
         Scenario(name=f"At most {limit} open", wip_limit=float(limit)))
        for limit in limits
    ]  # fmt: skip


def _secured(lever: Lever | None) -> list[Candidate]:
    if lever is None or lever.greatest <= 0:
        return []
    plan = Scenario(name="Security at design", secure_at_design=1.0)
    return [("Bring security in now where it joined late", "security joins every late initiative at once", plan)]


def _joined(focus: Option, secure: Option) -> Candidate:
    plan = Scenario(
        name="Focus and secure", wip_limit=focus.plan.wip_limit, secure_at_design=secure.plan.secure_at_design
    )
    return f"{focus.title}, and bring security in now", f"{focus.what}; {secure.what}", plan


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


def _matters(comparison: Comparison) -> bool:
    return any(
        abs(difference.value or 0.0) > AT_LEAST * abs(base.value or 0.0)
        for difference, base in ((comparison.difference[name], comparison.base[name]) for name in comparison.base)
    )
