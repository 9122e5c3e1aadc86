"""Two scenarios side by side, paired draw by draw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from balance.model.fit import Fit
from balance.model.loss_curve import Reading
from balance.model.losses import Losses
from balance.ranges import UNKNOWN, Range, of_differences, of_draws
from balance.scenario.evaluation import InBrief, in_brief
from balance.scenario.kept import kept_with_fit
from balance.scenario.settings import Scenario

Array = npt.NDArray[np.float64]

ROUNDING = 1e-9
"""A smaller change of a chance (or of a loss in currency) is rounding."""

HEADLINES = ("value_landing_next_year", "expected_annual_loss", "bad_year_loss", "chance_beyond_limit")


@dataclass(frozen=True)
class Comparison:
    """What a scenario changes: the four headline numbers before, after and their paired difference."""

    base: dict[str, Range]
    scenario: dict[str, Range]
    difference: dict[str, Range]
    better_on_both: float | None
    """Share of the draws with value not lower and risk not higher, one of them strictly better."""
    inside_before: float | None
    """Share of the draws in which every appetite point holds; None without a stated limit."""
    inside_after: float | None
    more_value: float | None
    """Share of the draws with strictly more value."""
    less_risk: float | None
    """Share of the draws with strictly less risk: chance beyond the limit, expected loss without a limit."""
    less_value: float | None = None
    """Share of the draws with strictly less value; what is left to one are ties."""
    more_risk: float | None = None
    """Share of the draws with strictly more risk."""

    def as_json(self) -> dict[str, Any]:
        """The comparison with the keys of the command line's contract."""
        parts = {"base": self.base, "scenario": self.scenario, "difference": self.difference}
        tables = {name: {key: found.as_json() for key, found in part.items()} for name, part in parts.items()}
        return {**tables, "better_on_both": self.better_on_both}


def counts_speak(fit: Fit) -> bool:
    """Whether more than half of what runs has no stated value, so that counts stand in for money."""
    return fit.plan.valued_share < 0.5


def headlines(fit: Fit, outcome: InBrief) -> dict[str, Range]:
    """The four numbers of the what-if: value, expected loss, bad year, chance beyond the limit."""
    bad_year, beyond, losses = outcome.bad_year, outcome.beyond_limit, fit.losses
    value_known = fit.has_initiatives and not counts_speak(fit)
    own = None if losses is None else measured_share(losses, outcome)
    return {
        "value_landing_next_year": value_range(fit, outcome) if value_known else UNKNOWN,
        "expected_annual_loss": of_draws(outcome.expected_loss, measured=own) if losses is not None else UNKNOWN,
        "bad_year_loss": UNKNOWN if bad_year is None else worked_out(outcome, bad_year, own),
        "chance_beyond_limit": UNKNOWN if beyond is None else of_draws(beyond, measured=own),
    }


def worked_out(outcome: InBrief, reading: Reading, measured: float | None) -> Range:
    """A loss with its range; what lies beyond the losses worked out stands at their end, marked as more than that.

    Both the value and the ends of its range: a sentence that says "costs more than" stays true.
    """
    top = outcome.loss.grid.top if outcome.loss is not None else np.inf
    found = of_draws(np.minimum(reading.draws, top), min(reading.predictive, top), measured)
    return found if reading.predictive < top else replace(found, beyond=top)


def value_range(fit: Fit, outcome: InBrief) -> Range:
    """The value that lands within the year: range of the outcome, measured as far as own durations carry it."""
    return of_draws(outcome.value, measured=fit.delivery.measured_duration)


def measured_share(losses: Losses, outcome: InBrief) -> float:
    """How much of the expected loss rests on own data: rate and size weighed alike, classes by what they cost."""
    cost = (outcome.costly * outcome.mean_loss).mean(axis=0)
    weight = cost / cost.sum() if cost.sum() > 0 else np.full(len(cost), 1 / max(len(cost), 1))
    return float(weight @ ((losses.measured_rate + losses.measured_loss) / 2))


