"""How many incidents a coming period brings: the count itself, chance and doubt together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincinv, pdtr

from balance.ranges import LEVEL, Draws, Range

SLICES = 8
"""Equally likely slices of the gamma factor of a good or bad period."""

FEW_MEANS = 64
"""A quantile is first looked for among about so many of the mixture's parts."""

MOST_COUNTS = 64
"""So many counts of a wide distribution are looked at."""


def predictive_count(mean: Draws, variance: float, measured: float | None = None, steady: Draws | None = None) -> Range:
    """How many incidents to expect, with the range in which 80 of 100 such periods lie.

    Args: expected count of each draw (K,); variance of the factor, mean 1, by which a whole period is better or
    worse; evidence weight; the part of each mean that has no share in that factor (K,). Returns the mean and the 10th
    and 90th percentile of the count over all draws: a mixture of Poisson counts, each draw's mean times 8 equally
    likely gamma factors. Nothing may be missing.

    >>> predictive_count(np.full(4, 10.0), 0.0)
    Range(value=10.0, low=6.0, high=14.0, level=0.8, measured=None, beyond=None, typical=None)
    """
    means = _means(mean, variance, steady)
    low, high = _quantile(means, (1 - LEVEL) / 2), _quantile(means, (1 + LEVEL) / 2)
    middle = float(mean.mean())
    return Range(middle, min(low, middle), max(high, middle), LEVEL, measured)


def count_chances(mean: Draws, variance: float, steady: Draws | None = None) -> tuple[Draws, Draws]:
    """The whole distribution of that count: rising counts, and the chance of at most each.

    Args as `predictive_count`. From where 1 in 100,000 is below to where as little is left; of wide ones every few.

    >>> counts, at_most = count_chances(np.full(4, 2.0), 0.0)
    >>> counts[:3].tolist(), at_most[:3].round(4).tolist()
    ([0.0, 1.0, 2.0], [0.1353, 0.406, 0.6767])
    """
    means = _means(mean, variance, steady)
    low, high = _quantile(means, 1e-5), _quantile(means, 1 - 1e-5)
    counts = np.arange(low, high + 1, max(1, int((high - low) // MOST_COUNTS) + 1))
    return counts, np.array([pdtr(count, means).mean() for count in counts], dtype=np.float64)


def count_quantiles(mean: Draws, variance: float, levels: Sequence[float], steady: Draws | None = None) -> list[float]:
    """The smallest counts that are not exceeded with these chances; args as `predictive_count`.

    >>> count_quantiles(np.full(4, 10.0), 0.0, [0.1, 0.5, 0.9])
    [6.0, 10.0, 14.0]
    """
    means = _means(mean, variance, steady)
    return [_quantile(means, level) for level in levels]


def _means(mean: Draws, variance: float, steady: Draws | None = None) -> Draws:
    """Every mean that a Poisson count of the period may have: each draw's, in each slice of its factor.

    What is steady comes on average as often in a good period as in a bad one.
    """
    factors = (
        gammaincinv(1 / variance, (np.arange(SLICES) + 0.5) / SLICES) * variance if variance > 1e-9 else np.ones(1)
    )
    if steady is None:
        return np.asarray((mean[:, None] * factors).ravel())
    return np.asarray(((mean - steady)[:, None] * factors + steady[:, None]).ravel())


def _quantile(means: npt.NDArray[np.float64], level: float) -> float:
    """The smallest count that the mixture stays at or below with chance `level`: guessed from a few of its parts,
    enclosed in steps that double, and found by bisection."""
    most = float(means.max(initial=0.0))
    low, high = -1, int(most + 12 * np.sqrt(most) + 30)
    apart = max(len(means) // FEW_MEANS, 1)
    guess, step = _bisected(np.sort(means)[apart // 2 :: apart], level, low, high), 1
    if _reaches(means, level, guess):
        while _reaches(means, level, guess - step):
            guess, step = guess - step, 2 * step
        return float(_bisected(means, level, guess - step, guess))
    while not _reaches(means, level, guess + step):
        guess, step = guess + step, 2 * step
    return float(_bisected(means, level, guess, guess + step))


def _bisected(means: npt.NDArray[np.float64], level: float, low: int, high: int) -> int:
    """The smallest count above `low` that reaches the level; `high` does."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _reaches(means, level, middle) else (middle, high)
    return high


def _reaches(means: npt.NDArray[np.float64], level: float, count: int) -> bool:
    """Whether the mixture stays at or below a count with chance `level`."""
    return count >= 0 and float(pdtr(count, means).mean()) >= level
