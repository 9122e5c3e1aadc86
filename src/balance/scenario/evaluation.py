"""One scenario, evaluated: what lands and what incidents may cost, in every draw.

A pure function of the fit and the scenario. Every scenario uses the same draws, so that the difference of two
holds no simulation noise, and a lever at its base leaves every bit as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from balance.model.coupling import LARGEST_RATIO
from balance.model.fit import Fit
from balance.model.loss_curve import AnnualLoss, Reading
from balance.scenario.curve import Frequencies, chance_beyond, mean_losses, year_loss
from balance.scenario.kept import kept_with_fit
from balance.scenario.settings import Scenario
from balance.scenario.year import Course, Year, deliver

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class InBrief:
    """What one scenario brings, draw by draw: all that its headline numbers ask for."""

    scenario: Scenario
    value: Array
    """Annual value of what lands within the year, (K,)."""
    landed: Array
    """How many land within the year, (K,)."""
    ratio: Array
    """Incidents of operational classes against a year like the past, (K,)."""
    ratio_first_quarter: Array
    rates: Array
    """Incidents a year per class, (K, C); no columns where no incidents are known."""
    costly: Array
    """Those of them that cost anything, (K, C)."""
    mean_loss: Array
    """Mean cost of one of these, (K, C)."""
    loss: AnnualLoss | None
    """Next year's loss; None where no incidents are known."""
    appetite: Array
    """The chance that the year costs more than each of the board's points, (K, points)."""
    limit: float | None
    level: int
    """How often the grid of losses was extended."""

    @cached_property
    def expected_loss(self) -> Array:
        """Mean loss of the year in each draw, (K,)."""
        return np.asarray((self.costly * self.mean_loss).sum(axis=1))

    @cached_property
    def bad_year(self) -> Reading | None:
        """The loss that next year exceeds with chance 5 in 100."""
        return None if self.loss is None else self.loss.bad_year()

    @cached_property
    def beyond_bad_year(self) -> Reading | None:
        """The mean loss of those years."""
        return None if self.loss is None else self.loss.tail_mean()

    @cached_property
    def beyond_limit(self) -> Array | None:
        """The chance that the year costs more than the limit, (K,); None without a limit."""
        return None if self.loss is None or self.limit is None else self.appetite[:, 0]


@dataclass(frozen=True, eq=False)
class Outcome(InBrief):
    """What one scenario brings, draw by draw, down to every initiative."""

    year: Year


def evaluate(fit: Fit, scenario: Scenario, level: int = 0) -> Outcome:
    """What a scenario brings on both axes.

    Args: the fit; a scenario that `settings.checked` accepts; how often to extend the grid of losses at least.
    Returns the Outcome. Missing: without initiatives incidents run like the past; without incidents there is
    no loss; an initiative without a value lands none.
    """
    told = in_brief(fit, scenario, level)
    return Outcome(**vars(told), year=_delivered(fit, _in_delivery(scenario)))


def in_brief(fit: Fit, scenario: Scenario, level: int = 0) -> InBrief:
    """The same without what became of each initiative: for a slider, whose answers many people ask for at once."""
    landing, losses = _landing(fit, _in_delivery(scenario)), fit.losses
    none = np.zeros((len(landing.value), 0))
    rates, costly, mean_loss, appetite = none, none, none, none
    loss, used = None, 0
    if losses is not None:
        often = frequencies(fit, scenario, landing.ratio)
        factor = often.of_classes(losses)
        rates, costly = losses.rates * factor, losses.costly * factor
        response = 1.0 if scenario.response_time is None else scenario.response_time
        mean_loss = mean_losses(fit, response)
        loss, used = year_loss(fit, often, response, level)
        appetite = chance_beyond(fit, loss, costly, response, [point for point, _ in fit.appetite])
    return InBrief(
        scenario, landing.value, landing.landed, landing.ratio, landing.ratio_first_quarter, rates, costly,
        mean_loss, loss, appetite, fit.limit, used,
    )  # fmt: skip


def _in_delivery(scenario: Scenario) -> Scenario:
    """The scenario without its name and the levers that only change incidents."""
    return replace(scenario, name="", control_spend=None, response_time=None, threat=None)


@dataclass(frozen=True, eq=False)
class Landing:
    """What a plan lands within the year and how it exposes, in sums over its initiatives, (K,) each: see `InBrief`."""

    value: Array
    landed: Array
    ratio: Array
    ratio_first_quarter: Array


@kept_with_fit(most=1, room_mb=2)
def _landing(fit: Fit, plan: Scenario) -> Landing:
    """The sums of what becomes of the plan: small, so that many people find theirs while only other levers move."""
    year = _delivered(fit, plan)
    landed = year.landed
    return Landing(fit.plan.value @ landed, landed.sum(axis=0).astype(float), *exposure_ratio(fit, plan, year))


@kept_with_fit(most=1, room_mb=1)
def _delivered(fit: Fit, plan: Scenario) -> Year:
    """What becomes of each initiative of the plan."""
    return deliver(fit, course(fit, plan))


def course(fit: Fit, scenario: Scenario) -> Course:
    """What the scenario changes in delivery: what runs, what is delayed, how many may be open."""
    plan, share = fit.plan, secured_share(fit, scenario)
    limits, pace = unit_limits(fit, scenario.wip_limit), scenario.pace or 1.0
    if not share.any():
        return Course(None, None, running(fit, scenario), pace, limits)
    delay = (share * (plan.score > 0) * plan.planned)[:, None] * fit.effects.secure_delay
    removed = np.maximum(_unsecured(fit) / late_multiplier(fit, scenario), 1.0)
    return Course(delay, removed, running(fit, scenario), pace, limits)


