"""What is known on centre and spread of ln loss where a formula says it: a normal-inverse-gamma, learnt and drawn from.

x = ln loss, of losses in the reporting currency; centre and spread are on that log scale.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv

from balance.model.draws import normal
from balance.ranges import Draws

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
