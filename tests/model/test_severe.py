"""The severe class: published experience and own history, known answers."""

import numpy as np
import pytest
from scipy import stats

from balance.model.severe import (
    ALL_SIZES,
    materiality_floor,
    published,
    severe_loss_prior,
    severe_posterior,
    severe_rates,
)

KNOWN = [
    (0, 5.0, (0.062935662, 0.0023392248, 0.19682546, 0.058989432)),
    (1, 5.0, (0.13396914, 0.022065058, 0.32375844, 0.12139948)),
    (2, 3.0, (0.23894944, 0.062908328, 0.50709462, 0.20512596)),
]


@pytest.mark.parametrize(("events", "years", "expected"), KNOWN)
def test_rate_known_answers(events, years, expected):
    shape, rate = severe_posterior(events, years, 0.0976)
    low, high = severe_rates(events, years, 0.0976, np.array([0.05, 0.95]))
    at_least_one = 1 - (rate / (rate + 1)) ** shape
    assert (shape / rate, low, high, at_least_one) == pytest.approx(expected, rel=1e-7)


def test_published_figures_by_revenue():
    assert published(None) is ALL_SIZES
    assert published(5e6).per_year == 0.073
    assert published(5e11).typical_loss == 6e6


def test_the_loss_prior_returns_its_median_and_its_extreme():
    prior = severe_loss_prior(603e3, 32e6)
    spread = np.sqrt(prior.scale / (prior.shape - 1))
    assert stats.norm(prior.centre, spread).ppf(0.95) == pytest.approx(np.log(32e6))
    assert np.exp(prior.centre) == pytest.approx(603e3)


def test_a_tenth_of_published_losses_lies_below_the_floor():
    prior = severe_loss_prior(603e3, 32e6)
    below = stats.norm(prior.centre, np.sqrt(prior.scale / 3)).cdf(np.log(materiality_floor(603e3, 32e6)))
    assert below == pytest.approx(0.1)
