"""The grid of yearly losses: fine where the bad year lies, and long enough for nearly every year.

It is found on coarse grids, from the curve of all draws together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from balance.model.annual_loss import predictive_loss
from balance.model.incident_sizes import incident_sizes
from balance.model.loss_curve import AnnualLoss, Grid
from balance.model.loss_shapes import Shape, lognormal_shape, shaped_mean
from balance.ranges import Draws

_COARSE = 512
_SOME = 128
"""The grid is looked for with at most so many of the draws."""

_FAR, _LEAST, _RARE = 2.5e-4, 1.5e-3, 0.01


def choose_grid(
    mu: Draws,
    sigma: Draws,
    cap: Draws,
    rates: Draws,
    shock: float = 0.0,
    independent: Sequence[int] = (),
    *,
    limits: Sequence[float] = (),
    points: int = 2048,
    shape: Shape | None = None,
) -> Grid:
    """A grid that is fine where the bad year lies and long enough for nearly every year and every limit shown.

    Args: severity (K, C), caps (C,), incidents a year (K, C), shock and independent classes as `annual_loss`; limits
    in currency that the curve must reach; least points, a power of two. The top lies a fifth beyond the loss that 1 in
    4000 years exceed (so that a scenario has room) or 40 times the 1-in-100 loss, whichever is less, but never short of
    the loss that 15 in 10,000 exceed, nor of a limit unless that is beyond 100 bad years. Twice the points where the
    bad year would lie in the first 32 steps. Found on coarse grids, beginning at 20 times the mean year or loss.

    >>> one = np.ones((1, 1))
    >>> choose_grid(11 * one, 1.5 * one, np.array([1e6]), 4 * one, limits=[20e6]).top
    24000000.0
    """
    reach = 1.2 * max((limit for limit in limits if np.isfinite(limit)), default=0.0)
    means = shaped_mean(mu, sigma, cap, shape or lognormal_shape(*mu.shape))
    yearly = float(np.mean(np.sum(rates * means, axis=1))) if means.size else 0.0
    if yearly <= 0.0:
        return Grid(max(reach, 1.0), points)

    some = slice(None, None, max(len(mu) // _SOME, 1))
    kinds = (shape or lognormal_shape(*mu.shape)).in_draws(some)

    def coarse(top: float) -> AnnualLoss:
        return predictive_loss(
            incident_sizes(mu[some], sigma[some], cap, Grid(top, _COARSE), kinds), rates[some], shock, independent
        )

    top = 20 * max(yearly, yearly / float(np.mean(rates.sum(axis=1))))
    for _ in range(6):
        year = coarse(top)
        wanted = _wanted_top(year)
        if top / 8 <= wanted <= top or wanted == 0.0:
            top = wanted or top
            break
        top = min(wanted, 4 * top)
    bad = _bad_year_closely(year, coarse)
    top = max(top, min(reach, 120 * bad) if bad > 0.0 else reach)
    return Grid(top, points if not 0.0 < bad < 32 * top / points else 2 * points)


def extended(grid: Grid) -> Grid:
    """The grid to use, for base and scenario alike, when a year overflows this one: four times as long.

    >>> extended(Grid(1e6)).top
    4000000.0
    """
    return Grid(4 * grid.top, grid.points, grid.tilt)


def _wanted_top(year: AnnualLoss) -> float:
    far, least, rare = (year.bad_year(chance).predictive for chance in (_FAR, _LEAST, _RARE))
    return 1.2 * max(min(far, 40 * rare) if rare > 0.0 else far, least)


def _bad_year_closely(year: AnnualLoss, coarse: Callable[[float], AnnualLoss]) -> float:
    """The bad year, looked at on shorter grids where it lies in the first eight steps of this one."""
    bad, zoom = year.bad_year().predictive, 1
    while bad < 8 * year.grid.step / zoom and zoom < 64:
        zoom *= 8
        closer = coarse(year.grid.top / zoom).bad_year().predictive
        bad = closer if np.isfinite(closer) else bad
    return bad