def compare(fit: Fit, base: InBrief, other: InBrief) -> Comparison:
    """What the other scenario changes against the base.

    Both outcomes are taken on the same grid of losses: the one that needed the longer grid decides. A difference's
    value is scenario minus base; its range is of the paired differences.
    """
    return compare_fits(fit, base, fit, other)


def compare_fits(fit: Fit, base: InBrief, other_fit: Fit, other: InBrief) -> Comparison:
    """What other assumptions, or another scenario under them, change against the base: the same draws in both.

    Args: the base's fit and outcome; the other fit of the same company and its outcome.
    """
    level = max(base.level, other.level)
    base, other = _at(fit, base, level), _at(other_fit, other, level)
    before, after = dict(_before(fit, base)), headlines(other_fit, other)
    value = _paired(base, other, fit)
    risk = _more_risk(base, other)
    return Comparison(
        before, after, {name: _difference(name, before[name], after[name], base, other) for name in HEADLINES},
        _better_on_both(value, risk), inside(fit, base), inside(other_fit, other),
        None if value is None else float((value > 0).mean()), None if risk is None else float((risk < 0).mean()),
        None if value is None else float((value < 0).mean()), None if risk is None else float((risk > 0).mean()),
    )  # fmt: skip


@kept_with_fit(most=2)
def _before(fit: Fit, base: InBrief) -> dict[str, Range]:
    """The base's headline numbers; kept, because a slider compares with the same base again and again."""
    return headlines(fit, base)


def inside(fit: Fit, outcome: InBrief) -> float | None:
    """Share of the draws in which every appetite point holds; None without a stated limit."""
    if outcome.loss is None or fit.limit is None:
        return None
    return float((outcome.appetite <= np.array([allowed for _, allowed in fit.appetite])).all(axis=1).mean())


def _at(fit: Fit, outcome: InBrief, level: int) -> InBrief:
    return outcome if outcome.level == level or outcome.loss is None else _again(fit, outcome.scenario, level)


@kept_with_fit(most=2)
def _again(fit: Fit, scenario: Scenario, level: int) -> InBrief:
    """The outcome on a longer grid; kept for the same reason."""
    return in_brief(fit, scenario, level)


def _paired(base: InBrief, other: InBrief, fit: Fit) -> Array | None:
    """Difference of value, or of counts where counts speak; None without initiatives."""
    if not fit.has_initiatives:
        return None
    return other.landed - base.landed if counts_speak(fit) else other.value - base.value


def _more_risk(base: InBrief, other: InBrief) -> Array | None:
    """Difference of the chance beyond the limit; of the expected loss where one of them has no limit."""
    if base.loss is None or other.loss is None:
        return None
    before, after = base.beyond_limit, other.beyond_limit
    if before is None or after is None:
        before, after = base.expected_loss, other.expected_loss
    return _sure(after - before)


def _sure(change: Array) -> Array:
    """The change, with what is only rounding of the loss curve set to none."""
    return np.where(np.abs(change) > ROUNDING, change, 0.0)


def _better_on_both(value: Array | None, risk: Array | None) -> float | None:
    if value is None or risk is None:
        return None
    return float(((value >= 0) & (risk <= 0) & ((value > 0) | (risk < 0))).mean())


def _difference(name: str, before: Range, after: Range, base: InBrief, other: InBrief) -> Range:
    if before.value is None or after.value is None:
        return UNKNOWN
    first, second = _draws(name, base), _draws(name, other)
    known = np.isfinite(first) & np.isfinite(second)
    change = second[known] - first[known] if known.any() else np.zeros(1)
    return of_differences(change, after.value - before.value)


def _draws(name: str, outcome: InBrief) -> Array:
    if name == "value_landing_next_year":
        return outcome.value
    if name == "expected_annual_loss":
        return outcome.expected_loss
    found = outcome.bad_year.draws if name == "bad_year_loss" and outcome.bad_year else outcome.beyond_limit
    return np.zeros_like(outcome.value) if found is None else found
