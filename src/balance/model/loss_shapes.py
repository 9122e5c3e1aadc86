"""How the losses of a class are spread: as a lognormal, or with a second kind of loss beside the first.

ln loss = centre + spread x e. The shape of e has mean 0 and variance 1: normal, or two normals of which the second is
rarer and lies above (few huge losses), below (few tiny ones) or around the first (both). Every one of them
is one or two lognormals, so that all that is exact for a lognormal stays exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy.special import log_ndtr, logsumexp, ndtr

from balance.ranges import Draws

ALONE = 0.3
"""How far a class is judged for itself: the rest of the weight follows what the company's other classes show."""

ABOVE = 0.5
"""How much of the weight that is not given to the lognormal goes to a second kind above the first: few huge losses. The
rest is halved between one below it and one around it."""

E_GRID = np.linspace(-12.0, 12.0, 481)
"""Where densities of e are tabulated; straight between, on the log scale."""


@dataclass(frozen=True, eq=False)
class Shape:
    """The parts of ln loss in every draw: share, place and width in spreads about the centre, each (2, K, C).

    A share of 0 marks a second part that is not there. Columns follow the classes.
    """

    share: Draws
    place: Draws
    width: Draws
    middle: Draws
    """The median, in spreads above the centre, (K, C)."""

    def of(self, columns: npt.ArrayLike) -> Shape:
        """The shape of some classes alone."""
        at = np.asarray(columns, dtype=np.intp)
        return Shape(self.share[:, :, at], self.place[:, :, at], self.width[:, :, at], self.middle[:, at])

    def in_draws(self, rows: slice) -> Shape:
        """The shape in some draws alone."""
        return Shape(self.share[:, rows], self.place[:, rows], self.width[:, rows], self.middle[rows])

    @property
    def lognormal(self) -> Draws:
        """The share of draws in which each class is lognormal, (C,)."""
        return np.asarray((self.share[1] == 0).mean(axis=0))


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The shapes that are weighed: parts (S, 2), the lognormal first, and tables of ln density, below, above (S, E)."""

    parts: Draws
    """Share, place, width of both parts: (3, S, 2)."""
    flavour: npt.NDArray[np.intp]
    """0 lognormal, 1 second kind above, 2 below, 3 around."""
    density: Draws
    below: Draws
    middle: Draws
    """The median of e, (S,)."""

    @cached_property
    def above(self) -> Draws:
        """ln of the chance above each e; only a floor asks for it."""
        z, weight = _at_each(self.parts)
        return np.asarray(np.logaddexp(*np.moveaxis(weight + log_ndtr(-z), 1, 0)))


def _at_each(parts: Draws) -> tuple[Draws, Draws]:
    """Every e as each part of each shape has it, (S, 2, E), and ln of the part's share."""
    with np.errstate(divide="ignore"):
        return (E_GRID - parts[1][:, :, None]) / parts[2][:, :, None], np.log(parts[0])[:, :, None]


def lognormal_shape(draws: int, classes: int) -> Shape:
    """The shape in which every class is lognormal.

    >>> lognormal_shape(4, 2).lognormal.tolist()
    [1.0, 1.0]
    """
    part = np.zeros((2, draws, classes))
    share, width = part.copy(), part + 1.0
    share[0] = 1.0
    return Shape(share, part, width, part[0])


