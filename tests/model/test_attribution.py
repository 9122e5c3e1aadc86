"""The split of the worst years by class: known answers, and that it adds up."""

import numpy as np
import pytest
from scipy.stats import poisson

from balance.model.annual_loss import annual_loss, predictive_loss
from balance.model.attribution import bad_year_slopes, of_parts, split, tail_amounts, tail_shares
from balance.model.incident_sizes import Sizes, incident_sizes
from balance.model.loss_curve import Grid

MU, SIGMA, CAP, RATES = np.array([[11.0, 13.0]]), np.array([[1.2, 1.8]]), np.full(2, 2e7), np.array([[2.0, 0.3]])


def company(draws=8, classes=4):
    rng = np.random.default_rng(11)
    shape = (draws, classes)
    mu, sigma = rng.normal(11, 0.4, shape), rng.uniform(0.8, 1.8, shape)
    return incident_sizes(mu, sigma, np.full(classes, 2e7), Grid(8e7, 1024)), rng.gamma(8, 0.3, shape)


def test_known_answer():
    kept = incident_sizes(MU, SIGMA, CAP, Grid(6e7, 4096))
    assert tail_amounts(kept, RATES) == pytest.approx([410616.26, 7828919.8], rel=1e-6)
    assert bad_year_slopes(kept, RATES) == pytest.approx([377663.23, 2978036.2], rel=1e-6)


@pytest.mark.parametrize(("shock", "independent"), [(0.0, ()), (0.2, ()), (0.2, (3,)), (0.2, (0, 1, 2, 3))])
def test_the_amounts_add_up_to_the_mean_of_the_worst_years(shock, independent):
    kept, rates = company()
    whole = annual_loss(kept, rates, shock, independent).tail_mean().predictive
    assert tail_amounts(kept, rates, shock, independent).sum() == pytest.approx(whole, rel=1e-9)
    assert tail_shares(kept, rates, shock, independent).sum() == pytest.approx(1.0)


@pytest.mark.parametrize(("shock", "independent"), [(0.0, ()), (0.3, ()), (0.3, (2,))])
def test_slopes_agree_with_small_steps(shock, independent):
    kept, rates = company()
    slopes = bad_year_slopes(kept, rates, shock, independent)
    for c in range(4):
        step = np.ones(4)
        step[c] = 1e-3
        up, down = rates * (1 + step * (np.arange(4) == c)), rates * (1 - step * (np.arange(4) == c))
        moved = (
            predictive_loss(kept, up, shock, independent).bad_year().predictive
            - predictive_loss(kept, down, shock, independent).bad_year().predictive
        )
        assert slopes[c] == pytest.approx(moved / 2e-3, rel=2e-3)


def test_the_heavier_class_carries_more_of_the_tail_than_of_the_mean():
    kept = incident_sizes(MU, SIGMA, CAP, Grid(6e7, 2048))
    of_mean = (RATES * kept.means)[0] / (RATES * kept.means).sum()
    assert tail_shares(kept, RATES)[1] > of_mean[1]


def test_equal_classes_share_alike():
    kept = incident_sizes(np.full((3, 2), 11.0), np.full((3, 2), 1.3), np.full(2, 1e7), Grid(4e7, 512))
    assert tail_shares(kept, np.ones((3, 2))) == pytest.approx([0.5, 0.5])


def test_nothing_to_lose_and_a_bad_year_beyond_the_grid():
    kept = incident_sizes(MU, SIGMA, CAP, Grid(6e7, 512))
    assert tail_shares(kept, 0 * RATES).tolist() == [0.0, 0.0]
    assert bad_year_slopes(kept, 0 * RATES).tolist() == [0.0, 0.0]
    short = incident_sizes(MU, SIGMA, CAP, Grid(1e6, 512))
    assert np.isnan(tail_amounts(short, RATES)).all()
    assert np.isnan(bad_year_slopes(short, RATES)).all()


