"""How much wider ranges are because of what the data lacks: width as it is over width with perfect data, 1 or more.

Each function counts evidence the way the model does, so that more of it never makes a range wider. Widths are ratios
of standard deviations. 1 / width is the share of the reachable precision that is reached.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

Array = npt.NDArray[np.float64]

LEVEL_HORIZON, LANDING_HORIZON = 2.0, 4.0
"""Quarters ahead over which chance acts on a fresh table: to the middle of next year for the level of incidents, to its
end for what lands."""

LUCK = 1.645
"""Standard deviations within which chance alone keeps 90 of 100 counts."""

MOST_CUT = float(ndtri(0.9))
"""No more than nine of ten losses are taken to be cut off."""

HALF_RANGE = 1.2816
"""Half a range of 80 in 100, in standard deviations."""


def missing_rows(known: float, rows: float, prior_rows: float = 0.0) -> float:
    """The width of what `known` of so many rows teach, beside a prior worth `prior_rows` rows.

    Formula: sqrt((n0 + N) / (n0 + n)). No row at all: 1, nothing is missing.

    >>> missing_rows(25, 100), missing_rows(0, 8, 1), missing_rows(0, 0), missing_rows(0, 3)
    (2.0, 3.0, 1.0, inf)
    """
    if rows <= 0:
        return 1.0
    kept = prior_rows + min(known, rows)
    return float(np.sqrt((prior_rows + rows) / kept)) if kept > 0 else float("inf")


def missing_losses(known: Array, incidents: Array, shift_sd: float, prior_weight: float = 1.0) -> float:
    """The width of the centre of ln loss with so many known losses (C,) of so many incidents (C,).

    Formula per class, in spreads: sqrt((1 / (k0 + n) + (missing share x shift sd)^2) (k0 + N)); what is reached of the
    precision is averaged over the incidents. No incident: 1.

    >>> round(missing_losses(np.array([10.0]), np.array([20.0]), 0.35), 3)
    1.598
    """
    total = float(incidents.sum())
    if total <= 0:
        return 1.0
    missing = 1.0 - known / np.maximum(incidents, 1.0)
    width = np.sqrt((1.0 / (prior_weight + known) + (missing * shift_sd) ** 2) * (prior_weight + incidents))
    return total / float((incidents / width).sum())


def missing_links(linked: float, caused: float, per_link: Iterable[float]) -> float:
    """The width of the effects that linked incidents teach, with so many of the change-caused incidents linked.

    Args: linked incidents; incidents that changes caused, linked or not; for each effect what one linked incident
    tells of it, in units of what is assumed: prior variance x variance of its column over the panel. Formula:
    sqrt((1 + c T) / (1 + c L)), what is reached of the precision averaged over the effects. No effect: 1.

    >>> missing_links(10, 40, [0.1]).__round__(3), missing_links(40, 40, [0.1, 0.2])
    (1.581, 1.0)
    """
    reached = [np.sqrt((1 + c * linked) / (1 + c * max(caused, linked))) for c in per_link]
    return 1.0 / float(np.mean(reached)) if reached else 1.0


def stale(age_quarters: float, horizon: float) -> float:
    """The width of a forecast that far ahead from a table so old: doubt grows like a random walk.

    Formula: sqrt((h + a) / h).

    >>> stale(0.0, 2.0), stale(6.0, 2.0)
    (1.0, 2.0)
    """
    return float(np.sqrt((horizon + max(age_quarters, 0.0)) / horizon))


def shifted(log_shift: float, sd: float) -> float:
    """The width of a range stretched to hold a level that may be wrong by this much (log scale) on one side.

    Args: the shift; the standard deviation of the level when nothing is wrong. Formula: 1 + |shift| / whole range.

    >>> shifted(0.0, 0.15), round(shifted(0.38448, 0.15), 3)
    (1.0, 2.0)
    """
    return 1.0 + abs(log_shift) / (2 * HALF_RANGE * sd)


def unseen(logs: Array) -> float:
    """The share of losses below the smallest recorded one, where records begin at a floor; from ln loss (n,).

    Formula: method of moments of a normal cut off at its smallest value a: var / (mean - a)^2 rises with the share cut
    off, from 0 to the 1 of an exponential; the share that fits, at most 0.9. Reference: Cohen 1950.

    >>> whole = np.log(np.exp(ndtri((np.arange(4000) + 0.5) / 4000)))
    >>> round(unseen(whole[whole > -0.5]), 2), round(unseen(whole), 2)
    (0.31, 0.0)
    """
    above = float(logs.mean() - logs.min())
    if above <= 0.0:
        return 0.0
    cut = np.linspace(-4.0, MOST_CUT, 400)
    hazard = np.exp(-(cut**2) / 2) / np.sqrt(2 * np.pi) / ndtr(-cut)
    ratio = (1 + cut * hazard - hazard**2) / (hazard - cut) ** 2
    return float(ndtr(np.interp(float(logs.var()) / above**2, ratio, cut)))


def disagreeing(log_ratio: float, finishes: float, sd: float) -> float:
    """The width of what lands when load, flow and time disagree by this much (log scale) beyond chance.

    Args: ln of the ratio that should be 1; finishes it rests on; standard deviation of the level of durations before
    data. Formula: sqrt(1 + max(0, ratio^2 - 1.645^2 / n) / sd^2): a count of n finishes is off by up to
    1.645 / sqrt(n) in 90 of 100 cases by luck alone.

    >>> disagreeing(0.41, 9, 0.15), round(disagreeing(0.69, 25, 0.15), 2)
    (1.0, 4.17)
    """
    excess = max(0.0, log_ratio**2 - LUCK**2 / max(finishes, 1.0))
    return float(np.sqrt(1.0 + excess / sd**2))


def together(widths: Iterable[float]) -> float:
    """The width when several lacks come together: their extra variances add up.

    >>> together([1.0, 1.0]), round(together([2.0, 2.0]), 3), together([])
    (1.0, 2.646, 1.0)
    """
    return float(np.sqrt(1.0 + sum(width**2 - 1.0 for width in widths)))
