"""Widths: never under 1, 1 where nothing is missing, and never wider for more evidence."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from balance.model import precision as p
from balance.model.normal_inverse_gamma import NormalInverseGamma

COUNTS = st.integers(0, 400)


@given(COUNTS, COUNTS, st.floats(0, 50))
def test_more_rows_known_never_widen(known, missing, prior_rows):
    rows = known + missing
    widths = [p.missing_rows(n, rows, prior_rows) for n in (known, min(known + 1, rows), rows)]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] == pytest.approx(1.0)


@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=6), st.integers(0, 5), st.floats(0, 1))
def test_a_loss_more_never_widens(classes, place, shift_sd):
    known = np.array([float(n) for n, _ in classes])
    incidents = known + [missing for _, missing in classes]
    before = p.missing_losses(known, incidents, shift_sd)
    known[place % len(known)] = min(known[place % len(known)] + 1, incidents[place % len(known)])
    assert 1.0 - 1e-12 <= p.missing_losses(known, incidents, shift_sd) <= before + 1e-12


def test_the_width_of_missing_losses_is_that_of_the_posterior():
    rng = np.random.default_rng(3)
    prior = NormalInverseGamma(11.0, 1.0, 3.0, 3.92)
    some, every = prior.updated(rng.normal(11, 1.4, 10)), prior.updated(rng.normal(11, 1.4, 40))
    ratio = np.sqrt(every.weight / some.weight)
    assert p.missing_losses(np.array([10.0]), np.array([40.0]), 0.0) == pytest.approx(ratio)


@given(COUNTS, COUNTS, st.lists(st.floats(0, 2), min_size=1, max_size=4))
def test_a_link_more_never_widens(linked, unlinked, told):
    caused = float(linked + unlinked)
    before, after = p.missing_links(linked, caused, told), p.missing_links(min(linked + 1, caused), caused, told)
    assert 1.0 - 1e-12 <= after <= before + 1e-12


@given(st.floats(0, 40), st.floats(0, 40), st.floats(0.5, 8))
def test_an_older_table_never_narrows(one, other, horizon):
    young, old = sorted((one, other))
    assert 1.0 <= p.stale(young, horizon) <= p.stale(old, horizon)


@pytest.mark.parametrize("cut", [-1.5, -0.5, 0.0, 0.5])
def test_what_a_floor_hides_known_answers(cut):
    z = stats.norm.ppf((np.arange(200_000) + 0.5) / 200_000)
    assert p.unseen(9 + 1.3 * z[z > cut]) == pytest.approx(stats.norm.cdf(cut), abs=0.01)


def test_what_a_floor_hides_is_bounded():
    assert p.unseen(np.array([3.0, 3.0])) == 0.0
    assert p.unseen(np.random.default_rng(1).exponential(1.0, 5000)) == pytest.approx(0.9, abs=0.05)


def test_disagreement_within_luck_widens_nothing():
    assert p.disagreeing(0.5, 10, 0.15) == 1.0
    assert p.disagreeing(-0.9, 25, 0.15) == p.disagreeing(0.9, 25, 0.15) > 3.0


@given(st.lists(st.floats(1, 5), max_size=6))
def test_lacks_together_are_at_least_the_worst(widths):
    assert p.together(widths) >= max([1.0, *widths]) - 1e-9


def test_doubt_about_unrecorded_losses_widens_known_answer():
    known, incidents = np.array([10.0]), np.array([20.0])
    assert p.missing_losses(known, incidents, 0.0) == pytest.approx(np.sqrt(21 / 11))
    assert p.missing_losses(known, incidents, 0.35) == pytest.approx(np.sqrt((1 / 11 + (0.5 * 0.35) ** 2) * 21))
