"""How much: the cost of one incident by class, from the losses that are known.

Losses are positive amounts in the reporting currency, lognormal within a class and capped at the most one
incident can cost. x = ln loss has centre mu and spread sigma. A recorded range counts as the middle of its
logarithms. Unrecorded losses are taken to be somewhat smaller than recorded ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv, gammaincinv, log_ndtr, ndtr

from balance.model.draws import SEED, class_columns, columns, normal
from balance.ranges import Draws, evidence_weight

WIDEST = 4.0
"""Largest spread of ln loss that a draw may have."""


@dataclass(frozen=True)
class NormalInverseGamma:
    """What is known on centre and spread of ln loss: centre, its weight in losses, shape and scale of sigma^2."""

    centre: float
    weight: float
    shape: float
    scale: float

    def updated(self, x: Draws) -> NormalInverseGamma:
        """The same after seeing ln losses x; none leaves it as it is.

        >>> learnt = NormalInverseGamma(11, 1, 3, 3.92).updated(np.log([12e3, 45e3, 90e3, 150e3, 800e3]))
        >>> round(learnt.centre, 6), learnt.weight, learnt.shape, round(learnt.scale, 7)
        (11.337567, 6.0, 5.5, 8.7756505)
        """
        n = len(x)
        if n == 0:
            return self
        mean, weight = float(x.mean()), self.weight + n
        pull = self.weight * n * (mean - self.centre) ** 2 / (2 * weight)
        centre = (self.weight * self.centre + n * mean) / weight
        scale = self.scale + float(((x - mean) ** 2).sum()) / 2 + pull
        return NormalInverseGamma(centre, float(weight), self.shape + n / 2, scale)

    def draw(self, u_centre: Draws, u_spread: Draws) -> tuple[Draws, Draws]:
        """Centre and spread of ln loss per uniform.

        Formula: sigma^2 = scale / gamma quantile, mu = centre + sigma z / sqrt(weight).

        >>> mu, sigma = NormalInverseGamma(11.337567, 6, 5.5, 8.7756505).draw(np.array([0.5]), np.array([0.5]))
        >>> round(float(mu[0]), 6), round(float(sigma[0]), 6)
        (11.337567, 1.302787)
        """
        sigma = np.sqrt(self.scale / gammaincinv(self.shape, u_spread))
        mu = self.centre + sigma / np.sqrt(self.weight) * normal(u_centre)
        return mu, np.minimum(sigma, WIDEST)

    @property
    def centre_variance(self) -> float:
        """Variance of what is known on the centre, log scale."""
        return self.scale / (self.shape - 1) / self.weight


@dataclass(frozen=True)
class SeverityPrior:
    """What is taken as given before the company's own losses: ln of the median loss, spread, and their weight."""

    log_median: float = 11.0
    spread: float = 1.4
    weight: float = 1.0
    shape: float = 3.0
    shift: tuple[float, float] = (0.2, 0.35)
    """How much smaller unrecorded losses are: mean and standard deviation, in spreads of ln loss."""


@dataclass(frozen=True, eq=False)
class Severity:
    """The cost of one incident by class, with what it rests on."""

    classes: tuple[str, ...]
    mu: Draws
    """Centre of ln loss, shape (K, C)."""
    sigma: Draws
    """Spread of ln loss, shape (K, C)."""
    cap: Draws
    """The most one incident can cost, shape (C,)."""
    positive: Draws
    """Share of incidents that cost anything, shape (K, C); 1 where no incident with a loss of zero is known."""
    known: npt.NDArray[np.int64]
    """Known positive losses, shape (C,)."""
    missing_share: Draws
    """Share of the incidents without a recorded loss, shape (C,)."""
    measured: Draws
    """Share of what is known on the centre that comes from own losses, 0..1, shape (C,)."""

    @property
    def means(self) -> Draws:
        """Mean cost of one incident that costs anything, capped, shape (K, C)."""
        return limited_mean(self.mu, self.sigma, self.cap)

    @property
    def medians(self) -> Draws:
        """Median cost of one incident that costs anything, capped, shape (K, C)."""
        return np.minimum(np.exp(self.mu), self.cap)


