"""Points that no other beats, their hull, and a few spread over them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from balance.frontier.combine import combined
from balance.frontier.polish import Pool, on_hull, spread_out, undominated

points = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=25)


@given(points)
def test_undominated_is_exactly_what_no_other_beats(pairs):
    value, exposure = np.array(pairs, dtype=float).T
    kept = undominated(value, exposure)
    best = {(v, e) for v, e in pairs if not any(w >= v and f <= e and (w, f) != (v, e) for w, f in pairs)}
    assert [(value[k], exposure[k]) for k in kept] == sorted(best, key=lambda one: one[1])


@given(points)
def test_the_hull_is_concave_and_above_every_point(pairs):
    value, exposure = np.array(pairs, dtype=float).T
    kept = undominated(value, exposure)
    value, exposure = value[kept], exposure[kept]
    hull = on_hull(value, exposure)
    assert (np.interp(exposure, exposure[hull], value[hull]) >= value - 1e-9).all()
    slopes = np.diff(value[hull]) / np.diff(exposure[hull])
    assert (np.diff(slopes) < 0).all()


def test_spread_out_keeps_both_ends():
    assert spread_out(np.arange(50), np.linspace(0, 1, 50) ** 2, 7)[[0, -1]].tolist() == [0, 49]
    assert spread_out(np.arange(3), np.zeros(3), 7).tolist() == [0, 1, 2]


def test_combined_sums_are_those_of_all_combinations():
    rng = np.random.default_rng(1)
    pools = []
    for size in (3, 4, 5):
        value, exposure = rng.integers(0, 20, size).astype(float), rng.integers(0, 20, size).astype(float)
        kept = undominated(value, exposure)
        pools.append(Pool(np.zeros((len(kept), 1), dtype=np.int8), value[kept], exposure[kept]))
    every = np.indices([len(pool.value) for pool in pools]).reshape(3, -1)
    value = sum(pool.value[row] for pool, row in zip(pools, every, strict=True))
    exposure = sum(pool.exposure[row] for pool, row in zip(pools, every, strict=True))
    best = undominated(value, exposure)
    picked = combined(pools).T
    assert sum(p.value[r] for p, r in zip(pools, picked, strict=True)).tolist() == value[best].tolist()
    assert sum(p.exposure[r] for p, r in zip(pools, picked, strict=True)).tolist() == exposure[best].tolist()
