"""How often: incidents per year and class, from quarterly counts.

Counts are per quarter, oldest first; rates per year. Recent quarters weigh more (forgetting), counts that
scatter more than chance weigh less (dispersion), and the level may drift until next year (drift).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import gammaincinv, polygamma

from balance.model.draws import SEED, class_columns, columns, normal
from balance.ranges import Draws, evidence_weight

FORGETTING = 0.9
DRIFT = 0.15
PRIOR_SHAPE = 0.5
QUARTERS = 4.0


@dataclass(frozen=True, eq=False)
class Frequency:
    """Incidents a year by class, with what they rest on."""

    classes: tuple[str, ...]
    rates: Draws
    """Incidents a year, shape (K, C)."""
    dispersion: float
    """Variance of the quarterly totals over their mean, 1 (chance alone) .. 8."""
    shock: float
    """Variance of the one factor, mean 1, by which a whole year is better or worse for all classes."""
    measured: Draws
    """Share of what is known on each class's rate that comes from own counts, 0..1, shape (C,)."""
    weighted_counts: Draws
    """Incidents in history, recent ones counting more, shape (C,)."""
    quarters: int
    weighted_quarters: float


def fit_frequency(
    counts: pd.DataFrame, *, forgetting: float = FORGETTING, drift: float = DRIFT, seed: int = SEED
) -> Frequency:
    """How many incidents of each class a year brings, as far as the past quarters can tell.

    Args: counts, one row a quarter (oldest first), one column a class, incidents per quarter; forgetting, the
    weight of a quarter against the one after it (0..1); drift, standard deviation of the level's drift until
    next year (log scale). Returns Frequency with rates (K, C) per year.
    Formula: Gamma(a0 + n/psi) / (b0 + Q/4/psi) with weighted counts n and quarters Q, a0 = 0.5,
    b0 = a0 / pooled mean yearly rate of a class; times exp(drift z - drift^2/2). Reference: conjugate
    Poisson-gamma with a quasi-likelihood weight 1/psi (McCullagh and Nelder 1989).
    Missing: an NA count is an error of the caller; a quarter without a class is a zero. No incidents or no
    quarters at all: the prior alone, wide, with measured = 0.

    >>> fit = fit_frequency(pd.DataFrame({"outage": [3, 5, 4, 4], "breach": [0, 0, 1, 0]}))
    >>> fit.rates.shape, fit.rates.mean(axis=0).round().tolist()
    ((256, 2), [16.0, 2.0])
    """
    names = tuple(str(name) for name in counts.columns)
    table = counts.to_numpy(dtype=np.float64)
    weights = forgetting ** np.arange(len(table) - 1, -1, -1, dtype=np.float64)
    known, quarters = weights @ table if len(table) else np.zeros(len(names)), float(weights.sum())
    psi, shape, rate = posterior(table.sum(axis=1), known, quarters)
    z = normal(columns("effects", ["level_drift"], seed)["level_drift"])[:, None]
    lifted = gammaincinv(shape, class_columns(names, seed)["rate"]) / rate * np.exp(drift * z - drift**2 / 2)
    return Frequency(
        names, lifted, psi, yearly_shock(table.sum(axis=1), psi), _measured(shape), known, len(table), quarters
    )


def posterior(totals: Draws, known: Draws, quarters: float) -> tuple[float, Draws, float]:
    """Dispersion, shape (C,) and rate (years) of the gamma posterior of the yearly rates.

    `known` are the weighted counts per class, `quarters` their weighted number, `totals` the plain quarterly
    totals. Without a quarter the pooled rate is half an incident a quarter over all classes.

    >>> psi, shape, rate = posterior(np.array([5.0, 5.0, 5.0]), np.array([15.0]), 3.0)
    >>> psi, shape.tolist(), round(rate, 3)
    (1.0, [15.5], 0.774)
    """
    psi = dispersion(totals)
    pooled = (known.sum() + 0.5) / (max(quarters, 1.0) / QUARTERS) / max(len(known), 1)
    return psi, PRIOR_SHAPE + known / psi, float(PRIOR_SHAPE / pooled + quarters / QUARTERS / psi)


def dispersion(totals: Draws) -> float:
    """How much more the quarterly totals scatter than chance alone would: 1 (not at all) to 8.

    Formula: (sum (q - m)^2 / m + 6) / (T - 1 + 6), clipped to 1..8; six quarters' worth of belief in 1.
    Fewer than two quarters, or no incidents: 1.

    >>> dispersion(np.array([10.0, 10.0, 10.0])), round(dispersion(np.array([2.0, 30.0, 4.0, 28.0])), 2)
    (1.0, 5.39)
    """
    mean = float(totals.mean()) if len(totals) else 0.0
    if len(totals) < 2 or mean == 0.0:
        return 1.0
    scatter = float(((totals - mean) ** 2).sum()) / mean
    return float(np.clip((scatter + 6.0) / (len(totals) - 1 + 6.0), 1.0, 8.0))


def yearly_shock(totals: Draws, psi: float) -> float:
    """Variance of the common good-year bad-year factor that this dispersion implies.

    Formula: (psi - 1) / mean quarterly total / 4, the total floored at 0.1. Nothing counted: 0.

    >>> yearly_shock(np.array([20.0, 20.0]), 3.0)
    0.025
    """
    mean = float(totals.mean()) if len(totals) else 0.0
    return max(0.0, (psi - 1.0) / max(mean, 0.1)) / QUARTERS


def _measured(shape: Draws) -> Draws:
    prior = float(polygamma(1, PRIOR_SHAPE))
    return np.array([evidence_weight(float(polygamma(1, own)), prior) for own in shape])