def fit_severity(
    losses: Mapping[str, npt.ArrayLike],
    *,
    cap: float | Mapping[str, float],
    missing_share: Mapping[str, float] | None = None,
    zeros: Mapping[str, int] | None = None,
    prior: SeverityPrior | None = None,
    class_priors: Mapping[str, NormalInverseGamma] | None = None,
    seed: int = SEED,
) -> Severity:
    """What one incident of each class costs, as far as the known losses can tell.

    Args: losses, known positive losses per class (one entry per class, possibly empty; ranges through
    `middle`); cap, the most one incident can cost, one for all or per class; missing_share, share of the
    class's incidents without a loss (0..1); zeros, incidents known to have cost nothing; prior; class_priors,
    a prior of its own for a class, which then takes no part in the pooling. Returns Severity, (K, C).
    Formula: normal-inverse-gamma on ln loss, pooled over classes for centre and spread (see docs/method.md).
    Missing: a missing loss is left out, then mu is lowered by missing share x delta x sigma with
    delta ~ N(0.2, 0.35), the same draw for all classes. No loss at all: the prior alone.

    >>> fit = fit_severity({"outage": [20e3, 50e3, 90e3], "breach": []}, cap=1e7)
    >>> fit.mu.shape, fit.measured.round(2).tolist()
    ((256, 2), [0.83, 0.0])
    """
    given, names = prior or SeverityPrior(), tuple(losses)
    x = {name: np.log(_positive(name, values)) for name, values in losses.items()}
    own = dict(class_priors or {})
    pooled = pooled_prior([values for name, values in x.items() if name not in own], given)
    before = [own.get(name, pooled) for name in names]
    after = [start.updated(x[name]) for start, name in zip(before, names, strict=True)]
    missing = np.array([(missing_share or {}).get(name, 0.0) for name in names])
    mu, sigma = _draw(after, missing, given.shift, class_columns(names, seed), seed)
    known = np.array([len(x[name]) for name in names], dtype=np.int64)
    positive = _positive_share(names, known, zeros or {}, class_columns(names, seed)["positive"])
    weights = [
        evidence_weight(late.centre_variance, early.centre_variance) if len(x[name]) else 0.0
        for early, late, name in zip(before, after, names, strict=True)
    ]
    caps = np.array([cap[name] if isinstance(cap, Mapping) else cap for name in names], dtype=np.float64)
    return Severity(names, mu, sigma, caps, positive, known, missing, np.array(weights))


def pooled_prior(x: Sequence[Draws], prior: SeverityPrior) -> NormalInverseGamma:
    """Where the losses of a class lie before its own are seen: between the given median and the other classes.

    Formula: centre (0.5 m + sum w_c xbar_c) / (0.5 + sum w_c), w_c = n_c / (n_c + 1); pooled spread
    (4 s^2 + within-class squares) / (4 + degrees of freedom). Classes without a loss have no say.

    >>> pooled_prior([np.array([])], SeverityPrior()).centre
    11.0
    """
    known = [values for values in x if len(values)]
    weights = np.array([len(values) / (len(values) + 1) for values in known])
    means = np.array([values.mean() for values in known])
    centre = (0.5 * prior.log_median + float(weights @ means)) / (0.5 + float(weights.sum()))
    squares = sum(float(((values - values.mean()) ** 2).sum()) for values in known)
    freedom = sum(len(values) - 1 for values in known)
    variance = (4 * prior.spread**2 + squares) / (4 + freedom)
    return NormalInverseGamma(centre, prior.weight, prior.shape, (prior.shape - 1) * variance)


def middle(low: npt.ArrayLike, high: npt.ArrayLike) -> Draws:
    """The one loss that stands for a recorded range: the middle on the log scale, sqrt(low x high).

    Both ends must be positive; a range with an end of zero or missing gives NaN, which the caller counts as missing.
    Good while fewer than a quarter of the losses are ranges (the mean's 90 % range then covers about 0.83).

    >>> middle([10e3, 0.0], [40e3, 5e3]).tolist()
    [20000.0, nan]
    """
    least, most = np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
    sound = (least > 0) & (most >= least)
    return np.asarray(np.sqrt(np.where(sound, least, np.nan) * np.where(sound, most, np.nan)), dtype=np.float64)


def limited_mean(mu: npt.ArrayLike, sigma: npt.ArrayLike, d: npt.ArrayLike) -> Draws:
    """The mean cost of one incident when no more than d of it counts.

    Args: centre and spread of ln loss, limit d > 0 in currency (infinite: none); they broadcast. Formula:
    E[min(X, d)] = exp(mu + sigma^2/2) Phi(z - sigma) + d Phi(-z), z = (ln d - mu) / sigma; the first term is
    taken through logarithms, so that a wide spread neither overflows nor loses digits in the far tail.

    >>> round(float(limited_mean(11, 1.5, 1e6)), 2)
    149566.23
    """
    centre, spread, limit = (np.asarray(value, dtype=np.float64) for value in (mu, sigma, d))
    z = (np.log(limit) - centre) / spread
    below = np.exp(centre + spread**2 / 2 + log_ndtr(z - spread))
    return np.asarray(below + np.where(np.isinf(limit), 0.0, limit) * ndtr(-z), dtype=np.float64)


def _draw(
    known: Sequence[NormalInverseGamma], missing: Draws, shift: tuple[float, float], u: dict[str, Draws], seed: int
) -> tuple[Draws, Draws]:
    mu, sigma = np.empty_like(u["centre"]), np.empty_like(u["centre"])
    for place, state in enumerate(known):
        mu[:, place], sigma[:, place] = state.draw(u["centre"][:, place], u["spread"][:, place])
    delta = shift[0] + shift[1] * normal(columns("effects", ["missing_loss_shift"], seed)["missing_loss_shift"])
    return mu - missing * delta[:, None] * sigma, sigma


def _positive_share(names: Sequence[str], known: npt.NDArray[np.int64], zeros: Mapping[str, int], u: Draws) -> Draws:
    share = np.ones_like(u)
    for place, name in enumerate(names):
        if zeros.get(name, 0) > 0:
            share[:, place] = betaincinv(0.5 + known[place], 0.5 + zeros[name], u[:, place])
    return share


def _positive(name: str, values: npt.ArrayLike) -> Draws:
    array = np.asarray(values, dtype=np.float64)
    if not np.all(array > 0):
        raise ValueError(f"losses of {name} must be positive and known")
    return array
