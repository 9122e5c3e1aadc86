"""The level of incidents: where it stands, how far it wanders, and where it may be next year.

One level for the whole company, on the log scale, learned from quarterly totals. Each quarter it takes a step; on
top of it a quarter is better or worse than its level, and counts scatter by chance. Cells are combinations of step,
scatter and trend; all of them are filtered side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import gammaincinv, gammaln, psi, zeta

from balance.model.draws import SEED, columns, normal
from balance.ranges import Draws

STEPS = np.array([0.01, 0.035, 0.07, 0.12, 0.2, 0.33])
"""Spread of the level's step from one quarter to the next, log scale."""

SCATTERS = np.array([0.03, 0.1, 0.2, 0.35, 0.6])
"""By how much a quarter is better or worse than its level, log scale."""

YEAR_APART = 44 / 16
"""Variance of the change between the means of two years, in squared steps."""

YEAR_AHEAD = 30 / 16
"""Variance of the mean of the next four quarters around today's level, in squared steps."""

QUARTERS_AHEAD = 2.5
"""How far the middle of the next four quarters lies ahead of the last one."""


@dataclass(frozen=True)
class LevelPrior:
    """What is thought of the level before any quarter is seen."""

    drift: tuple[float, float] = (float(np.log(0.05)), 1.0)
    """Centre and spread of the log of the year-to-year drift."""
    scatter: tuple[float, float] = (float(np.log(0.2)), 0.8)
    """Centre and spread of the log of the quarter's scatter."""
    trend: tuple[float, float] = (0.0, 0.0716)
    """Mean and spread of the steady rise or fall a year, log scale."""
    forgetting: float = 1.0
    """Weight of a quarter against the one after it, besides what drift makes of it."""
    trend_chance: float = 0.2
    """The chance that there is a steady rise or fall at all, either way alike."""

    @property
    def trends(self) -> tuple[Draws, Draws]:
        """Steady fall, none and rise in standard deviations, and how likely each is: mean 0, variance 1.

        >>> [part.round(3).tolist() for part in LevelPrior().trends]
        [[-2.236, 0.0, 2.236], [0.1, 0.8, 0.1]]
        """
        some, far = self.trend_chance, float(np.sqrt(1.0 / self.trend_chance))
        return np.array([-far, 0.0, far]), np.array([some / 2, 1.0 - some, some / 2])


@dataclass(frozen=True, eq=False)
class Cells:
    """Every combination of step, scatter and trend, with its chance; arrays (cells,)."""

    step: Draws
    variance: Draws
    """Variance of the gamma factor, mean 1, of a quarter."""
    trend: Draws
    """Rise a quarter, log scale."""
    log_chance: Draws


@dataclass(frozen=True, eq=False)
class Level:
    """What the quarters tell of the level, cell by cell."""

    cells: Cells
    chance: Draws
    centre: Draws
    """Mean of the log level in the last quarter, incidents a quarter at usual exposure."""
    variance: Draws
    weights: Draws
    """What an incident of each quarter adds to the level, against the quarter where it adds most, (quarters, cells)."""


@dataclass(frozen=True, eq=False)
class LevelDraws:
    """The level in every draw."""

    year: Draws
    """Incidents of the next four quarters at usual exposure, (K,)."""
    next_quarter: Draws
    """Level of the next quarter against the mean of the year, (K,)."""
    weights: Draws
    """What each past quarter adds to it, (quarters, K)."""
    scatter: float
    """Mean variance of the factor of one quarter."""
    step: float
    """Mean spread of the level's step from one quarter to the next."""


def learn_level(totals: Draws, exposure: Draws, prior: LevelPrior) -> Level:
    """Where the level of incidents stands after these quarters, how far it wanders and how far quarters scatter.

    Args: incidents per quarter, oldest first, at least one; how much each quarter exposed against the usual, same
    length; prior. Returns the posterior of every cell.
    Formula: ln level_t = ln level_{t-1} + trend + N(0, step^2), count ~ Poisson(level x exposure x gamma factor); per
    cell a log-gamma filter that matches mean and variance (West, Harrison and Migon 1985); the first quarter meets a
    Gamma(1/2, 0) level. Chance of a cell: prior x negative-binomial likelihood of each quarter given those before.

    >>> calm = learn_level(np.full(12, 20.0), np.ones(12), LevelPrior())
    >>> round(float(np.exp(calm.chance @ calm.centre)), 1), round(float(calm.chance @ calm.cells.step), 2)
    (20.1, 0.04)
    """
    cells = all_cells(prior)
    own, shift = trigamma(1 / cells.variance), psi(1 / cells.variance) + np.log(cells.variance)
    first = 0.5 + totals[0]
    centre = psi(first) - np.log(exposure[0]) - shift
    variance, score = trigamma(np.full_like(own, first)) + own, cells.log_chance
    gains = [np.ones_like(centre)]
    for count, exposed in zip(totals[1:], exposure[1:], strict=True):
        before = variance / prior.forgetting + cells.step**2
        both = before + own
        shape, ahead = inverse_trigamma(both), centre + cells.trend + shift
        log_rate = psi(shape) - ahead
        after, log_after = shape + count, np.log(np.exp(log_rate) + exposed)
        score = score + gammaln(after) - gammaln(shape) + shape * log_rate - after * log_after
        share, left = before / both, trigamma(after)
        centre = centre + cells.trend + share * (psi(after) - log_after - ahead)
        variance = before * (1 - share) + share**2 * left
        gains.append(share * exposed / (np.exp(log_rate) + exposed))
    chance = np.exp(score - score.max())
    return Level(cells, chance / chance.sum(), centre, variance, _weights(np.array(gains), exposure))


