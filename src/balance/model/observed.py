"""A rate and a share as they were counted, with what chance leaves open of them."""

from __future__ import annotations

import numpy as np
from scipy.special import betaincinv, gammaincinv

from balance.ranges import LEVEL, UNKNOWN, Draws, Range

ENDS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)


def rate(count: float, years: float, dispersion: float = 1.0) -> Range:
    """A yearly rate from a count, with its likely range.

    Args: how many; in how many years; dispersion of the counts by which they are divided. Formula: gamma with shape
    count / dispersion + 1/2 (Jeffreys). Missing: no time, unknown.

    >>> found = rate(8, 4.0)
    >>> found.value, round(found.low, 2), round(found.high, 2)
    (2.0, 1.26, 3.1)
    """
    if years <= 0:
        return UNKNOWN
    low, high = gammaincinv(count / dispersion + 0.5, ENDS) * dispersion / years
    value = count / years
    return Range(value, min(float(low), value), max(float(high), value), LEVEL, 1.0)


def share_readings(count: int, of: int, u: Draws) -> Draws:
    """Readings of a share from a count, (K,): Beta with Jeffreys' prior at each of these chances.

    Args: how many of how many; uniforms (K,). Missing: of none, anything between 0 and 1.

    >>> share_readings(5, 10, np.array([0.5])).round(2).tolist()
    [0.5]
    """
    return np.asarray(betaincinv(count + 0.5, of - count + 0.5, u))
