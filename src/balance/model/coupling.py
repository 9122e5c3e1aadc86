"""How delivery and incidents hang together: what late security, technology, size and load do to incidents.

One row per initiative and quarter in which it was open; the response is the incidents linked to it. Effects
are multipliers, estimated as logarithms; a prior that the data hardly moves shows as `measured` near 0.
Columns of every array of effects: intercept, late, one per technology tag, size, load.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from balance.model import draws
from balance.ranges import Draws, evidence_weight

Array = npt.NDArray[np.float64]

LEAST_LOAD = 0.25
"""Work in progress of a unit is never taken as less than a quarter of an initiative."""

LEAST_USUAL = 0.5
"""The usual work in progress of a unit is never taken as less than half an initiative."""

LARGEST_RATIO = 4.0
"""Exposure of the plan against the past is not believed beyond this factor."""


@dataclass(frozen=True)
class Poisson:
    """A Poisson regression: maximum a posteriori effects (logs), their covariance and dispersion."""

    effects: Array
    covariance: Array
    dispersion: float

    @property
    def sd(self) -> Array:
        """Standard deviation of each effect."""
        return np.sqrt(np.diag(self.covariance))


@dataclass(frozen=True)
class Coupling:
    """What ties initiatives to incidents, as draws (K rows) of log effects, and what it rests on."""

    technologies: tuple[str, ...]
    late: Draws
    technology: Draws
    """Shape (K, tags)."""
    size: Draws
    load: Draws
    """Elasticity of incidents per open initiative to work in progress."""
    load_other: Draws
    """The same for incidents that no change caused; assumption only."""
    follows_open: Draws
    """1 where incidents follow what is open, 0 where they follow the work done."""
    change_caused_share: Draws
    measured: dict[str, float]
    """Evidence weight (0 assumed .. 1 own data) of late, size, load and each technology:TAG."""
    dispersion: float


def load(open_share: Array, unit: npt.NDArray[np.int64], units: int) -> Array:
    """Work in progress per unit and quarter, shape (units, quarters), at least 0.25.

    >>> load(np.array([[1.0, 0.5], [1.0, 0.0]]), np.array([0, 0]), 1).tolist()
    [[2.0, 0.5]]
    """
    total = np.zeros((units, open_share.shape[1]))
    np.add.at(total, unit, open_share)
    return np.maximum(total, LEAST_LOAD)


def newton(x: Array, y: Array, exposure: Array, means: Array, sds: Array, dispersion: float = 1.0) -> Poisson:
    """Poisson effects that weigh the data against a normal prior on each log effect.

    Args: columns x (rows, p), counts y, exposure (rows,), prior means and standard deviations (p,), dispersion
    of the counts. Returns the maximum and the Laplace covariance inv(x' diag(mu) x / dispersion + 1/sd^2).
    Newton with step halving from the prior means; the intercept (column 0) starts at the overall rate.

    >>> fit = newton(np.ones((2, 1)), np.array([3.0, 5.0]), np.ones(2), np.zeros(1), np.array([1e6]))
    >>> round(float(np.exp(fit.effects[0])), 3)
    4.0
    """
    precision = 1.0 / sds**2
    effects = np.array(means, dtype=float)
    offset = np.log(np.maximum(exposure, 1e-12))
    if len(y):
        rest = np.exp(np.clip(offset + x[:, 1:] @ effects[1:], -30, 30)).sum()
        effects[0] = math.log(max(float(y.sum()), 0.5) / rest)
    for _ in range(60):
        mu = np.exp(np.clip(offset + x @ effects, -30, 30))
        gradient = x.T @ (y - mu) / dispersion - (effects - means) * precision
        curvature = (x.T * mu) @ x / dispersion + np.diag(precision)
        step = np.linalg.solve(curvature, gradient)
        step = _halved(step, effects, x, y, offset, means, precision, dispersion)
        effects = effects + step
        if np.abs(step).max(initial=0.0) < 1e-9:
            break
    mu = np.exp(np.clip(offset + x @ effects, -30, 30))
    return Poisson(effects, np.linalg.inv((x.T * mu) @ x / dispersion + np.diag(precision)), dispersion)


def _halved(
    step: Array, effects: Array, x: Array, y: Array, offset: Array, means: Array, precision: Array, dispersion: float
) -> Array:
    """The step, halved until it no longer makes the fit worse."""

    def worth(at: Array) -> float:
        linear = np.clip(offset + x @ at, -30, 30)
        fit = float(y @ linear - np.exp(linear).sum()) / dispersion
        return fit - 0.5 * float(((at - means) ** 2 * precision).sum())

    now = worth(effects)
    for _ in range(30):
        if worth(effects + step) >= now - 1e-10 * abs(now):
            return step
        step = step / 2
    return np.zeros_like(step)


def dispersed(
    x: Array, y: Array, exposure: Array, means: Array, sds: Array, cell: npt.NDArray[np.int64],
    usual_weight: float = 4.0,
) -> Poisson:  # fmt: skip
    """`newton`, refitted with the dispersion of the unit-quarter totals where they scatter more than Poisson.

    `cell` numbers the unit-quarter of each row. Dispersion = (Pearson + a)/(df + a), clipped to 1..6; a is how many
    unit-quarters the thought weighs that they scatter by chance alone.
    """
    first = newton(x, y, exposure, means, sds)
    if not len(y):
        return first
    cells = int(cell.max()) + 1
    mu = exposure * np.exp(np.clip(x @ first.effects, -30, 30))
    seen, meant = np.bincount(cell, y, cells), np.bincount(cell, mu, cells)
    present = np.bincount(cell, minlength=cells) > 0
    pearson = float(((seen - meant) ** 2 / np.maximum(meant, 0.05))[present].sum())
    free = max(int(present.sum()) - 3, 1)
    phi = float(np.clip((pearson + usual_weight) / (free + usual_weight), 1.0, 6.0))
    return first if phi == 1.0 else newton(x, y, exposure, means, sds, phi)


def change_caused_share(linked: int, incidents: int, prior: tuple[float, float]) -> tuple[Array, Array]:
    """What share of all incidents changes cause, when only some of those are linked.

    Args: linked incidents, all incidents, Beta prior (a, b) of the share. Returns the grid of shares and its
    cumulative chances. A linked incident is change-caused; one without a link may be.
    Likelihood: mean over the unknown share p of links that are recorded of Binomial(linked; n, share x p).

    >>> share, chance = change_caused_share(30, 100, (5.0, 5.0))
    >>> round(float(share @ np.diff(chance, prepend=0.0)), 4)
    0.4982
    """
    share = (np.arange(99) + 0.5) / 99
    recorded = (np.arange(50) + 0.5) / 50
    both = share[:, None] * recorded
    log_likelihood = linked * np.log(both) + (incidents - linked) * np.log1p(-both)
    likelihood = np.exp(log_likelihood - log_likelihood.max()).mean(axis=1)
    a, b = prior
    weight = likelihood * share ** (a - 1) * (1 - share) ** (b - 1)
    return share, np.cumsum(weight) / weight.sum()


def drawn_share(linked: int, incidents: int, prior: tuple[float, float], u: Draws) -> Draws:
    """Draws of the change-caused share: the inverse of its cumulative chances, linear within a cell."""
    share, chance = change_caused_share(linked, incidents, prior)
    return np.asarray(np.interp(u, np.concatenate([[0.0], chance]), np.concatenate([[0.0], share + 0.5 / 99])))


APART = 0.8
"""The prior of the load effect is two humps, each so many of its standard deviations from its mean; as wide as makes
both together as wide as that."""

ROUGH = 1.15
"""Work in progress counts initiatives, whatever their weight: so much larger is the variance of what the data say of
its effect."""


@dataclass(frozen=True)
class TwoWorlds:
    """The load effect after the data, a mixture of two normals: incidents follow the work done, or what is open."""

    chance: Array
    mean: Array
    sd: Array

    @property
    def variance(self) -> float:
        """Its variance, both together."""
        middle = self.chance @ self.mean
        return float(self.chance @ (self.sd**2 + (self.mean - middle) ** 2))

    def wider(self, doubt: float, measured: float) -> TwoWorlds:
        """The same with doubt (a standard deviation) about what the data say, as far as they said anything."""
        return replace(self, sd=np.sqrt(self.sd**2 + doubt**2 * measured))

    def follows_open(self, drawn: Draws, u: Draws) -> Draws:
        """In which world each draw of the load effect lies: 1 incidents follow what is open, 0 the work done.

        >>> worlds = TwoWorlds(np.array([0.5, 0.5]), np.array([-1.0, 1.0]), np.ones(2))
        >>> worlds.follows_open(np.array([-1.0, -1.0, 1.0]), np.array([0.05, 0.5, 0.5])).tolist()
        [1.0, 0.0, 1.0]
        """
        weight = self.chance / self.sd * np.exp(-0.5 * ((drawn[:, None] - self.mean) / self.sd) ** 2)
        return np.where(u * weight.sum(axis=1) < weight[:, 1], 1.0, 0.0)

    def drawn(self, u: Draws) -> Draws:
        """The value at each of these chances: the inverse of the mixture's distribution, straight within a step."""
        low, high = (self.mean - 6 * self.sd).min(), (self.mean + 6 * self.sd).max()
        at = np.linspace(low, high, 801)
        below = ndtr((at[:, None] - self.mean) / self.sd) @ self.chance
        return np.asarray(np.interp(u, below, at))


def two_worlds(
    fit: Poisson, flat_sd: float, prior: tuple[float, float], apart: float = APART, rough: float = ROUGH
) -> TwoWorlds:
    """Weigh the load effect (last column) against a prior of two humps that has the stated mean and spread.

    Args: a fit in which that effect had a nearly flat normal prior of spread `flat_sd` around the stated mean, which
    is taken off again; mean and standard deviation stated; how far apart the humps lie; how rough a measure of load
    the count of initiatives is. The humps stand for two worlds that only data can tell
    apart: incidents follow what is open, or the work done (many at once each move slower). Without data, the prior.

    >>> none = Poisson(np.array([-0.3]), np.array([[4.0]]), 1.0)
    >>> found = two_worlds(none, 2.0, (-0.3, 0.7))
    >>> round(found.variance, 6), found.mean.round(2).tolist()
    (0.49, [-0.86, 0.26])
    """
    centre, sd = prior
    own = max(1.0 / float(fit.covariance[-1, -1]) - 1.0 / flat_sd**2, 1e-9)
    seen = centre + (float(fit.effects[-1]) - centre) * (own + 1.0 / flat_sd**2) / own if own > 1e-6 else centre
    spread, each = rough / own, round(math.sqrt(1.0 - apart**2), 12)
    humps, wide = centre + np.array([-apart, apart]) * sd, (each * sd) ** 2
    logs = -0.5 * (seen - humps) ** 2 / (spread + wide)
    chance = np.exp(logs - logs.max())
    variance = 1.0 / (1.0 / spread + 1.0 / wide)
    mean = variance * (seen / spread + humps / wide)
    return TwoWorlds(chance / chance.sum(), mean, np.full(2, math.sqrt(variance)))


def part(fit: Poisson, columns: Sequence[int]) -> Poisson:
    """The fit of some columns, the others averaged out."""
    return Poisson(fit.effects[columns], fit.covariance[np.ix_(columns, columns)], fit.dispersion)


def less_sure(fit: Poisson, column: int, variance: float) -> Poisson:
    """The fit with one effect less sure by this variance, apart from the others."""
    wider = fit.covariance.copy()
    wider[column, column] += variance
    return replace(fit, covariance=wider)


def effects_given(fit: Poisson, u: Sequence[Draws], last: Draws) -> Draws:
    """Draws of the log effects, shape (K, p), given the draws of the last one: normal, with the fit's dependence on it.

    >>> fit = Poisson(np.zeros(2), np.array([[1.0, 0.5], [0.5, 1.0]]), 1.0)
    >>> effects_given(fit, [np.array([0.5])], np.array([2.0])).tolist()
    [[1.0, 2.0]]
    """
    slope = fit.covariance[:-1, -1] / fit.covariance[-1, -1]
    rest = Poisson(
        fit.effects[:-1], fit.covariance[:-1, :-1] - np.outer(slope, fit.covariance[-1, :-1]), fit.dispersion
    )
    return np.column_stack([effects_drawn(rest, u) + np.outer(last - fit.effects[-1], slope), last])


def effects_drawn(fit: Poisson, u: Sequence[Draws]) -> Draws:
    """Draws of the log effects, shape (K, p): the maximum plus the Cholesky factor times normal deviates."""
    z = np.stack([draws.normal(column) for column in u], axis=1)
    return fit.effects + z @ np.linalg.cholesky(fit.covariance).T


def weights_of(fit: Poisson, sds: Array) -> list[float]:
    """Evidence weight of every effect: 1 - posterior / prior variance."""
    return [evidence_weight(post**2, prior**2) for post, prior in zip(fit.sd, sds, strict=True)]
