"""The rare severe cyber event: published experience first, own history as far as there is any.

Used only where its frequency or the company's revenue is stated. Money in the reporting currency;
published figures are in US dollars and used one to one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv, ndtr

from balance.model.normal_inverse_gamma import NormalInverseGamma
from balance.ranges import Draws

SHAPE = 0.886
"""How alike companies are: a coefficient of variation of 1.06 between their yearly rates (IRIS 2022)."""

RARELY = 1e-3
"""Where published experience gives fewer companies than this so many severe events, it is not of companies like it."""

Z95 = 1.6448536269514722
Z10 = -1.2815515655446004

SOURCE = "Cyentia IRIS 2025, by yearly revenue; read in a transcription"


@dataclass(frozen=True)
class Published:
    """Published experience of companies of one size: events a year, median loss, loss that 5 in 100 exceed."""

    revenue_up_to: float
    per_year: float
    typical_loss: float
    extreme_loss: float


BY_REVENUE = (
    Published(1e7, 0.073, 329e3, 10e6),
    Published(1e8, 0.083, 403e3, 7e6),
    Published(1e9, 0.083, 467e3, 12e6),
    Published(1e10, 0.105, 2e6, 62e6),
    Published(1e11, 0.139, 2e6, 269e6),
    Published(math.inf, 0.128, 6e6, 259e6),
)
ALL_SIZES = Published(math.inf, 0.098, 603e3, 32e6)


def published(revenue: float | None) -> Published:
    """What companies of this yearly revenue have experienced; without a revenue, all companies.

    >>> published(5e8).typical_loss
    467000.0
    """
    if revenue is None:
        return ALL_SIZES
    return next(row for row in BY_REVENUE if revenue <= row.revenue_up_to)


def severe_posterior(own_events: float, years: float, per_year: float, alike: float = SHAPE) -> tuple[float, float]:
    """Shape and rate (years) of what is known on the yearly number of severe events.

    Formula: Gamma(a + n, a / published rate + years), a how alike companies are: with 0.886 published experience weighs
    like about nine years of own history. The chance of at least one next year is 1 - (rate / (rate + 1))^shape.

    >>> shape, rate = severe_posterior(1, 5.0, 0.0976)
    >>> round(shape / rate, 6), round(1 - (rate / (rate + 1)) ** shape, 6)
    (0.133969, 0.121399)
    """
    return alike + own_events, alike / per_year + years


def severe_rates(own_events: float, years: float, per_year: float, u: Draws, alike: float = SHAPE) -> Draws:
    """Severe events a year, one per draw: the gamma quantile of each uniform (K,).

    >>> severe_rates(0, 5.0, 0.0976, np.array([0.05, 0.95])).round(6).tolist()
    [0.002339, 0.196825]
    """
    shape, rate = severe_posterior(own_events, years, per_year, alike)
    return np.asarray(gammaincinv(shape, u) / rate, dtype=np.float64)


def severe_loss_prior(
    typical_loss: float, extreme_loss: float, weight: float = 3.0, shape: float = 4.0
) -> NormalInverseGamma:
    """What published experience says on one severe loss: its median and the loss that 5 in 100 exceed.

    Weighs like `weight` losses for the centre and twice `shape` for the spread; both a convention.

    >>> round(severe_loss_prior(603e3, 32e6).centre, 3)
    13.31
    """
    sigma = math.log(extreme_loss / typical_loss) / Z95
    return NormalInverseGamma(math.log(typical_loss), weight, shape, (shape - 1) * sigma**2)


def share_above(typical_loss: float, extreme_loss: float, floor: float) -> float:
    """Of the severe events above the published floor, the share that costs more than another, higher one (0.01..1).

    >>> round(share_above(603e3, 32e6, 603e3), 3)
    0.556
    """
    sigma = math.log(extreme_loss / typical_loss) / Z95
    above = float(ndtr((math.log(typical_loss) - math.log(floor)) / sigma))
    return min(max(above / 0.9, 0.01), 1.0)


def materiality_floor(typical_loss: float, extreme_loss: float) -> float:
    """The loss above which an own incident counts as severe: the published 10th percentile.

    >>> round(materiality_floor(603e3, 32e6), -3)
    27000.0
    """
    return math.exp(math.log(typical_loss) + Z10 * math.log(extreme_loss / typical_loss) / Z95)
