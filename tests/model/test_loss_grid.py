"""The grid of yearly losses: long enough, fine enough, and not spoiled by what is asked of it."""

import numpy as np
import pytest

from balance.model.annual_loss import annual_loss
from balance.model.incident_sizes import incident_sizes
from balance.model.loss_curve import Grid
from balance.model.loss_grid import choose_grid, extended

MU, SIGMA, CAP, RATES = np.array([[11.0, 13.0]]), np.array([[1.2, 1.8]]), np.full(2, 2e7), np.array([[2.0, 0.3]])


def test_the_grid_reaches_every_limit_and_says_when_it_does_not_suffice():
    grid = choose_grid(MU, SIGMA, CAP, RATES, limits=[1e8, 1e6])
    assert grid.top == pytest.approx(1.2e8)
    kept = incident_sizes(MU, SIGMA, CAP, Grid(1e6, 512))
    short = annual_loss(kept, RATES)
    assert short.overflows
    assert short.bad_year().predictive == np.inf
    assert extended(Grid(1e6, 512)) == Grid(4e6, 512)
    assert not annual_loss(incident_sizes(MU, SIGMA, CAP, choose_grid(MU, SIGMA, CAP, RATES)), RATES).overflows


def test_a_limit_no_year_comes_near_does_not_spoil_the_bad_year():
    grid = choose_grid(MU, SIGMA, CAP, RATES, limits=[1e12])
    result = annual_loss(incident_sizes(MU, SIGMA, CAP, grid), RATES)
    assert grid.points == 4096
    assert result.bad_year().predictive == pytest.approx(2955264.8, rel=2e-3)
    assert result.chance_beyond(1e12)[0, 0] < 1e-6


def test_a_grid_is_found_for_very_rare_losses():
    rare = np.array([[5e-4, 1e-4]])
    grid = choose_grid(MU, SIGMA, CAP, rare)
    assert grid.top > 1e5
    assert annual_loss(incident_sizes(MU, SIGMA, CAP, grid), rare).bad_year().predictive == 0.0
