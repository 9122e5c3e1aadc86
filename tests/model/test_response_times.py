"""Times of response: known answers, what still runs, and two years compared."""

import numpy as np
import pytest

from balance.model.flow import median_duration
from balance.model.response_times import SLOWEST_TENTH, longer, time_until
from balance.ranges import UNKNOWN


def test_the_median_is_that_of_the_other_room():
    hours, over = np.array([2.0, 3, 3, 5, 6, 8]), np.array([1, 1, 0, 1, 0, 1], bool)
    assert time_until(hours, over) == median_duration(hours, over)


def test_the_slowest_tenth_of_a_hundred():
    found = time_until(np.arange(1.0, 101.0), np.ones(100, bool), SLOWEST_TENTH)
    assert found.value == 90.0
    assert found.low < 90.0 < found.high


def test_what_still_runs_is_no_end():
    hours = np.arange(1.0, 11.0)
    assert time_until(hours, np.arange(10) < 3) == UNKNOWN
    running = time_until(hours, np.arange(10) != 4)
    assert running.value >= time_until(hours, np.ones(10, bool)).value


def test_ranges_hold_the_truth_as_often_as_they_say():
    rng, hits = np.random.default_rng(7), 0
    for _ in range(300):
        hours, until = rng.lognormal(1.0, 1.2, 40), rng.uniform(1.0, 60.0, 40)
        found = time_until(np.minimum(hours, until), hours <= until)
        hits += found.low <= np.e <= found.high
    assert 0.74 <= hits / 300 <= 0.9


@pytest.mark.parametrize(("factor", "sign"), [(3.0, 1), (1 / 3, -1)])
def test_a_year_three_times_as_slow_is_a_signal(factor, sign):
    rng = np.random.default_rng(3)
    before, after = rng.lognormal(1.0, 1.0, 60), factor * rng.lognormal(1.0, 1.0, 60)
    found = longer(before, np.ones(60, bool), after, np.ones(60, bool))
    assert (found.sign, found.evidence) == (sign, "signal")


def test_equal_years_are_rarely_called_a_signal():
    rng, signals = np.random.default_rng(5), 0
    for _ in range(300):
        one, other = rng.lognormal(1.0, 1.0, 30), rng.lognormal(1.0, 1.0, 30)
        signals += longer(one, one < 20, other, other < 20).evidence == "signal"
    assert signals / 300 < 0.27  # two sides of one in ten each, and what chance adds to that


def test_nothing_to_compare_is_an_even_chance():
    none = np.zeros(0)
    assert longer(none, none.astype(bool), np.ones(3), np.ones(3, bool)).chance == 0.5
    assert longer(np.ones(3), np.zeros(3, bool), np.ones(3), np.zeros(3, bool)).chance == 0.5
