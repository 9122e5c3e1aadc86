"""Next year's loss, exactly: the whole curve per draw by fast Fourier transform, nothing simulated.

Draws k come first, classes c second. Base and scenario use the same grid. Chances are tilted by exp(-tilt j / n), so
that what lies beyond the top does not fold back to the bottom (Grubel and Hermesmeier 1999).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from balance.model.incident_sizes import DRAWS_AT_ONCE, Sizes
from balance.model.loss_curve import AnnualLoss, Grid
from balance.ranges import Draws

_NO_SHOCK = 1e-9


@dataclass(frozen=True, eq=False)
class Transforms:
    """Sizes of several classes summed up, each with its frequency, and transformed: what moves together is one sum."""

    grid: Grid
    means: Draws
    """Mean cost a year of each sum, shape (K, P)."""
    planes: tuple[Draws, ...]
    """Of each sum, (K, n + 2): real, then imaginary parts of the sum of rate x (rfft(m exp(-tilt j / n)) - 1)."""


def transforms(kept: Sizes, weights: Sequence[Draws]) -> Transforms:
    """Sums over the classes, transformed, so that scenarios that move them alike need not add them up again.

    Args: sizes; for each sum the incidents a year of every class, (K, C). A year in which sum p happens f times as
    often is `annual_loss(transforms(...), f)` with f (K, P).

    >>> from balance.model.incident_sizes import incident_sizes
    >>> two = np.ones((1, 2))
    >>> kept = incident_sizes(11 * two, 1.5 * two, np.full(2, 1e6), Grid(8e6, 2048))
    >>> together = annual_loss(transforms(kept, [3 * two]), np.full((1, 1), 0.5))
    >>> bool(np.allclose(together.beyond, annual_loss(kept, 1.5 * two).beyond, atol=1e-12))
    True
    """
    planes = []
    for weight in weights:
        plane = np.empty((len(weight), kept.grid.points + 2))
        for start in range(0, len(weight), DRAWS_AT_ONCE):
            rows = slice(start, start + DRAWS_AT_ONCE)
            plane[rows] = _of_sizes(kept, weight[rows], rows)
        planes.append(plane)
    return Transforms(kept.grid, np.stack([_mean(kept, weight) for weight in weights], axis=1), tuple(planes))


def annual_loss(
    kept: Sizes | Transforms, rates: Draws, shock: float = 0.0, independent: Sequence[int] = ()
) -> AnnualLoss:
    """What the incidents of a whole year cost, per draw.

    Args: sizes and incidents a year (K, C), or sums of them and how often each happens (K, P); variance of the factor
    that makes a whole year better or worse for all classes (0: none); columns that this factor does not touch.
    Returns AnnualLoss, K curves.
    Formula: E = sum of rate x transform; phi = exp(E), or (1 - v E)^(-1/v) with shock v; (1 - phi) / (1 - z), inverse
    transform, tilt taken back: the chance of more. Reference: compound (mixed) Poisson by FFT, Embrechts and Frei 2009.
    Nothing may be missing.

    >>> from balance.model.incident_sizes import incident_sizes
    >>> one = np.ones((1, 1))
    >>> year = annual_loss(incident_sizes(11 * one, 1.5 * one, np.array([1e6]), Grid(8e6, 2048)), 4 * one)
    >>> round(float(year.mean[0])), round(year.bad_year().predictive, -3)
    (598265, 1653000.0)
    """
    beyond, sides = np.empty((len(rates), kept.grid.points)), of_sides(rates, independent)
    for start in range(0, len(rates), DRAWS_AT_ONCE):
        rows = slice(start, start + DRAWS_AT_ONCE)
        _chance_of_more(year_transform(kept, sides, shock, rows), kept.grid, beyond[rows])
    return AnnualLoss(kept.grid, beyond, _mean(kept, rates))


def predictive_loss(
    kept: Sizes | Transforms, rates: Draws, shock: float = 0.0, independent: Sequence[int] = ()
) -> AnnualLoss:
    """What the incidents of a whole year cost, all draws together: one curve, for the price of one inverse transform.

    Args as `annual_loss`; the readings equal its predictive ones. For plans that only need the headline.

    >>> from balance.model.incident_sizes import incident_sizes
    >>> one = np.ones((2, 1))
    >>> kept = incident_sizes(11 * one, 1.5 * one, np.array([1e6]), Grid(8e6, 2048))
    >>> predictive_loss(kept, 4 * one).beyond.shape
    (1, 2048)
    """
    starts, sides = range(0, len(rates), DRAWS_AT_ONCE), of_sides(rates, independent)
    rows = (slice(start, start + DRAWS_AT_ONCE) for start in starts)
    return predictive(kept, rates, (year_transform(kept, sides, shock, some) for some in rows))


def predictive(kept: Sizes | Transforms, rates: Draws, years: Iterable[npt.NDArray[np.complex128]]) -> AnnualLoss:
    """The one curve of all draws together from the transforms of their years, some draws at a time."""
    total = np.zeros((1, kept.grid.points // 2 + 1), dtype=np.complex128)
    for some in years:
        total += some.sum(axis=0)
    beyond = _chance_of_more(total / len(rates), kept.grid, np.empty((1, kept.grid.points)))
    return AnnualLoss(kept.grid, beyond, _mean(kept, rates).mean(keepdims=True))


def year_transform(
    kept: Sizes | Transforms, sides: tuple[Draws, Draws | None], shock: float, rows: slice
) -> npt.NDArray[np.complex128]:
    """The tilted transform of the year's loss of some draws, shape (rows, n/2 + 1)."""
    return of_exponents(*exponents(kept, sides, rows), shock)


