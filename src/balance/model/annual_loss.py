"""Next year's loss, exactly: the whole curve per draw by fast Fourier transform, nothing simulated.

Losses run from 0 to the grid's top in equal steps; the cost of one incident is spread on them so that its mean is
kept. Draws k come first, classes c second. Base and scenario use the same grid. Chances are tilted by
exp(-tilt j / n), so that what lies beyond the top does not fold back to the bottom (Grubel and Hermesmeier 1999).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from balance.model.loss_curve import AnnualLoss, Grid
from balance.model.loss_shapes import Shape, lognormal_shape, shaped_mean
from balance.ranges import Draws

DRAWS_AT_ONCE = 32
"""Draws worked on together: small enough for the processor's cache."""

_NO_SHOCK = 1e-9


@dataclass(frozen=True, eq=False)
class Piece:
    """Some classes: `planes[k, i]` holds real, then imaginary parts of class `classes[i]` (-1: replaced)."""

    classes: npt.NDArray[np.intp]
    planes: Draws


@dataclass(frozen=True, eq=False)
class Transforms:
    """The cost of one incident per draw and class on a grid, transformed; kept while only frequencies move."""

    grid: Grid
    means: Draws
    """Mean cost of one incident, capped, shape (K, C)."""
    pieces: tuple[Piece, ...]


def transforms(mu: Draws, sigma: Draws, cap: Draws, grid: Grid, shape: Shape | None = None) -> Transforms:
    """The cost of one incident of each class, ready for any frequency.

    Args: centre and spread of ln loss (K, C), most one incident can cost (C,), grid, shape (default lognormal). Returns
    Transforms: per draw and class rfft(m exp(-tilt j / n)) - 1 of the masses m of `masses`. Nothing may be missing.

    >>> one = np.ones((1, 1))
    >>> transforms(11 * one, 1.5 * one, np.array([1e6]), Grid(4e6, 256)).means.round(2).tolist()
    [[149566.23]]
    """
    kinds = shape or lognormal_shape(*mu.shape)
    piece = Piece(np.arange(mu.shape[1]), _planes(mu, sigma, cap, grid, kinds))
    return Transforms(grid, shaped_mean(mu, sigma, cap, kinds), (piece,))


def retransformed(
    before: Transforms, mu: Draws, sigma: Draws, cap: Draws, moved: Sequence[int], shape: Shape | None = None
) -> Transforms:
    """The same transforms after the cost of the `moved` classes changed; the others are taken over untouched.

    Args: transforms of the base; centre and spread (K, C) and caps (C,) of all classes, of which only the moved are
    read; column numbers of the moved classes.

    >>> one = np.ones((1, 2))
    >>> base = transforms(11 * one, 1.5 * one, np.full(2, 1e6), Grid(4e6, 256))
    >>> retransformed(base, 10 * one, 1.5 * one, np.full(2, 1e6), [1]).means.round().tolist()
    [[149566.0, 63268.0]]
    """
    if len(moved) == 0:
        return before
    index = np.asarray(moved, dtype=np.intp)
    kept = tuple(
        Piece(np.where(np.isin(piece.classes, index), -1, piece.classes), piece.planes) for piece in before.pieces
    )
    means = before.means.copy()
    kinds = (shape or lognormal_shape(*mu.shape)).of(index)
    means[:, index] = shaped_mean(mu[:, index], sigma[:, index], cap[index], kinds)
    fresh = Piece(index, _planes(mu[:, index], sigma[:, index], cap[index], before.grid, kinds))
    return Transforms(before.grid, means, (*(piece for piece in kept if (piece.classes >= 0).any()), fresh))


