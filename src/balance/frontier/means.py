"""Plans of the whole company where money, people or places are scarce: the best ones that keep to what there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from balance.frontier.blocks import Array, Block, Index
from balance.frontier.choices import ROUNDING, Choices, scarce
from balance.frontier.combine import combined, sums
from balance.frontier.polish import Pool, undominated
from balance.frontier.solve import best_within, needed

BOUNDS = 16
"""Bounds on exposure at which the best combination is solved for exactly."""

DEAR = (0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.5, 2.5)
"""Prices of what is scarce: all there is of it costs so many times the value of the most valuable plan."""


def within_means(blocks: Sequence[Block], pools: Sequence[Pool], chosen: Choices) -> Index:
    """Undominated combinations that keep to what there is, exposure rising: places in the pools, (m, blocks).

    Exact solutions at a few bounds on exposure, and between them the undominated sums at several prices of what is
    scarce, as far as they keep to it.
    """
    need = np.split(needed(blocks, pools, scarce(chosen)), np.cumsum([len(pool.value) for pool in pools])[:-1], axis=1)
    found = [*_solved(blocks, pools, chosen), *(_priced(pools, need, dear) for dear in DEAR)]
    picked = np.unique(np.vstack(found), axis=0)
    total = sum((each[:, picked[:, column]] for column, each in enumerate(need)), np.zeros((1, len(picked))))
    picked = picked[(total <= 1 + ROUNDING).all(axis=0)]
    return picked[undominated(*sums(pools, picked))] if len(picked) else picked


def _solved(blocks: Sequence[Block], pools: Sequence[Pool], chosen: Choices) -> list[Index]:
    """The best combination at each of a few bounds."""
    least, most = (sum(float(end(pool.exposure)) for pool in pools) for end in (np.min, np.max))
    solved = (best_within(blocks, pools, chosen, bound) for bound in np.linspace(least, most, BOUNDS))
    return [np.zeros((0, len(pools)), dtype=np.int64), *(found[None] for found in solved if found is not None)]


def _priced(pools: Sequence[Pool], need: Sequence[Array], dear: float) -> Index:
    """Undominated combinations when what is scarce has a price."""
    price = dear * sum(float(pool.value.max()) for pool in pools)
    cheaper = [
        replace(pool, value=pool.value - price * each.sum(axis=0)) for pool, each in zip(pools, need, strict=True)
    ]
    return combined(cheaper)
