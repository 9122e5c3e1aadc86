"""The split of the worst years by class: known answers, and that it adds up."""

import numpy as np
import pytest

from balance.model.annual_loss import annual_loss, predictive_loss, retransformed, transforms
from balance.model.attribution import bad_year_slopes, tail_amounts, tail_shares
from balance.model.loss_curve import Grid

MU, SIGMA, CAP, RATES = np.array([[11.0, 13.0]]), np.array([[1.2, 1.8]]), np.full(2, 2e7), np.array([[2.0, 0.3]])


def company(draws=8, classes=4):
    rng = np.random.default_rng(11)
    shape = (draws, classes)
    mu, sigma = rng.normal(11, 0.4, shape), rng.uniform(0.8, 1.8, shape)
    return transforms(mu, sigma, np.full(classes, 2e7), Grid(8e7, 1024)), rng.gamma(8, 0.3, shape)


def test_known_answer():
    kept = transforms(MU, SIGMA, CAP, Grid(6e7, 4096))
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
    kept = transforms(MU, SIGMA, CAP, Grid(6e7, 2048))
    of_mean = (RATES * kept.means)[0] / (RATES * kept.means).sum()
    assert tail_shares(kept, RATES)[1] > of_mean[1]


def test_equal_classes_share_alike_also_after_one_was_transformed_again():
    two = np.full((3, 2), 11.0), np.full((3, 2), 1.3), np.full(2, 1e7)
    kept = retransformed(transforms(two[0] + 0.5, two[1], two[2], Grid(4e7, 512)), *two, [0, 1])
    assert tail_shares(kept, np.ones((3, 2))) == pytest.approx([0.5, 0.5])


def test_nothing_to_lose_and_a_bad_year_beyond_the_grid():
    kept = transforms(MU, SIGMA, CAP, Grid(6e7, 512))
    assert tail_shares(kept, 0 * RATES).tolist() == [0.0, 0.0]
    assert bad_year_slopes(kept, 0 * RATES).tolist() == [0.0, 0.0]
    short = transforms(MU, SIGMA, CAP, Grid(1e6, 512))
    assert np.isnan(tail_amounts(short, RATES)).all()
    assert np.isnan(bad_year_slopes(short, RATES)).all()
