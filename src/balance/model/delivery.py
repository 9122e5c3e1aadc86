"""When things land: how far actual durations run over plans, and how work in progress slows them.

A ratio is actual over planned duration, in work time: time in which much else was open counts for less.
Two kinds of initiative: an ordinary body (lognormal, median exp(m), spread s) and, with weight w, a tail
(Pareto, by default from 1.5 times the plan, cut at 10 times). g says how speed falls with load: (W/usual)^-g.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from balance.model import draws
from balance.ranges import Draws

Array = npt.NDArray[np.float64]

LATEST = 0.8
"""Work that has run longer than this part of where the tail ends is taken to have run this long."""

SPREADS = np.array([0.08, 0.11, 0.15, 0.2, 0.26, 0.33, 0.42, 0.52])
TAIL_WEIGHTS = np.linspace(0.02, 0.6, 15)
SLOWDOWNS = np.linspace(0.0, 1.6, 8)
MEDIANS = np.linspace(-0.45, 0.45, 19)


@dataclass(frozen=True)
class Tail:
    """What runs far over its plan: a Pareto ratio from `start` times the plan, falling by `exponent`, cut at `end`."""

    start: float = 1.5
    exponent: float = 1.4
    end: float = 10.0

    @property
    def mass(self) -> float:
        """The share of the uncut Pareto up to the cut."""
        return float(1.0 - (self.start / self.end) ** self.exponent)

    def below(self, ratio: Array) -> Array:
        """The chance that an initiative of the tail takes at most this multiple of its plan."""
        return np.asarray((1.0 - (self.start / np.clip(ratio, self.start, self.end)) ** self.exponent) / self.mass)

    @property
    def mean(self) -> float:
        """Mean ratio of an initiative of the tail.

        >>> round(Tail().mean, 6)
        3.002811
        """
        a, low, high = self.exponent, self.start, self.end
        return float(a * low**a / (a - 1) * (low ** (1 - a) - high ** (1 - a)) / self.mass)


TAIL = Tail()
"""The documented tail."""


@dataclass(frozen=True)
class DeliveryPrior:
    """What is taken as given: (mean, sd) of m, of ln s and of g, Beta (a, b) of w, and the tail."""

    median: tuple[float, float] = (float(np.log(0.95)), 0.15)
    spread: tuple[float, float] = (float(np.log(0.2)), 0.4)
    tail_weight: tuple[float, float] = (3.4, 16.6)
    slowdown: tuple[float, float] = (0.6, 0.45)
    tail: Tail = TAIL


@dataclass(frozen=True)
class Grid:
    """The joint posterior on its grid: axes m, s, w, g and the chance of every cell (M, S, W, G)."""

    median: Array
    spread: Array
    tail_weight: Array
    slowdown: Array
    chance: Array

    def mean(self, axis: int) -> float:
        """Posterior mean of one axis: 0 median (log), 1 spread, 2 tail weight, 3 slowdown."""
        values = (self.median, self.spread, self.tail_weight, self.slowdown)[axis]
        others = tuple(other for other in range(4) if other != axis)
        return float(self.chance.sum(axis=others) @ values)

    def variance(self, axis: int) -> float:
        """Posterior variance of one axis."""
        values = (self.median, self.spread, self.tail_weight, self.slowdown)[axis]
        others = tuple(other for other in range(4) if other != axis)
        share = self.chance.sum(axis=others)
        return float(share @ values**2 - (share @ values) ** 2)


@dataclass(frozen=True)
class Delivery:
    """Draws (K,) of how durations run: m, s, w, g; how much of the slowdown is measured; what it rests on."""

    median: Draws
    spread: Draws
    tail_weight: Draws
    slowdown: Draws
    measured: float
    measured_duration: float
    finished: int
    grid: Grid
    tail: Tail = TAIL


def share_done_by(ratio: Array, m: Array, s: Array, w: Array, tail: Tail = TAIL) -> Array:
    """The chance that an initiative has finished by this multiple of its plan, in work time.

    F(r) = (1 - w) Phi((ln r - m)/s) + w (1 - (1.5/r)^1.4)/(1 - 0.15^1.4) from 1.5 to 10 times the plan, or as the
    tail is stated.

    >>> round(float(share_done_by(np.array(1.5), np.log(0.95), 0.2, 0.17)), 8)
    0.82071074
    """
    body = ndtr((np.log(np.maximum(ratio, 1e-12)) - m) / s)
    return np.asarray((1.0 - w) * body + w * tail.below(ratio))


def posterior(ratio: Array, finished: npt.NDArray[np.bool_], load_felt: Array, prior: DeliveryPrior) -> Grid:
    """What the company's own durations say, weighed against published experience.

    Args: actual over planned duration in calendar time (n,), elapsed over planned for unfinished ones;
    which are finished; mean log load each met while open (n,). Returns the joint posterior on a grid of
    19 x 8 x 15 x 8 cells. Finished ones count with their density, unfinished ones with 1 - F.
    No rows: the prior.

    >>> none = posterior(np.array([]), np.array([], bool), np.array([]), DeliveryPrior())
    >>> none.chance.shape
    (19, 8, 15, 8)
    """
    m = prior.median[0] + MEDIANS / 0.15 * prior.median[1]
    s = SPREADS / 0.2 * np.exp(prior.spread[0])
    logs = _log_prior(m, s, prior) + _log_likelihood(ratio, finished, load_felt[:, None] * SLOWDOWNS, m, s, prior.tail)
    chance = np.exp(logs - logs.max())
    return Grid(m, s, TAIL_WEIGHTS, SLOWDOWNS, chance / chance.sum())


def _log_prior(m: Array, s: Array, prior: DeliveryPrior) -> Array:
    a, b = prior.tail_weight
    on_m = -0.5 * ((m - prior.median[0]) / prior.median[1]) ** 2
    on_s = -0.5 * ((np.log(s) - prior.spread[0]) / prior.spread[1]) ** 2
    on_w = (a - 1) * np.log(TAIL_WEIGHTS) + (b - 1) * np.log1p(-TAIL_WEIGHTS)
    on_g = -0.5 * ((SLOWDOWNS - prior.slowdown[0]) / prior.slowdown[1]) ** 2
    return on_m[:, None, None, None] + on_s[:, None, None] + on_w[:, None] + on_g


def _log_likelihood(
    ratio: Array, finished: npt.NDArray[np.bool_], shrink: Array, m: Array, s: Array, far: Tail
) -> Array:
    """Log likelihood over (m, s, w, g) when the work-time ratio is ratio x exp(-shrink), shrink (n, G)."""
    work = np.clip(ratio[:, None] * np.exp(-shrink), 1e-3, far.end * 0.999)
    z = (np.log(work)[:, None, None, :] - m[:, None, None]) / s[:, None]
    density = np.exp(-0.5 * z[finished] ** 2) / (np.sqrt(2 * np.pi) * s[:, None] * work[finished][:, None, None, :])
    body = np.empty_like(z)
    body[finished], body[~finished] = density, ndtr(-z[~finished])
    start, alpha, mass = far.start, far.exponent, far.mass
    in_tail = alpha * start**alpha * work ** (-alpha - 1) / mass * (work >= start)
    beyond = 1.0 - (1.0 - (start / np.maximum(work, start)) ** alpha) / mass
    tail = np.where(finished[:, None], in_tail, beyond)
    return np.asarray(_log_product(body, tail) - shrink[finished].sum(axis=0))


def _log_product(body: Array, tail: Array) -> Array:
    """Sum over rows of log((1-w) body + w tail), (M, S, W, G); eight rows are multiplied before each logarithm."""
    total = np.zeros((*body.shape[1:3], len(TAIL_WEIGHTS), len(SLOWDOWNS)))
    heavy = TAIL_WEIGHTS[:, None]
    for start in range(0, len(tail), 8):
        product = np.ones_like(total)
        for row in range(start, min(start + 8, len(tail))):
            product *= np.maximum(body[row][:, :, None, :] * (1 - heavy) + heavy * tail[row], 1e-30)
        total += np.log(product)
    return total


def fit_delivery(
    ratio: Array, finished: npt.NDArray[np.bool_], load_felt: Array, prior: DeliveryPrior, seed: int = draws.SEED
) -> Delivery:
    """How the company's initiatives run against their plans, as draws.

    Args as `posterior`. Each draw picks one cell of the joint grid by its chance; within a cell values are
    spread over the cell's width, so that draws do not clump on the grid. The first cell of the slowdown is none at all:
    a company with room to spare is not a rare exception.
    """
    grid = posterior(ratio, finished, load_felt, prior)
    u = draws.columns("delivery", draws.DELIVERY, seed)
    flat = np.cumsum(grid.chance.transpose(3, 0, 1, 2).ravel())
    cell = np.searchsorted(flat, u["cell"] * flat[-1])
    g, m, s, w = np.unravel_index(np.minimum(cell, len(flat) - 1), grid.chance.transpose(3, 0, 1, 2).shape)
    return Delivery(
        _jittered(grid.median, m, u["duration_median"]),
        np.exp(_jittered(np.log(grid.spread), s, u["duration_spread"])),
        _jittered(grid.tail_weight, w, u["duration_tail_weight"]),
        np.where(g > 0, _jittered(grid.slowdown, g, u["load_delivery"]), grid.slowdown[0]),
        _measured(grid, 3, prior), _measured(grid, 0, prior), int(finished.sum()), grid,
        prior.tail,
    )  # fmt: skip


def _measured(grid: Grid, axis: int, prior: DeliveryPrior) -> float:
    """Evidence weight of one axis against the prior on the same grid."""
    logs = _log_prior(grid.median, grid.spread, prior)
    chance = np.exp(logs - logs.max())
    before = Grid(grid.median, grid.spread, grid.tail_weight, grid.slowdown, chance / chance.sum())
    return float(np.clip(1.0 - grid.variance(axis) / before.variance(axis), 0.0, 1.0))


def _jittered(axis: Array, index: npt.NDArray[np.intp], u: Draws) -> Draws:
    """Values of an axis at the picked cells, spread evenly between the neighbouring half-way points."""
    middles = (axis[1:] + axis[:-1]) / 2
    low = np.concatenate([[axis[0]], middles])[index]
    high = np.concatenate([middles, [axis[-1]]])[index]
    return np.asarray(low + (high - low) * u)


def remaining_ratio(done: Array, u: Array, m: Array, s: Array, w: Array, tail: Tail = TAIL) -> Array:
    """How much of its plan an initiative still needs, given how much it has already used.

    Args: elapsed over planned in work time, a uniform, and m, s, w; they broadcast. Returns further multiples
    of the plan, at usual load: F^-1(F(e) + u (1 - F(e))) - e by 32 bisections on the log scale.

    >>> left = remaining_ratio(np.array(0.9), np.array(0.59795369), np.log(0.95), 0.2, 0.17)
    >>> round(float(left) + 0.9, 6)
    1.2
    """
    used = np.clip(done, 0.0, LATEST * tail.end)
    start = share_done_by(used, m, s, w, tail)
    target = start + u * (1.0 - start)
    low = np.log(np.maximum(used, 1e-3)) + np.zeros_like(target)
    high = np.full_like(target, np.log(tail.end))
    for _ in range(32):
        middle = (low + high) / 2
        below = share_done_by(np.exp(middle), m, s, w, tail) < target
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.asarray(np.maximum(np.exp((low + high) / 2) - used, 0.0))
