"""Plans that the search finds beaten by so little that the exact evaluation may think otherwise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from balance.frontier.blocks import Array, Block, Index
from balance.frontier.choices import Choice
from balance.frontier.combine import sums, whole
from balance.frontier.polish import Pool

BESIDE = 2
"""So many plans of a block on either side, by exposure, are tried in place of the one picked."""


def near_misses(blocks: Sequence[Block], pools: Sequence[Pool], picked: Index, size: int, most: int) -> Choice:
    """At most `most` plans that differ from a picked one in one block and fall short of the line least, (m, size)."""
    spared = [_with_spare(pool) for pool in pools]
    line, top = _line(pools, picked), max(float(sums(pools, picked)[0].max(initial=0.0)), 1e-12)
    tried = [_replaced(pools, spared, picked, block) for block in range(len(pools))]
    if not len(picked) or not sum(len(rows) for rows in tried) or most < 1:
        return np.zeros((0, size), dtype=np.int8)
    rows = np.unique(np.vstack(tried), axis=0)
    value, exposure = sums(spared, rows)
    short = np.maximum(_at(line, exposure) - value, 0.0) / top
    return whole(blocks, spared, rows[np.argsort(short, kind="stable")[:most]], size)


def _with_spare(pool: Pool) -> Pool:
    """The plans of a pool, and after them its spare ones."""
    spare = pool.spare
    if spare is None:
        return pool
    return Pool(np.vstack([pool.plans, spare.plans]), np.append(pool.value, spare.value),
                np.append(pool.exposure, spare.exposure))  # fmt: skip


def _replaced(pools: Sequence[Pool], spared: Sequence[Pool], picked: Index, block: int) -> Index:
    """The picked plans with another plan of one block, of those whose exposure there is nearest."""
    order = np.argsort(spared[block].exposure, kind="stable")
    place = np.argsort(order)[picked[:, block]]
    moved = [place + by for by in range(-BESIDE, BESIDE + 1) if by]
    rows = []
    for there in moved:
        fits = (there >= 0) & (there < len(order))
        changed = picked[fits].copy()
        changed[:, block] = order[there[fits]]
        rows.append(changed)
    return np.vstack(rows)


def _line(pools: Sequence[Pool], picked: Index) -> tuple[Array, Array]:
    value, exposure = sums(pools, picked)
    order = np.argsort(exposure, kind="stable")
    return exposure[order], np.maximum.accumulate(value[order])


def _at(line: tuple[Array, Array], exposure: Array) -> Array:
    """The most value on the line at no more than this exposure."""
    place = np.searchsorted(line[0], exposure, side="right") - 1
    return np.where(place >= 0, line[1][np.maximum(place, 0)], 0.0)