def of_exponents(
    together: tuple[Draws, Draws], apart: tuple[Draws, Draws] | None, shock: float
) -> npt.NDArray[np.complex128]:
    """The tilted transform of the year's loss from what `exponents` gives."""
    if shock > _NO_SHOCK:
        together = _shared(*together, shock)
    real, imaginary = together if apart is None else (together[0] + apart[0], together[1] + apart[1])
    return _exponential(real, imaginary)


def of_sides(rates: Draws, independent: Sequence[int]) -> tuple[Draws, Draws | None]:
    """The rates of what shares the shock, then those of the other columns where there are any; the rest is 0."""
    apart = np.isin(np.arange(rates.shape[1]), np.asarray(independent, dtype=np.intp))
    if not apart.any():
        return rates, None
    return np.where(apart, 0.0, rates), np.where(apart, rates, 0.0)


def exponents(
    kept: Sizes | Transforms, sides: tuple[Draws, Draws | None], rows: slice
) -> tuple[tuple[Draws, Draws], tuple[Draws, Draws] | None]:
    """Real and imaginary part of the sum of rate x transform, tilted: classes that share the shock, then the others."""
    together, apart = sides
    return _weighted(kept, together, rows), None if apart is None else _weighted(kept, apart, rows)


def _weighted(kept: Sizes | Transforms, rates: Draws, rows: slice) -> tuple[Draws, Draws]:
    here = rates[rows]
    total = _of_sizes(kept, here, rows) if isinstance(kept, Sizes) else _of_planes(kept, here, rows)
    half = kept.grid.points // 2 + 1
    return total[:, :half], total[:, half:]


def _of_planes(kept: Transforms, rates: Draws, rows: slice) -> Draws:
    used = [p for p in range(len(kept.planes)) if rates[:, p].any()]
    if not used:
        return np.zeros((len(rates), kept.grid.points + 2))
    total = kept.planes[used[0]][rows] * rates[:, used[0], None]
    for p in used[1:]:
        total += kept.planes[p][rows] * rates[:, p, None]
    return total


def _of_sizes(kept: Sizes, rates: Draws, rows: slice) -> Draws:
    # added up before they are transformed: one transform a draw instead of one a class
    # to the grid's full length, for a transform that has to fill up what is missing takes half as long again
    first, half = 0, kept.grid.points // 2 + 1
    sums, steps = np.zeros((len(rates), kept.grid.points)), max((part.shape[2] for part in kept.parts), default=0)
    for part in kept.parts:
        shares = rates[:, first : first + part.shape[1]]
        first += part.shape[1]
        if shares.any():
            sums[:, : part.shape[2]] += np.matmul(shares[:, None, :], part[rows])[:, 0]
    sums[:, :steps] *= tilted_down(kept.grid)[:steps]
    transformed = np.fft.rfft(sums)
    total = np.empty((len(rates), 2 * half))
    np.subtract(transformed.real, rates.sum(axis=1)[:, None], out=total[:, :half])
    total[:, half:] = transformed.imag
    return total


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
def tilted_down(grid: Grid) -> Draws:
    """By how much each step of the grid is tilted, (n,)."""
    return np.exp(-grid.tilt * np.arange(grid.points) / grid.points)


@lru_cache(maxsize=16)
def _tilts(grid: Grid) -> tuple[Draws, npt.NDArray[np.complex128]]:
    steps = np.arange(grid.points) / grid.points
    half = steps[: grid.points // 2 + 1]
    return np.exp(grid.tilt * steps), 1 / (1 - np.exp(-grid.tilt / grid.points - 2j * np.pi * half))


def _mean(kept: Sizes | Transforms, rates: Draws) -> Draws:
    return np.asarray(np.sum(rates * kept.means, axis=1), dtype=np.float64)
