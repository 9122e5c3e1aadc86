"""Readings of the loss curve: the table, its band, and what lies beyond the grid."""

import numpy as np
import pytest

from balance.model.annual_loss import annual_loss
from balance.model.incident_sizes import incident_sizes
from balance.model.loss_curve import AnnualLoss, Grid, spread


def straight(points=100):
    """A loss spread evenly over 0..100, in three identical draws."""
    beyond = 1 - (np.arange(points) + 0.5) / points
    return AnnualLoss(Grid(100.0, points), np.tile(beyond, (3, 1)), np.full(3, 50.0))


@pytest.fixture(scope="module")
def year():
    rng = np.random.default_rng(2)
    shape = (64, 3)
    mu, sigma = rng.normal(11, 0.3, shape), rng.uniform(0.9, 1.6, shape)
    return annual_loss(incident_sizes(mu, sigma, np.full(3, 2e7), Grid(8e7)), rng.gamma(6, 0.4, shape), 0.05)


def test_readings_of_a_straight_curve():
    result = straight()
    assert result.chance_beyond([25.0, 80.0])[0] == pytest.approx([0.75, 0.2])
    assert result.bad_year(0.1).predictive == pytest.approx(90.0)
    assert result.tail_mean(0.1).predictive == pytest.approx(95.0, abs=0.1)


def test_what_lies_beyond_the_grid_is_infinite_and_its_chance_an_upper_bound():
    result = AnnualLoss(Grid(10.0, 4), np.array([[0.9, 0.5, 0.3, 0.2]]), np.array([9.0]))
    assert result.bad_year().predictive == np.inf
    assert result.tail_mean().draws.tolist() == [np.inf]
    assert result.chance_beyond(1e6)[0, 0] == 0.2
    assert result.chance_beyond([1e300, np.inf]).tolist() == [[0.2, 0.2]]
    assert result.overflows


def test_the_table_rises_in_loss_and_never_in_chance(year):
    table = year.exceedance()
    assert list(table.columns) == ["loss", "chance", "low", "high"]
    assert len(table) >= 40
    assert table["loss"].iloc[0] == 0.0
    assert (np.diff(table["loss"]) > 0).all()
    assert (np.diff(table[["chance", "low", "high"]], axis=0) <= 0).all()
    assert (table["low"] <= table["chance"]).all()
    assert (table["chance"] <= table["high"]).all()
    assert table["chance"].between(0, 1).all()
    assert table["chance"].iloc[-1] == pytest.approx(0.005, abs=1e-4)


def test_the_table_can_be_read_at_given_losses(year):
    table = year.exceedance([5e6, 0.0])
    assert table["loss"].tolist() == [0.0, 5e6]
    assert table["chance"].iloc[1] == pytest.approx(year.chance_beyond(5e6).mean())


def test_the_bad_year_is_exceeded_with_its_chance(year):
    assert year.chance_beyond(year.bad_year().predictive).mean() == pytest.approx(0.05, abs=1e-6)
    for k in (0, 17, 63):
        assert year.chance_beyond(year.bad_year().draws[k])[k, 0] == pytest.approx(0.05, abs=1e-6)


def test_the_years_beyond_cost_more_than_the_bad_year(year):
    assert year.tail_mean().predictive > year.bad_year().predictive
    assert (year.tail_mean().draws > year.bad_year().draws).all()


def test_all_years_together_are_the_mean(year):
    assert year.tail_mean(0.999999).predictive == pytest.approx(year.mean.mean(), rel=1e-4)


def test_spread_is_the_percentile_of_the_draws():
    draws = np.random.default_rng(1).random((256, 7))
    low, high = spread(draws)
    assert low == pytest.approx(np.quantile(draws, 0.1, axis=0))
    assert high == pytest.approx(np.quantile(draws, 0.9, axis=0))