def annual_loss(kept: Transforms, rates: Draws, shock: float = 0.0, independent: Sequence[int] = ()) -> AnnualLoss:
    """What the incidents of a whole year cost, per draw.

    Args: transforms; incidents a year (K, C); variance of the factor that makes a whole year better or worse for
    all classes (0: none); columns of the classes this factor does not touch. Returns AnnualLoss, K curves.
    Formula: E = sum of rate x transform; phi = exp(E), or (1 - v E)^(-1/v) with shock v; (1 - phi) / (1 - z), inverse
    transform, tilt taken back: the chance of more. Reference: compound (mixed) Poisson by FFT, Embrechts and Frei 2009.
    Nothing may be missing.

    >>> one = np.ones((1, 1))
    >>> year = annual_loss(transforms(11 * one, 1.5 * one, np.array([1e6]), Grid(8e6, 2048)), 4 * one)
    >>> round(float(year.mean[0])), round(year.bad_year().predictive, -3)
    (598265, 1653000.0)
    """
    beyond = np.empty((len(rates), kept.grid.points))
    for start in range(0, len(rates), DRAWS_AT_ONCE):
        rows = slice(start, start + DRAWS_AT_ONCE)
        _chance_of_more(year_transform(kept, rates, shock, independent, rows), kept.grid, beyond[rows])
    return AnnualLoss(kept.grid, beyond, _mean(kept, rates))


