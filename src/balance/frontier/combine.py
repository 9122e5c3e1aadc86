"""Plans of the whole company out of plans of its blocks: the undominated sums."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from balance.frontier.blocks import Array, Block, Index
from balance.frontier.choices import Choice
from balance.frontier.polish import Pool, spread_out, undominated

KEPT = 1500
"""Sums kept while block after block is added, spread over exposure."""


def combined(pools: Sequence[Pool]) -> Index:
    """Undominated combinations of one plan of every block, exposure rising: places in the pools, (m, blocks).

    Formula: sums of value and of exposure, block after block; a dominated sum never becomes part of an undominated one.
    """
    value, exposure, picked = np.zeros(1), np.zeros(1), np.zeros((1, 0), dtype=np.int64)
    for pool in pools:
        total = (value[:, None] + pool.value).ravel()
        exposed = (exposure[:, None] + pool.exposure).ravel()
        keep = spread_out(undominated(total, exposed), exposed, KEPT)
        before, now = np.divmod(keep, len(pool.value))
        value, exposure = total[keep], exposed[keep]
        picked = np.column_stack([picked[before], now])
    return picked


def whole(blocks: Sequence[Block], pools: Sequence[Pool], picked: Index, size: int) -> Choice:
    """The plans of the whole company, (m, n), that pick these plans of the blocks."""
    plans = np.zeros((len(picked), size), dtype=np.int8)
    for column, (block, pool) in enumerate(zip(blocks, pools, strict=True)):
        plans[:, block.rows] = pool.plans[picked[:, column]]
    return plans


def sums(pools: Sequence[Pool], picked: Index) -> tuple[Array, Array]:
    """Value and exposure, (m,) each, of these picks."""
    value = sum((pool.value[picked[:, column]] for column, pool in enumerate(pools)), np.zeros(len(picked)))
    exposure = sum((pool.exposure[picked[:, column]] for column, pool in enumerate(pools)), np.zeros(len(picked)))
    return value, exposure