def draw_level(level: Level, seed: int = SEED) -> LevelDraws:
    """The level of next year, of its first quarter, and what it rests on, in every draw.

    The level steps on for four quarters; the mean of the year then spreads by 30/16 squared steps around today's, the
    next quarter by one, and they move together. Drift has no direction: it leaves the mean where it is.
    """
    u = columns("effects", ["level_cell", "level_now", "level_drift", "level_next_quarter"], seed)
    cell = np.minimum(np.searchsorted(np.cumsum(level.chance), u["level_cell"]), len(level.chance) - 1)
    shape = inverse_trigamma(level.variance)
    rate = np.exp(psi(shape) - level.centre)
    now = gammaincinv(shape[cell], u["level_now"]) / rate[cell]
    step, trend = level.cells.step[cell], level.cells.trend[cell]
    z, apart = normal(u["level_drift"]), normal(u["level_next_quarter"])
    year = np.sqrt(YEAR_AHEAD) * step * z - YEAR_AHEAD * step**2 / 2 + QUARTERS_AHEAD * trend
    first = step * (z / np.sqrt(YEAR_AHEAD) + np.sqrt(1 - 1 / YEAR_AHEAD) * apart) - step**2 / 2 + trend
    return LevelDraws(
        4 * now * np.exp(year), np.exp(first - year), level.weights[:, cell],
        float(level.chance @ level.cells.variance), float(level.chance @ level.cells.step),
    )  # fmt: skip


def all_cells(prior: LevelPrior) -> Cells:
    """Every combination of step, scatter and trend with the log of its prior chance."""
    centre, spread = prior.trend
    trends, likely = prior.trends
    trend = (centre + spread * trends) / 4
    steps = _log_normal(STEPS, prior.drift[0] - np.log(YEAR_APART) / 2, prior.drift[1])
    parts = (steps, _log_normal(SCATTERS, *prior.scatter), np.log(likely))
    chance = parts[0][:, None, None] + parts[1][:, None] + parts[2]
    grids = np.meshgrid(STEPS, SCATTERS**2, trend, indexing="ij")
    return Cells(grids[0].ravel(), grids[1].ravel(), grids[2].ravel(), chance.ravel())


def trigamma(x: Draws) -> Draws:
    """The variance of the logarithm of a gamma variable of shape x: recurrence and asymptotic series.

    >>> round(float(trigamma(np.array([1.0]))[0] / (np.pi**2 / 6)), 8)
    1.0
    """
    inverse = 1 / (x + 4)
    square = inverse * inverse
    tail = inverse * (1 + inverse * (0.5 + inverse * (1 / 6 - square * (1 / 30 - square * (1 / 42 - square / 30)))))
    return np.asarray(1 / x**2 + 1 / (x + 1) ** 2 + 1 / (x + 2) ** 2 + 1 / (x + 3) ** 2 + tail)


def inverse_trigamma(variance: Draws) -> Draws:
    """The shape of the gamma variable whose logarithm has this variance; from a table, right to 1 in a million.

    >>> round(float(inverse_trigamma(np.array([np.pi**2 / 6]))[0]), 5)
    1.0
    """
    return np.asarray(np.exp(np.interp(np.log(variance), *_shapes())))


@lru_cache(maxsize=1)
def _shapes() -> tuple[Draws, Draws]:
    shape = np.geomspace(1e8, 1e-4, 6000)
    return np.log(zeta(2.0, shape)), np.log(shape)


def _log_normal(grid: Draws, centre: float, spread: float) -> Draws:
    score = -(((np.log(grid) - centre) / max(spread, 0.05)) ** 2) / 2
    return np.asarray(score - score.max() - np.log(np.exp(score - score.max()).sum()))


def _weights(gains: Draws, exposure: Draws) -> Draws:
    """What an incident of each quarter adds: the quarter's gain, less what later ones took over, by its exposure."""
    kept, weights = np.ones_like(gains[0]), np.empty_like(gains)
    for quarter in range(len(gains) - 1, -1, -1):
        weights[quarter] = gains[quarter] * kept
        kept = kept * (1 - gains[quarter])
    weights /= exposure[:, None]
    return np.asarray(weights / weights.max(axis=0))