def beside(first: Shape, second: Shape) -> Shape:
    """The classes of one after those of the other."""
    pairs = ((first.share, second.share), (first.place, second.place), (first.width, second.width))
    share, place, width = (np.concatenate(pair, axis=2) for pair in pairs)
    return Shape(share, place, width, np.concatenate([first.middle, second.middle], axis=1))


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The shapes that are weighed against the lognormal: 24 with a second kind above, 12 below and 4 around it.

    >>> catalogue().parts.shape
    (3, 41, 2)
    """
    above = [_two(*shape) for shape in product((0.08, 0.2, 0.35), (1.0, 2.0, 3.5, 6.0), (1.0, 2.0))]
    below = [_two(*shape) for shape in product((0.1, 0.25), (1.0, 2.0, 3.5), (1.0, 2.0))]
    around = [_two(*shape) for shape in product((0.1, 0.3), (0.0,), (2.5, 4.0))]
    turned = [(share, (-place[0], -place[1]), width) for share, place, width in below]
    listed = [((1.0, 0.0), (0.0, 0.0), (1.0, 1.0)), *above, *turned, *around]
    parts = np.array([[shape[part] for shape in listed] for part in range(3)])
    flavour = np.repeat([0, 1, 2, 3], [1, len(above), len(below), len(around)])
    z, weight = _at_each(parts)
    density = weight - z**2 / 2 - np.log(parts[2])[:, :, None] - np.log(2 * np.pi) / 2
    below_e = np.logaddexp(*np.moveaxis(weight + log_ndtr(z), 1, 0))
    middle = np.array([np.interp(np.log(0.5), row, E_GRID) for row in below_e])
    middle[0] = 0.0
    return Catalogue(parts, flavour, np.logaddexp(*np.moveaxis(density, 1, 0)), below_e, middle)


def weights(evidence: Draws, lognormal: float, above: float = ABOVE, alone: float = ALONE) -> Draws:
    """How much each class leans on each shape, (C, S), from the ln evidence of each shape and class, (C, S).

    Args: ln evidence relative to the lognormal's; the chance before any loss is seen that losses are lognormal; if not,
    that a second kind lies above the first; how far a class is judged for itself.
    Formula: the company is of one flavour h, with chance p(h); a class follows it with 1 - `alone`, else any shape by
    p(h). Both are summed over, so that classes with few losses follow the others. 1 for `lognormal` turns all off.

    >>> weights(np.zeros((1, 41)), 0.4)[0, 0].round(3)
    np.float64(0.4)
    """
    kinds = catalogue().flavour
    before = np.array([lognormal, *(share * (1 - lognormal) for share in (above, (1 - above) / 2, (1 - above) / 2))])
    within = np.array([kinds == kind for kind in range(4)]) / np.bincount(kinds)[:, None]
    given = (1 - alone) * within + alone * (before @ within)
    with np.errstate(divide="ignore"):
        each = logsumexp(evidence[None], b=given[:, None, :], axis=2)
        others = np.log(before)[:, None] + each.sum(axis=1, keepdims=True) - each
    of_company = np.exp(others - logsumexp(others, axis=0))
    found = (of_company.T @ given) * np.exp(evidence - evidence.max(axis=1, keepdims=True))
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def drawn(picked: npt.NDArray[np.intp]) -> Shape:
    """The shape of each draw and class from the number of the shape picked, (K, C)."""
    share, place, width = (np.moveaxis(part[picked], -1, 0) for part in catalogue().parts)
    return Shape(share, place, width, catalogue().middle[picked])


def pick(weight: Sequence[Draws] | Draws, u: Draws) -> npt.NDArray[np.intp]:
    """The number of the shape of each draw and class: weights (C, S), uniforms (K, C)."""
    steps = np.cumsum(np.asarray(weight), axis=1)[:, :-1]
    return np.stack([np.searchsorted(row, u[:, c], side="right") for c, row in enumerate(steps)], axis=1)


def shaped_mean(mu: npt.ArrayLike, sigma: npt.ArrayLike, d: npt.ArrayLike, shape: Shape) -> Draws:
    """The mean cost of one incident when no more than d of it counts, (K, C): the parts' means by their shares."""
    centre, spread = np.asarray(mu, dtype=np.float64), np.asarray(sigma, dtype=np.float64)
    total = np.zeros(np.broadcast_shapes(centre.shape, shape.share.shape[1:]))
    for share, place, width in zip(shape.share, shape.place, shape.width, strict=True):
        total += share * limited_mean(centre + spread * place, spread * width, d)
    return total


def chance_above(mu: Draws, sigma: Draws, amount: npt.ArrayLike, shape: Shape) -> Draws:
    """The chance that one incident costs more than the amount, no cap counted, (K, C)."""
    z = (mu - np.log(np.asarray(amount, dtype=np.float64))) / sigma
    parts = shape.share * ndtr((z + shape.place) / shape.width)
    return np.asarray(parts.sum(axis=0))


def chance_of_one_beyond(
    costly: Draws, mu: Draws, sigma: Draws, cap: Draws, amount: float, shape: Shape | None = None
) -> Draws:
    """The chance that at least one incident of the year costs more than `amount` by itself, per draw (K,).

    Args: costly incidents a year, centre and spread of ln loss (K, C), caps (C,), currency, shape (default lognormal).
    1 - exp(-sum of rate x chance of more); a class capped below the amount adds nothing.

    >>> one = np.ones((1, 1))
    >>> chance_of_one_beyond(one, 11 * one, one, np.array([1e9]), 1e9).tolist()
    [0.0]
    """
    beyond = np.where(amount < cap, chance_above(mu, sigma, amount, shape or lognormal_shape(*mu.shape)), 0.0)
    return np.asarray(-np.expm1(-(costly * beyond).sum(axis=1)))


def limited_mean(mu: npt.ArrayLike, sigma: npt.ArrayLike, d: npt.ArrayLike) -> Draws:
    """The mean cost of one incident of lognormal loss when no more than d of it counts.

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


_Parts = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]


def _two(rare: float, gap: float, width: float) -> _Parts:
    """Share, place and width of two normals, the second `gap` above the first and `width` as wide; standardised."""
    mean = rare * gap
    spread = float(np.sqrt((1 - rare) + rare * (width**2 + gap**2) - mean**2))
    return (1 - rare, rare), (-mean / spread, (gap - mean) / spread), (1 / spread, width / spread)
