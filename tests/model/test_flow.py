"""Past flow: finishes, share on time, time from start to finish."""

import numpy as np
import pandas as pd
import pytest

from balance.model import flow
from balance.ranges import UNKNOWN

DAYS, DONE = np.array([2.0, 3, 3, 5, 6, 8]), np.array([1, 1, 0, 1, 0, 1], dtype=bool)


def test_k20_share_not_finished():
    times, share, _ = flow.kaplan_meier(DAYS, DONE)
    assert times.tolist() == [2, 3, 5, 8]
    assert share == pytest.approx([0.83333333, 0.66666667, 0.44444444, 0.0], abs=5e-9)


def test_the_median_counts_those_still_running():
    found = flow.median_duration(DAYS, DONE)
    assert (found.value, found.low <= 5 <= found.high) == (5.0, True)


def test_no_median_while_fewer_than_half_have_finished():
    assert flow.median_duration(np.arange(1.0, 11.0), np.arange(10) < 3) == UNKNOWN
    assert flow.median_duration(np.zeros(0), np.zeros(0, dtype=bool)) == UNKNOWN


def test_identical_times_are_survived():
    assert flow.median_duration(np.full(9, 30.0), np.ones(9, dtype=bool)).value == 30.0


@pytest.mark.parametrize(("finished", "mean"), [(0, 0.0), (2, 0.5), (40, 10.0)])
def test_finishes_per_quarter_carry_their_chance(finished, mean):
    found = flow.finished_per_quarter(finished)
    assert found.value == mean
    assert found.low <= mean <= found.high
    assert found.high > 0


def test_on_time_counts_only_what_has_a_plan():
    recent = pd.DataFrame({"due": [0.0, -10, np.nan, 5], "finished_on": [-1.0, -2, -3, -4]})
    found = flow.on_time_share(recent)
    assert found.value == pytest.approx(2 / 3)
    assert flow.on_time_share(recent.iloc[2:3]) == UNKNOWN
