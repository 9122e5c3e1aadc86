"""The exact annual loss: published problems, independent routes, and how it must behave."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from balance.model.annual_loss import annual_loss, predictive_loss, transforms
from balance.model.incident_sizes import incident_sizes, masses
from balance.model.loss_curve import Grid
from balance.model.loss_grid import choose_grid

MU, SIGMA, CAP, RATES = np.array([[11.0, 13.0]]), np.array([[1.2, 1.8]]), np.full(2, 2e7), np.array([[2.0, 0.3]])
ONE = np.ones((1, 1))
NO_CAP = np.array([np.inf])


def year(shock=0.0, points=4096):
    return annual_loss(incident_sizes(MU, SIGMA, CAP, Grid(6e7, points)), RATES, shock)


def company(draws=16, classes=4, seed=5):
    rng = np.random.default_rng(seed)
    shape = (draws, classes)
    mu, sigma = rng.normal(11, 0.4, shape), rng.uniform(0.8, 1.8, shape)
    return mu, sigma, np.full(classes, 2e7), rng.gamma(8, 0.3, shape)


@pytest.mark.parametrize(
    ("shock", "expected"),
    [(0.0, (0.040762204, 0.60251972, 0.0057141381)), (0.5, (0.14792899, 0.63595328, 0.056468253))],
)
def test_a_fixed_loss_gives_the_counting_distribution(shock, expected):
    sharp = incident_sizes(np.array([[0.0]]), np.array([[1e-6]]), NO_CAP, Grid(64.0, 64))
    at_most = 1 - annual_loss(sharp, 3.2 * ONE, shock).beyond[0]
    assert (at_most[0], at_most[3], 1 - at_most[8]) == pytest.approx(expected, abs=2e-6)


def test_the_same_by_the_negative_binomial():
    sharp = incident_sizes(np.array([[0.0]]), np.array([[1e-9]]), NO_CAP, Grid(64.0, 64))
    beyond = annual_loss(sharp, 3.2 * ONE, 0.5).beyond[0]
    assert beyond[:30] == pytest.approx(stats.nbinom(2, 1 / 2.6).sf(np.arange(30)), abs=1e-7)


@pytest.mark.parametrize(
    ("shock", "mean", "bad", "worse", "tail", "chance"),
    [
        (0.0, 767536.30, 2955311.6, 12610552, 8239540.5, 0.029352817),
        (0.25, 767536.30, 3036435.6, 12762309, 8362009.7, 0.029999887),
    ],
)
def test_two_classes_known_answer(shock, mean, bad, worse, tail, chance):
    result = year(shock)
    assert result.mean[0] == pytest.approx(mean, abs=0.005)
    assert result.bad_year().predictive == pytest.approx(bad, abs=0.06)
    assert result.bad_year(0.01).draws[0] == pytest.approx(worse, abs=0.6)
    assert result.tail_mean().predictive == pytest.approx(tail, abs=0.06)
    assert result.chance_beyond(5e6)[0, 0] == pytest.approx(chance, abs=5e-9)


@pytest.mark.parametrize(
    ("shock", "bad", "worse", "tail", "chance"),
    [
        (0.0, 2955264.8, 12610539, 8239519.3, 0.029352659),
        (0.25, 3036382.7, 12762295, 8361984.0, 0.029999693),
    ],
)
def test_a_finer_grid_confirms_it(shock, bad, worse, tail, chance):
    result = year(shock, 2**17)
    found = result.bad_year().predictive, result.bad_year(0.01).predictive, result.tail_mean().predictive
    assert found == pytest.approx((bad, worse, tail), rel=1e-6)
    assert result.chance_beyond(5e6)[0, 0] == pytest.approx(chance, abs=5e-8)


@pytest.mark.parametrize(("shock", "deviation"), [(0.0, 2196781.3), (0.25, 2230050.7)])
def test_standard_deviation_known_answer(shock, deviation):
    result = year(shock, 2**16)
    x = (np.arange(2**16) + 0.5) * result.grid.step
    second = 2 * np.sum(result.beyond[0] * x) * result.grid.step
    assert np.sqrt(second - result.mean[0] ** 2) == pytest.approx(deviation, rel=2e-5)


def panjer(chances, rate, points):
    g = np.zeros(points)
    g[0] = np.exp(rate * (chances[0] - 1))
    steps = np.arange(1, points)
    for j in range(1, points):
        g[j] = rate / j * np.dot(steps[:j] * chances[1 : j + 1], g[j - 1 :: -1][:j])
    return g


def test_panjer_recursion_on_the_same_grid_agrees():
    grid = Grid(4e6, 512)
    chances = masses(np.array([11.0]), np.array([1.2]), np.inf, grid)[0]
    expected = 1 - np.cumsum(panjer(chances, 2.0, 512))
    found = annual_loss(incident_sizes(11 * ONE, 1.2 * ONE, NO_CAP, grid), 2.0 * ONE).beyond[0]
    assert found == pytest.approx(expected, abs=1e-9)


def problem(scale):
    rates = np.geomspace(0.1, 8, 20)
    low, high = np.geomspace(500e3, 20e3, 20), np.geomspace(40e6, 2e6, 20)
    mu, sigma = np.log(low * high) / 2, np.log(high / low) / (2 * 1.6448536269514722)
    return mu[None], sigma[None], np.full(20, np.inf), rates[None] * scale


@pytest.mark.parametrize(
    ("scale", "top", "mean", "levels", "limits"),
    [
        (1, 1.2e9, 46_813_979.5, (90_754_503.1, 141_163_468.8, 273_847_504), {10e6: 0.999336, 100e6: 0.0351524}),
        (0.05, 4e8, 2_340_698.98, (8_986_199.7, 22_640_489.0, 67_860_915), {10e6: 0.0422505, 50e6: 0.00197599}),
    ],
)
def test_twenty_risks_against_a_grid_of_four_million_points(scale, top, mean, levels, limits):
    mu, sigma, cap, rates = problem(scale)
    result = annual_loss(incident_sizes(mu, sigma, cap, Grid(top, 2**15)), rates)
    assert result.mean[0] == pytest.approx(mean, rel=1e-8)
    found = [result.bad_year(chance).predictive for chance in (0.05, 0.01, 0.001)]
    assert found == pytest.approx(levels, rel=2e-5)
    assert result.chance_beyond(list(limits))[0] == pytest.approx(list(limits.values()), rel=1e-4)


def test_the_grid_of_the_screens_is_good_to_a_few_in_ten_thousand():
    mu, sigma, cap, rates = problem(1)
    grid = choose_grid(mu, sigma, cap, rates)
    result = annual_loss(incident_sizes(mu, sigma, cap, grid), rates)
    assert grid.points == 2048
    assert result.bad_year().predictive == pytest.approx(90_754_503.1, rel=3e-4)
    assert result.bad_year(0.01).predictive == pytest.approx(141_163_468.8, rel=3e-4)


def test_one_inverse_transform_gives_the_same_predictive_answer():
    mu, sigma, cap, rates = company()
    kept = incident_sizes(mu, sigma, cap, Grid(6e7, 1024))
    many, one = annual_loss(kept, rates, 0.1), predictive_loss(kept, rates, 0.1)
    assert one.bad_year().predictive == pytest.approx(many.bad_year().predictive, rel=1e-9)
    assert one.tail_mean().predictive == pytest.approx(many.tail_mean().predictive, rel=1e-9)


@pytest.mark.parametrize("apart", [(), (1, 3)])
def test_classes_that_move_together_may_be_summed_up_first(apart):
    """Two sums, one of them without the shock, and as often as not a class in both of them."""
    mu, sigma, cap, rates = company()
    kept = incident_sizes(mu, sigma, cap, Grid(6e7, 1024))
    aside = np.isin(np.arange(rates.shape[1]), apart)
    often = np.random.default_rng(3).uniform(0.3, 2.0, (len(rates), 2))
    summed = transforms(kept, [np.where(aside, 0.0, rates), np.where(aside, rates, 0.0)])
    found = annual_loss(summed, often, 0.05, [1])
    one_by_one = annual_loss(kept, rates * np.where(aside, often[:, 1:], often[:, :1]), 0.05, apart)
    assert found.beyond == pytest.approx(one_by_one.beyond, abs=1e-9)
    assert found.mean == pytest.approx(one_by_one.mean, rel=1e-12)


def test_classes_with_other_caps_and_in_several_parts_add_up():
    mu, sigma, cap, rates = company()
    cap = cap * np.linspace(0.01, 1.0, len(cap))
    grid = Grid(6e7, 1024)
    whole, first, rest = (
        incident_sizes(mu[:, at], sigma[:, at], cap[at], grid) for at in (slice(None), slice(2), slice(2, None))
    )
    assert first.parts[0].shape[2] < whole.parts[0].shape[2] < 1024
    both = replace(whole, parts=first.parts + rest.parts)
    expected = annual_loss(whole, rates, 0.05, [1]).beyond
    assert annual_loss(both, rates, 0.05, [1]).beyond == pytest.approx(expected, abs=1e-9)


def test_an_independent_class_does_not_feel_the_shock():
    kept = incident_sizes(MU, SIGMA, CAP, Grid(6e7, 1024))
    apart = annual_loss(kept, RATES, 0.5, independent=[0, 1])
    assert np.allclose(apart.beyond, annual_loss(kept, RATES).beyond, atol=1e-8)
    one = annual_loss(kept, RATES * [1, 0], 0.5).beyond[0], annual_loss(kept, RATES * [0, 1]).beyond[0]
    first, second = (-np.diff(curve, prepend=1.0) for curve in one)
    together = 1 - np.cumsum(np.convolve(first, second)[:1024])
    assert annual_loss(kept, RATES, 0.5, independent=[1]).beyond[0] == pytest.approx(together, abs=2e-8)


def test_no_class_and_no_incident_cost_nothing():
    none = np.zeros((4, 0))
    nothing = annual_loss(incident_sizes(none, none, np.zeros(0), Grid(1.0, 64)), none, 0.1)
    assert nothing.mean.tolist() == [0.0] * 4
    assert nothing.bad_year().predictive == 0.0
    assert choose_grid(none, none, np.zeros(0), none, limits=[5.0]).top == 6.0
    still = annual_loss(incident_sizes(MU, SIGMA, CAP, Grid(6e7, 64)), 0 * RATES, 0.2)
    assert (still.bad_year().predictive, still.chance_beyond(1.0)[0, 0]) == (0.0, 0.0)


def test_hundreds_of_incidents_a_quarter_are_fine():
    rates = np.array([[1600.0, 40.0]])
    grid = choose_grid(MU, SIGMA, CAP, rates)
    result = annual_loss(incident_sizes(MU, SIGMA, CAP, grid), rates, 0.01)
    assert not result.overflows
    assert result.bad_year(0.5).predictive == pytest.approx(result.mean[0], rel=0.05)


def test_thirty_steps_of_fewer_incidents_never_raise_the_bad_year():
    mu, sigma, cap, rates = company()
    kept = incident_sizes(mu, sigma, cap, Grid(8e7, 2048))
    before = annual_loss(kept, rates, 0.05).bad_year()
    for step in range(1, 31):
        fewer = rates.copy()
        fewer[:, 2] *= 1 - 0.01 * step
        after = annual_loss(kept, fewer, 0.05).bad_year()
        assert after.predictive < before.predictive
        assert (after.draws <= before.draws).all()
        before = after


@settings(max_examples=25, deadline=None)
@given(st.floats(0.05, 30), st.floats(9, 13), st.floats(0.3, 2), st.floats(0, 0.5))
def test_chances_fall_with_the_loss_and_quantiles_rise_with_the_level(rate, mu, sigma, shock):
    rates = rate * ONE
    grid = choose_grid(mu * ONE, sigma * ONE, np.array([1e8]), rates, shock)
    result = annual_loss(incident_sizes(mu * ONE, sigma * ONE, np.array([1e8]), grid), rates, shock)
    chances = result.chance_beyond(np.linspace(0, grid.top, 200))[0]
    assert (np.diff(chances) <= 1e-8).all()
    levels = [result.bad_year(chance).predictive for chance in (0.5, 0.2, 0.05, 0.01)]
    assert levels == sorted(levels)
    assert result.tail_mean().predictive >= result.bad_year().predictive * (1 - 1e-9)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.1, 5), st.floats(9, 13))
def test_another_class_never_lowers_mean_or_bad_year(seed, rate, mu):
    base_mu, sigma, cap, rates = company(draws=4, classes=3, seed=seed)
    more = np.full((4, 1), mu), np.full((4, 1), 1.2), np.full((4, 1), rate)
    grid = Grid(2e8, 512)
    before = annual_loss(incident_sizes(base_mu, sigma, cap, grid), rates)
    wider = incident_sizes(np.hstack([base_mu, more[0]]), np.hstack([sigma, more[1]]), np.append(cap, 2e7), grid)
    after = annual_loss(wider, np.hstack([rates, more[2]]))
    assert (after.mean > before.mean).all()
    assert (after.beyond >= before.beyond - 1e-8).all()


@settings(max_examples=20, deadline=None)
@given(st.floats(1e-3, 1e3))
def test_another_currency_scales_the_losses_and_leaves_the_chances(exchange):
    mu, sigma, cap, rates = company(draws=4)
    here = annual_loss(incident_sizes(mu, sigma, cap, Grid(6e7, 512)), rates)
    there = annual_loss(incident_sizes(mu + np.log(exchange), sigma, cap * exchange, Grid(6e7 * exchange, 512)), rates)
    assert there.bad_year().draws == pytest.approx(here.bad_year().draws * exchange, rel=1e-6)
    assert np.allclose(there.beyond, here.beyond, atol=1e-8)


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(4)))
def test_the_order_of_classes_changes_nothing(order):
    mu, sigma, cap, rates = company(draws=4)
    here = annual_loss(incident_sizes(mu, sigma, cap, Grid(6e7, 512)), rates, 0.1)
    there = annual_loss(incident_sizes(mu[:, order], sigma[:, order], cap, Grid(6e7, 512)), rates[:, order], 0.1)
    assert np.allclose(there.beyond, here.beyond, atol=1e-9)  # the rounding noise at the grid's end
