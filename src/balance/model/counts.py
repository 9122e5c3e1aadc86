"""How many incidents a coming period brings: the count itself, chance and doubt together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincinv, pdtr

from balance.ranges import LEVEL, Draws, Range

SLICES = 8
"""Equally likely slices of the gamma factor of a good or bad period."""


def predictive_count(mean: Draws, variance: float, measured: float | None = None) -> Range:
    """How many incidents to expect, with the range in which 80 of 100 such periods lie.

    Args: expected count of each draw (K,); variance of the factor, mean 1, by which a whole period is better or
    worse; evidence weight. Returns the mean and the 10th and 90th percentile of the count over all draws:
    a mixture of Poisson counts, each draw's mean times 8 equally likely gamma factors. Nothing may be missing.

    >>> predictive_count(np.full(4, 10.0), 0.0)
    Range(value=10.0, low=6.0, high=14.0, level=0.8, measured=None)
    """
    factors = (
        gammaincinv(1 / variance, (np.arange(SLICES) + 0.5) / SLICES) * variance if variance > 1e-9 else np.ones(1)
    )
    means = (mean[:, None] * factors).ravel()
    low, high = _quantile(means, (1 - LEVEL) / 2), _quantile(means, (1 + LEVEL) / 2)
    middle = float(mean.mean())
    return Range(middle, min(low, middle), max(high, middle), LEVEL, measured)


def _quantile(means: npt.NDArray[np.float64], level: float) -> float:
    """The smallest count that the mixture stays at or below with chance `level`; by bisection."""
    most = float(means.max(initial=0.0))
    low, high = -1, int(most + 12 * np.sqrt(most) + 30)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if float(pdtr(middle, means).mean()) >= level else (middle, high)
    return float(high)
