"""A first set of plans for one block: every price of exposure at every level of load finds one.

At a price mu and a load level each initiative takes the best of running and securing first by value - mu x exposure;
the best ones run, as many as the level allows, as far as that gains anything. Small blocks try every plan.
"""

from __future__ import annotations

import numpy as np

from balance.frontier.blocks import Array, Block, Worth, alone
from balance.frontier.choices import PAUSE, RUN, SECURE, Choice, mended

EVERY = 5
"""Blocks up to this size try all 3^n plans."""

LEVELS = (0.25, 0.4, 0.55, 0.7, 0.85, 1.0)
PRICES = 24


def first_plans(block: Block) -> Choice:
    """Plans of a block worth looking at, (m, n): within the rules, each once, running everything first."""
    size = block.size
    if size <= EVERY:
        plans = np.indices((3,) * size).reshape(size, -1).T
    else:
        edge = np.array([np.full(size, action) for action in (RUN, SECURE, PAUSE)])
        plans = np.vstack([edge, *(_at_level(block, level) for level in LEVELS)])
    return once(mended(block.choices, plans.astype(np.int8)))


def once(plans: Choice) -> Choice:
    """Each plan once, in the order of first appearance.

    >>> once(np.array([[1], [0], [1]], dtype=np.int8)).tolist()
    [[1], [0]]
    """
    _, first = np.unique(plans, axis=0, return_index=True)
    return plans[np.sort(first)]


def _at_level(block: Block, level: float) -> Choice:
    """One plan per price at one level of load."""
    running, secured = alone(block, level)
    prices = _prices(running)
    run_gain = running.value - prices[:, None] * running.exposure
    safe_gain = secured.value - prices[:, None] * secured.exposure
    safe_gain = np.where(block.choices.may_secure, safe_gain, -np.inf)
    gain = np.where(block.choices.may_pause, np.maximum(run_gain, safe_gain), np.inf)
    most = max(round(level * block.size), 1)
    rank = np.argsort(np.argsort(-gain, axis=1, kind="stable"), axis=1)
    runs = (gain > 0) & (rank < most) | ~block.choices.may_pause
    return np.where(runs, np.where(safe_gain > run_gain, SECURE, RUN), PAUSE).astype(np.int8)


def _prices(running: Worth) -> Array:
    """No price, then prices at which the least worthwhile to the most worthwhile one would pause."""
    some = (running.exposure > 0) & (running.value > 0)
    if not some.any():
        return np.zeros(1)
    ratio = running.value[some] / running.exposure[some]
    return np.concatenate([[0.0], np.geomspace(ratio.min() / 3, ratio.max() * 1.2, PRICES)])
