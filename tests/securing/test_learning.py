"""Experience with a technology is counted right, and a curve is found where there is one."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from balance.assumptions import resolve
from balance.securing.learning import LearningPrior, experience, learning, slope


def test_experience_counts_what_began_before_with_the_newest_technology():
    rows = pd.DataFrame({
        "begun": [-50.0, -40.0, -40.0, -10.0, np.nan, -5.0],
        "tags": [("cloud",), ("cloud",), ("cloud",), ("cloud", "ai"), ("cloud",), ()],
    })  # fmt: skip
    before, newest = experience(rows)
    assert before.tolist() == [0, 1, 1, 0, -1, -1]
    assert newest[3] == "ai"


def test_a_learning_curve_is_found_where_there_is_one():
    rng = np.random.default_rng(50_001)
    before = np.tile(np.arange(24), 3)
    newest = np.repeat(np.array(["ai", "cloud", "iot"], dtype=object), 24)
    level = np.repeat([4.0, 9.0, 6.0], 24)
    found = {}
    for truth in (0.7, 1.0, 1.3):
        counts = rng.poisson(level * truth ** np.log2(1 + before)).astype(float)
        mean, sd = slope(before, newest, counts, np.ones(72))
        found[truth] = (mean - 2.6 * sd, mean + 2.6 * sd)
    assert all(low < np.log(truth) < high for truth, (low, high) in found.items())
    assert found[0.7][1] < 0 < found[1.3][0]


@pytest.mark.parametrize(("key", "value"), [("", "-0.4"), ("_levels", "0.05"), ("_rough", "4")])
def test_what_is_assumed_of_experience_is_a_row_that_a_person_can_state(fitted, key, value):
    given = resolve(pd.DataFrame({"key": [f"effect:learning{key}"], "value": [value]}))
    base, told = learning(fitted), learning(replace(fitted, assumptions=given))
    assert np.isfinite(base.per_doubling.value)
    assert told.per_doubling != base.per_doubling
    assert told.initiatives == base.initiatives


def test_without_incidents_the_answer_is_what_is_assumed():
    given = LearningPrior(doubling=np.log(0.8), doubt=0.1)
    one_kind = np.array(["ai"] * 8, dtype=object)
    mean, sd = slope(np.arange(8), one_kind, np.zeros(8), np.full(8, 1e-9), given)
    assert mean == pytest.approx(np.log(0.8), abs=1e-4)
    assert sd == pytest.approx(0.1, rel=1e-3)
