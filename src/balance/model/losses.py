"""How often and how costly, class by class, operational classes and the severe one together.

The severe class, where it is on, is the last column; it does not follow the delivery plan nor share the
good-year bad-year factor of the operational ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.assumptions import Assumptions
from balance.model import draws, severe
from balance.model.frequency import Frequency, fit_frequency
from balance.model.history import History
from balance.model.level import LevelPrior
from balance.model.loss_shapes import Shape, beside, lognormal_shape, shaped_mean
from balance.model.normal_inverse_gamma import NormalInverseGamma
from balance.model.priors import ClassShares, LossCap, class_shares, kept_to, loss_cap, number, prior
from balance.model.recording import Unrecorded, recording_rule
from balance.model.severe_events import SevereClass, hidden_share, most_of_ordinary, severe_class, severe_rates
from balance.model.severity import Severity, SeverityPrior, fit_severity, middle
from balance.ranges import evidence_weight

Array = npt.NDArray[np.float64]

SEVERE = "severe"


@dataclass(frozen=True, eq=False)
class Losses:
    """Rates (K, C) per year, severity (K, C), caps and shares (C,) of every class."""

    classes: tuple[str, ...]
    rates: Array
    """Incidents a year if next year ran like the past."""
    costly: Array
    """Those of them that cost anything, and with them those that a stated rule says are no rows."""
    mu: Array
    sigma: Array
    shape: Shape
    """One or two kinds of loss in every draw."""
    cap: Array
    shock: float
    independent: tuple[int, ...]
    """The severe class, if any: no shared factor, no part in the delivery plan."""
    measured_rate: Array
    measured_loss: Array
    incidents: npt.NDArray[np.int64]
    """Incidents in the history per class."""
    known: npt.NDArray[np.int64]
    """Known losses per class."""
    missing_share: float
    """Share of all incidents without a recorded loss."""
    dispersion: float
    mean_per_quarter: float
    shares: ClassShares
    loss_cap: LossCap
    severe: SevereClass | None
    weights: Array
    """What each past quarter adds to the operational rates, against the one that adds most, (quarters, K)."""
    next_quarter: Array
    """Level of operational incidents in the next quarter against the mean of the year, (K,)."""

    @property
    def means(self) -> Array:
        """Mean cost of one incident that costs anything, capped, (K, C)."""
        return shaped_mean(self.mu, self.sigma, self.cap, self.shape)

    @property
    def medians(self) -> Array:
        """Median cost of one incident that costs anything, capped, (K, C)."""
        return np.minimum(np.exp(self.mu + self.sigma * self.shape.middle), self.cap)


@dataclass(frozen=True, eq=False)
class Costs:
    """What one incident costs, and what was counted: all that does not depend on how the past was exposed."""

    counts: pd.DataFrame
    """Operational incidents per quarter and class."""
    seen: npt.NDArray[np.int64]
    """All of them by class, those of unknown loss counted whole."""
    missing_share: float
    severe: Array
    """Losses of the own severe incidents."""
    cap: LossCap
    rare: SevereClass | None
    severity: Severity
    """Of the operational classes, in the order of the history's."""


def incident_costs(past: History, given: Assumptions) -> Costs:
    """What one incident of each class costs, as far as the past can tell; args and rules as `fit_losses`."""
    amount, classes = amounts(past.incidents), past.classes
    unknown = np.isnan(amount)
    cap = loss_cap(given, None if unknown.all() else float(amount[~unknown].max()))
    rare = severe_class(amount, given, past.quarters / 4)
    usual = ~(amount > rare.floor) if rare else np.ones(len(amount), dtype=bool)
    return Costs(
        _counts(past, usual, np.where(unknown, 1.0 - hidden_share(amount, rare, given), 1.0)),
        np.bincount(past.class_codes[usual], minlength=len(classes)),
        float(unknown.mean()) if len(unknown) else float("nan"), amount[~usual], cap, rare,
        _severity(amount[usual], past.class_codes[usual], classes, given, most_of_ordinary(cap, rare)),
    )  # fmt: skip


def fit_losses(past: History, given: Assumptions, exposure: Array | None = None, costs: Costs | None = None) -> Losses:
    """How often each class happens and what one incident costs, as far as the past can tell.

    `exposure` is how much each quarter exposed against the usual, (quarters,); all alike if not given. `costs` are the
    `incident_costs` where they are known already.
    Own incidents above the materiality floor belong to the severe class where that is on, and one operational
    incident then costs at most the floor, unless nobody stated it and ordinary losses reach over the published one.
    Losses are gross of recoveries; a recorded range counts as its middle on the log scale. Of the incidents of unknown
    loss, a share like that of the known ones is taken to be severe.
    """
    costs = costs or incident_costs(past, given)
    alike = number(given, "effect:class_weight", 0.05, 20.0)
    frequency = fit_frequency(costs.counts, exposure, level_prior(given), of_class=alike)
    losses = _operational(frequency, costs, given)
    return _with_severe(losses, costs.rare, costs.severe, past.quarters / 4, given) if costs.rare else losses


def amounts(incidents: pd.DataFrame) -> Array:
    """The loss of each incident: as recorded, else the middle of its range; NaN where neither is known."""
    loss = incidents["loss"].to_numpy(dtype=float)
    return np.where(np.isnan(loss), middle(incidents["loss_low"], incidents["loss_high"]), loss)


