"""How often: incidents per year and class, from quarterly counts.

Counts are per quarter, oldest first; rates per year. One level of the whole company is learned with its drift
(`level.py`) and shared out to the classes by what each of them has had.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import gammaincinv, polygamma

from balance.model.draws import SEED, class_columns
from balance.model.level import LevelPrior, draw_level, learn_level
from balance.ranges import Draws, evidence_weight

PRIOR_SHAPE = 0.5
QUARTERS = 4.0
LEAST_EXPOSURE, MOST_EXPOSURE = 0.2, 5.0
"""A quarter is not believed to have exposed less or more than so many usual ones."""


@dataclass(frozen=True, eq=False)
class Frequency:
    """Incidents a year by class, with what they rest on."""

    classes: tuple[str, ...]
    rates: Draws
    """Incidents next year if it exposes like the past quarters by their weights, shape (K, C)."""
    dispersion: float
    """Variance of a quarter's total over its mean, drift apart; 1 is chance alone."""
    shock: float
    """Variance of the one factor, mean 1, by which a whole year is better or worse for all classes."""
    measured: Draws
    """Share of what is known on each class's rate that comes from own counts, 0..1, shape (C,)."""
    weighted_counts: Draws
    """Incidents in history, quarters that tell more of today counting more, shape (C,)."""
    quarters: int
    weighted_quarters: float
    weights: Draws
    """What each past quarter adds to the rates, against the one that adds most, (quarters, K)."""
    next_quarter: Draws
    """Level of the next quarter against the mean of the year, (K,)."""
    step: float
    """By how much the level wanders from quarter to quarter, log scale."""


def fit_frequency(
    counts: pd.DataFrame, exposure: Draws | None = None, prior: LevelPrior | None = None, seed: int = SEED,
    of_class: float = PRIOR_SHAPE,
) -> Frequency:  # fmt: skip
    """How many incidents of each class a year brings, as far as the past quarters can tell.

    Args: counts, one row a quarter (oldest first), one column a class, incidents per quarter; exposure, how much
    each quarter exposed against the usual (all alike if not given); prior of the level; incidents that each class is
    thought to have had before any is counted. Returns Frequency with rates (K, C) per year.
    Formula: level of next year x share of the class; shares from Gamma(of_class + n) of the weighted counts n, over
    their sum. Reference: West, Harrison and Migon 1985; Poisson counts split by class are multinomial.
    Missing: an NA count is an error of the caller; a quarter without a class is a zero. No incidents or no
    quarters at all: half an incident in all, wide, with measured = 0.

    >>> fit = fit_frequency(pd.DataFrame({"outage": [3, 5, 4, 4], "breach": [0, 0, 1, 0]}))
    >>> fit.rates.shape, fit.rates.mean(axis=0).round().tolist()
    ((256, 2), [17.0, 2.0])
    """
    names = tuple(str(name) for name in counts.columns)
    table = counts.to_numpy(dtype=np.float64)
    exposed = np.ones(len(table)) if exposure is None else np.clip(exposure, LEAST_EXPOSURE, MOST_EXPOSURE)
    totals = table.sum(axis=1)
    # where no quarter is known, one quiet quarter stands in
    learnt = learn_level(
        totals if len(table) else np.zeros(1), exposed if len(table) else np.ones(1), prior or LevelPrior()
    )
    level = draw_level(learnt, seed)
    weights = level.weights[: len(table)]
    usual = (weights * exposed[:, None]).sum(axis=0) / weights.sum(axis=0) if len(table) else 1.0
    mean_weights = weights.mean(axis=1)
    known = mean_weights @ table if len(table) else np.zeros(len(names))
    psi = 1.0 + level.scatter * float(totals.mean() if len(totals) else 0.0)
    rates = (level.year * usual)[:, None] * class_share(known, class_columns(names, seed)["rate"], of_class)
    return Frequency(
        names, rates, psi, yearly_shock(level.scatter), _measured(known / psi, of_class), known, len(table),
        float(mean_weights.sum()), weights, level.next_quarter, level.step,
    )  # fmt: skip


def class_share(known: Draws, u: Draws, before: float = PRIOR_SHAPE) -> Draws:
    """The share of each class in all incidents, (K, C), each row adding up to 1.

    Args: weighted counts (C,), the uniforms of the classes (K, C), incidents of each class before any is counted.
    Dirichlet, drawn as gamma quantiles over their sum.

    >>> class_share(np.array([7.5, 1.5]), np.full((1, 2), 0.5)).round(2).tolist()
    [[0.82, 0.18]]
    """
    each = gammaincinv(before + known, u)
    return np.asarray(each / each.sum(axis=1, keepdims=True)) if each.size else each


def yearly_shock(scatter: float) -> float:
    """Variance of the common good-year bad-year factor when each quarter has its own: a fourth of a quarter's.

    >>> yearly_shock(0.1)
    0.025
    """
    return scatter / QUARTERS


def _measured(known: Draws, before: float) -> Draws:
    prior = float(polygamma(1, before))
    return np.array([evidence_weight(float(polygamma(1, own)), prior) for own in before + known])
