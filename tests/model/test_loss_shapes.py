"""Shapes of losses: standardised, exact against quadrature, weighed as they should be."""

import numpy as np
import pytest
from scipy import integrate, stats

from balance.model.annual_loss import annual_loss
from balance.model.incident_sizes import incident_sizes
from balance.model.loss_curve import Grid
from balance.model.loss_grid import choose_grid
from balance.model.loss_shapes import (
    beside,
    catalogue,
    chance_above,
    drawn,
    lognormal_shape,
    pick,
    shaped_mean,
    weights,
)
from balance.model.severity import SeverityPrior, fit_severity

ONE = np.ones((1, 1))
SHAPES = len(catalogue().flavour)


def of(number):
    return drawn(np.array([[number]]))


def test_every_shape_has_mean_0_variance_1_and_its_median():
    share, place, width = catalogue().parts
    assert share.sum(axis=1) == pytest.approx(np.ones(SHAPES))
    assert (share * place).sum(axis=1) == pytest.approx(np.zeros(SHAPES), abs=1e-12)
    assert (share * (place**2 + width**2)).sum(axis=1) == pytest.approx(np.ones(SHAPES))
    for number in range(SHAPES):
        middle = of(number).middle[0, 0]
        above = (share[number] * stats.norm.sf(middle, place[number], width[number])).sum()
        assert above == pytest.approx(0.5, abs=2e-3)


@pytest.mark.parametrize("number", [0, 5, 24, 30, 40])
def test_the_limited_mean_is_the_area_under_the_chance_of_more(number):
    shape, mu, sigma = of(number), 10 * ONE, 1.3 * ONE

    def height(y):
        return float(chance_above(mu, sigma, np.exp(y), shape)[0, 0]) * np.exp(y)

    area, _ = integrate.quad(height, -20, np.log(3e6), limit=400)
    assert float(shaped_mean(mu, sigma, 3e6, shape)[0, 0]) == pytest.approx(area, rel=1e-7)


@pytest.mark.parametrize("number", [5, 24, 30, 40])
def test_a_year_of_two_kinds_is_the_year_of_two_lognormal_classes(number):
    shape, grid = of(number), Grid(4e7, 2048)
    share, place, width = (part[:, 0, 0] for part in (shape.share, shape.place, shape.width))
    together = annual_loss(incident_sizes(11 * ONE, 1.2 * ONE, np.array([5e6]), grid, shape), 3 * ONE, 0.1)
    apart = annual_loss(
        incident_sizes((11 + 1.2 * place)[None], (1.2 * width)[None], np.full(2, 5e6), grid), 3 * share[None], 0.1
    )
    assert np.abs(together.beyond - apart.beyond).max() < 1e-9
    assert together.mean == pytest.approx(apart.mean, rel=1e-12)


def test_the_grid_is_long_enough_for_a_second_kind():
    shape = of(22)
    grid = choose_grid(9 * ONE, 2.5 * ONE, np.array([1e9]), 5 * ONE, shape=shape)
    assert not annual_loss(incident_sizes(9 * ONE, 2.5 * ONE, np.array([1e9]), grid, shape), 5 * ONE).overflows


def test_without_losses_weights_are_those_before_and_certainty_turns_all_off():
    nothing = np.zeros((3, SHAPES))
    assert weights(nothing, 0.4)[:, 0] == pytest.approx(np.full(3, 0.4))
    sure = weights(np.random.default_rng(1).normal(0, 5, (3, SHAPES)), 1.0)
    assert sure[:, 0].tolist() == [1.0] * 3
    assert (pick(sure, np.full((4, 3), 0.999)) == 0).all()


def test_a_class_with_few_losses_follows_the_others():
    evidence = np.zeros((2, SHAPES))
    evidence[0, 1:25] = 8.0
    found = weights(evidence, 0.4)
    assert found[0, 0] < 0.01
    assert found[1, 1:25].sum() > 0.6


def test_classes_stand_side_by_side():
    both = beside(lognormal_shape(1, 2), of(7))
    assert both.lognormal.tolist() == [1.0, 1.0, 0.0]
    assert both.of([2]).share.tolist() == of(7).share.tolist()


def test_lognormal_losses_stay_lognormal_and_two_kinds_are_found():
    rng = np.random.default_rng(3)
    plain = np.exp(11 + 1.3 * rng.standard_normal(120))
    two = np.exp(np.where(rng.random(120) < 0.85, 10.0, 14.0) + 0.5 * rng.standard_normal(120))
    assert fit_severity({"a": plain}, cap=1e8).shape.lognormal[0] > 0.5
    found = fit_severity({"a": two}, cap=1e8)
    assert found.shape.lognormal[0] < 0.02
    truth = 0.85 * np.exp(10.125) + 0.15 * np.exp(14.125)
    low, high = np.quantile(found.means, [0.1, 0.9])
    assert low < truth < high


def test_order_of_rows_and_classes_changes_nothing():
    rng = np.random.default_rng(4)
    a, b = np.exp(rng.normal(11, 1, 9)), np.exp(rng.normal(9, 2, 30))
    one = fit_severity({"a": a, "b": b}, cap=1e8)
    other = fit_severity({"b": b[::-1], "a": a[::-1]}, cap=1e8)
    assert np.allclose(one.means, other.means[:, ::-1], rtol=1e-9)


@pytest.mark.parametrize("count", [0, 1, 2, 1000])
def test_any_number_of_losses_is_finite(count):
    losses = np.exp(np.random.default_rng(count).normal(10, 2, count))
    with np.errstate(all="raise", under="ignore"):
        fit = fit_severity({"a": losses, "b": []}, cap=1e8, missing_share={"a": 0.5, "b": 1.0}, prior=SeverityPrior())
    assert np.isfinite(fit.means).all()
    assert np.isfinite(fit.medians).all()


def test_equal_losses_are_finite():
    fit = fit_severity({"a": np.full(50, 1e4)}, cap=1e8)
    assert np.median(fit.medians) == pytest.approx(1e4, rel=0.1)
