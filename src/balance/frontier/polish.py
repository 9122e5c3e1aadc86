"""The plans of one block, made better by single changes until the allowance is spent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from balance.frontier.blocks import Array, Block, Index, worth
from balance.frontier.choices import PAUSE, ROUNDING, Choice, Mask, changed
from balance.frontier.sweep import first_plans

ROUNDS = 3

KEPT = 160
"""At most so many undominated plans of a block are kept, spread over its exposure."""

KEPT_OF_SCARCE = 500
"""The same where money, people or places are scarce: what needs little of them is kept beside what is best."""


@dataclass(frozen=True, eq=False)
class Pool:
    """Plans of one block with what they bring: none dominated, exposure rising."""

    plans: Choice
    value: Array
    exposure: Array
    spare: Pool | None = None
    """The best of the dominated ones: as the search weighs exposure they are beaten, exactly they may not be."""


def pool(block: Block, allowance: int, needs: Array | None = None) -> Pool:
    """The undominated plans of a block that may evaluate `allowance` plans.

    The first plans come from the sweep; then every single change of every undominated plan that has not been looked
    at yet, the plans on the outer hull first, for a few rounds. `needs` is what each initiative of the block needs of
    what is scarce, as a share of what is left, (kinds, n): a plan that needs less of it counts as better in that.
    """
    needs = np.zeros((0, block.size)) if needs is None else needs
    plans = _fitting(first_plans(block, needs), needs)[: max(allowance, 3)]
    found = worth(block, plans)
    seen = {plan.tobytes() for plan in plans}
    value, exposure = found.value, found.exposure
    for _ in range(ROUNDS):
        fresh = _neighbours(block, plans, value, exposure, seen, allowance - len(plans), needs)
        if not len(fresh):
            break
        found = worth(block, fresh)
        plans = np.vstack([plans, fresh])
        value, exposure = np.append(value, found.value), np.append(exposure, found.exposure)
    best, most = _best(plans, value, exposure, needs), KEPT_OF_SCARCE if len(needs) else KEPT
    rest = np.setdiff1d(np.arange(len(plans)), best)
    second = rest[_best(plans[rest], value[rest], exposure[rest], needs)]
    keep = np.union1d(spread_out(best, exposure, most), [0])  # running everything stays: today's plan
    keep = keep[np.argsort(exposure[keep], kind="stable")]
    spare = spread_out(second, exposure, KEPT)
    return Pool(plans[keep], value[keep], exposure[keep], Pool(plans[spare], value[spare], exposure[spare]))


def _fitting(plans: Choice, needs: Array) -> Choice:
    """The plans that need no more of anything than is left, and the first one in any case."""
    fits = ((plans != PAUSE) @ needs.T <= 1 + ROUNDING).all(axis=1)
    fits[0] = True
    return np.asarray(plans[fits], dtype=np.int8)


def _best(plans: Choice, value: Array, exposure: Array, needs: Array) -> Index:
    """Places of the undominated plans, exposure rising."""
    if not len(needs):
        return undominated(value, exposure)
    return undominated_in_all(np.column_stack([-value, exposure, (plans != PAUSE) @ needs.T]), 1)


def _neighbours(
    block: Block, plans: Choice, value: Array, exposure: Array, seen: set[bytes], most: int, needs: Array
) -> Choice:
    """Single changes of the undominated plans not looked at yet, at most `most`; they are added to `seen`."""
    fresh: list[Choice] = []
    outer = undominated(value, exposure)
    hull = outer[on_hull(value[outer], exposure[outer])]
    order = np.concatenate([hull, np.setdiff1d(_best(plans, value, exposure, needs), hull)])
    for plan in plans[order]:
        if len(fresh) >= most:
            break
        for other in _fitting(np.vstack([plan[None], changed(block.choices, plan, np.arange(block.size))]), needs)[1:]:
            key = other.tobytes()
            if len(fresh) >= most:
                break
            if key not in seen:
                seen.add(key)
                fresh.append(other)
    return np.array(fresh, dtype=np.int8).reshape(-1, block.size)


def undominated_in_all(bad: Array, by: int) -> Index:
    """Places of the rows of (m, kinds) that no other row matches or beats in every kind, less being better.

    Rising by column `by`; of equal rows the first.

    >>> undominated_in_all(np.array([[1.0, 2.0, 3.0], [1.0, 2.0, 4.0], [2.0, 2.0, 1.0], [1.0, 2.0, 3.0]]), 1).tolist()
    [2, 0]
    """
    order = np.lexsort((np.arange(len(bad)), *(column for column in bad.T)))
    kept: list[int] = []
    for place in order:  # nothing later in the order can beat an earlier row
        if not kept or not (bad[kept] <= bad[place]).all(axis=1).any():
            kept.append(int(place))
    found = np.array(kept, dtype=np.int64)
    return found[np.argsort(bad[found, by], kind="stable")]


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
