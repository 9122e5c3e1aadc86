"""A first set of plans for one block: every price of exposure at every level of load finds one.

At a price mu and a load level each initiative takes the best of running and securing first by value - mu x exposure;
the best ones run, as many as the level allows, as far as that gains anything. Small blocks try every plan.
"""

from __future__ import annotations

import numpy as np

from balance.frontier.blocks import Array, Block, Worth, alone
from balance.frontier.choices import PAUSE, RUN, SECURE, Choice, Mask, mended

EVERY = 5
"""Blocks up to this size try all 3^n plans."""

LEVELS = (0.25, 0.4, 0.55, 0.7, 0.85, 1.0)
PRICES = 24

EACH, DEAR = 4, (0.2, 0.4, 0.6, 0.8)
"""Where something is scarce: every so many prices of exposure, with prices of it, quantiles of what it earns."""


def first_plans(block: Block, needs: Array | None = None) -> Choice:
    """Plans of a block worth looking at, (m, n): within the rules, each once, running everything first.

    `needs` is what each initiative needs of what is scarce, (kinds, n): that gets a price as well.
    """
    size, needs = block.size, np.zeros((0, block.size)) if needs is None else needs
    if size <= EVERY:
        plans = np.indices((3,) * size).reshape(size, -1).T
    else:
        edge = np.array([np.full(size, action) for action in (RUN, SECURE, PAUSE)])
        plans = np.vstack([edge, *(_at_level(block, level, needs) for level in LEVELS)])
    return once(mended(block.choices, plans.astype(np.int8)))


def once(plans: Choice) -> Choice:
    """Each plan once, in the order of first appearance.

    >>> once(np.array([[1], [0], [1]], dtype=np.int8)).tolist()
    [[1], [0]]
    """
    _, first = np.unique(plans, axis=0, return_index=True)
    return plans[np.sort(first)]


def _at_level(block: Block, level: float, needs: Array) -> Choice:
    """One plan per price at one level of load; at the price of each scarce thing too."""
    running, secured = alone(block, level)
    prices = _prices(running)
    run_gain = running.value - prices[:, None] * running.exposure
    safe_gain = secured.value - prices[:, None] * secured.exposure
    safe_gain = np.where(block.choices.may_secure, safe_gain, -np.inf)
    gain = np.where(block.choices.may_pause, np.maximum(run_gain, safe_gain), np.inf)
    best = np.where(safe_gain > run_gain, SECURE, RUN)
    most = max(round(level * block.size), 1)
    free = ~block.choices.may_pause
    plans = [_taken(gain, best, free, most)]
    for need in needs:
        plans += [_taken(gain[::EACH] - dear * need, best[::EACH], free, most) for dear in _dear(gain, need)]
    return np.vstack(plans[::-1])


def _taken(gain: Array, best: Choice, held: Mask, most: int) -> Choice:
    """Plans in which the best ones run, at most so many and only as far as that gains anything."""
    rank = np.argsort(np.argsort(-gain, axis=1, kind="stable"), axis=1)
    return np.where((gain > 0) & (rank < most) | held, best, PAUSE).astype(np.int8)


def _dear(gain: Array, need: Array) -> Array:
    """Prices of a scarce thing at which some initiatives are no longer worth what they need of it."""
    worth = gain[0] / np.maximum(need, 1e-12)
    some = worth[(need > 0) & (gain[0] > 0) & np.isfinite(worth)]
    return np.quantile(some, DEAR, method="higher") if len(some) else np.zeros(0)


def _prices(running: Worth) -> Array:
    """No price, then prices at which the least worthwhile to the most worthwhile one would pause."""
    some = (running.exposure > 0) & (running.value > 0)
    if not some.any():
        return np.zeros(1)
    ratio = running.value[some] / running.exposure[some]
    return np.concatenate([[0.0], np.geomspace(ratio.min() / 3, ratio.max() * 1.2, PRICES)])
