"""The delivery year: known answers of the loop."""

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.evaluation import company

from balance.model.fit import fit
from balance.model.newcomers import STEPS, Newcomers
from balance.scenario.year import Course, deliver, run

FITTED = fit(company(24, 3, 12, seed=4))
K = 256


def nobody(units):
    return Newcomers(np.zeros((units, STEPS)), np.ones((units, K)))


def plan_of(units, work, *, usual, starts=None, slowdown=0.85, load=0.0):
    """A fit with a plan of its own: one row per entry of `units`, quarters of work, usual load per unit."""
    n, unit = len(units), np.asarray(units)
    count = unit.max() + 1
    made = replace(
        FITTED.plan, rows=FITTED.plan.rows.iloc[[0] * n].reset_index(drop=True), unit=unit,
        member=(unit == np.arange(count)[:, None]).astype(float), first=np.searchsorted(unit, np.arange(count)),
        usual=np.asarray(usual, dtype=float), idle_usual=np.zeros(0), work=np.outer(work, np.ones(K)),
        starts_in=np.zeros(n) if starts is None else np.asarray(starts, dtype=float), planned=np.ones(n),
        multiplier=np.ones((n, K)), score=np.zeros(n), value=np.ones(n), cost=np.ones(n),
        protected=np.zeros(n, dtype=bool), most_open=np.bincount(unit).astype(np.int64),
        newcomers=nobody(count), idle_newcomers=nobody(0),
    )  # fmt: skip
    delivery = replace(FITTED.delivery, slowdown=np.full(K, slowdown))
    coupling = replace(FITTED.coupling, load=np.full(K, load), load_other=np.full(K, load))
    return replace(FITTED, plan=made, delivery=delivery, coupling=coupling)


def course(fitted, pace=1.0, most_open=None, delay=None, runs=None, removed=2.0):
    n = fitted.plan.size
    removed = None if delay is None else np.full((n, K), removed)
    return Course(delay, removed, np.ones(n, dtype=bool) if runs is None else np.array(runs), pace, most_open)


def test_k21_load_slows():
    fitted = plan_of([0, 0, 0], [2.0, 99, 99], usual=[2.0])
    finish = deliver(fitted, course(fitted)).finish
    assert np.power(1.5, -0.85) == pytest.approx(0.70847157, abs=5e-9)
    assert finish[0] == pytest.approx(2.8229785, abs=5e-8)


def test_at_usual_load_work_takes_its_time_and_exposes_all_the_while():
    fitted = plan_of([0, 0], [1.25, 99], usual=[2.0], slowdown=0.0)
    year = deliver(fitted, course(fitted))
    assert year.finish[0] == pytest.approx(1.25)
    assert year.exposure[0] == pytest.approx(1.25 / 4)
    assert year.exposure[1] == pytest.approx(1.0)
    assert year.first_quarter[1] == pytest.approx(1.0)


def test_pace_divides_time():
    fitted = plan_of([0], [3.0], usual=[1.0])
    assert deliver(fitted, course(fitted, pace=1.5)).finish[0] == pytest.approx(2.0)


def test_what_starts_later_finishes_later():
    fitted = plan_of([0], [1.0], usual=[1.0], starts=[1.5], slowdown=0.0)
    year = deliver(fitted, course(fitted))
    assert year.finish[0] == pytest.approx(2.5)
    assert year.exposure[0] == pytest.approx(0.25)


def test_what_starts_after_the_year_is_still_dated():
    fitted = plan_of([0], [1.0], usual=[1.0], starts=[6.0], slowdown=0.0)
    assert deliver(fitted, course(fitted)).finish[0] == pytest.approx(7.0)


def test_what_is_paused_never_finishes_and_exposes_nothing():
    fitted = plan_of([0, 0], [1.0, 1.0], usual=[2.0])
    year = deliver(fitted, course(fitted, runs=[True, False]))
    assert np.isinf(year.finish[1]).all()
    assert (year.exposure[1] == 0).all()
    assert (year.finish[0] < 1.0).all()


def test_a_limit_keeps_the_first_of_each_unit_and_the_rest_follow():
    fitted = plan_of([0, 0, 1], [1.0, 1.0, 1.0], usual=[1.0, 1.0], slowdown=0.0)
    year = deliver(fitted, course(fitted, most_open=np.array([1, 1])))
    assert year.finish[0] == pytest.approx(1.0)
    assert year.finish[2] == pytest.approx(1.0)
    assert year.finish[1] == pytest.approx(2.0, abs=1 / 3)
    assert year.exposure[1] == pytest.approx(0.25, abs=1 / 12)


def test_a_unit_without_a_place_waits_for_ever():
    fitted = plan_of([0, 1], [1.0, 1.0], usual=[1.0, 1.0])
    assert np.isinf(deliver(fitted, course(fitted, most_open=np.array([1, 0]))).finish[1]).all()


@pytest.mark.parametrize(("removed", "kept_open"), [(2.0, 0.375), (1.2, 0.3), (1.0, 0.25)])
def test_delay_lands_later_and_exposes_where_incidents_follow_what_is_open(removed, kept_open):
    """For no more than what bringing security in takes off."""
    fitted = plan_of([0], [1.0], usual=[1.0], slowdown=0.0)
    fitted = replace(fitted, coupling=replace(fitted.coupling, follows_open=np.arange(K) % 2.0))
    year = deliver(fitted, course(fitted, delay=np.full((1, K), 0.5), removed=removed))
    assert year.finish[0] == pytest.approx(1.5)
    assert year.exposure[0] == pytest.approx(np.where(np.arange(K) % 2, kept_open, 0.25))


def test_what_was_tried_before_leaves_no_trace_in_a_year_with_delay():
    """The year without the delay is kept; another pace, limit or pause is another year."""
    asked = [
        {}, {"pace": 1.2}, {"most_open": np.array([1, 1])}, {"most_open": np.array([2, 1])},
        {"runs": [True, False, True]}, {"runs": [True, False, True], "pace": 1.2}, {},
    ]  # fmt: skip

    def made():
        return plan_of([0, 0, 1], [1.0, 2.0, 0.5], usual=[1.0, 1.0], load=0.5)

    tried, delay = made(), np.full((3, K), 0.5)
    for levers in asked:
        fresh = made()
        again, first = (deliver(fitted, course(fitted, delay=delay, **levers)) for fitted in (tried, fresh))
        for name in ("finish", "exposure", "first_quarter", "other", "newcomers"):
            assert (getattr(again, name) == getattr(first, name)).all(), (levers, name)


def test_load_multiplies_exposure():
    fitted = plan_of([0, 0], [99, 99], usual=[1.0], load=0.5)
    year = deliver(fitted, course(fitted))
    assert year.exposure[0] == pytest.approx(2**0.5)
    assert year.other == pytest.approx(2**0.5)


def test_a_plan_of_nothing():
    fitted = plan_of([0], [1.0], usual=[1.0])
    none, rest = np.zeros(0), np.zeros((0, K))
    empty = replace(
        fitted.plan, rows=fitted.plan.rows.iloc[:0], unit=none.astype(int), member=np.zeros((0, 0)), usual=none,
        first=none.astype(int), idle_usual=np.array([2.0]), work=rest, starts_in=none,
        newcomers=nobody(0), idle_newcomers=nobody(1),
    )  # fmt: skip
    year = run(replace(fitted, plan=empty), Course(None, None, np.ones(0, dtype=bool), 1.0, None), rest)
    assert year.finish.shape == (0, K)
    assert np.isfinite(year.other).all()
