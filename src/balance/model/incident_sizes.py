"""What one incident costs, on the grid of yearly losses: per draw and class, how likely each step is.

Losses run from 0 to the grid's top in equal steps; the cost of one incident is spread on them so that its mean is
kept. Draws k come first, classes c second. Nothing costs more than the cap, so that steps beyond it are not kept.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from balance.model.loss_curve import Grid
from balance.model.loss_shapes import Shape, lognormal_shape, shaped_mean
from balance.ranges import Draws

DRAWS_AT_ONCE = 32
"""Draws worked on together: small enough for the processor's cache."""

SIZES_AT_ONCE = 64
"""The same where only one class is worked on."""

FIRST, NODES = 32, 16
"""Mean costs up to so many steps are worked out one by one; further up, at so many places for each doubling."""

NARROW = 0.5
"""Spreads of ln loss below this are worked out at every step: their means bend too sharply in between."""


@dataclass(frozen=True, eq=False)
class Sizes:
    """The cost of one incident per draw and class on a grid; holds while only frequencies move."""

    grid: Grid
    means: Draws
    """Mean cost of one incident, capped, shape (K, C)."""
    parts: tuple[Draws, ...]
    """The chance of each step, (K, classes of the part, steps): the classes one part after the other, 0 beyond."""


def incident_sizes(mu: Draws, sigma: Draws, cap: Draws, grid: Grid, shape: Shape | None = None) -> Sizes:
    """The cost of one incident of each class, ready for any frequency.

    Args: centre and spread of ln loss (K, C), most one incident can cost (C,), grid, shape (default lognormal). Returns
    Sizes: per draw and class the masses of `masses`, all kinds of loss together. Nothing may be missing.

    >>> one = np.ones((1, 1))
    >>> incident_sizes(11 * one, 1.5 * one, np.array([1e6]), Grid(4e6, 256)).means.round(2).tolist()
    [[149566.23]]
    """
    kinds = shape or lognormal_shape(*mu.shape)
    chances = np.zeros((*mu.shape, max((steps_to(float(most), grid) for most in cap), default=0)))
    for c in range(mu.shape[1]):
        _add_kinds(chances[:, c], mu[:, c], sigma[:, c], float(cap[c]), grid, kinds.of([c]))
    return Sizes(grid, shaped_mean(mu, sigma, cap, kinds), (chances,))


def masses(mu: Draws, sigma: Draws, cap: float, grid: Grid) -> Draws:
    """The cost of one incident spread on the grid's steps so that its mean is kept: (K,) to (K, `steps_to` the cap).

    Formula: D_j = (L_{j+1} - L_j) / h with L_j = E[min(X, j h, cap)]; m_0 = 1 - D_0, m_j = D_{j-1} - D_j. What lies
    beyond the top is dropped. Reference: Gerber 1982.

    >>> masses(np.array([10.0]), np.array([1.0]), np.inf, Grid(160e3, 8)).round(8)[0, :3].tolist()
    [0.21383551, 0.39814988, 0.17834196]
    """
    limited = _limited_means(mu, sigma, cap, grid.step, steps_to(cap, grid))
    density = np.empty((len(mu), limited.shape[1] + 1))
    density[:, 0] = 1.0
    density[:, 1] = limited[:, 0]
    np.subtract(limited[:, 1:], limited[:, :-1], out=density[:, 2:])
    density[:, 1:] /= grid.step
    return density[:, :-1] - density[:, 1:]


