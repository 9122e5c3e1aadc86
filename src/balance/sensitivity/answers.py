"""The answer under one changed assumption, quickly: what the change does not touch is taken from the first fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from balance.assumptions import Stated
from balance.model.fit import Fit, fit
from balance.model.relearning import Kept
from balance.scenario import BASE, Outcome, Scenario, compare, counts_speak, evaluate
from balance.scenario.curve import on_the_grid_of
from balance.stating import with_row

MEASURES = ("value_landing_next_year", "chance_beyond_limit", "expected_annual_loss", "bad_year_loss")

LEARNT = ("history", "load", "delivery", "coupling", "plan", "losses", "effects")
"""Parts of a fit that a scenario is evaluated on; `past` follows from them."""


@dataclass(frozen=True)
class Answer:
    """What comes out under one reading of the assumptions; None where it cannot be said."""

    value_landing_next_year: float | None
    """Mean yearly value of what lands; their number where counts stand in for money."""
    chance_beyond_limit: float | None
    expected_annual_loss: float | None
    bad_year_loss: float | None
    beyond_appetite: float | None
    """The chance beyond the board's worst-kept point, less what is allowed there: above 0 is outside."""
    better_on_both: float | None
    """Share of the readings in which the plan is better than today's on both axes; None for today's plan."""

    def of(self, measure: str) -> float | None:
        """One of the numbers by name."""
        found: float | None = getattr(self, measure)
        return found


Ask = Callable[[Stated | None, bool], Answer]
"""The answer with one assumption replaced, None for none; exactly, on a grid of its own, or on that of the base."""


def answering(fitted: Fit, plan: Scenario = BASE) -> Ask:
    """A way to ask for the answer under other assumptions, one changed at a time, with the same draws throughout.

    Args: the fit of today's assumptions; the plan whose answer is asked for. Exact answers equal those of a report
    after the assumption was stated; the others stand on the base's grid of losses, some 2 in 1000 apart. What was
    asked once is known from then on: tornado and challenge share it.
    """
    kept = Kept()
    base = fit(fitted.company, kept.learn)
    first = answer(base, plan)
    known: dict[tuple[Stated, bool], Answer] = {}

    def ask(row: Stated | None, exact: bool = False) -> Answer:
        if row is None:
            return first
        if (row, exact) not in known:
            known[row, exact] = asked(row, exact)
        return known[row, exact]

    def asked(row: Stated, exact: bool) -> Answer:
        company = replace(base.company, assumptions=with_row(base.assumptions, row))
        other = fit(company, kept.learn)
        if _same(base, other):
            return first
        if not exact:
            on_the_grid_of(base, other)
        return answer(other, plan)

    return ask


def answer(fitted: Fit, plan: Scenario) -> Answer:
    """The numbers of one fit under one plan."""
    outcome = evaluate(fitted, plan)
    bad_year, beyond = outcome.bad_year, outcome.beyond_limit
    known = outcome.loss is not None
    better = None if plan == BASE else compare(fitted, evaluate(fitted, BASE), outcome).better_on_both
    return Answer(
        _landing(fitted, outcome), None if beyond is None else float(beyond.mean()),
        float(outcome.expected_loss.mean()) if known else None, None if bad_year is None else bad_year.predictive,
        _beyond_appetite(fitted, outcome), better,
    )  # fmt: skip


def _landing(fitted: Fit, outcome: Outcome) -> float | None:
    if not fitted.has_initiatives:
        return None
    return float((outcome.landed if counts_speak(fitted) else outcome.value).mean())


def _beyond_appetite(fitted: Fit, outcome: Outcome) -> float | None:
    if outcome.loss is None or fitted.limit is None:
        return None
    chances = outcome.appetite.mean(axis=0)
    return float(max(chance - allowed for chance, (_, allowed) in zip(chances, fitted.appetite, strict=True)))


def _same(base: Fit, other: Fit) -> bool:
    parts = all(getattr(base, name) is getattr(other, name) for name in LEARNT)
    return parts and base.programme_cost == other.programme_cost and base.appetite == other.appetite
