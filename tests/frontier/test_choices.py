"""The rules of a plan: what may pause, what must run, who needs whom."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from balance.frontier.choices import PAUSE, SECURE, Choices, _needs, changed, mended, within


def made(needs, may_pause=None, may_secure=None):
    n = len(needs)
    free = np.ones(n, dtype=bool)
    return Choices(
        tuple(f"i{row}" for row in range(n)), free if may_secure is None else may_secure,
        free if may_pause is None else may_pause, needs, np.ones(n), np.ones(n), np.inf, np.inf,
    )  # fmt: skip


def test_chains_and_rings_are_followed():
    needs = _needs(("A-1", "A-2", "A-3"), ["a-2", "A-3; unknown", None])
    assert needs.tolist() == [[False, True, True], [False, False, True], [False, False, False]]
    ring = _needs(("a", "b", "c"), ["b", "c", "a"])
    assert (ring | np.eye(3, dtype=bool)).all()
    assert not _needs(("a",), ["a"]).any()


@given(st.data())
def test_mended_plans_keep_the_rules_and_single_changes_too(data):
    n = data.draw(st.integers(1, 6))
    told = [";".join(data.draw(st.lists(st.sampled_from([f"i{k}" for k in range(n)]), max_size=2))) for _ in range(n)]
    needs = _needs(tuple(f"i{k}" for k in range(n)), told)
    must = np.array(data.draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    held = must | needs[must].any(axis=0)
    late = np.array(data.draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    chosen = made(needs, ~held, late)
    plan = np.array([data.draw(st.lists(st.integers(0, 2), min_size=n, max_size=n))], dtype=np.int8)
    first = mended(chosen, plan)
    for found in (first, changed(chosen, first[0], np.arange(n))):
        assert not ((found == PAUSE) & held).any()
        assert not ((found == SECURE) & ~late).any()
        for one in found:
            assert not (needs[one != PAUSE] & (one == PAUSE)).any()
        assert (mended(chosen, found) == found).all()


def test_money_and_people():
    chosen = made(np.zeros((3, 3), dtype=bool))
    tight = Choices(*(getattr(chosen, name) for name in ("ids", "may_secure", "may_pause", "needs", "cost", "people")),
                    2.0, np.inf)  # fmt: skip
    plans = np.array([[0, 0, 0], [0, 1, 2]], dtype=np.int8)
    assert within(tight, plans).tolist() == [False, True]
