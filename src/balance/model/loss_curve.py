"""Reading next year's loss curve: chances, the bad year and what lies beyond it.

A grid of n equal steps h runs from 0 to `top`. `beyond[k, j]` = P(S > (j + 1/2) h) in draw k, straight in between.
Predictive means over all draws together: what a forecaster who shares all the doubt would say.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.ranges import LEVEL, Draws

BAD_YEAR = 0.05
"""The bad year is exceeded with chance 5 in 100."""

BEYOND = 2e-3
"""The chance of a year beyond the grid's top that is still taken as none."""

CURVE_POINTS = 60


@dataclass(frozen=True)
class Grid:
    """Losses from 0 to `top` (currency) in `points` equal steps; `tilt` damps what folds back."""

    top: float
    points: int = 2048
    tilt: float = 14.0

    @property
    def step(self) -> float:
        """One step in currency."""
        return self.top / self.points


@dataclass(frozen=True, eq=False)
class Reading:
    """One quantity of the year: of all draws together, and of each draw (K,)."""

    predictive: float
    draws: Draws


@dataclass(frozen=True, eq=False)
class AnnualLoss:
    """Next year's loss: `beyond` (K, n), the chance of more at each step, and the exact mean of each draw (K,)."""

    grid: Grid
    beyond: Draws
    mean: Draws

    @cached_property
    def predictive(self) -> Draws:
        """The curve of all draws together: the chance of more at each step, shape (n,), never rising."""
        return np.minimum.accumulate(self.beyond.mean(axis=0))

    @property
    def overflows(self) -> bool:
        """Whether the grid ends too early and must be extended, for the base as well.

        More than 2 in 1000 of the years lie beyond the top, or the bad year of more than 5 in 100 draws does.
        """
        return bool(self.predictive[-1] > BEYOND or np.mean(self.beyond[:, -1] > BAD_YEAR) > 0.05)

    def chance_beyond(self, losses: npt.ArrayLike) -> Draws:
        """The chance that the year costs more than each loss (m,) in each draw: (K, m), 0..1.

        The mean over draws is the predictive chance. Beyond the grid's top the answer is the chance of passing the top,
        an upper bound.
        """
        last = self.grid.points - 1
        place = np.clip(np.atleast_1d(np.asarray(losses, dtype=np.float64)) / self.grid.step - 0.5, 0, last)
        low = place.astype(np.intp)
        high = np.minimum(low + 1, last)
        part = place - low
        found = np.take(self.beyond, low, axis=1, mode="clip")
        found *= 1 - part
        found += np.take(self.beyond, high, axis=1, mode="clip") * part
        return np.clip(found, 0.0, 1.0, out=found)

    def bad_year(self, chance: float = BAD_YEAR) -> Reading:
        """The loss that the year exceeds with this chance, in currency; infinite beyond the grid's top."""
        return Reading(float(self._quantile(self.predictive[None], chance)[0]), self._quantile(self.beyond, chance))

    def tail_mean(self, chance: float = BAD_YEAR) -> Reading:
        """The mean loss of the years that are worse than the bad year, in currency.

        Formula: q + (mean - E[min(S, q)]) / chance with the exact mean; infinite where q is.
        """
        year = self.bad_year(chance)
        predictive = self._tail(
            self.predictive[None], np.array([year.predictive]), self.mean.mean(keepdims=True), chance
        )
        return Reading(float(predictive[0]), self._tail(self.beyond, year.draws, self.mean, chance))

    def exceedance(self, losses: npt.ArrayLike | None = None) -> pd.DataFrame:
        """The curve as a table: loss (rising), chance of more (never rising), low and high (80 % of the draws).

        Without `losses`: 60 points from 0 to where 5 in 1000 years lie beyond, closer together where losses are small.
        """
        at = self._curve_points() if losses is None else np.sort(np.atleast_1d(np.asarray(losses, dtype=np.float64)))
        draws = self.chance_beyond(at)
        chance = np.minimum.accumulate(draws.mean(axis=0))
        low, high = spread(draws)
        low, high = np.minimum.accumulate(low), np.minimum.accumulate(high)
        return pd.DataFrame(
            {"loss": at, "chance": chance, "low": np.minimum(low, chance), "high": np.maximum(high, chance)}
        )

    def _curve_points(self) -> Draws:
        last = float(self._quantile(self.predictive[None], 0.005)[0])
        reach = last if 0 < last < np.inf else self.grid.top
        return np.asarray(reach * np.linspace(0.0, 1.0, CURVE_POINTS) ** 1.5, dtype=np.float64)

    def _quantile(self, beyond: Draws, chance: float) -> Draws:
        reached = beyond <= chance
        first = reached.argmax(axis=1)
        rows = np.arange(len(beyond))
        here, before = beyond[rows, first], beyond[rows, np.maximum(first - 1, 0)]
        part = (before - chance) / np.where(before > here, before - here, 1.0)
        loss = np.where(first == 0, 0.0, (first - 0.5 + part) * self.grid.step)
        return np.where(reached[rows, first], loss, np.inf)

    def _tail(self, beyond: Draws, q: Draws, mean: Draws, chance: float) -> Draws:
        steps = np.where(np.isfinite(q), q, 0.0) / self.grid.step
        whole = steps.astype(np.intp)
        area = np.cumsum(beyond, axis=1)
        rows = np.arange(len(beyond))
        below = np.where(whole > 0, area[rows, np.maximum(whole - 1, 0)], 0.0)
        limited = below + (steps - whole) * beyond[rows, whole]
        return np.where(np.isfinite(q), q + (mean - self.grid.step * limited) / chance, np.inf)


def spread(draws: Draws) -> tuple[Draws, Draws]:
    """The 10th and 90th percentile over the draws of each column of (K, m), linear between draws.

    >>> low, high = spread(np.linspace(0.0, 1.0, 11)[:, None])
    >>> float(low[0].round(3)), float(high[0].round(3))
    (0.1, 0.9)
    """
    ordered = np.sort(draws.T.copy(), axis=1)
    return _percentile(ordered, (1 - LEVEL) / 2), _percentile(ordered, (1 + LEVEL) / 2)


def _percentile(ordered: Draws, level: float) -> Draws:
    place = level * (ordered.shape[1] - 1)
    low = int(place)
    least, most = ordered[:, low], ordered[:, min(low + 1, ordered.shape[1] - 1)]
    return np.asarray(least + (place - low) * (most - least), dtype=np.float64)
