"""One event on top of the year: what next year costs if this happens for certain, read off the same loss curve.

The event's cost is independent of the rest of the year. A year with it is the year's loss shifted by that cost, which
on a grid is one convolution; nothing is simulated, and no quantile can fall.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from balance.known_assumptions import Z80
from balance.model.delivery import TAIL, Tail
from balance.model.incident_sizes import masses
from balance.model.loss_curve import AnnualLoss, Grid
from balance.ranges import Draws

MOST_LONGER = 8
"""The grid is made at most so many times longer to hold the event."""


@dataclass(frozen=True)
class Event:
    """One lognormal cost in currency: median, spread of its logarithm, and the most it can cost."""

    median: float
    spread: float
    cap: float = math.inf

    @property
    def reach(self) -> float:
        """A cost that one event in a thousand exceeds, or the most it can cost."""
        return min(self.cap, self.median * math.exp(3.0902 * self.spread)) if self.median > 0 else 0.0

    def on(self, grid: Grid) -> Draws:
        """The chance of each step of the grid, (n,), its mean kept; what lies beyond the top is left out."""
        if self.median <= 0:
            return _nothing(grid)
        spread = np.array([max(self.spread, 1e-6)])
        reached = masses(np.array([math.log(self.median)]), spread, self.cap, grid)[0]
        return np.pad(reached, (0, grid.points - len(reached)))

    def chance_above(self, amount: float) -> float:
        """The chance that the event by itself costs more, 0..1.

        >>> round(Event(1e6, 1.0).chance_above(1e6), 3), Event(1e6, 1.0, 2e6).chance_above(2e6)
        (0.5, 0.0)
        """
        if self.median <= 0 or amount >= self.cap:
            return 0.0
        return 1.0 if amount <= 0 else 0.5 * math.erfc(math.log(amount / self.median) / max(self.spread, 1e-6) / 2**0.5)


def event(value: float, low: float | None, high: float | None, cap: float = math.inf) -> Event:
    """The event whose typical cost and likely range (80 in 100) are stated; without a range it costs just that.

    The range may be lopsided: its width on the log scale counts, and its middle is the stated value.

    >>> event(1e6, 1e5, 1e7).spread.__round__(3)
    1.797
    """
    known = low is not None and high is not None and 0 < low < high
    spread = math.log(high / low) / (2 * Z80) if known and low is not None and high is not None else 0.0
    return Event(value, spread, cap)


@dataclass(frozen=True)
class Overrun:
    """What a project costs above its budget if it is one of those that run far over: (ratio - 1) x budget.

    The ratio is the tail of the reference class: by default Pareto from 1.5 with exponent 1.4, cut at 10.
    """

    budget: float
    tail: Tail = TAIL

    @property
    def reach(self) -> float:
        """The most it can be."""
        return self.budget * (self.tail.end - 1.0)

    def on(self, grid: Grid) -> Draws:
        """The chance of each step of the grid, (n,), its mean kept."""
        if self.budget <= 0:
            return _nothing(grid)
        limited = self.limited_mean(np.asarray(grid.step * np.arange(grid.points + 1.0), dtype=np.float64))
        slope = np.diff(limited) / grid.step
        return np.concatenate([[1.0 - slope[0]], -np.diff(slope)])

    def limited_mean(self, most: Draws) -> Draws:
        """E[min(overrun, most)] in currency for amounts (m,): what is not above each.

        >>> round(float(Overrun(1.0).limited_mean(np.array([9.0]))[0]), 6)
        2.002811
        """
        start, alpha, end = self.tail.start, self.tail.exponent, self.tail.end
        beyond = (start / end) ** alpha
        ratio = np.clip(1.0 + most / self.budget, start, end)
        area = (start**alpha * ratio ** (1 - alpha) - start) / (1 - alpha)
        tail = (area - beyond * (ratio - start)) / (1 - beyond)
        least = np.minimum(most, (start - 1.0) * self.budget)
        return np.asarray(least + np.where(most > (start - 1) * self.budget, tail * self.budget, 0.0))

    def chance_above(self, amount: float) -> float:
        """The chance that it is more, 0..1.

        >>> Overrun(1e6).chance_above(4e5), Overrun(1e6).chance_above(9e6)
        (1.0, 0.0)
        """
        start, alpha, end = self.tail.start, self.tail.exponent, self.tail.end
        ratio = min(max(1.0 + amount / self.budget, start), end) if self.budget > 0 else end
        beyond = (start / end) ** alpha
        return float(((start / ratio) ** alpha - beyond) / (1 - beyond))


def _nothing(grid: Grid) -> Draws:
    return np.asarray(np.eye(1, grid.points)[0], dtype=np.float64)


def mean_cost(what: Event | Overrun) -> float:
    """What it costs on average, in currency.

    >>> round(mean_cost(Event(math.exp(11), 1.5, 1e6)), 2), round(mean_cost(Overrun(2.0)), 6)
    (149566.23, 4.005622)
    """
    if isinstance(what, Overrun):
        return float(what.limited_mean(np.array([what.reach]))[0]) if what.budget > 0 else 0.0
    if what.median <= 0:
        return 0.0
    s = max(what.spread, 1e-6)
    whole = what.median * math.exp(s * s / 2)
    if math.isinf(what.cap):
        return whole
    z = math.log(what.cap / what.median) / s
    return whole * _normal(z - s) + what.cap * _normal(-z)


def with_event(year: AnnualLoss, what: Event | Overrun) -> AnnualLoss:
    """The year's loss if this happens once, for certain, beside everything else.

    Args: the year, K curves; the event. Returns K curves on a grid of the same step, longer where it must be.
    Formula: P(S + X > x) = sum over i of P(X = i) P(S > x - i), by FFT without folding back. What lies beyond the
    first grid's top (at most 2 in 1000 years) is taken to lie at it.

    >>> grid = Grid(8e6, 8)
    >>> year = AnnualLoss(grid, np.linspace(0.8, 0.0, 8)[None], np.array([3e6]))
    >>> bool((with_event(year, Event(0.0, 1.0)).beyond == year.beyond).all())
    True
    >>> with_event(year, Event(1e6, 0.0)).beyond.round(3).tolist()[0][:3]
    [1.0, 0.8, 0.686]
    """
    if what.reach <= 0:
        return year
    longer = next((k for k in (1, 2, 4, MOST_LONGER) if k * year.grid.top >= year.grid.top + what.reach), MOST_LONGER)
    points = year.grid.points * longer
    grid = Grid(year.grid.step * points, points, year.grid.tilt)
    before = np.zeros((len(year.beyond), points))
    before[:, : year.grid.points] = np.minimum.accumulate(np.clip(year.beyond, 0.0, 1.0), axis=1)
    chances = what.on(grid)
    size = 2 * points
    both = np.fft.irfft(np.fft.rfft(before, size) * np.fft.rfft(chances, size), size)[:, :points]
    beyond = np.clip(both + (1.0 - np.cumsum(chances)), before, 1.0)
    return AnnualLoss(grid, beyond, year.mean + mean_cost(what))


def _normal(z: float) -> float:
    return 0.5 * math.erfc(-z / 2**0.5)
