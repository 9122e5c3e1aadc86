"""Everything the model learns from one company on one day, in one value that scenarios are evaluated on.

Draws run along the first axis of losses and rates (K, C) and along the last of initiatives (n, K).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.assumptions import Assumptions
from balance.company import Company
from balance.model import draws
from balance.model.coupling import Coupling
from balance.model.delivery import Delivery, DeliveryPrior, Tail, fit_delivery
from balance.model.history import History, history
from balance.model.levers import LeverEffects, lever_effects, programme_cost
from balance.model.losses import Losses, fit_losses, incident_costs
from balance.model.newcomers import Newcomers, Pace, newcomers
from balance.model.panel import fit_coupling
from balance.model.plan import Load, Plan, covered_quarters, load_felt, multipliers, past_load, plan, work_left
from balance.model.priors import appetite, beta_prior, kept_to, number, prior
from balance.model.relearning import Learn, anew
from balance.model.unit_pace import unit_pace

Array = npt.NDArray[np.float64]

LEAST_OFF_ONE = 1e-6
"""Sums over a Pareto tail are of another form at the exponent 1: it is stepped over."""


@dataclass(frozen=True, eq=False)
class Past:
    """Mean exposure of the past quarters, as they tell of today's level: what the plan is compared with, (K,)."""

    exposure: Array
    """Sum over initiatives of activity x multiplier x load; 0 where nothing was open."""
    other: Array
    """Mean over units of the load factor of incidents that no change caused."""
    ordinary: Array
    """Mean multiplier of what was open, technology, size and joining together: what a newcomer is taken to have."""


@dataclass(frozen=True, eq=False)
class Fit:
    """What is known of one company on one day, as draws."""

    as_of: date
    currency: str
    data_hash: str
    assumptions: Assumptions
    history: History
    load: Load
    delivery: Delivery
    coupling: Coupling
    plan: Plan
    past: Past
    losses: Losses | None
    """None where no incident counts."""
    effects: LeverEffects
    programme_cost: float
    programme_assumed: bool
    appetite: tuple[tuple[float, float], ...]
    """The board's points: (yearly loss, accepted chance of more); the limit first where it is stated."""
    has_initiatives: bool
    has_incidents: bool
    company: Company

    @property
    def limit(self) -> float | None:
        """The yearly loss the board does not want to exceed, None where it is not stated."""
        stated = self.assumptions.number("loss_limit")
        return stated if stated is not None and stated > 0 else None


def fit(company: Company, learn: Learn = anew) -> Fit:
    """Learn everything from one company on one day: incidents, losses, durations, and what ties them together.

    Args: the company; how steps are taken (`relearning.Kept.learn` takes again only those that a changed assumption
    touches). Returns the Fit that `scenario.evaluate` reads. The same company gives the same bits.
    Missing: any table may be missing; what cannot be learnt is its assumption, wide and marked so.

    >>> from balance.assumptions import resolve
    >>> fit(Company(date(2026, 9, 30), resolve(None))).plan.size
    0
    """
    past_quarters = learn(history, company)
    rows, given = past_quarters.portfolio, company.assumptions
    load = learn(past_load, rows, past_quarters.open_share, past_quarters.end_days)
    felt = learn(load_felt, load, past_quarters.open_share, rows)
    delivery = learn(learnt_durations, past_quarters, felt, given)
    coupling = learn(fit_coupling, past_quarters, load, given)
    shift = learn(learnt_unit_pace, past_quarters, load, felt, delivery, given)
    coming = learn(coming_beside, past_quarters, load, delivery, given)
    left = learn(work_left, rows, load, felt, delivery, shift, learn(date_correction, given))
    running = learn(plan, rows, load, left, coupling, coming)
    cost, assumed = programme_cost(company.controls, given)
    incidents = len(past_quarters.incidents) > 0
    exposed = learn(past_exposure, past_quarters, load, coupling)
    relative = learn(relative_exposure, exposed, coupling)
    costs = learn(incident_costs, past_quarters, given) if incidents else None
    losses = learn(fit_losses, past_quarters, given, relative, costs) if incidents else None
    return Fit(
        company.as_of, company.currency, company.data_hash, given, past_quarters, load, delivery, coupling, running,
        weighted(exposed, losses.weights if losses else np.ones((past_quarters.quarters, 1))), losses,
        learn(lever_effects, given), cost, assumed, appetite(given),
        len(rows) > 0, incidents, company,
    )  # fmt: skip


def learnt_durations(past: History, felt: Array, given: Assumptions) -> Delivery:
    """How the company's initiatives run against their plans, from its own durations and stated experience."""
    return fit_delivery(*durations(past, felt), delivery_prior(given))


def learnt_unit_pace(past: History, load: Load, felt: Array, delivery: Delivery, given: Assumptions) -> Array:
    """By how much each unit's durations run over the company's, (units, K)."""
    unit = load.unit[with_duration(past.portfolio)]
    spread = number(given, "effect:unit_pace", 0.0, 1.0)
    return unit_pace(*durations(past, felt), unit, len(load.units), delivery, spread)


def date_correction(given: Assumptions) -> float:
    """By how much the work left is stretched because earlier dates came late; 1 unless it is stated.

    >>> from balance.assumptions import resolve
    >>> date_correction(resolve(None))
    1.0
    """
    return number(given, "effect:date_correction", 0.25, 4.0)


def coming_beside(past: History, load: Load, delivery: Delivery, given: Assumptions) -> Newcomers:
    """What starts beside the plan, by unit and month."""
    covered, share = covered_quarters(past.open_share), number(given, "effect:unplanned_starts", 0.0, 3.0)
    return newcomers(past.portfolio, load.unit, len(load.units), covered, delivery, share, pace_of_starts(given))


