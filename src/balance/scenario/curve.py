"""Next year's loss curve of a scenario: one grid for base and scenarios, transforms kept between them.

What is kept (the cost of one incident, transformed) depends on the fit and not on the levers, except on the
response time; for that it is kept at a few response times and mixed in between.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from balance.model import annual_loss, loss_grid
from balance.model.fit import Fit
from balance.model.loss_curve import AnnualLoss, Grid
from balance.model.loss_shapes import chance_of_one_beyond, shaped_mean
from balance.model.losses import Losses
from balance.scenario.kept import kept_with_fit

Array = npt.NDArray[np.float64]

NODES = tuple(2.0 ** (step / 2) for step in range(-4, 3))
"""Response times at which loss sizes are transformed; between two of them their mixture with the exact mean is used."""

POINTS = 1024
"""Steps of the grid; twice as many where the bad year would lie in the first `FINE` of them."""

FINE = 90
"""So many steps up, the bad year is right to about 4 in 1000, a fifth of what the number of draws leaves open."""

RARE = 1e-3
"""The grid reaches half as far again as the loss that a year exceeds with this chance."""

FARTHEST_LIMIT = 2.0
"""The grid is made long enough for a limit up to this many times what the losses themselves need."""

HIGHEST_LEVEL = 4
"""The grid is made four times longer at most this often."""


def year_loss(fit: Fit, costly: Array, response: float, level: int = 0) -> tuple[AnnualLoss, int]:
    """Next year's loss on the first grid, from `level` on, that is long enough for it.

    Args: the fit; costly incidents a year (K, C); response time relative to today; how often the grid is made four
    times longer at least. Returns the loss and the level used.
    """
    losses = known_losses(fit)
    while True:
        kept, rates = transformed(fit, costly, response, level)
        loss = annual_loss.annual_loss(kept, rates, losses.shock, independent(losses, rates))
        if not loss.overflows or level >= HIGHEST_LEVEL:
            return loss, level
        level += 1


def transformed(fit: Fit, costly: Array, response: float, level: int) -> tuple[annual_loss.Transforms, Array]:
    """Transforms and rates of a scenario; between two response times both, each with its share of the incidents.

    The shares keep the exact mean loss. Columns of the second response time follow those of the first.
    """
    losses = known_losses(fit)
    if response == 1.0:
        return kept_transforms(fit, level), costly
    upper = next((node for node in NODES if node >= response), NODES[-1])
    lower = NODES[max(NODES.index(upper) - 1, 0)]
    low, high = _at_response(fit, lower, level), _at_response(fit, upper, level)
    gap = high.means - low.means
    share = (mean_losses(fit, response) - low.means) / np.where(gap > 0, gap, 1.0)
    share = np.clip(np.where(gap > 1e-12 * high.means, share, 0.0), 0.0, 1.0)
    count = len(losses.classes)
    second = (annual_loss.Piece(np.where(piece.classes >= 0, piece.classes + count, -1), piece.planes)
              for piece in high.pieces)  # fmt: skip
    both = annual_loss.Transforms(low.grid, np.hstack([low.means, high.means]), (*low.pieces, *second))
    return both, np.hstack([costly * (1 - share), costly * share])


def chance_beyond(fit: Fit, loss: AnnualLoss, costly: Array, response: float, at: Sequence[float]) -> Array:
    """The chance in each draw that the year costs more than each loss, (K, m).

    Beyond the grid a year is that bad only through a single loss: the chance of one such loss, at most the chance
    of passing the grid's end.
    """
    found = loss.chance_beyond(at)
    for column, amount in enumerate(at):
        if amount > loss.grid.top:
            losses = known_losses(fit)
            one = chance_of_one_beyond(costly, _centre(fit, response), losses.sigma, losses.cap, amount, losses.shape)
            found[:, column] = np.minimum(found[:, column], one)
    return found


def independent(losses: Losses, rates: Array) -> tuple[int, ...]:
    """Columns without the factor that the operational classes share; a doubled table repeats them."""
    count = len(losses.classes)
    return tuple(column for column in range(rates.shape[1]) if column % count in losses.independent)


@kept_with_fit(most=4)
def mean_losses(fit: Fit, response: float) -> Array:
    """Mean cost of one incident of each class when detecting and resolving takes longer or shorter, (K, C)."""
    losses = known_losses(fit)
    return shaped_mean(_centre(fit, response), losses.sigma, losses.cap, losses.shape)


@kept_with_fit(most=2)
def kept_transforms(fit: Fit, level: int = 0) -> annual_loss.Transforms:
    """The cost of one incident per class and draw, ready for any frequency; kept with the fit."""
    losses = known_losses(fit)
    return annual_loss.transforms(losses.mu, losses.sigma, losses.cap, grid(fit, level), losses.shape)


@kept_with_fit(most=HIGHEST_LEVEL + 1)
def grid(fit: Fit, level: int = 0) -> Grid:
    """The grid of yearly losses, long enough for every limit shown; four times longer at each level."""
    if level:
        return loss_grid.extended(grid(fit, level - 1))
    losses = known_losses(fit)
    wide = loss_grid.choose_grid(
        losses.mu, losses.sigma, losses.cap, losses.costly, losses.shock, losses.independent, points=POINTS // 2,
        shape=losses.shape,
    )  # fmt: skip
    kept = annual_loss.transforms(losses.mu, losses.sigma, losses.cap, wide, losses.shape)
    found = annual_loss.predictive_loss(kept, losses.costly, losses.shock, losses.independent)
    rare = found.bad_year(RARE)
    top = min(wide.top, 1.5 * rare.predictive) if rare.predictive > 0 else wide.top
    reach = max((1.2 * loss for loss, _ in fit.appetite if loss <= FARTHEST_LIMIT * top), default=0.0)
    bad = found.bad_year().predictive
    return Grid(max(top, reach), POINTS if bad >= FINE * max(top, reach) / POINTS else 2 * POINTS)


def on_the_grid_of(base: Fit, other: Fit) -> None:
    """Let the losses of another fit of the same company stand on the base's grid, transformed where they are the same.

    For comparing many fits quickly: readings of the other fit then carry the rounding of the base's grid.
    """
    if base.losses is None or other.losses is None:
        return
    grid(base, 0)
    grid.hand_on(base, other)
    if _same_costs(base.losses, other.losses):
        kept_transforms.hand_on(base, other)


def _same_costs(one: Losses, other: Losses) -> bool:
    kinds = ((getattr(one.shape, name), getattr(other.shape, name)) for name in ("share", "place", "width"))
    pairs = ((one.mu, other.mu), (one.sigma, other.sigma), (one.cap, other.cap), *kinds)
    return one is other or all(np.array_equal(*pair) for pair in pairs)


@kept_with_fit(most=2)
def _at_response(fit: Fit, response: float, level: int) -> annual_loss.Transforms:
    """The transforms at one response time; classes whose losses do not grow with duration are those of today."""
    losses, base = known_losses(fit), kept_transforms(fit, level)
    if response == 1.0:
        return base
    moved = [int(column) for column in np.flatnonzero(losses.shares.duration > 0)]
    return annual_loss.retransformed(base, _centre(fit, response), losses.sigma, losses.cap, moved, losses.shape)


def _centre(fit: Fit, response: float) -> Array:
    losses = known_losses(fit)
    return np.asarray(losses.mu + losses.shares.duration * (fit.effects.response * np.log(response))[:, None])


def known_losses(fit: Fit) -> Losses:
    """The losses of a fit that knows incidents; ValueError without any."""
    if fit.losses is None:
        raise ValueError("no incidents are known, so there is no loss curve")
    return fit.losses
