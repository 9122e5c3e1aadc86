"""How many incidents a coming period brings: the count itself, chance and doubt together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.special import betainc, pdtr

from balance.ranges import LEVEL, Draws, Range

AtMost = Callable[[float], float]

STEADY = 1e-9
"""A factor that varies less is none."""

TINY = 1e-12
"""Means below this are none."""

FEW_DRAWS = 64
"""A quantile is first looked for among about so many of the draws."""

MOST_COUNTS = 64
"""So many counts of a wide distribution are looked at."""


def predictive_count(mean: Draws, variance: float, measured: float | None = None, steady: Draws | None = None) -> Range:
    """How many incidents to expect, with the range in which 80 of 100 such periods lie.

    Args: expected count of each draw (K,); variance of the factor, mean 1, by which a whole period is better or
    worse; evidence weight; the part of each mean that has no share in that factor (K,). Returns the mean and the 10th
    and 90th percentile of the count over all draws: in each a Poisson count with a gamma factor, which is negative
    binomial. Nothing may be missing.

    >>> predictive_count(np.full(4, 10.0), 0.0)
    Range(value=10.0, low=6.0, high=14.0, level=0.8, measured=None, beyond=None, typical=None)
    """
    low, high = count_quantiles(mean, variance, ((1 - LEVEL) / 2, (1 + LEVEL) / 2), steady)
    middle = float(mean.mean())
    return Range(middle, min(low, middle), max(high, middle), LEVEL, measured)


def count_chances(mean: Draws, variance: float, steady: Draws | None = None) -> tuple[Draws, Draws]:
    """The whole distribution of that count: rising counts, and the chance of at most each.

    Args as `predictive_count`. From where 1 in 100,000 is below to where as little is left; of wide ones every few.

    >>> counts, at_most = count_chances(np.full(4, 2.0), 0.0)
    >>> counts[:3].tolist(), at_most[:3].round(4).tolist()
    ([0.0, 1.0, 2.0], [0.1353, 0.406, 0.6767])
    """
    low, high = count_quantiles(mean, variance, (1e-5, 1 - 1e-5), steady)
    counts = np.arange(low, high + 1, max(1, int((high - low) // MOST_COUNTS) + 1))
    at_most = _mixture(mean, variance, steady)
    return counts, np.array([at_most(count) for count in counts], dtype=np.float64)


def count_quantiles(mean: Draws, variance: float, levels: Sequence[float], steady: Draws | None = None) -> list[float]:
    """The smallest counts that are not exceeded with these chances; args as `predictive_count`.

    >>> count_quantiles(np.full(4, 10.0), 0.0, [0.1, 0.5, 0.9])
    [6.0, 10.0, 14.0]
    """
    apart = max(len(mean) // FEW_DRAWS, 1)
    few = np.argsort(mean, kind="stable")[apart // 2 :: apart]
    roughly = _mixture(mean[few], variance, None if steady is None else steady[few])
    exactly, most = _mixture(mean, variance, steady), _surely(mean, variance)
    return [_quantile(exactly, level, _bisected(roughly, level, -1, most)) for level in levels]


def _mixture(mean: Draws, variance: float, steady: Draws | None) -> AtMost:
    """The chance of at most so many, over all draws.

    What is steady comes on average as often in a good period as in a bad one: the count of both together is taken as
    negative binomial with their mean and variance: right to 5 in 1000 while a twentieth at most is steady.
    """
    shared = mean if steady is None else mean - steady
    each = variance * (shared / np.maximum(mean, TINY)) ** 2
    apart = each > STEADY
    shape = 1.0 / np.where(apart, each, 1.0)

    def at_most(count: float) -> float:
        chance = np.where(apart, betainc(shape, count + 1.0, shape / (shape + mean)), pdtr(count, mean))
        return float(chance.mean())

    return at_most


def _surely(mean: Draws, variance: float) -> int:
    """A count that is passed with next to no chance."""
    most = float(mean.max(initial=0.0))
    return int(most + 12 * np.sqrt(most + variance * most**2) * (1 + 3 * np.sqrt(variance)) + 30)


def _quantile(at_most: AtMost, level: float, guess: int) -> float:
    """The smallest count that the mixture stays at or below with chance `level`: from a guess enclosed in steps that
    double, and found by bisection."""

    def reaches(count: int) -> bool:
        return count >= 0 and at_most(count) >= level

    step = 1
    if reaches(guess):
        while reaches(guess - step):
            guess, step = guess - step, 2 * step
        return float(_bisected(at_most, level, guess - step, guess))
    while not reaches(guess + step):
        guess, step = guess + step, 2 * step
    return float(_bisected(at_most, level, guess, guess + step))


def _bisected(at_most: AtMost, level: float, low: int, high: int) -> int:
    """The smallest count above `low` that reaches the level; `high` does, or stands for it."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if middle >= 0 and at_most(middle) >= level else (middle, high)
    return high
