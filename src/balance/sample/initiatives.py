"""The initiatives as drawn for one seed: money, dates and the true length nobody knows yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from balance.sample.calendar import first_day, month_named, weekday
from balance.sample.portfolio import CORE, PORTFOLIO, YEARLY, Idea
from balance.sample.truth import STAGE_SCORE, Truth

Tags = tuple[str, ...]


@dataclass(frozen=True)
class Initiative:
    """One initiative with what was drawn for it.

    `work_ratio` is true over planned work; `candour` the share of a delay its owner admits in time;
    `cost_factor` true over planned cost, `value_factor` found over planned value.
    """

    number: str
    idea: Idea
    budget: float
    value: float | None
    known_on: date
    approved_on: date
    start_planned: date
    finish_planned: date
    started_on: date
    cancelled_on: date | None
    held: tuple[date, date] | None
    work_ratio: float
    candour: float
    cost_factor: float
    value_factor: float
    temper: float
    """How rosy its progress reports and readiness figures are, a standard normal number."""

    @property
    def tags(self) -> Tags:
        """Its technologies."""
        return tuple(part.strip() for part in self.idea.technology.split(";") if part.strip())

    @property
    def score(self) -> float:
        """How late security joins: 0 at design, 1 late."""
        return STAGE_SCORE[self.idea.security]


def draw_initiatives(rng: np.random.Generator, truth: Truth, first_month: int) -> tuple[Initiative, ...]:
    """Every initiative of the history that begins in `first_month`, in order of their planned start."""
    ideas = sorted((*_earlier(first_month), *PORTFOLIO), key=lambda idea: idea.start)
    step = 10_040 - 17 * (len(ideas) - len(PORTFOLIO))
    return tuple(_draw(rng, truth, idea, f"PRJ{step + 17 * n + n * n % 7:07d}") for n, idea in enumerate(ideas))


def _earlier(first_month: int) -> list[Idea]:
    """Three ordinary initiatives a quarter before the written portfolio begins, for longer histories."""
    oldest = min(month_named(idea.start) for idea in PORTFOLIO)
    months = [month for month in range(first_month, oldest) if (oldest - month) % 3 == 0]
    return [
        _ordinary(month, YEARLY[(3 * n + which) % len(YEARLY)]) for n, month in enumerate(months) for which in range(3)
    ]


def _ordinary(month: int, row: tuple[str, str, str, float, int]) -> Idea:
    name, unit, technology, budget, months = row
    start = first_day(month)
    return Idea(f"{name} {start.year}", unit, CORE, technology, "run", f"{start:%Y-%m}", months, budget, 0.5 * budget,
                "build", 4, "internal", False, "Keep what runs in support",
                "It falls out of support and is no longer patched")  # fmt: skip


def _draw(rng: np.random.Generator, truth: Truth, idea: Idea, number: str) -> Initiative:
    start = first_day(month_named(idea.start)) + timedelta(days=int(rng.integers(0, 28)))
    finish = start + timedelta(days=round(idea.months * 30.4375 * float(np.exp(rng.normal(0.0, 0.06)))))
    approved = start - timedelta(days=int(rng.integers(25, 110)))
    ratio = draw_work_ratio(rng, truth)
    return Initiative(
        number=number,
        idea=replace(idea, people=round(idea.people * float(np.exp(rng.normal(0.0, 0.1))) * 2) / 2),
        budget=_round_money(idea.budget * 1e6 * float(np.exp(rng.normal(0.0, 0.25)))),
        value=None if idea.value is None else _round_money(idea.value * 1e6 * float(np.exp(rng.normal(0.0, 0.2)))),
        known_on=approved - timedelta(days=int(rng.integers(60, 200))),
        approved_on=approved,
        start_planned=weekday(start),
        finish_planned=weekday(finish),
        started_on=weekday(start + timedelta(days=round(float(rng.gamma(1.2, 9.0))))),
        cancelled_on=_day_in(rng, idea.cancelled),
        held=_held(idea),
        work_ratio=ratio,
        candour=float(rng.uniform(0.3, 0.8)),
        cost_factor=float(np.exp(rng.normal(0.0, 0.1))) * (1.0 + 0.45 * max(ratio - 1.0, 0.0)),
        value_factor=float(np.exp(rng.normal(-0.25, 0.3))),
        temper=float(rng.normal()),
    )


def draw_work_ratio(rng: np.random.Generator, truth: Truth) -> float:
    """True over planned work: most near the plan, one in six far beyond it."""
    body = float(np.exp(rng.normal(np.log(truth.duration_median), truth.duration_spread)))
    tail, where = float(rng.uniform()), float(rng.uniform())
    if tail >= truth.duration_tail_weight:
        return body
    beyond = 1.0 - (truth.tail_begins / truth.tail_ends) ** truth.tail_exponent
    return float(truth.tail_begins * (1.0 - where * beyond) ** (-1.0 / truth.tail_exponent))


def _round_money(amount: float) -> float:
    return float(round(amount, -4))


def _day_in(rng: np.random.Generator, month: str) -> date | None:
    day = int(rng.integers(4, 25))
    return weekday(first_day(month_named(month)) + timedelta(days=day)) if month else None


def _held(idea: Idea) -> tuple[date, date] | None:
    begin, end = idea.held
    return (first_day(month_named(begin)), first_day(month_named(end))) if begin else None
