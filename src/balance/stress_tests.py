"""Stress tests: what next year looks like if one named event happens for certain, beside what the board allows.

The event comes on top of the year as forecast, on the same draws, so that the difference is exact. What it costs is
stated, not estimated. The largest project is one of them: what it costs if it runs as far over as one in six do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance import stresses
from balance.assumptions import Stated
from balance.language import label, noted, say
from balance.model.delivery import TAIL, Tail
from balance.model.fit import Fit
from balance.model.loss_curve import AnnualLoss
from balance.model.losses import Losses
from balance.model.single_event import Event, Overrun, event, mean_cost, with_event
from balance.ranges import UNKNOWN, Range, of_draws
from balance.scenario import Outcome
from balance.scenario.evaluation import running

Array = npt.NDArray[np.float64]

PROJECT = "biggest_project"
PROJECT_TITLE = noted("Biggest project far over")
TAIL_ROWS = ("weight", "start", "exponent", "end")
"""The assumptions its cost and its chance rest on: `effect:duration_tail_` and one of these."""


@dataclass(frozen=True)
class StressTest:
    """One event: what is stated of it, and the year with it beside the year without."""

    name: str
    title: str
    story: str
    technology: str
    cost: Range
    """One event: the stated typical cost and its likely range, currency. Of a project: mean, and 80 in 100."""
    mean_cost: float
    per_year: Range
    rests_on: tuple[Stated, ...]
    """The assumptions it is made of."""
    bad_year: Range
    """The loss that the year with it exceeds with chance 5 in 100."""
    bad_year_more: Range
    expected_loss: Range
    chance_beyond_limit: Range | None
    chance_more: Range | None
    """What it adds to the chance beyond the limit, paired draw by draw."""
    value: Range
    """Value landing next year with it."""
    value_change: Range
    beyond: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Chance of a year beyond each stated means (cash_buffer, cash_and_insurance): without it, with it."""
    alone_beyond_limit: float | None = None
    """The chance that it alone costs more than the limit."""
    capped_share: float = 0.0
    """The share of such events held to the largest single loss that is stated or assumed."""
    exceedance: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False)

    @property
    def example(self) -> bool:
        """Whether its cost is a documented example and no published or own figure."""
        return any(row.assumed and row.source.startswith(stresses.EXAMPLE) for row in self.rests_on[:1])


@dataclass(frozen=True)
class StressTests:
    """Every stress test of a company, and the year without any."""

    tests: tuple[StressTest, ...]
    bad_year: Range
    chance_beyond_limit: Range | None
    value: Range
    limit: float | None
    limit_chance: float | None
    means: Mapping[str, float] = field(default_factory=dict)
    """What could pay for a bad year, where stated: cash_buffer, cash_and_insurance."""
    exceedance: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False)