def pace_of_starts(given: Assumptions) -> Pace:
    """How the pace of starts is read from the past, stated or documented.

    >>> from balance.assumptions import resolve
    >>> pace_of_starts(resolve(None))
    Pace(forgetting=0.85, evenly=1.0)
    """
    return Pace(kept_to(given, "effect:starts_forgetting"), kept_to(given, "effect:starts_by_unit"))


def durations(past: History, felt: Array) -> tuple[Array, npt.NDArray[np.bool_], Array]:
    """Actual or elapsed over planned duration of what has a plan, whether each finished, and the load it met."""
    rows, known = past.portfolio, with_duration(past.portfolio)
    spent = rows["ended"].to_numpy(dtype=float) - rows["begun"].to_numpy(dtype=float)
    done = rows["stage"].to_numpy(dtype=object) == "done"
    ratio = np.maximum(spent, 1.0)[known] / rows["planned_days"].to_numpy(dtype=float)[known]
    return ratio, done[known], felt[known]


def with_duration(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Where a row of `portfolio` says how long the work took, or has taken so far, and how long it was planned to."""
    spent = rows["ended"].to_numpy(dtype=float) - rows["begun"].to_numpy(dtype=float)
    done = rows["stage"].to_numpy(dtype=object) == "done"
    known = rows["plan_known"].to_numpy(dtype=bool) & (spent > 0)
    return np.asarray(known & (~done | rows["known_finish"].to_numpy(dtype=bool)))


def delivery_prior(given: Assumptions) -> DeliveryPrior:
    """The stated or documented experience of how durations run against plans.

    >>> from balance.assumptions import resolve
    >>> delivery_prior(resolve(None)).tail_weight
    (3.4, 16.6)
    """
    return DeliveryPrior(
        prior(given, "effect:duration_median"), prior(given, "effect:duration_spread"),
        beta_prior(given, "effect:duration_tail_weight"), prior(given, "effect:load_delivery"), stated_tail(given),
    )  # fmt: skip


def stated_tail(given: Assumptions) -> Tail:
    """From which multiple of its plan an initiative counts as far over, how fast such ones get rarer, where they end.

    >>> from balance.assumptions import resolve
    >>> stated_tail(resolve(None))
    Tail(start=1.5, exponent=1.4, end=10.0)
    """
    exponent = kept_to(given, "effect:duration_tail_exponent")
    return Tail(
        kept_to(given, "effect:duration_tail_start"),
        exponent if abs(exponent - 1.0) > LEAST_OFF_ONE else 1.0 + LEAST_OFF_ONE,
        kept_to(given, "effect:duration_tail_end"),
    )


@dataclass(frozen=True, eq=False)
class PastExposure:
    """Exposure of every past quarter in every draw, (quarters, K), and which of them the initiatives cover."""

    exposure: Array
    """Sum over initiatives of activity x multiplier x load."""
    other: Array
    """Mean over units of the load factor of incidents that no change caused."""
    covered: npt.NDArray[np.bool_]
    ordinary: Array
    """Mean multiplier of what was open, (K,)."""


def past_exposure(past: History, load: Load, coupling: Coupling) -> PastExposure:
    """What the initiatives exposed in each past quarter their table covers; 0, and a load factor of 1, elsewhere."""
    rows, covered = past.portfolio, covered_quarters(past.open_share)
    exposure, other = np.zeros((past.quarters, draws.K)), np.ones((past.quarters, draws.K))
    if not len(rows):
        return PastExposure(exposure, other, covered, np.ones(draws.K))
    each = multipliers(rows, coupling) * np.exp(rows["score"].to_numpy(dtype=float)[:, None] * coupling.late)
    for quarter in np.flatnonzero(covered):
        open_then = np.flatnonzero(past.open_share[:, quarter])
        risk = np.exp(load.felt[open_then, quarter][:, None] * coupling.load)
        exposure[quarter] = past.open_share[open_then, quarter] @ (each[open_then] * risk)
        other[quarter] = np.exp(load.log_load[:, quarter][:, None] * coupling.load_other).mean(axis=0)
    return PastExposure(exposure, other, covered, _ordinary(each, past.open_share[:, covered].sum(axis=1)))


def _ordinary(each: Array, worked: Array) -> Array:
    """Mean multiplier by how much each initiative was open, (K,); 1 where nothing was."""
    total = worked.sum()
    return np.asarray(worked @ each / total) if total > 0 else np.ones(each.shape[1])


def relative_exposure(past: PastExposure, coupling: Coupling) -> Array:
    """How much each quarter exposed against the mean of those covered, over all draws, (quarters,); 1 elsewhere."""
    relative = np.ones(len(past.covered))
    mean = past.exposure[past.covered].mean(axis=0) if past.covered.any() else np.zeros(1)
    if not (mean > 1e-9).all():
        return relative
    share, covered = coupling.change_caused_share, past.covered
    own, other = past.exposure[covered] / mean, past.other[covered] / past.other[covered].mean(axis=0)
    relative[covered] = (share * own + (1 - share) * other).mean(axis=1)
    return relative


def weighted(past: PastExposure, weights: Array) -> Past:
    """Mean exposure of the covered quarters with these weights (quarters, K or 1), (K,) each."""
    weight = np.where(past.covered[:, None], weights, 0.0)
    if not past.covered.any():
        return Past(past.exposure.sum(axis=0), np.ones(draws.K), past.ordinary)
    weight = weight / weight.sum(axis=0)
    return Past((weight * past.exposure).sum(axis=0), (weight * past.other).sum(axis=0), past.ordinary)
