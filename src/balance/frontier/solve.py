"""The best combination of plans of the blocks under a bound on exposure, exactly, by a mixed-integer programme.

Each block takes exactly one of its plans; the sum of exposures keeps to the bound, and money, people and places to what
there is.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

import numpy as np

from balance.frontier.blocks import Array, Block, Index
from balance.frontier.choices import PAUSE, ROUNDING, Choices, scarce
from balance.frontier.polish import Pool

GAP = 1e-6
"""The value may stay short of the best by this share."""

NODES = 20_000
"""The search ends here at the latest: by work and not by time, so that the answer is the same every time."""

_ONE_AT_A_TIME = threading.Lock()


def best_within(blocks: Sequence[Block], pools: Sequence[Pool], chosen: Choices, bound: float) -> Index | None:
    """The combination with the most value whose exposure keeps to the bound: one place in each pool; None if none does.

    Formula: max sum v_bp x_bp, sum_p x_bp = 1 in every block b, sum e_bp x_bp <= bound, money and people likewise,
    x in {0, 1}. Solved by HiGHS.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # large, and only the search for plans needs it

    value = np.concatenate([pool.value for pool in pools])
    exposure = np.concatenate([pool.exposure for pool in pools])
    block = np.repeat(np.arange(len(pools)), [len(pool.value) for pool in pools])
    rules = [LinearConstraint((block == np.arange(len(pools))[:, None]).astype(float), 1, 1)]
    scale = max(float(np.abs(exposure).max(initial=0.0)), 1e-9)
    rules += [LinearConstraint(exposure[None] / scale, -np.inf, bound / scale)] if np.isfinite(bound) else []
    rules += [LinearConstraint(need[None], -np.inf, 1 + ROUNDING) for need in needed(blocks, pools, scarce(chosen))]
    worth = value / max(float(np.abs(value).max(initial=0.0)), 1e-9)
    with _silence():
        found = milp(-worth, integrality=np.ones(len(worth)), bounds=Bounds(0, 1), constraints=rules,
                     options={"disp": False, "mip_rel_gap": GAP, "node_limit": NODES})  # fmt: skip
    if found.x is None:
        return None
    starts = np.cumsum([0, *(len(pool.value) for pool in pools)])
    return np.array([int(np.argmax(found.x[a:b])) for a, b in pairwise(starts)])


def needed(blocks: Sequence[Block], pools: Sequence[Pool], each: Array) -> Array:
    """What every plan of every block needs of what is scarce, (kinds, plans)."""
    parts = zip(blocks, pools, strict=True)
    return np.hstack([each[:, block.rows] @ (pool.plans != PAUSE).T for block, pool in parts])


@contextmanager
def _silence() -> Iterator[None]:
    """What the solver prints by itself goes nowhere: standard output belongs to the answer."""
    with _ONE_AT_A_TIME:
        try:
            kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
        except OSError:  # a process without standard output has nothing to keep clean
            yield
            return
        sys.stdout.flush()
        os.dup2(nowhere, 1)
        try:
            yield
        finally:
            os.dup2(kept, 1)
            os.close(kept)
            os.close(nowhere)
