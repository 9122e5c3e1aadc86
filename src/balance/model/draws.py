"""The readings of the evidence: fixed, evenly spread uniforms that every unknown is drawn from.

K = 256 scrambled Sobol points. Every unknown owns one column, found by purpose and name, and keeps it
whatever else the company has, so that two scenarios differ by their levers and by nothing else.
Columns are never re-ordered. They come in blocks of 32; the rows of each block are shuffled once by the
fixed seed, because two scrambled Sobol sets that share dimensions would otherwise move together.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import numpy as np
from scipy.special import ndtri

from balance.model.sobol import scrambled
from balance.ranges import Draws

K = 256
"""Number of draws; a power of two, as Sobol points want it."""

SEED = 1729
"""The one seed of the product: same input, same number."""

BLOCK = 32
"""Sobol dimensions a block; a column stays the same however many columns are asked for."""

EDGE = 1e-6
"""Uniforms are kept this far from 0 and 1, so that no quantile is infinite."""

Purpose = Literal["classes", "effects", "technology", "delivery", "finish", "shapes", "unit_pace", "newcomers"]

_PURPOSES: dict[Purpose, int] = {
    "classes": 1, "effects": 2, "technology": 3, "delivery": 4, "finish": 5, "shapes": 6,
    "unit_pace": 7, "newcomers": 8,
}  # fmt: skip

PER_CLASS = ("rate", "centre", "spread", "positive")
"""The four unknowns of a loss class: yearly rate, centre and spread of ln loss, share that costs anything."""

EFFECTS = (
    "panel_intercept", "late_joining", "size", "load_risk", "load_other", "change_caused_share", "level_drift",
    "missing_loss_shift", "secure_at_design", "secure_delay", "control_programme", "response_time", "pace_risk",
    "severe_rate", "severe_centre", "severe_spread", "level_cell", "level_now", "level_next_quarter",
    "follows_open",
)  # fmt: skip
"""Unknowns of the whole company with a column of their own; new ones are added at the end."""

DELIVERY = ("cell", "duration_median", "duration_spread", "duration_tail_weight", "load_delivery")
"""Unknowns of the delivery forecast; `cell` picks one cell of its joint grid."""

_FIXED: dict[Purpose, tuple[str, ...]] = {"effects": EFFECTS, "delivery": DELIVERY}


def uniforms(columns: int, seed: int | tuple[int, ...] = SEED) -> Draws:
    """Evenly spread numbers between 0 and 1, the same at every call.

    Args: number of columns; seed. Returns (K, columns), each column a permutation of one point per 1/K,
    clipped to [1e-6, 1 - 1e-6]. Column j depends on the seed and on j only.
    Reference: Sobol 1967 with Matousek's scramble; blocks shuffled as in Owen's Latin supercube (1998).
    Nothing can be missing.

    >>> uniforms(3).shape
    (256, 3)
    >>> bool((uniforms(40)[:, :3] == uniforms(3)).all())
    True
    """
    root = (seed,) if isinstance(seed, int) else tuple(seed)
    blocks = [_block((*root, number)) for number in range(1, 1 - (-columns // BLOCK))]
    return np.concatenate([np.empty((K, 0)), *blocks], axis=1)[:, :columns]


def columns(purpose: Purpose, names: Sequence[str], seed: int = SEED) -> dict[str, Draws]:
    """The column of each named unknown, shape (K,) each.

    `effects` and `delivery` have a fixed list of names (EFFECTS, DELIVERY; another name is a KeyError);
    the others take the rank of the name in alphabetical order, so the order of asking changes nothing.

    >>> bool((columns("effects", ["size"])["size"] == columns("effects", EFFECTS)["size"]).all())
    True
    """
    listed = _FIXED.get(purpose) or tuple(sorted(set(names)))
    places = {name: place for place, name in enumerate(listed)}
    table = uniforms(len(listed), (seed, _PURPOSES[purpose]))
    return {name: table[:, places[name]] for name in names}


def numbered(purpose: Purpose, count: int) -> Draws:
    """The uniforms of unknowns that go by their place, such as rows or units, (count, K).

    >>> numbered("finish", 3).shape
    (3, 256)
    """
    return uniforms(count, (SEED, _PURPOSES[purpose])).T


def class_columns(classes: Sequence[str], seed: int = SEED) -> dict[str, Draws]:
    """The uniforms of every loss class by unknown: rate, centre, spread, positive, each (K, C) in the order given.

    >>> class_columns(["outage", "breach"])["rate"].shape
    (256, 2)
    """
    rank = {name: place for place, name in enumerate(sorted(set(classes)))}
    table = uniforms(len(PER_CLASS) * len(rank), (seed, _PURPOSES["classes"]))
    first = np.array([len(PER_CLASS) * rank[name] for name in classes], dtype=np.intp)
    return {unknown: table[:, first + offset] for offset, unknown in enumerate(PER_CLASS)}


def shape_columns(classes: Sequence[str], seed: int = SEED) -> Draws:
    """The uniform that picks the shape of every class's losses, (K, C) in the order given.

    >>> shape_columns(["outage", "breach"]).shape
    (256, 2)
    """
    found = columns("shapes", classes, seed)
    return np.stack([found[name] for name in classes], axis=1) if len(classes) else np.zeros((K, 0))


def normal(u: Draws) -> Draws:
    """The standard normal deviate of each uniform, same shape.

    >>> normal(np.array([0.5])).tolist()
    [0.0]
    """
    return np.asarray(ndtri(u), dtype=np.float64)


@lru_cache(maxsize=64)
def _block(seed: tuple[int, ...]) -> Draws:
    rng = np.random.default_rng(seed)
    points = scrambled(K, BLOCK, rng.spawn(1)[0])
    shuffled: Draws = np.clip(points[rng.permutation(K)], EDGE, 1 - EDGE)
    shuffled.setflags(write=False)
    return shuffled