def secured_share(fit: Fit, scenario: Scenario) -> Array:
    """For each row of the plan, how far security is brought in now, 0..1."""
    actions = dict(scenario.actions)
    first = np.array([actions.get(name) == "secure_first" for name in fit.plan.ids], dtype=bool)
    return np.where(first, 1.0, fit.plan.late * (scenario.secure_at_design or 0.0))


def running(fit: Fit, scenario: Scenario) -> npt.NDArray[np.bool_]:
    """What runs: not paused, not stopped, and within the budget; least value per cost is paused first."""
    plan, actions = fit.plan, dict(scenario.actions)
    held = [actions.get(name) in ("pause", "stop") for name in plan.ids]
    runs = ~np.array(held, dtype=bool)
    budget = 1.0 if scenario.budget is None else scenario.budget
    if budget >= 1.0:
        return runs
    worth = plan.value / np.maximum(plan.cost, 1e-9)
    excess = plan.cost[runs].sum() - budget * plan.cost.sum()
    for row in np.lexsort((np.arange(plan.size), worth, plan.protected)):
        if excess <= 1e-9 * plan.cost.sum():
            break
        if runs[row] and plan.cost[row] > 0:
            runs[row] = False
            excess -= plan.cost[row]
    return runs


def unit_limits(fit: Fit, limit: float | None) -> npt.NDArray[np.int64] | None:
    """How many each unit may have open: the company's limit shared out by largest remainder; None for no limit."""
    most = fit.plan.most_open
    total = int(most.sum())
    if limit is None or limit >= total:
        return None
    return shared_out(int(np.floor(limit + 0.5)), most)


def shared_out(places: int, most: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Places shared out in proportion to `most` by largest remainder, ties to the larger, then the first.

    >>> shared_out(5, np.array([6, 3, 1])).tolist()
    [3, 2, 0]
    """
    quota = places * most / max(int(most.sum()), 1)
    whole = np.floor(quota + 1e-9).astype(np.int64)
    order = np.lexsort((np.arange(len(most)), -most, -np.round(quota - whole, 9)))
    whole[order[: max(places - int(whole.sum()), 0)]] += 1
    return np.minimum(whole, most)


def exposure_ratio(fit: Fit, scenario: Scenario, year: Year) -> tuple[Array, Array]:
    """Incidents of operational classes against a year like the past, for the year and its first quarter, (K,) each.

    R = share x planned / past exposure x pace^kappa + (1 - share) x planned / past load factor of other incidents.
    The exposure ratio is not believed beyond 4; without past exposure the plan is taken to expose like the past.
    """
    ones = np.ones(fit.coupling.change_caused_share.shape)
    if not fit.has_initiatives:
        return ones, ones
    each = fit.plan.multiplier * late_multiplier(fit, scenario)
    pace = (scenario.pace or 1.0) ** fit.effects.pace
    ordinary = fit.past.ordinary
    first = _believed(fit, (each * year.first_quarter).sum(axis=0) + ordinary * year.newcomers_first_quarter)
    whole = _believed(fit, (each * year.exposure).sum(axis=0) + ordinary * year.newcomers)
    share, past = fit.coupling.change_caused_share, fit.past.other
    return (
        share * whole * pace + (1 - share) * year.other / past,
        share * first * pace + (1 - share) * year.other_first_quarter / past,
    )


def change_caused(fit: Fit, scenario: Scenario, year: Year) -> Array:
    """Each initiative's part of the exposure ratio, (n, K): what it adds to the incidents of a year like the past.

    What starts beside the plan has its part too, which belongs to no row.
    """
    each = fit.plan.multiplier * late_multiplier(fit, scenario) * year.exposure
    total = each.sum(axis=0) + fit.past.ordinary * year.newcomers
    part = each / np.where(total > 0, total, 1.0)
    return part * fit.coupling.change_caused_share * _believed(fit, total) * (scenario.pace or 1.0) ** fit.effects.pace


def _believed(fit: Fit, planned: Array) -> Array:
    """Planned over past exposure, at most 4; 1 where the past exposed nothing."""
    known = fit.past.exposure > 1e-9
    return np.where(known, np.minimum(planned / np.where(known, fit.past.exposure, 1.0), LARGEST_RATIO), 1.0)


def late_multiplier(fit: Fit, scenario: Scenario) -> Array:
    """Incident multiplier of when security joined, (n, K); secured ones lose the share of it that joining removes."""
    secured = secured_share(fit, scenario)[:, None]
    if not secured.any():
        return _unsecured(fit)
    late = fit.coupling.late * fit.plan.score[:, None]
    return (1 - secured) * np.exp(late) + secured * np.exp(late - np.maximum(late, 0.0) * fit.effects.secured)


@kept_with_fit(most=1)
def _unsecured(fit: Fit) -> Array:
    return np.exp(fit.coupling.late * fit.plan.score[:, None])


def frequencies(fit: Fit, scenario: Scenario, ratio: Array) -> Frequencies:
    """By how much the scenario multiplies the incidents of a year like the past."""
    spent = (scenario.control_spend or 0.0) / fit.programme_cost
    controls = (1 - fit.effects.programme) ** spent
    return Frequencies(ratio * controls, controls, 1.0 if scenario.threat is None else scenario.threat)
