"""Whose the bad years are: the mean of the worst years split by class, adding up to the whole.

Amounts in currency, classes along the last axis. All draws together (predictive): the curve is the mean of the
draws' curves, so the split is the mean of theirs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from balance.model.annual_loss import DRAWS_AT_ONCE, Transforms, exponents, predictive_loss, year_transform
from balance.model.loss_curve import BAD_YEAR, Grid
from balance.ranges import Draws

Spectrum = npt.NDArray[np.complex128]


def tail_amounts(
    kept: Transforms, rates: Draws, shock: float = 0.0, independent: Sequence[int] = (), chance: float = BAD_YEAR
) -> Draws:
    """How much each class contributes to the mean of the years worse than the bad year, in currency (C,).

    Args as `annual_loss`, and the chance of a worse year. The amounts add up to the predictive `tail_mean`; where the
    bad year lies beyond the grid, or nothing can be lost, every amount is NaN or 0 respectively.
    Formula: (rate x mean - E[S_c; S <= VaR]) / chance, E[S_c; S = jh] = rate x irfft(Q rfft(jh m)), Q the derivative of
    the year's transform. Reference: Euler allocation, Tasche 1999.

    >>> from balance.model.annual_loss import transforms
    >>> mu, sigma, cap = np.array([[11.0, 13.0]]), np.array([[1.2, 1.8]]), np.array([2e7, 2e7])
    >>> kept = transforms(mu, sigma, cap, Grid(6e7, 4096))
    >>> tail_amounts(kept, np.array([[2.0, 0.3]])).round(-2).tolist()
    [410600.0, 7828900.0]
    """
    year = predictive_loss(kept, rates, shock, independent)
    whole = year.tail_mean(chance).predictive
    if not np.isfinite(whole):
        return np.full(rates.shape[1], np.nan)
    below = _below(
        _losses(_partial(kept, rates, shock, independent, weighted=True), kept.grid), year.predictive, chance
    )
    raw = (np.mean(rates * kept.means, axis=0) - below) / chance
    total = float(raw.sum())
    return raw * (whole / total) if total > 0 else np.zeros_like(raw)


def tail_shares(
    kept: Transforms, rates: Draws, shock: float = 0.0, independent: Sequence[int] = (), chance: float = BAD_YEAR
) -> Draws:
    """The share of each class in the mean of the years worse than the bad year, 0..1 and adding up to 1 (C,).

    Args as `tail_amounts`. Nothing to lose: all 0.

    >>> from balance.model.annual_loss import transforms
    >>> one = np.ones((1, 2))
    >>> tail_shares(transforms(11 * one, one, np.full(2, 1e6), Grid(8e6)), one).round(6).tolist()
    [0.5, 0.5]
    """
    amounts = tail_amounts(kept, rates, shock, independent, chance)
    total = float(amounts.sum())
    return np.asarray(amounts / total if total != 0.0 else amounts, dtype=np.float64)


def bad_year_slopes(
    kept: Transforms, rates: Draws, shock: float = 0.0, independent: Sequence[int] = (), chance: float = BAD_YEAR
) -> Draws:
    """By how much the bad year moves per unit of each class's relative frequency, in currency (C,): not additive.

    Args as `tail_amounts`. One per cent more incidents of a class moves the bad year by a hundredth of its slope.
    Formula: -rate x (irfft(Q G) summed up to VaR) / density at VaR.

    >>> from balance.model.annual_loss import transforms
    >>> mu, sigma, cap = np.array([[11.0, 13.0]]), np.array([[1.2, 1.8]]), np.array([2e7, 2e7])
    >>> kept = transforms(mu, sigma, cap, Grid(6e7, 4096))
    >>> bad_year_slopes(kept, np.array([[2.0, 0.3]])).round(-2).tolist()
    [377700.0, 2978000.0]
    """
    curve = predictive_loss(kept, rates, shock, independent).predictive
    first = int(np.searchsorted(-curve, -chance))
    if first in (0, len(curve)):
        return np.full(rates.shape[1], 0.0 if first == 0 else np.nan)
    moved = _below(_losses(_partial(kept, rates, shock, independent, weighted=False), kept.grid), curve, chance)
    return np.asarray(-moved * kept.grid.step / (curve[first - 1] - curve[first]), dtype=np.float64)


def _partial(kept: Transforms, rates: Draws, shock: float, independent: Sequence[int], *, weighted: bool) -> Spectrum:
    """Mean over draws of rate x Q x the class's transform: of its losses (weighted), or of its masses less 1."""
    result = np.zeros((rates.shape[1], kept.grid.points // 2 + 1), dtype=np.complex128)
    for start in range(0, len(rates), DRAWS_AT_ONCE):
        rows = slice(start, start + DRAWS_AT_ONCE)
        phi = year_transform(kept, rates, shock, independent, rows)
        together = exponents(kept, rates, independent, rows)[0]
        shared = phi / (1 - shock * (together[0] + 1j * together[1]))
        for c, spectrum in _by_class(kept, rows):
            own = _of_losses(spectrum, kept.grid) if weighted else spectrum
            result[c] += np.einsum("k,kf,kf->f", rates[rows, c], phi if c in independent else shared, own)
    return result / len(rates)


def _by_class(kept: Transforms, rows: slice) -> list[tuple[int, Spectrum]]:
    half = kept.grid.points // 2 + 1
    return [
        (int(c), piece.planes[rows, place, :half] + 1j * piece.planes[rows, place, half:])
        for piece in kept.pieces
        for place, c in enumerate(piece.classes)
        if c >= 0
    ]


def _of_losses(spectrum: Spectrum, grid: Grid) -> Spectrum:
    tilted = np.fft.irfft(spectrum + 1, grid.points)
    return np.asarray(np.fft.rfft(tilted * (grid.step * np.arange(grid.points))), dtype=np.complex128)


def _losses(spectrum: Spectrum, grid: Grid) -> Draws:
    steps = np.arange(grid.points)
    return np.asarray(np.fft.irfft(spectrum, grid.points) * np.exp(grid.tilt * steps / grid.points), dtype=np.float64)


def _below(parts: Draws, curve: Draws, chance: float) -> Draws:
    """Each class's sum up to the bad year, with the same straight line inside its cell as the quantile's."""
    first = int(np.searchsorted(-curve, -chance))
    before = float(curve[first - 1]) if first else 1.0
    width = before - float(curve[first])
    part = (before - chance) / width if width > 0 and first else 1.0
    return np.asarray(parts[:, :first].sum(axis=1) + part * parts[:, first], dtype=np.float64)
