"""Counts to come."""

import numpy as np
import pytest
from scipy import stats

from balance.model.counts import count_chances, count_quantiles, predictive_count


@pytest.mark.parametrize("mean", [0.0, 0.3, 4.0, 60.0])
def test_without_doubt_it_is_poisson(mean):
    found = predictive_count(np.full(5, mean), 0.0)
    assert (found.low, found.high) == (min(stats.poisson.ppf(0.1, mean), mean), max(stats.poisson.ppf(0.9, mean), mean))


@pytest.mark.parametrize("variance", [0.01, 0.06, 0.4, 1.0])
@pytest.mark.parametrize("mean", [0.3, 5.0, 50.0, 400.0])
def test_a_shared_factor_makes_it_negative_binomial(mean, variance):
    levels = (0.05, 0.1, 0.5, 0.9, 0.95)
    exact = stats.nbinom.ppf(levels, 1 / variance, 1 / (1 + variance * mean))
    assert count_quantiles(np.full(5, mean), variance, levels) == list(exact)
    counts, at_most = count_chances(np.full(5, mean), variance)
    assert at_most == pytest.approx(stats.nbinom.cdf(counts, 1 / variance, 1 / (1 + variance * mean)), abs=1e-9)


@pytest.mark.parametrize("part", [0.001, 0.01, 0.05])
def test_what_is_steady_is_counted_beside_what_shares_the_factor(part):
    shared, variance, counts = np.array([5.0, 60.0, 200.0]), 0.25, np.arange(2000)
    exact = np.mean([
        np.convolve(
            stats.nbinom.pmf(counts, 1 / variance, 1 / (1 + variance * mean)), stats.poisson.pmf(counts, part * mean)
        )[: len(counts)].cumsum()
        for mean in shared
    ], axis=0)  # fmt: skip
    found, at_most = count_chances((1 + part) * shared, variance, part * shared)
    assert np.abs(at_most - exact[found.astype(int)]).max() < 0.005


def test_a_factor_that_hardly_varies_is_chance_alone():
    assert count_quantiles(np.full(3, 80.0), 1e-8, (0.1, 0.5, 0.9)) == count_quantiles(
        np.full(3, 80.0), 0.0, (0.1, 0.5, 0.9)
    )


def test_what_is_steady_has_no_part_in_good_and_bad_periods():
    mean, steady = np.full(5, 50.0), np.full(5, 40.0)
    whole, parted = predictive_count(mean, 0.5), predictive_count(mean, 0.5, steady=steady)
    assert parted.value == whole.value == 50.0
    assert predictive_count(mean, 0.5, steady=np.zeros(5)) == whole
    assert predictive_count(mean, 0.5, steady=mean) == predictive_count(mean, 0.0)
    rng = np.random.default_rng(7)
    drawn = rng.poisson(40.0 + 10.0 * rng.gamma(2.0, 0.5, 200_000))
    assert (parted.low, parted.high) == pytest.approx(np.quantile(drawn, [0.1, 0.9]), abs=1.0)


def test_doubt_widens():
    sure = predictive_count(np.full(4, 20.0), 0.0)
    doubtful = predictive_count(np.array([5.0, 15, 25, 35]), 0.0)
    assert doubtful.high - doubtful.low > sure.high - sure.low


@pytest.mark.parametrize("centre", [-3.0, 1.0, 4.0, 7.0])
@pytest.mark.parametrize("parts", [1, 7, 300])
def test_the_count_is_the_smallest_that_is_not_exceeded_with_its_chance(centre, parts):
    mean = np.random.default_rng(parts).lognormal(centre, 1.2, parts)
    at_most = stats.poisson.cdf(np.arange(40_000)[:, None], mean).mean(axis=1)
    for level, found in zip(
        (0.001, 0.1, 0.5, 0.999), count_quantiles(mean, 0.0, (0.001, 0.1, 0.5, 0.999)), strict=True
    ):
        assert found == np.argmax(at_most >= level)
