"""Next year's loss curve of a scenario: one grid for base and scenarios, and what they share is kept.

What one incident costs depends on the fit and not on the levers, except on the response time; it is kept at two
response times and mixed in between. How often classes happen moves together: what follows the plan by one factor, the
severe class by another. So classes are summed up and transformed once for a response time and a threat, and every other
lever weighs at most two sums, however many classes there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from balance.model import annual_loss, loss_grid
from balance.model.annual_loss import Transforms
from balance.model.fit import Fit
from balance.model.incident_sizes import Sizes, incident_sizes
from balance.model.loss_curve import AnnualLoss, Grid
from balance.model.loss_shapes import chance_of_one_beyond, shaped_mean
from balance.model.losses import Losses
from balance.scenario.kept import kept_with_fit

Array = npt.NDArray[np.float64]

NODES = tuple(2.0 ** (step / 2) for step in range(-4, 3))
"""Response times at which loss sizes are worked out; between two of them their mixture with the exact mean is used."""

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


@dataclass(frozen=True, eq=False)
class Frequencies:
    """By how much a scenario multiplies the incidents of a year like the past, (K,) each."""

    following: Array
    """Of the classes that follow the delivery plan."""
    apart: Array
    """Of the severe class."""
    threat: float
    """Of the external incidents of every class, on top of it."""

    def of_classes(self, losses: Losses) -> Array:
        """The same for each class, (K, C)."""
        each = np.where(_follows(losses), self.following[:, None], self.apart[:, None])
        return np.asarray(each * from_outside(losses, self.threat))


def from_outside(losses: Losses, threat: float) -> Array:
    """By how much the threat multiplies the incidents of each class, (C,): only those from outside."""
    return np.asarray(1 + losses.shares.external * (threat - 1))


def year_loss(fit: Fit, often: Frequencies, response: float, level: int = 0) -> tuple[AnnualLoss, int]:
    """Next year's loss on the first grid, from `level` on, that is long enough for it.

    Args: the fit; by how much incidents multiply; response time relative to today; how often the grid is made four
    times longer at least. Returns the loss and the level used.
    """
    losses = known_losses(fit)
    sides = 2 if losses.independent else 1
    while True:
        kept = kept_transforms(fit, response, level, often.threat)
        rates = np.stack([often.following, often.apart], axis=1)[:, :sides]
        loss = annual_loss.annual_loss(kept, rates, losses.shock, (1,) if sides == 2 else ())
        if not loss.overflows or level >= HIGHEST_LEVEL:
            return loss, level
        level += 1


def by_class(fit: Fit, costly: Array, response: float, level: int) -> tuple[Sizes, Array]:
    """Sizes and rates of a scenario; between two response times those of both, each with its share of the incidents.

    The shares keep the exact mean loss. Columns of the second response time follow those of the first.
    """
    if response == 1.0:
        return kept_sizes(fit, response, level), costly
    upper = next((node for node in NODES if node >= response), NODES[-1])
    lower = NODES[max(NODES.index(upper) - 1, 0)]
    low, high = kept_sizes(fit, lower, level), kept_sizes(fit, upper, level)
    gap = high.means - low.means
    share = (mean_losses(fit, response) - low.means) / np.where(gap > 0, gap, 1.0)
    share = np.clip(np.where(gap > 1e-12 * high.means, share, 0.0), 0.0, 1.0)
    both = Sizes(low.grid, np.hstack([low.means, high.means]), (*low.parts, *high.parts))
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


@kept_with_fit(most=4, room_mb=2)
def mean_losses(fit: Fit, response: float) -> Array:
    """Mean cost of one incident of each class when detecting and resolving takes longer or shorter, (K, C)."""
    losses = known_losses(fit)
    return shaped_mean(_centre(fit, response), losses.sigma, losses.cap, losses.shape)


def median_losses(fit: Fit, response: float) -> Array:
    """Median cost of one incident of each class at that response time, (K, C); args as `mean_losses`."""
    losses = known_losses(fit)
    middle = _centre(fit, response) + losses.sigma * losses.shape.middle
    return np.asarray(np.minimum(np.exp(middle), losses.cap))


@kept_with_fit(most=2, room_mb=9)
def kept_transforms(fit: Fit, response: float, level: int, threat: float) -> Transforms:
    """The cost of a year like the past, ready for any frequency: of what follows the plan, and of the severe class.

    Args: the fit; response time; how often the grid was made four times longer; how often incidents come from outside,
    against today. Weighing those from outside apart would spare whoever moves the threat alone a transform, and cost
    everybody under another threat two of them.
    """
    losses = known_losses(fit)
    sizes, rates = by_class(fit, losses.costly * from_outside(losses, threat), response, level)
    follows = np.resize(_follows(losses), rates.shape[1])
    sides = (follows, ~follows) if losses.independent else (follows,)
    return annual_loss.transforms(sizes, [np.where(side, rates, 0.0) for side in sides])


@kept_with_fit(most=2, room_mb=32)
def kept_sizes(fit: Fit, response: float, level: int) -> Sizes:
    """What one incident of each class costs at one of the response times; kept with the fit."""
    losses = known_losses(fit)
    return incident_sizes(_centre(fit, response), losses.sigma, losses.cap, grid(fit, level), losses.shape)


def _follows(losses: Losses) -> npt.NDArray[np.bool_]:
    """The classes that follow the delivery plan, (C,)."""
    return ~np.isin(np.arange(len(losses.classes)), losses.independent)


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
    kept = incident_sizes(losses.mu, losses.sigma, losses.cap, wide, losses.shape)
    found = annual_loss.predictive_loss(kept, losses.costly, losses.shock, losses.independent)
    rare = found.bad_year(RARE)
    top = min(wide.top, 1.5 * rare.predictive) if rare.predictive > 0 else wide.top
    reach = max((1.2 * loss for loss, _ in fit.appetite if loss <= FARTHEST_LIMIT * top), default=0.0)
    bad = found.bad_year().predictive
    return Grid(max(top, reach), POINTS if bad >= FINE * max(top, reach) / POINTS else 2 * POINTS)


def on_the_grid_of(base: Fit, other: Fit) -> None:
    """Let the losses of another fit of the same company stand on the base's grid, the same sizes worked out once.

    For comparing many fits quickly: readings of the other fit then carry the rounding of the base's grid.
    """
    if base.losses is None or other.losses is None:
        return
    grid(base, 0)
    grid.hand_on(base, other)
    if _same_costs(base.losses, other.losses):
        kept_sizes(base, 1.0, 0)
        kept_sizes.hand_on(base, other, 1.0)


def _same_costs(one: Losses, other: Losses) -> bool:
    kinds = ((getattr(one.shape, name), getattr(other.shape, name)) for name in ("share", "place", "width"))
    pairs = ((one.mu, other.mu), (one.sigma, other.sigma), (one.cap, other.cap), *kinds)
    return one is other or all(np.array_equal(*pair) for pair in pairs)


def _centre(fit: Fit, response: float) -> Array:
    losses = known_losses(fit)
    return np.asarray(losses.mu + losses.shares.duration * (fit.effects.response * np.log(response))[:, None])


def known_losses(fit: Fit) -> Losses:
    """The losses of a fit that knows incidents; ValueError without any."""
    if fit.losses is None:
        raise ValueError("no incidents are known, so there is no loss curve")
    return fit.losses