def predictive_loss(kept: Transforms, rates: Draws, shock: float = 0.0, independent: Sequence[int] = ()) -> AnnualLoss:
    """What the incidents of a whole year cost, all draws together: one curve, for the price of one inverse transform.

    Args as `annual_loss`; the readings equal its predictive ones. For plans that only need the headline.

    >>> one = np.ones((2, 1))
    >>> kept = transforms(11 * one, 1.5 * one, np.array([1e6]), Grid(8e6, 2048))
    >>> predictive_loss(kept, 4 * one).beyond.shape
    (1, 2048)
    """
    total = np.zeros((1, kept.grid.points // 2 + 1), dtype=np.complex128)
    for start in range(0, len(rates), DRAWS_AT_ONCE):
        rows = slice(start, start + DRAWS_AT_ONCE)
        total += year_transform(kept, rates, shock, independent, rows).sum(axis=0)
    beyond = _chance_of_more(total / len(rates), kept.grid, np.empty((1, kept.grid.points)))
    return AnnualLoss(kept.grid, beyond, _mean(kept, rates).mean(keepdims=True))


def masses(mu: Draws, sigma: Draws, cap: float, grid: Grid) -> Draws:
    """The cost of one incident spread on the grid's steps so that its mean is kept: (K,) parameters to (K, n).

    Formula: D_j = (L_{j+1} - L_j) / h with L_j = E[min(X, j h, cap)]; m_0 = 1 - D_0, m_j = D_{j-1} - D_j. What lies
    beyond the top is dropped. Reference: Gerber 1982.

    >>> masses(np.array([10.0]), np.array([1.0]), np.inf, Grid(160e3, 8)).round(8)[0, :3].tolist()
    [0.21383551, 0.39814988, 0.17834196]
    """
    h, n = grid.step, grid.points
    inside = min(n, int(np.ceil(cap / h))) if np.isfinite(cap) else n
    limit = np.minimum(h * np.arange(1, inside + 1), cap)
    z = (np.log(limit) - mu[:, None]) / sigma[:, None]
    limited = ndtr(z - sigma[:, None])
    limited *= np.exp(mu + sigma**2 / 2)[:, None]
    limited += limit * ndtr(np.negative(z, out=z))
    density = np.zeros((len(mu), n + 1))
    density[:, 0] = 1.0
    density[:, 1] = limited[:, 0]
    np.subtract(limited[:, 1:], limited[:, :-1], out=density[:, 2 : inside + 1])
    density[:, 1 : inside + 1] /= h
    return density[:, :n] - density[:, 1:]


def year_transform(
    kept: Transforms, rates: Draws, shock: float, independent: Sequence[int], rows: slice
) -> npt.NDArray[np.complex128]:
    """The tilted transform of the year's loss of some draws, shape (rows, n/2 + 1)."""
    together, apart = exponents(kept, rates, independent, rows)
    if shock > _NO_SHOCK:
        together = _shared(*together, shock)
    real, imaginary = together if apart is None else (together[0] + apart[0], together[1] + apart[1])
    return _exponential(real, imaginary)


def exponents(
    kept: Transforms, rates: Draws, independent: Sequence[int], rows: slice
) -> tuple[tuple[Draws, Draws], tuple[Draws, Draws] | None]:
    """Real and imaginary part of the sum of rate x transform: classes that share the shock, then the others."""
    apart = np.isin(np.arange(rates.shape[1]), np.asarray(independent, dtype=np.intp))
    together = _weighted(kept, np.where(apart, 0.0, rates), rows)
    return together, _weighted(kept, np.where(apart, rates, 0.0), rows) if apart.any() else None


def _weighted(kept: Transforms, rates: Draws, rows: slice) -> tuple[Draws, Draws]:
    half = kept.grid.points // 2 + 1
    sums = []
    for piece in kept.pieces:
        shares = np.where(piece.classes >= 0, rates[rows][:, piece.classes], 0.0)
        if shares.any():
            sums.append(np.matmul(shares[:, None, :], piece.planes[rows])[:, 0])
    total = sum(sums[1:], sums[0]) if sums else np.zeros((len(rates[rows]), 2 * half))
    return total[:, :half], total[:, half:]


def _shared(real: Draws, imaginary: Draws, shock: float) -> tuple[Draws, Draws]:
    # the logarithm of (1 - v E)^(-1/v): log1p so that a small v loses no digits, arctan because 1 - v Re E > 0.
    # Few arrays and few divisions: a slider spends much of its time here
    real, angle = shock * real, shock * imaginary
    size = real - 2
    size *= real
    size += angle * angle
    np.log1p(size, out=size)
    size *= -0.5 / shock
    angle /= np.subtract(1, real, out=real)
    np.arctan(angle, out=angle)
    angle *= 1 / shock
    return size, angle


def _exponential(real: Draws, imaginary: Draws) -> npt.NDArray[np.complex128]:
    # cosine and sine from the half angle's tangent: numpy has one fast tangent, but slow sines and complex exponentials
    size, half = np.exp(real), imaginary / 2
    np.tan(half, out=half)
    square = half * half
    size /= 1 + square
    result = np.empty(real.shape, dtype=np.complex128)
    np.multiply(size, np.subtract(1, square, out=square), out=result.real)
    half *= 2
    np.multiply(size, half, out=result.imag)
    return result


def _chance_of_more(phi: npt.NDArray[np.complex128], grid: Grid, out: Draws) -> Draws:
    # dividing by 1 - z sums in the transform: cheaper than summing afterwards, and what folds back is only
    # exp(-tilt) of the chance beyond the top, so that a smaller tilt with less rounding noise will do
    up, divisor = _tilts(grid)
    np.subtract(1, phi, out=phi)
    phi *= divisor
    np.fft.irfft(phi, grid.points, out=out)
    out *= up
    return out


@lru_cache(maxsize=16)
def _tilts(grid: Grid) -> tuple[Draws, npt.NDArray[np.complex128]]:
    steps = np.arange(grid.points) / grid.points
    half = steps[: grid.points // 2 + 1]
    return np.exp(grid.tilt * steps), 1 / (1 - np.exp(-grid.tilt / grid.points - 2j * np.pi * half))


def _planes(mu: Draws, sigma: Draws, cap: Draws, grid: Grid, shape: Shape) -> Draws:
    half = grid.points // 2 + 1
    planes = np.empty((*mu.shape, 2 * half))
    tilt = np.exp(-grid.tilt * np.arange(grid.points) / grid.points)
    for start in range(0, len(mu), DRAWS_AT_ONCE):
        rows = slice(start, start + DRAWS_AT_ONCE)
        centre, spread, kinds = mu[rows], sigma[rows], shape.in_draws(rows)
        for c in range(mu.shape[1]):
            chances = _chances(centre[:, c], spread[:, c], float(cap[c]), grid, kinds.of([c]))
            chances *= tilt
            transformed = np.fft.rfft(chances)
            np.subtract(transformed.real, 1, out=planes[rows, c, :half])
            planes[rows, c, half:] = transformed.imag
    return planes


def _chances(mu: Draws, sigma: Draws, cap: float, grid: Grid, shape: Shape) -> Draws:
    """The cost of one incident of one class on the grid's steps, all its kinds together, (K, n)."""
    chances = np.zeros((len(mu), grid.points))
    for share, place, width in zip(shape.share[:, :, 0], shape.place[:, :, 0], shape.width[:, :, 0], strict=True):
        there = np.flatnonzero(share > 0)
        if len(there):
            centre, spread = mu[there] + sigma[there] * place[there], sigma[there] * width[there]
            chances[there] += share[there, None] * masses(centre, spread, cap, grid)
    return chances


def _mean(kept: Transforms, rates: Draws) -> Draws:
    return np.asarray(np.sum(rates * kept.means, axis=1), dtype=np.float64)
