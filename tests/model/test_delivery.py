"""How durations run: known answers of the mixture and its joint posterior."""

import numpy as np
import pytest

from balance.model import delivery
from balance.model.delivery import DeliveryPrior

M, S, W = np.log(0.95), 0.2, 0.17


def done_by(ratio):
    return float(delivery.share_done_by(np.array(ratio), M, S, W))


def test_k13_share_done_and_chance_of_what_is_left():
    assert [done_by(1.0), done_by(1.5), done_by(3.0)] == pytest.approx([0.49899987, 0.82071074, 0.94355726], abs=5e-9)
    assert (done_by(1.2) - done_by(0.9)) / (1 - done_by(0.9)) == pytest.approx(0.59795369, abs=5e-9)
    assert (done_by(3.0) - done_by(1.5)) / (1 - done_by(1.5)) == pytest.approx(0.68518618, abs=5e-9)


def test_k14_means():
    assert delivery.Tail().mean == pytest.approx(3.0028111, abs=5e-8)
    mean = (1 - W) * np.exp(M + S**2 / 2) + W * delivery.Tail().mean
    assert mean == pytest.approx(1.3149066, abs=5e-8)


def test_k15_joint_posterior():
    ratio, finished = np.array([0.9, 1.1, 1.3, 2.4, 0.6]), np.array([1, 1, 1, 1, 0], dtype=bool)
    grid = delivery.posterior(ratio, finished, np.zeros(5), DeliveryPrior())
    assert [grid.mean(axis) for axis in (0, 1, 2)] == pytest.approx([0.038538235, 0.21981123, 0.18049517], abs=5e-9)


def test_without_rows_the_posterior_is_the_prior():
    grid = delivery.posterior(np.zeros(0), np.zeros(0, dtype=bool), np.zeros(0), DeliveryPrior())
    assert grid.mean(0) == pytest.approx(np.log(0.95), abs=1e-9)
    fitted = delivery.fit_delivery(np.zeros(0), np.zeros(0, dtype=bool), np.zeros(0), DeliveryPrior())
    assert (fitted.measured, fitted.measured_duration, fitted.finished) == (0.0, 0.0, 0)


def test_slow_work_under_load_is_read_as_a_slowdown():
    rng = np.random.default_rng(5)
    felt = rng.uniform(-1, 1, 120)
    ratio = 0.95 * np.exp(0.2 * rng.normal(size=120) + 1.0 * felt)
    fitted = delivery.fit_delivery(ratio, np.ones(120, dtype=bool), felt, DeliveryPrior())
    assert np.median(fitted.slowdown) == pytest.approx(1.0, abs=0.15)
    assert fitted.measured > 0.8


def test_unfinished_ones_make_durations_longer():
    ratio, finished = np.full(20, 1.2), np.repeat([True, False], 10)
    with_open = delivery.posterior(ratio, finished, np.zeros(20), DeliveryPrior())
    without = delivery.posterior(ratio[:10], finished[:10], np.zeros(10), DeliveryPrior())
    assert with_open.mean(0) > without.mean(0)


@pytest.mark.parametrize("used", [0.0, 0.5, 0.9, 1.5, 4.0, 9.0, 1e6])
def test_what_is_left_is_positive_finite_and_inverts_the_share_done(used):
    u = np.linspace(0.01, 0.99, 21)
    left = delivery.remaining_ratio(np.full(21, used), u, np.full(21, M), np.full(21, S), np.full(21, W))
    start = min(used, delivery.LATEST * delivery.TAIL.end)
    assert (left >= 0).all()
    assert np.isfinite(left).all()
    back = (delivery.share_done_by(start + left, M, S, W) - done_by(start)) / (1 - done_by(start))
    assert back == pytest.approx(u, abs=1e-6)


def test_extreme_ratios_are_survived():
    ratio = np.array([1e-9, 0.01, 50.0, 1e6, 1e6])
    fitted = delivery.fit_delivery(
        ratio, np.array([1, 1, 1, 1, 0], dtype=bool), np.array([9.0, -9, 9, -9, 0]), DeliveryPrior()
    )
    assert np.isfinite(fitted.median).all()
    assert (fitted.tail_weight > 0).all()


def test_a_stated_prior_moves_the_grid():
    grid = delivery.posterior(np.zeros(0), np.zeros(0, bool), np.zeros(0), DeliveryPrior(median=(np.log(2.0), 0.2)))
    assert grid.mean(0) == pytest.approx(np.log(2.0), abs=1e-9)


def test_no_slowdown_at_all_is_a_reading_where_nothing_slows():
    rng = np.random.default_rng(4)
    load = rng.normal(0, 0.5, 60)
    fitted = delivery.fit_delivery(0.95 * np.exp(rng.normal(0, 0.15, 60)), np.ones(60, bool), load, DeliveryPrior())
    assert (fitted.slowdown == 0.0).mean() > 0.1