def _limited_means(mu: Draws, sigma: Draws, cap: float, step: float, steps: int) -> Draws:
    """L at 1, 2, … steps, (K, steps): far up through few exact values, unless a loss is nearly certain."""
    whole = int(min(cap / step, steps))
    wide = sigma >= NARROW
    if whole < 2 * FIRST or not wide.any():
        return _exact_means(mu, sigma, np.minimum(step * np.arange(1, steps + 1), cap))
    if not wide.all():
        found = np.empty((len(mu), steps))
        for some in (wide, ~wide):
            found[some] = _limited_means(mu[some], sigma[some], cap, step, steps)
        return found
    at, stretches = _stretches(whole)
    exact = _exact_means(mu, sigma, np.append(step * at, np.full(steps - whole, cap)))
    found = np.empty((len(mu), steps))
    found[:, :FIRST], found[:, whole:] = exact[:, :FIRST], exact[:, len(at) :]
    for covered, nodes, weights in stretches:
        np.matmul(exact[:, nodes], weights, out=found[:, covered])
    return found


def _exact_means(mu: Draws, sigma: Draws, limit: Draws) -> Draws:
    """L at each limit (m,), in currency: (K, m)."""
    z = (np.log(limit) - mu[:, None]) / sigma[:, None]
    limited = ndtr(z - sigma[:, None])
    limited *= np.exp(mu + sigma**2 / 2)[:, None]
    limited += limit * ndtr(np.negative(z, out=z))
    return np.asarray(limited)


@lru_cache(maxsize=16)
def _stretches(whole: int) -> tuple[Draws, tuple[tuple[slice, slice, Draws], ...]]:
    """Where L is worked out exactly, in steps, to know it at 1 to `whole` of them; and for each stretch the steps it
    covers, which of the exact values it goes through, and their weights (nodes, steps).

    As a function of the limit's logarithm L is smooth: the polynomial through 16 Chebyshev nodes a doubling leaves the
    masses right to 1e-12. Reference: barycentric interpolation, Berrut and Trefethen 2004.
    """
    edges = [FIRST * 2**doubling for doubling in range(whole.bit_length()) if FIRST * 2**doubling < whole]
    at, found = [np.arange(1.0, FIRST + 1)], []
    angle = (np.arange(NODES) + 0.5) * np.pi / NODES
    sign = np.where(np.arange(NODES) % 2, -1.0, 1.0) * np.sin(angle)
    for number, (first, last) in enumerate(itertools.pairwise([*edges, whole])):
        low, high = np.log(first), np.log(last)
        nodes = (low + high) / 2 + (high - low) / 2 * np.cos(angle)
        weights = sign[:, None] / (np.log(np.arange(first + 1, last + 1)) - nodes[:, None])
        begin = FIRST + number * NODES
        found.append((slice(first, last), slice(begin, begin + NODES), weights / weights.sum(axis=0)))
        at.append(np.exp(nodes))
    return np.concatenate(at), tuple(found)


def steps_to(cap: float, grid: Grid) -> int:
    """How many of the grid's steps one incident can reach that costs no more than the cap; the first step is 0.

    >>> steps_to(30.0, Grid(64.0, 64)), steps_to(np.inf, Grid(64.0, 64))
    (31, 64)
    """
    reached = np.ceil(cap / grid.step) + 1
    return int(reached) if reached < grid.points else grid.points


def _add_kinds(to: Draws, mu: Draws, sigma: Draws, cap: float, grid: Grid, shape: Shape) -> None:
    """Add the cost of one incident of one class, all its kinds together, to (K, steps)."""
    for share, place, width in zip(shape.share[:, :, 0], shape.place[:, :, 0], shape.width[:, :, 0], strict=True):
        there = np.flatnonzero(share > 0)
        for start in range(0, len(there), SIZES_AT_ONCE):
            rows = _in_a_row(there[start : start + SIZES_AT_ONCE])
            found = masses(mu[rows] + sigma[rows] * place[rows], sigma[rows] * width[rows], cap, grid)
            found *= share[rows, None]
            to[rows, : found.shape[1]] += found


def _in_a_row(places: npt.NDArray[np.intp]) -> npt.NDArray[np.intp] | slice:
    """The same places, as a slice where they follow one another: then nothing is copied."""
    first, last = int(places[0]), int(places[-1])
    return slice(first, last + 1) if last - first == len(places) - 1 else places
