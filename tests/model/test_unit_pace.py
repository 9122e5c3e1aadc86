"""Units that run slower or faster than the company."""

import numpy as np
import pytest

from balance.model.delivery import DeliveryPrior, fit_delivery
from balance.model.unit_pace import unit_pace

DURATIONS = fit_delivery(np.full(60, 0.95), np.ones(60, dtype=bool), np.zeros(60), DeliveryPrior())


def shifts(ratio, finished=True, unit=0, units=1, sd=0.25):
    n = len(ratio)
    done, where = np.full(n, finished), np.full(n, unit)
    return unit_pace(np.asarray(ratio, dtype=float), done, np.zeros(n), where, units, DURATIONS, sd)


def test_without_rows_the_shift_is_its_prior():
    found = shifts([], units=3)
    assert found.shape == (3, 256)
    assert found.mean(axis=1) == pytest.approx(np.zeros(3), abs=0.01)
    assert found.std(axis=1) == pytest.approx(np.full(3, 0.25), rel=0.03)


def test_a_slow_unit_is_found_and_others_stay():
    found = shifts(0.95 * np.full(20, 1.25), unit=1, units=2)
    assert found[1].mean() == pytest.approx(np.log(1.25), abs=0.04)
    assert found[1].std() < 0.1
    assert found[0].mean() == pytest.approx(0.0, abs=0.01)


def test_more_durations_say_more():
    spreads = [shifts(0.95 * np.full(count, 1.25))[0].std() for count in (1, 4, 16, 64)]
    assert (np.diff(spreads) < 0).all()


def test_one_that_is_not_finished_makes_a_unit_slower_the_longer_it_runs():
    means = [shifts([elapsed], finished=False)[0].mean() for elapsed in (0.1, 0.8, 1.2, 2.0)]
    assert means[0] == pytest.approx(0.0, abs=0.02)
    assert (np.diff(means[:3]) > 0).all()


def test_no_spread_between_units_is_no_shift():
    assert (shifts([2.0, 2.0], sd=0.0) == 0).all()


def test_extreme_durations_are_survived():
    assert np.isfinite(shifts([1e-9, 1e9, 50.0])).all()
    assert shifts([], units=0).shape == (0, 256)
