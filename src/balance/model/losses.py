"""How often and how costly, class by class, operational classes and the severe one together.

The severe class, where it is on, is the last column; it does not follow the delivery plan nor share the
good-year bad-year factor of the operational ones.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import betainc, gammaincinv, ndtr, ndtri

from balance.assumptions import Assumptions
from balance.model import draws, severe
from balance.model.frequency import Frequency, fit_frequency
from balance.model.history import History
from balance.model.level import LevelPrior
from balance.model.loss_shapes import Shape, beside, lognormal_shape, shaped_mean
from balance.model.priors import ClassShares, LossCap, class_shares, loss_cap, number, prior
from balance.model.recording import Rule, Unrecorded, recording_rule
from balance.model.severity import NormalInverseGamma, Severity, SeverityPrior, fit_severity, middle
from balance.ranges import evidence_weight

Array = npt.NDArray[np.float64]

SEVERE = "severe"


@dataclass(frozen=True)
class SevereClass:
    """The severe class as it is used: published figures or stated ones, and own events."""

    per_year: float
    typical_loss: float
    extreme_loss: float
    floor: float
    own_events: int
    """Own incidents known to have cost more than the floor."""
    likely_events: float
    """The same with those of unknown loss that probably did too."""
    stated: bool
    """Whether its frequency is stated; else it is read from published experience of companies of this revenue."""
    seen: float = 1.0
    """Share of the severe events above the floor: less than 1 where the assumed floor had to be raised."""
    alike: float = severe.SHAPE
    """How alike companies are in how often this happens to them."""


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
    incidents = past.incidents.assign(amount=amounts(past.incidents))
    largest = incidents["amount"].max()
    cap = loss_cap(given, None if np.isnan(largest) else float(largest))
    rare = severe_class(incidents, given, past.quarters / 4)
    is_severe = incidents["amount"].to_numpy(dtype=float) > rare.floor if rare else np.zeros(len(incidents), bool)
    usual, amount = incidents[~is_severe], incidents["amount"].to_numpy(dtype=float)
    return Costs(
        _counts(usual, past, 1.0 - _hidden_share(incidents, rare, given)),
        np.array([int((usual["class"] == name).sum()) for name in past.classes], dtype=np.int64),
        float(incidents["amount"].isna().mean()), amount[is_severe], cap, rare,
        _severity(usual, tuple(past.classes), given, _most_of_ordinary(cap, rare)),
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


def _most_of_ordinary(cap: LossCap, rare: SevereClass | None) -> float:
    """The most an ordinary incident can cost: what is more is severe, unless ordinary ones had to raise the floor."""
    return min(cap.amount, rare.floor) if rare and rare.seen == 1.0 else cap.amount


def severe_class(incidents: pd.DataFrame, given: Assumptions, years: float) -> SevereClass | None:
    """The severe class, None unless its frequency or the revenue is stated; `years` are those of the own history."""
    frequency, revenue = given.number("severe_frequency"), given.number("revenue")
    if not any(stated is not None and stated > 0 for stated in (frequency, revenue)):
        return None
    published = severe.published(revenue if revenue and revenue > 0 else None)
    typical = _positive(given.number("severe_typical_loss"), published.typical_loss)
    ratio = published.extreme_loss / published.typical_loss
    extreme = max(_positive(given.number("severe_extreme_loss"), typical * ratio), typical * 1.05)
    per_year, assumed = _positive(frequency, published.per_year), severe.materiality_floor(typical, extreme)
    alike = number(given, "effect:severe_alike", 0.05, 20.0)
    needed = own_floor(incidents["amount"].to_numpy(dtype=float), assumed, years, per_year, alike)
    floor = _positive(given.number("materiality_floor"), needed)
    raised = floor == needed > assumed
    share = severe.share_above(typical, extreme, floor) if raised else 1.0
    own = int((incidents["amount"] > floor).sum())
    stated = frequency is not None and frequency > 0
    rare = SevereClass(per_year, typical, extreme, floor, own, own, stated, share, alike)
    hidden = _hidden_share(incidents, rare, given) * int(incidents["amount"].isna().sum())
    return replace(rare, likely_events=own + hidden)


def own_floor(amounts: Array, assumed: float, years: float, per_year: float, alike: float = severe.SHAPE) -> float:
    """The floor where none is stated: the published one, or above ordinary losses that would reach over it.

    Own losses above the assumed floor that are too many to be severe events are ordinary ones. The floor is then raised
    to the least own loss above which published experience could explain what is left.

    >>> own_floor(np.array([2e4, 4e4]), 3e4, 3.0, 0.1)
    30000.0
    >>> own_floor(np.array([4e4, 5e4, 6e4, 7e4, 8e4, 9e6]), 3e4, 3.0, 0.1)
    50000.0
    """
    above = np.sort(amounts[amounts > assumed])
    left = len(above)
    while left and unlike_published(left, years, per_year, alike):
        left -= 1
    return assumed if left == len(above) else float(above[len(above) - left - 1])


def _hidden_share(incidents: pd.DataFrame, rare: SevereClass | None, given: Assumptions) -> float:
    """The share of the incidents of unknown loss that probably cost more than the floor.

    That of the known losses, made smaller by how much smaller unknown losses are taken to be.
    """
    known = int((incidents["amount"] > 0).sum())
    if _missing_is_small(recording_rule(given)):
        return 0.0
    if rare is None or not rare.own_events or not known:
        return 0.0
    share = min(rare.own_events / known, 1 - 1e-9)
    return float(ndtr(ndtri(share) - prior(given, "effect:missing_loss_shift")[0]))


def _missing_is_small(rule: Rule | None) -> bool:
    return rule is not None and not rule.rows_absent and rule.missing == "below_floor"


def _positive(number: float | None, otherwise: float) -> float:
    return float(number) if number is not None and np.isfinite(number) and number > 0 else otherwise


def amounts(incidents: pd.DataFrame) -> Array:
    """The loss of each incident: as recorded, else the middle of its range; NaN where neither is known."""
    loss = incidents["loss"].to_numpy(dtype=float)
    return np.where(np.isnan(loss), middle(incidents["loss_low"], incidents["loss_high"]), loss)


def _counts(usual: pd.DataFrame, past: History, of_unknown: float) -> pd.DataFrame:
    """Operational incidents per quarter and class; one of unknown loss counts `of_unknown`, the chance that it is."""
    table = np.zeros((past.quarters, len(past.classes)))
    place = {name: column for column, name in enumerate(past.classes)}
    columns = usual["class"].map(place).to_numpy(dtype=np.int64) if len(usual) else np.zeros(0, np.int64)
    weight = np.where(usual["amount"].isna(), of_unknown, 1.0)
    np.add.at(table, (usual["quarter"].to_numpy(dtype=np.int64), columns), weight)
    return pd.DataFrame(table, columns=list(past.classes))


def _severity(usual: pd.DataFrame, classes: tuple[str, ...], given: Assumptions, cap: float) -> Severity:
    """The cost of one incident per class from its known losses."""
    amount, name = usual["amount"].to_numpy(dtype=float), usual["class"].to_numpy(dtype=object)
    own = {cls: amount[name == cls] for cls in classes}
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
        number(given, "effect:forgetting", 0.5, 1.0),
    )  # fmt: skip


def unlike_published(own_events: float, years: float, per_year: float, alike: float = severe.SHAPE) -> bool:
    """Whether a company has had so many severe incidents that published experience cannot be of companies like it.

    Args: own events above the floor in so many years; published events a year; how alike companies are. True where
    published experience gives fewer than 1 in 1000 companies as many (negative binomial); their own history then speaks
    alone.

    >>> unlike_published(2, 3.0, 0.0976), unlike_published(40, 3.0, 0.0976)
    (False, True)
    """
    if own_events < 1:
        return False
    return bool(betainc(own_events, alike, years / (years + alike / per_year)) < 1e-3)


def severe_rates(rare: SevereClass, years: float) -> tuple[Array, float]:
    """Severe incidents a year in every draw (K,), and how much of that is measured."""
    u = draws.columns("effects", draws.EFFECTS)["severe_rate"]
    if unlike_published(rare.own_events, years, rare.per_year, rare.alike):
        return np.asarray(gammaincinv(0.5 + rare.likely_events, u) / years), 1.0
    above = rare.per_year * rare.seen
    shape, _ = severe.severe_posterior(rare.likely_events, years, above, rare.alike)
    rates = severe.severe_rates(rare.likely_events, years, above, u, rare.alike)
    return rates / rare.seen, 1.0 - rare.alike / shape


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