def stress_tests(fit: Fit, outcome: Outcome) -> StressTests | None:
    """Every stated or documented stress test beside the year of the plan; None without any incident known.

    Args: the fit, the outcome of the plan. Without a limit the chance beyond it is None, without values the value is
    unknown; the largest project is left out where no open initiative states a budget.
    """
    losses, loss = fit.losses, outcome.loss
    if losses is None or loss is None or outcome.bad_year is None:
        return None
    year = _Year(fit, outcome, loss, losses)
    given = fit.assumptions
    tests = [_named(year, name) for name in stresses.names_of(list(given.rows))]
    project = _project(year)
    beyond = None if outcome.beyond_limit is None else of_draws(outcome.beyond_limit)
    chance = given.number("loss_limit_chance") if outcome.limit is not None else None
    return StressTests(
        (*tests, *([] if project is None else [project])),
        of_draws(outcome.bad_year.draws, outcome.bad_year.predictive), beyond, year.value, outcome.limit, chance,
        year.means, loss.exceedance(),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Year:
    """The year that events are added to."""

    fit: Fit
    outcome: Outcome
    loss: AnnualLoss
    losses: Losses

    @property
    def value(self) -> Range:
        """Value landing next year; unknown where no initiative states one."""
        return of_draws(self.outcome.value) if self.fit.plan.value.any() else UNKNOWN

    @property
    def means(self) -> dict[str, float]:
        """Cash, and cash with insurance, where they are stated."""
        cash = self.fit.assumptions.number("cash_buffer")
        cover = self.fit.assumptions.number("insurance_cover")
        found = {} if cash is None else {"cash_buffer": cash}
        return found | ({} if cash is None or cover is None else {"cash_and_insurance": cash + cover})


def _named(year: _Year, name: str) -> StressTest:
    given = year.fit.assumptions
    row, rate = given.rows[f"stress:{name}:loss"], given.get(f"stress:{name}:per_year")
    cap = year.losses.loss_cap.amount
    what = event(given.number(row.key) or 0.0, row.low, row.high, cap)
    told = stresses.NAMED.get(name, stresses.Named(stresses.title(name), noted("Stated by us.")))
    cost = _range(row)
    often = UNKNOWN if rate is None else _range(rate)
    uncapped = event(what.median, row.low, row.high)
    return _test(year, what, name, told, cost, often, tuple(one for one in (row, rate) if one is not None),
                 UNKNOWN, uncapped.chance_above(cap))  # fmt: skip


def _project(year: _Year) -> StressTest | None:
    """What runs under the plan with the largest budget, as one that runs far over and does not land."""
    rows, frame = year.fit.plan.rows, year.fit.company.initiatives
    if frame is None or not len(rows) or "budget" not in frame:
        return None
    stated = frame.drop_duplicates("initiative_id", keep="last").set_index("initiative_id")["budget"]
    budget = pd.to_numeric(rows["initiative_id"].map(stated), errors="coerce").to_numpy(dtype=float)
    budget = np.where((budget > 0) & running(year.fit, year.outcome.scenario), budget, np.nan)
    if not np.isfinite(budget).any():
        return None
    at = int(np.nanargmax(budget))
    what = Overrun(float(budget[at]), year.fit.delivery.tail)
    often = of_draws(year.fit.delivery.tail_weight)
    told = stresses.Named(PROJECT_TITLE, _far_over(str(rows["name"].iloc[at]), what.tail))
    low, high = (_quantile(what, share) for share in (0.1, 0.9))
    mean = mean_cost(what)
    lost = 0.0 - year.fit.plan.value[at] * year.outcome.year.landed[at]
    change = of_draws(lost) if year.fit.plan.value.any() else UNKNOWN
    tail = [year.fit.assumptions.rows[f"effect:duration_tail_{part}"] for part in TAIL_ROWS]
    return _test(year, what, PROJECT, told, Range(mean, min(low, mean), max(high, mean)), often, tuple(tail), change)


def _far_over(name: str, tail: Tail) -> str:
    if tail.start == TAIL.start:
        return say("{name} costs half as much again or far more, and does not land next year.", name=name)
    times = noted("{name} costs {times:g} times its plan or more, and does not land next year.")
    return say(times, name=name, times=tail.start)


def _quantile(what: Overrun, share: float) -> float:
    """The overrun that this share stays below, by bisection."""
    low, high = 0.0, what.reach
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if what.chance_above(middle) > 1 - share else (low, middle)
    return high


def _test(
    year: _Year, what: Event | Overrun, name: str, told: stresses.Named, cost: Range, often: Range,
    rests_on: tuple[Stated, ...], value_change: Range, capped: float = 0.0,
) -> StressTest:  # fmt: skip
    base, loss, limit = year.outcome, with_event(year.loss, what), year.outcome.limit
    bad, before = loss.bad_year(), base.bad_year or year.loss.bad_year()
    beyond = more = None
    if limit is not None and base.beyond_limit is not None:
        draws = np.maximum(loss.chance_beyond([limit])[:, 0], base.beyond_limit)
        beyond, more = of_draws(draws), of_draws(draws - base.beyond_limit)
    value = year.value
    if value_change.known and value.value is not None:
        value = Range(value.value + (value_change.value or 0.0), None, None)
    return StressTest(
        name, label(told.title), label(told.story), told.technology, cost, mean_cost(what), often, rests_on,
        of_draws(bad.draws, bad.predictive), of_draws(bad.draws - before.draws, bad.predictive - before.predictive),
        of_draws(base.expected_loss + mean_cost(what)), beyond, more,
        value if value_change.known else year.value, value_change,
        {key: (_chance(year.loss, amount), _chance(loss, amount)) for key, amount in year.means.items()},
        None if limit is None else what.chance_above(limit), capped, loss.exceedance(),
    )  # fmt: skip


def _chance(loss: AnnualLoss, amount: float) -> float:
    return float(loss.chance_beyond([amount])[:, 0].mean())


def _range(row: Stated) -> Range:
    value = float(row.value) if isinstance(row.value, int | float) else None
    return Range(value, value if row.low is None else row.low, value if row.high is None else row.high)
