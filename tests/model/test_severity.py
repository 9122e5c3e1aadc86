"""Severity: the limited mean, the conjugate update, pooling, missing, zero and ranged losses."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from balance.model.loss_shapes import limited_mean
from balance.model.normal_inverse_gamma import NormalInverseGamma
from balance.model.severity import SeverityPrior, fit_severity, middle, pooled_prior

PRIOR = NormalInverseGamma(11.0, 1.0, 3.0, 3.92)
LOSSES = np.array([12000.0, 45000.0, 90000.0, 150000.0, 800000.0])


def test_limited_mean_known_answers():
    assert float(limited_mean(11, 1.5, 1e6)) == pytest.approx(149566.23, abs=0.005)
    assert float(limited_mean(11, 1.5, 5e6)) == pytest.approx(178809.03, abs=0.005)
    assert float(limited_mean(11 + 0.5 * np.log(0.7), 1.5, 5e6)) == pytest.approx(150671.26, abs=0.005)


def test_limited_mean_agrees_with_quadrature_far_out():
    for mu, sigma, d in [(11, 1.5, 1e3), (11, 3.9, 1e9), (9, 0.2, 1e7), (14, 2.5, 5e4)]:
        tail = stats.norm(mu, sigma).sf
        area, _ = integrate.quad(lambda x, tail=tail: tail(x) * np.exp(x), -40, np.log(d), limit=400)
        assert float(limited_mean(mu, sigma, d)) == pytest.approx(area, rel=1e-7)


def test_limited_mean_neither_overflows_nor_vanishes():
    assert float(limited_mean(700.0, 40.0, 1e6)) == pytest.approx(1e6, rel=1e-9)
    assert float(limited_mean(11, 1.5, np.inf)) == pytest.approx(np.exp(11 + 1.125))
    assert 0 < float(limited_mean(30.0, 0.5, 1.0)) <= 1.0


@settings(max_examples=50, deadline=None)
@given(st.floats(5, 15), st.floats(0.1, 4), st.floats(1, 1e9), st.floats(1.0, 10))
def test_a_higher_limit_never_lowers_the_mean(mu, sigma, d, factor):
    low, high = float(limited_mean(mu, sigma, d)), float(limited_mean(mu, sigma, d * factor))
    assert low <= high * (1 + 1e-12)
    assert low <= d * (1 + 1e-12)


def test_conjugate_update_known_answer():
    after = PRIOR.updated(np.log(LOSSES))
    assert (after.weight, after.shape) == (6.0, 5.5)
    assert after.centre == pytest.approx(11.337567, abs=5e-7)
    assert after.scale == pytest.approx(8.7756505, abs=5e-8)
    assert after.scale / (after.shape - 1) == pytest.approx(1.9501446, abs=5e-8)


def test_draws_known_answer():
    after = PRIOR.updated(np.log(LOSSES))
    mu, sigma = after.draw(np.array([0.5, 0.1, 0.9]), np.array([0.5, 0.1, 0.9]))
    assert mu == pytest.approx([11.337567, 10.40949, 11.864926], abs=5e-6)
    assert sigma == pytest.approx([1.302787, 1.7738781, 1.0079652], abs=5e-7)


def test_one_predictive_loss_known_answer():
    after = PRIOR.updated(np.log(LOSSES))
    width = np.sqrt(after.scale / after.shape * (1 + 1 / after.weight))
    loss = np.exp(stats.t(2 * after.shape).ppf([0.5, 0.95]) * width + after.centre)
    assert loss == pytest.approx([83915.619, 972685.28], rel=1e-6)


def test_no_losses_leave_the_prior_and_say_so():
    fit = fit_severity({"a": [], "b": []}, cap=1e7, missing_share={"a": 1.0, "b": 1.0})
    assert fit.measured.tolist() == [0.0, 0.0]
    assert np.isfinite(fit.means).all()
    low, high = np.quantile(fit.means[:, 0], [0.05, 0.95])
    assert high / low > 20


def test_a_class_without_losses_leans_on_the_others():
    rich = fit_severity({"a": np.full(40, 2e6), "b": []}, cap=1e9)
    poor = fit_severity({"a": np.full(40, 2e3), "b": []}, cap=1e9)
    assert np.median(rich.mu[:, 1]) > np.median(poor.mu[:, 1]) + 3


def test_missing_losses_lower_the_centre_by_the_missing_share():
    whole = fit_severity({"a": LOSSES}, cap=1e9)
    half = fit_severity({"a": LOSSES}, cap=1e9, missing_share={"a": 0.5})
    shift = (whole.mu - half.mu) / whole.sigma
    assert float(np.mean(shift)) == pytest.approx(0.5 * 0.2, abs=0.005)
    assert float(np.std(shift)) == pytest.approx(0.5 * 0.35, rel=0.05)


def test_zero_losses_thin_only_where_they_were_seen():
    fit = fit_severity({"a": LOSSES, "b": LOSSES}, cap=1e9, zeros={"b": 15})
    assert fit.positive[:, 0].tolist() == [1.0] * 256
    assert float(fit.positive[:, 1].mean()) == pytest.approx(5.5 / 21, rel=0.02)


def test_the_cap_may_differ_by_class():
    assert fit_severity({"a": LOSSES, "b": []}, cap={"a": 1e6, "b": 2e6}).cap.tolist() == [1e6, 2e6]
    capped = fit_severity({"a": LOSSES}, cap=5e4)
    assert capped.means.max() <= 5e4
    assert capped.medians.max() <= 5e4


def test_losses_that_are_not_positive_are_the_callers_error():
    with pytest.raises(ValueError, match="positive"):
        fit_severity({"a": [0.0, 10.0]}, cap=1e6)


def test_a_range_counts_as_its_middle_and_a_broken_one_as_missing():
    assert middle([1e4, 5e3, 0, np.nan], [4e4, 1e3, 10, 7]) == pytest.approx([2e4, np.nan, np.nan, np.nan], nan_ok=True)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(100, 1e8), min_size=1, max_size=30), st.sampled_from([0.01, 7.5, 1000.0]))
def test_another_currency_scales_every_loss(losses, rate):
    prior = SeverityPrior()
    here = fit_severity({"a": losses}, cap=1e9, prior=prior)
    abroad = SeverityPrior(log_median=prior.log_median + np.log(rate))
    there = fit_severity({"a": np.array(losses) * rate}, cap=1e9 * rate, prior=abroad)
    assert np.allclose(there.means, here.means * rate, rtol=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_losses_changes_no_bit(seed):
    rng = np.random.default_rng(seed)
    losses = rng.lognormal(11, 1.5, 57)
    there, back = (fit_severity({"outage": each}, cap=1e8) for each in (losses, rng.permutation(losses)))
    assert np.array_equal(there.mu, back.mu)
    assert np.array_equal(there.sigma, back.sigma)


def test_pooling_weighs_classes_by_their_losses():
    pooled = pooled_prior([np.array([10.0, 12.0]), np.array([14.0])], SeverityPrior())
    assert pooled.centre == pytest.approx((0.5 * 11 + 2 / 3 * 11 + 0.5 * 14) / (0.5 + 2 / 3 + 0.5))
    assert pooled.scale == pytest.approx(2 * (4 * 1.96 + 2.0) / 5)
