"""How delivery and incidents hang together: what late security, technology, size and load do to incidents.

One row per initiative and quarter in which it was open; the response is the incidents linked to it. Effects
are multipliers, estimated as logarithms; a prior that the data hardly moves shows as `measured` near 0.
Columns of every array of effects: intercept, late, one per technology tag, size, load.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

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


def dispersed(x: Array, y: Array, exposure: Array, means: Array, sds: Array, cell: npt.NDArray[np.int64]) -> Poisson:
    """`newton`, refitted with the dispersion of the unit-quarter totals where they scatter more than Poisson.

    `cell` numbers the unit-quarter of each row. Dispersion = (Pearson + 4)/(df + 4), clipped to 1..6.
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
    phi = float(np.clip((pearson + 4) / (free + 4), 1.0, 6.0))
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


def effects_drawn(fit: Poisson, u: Sequence[Draws]) -> Draws:
    """Draws of the log effects, shape (K, p): the maximum plus the Cholesky factor times normal deviates."""
    z = np.stack([draws.normal(column) for column in u], axis=1)
    return fit.effects + z @ np.linalg.cholesky(fit.covariance).T


def weights_of(fit: Poisson, sds: Array) -> list[float]:
    """Evidence weight of every effect: 1 - posterior / prior variance."""
    return [evidence_weight(post**2, prior**2) for post, prior in zip(fit.sd, sds, strict=True)]
