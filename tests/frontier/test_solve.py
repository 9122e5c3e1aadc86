"""One exact solve: the known answer, and what money and people allow."""

from types import SimpleNamespace

import numpy as np
import pytest

from balance.frontier.choices import Choices
from balance.frontier.polish import Pool
from balance.frontier.solve import best_within

VALUES, EXPOSURES = (5.0, 4.0, 3.0), (6.0, 3.0, 1.0)


def parts(most_cost=np.inf, most_people=np.inf):
    """Three initiatives, each a block of its own that runs or pauses."""
    pools = [
        Pool(np.array([[2], [0]], dtype=np.int8), np.array([0.0, value]), np.array([0.0, exposure]))
        for value, exposure in zip(VALUES, EXPOSURES, strict=True)
    ]
    blocks = [SimpleNamespace(rows=np.array([row])) for row in range(3)]
    free = np.ones(3, dtype=bool)
    chosen = Choices(("a", "b", "c"), free, free, np.zeros((3, 3), dtype=bool), np.array([1.0, 2.0, 4.0]),
                     np.array([3.0, 3.0, 1.0]), most_cost, most_people)  # fmt: skip
    return blocks, pools, chosen


def value(picked):
    return float(np.array(VALUES) @ picked)


@pytest.mark.parametrize(("bound", "best"), [(7, 8), (6, 7), (3, 4), (1, 3)])
def test_k24(bound, best):
    assert value(best_within(*parts(), bound)) == best


def test_money_and_people_bind():
    assert value(best_within(*parts(most_cost=3.0), np.inf)) == 9
    assert value(best_within(*parts(most_people=4.0), np.inf)) == 8


def test_no_plan_keeps_to_the_bound():
    assert best_within(*parts(), -1.0) is None


def test_the_solver_is_silent(capfd):
    best_within(*parts(), 7)
    assert capfd.readouterr().out == ""
