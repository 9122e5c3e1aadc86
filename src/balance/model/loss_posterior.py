"""What is known on centre and spread of ln loss under each shape, on a small grid; exact up to its steps.

Used where no formula exists: a second kind of loss, or a floor below which losses are not recorded. Rows of
the grid are spreads, evenly on the log scale; columns are centres, evenly about that row's likely centre.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import log_ndtr

from balance.model.loss_shapes import E_GRID, catalogue
from balance.model.normal_inverse_gamma import NormalInverseGamma
from balance.model.recording import Rule, Unrecorded, ln_chance
from balance.ranges import Draws

ROWS, COLUMNS = 21, 23
WIDE = 4.2
"""The grid reaches this many standard deviations to each side."""

SEARCHED = 61
MOST_POINTS = 400
"""Losses of a class are taken in at most so many groups of equal size, each as its mean."""


@dataclass(frozen=True, eq=False)
class Nodes:
    """Spreads (R,), centres (R, C) and the ln prior density of each node, its cell included."""

    spread: Draws
    centre: Draws
    prior: Draws


@dataclass(frozen=True, eq=False)
class Posterior:
    """ln evidence of each shape (S,) and the chance of each node given the shape (S, R, C)."""

    nodes: Nodes
    evidence: Draws
    chance: Draws

    def draw(self, shape: npt.NDArray[np.intp], u_centre: Draws, u_spread: Draws) -> tuple[Draws, Draws]:
        """Centre and spread of ln loss per draw, by inverse distribution functions of its shape; all (K,).

        A small uniform gives a wide spread, as where there is a formula.
        """
        rows = self.chance.sum(axis=2)
        at, part = _inverse(rows[shape], 1.0 - u_spread)
        spread = np.exp(_between(np.log(self.nodes.spread)[None], at, part))
        first, second = self.chance[shape, at], self.chance[shape, at + 1]
        mixed = first / _safe(first) * (1 - part[:, None]) + second / _safe(second) * part[:, None]
        column, along = _inverse(mixed / _safe(mixed), u_centre)
        low, high = (_between(self.nodes.centre[place], column, along) for place in (at, at + 1))
        return low * (1 - part) + high * part, spread

    def moments(self, shape: int = 0) -> tuple[float, float, float]:
        """Mean and variance of the centre, and mean of the squared spread, under one shape."""
        weight = self.chance[shape]
        mean = float((weight * self.nodes.centre).sum())
        variance = float((weight * (self.nodes.centre - mean) ** 2).sum())
        return mean, variance, float((weight.sum(axis=1) * self.nodes.spread**2).sum())


def posterior(
    x: Draws, prior: NormalInverseGamma, rule: Rule | None = None, rows: Unrecorded | None = None
) -> Posterior:
    """What ln losses x say on centre and spread under every shape.

    Args: ln losses (at or above the floor where there is a rule); the prior; the recording rule and the rows without a
    recorded loss. Nothing in x may be missing; none at all leaves the prior, or what the blank rows say.
    """
    others = rows or Unrecorded()
    nodes = _about(prior, x) if rule is None else _found(x, prior, rule, others)
    points, count = _grouped(x)
    ln = _ln_likelihood(points, count, nodes) + nodes.prior
    if rule is not None:
        ln += _floor_terms(rule, len(x), others, nodes)
    top = ln.max(axis=(1, 2), keepdims=True)
    weight = np.exp(ln - top)
    total = weight.sum(axis=(1, 2), keepdims=True)
    return Posterior(nodes, (top + np.log(total))[:, 0, 0], weight / total)


def _about(prior: NormalInverseGamma, x: Draws) -> Nodes:
    """Nodes about what a lognormal would be learnt to be."""
    after = prior.updated(x)
    ln = np.log(after.scale / after.shape) / 2 + np.linspace(-WIDE, WIDE, ROWS) / np.sqrt(2 * after.shape - 1)
    spread = np.exp(ln)
    reach = 1.1 * WIDE * spread / np.sqrt(after.weight)
    return _nodes(prior, spread, np.full(ROWS, after.centre), reach)


def _found(x: Draws, prior: NormalInverseGamma, rule: Rule, rows: Unrecorded) -> Nodes:
    """Nodes about where a lognormal with this floor lies, looked for on a wide grid first."""
    spread = np.exp(np.linspace(np.log(0.1), np.log(4.0), SEARCHED))
    middle = [prior.centre, np.log(rule.floor), *([x.mean(), x.min()] if len(x) else [])]
    wide = _nodes(prior, spread, np.full(SEARCHED, (max(middle) + min(middle)) / 2),
                  np.full(SEARCHED, (max(middle) - min(middle)) / 2 + 12.0), 8 * SEARCHED)  # fmt: skip
    z = (np.log(rule.floor) - wide.centre) / wide.spread[:, None]
    ln = wide.prior + ln_chance(rule, len(x), rows, log_ndtr(z), log_ndtr(-z)) - len(x) * np.log(spread)[:, None]
    if len(x):
        far = len(x) * ((x.mean() - wide.centre) ** 2 + x.var())
        ln -= far / (2 * spread[:, None] ** 2)
    weight = np.exp(ln - ln.max())
    row = weight.sum(axis=1)
    mean = (weight * wide.centre).sum(axis=1) / np.maximum(row, 1e-300)
    sd = np.sqrt((weight * (wide.centre - mean[:, None]) ** 2).sum(axis=1) / np.maximum(row, 1e-300))
    at = np.flatnonzero(row > 1e-6 * row.max())
    first, last = np.log(spread[[max(at[0] - 1, 0), min(at[-1] + 1, SEARCHED - 1)]]).tolist()
    finer = np.exp(np.linspace(first, last, 2 * ROWS))
    lines = [np.interp(np.log(finer), np.log(spread[at]), values[at]) for values in (mean, sd)]
    return _nodes(prior, finer, lines[0], 1.2 * WIDE * np.maximum(lines[1], 1e-3), 2 * COLUMNS)


def _nodes(prior: NormalInverseGamma, spread: Draws, centre: Draws, reach: Draws, columns: int = COLUMNS) -> Nodes:
    """Nodes with the ln of the normal-inverse-gamma density over ln spread and centre, times the width of a cell."""
    centres = centre[:, None] + reach[:, None] * np.linspace(-1.0, 1.0, columns)
    pull = prior.scale + prior.weight * (centres - prior.centre) ** 2 / 2
    ln = -(2 * prior.shape + 1) * np.log(spread)[:, None] - pull / spread[:, None] ** 2
    return Nodes(spread, centres, ln + np.log(reach)[:, None])


def _grouped(x: Draws) -> tuple[Draws, Draws]:
    ordered = np.sort(x)
    if len(ordered) <= MOST_POINTS:
        return ordered, np.ones(len(ordered))
    groups = np.array_split(ordered, MOST_POINTS)
    return np.array([group.mean() for group in groups]), np.array([float(len(group)) for group in groups])


def _ln_likelihood(points: Draws, count: Draws, nodes: Nodes) -> Draws:
    """ln likelihood of the losses at each node and shape: how often each e occurs, times its tabulated ln density."""
    size = nodes.centre.size
    e = (points[:, None] - nodes.centre.ravel()) / np.repeat(nodes.spread, nodes.centre.shape[1])
    low, part = _places(e)
    first, width = (int(low.min()), int(np.ptp(low)) + 2) if low.size else (0, 1)
    cell = (np.arange(size) * width + low - first).ravel()
    above = count[:, None] * part
    table = np.bincount(cell, (count[:, None] - above).ravel(), size * width)
    table += np.bincount(cell + 1, above.ravel(), size * width)
    ln = catalogue().density[:, first : first + width] @ table.reshape(size, width).T
    ln = ln.reshape(-1, *nodes.centre.shape)
    return np.asarray(ln - count.sum() * np.log(nodes.spread)[:, None])


def _floor_terms(rule: Rule, known: int, rows: Unrecorded, nodes: Nodes) -> Draws:
    low, part = _places((np.log(rule.floor) - nodes.centre) / nodes.spread[:, None])
    below, above = (table[:, low] * (1 - part) + table[:, low + 1] * part
                    for table in (catalogue().below, catalogue().above))  # fmt: skip
    return ln_chance(rule, known, rows, below, above)


def _places(e: Draws) -> tuple[npt.NDArray[np.intp], Draws]:
    place = np.clip((e - E_GRID[0]) / (E_GRID[1] - E_GRID[0]), 0.0, len(E_GRID) - 1.001)
    low = place.astype(np.intp)
    return low, place - low


def _inverse(chance: Draws, u: Draws) -> tuple[npt.NDArray[np.intp], Draws]:
    """Where each uniform falls among the nodes of its row (K, N): the node before it and the part of the way on."""
    middles = np.cumsum(chance, axis=1) - chance / 2
    at = np.clip((middles < u[:, None]).sum(axis=1) - 1, 0, chance.shape[1] - 2)
    rows = np.arange(len(u))
    low, high = middles[rows, at], middles[rows, at + 1]
    return at, np.clip((u - low) / np.maximum(high - low, 1e-300), 0.0, 1.0)


def _between(values: Draws, at: npt.NDArray[np.intp], part: Draws) -> Draws:
    table = np.broadcast_to(values, (len(at), values.shape[-1]))
    rows = np.arange(len(at))
    return np.asarray(table[rows, at] * (1 - part) + table[rows, at + 1] * part)


def _safe(rows: Draws) -> Draws:
    return np.asarray(np.maximum(rows.sum(axis=1, keepdims=True), 1e-300))
