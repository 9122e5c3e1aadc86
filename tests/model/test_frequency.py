"""Frequency: conjugate answers, edge cases, and what the order of classes may not change."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from balance.model.frequency import class_share, fit_frequency, yearly_shock

COUNTS = pd.DataFrame({"outage": [12, 9, 14, 11, 10, 13, 15, 9], "breach": [0, 1, 0, 0, 2, 0, 0, 1]})


def test_shares_are_those_of_a_dirichlet():
    rng = np.random.default_rng(1)
    found = class_share(np.array([7.0, 2.0, 0.0]), rng.uniform(size=(40_000, 3)))
    exact = stats.dirichlet([7.5, 2.5, 0.5])
    assert found.mean(axis=0) == pytest.approx(exact.mean(), abs=0.004)
    assert found.var(axis=0) == pytest.approx(exact.var(), rel=0.05)
    assert found.sum(axis=1) == pytest.approx(np.ones(40_000))


def test_a_steady_company_has_the_rate_it_always_had():
    fit = fit_frequency(COUNTS)
    assert fit.rates.sum(axis=1).mean() == pytest.approx(4 * COUNTS.to_numpy().sum() / 8, rel=0.05)
    assert fit.rates[:, 0].mean() / fit.rates.sum(axis=1).mean() == pytest.approx(93.5 / 98, abs=0.01)


def test_recent_quarters_weigh_more():
    rising = pd.DataFrame({"outage": [4, 4, 4, 4, 16, 16, 16, 16]})
    assert fit_frequency(rising).rates.mean() > 4 * rising.to_numpy().mean()
    weights = fit_frequency(rising).weights.mean(axis=1)
    assert (np.diff(weights) > 0).all()


def test_all_counts_doubled_double_the_rate_of_a_large_company():
    one, two = fit_frequency(20 * COUNTS), fit_frequency(40 * COUNTS)
    assert two.rates.sum(axis=1).mean() == pytest.approx(2 * one.rates.sum(axis=1).mean(), rel=0.02)


def test_quarters_that_scatter_make_a_good_year_and_a_bad_year():
    calm, wild = (
        fit_frequency(pd.DataFrame({"a": counts})) for counts in ([20] * 10, [5, 30, 4, 28, 6, 33, 5, 29, 4, 31])
    )
    assert wild.shock > 3 * calm.shock
    assert wild.dispersion > calm.dispersion > 1.0
    assert yearly_shock(0.4) == 0.1


def test_exposure_scales_the_rate_back_to_the_usual():
    alone = fit_frequency(COUNTS)
    doubled = fit_frequency(COUNTS, np.full(8, 2.0))
    assert doubled.rates == pytest.approx(alone.rates, rel=1e-6)


@pytest.mark.parametrize("quarters", [0, 1, 12])
def test_without_incidents_the_prior_speaks_and_says_so(quarters):
    fit = fit_frequency(pd.DataFrame(np.zeros((quarters, 3)), columns=["a", "b", "c"]))
    assert np.isfinite(fit.rates).all()
    assert fit.rates.min() > 0
    assert fit.measured.tolist() == [0.0, 0.0, 0.0]
    assert fit.rates.sum(axis=1).mean() == pytest.approx(2.0 / max(quarters, 1), rel=0.35)
    assert fit.dispersion == 1.0


def test_more_quiet_quarters_mean_a_lower_rate():
    few, many = (fit_frequency(pd.DataFrame({"a": np.zeros(t)})).rates.mean() for t in (2, 12))
    assert many < few


def test_no_class_at_all_gives_no_rates():
    fit = fit_frequency(pd.DataFrame(index=range(4)))
    assert fit.rates.shape == (256, 0)


def test_own_incidents_count_as_measured():
    fit = fit_frequency(COUNTS)
    assert fit.measured[0] > fit.measured[1] > 0.4


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(0, 400), min_size=3, max_size=3), min_size=1, max_size=20))
def test_permuting_classes_permutes_the_answer(rows):
    table = pd.DataFrame(rows, columns=["a", "b", "c"])
    there, back = fit_frequency(table), fit_frequency(table[["c", "a", "b"]])
    assert np.allclose(there.rates[:, [2, 0, 1]], back.rates, rtol=1e-12)
    assert np.isfinite(there.rates).all()
    assert there.rates.min() > 0
