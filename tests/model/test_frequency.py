"""Frequency: conjugate answers, edge cases, and what the order of classes may not change."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from balance.model.draws import class_columns
from balance.model.frequency import dispersion, fit_frequency, posterior, yearly_shock

COUNTS = pd.DataFrame({"outage": [12, 9, 14, 11, 10, 13, 15, 9], "breach": [0, 1, 0, 0, 2, 0, 0, 1]})


def test_rates_are_gamma_quantiles_of_the_fixed_uniforms():
    fit = fit_frequency(COUNTS, forgetting=1.0, drift=0.0)
    psi = dispersion(COUNTS.sum(axis=1).to_numpy(float))
    pooled = (COUNTS.to_numpy().sum() + 0.5) / 2 / 2
    u = class_columns(["outage", "breach"])["rate"][:, 0]
    expected = stats.gamma(0.5 + COUNTS["outage"].sum() / psi, scale=1 / (0.5 / pooled + 2 / psi)).ppf(u)
    assert fit.rates[:, 0] == pytest.approx(expected, rel=1e-9)


def test_recent_quarters_weigh_more():
    rising = pd.DataFrame({"outage": [2, 4, 8, 16]})
    assert fit_frequency(rising).rates.mean() > fit_frequency(rising, forgetting=1.0).rates.mean()


def test_drift_widens_the_band_and_keeps_the_mean():
    still, drifting = fit_frequency(COUNTS, drift=0.0).rates[:, 0], fit_frequency(COUNTS, drift=0.3).rates[:, 0]
    assert np.std(drifting) > np.std(still)
    assert np.mean(drifting) == pytest.approx(np.mean(still), rel=0.02)


def test_chance_alone_has_dispersion_one_and_no_shock():
    assert dispersion(np.full(8, 20.0)) == 1.0
    assert yearly_shock(np.full(8, 20.0), 1.0) == 0.0


def test_scatter_beyond_chance_is_found_and_bounded():
    assert dispersion(np.array([1.0, 400.0] * 4)) == 8.0
    assert yearly_shock(np.array([10.0, 30.0]), 3.0) == pytest.approx(2 / 20 / 4)


@pytest.mark.parametrize("quarters", [0, 1, 12])
def test_without_incidents_the_prior_speaks_and_says_so(quarters):
    fit = fit_frequency(pd.DataFrame(np.zeros((quarters, 3)), columns=["a", "b", "c"]))
    assert np.isfinite(fit.rates).all()
    assert fit.rates.min() > 0
    assert fit.measured.tolist() == [0.0, 0.0, 0.0]
    assert (fit.dispersion, fit.shock) == (1.0, 0.0)


def test_more_quiet_quarters_mean_a_lower_rate():
    few, many = (fit_frequency(pd.DataFrame({"a": np.zeros(t)})).rates.mean() for t in (2, 12))
    assert many < few


def test_no_class_at_all_gives_no_rates():
    fit = fit_frequency(pd.DataFrame(index=range(4)))
    assert fit.rates.shape == (256, 0)


def test_own_incidents_count_as_measured():
    fit = fit_frequency(COUNTS)
    assert fit.measured[0] > fit.measured[1] > 0.4


def test_posterior_counts_weigh_less_when_they_scatter():
    _, calm, _ = posterior(np.full(8, 12.0), np.array([96.0]), 8.0)
    _, wild, _ = posterior(np.array([1.0, 23.0] * 4), np.array([96.0]), 8.0)
    assert wild[0] < calm[0]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(0, 400), min_size=3, max_size=3), min_size=1, max_size=20))
def test_permuting_classes_permutes_the_answer(rows):
    table = pd.DataFrame(rows, columns=["a", "b", "c"])
    there, back = fit_frequency(table), fit_frequency(table[["c", "a", "b"]])
    assert np.allclose(there.rates[:, [2, 0, 1]], back.rates, rtol=1e-12)
    assert np.isfinite(there.rates).all()
    assert there.rates.min() > 0