def test_a_limit_moves_as_small_steps_say():
    kept, rates = company()
    for shock, apart, limit in ((0.0, (), 3e6), (0.3, (2,), 8e6), (0.3, (), 1e3)):
        slopes = split(kept, rates, shock, apart, limit=limit).beyond_limit
        for c in range(4):
            step = 1e-4 * (np.arange(4) == c)
            up, down = (
                annual_loss(kept, rates * side, shock, apart).chance_beyond([limit])[:, 0]
                for side in (1 + step, 1 - step)
            )
            assert slopes[:, c] == pytest.approx((up - down) / 2e-4, rel=1e-4, abs=1e-7)


def test_without_a_limit_or_with_one_beyond_the_grid_nothing_is_said_of_the_chance():
    kept, rates = company()
    assert np.isnan(split(kept, rates).beyond_limit).all()
    assert np.isnan(split(kept, rates, limit=9e7).beyond_limit).all()


@pytest.mark.parametrize(("shock", "apart"), [(0.0, ()), (0.4, ()), (0.4, (3,))])
def test_a_part_carries_what_it_would_as_classes_of_its_own(shock, apart):
    """Initiatives take different shares in every draw; a table with their incidents as columns of its own agrees."""
    kept, rates = company()
    shares = np.random.default_rng(5).dirichlet([1, 2, 3], len(rates)).T[:2] * np.array([[0.9], [0.5]])
    follows = [c for c in range(4) if c not in apart]
    pieces = [np.where(np.isin(np.arange(4), follows), s[:, None] * rates, 0.0) for s in shares]
    apart_rates = np.hstack([rates - sum(pieces), *pieces])
    repeated = Sizes(kept.grid, np.hstack([kept.means] * 3), kept.parts * 3)
    independent = tuple(c + 4 * times for times in range(3) for c in apart)
    whole, own = (
        split(kept, rates, shock, apart, limit=5e6),
        split(repeated, apart_rates, shock, independent, limit=5e6),
    )
    for name in ("tail", "bad_year", "beyond_limit"):
        expected = [getattr(own, name).mean(axis=0)[4 * at : 4 * at + 4].sum() for at in (1, 2)]
        assert of_parts(getattr(whole, name), shares, follows) == pytest.approx(expected, rel=1e-8)
    by_mean = shares.mean(axis=1) * whole.tail[:, follows].mean(axis=0).sum()
    assert abs(of_parts(whole.tail, shares, follows) / by_mean - 1).max() > 0.01  # a mean share would not do
    folded = own.folded(4)
    assert folded.tail == pytest.approx(whole.tail, rel=1e-9)


def test_counting_every_year_says_the_same():
    """Losses of one unit each: worst years by adding up Poisson counts of two readings of the evidence."""
    kept = incident_sizes(np.full((2, 1), -30.0), np.full((2, 1), 0.01), np.array([1.0]), Grid(64.0, 64))
    kept = Sizes(kept.grid, np.ones((2, 1)), (np.tile(np.eye(64)[1], (2, 1, 1)),))
    rates, shares, count = np.array([[2.0], [6.0]]), np.array([[0.8, 0.1]]), np.arange(64)
    chance = np.array([poisson.pmf(count, rate) for rate in (2.0, 6.0)])
    more = 1 - np.cumsum(chance.mean(axis=0))
    first = int(np.argmax(more <= 0.05))
    part = (more[first - 1] - 0.05) / (more[first - 1] - more[first])
    worst = np.where(count > first, 1.0, np.where(count == first, 1 - part, 0.0))
    exact = (chance * count * worst).sum(axis=1) / 0.05
    found = split(kept, rates)
    assert found.tail.mean(axis=0) == pytest.approx(
        [exact.mean()], rel=0.02
    )  # the line inside a cell is half a cell up
    assert found.tail[:, 0] / found.tail.sum() == pytest.approx(exact / exact.sum(), abs=1e-9)
    own = (chance * count * worst).sum(axis=1) * shares[0]
    assert of_parts(found.tail, shares, [0])[0] / found.tail.mean() == pytest.approx(
        own.mean() / (exact.mean() * 0.05), abs=1e-9)  # fmt: skip
