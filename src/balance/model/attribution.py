"""Whose the bad years are: what each class does to the mean of the worst years, to the bad year and to a chance.

Amounts in currency, draws first, classes along the last axis. A thinned part of a class (the incidents that come with
one initiative) has its share of everything the class has, draw by draw.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from balance.model.annual_loss import exponents, of_exponents, of_sides, predictive, tilted_down
from balance.model.incident_sizes import DRAWS_AT_ONCE, Sizes
from balance.model.loss_curve import BAD_YEAR, AnnualLoss, Grid
from balance.ranges import Draws

Spectrum = npt.NDArray[np.complex128]


@dataclass(frozen=True, eq=False)
class Split:
    """What each class does to the year in each draw, (K, C); predictive amounts are the means over the draws."""

    tail: Draws
    """Its part of the mean of the years worse than the bad year, in currency: adds up to `tail_mean`."""
    bad_year: Draws
    """By how much the bad year moves per unit of its relative frequency, in currency: does not add up."""
    beyond_limit: Draws
    """By how much the chance of a year beyond the limit moves per unit of its relative frequency: does not add up."""

    def folded(self, classes: int) -> Split:
        """The same where a table repeats its classes, each repetition added to the first one."""
        parts = (self.tail, self.bad_year, self.beyond_limit)
        return Split(*(part.reshape(len(part), -1, classes).sum(axis=1) for part in parts))


@dataclass(frozen=True)
class _Place:
    """A loss on the grid: all cells before `first` lie below it, and `part` of that one."""

    first: int
    part: float
    known: bool = True


def split(
    kept: Sizes, rates: Draws, shock: float = 0.0, independent: Sequence[int] = (), *,
    chance: float = BAD_YEAR, limit: float | None = None,
) -> Split:  # fmt: skip
    """What each class does to the mean of the worst years, to the bad year and to the chance of passing a limit.

    Args as `annual_loss`, the chance of a worse year, and the limit in currency. Unknown (a bad year or a limit beyond
    the grid, no limit) is NaN; nothing to lose is 0.
    Formula: (rate x mean - E[S_c; S <= q]) / chance, with E[S_c; S <= q] = rate x sum_l l h m_l U_l and U_l the sum up
    to q - l h of irfft(Q), Q the derivative of the year's transform by its exponent; the bad year moves by
    rate x (U_0 - sum_l m_l U_l) / density there, a chance by the same without density. Reference: Euler allocation,
    Tasche 1999.

    >>> from balance.model.incident_sizes import incident_sizes
    >>> one = np.ones((1, 2))
    >>> even = split(incident_sizes(11 * one, one, np.full(2, 1e6), Grid(8e6)), one, limit=2e6)
    >>> (even.tail / even.tail.sum()).round(6).tolist(), (even.beyond_limit[0, 0] == even.beyond_limit[0, 1]).item()
    ([[0.5, 0.5]], True)
    """
    years = list(_years(kept, rates, shock, independent))
    year = predictive(kept, rates, [spectrum for spectrum, _ in years])
    worst, bound = _of_chance(year.predictive, chance), _of_loss(kept.grid, limit)
    below, bad, beyond = (np.zeros(rates.shape) for _ in range(3))
    for rows, columns, mass, reach in _alike(kept, years, independent, (worst, bound)):
        rate, lost = rates[rows][:, columns], kept.grid.step * np.arange(reach[0].shape[1])
        below[rows, columns] = rate * _met(mass, reach[0] * lost)
        for moved, up_to in zip((bad, beyond), reach, strict=True):
            moved[rows, columns] = rate * (up_to[:, :1] - _met(mass, up_to))
    tail = _adding_up((rates * kept.means - below) / chance, year, chance)
    moves = _moves_bad_year(bad, year.predictive, worst, kept.grid)
    return Split(tail, moves, beyond if bound.known else np.full(rates.shape, np.nan))


def tail_amounts(
    kept: Sizes, rates: Draws, shock: float = 0.0, independent: Sequence[int] = (), chance: float = BAD_YEAR
) -> Draws:
    """How much each class contributes to the mean of the years worse than the bad year, in currency (C,).

    Args as `annual_loss`, and the chance of a worse year. The amounts add up to the predictive `tail_mean`; where the
    bad year lies beyond the grid, or nothing can be lost, every amount is NaN or 0 respectively.

    >>> from balance.model.incident_sizes import incident_sizes
    >>> mu, sigma, cap = np.array([[11.0, 13.0]]), np.array([[1.2, 1.8]]), np.array([2e7, 2e7])
    >>> kept = incident_sizes(mu, sigma, cap, Grid(6e7, 4096))
    >>> tail_amounts(kept, np.array([[2.0, 0.3]])).round(-2).tolist()
    [410600.0, 7828900.0]
    """
    return np.asarray(split(kept, rates, shock, independent, chance=chance).tail.mean(axis=0))


def tail_shares(
    kept: Sizes, rates: Draws, shock: float = 0.0, independent: Sequence[int] = (), chance: float = BAD_YEAR
) -> Draws:
    """The share of each class in the mean of the years worse than the bad year, 0..1 and adding up to 1 (C,).

    Args as `tail_amounts`. Nothing to lose: all 0.

    >>> from balance.model.incident_sizes import incident_sizes
    >>> one = np.ones((1, 2))
    >>> tail_shares(incident_sizes(11 * one, one, np.full(2, 1e6), Grid(8e6)), one).round(6).tolist()
    [0.5, 0.5]
    """
    amounts = tail_amounts(kept, rates, shock, independent, chance)
    total = float(amounts.sum())
    return np.asarray(amounts / total if total != 0.0 else amounts, dtype=np.float64)


def bad_year_slopes(
    kept: Sizes, rates: Draws, shock: float = 0.0, independent: Sequence[int] = (), chance: float = BAD_YEAR
) -> Draws:
    """By how much the bad year moves per unit of each class's relative frequency, in currency (C,): not additive.

    Args as `tail_amounts`. One per cent more incidents of a class moves the bad year by a hundredth of its slope.

    >>> from balance.model.incident_sizes import incident_sizes
    >>> mu, sigma, cap = np.array([[11.0, 13.0]]), np.array([[1.2, 1.8]]), np.array([2e7, 2e7])
    >>> kept = incident_sizes(mu, sigma, cap, Grid(6e7, 4096))
    >>> bad_year_slopes(kept, np.array([[2.0, 0.3]])).round(-2).tolist()
    [377700.0, 2978000.0]
    """
    return np.asarray(split(kept, rates, shock, independent, chance=chance).bad_year.mean(axis=0))


def of_parts(by_class: Draws, parts: Draws, follows: Sequence[int]) -> Draws:
    """What thinned parts of the classes that follow the plan do, all draws together, (n,).

    Args: what each class does in each draw (K, C), the share of those incidents each part has in each draw (n, K), and
    the columns of the classes it is a part of. Exact: the incidents of a part are a thinning of a Poisson count, whose
    shared factor and draws it has in common with the rest, so in every draw it carries its share of everything.

    >>> of_parts(np.array([[10.0, 5.0], [30.0, 5.0]]), np.array([[0.5, 0.1]]), [0]).tolist()
    [4.0]
    """
    whole = by_class[:, list(follows)].sum(axis=1)
    return np.asarray((parts * whole).mean(axis=1))


def _years(kept: Sizes, rates: Draws, shock: float, independent: Sequence[int]) -> Iterator[tuple[Spectrum, Spectrum]]:
    """The year's tilted transform of some draws at a time, and its derivative by the exponent of a class that shares
    the shock; that of one that does not is the transform itself."""
    sides = of_sides(rates, independent)
    for start in range(0, len(rates), DRAWS_AT_ONCE):
        together, apart = exponents(kept, sides, slice(start, start + DRAWS_AT_ONCE))
        year = of_exponents(together, apart, shock)
        yield year, year / (1 - shock * (together[0] + 1j * together[1]))


def _alike(
    kept: Sizes, years: Sequence[tuple[Spectrum, Spectrum]], independent: Sequence[int], places: tuple[_Place, ...]
) -> Iterator[tuple[slice, list[int], Draws, list[Draws]]]:
    """Some draws of some classes that share the shock or do not, alike: the masses of one incident of each, (k, c, l),
    and for each place how far the rest of the year reaches, (k, l)."""
    first = 0
    for year, shared in years:
        rows, column = slice(first, first + len(year)), 0
        first = rows.stop
        rest = {False: _up_to(shared, kept.grid, places)} | (
            {True: _up_to(year, kept.grid, places)} if len(independent) else {}
        )
        for part in kept.parts:
            own = range(column, column + part.shape[1])
            column = own.stop
            for apart, reach in rest.items():
                columns = [c for c in own if (c in independent) == apart]
                if columns:
                    yield rows, columns, part[rows][:, [c - own.start for c in columns]], reach


def _met(mass: Draws, up_to: Draws) -> Draws:
    """Sums over l of masses (k, c, l) times what belongs to each l, (k, l), as far as both are known: (k, c)."""
    used = min(mass.shape[2], up_to.shape[1])
    return np.asarray(np.matmul(mass[:, :, :used], up_to[:, :used, None])[:, :, 0])


def _up_to(spectrum: Spectrum, grid: Grid, places: tuple[_Place, ...]) -> list[Draws]:
    """For each place, U_l: the sum of the density up to l steps short of it, l = 0, 1, …"""
    last = max(place.first for place in places) + 1
    density = np.fft.irfft(spectrum, grid.points)[:, :last] / tilted_down(grid)[:last]
    total = np.cumsum(density, axis=1)
    return [
        (total[:, : place.first + 1] - (1 - place.part) * density[:, : place.first + 1])[:, ::-1] for place in places
    ]


def _of_chance(curve: Draws, chance: float) -> _Place:
    """The bad year on the grid, with the same straight line inside its cell as the quantile's."""
    first = int(np.searchsorted(-curve, -chance))
    if first == len(curve):
        return _Place(first - 1, 1.0, known=False)
    width = float(curve[first - 1] - curve[first]) if first else 0.0
    return _Place(first, float((curve[first - 1] - chance) / width) if width > 0 else 1.0)


def _of_loss(grid: Grid, loss: float | None) -> _Place:
    """A loss on the grid as `AnnualLoss.chance_beyond` reads it."""
    if loss is None or loss > grid.top:
        return _Place(0, 1.0, known=False)
    at = float(np.clip(loss / grid.step - 0.5, 0, grid.points - 1))
    return _Place(int(at) + 1, at - int(at)) if at < grid.points - 1 else _Place(grid.points - 1, 1.0)


def _adding_up(raw: Draws, year: AnnualLoss, chance: float) -> Draws:
    """The parts, with what reading the grid leaves (5 in 10 million) shared out in proportion."""
    whole = year.tail_mean(chance).predictive
    if not np.isfinite(whole):
        return np.full(raw.shape, np.nan)
    total = float(raw.mean(axis=0).sum())
    return raw * (whole / total) if total > 0 else np.zeros_like(raw)


def _moves_bad_year(moved: Draws, curve: Draws, worst: _Place, grid: Grid) -> Draws:
    if not worst.known:
        return np.full(moved.shape, np.nan)
    if worst.first == 0:
        return np.zeros_like(moved)
    return np.asarray(moved * grid.step / (curve[worst.first - 1] - curve[worst.first]))
