"""The plans of one block, made better by single changes until the allowance is spent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from balance.frontier.blocks import Array, Block, Index, worth
from balance.frontier.choices import Choice, Mask, changed
from balance.frontier.sweep import first_plans

ROUNDS = 3

KEPT = 160
"""At most so many undominated plans of a block are kept, spread over its exposure."""


@dataclass(frozen=True, eq=False)
class Pool:
    """Plans of one block with what they bring: none dominated, exposure rising."""

    plans: Choice
    value: Array
    exposure: Array


def pool(block: Block, allowance: int) -> Pool:
    """The undominated plans of a block that may evaluate `allowance` plans.

    The first plans come from the sweep; then every single change of every undominated plan that has not been looked
    at yet, the plans on the outer hull first, for a few rounds.
    """
    plans = first_plans(block)[: max(allowance, 3)]
    found = worth(block, plans)
    seen = {plan.tobytes() for plan in plans}
    value, exposure = found.value, found.exposure
    for _ in range(ROUNDS):
        fresh = _neighbours(block, plans, value, exposure, seen, allowance - len(plans))
        if not len(fresh):
            break
        found = worth(block, fresh)
        plans = np.vstack([plans, fresh])
        value, exposure = np.append(value, found.value), np.append(exposure, found.exposure)
    keep = spread_out(undominated(value, exposure), exposure, KEPT)
    keep = np.union1d(keep, [0])  # running everything stays: today's plan
    keep = keep[np.argsort(exposure[keep], kind="stable")]
    return Pool(plans[keep], value[keep], exposure[keep])


def _neighbours(block: Block, plans: Choice, value: Array, exposure: Array, seen: set[bytes], most: int) -> Choice:
    """Single changes of the undominated plans not looked at yet, at most `most`; they are added to `seen`."""
    fresh: list[Choice] = []
    best = undominated(value, exposure)
    hull = best[on_hull(value[best], exposure[best])]
    order = np.concatenate([hull, np.setdiff1d(best, hull)])
    for plan in plans[order]:
        for other in changed(block.choices, plan, np.arange(block.size)):
            key = other.tobytes()
            if len(fresh) >= most:
                break
            if key not in seen:
                seen.add(key)
                fresh.append(other)
    return np.array(fresh, dtype=np.int8).reshape(-1, block.size)


def undominated(value: Array, exposure: Array) -> Index:
    """Places of the points that no other point matches or beats on both axes, exposure rising; of equals the first.

    >>> undominated(np.array([1.0, 3.0, 2.0, 3.0]), np.array([1.0, 2.0, 2.0, 2.0])).tolist()
    [0, 1]
    """
    order = np.lexsort((np.arange(len(value)), -value, exposure))
    best = np.maximum.accumulate(value[order])
    kept = np.append(True, best[1:] > best[:-1])[: len(order)]
    return np.asarray(order[kept])


def on_hull(value: Array, exposure: Array) -> Mask:
    """Which of undominated points, exposure rising, lie on the concave hull.

    >>> on_hull(np.array([0.0, 1.0, 3.0]), np.array([0.0, 1.0, 2.0])).tolist()
    [True, False, True]
    """
    corners: list[int] = []
    for point in range(len(value)):
        while len(corners) > 1 and not _turns_down(value, exposure, corners[-2], corners[-1], point):
            corners.pop()
        corners.append(point)
    hull = np.zeros(len(value), dtype=bool)
    hull[corners] = True
    return hull


def _turns_down(value: Array, exposure: Array, first: int, middle: int, last: int) -> bool:
    before = (value[middle] - value[first]) * (exposure[last] - exposure[middle])
    return bool(before > (value[last] - value[middle]) * (exposure[middle] - exposure[first]))


def spread_out(places: Index, exposure: Array, most: int) -> Index:
    """At most `most` of these places, exposure rising, evenly over it and with both ends.

    >>> spread_out(np.arange(5), np.array([0.0, 0.1, 0.5, 0.9, 1.0]), 3).tolist()
    [0, 2, 4]
    """
    if len(places) <= most:
        return places
    at = exposure[places]
    wanted = np.linspace(at[0], at[-1], most)
    after = np.clip(np.searchsorted(at, wanted), 1, len(at) - 1)
    nearer = np.where(wanted - at[after - 1] <= at[after] - wanted, after - 1, after)
    return np.asarray(places[np.unique(nearer)])
