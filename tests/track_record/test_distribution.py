"""A forecast as a row: its quantiles, what it truly holds, and where an outcome lay in it."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.track_record.distribution import LEVELS, MOST_POINTS, of_draws, of_steps, place_in


def test_quantiles_of_draws_are_draws():
    row = of_draws(np.arange(1.0, 101.0))
    assert [row[name] for name in LEVELS] == [5, 10, 20, 50, 80, 90, 95]
    assert row["expected"] == 50.5


def test_a_quantile_that_no_value_reaches_is_missing():
    row = of_steps(np.array([0.0, 1.0]), np.array([0.4, 0.85]), 2.0)
    assert row["q80"] == 1.0
    assert np.isnan(row["q90"])


def test_places_known_answers():
    row = of_draws(np.array([0.0] * 50 + [10.0] * 50))
    assert [place_in(row["curve"], came) for came in (-1.0, 0.0, 10.0, 11.0)] == [0.0, 0.25, 0.75, 1.0]
    assert place_in(row["curve"], 5.0) == pytest.approx(0.5)


def test_a_long_distribution_is_kept_short():
    curve = of_draws(np.linspace(0.0, 1.0, 5000))["curve"]
    values, at_most = json.loads(curve)
    assert len(values) == len(at_most) <= MOST_POINTS
    assert place_in(curve, 0.3) == pytest.approx(0.3, abs=0.005)


@given(st.lists(st.integers(0, 12), min_size=2, max_size=60))
def test_places_of_its_own_draws_are_a_half_on_average(counts):
    draws = np.array(counts, dtype=float)
    curve = of_draws(draws)["curve"]
    places = [place_in(curve, came) for came in draws]
    assert np.mean(places) == pytest.approx(0.5)
    assert min(places) >= 0
    assert max(places) <= 1


@given(st.lists(st.floats(0, 1e9), min_size=2, max_size=40), st.floats(0, 1e9), st.floats(0, 1e9))
def test_a_larger_outcome_never_lies_lower(draws, one, other):
    curve = of_draws(np.array(draws))["curve"]
    low, high = sorted((one, other))
    assert place_in(curve, low) <= place_in(curve, high) + 1e-12