def _counts(past: History, usual: npt.NDArray[np.bool_], weight: Array) -> pd.DataFrame:
    """Operational incidents per quarter and class, each with the chance that it is one."""
    table = np.zeros((past.quarters, len(past.classes)))
    quarter = past.incidents["quarter"].to_numpy(dtype=np.int64)
    np.add.at(table, (quarter[usual], past.class_codes[usual]), weight[usual])
    return pd.DataFrame(table, columns=list(past.classes))


def _severity(
    amount: Array, code: npt.NDArray[np.int64], classes: tuple[str, ...], given: Assumptions, cap: float
) -> Severity:
    """The cost of one incident per class from its known losses."""
    own = {cls: amount[code == place] for place, cls in enumerate(classes)}
    rule = recording_rule(given)
    least = rule.floor if rule else 0.0
    return fit_severity(
        {cls: values[(values > 0) & (values >= least)] for cls, values in own.items()}, cap=cap, rule=rule,
        rows={cls: _blank(values, least) for cls, values in own.items()},
        missing_share={cls: float(np.isnan(values).mean()) if len(values) else 0.0 for cls, values in own.items()},
        zeros={cls: int((values == 0).sum()) for cls, values in own.items()},
        prior=SeverityPrior(
            log_median=float(np.log(number(given, "effect:loss_median", 1e-6, 1e15))),
            spread=number(given, "effect:loss_spread", 0.05, 4.0),
            shift=prior(given, "effect:missing_loss_shift"),
            lognormal=number(given, "effect:lognormal_losses", 0.0, 1.0),
            weight=number(given, "effect:loss_weight", 0.05, 20.0),
            shape=number(given, "effect:loss_spread_weight", 1.1, 50.0),
            second_above=number(given, "effect:second_kind_above", 0.01, 0.99),
            alone=number(given, "effect:kinds_by_class", 0.01, 1.0),
            median_weight=kept_to(given, "effect:loss_median_weight"),
            pooled_weight=kept_to(given, "effect:loss_pooled_weight"),
        ),
    )  # fmt: skip


def _blank(values: Array, floor: float) -> Unrecorded:
    """Of the rows of one class: those without a loss, and those with one below the floor."""
    return Unrecorded(int(np.isnan(values).sum()), int(((values > 0) & (values < floor)).sum()))


def _operational(frequency: Frequency, costs: Costs, given: Assumptions) -> Losses:
    totals, severity = costs.counts.to_numpy(dtype=float), costs.severity
    return Losses(
        frequency.classes, frequency.rates, frequency.rates * severity.positive * severity.unrecorded,
        severity.mu, severity.sigma, severity.shape, severity.cap, frequency.shock, (),
        frequency.measured, severity.measured,
        costs.seen, severity.known, costs.missing_share, frequency.dispersion,
        float(totals.sum(axis=1).mean()), class_shares(given, frequency.classes), costs.cap, None,
        frequency.weights, frequency.next_quarter,
    )  # fmt: skip


def level_prior(given: Assumptions) -> LevelPrior:
    """What is assumed of how the level of incidents drifts, scatters and rises or falls.

    >>> from balance.assumptions import resolve
    >>> round(float(np.exp(level_prior(resolve(None)).drift[0])), 3)
    0.05
    """
    return LevelPrior(
        prior(given, "effect:level_drift"), prior(given, "effect:quarter_scatter"), prior(given, "effect:level_trend"),
        number(given, "effect:forgetting", 0.5, 1.0), kept_to(given, "effect:level_trend_chance"),
    )  # fmt: skip


def _with_severe(losses: Losses, rare: SevereClass, own: Array, years: float, given: Assumptions) -> Losses:
    """The operational classes and, as the last column, the severe one."""
    name = SEVERE if SEVERE not in losses.classes else f"{SEVERE} (published)"
    u = draws.columns("effects", draws.EFFECTS)
    rate, measured = severe_rates(rare, years)
    rates = rate[:, None]
    known: NormalInverseGamma = severe.severe_loss_prior(
        rare.typical_loss, rare.extreme_loss, number(given, "effect:severe_loss_weight", 0.1, 50.0),
        number(given, "effect:severe_spread_weight", 1.1, 50.0),
    )  # fmt: skip
    learnt = known.updated(np.log(np.sort(own)))
    mu, sigma = learnt.draw(u["severe_centre"], u["severe_spread"])
    told = class_shares(given, [name])
    shares = ClassShares(
        np.append(losses.shares.external, told.external[0] if told.stated[0] else 1.0),
        np.append(losses.shares.duration, told.duration[0]), (*losses.shares.stated, *told.stated),
    )  # fmt: skip
    return Losses(
        (*losses.classes, name), np.hstack([losses.rates, rates]), np.hstack([losses.costly, rates]),
        np.column_stack([losses.mu, mu]), np.column_stack([losses.sigma, sigma]),
        beside(losses.shape, lognormal_shape(len(mu), 1)),
        np.append(losses.cap, losses.loss_cap.amount), losses.shock, (len(losses.classes),),
        np.append(losses.measured_rate, measured),
        np.append(losses.measured_loss, evidence_weight(learnt.centre_variance, known.centre_variance)),
        np.append(losses.incidents, rare.own_events), np.append(losses.known, len(own)), losses.missing_share,
        losses.dispersion, losses.mean_per_quarter, shares, losses.loss_cap, rare, losses.weights, losses.next_quarter,
    )  # fmt: skip
