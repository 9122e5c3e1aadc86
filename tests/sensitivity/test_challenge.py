"""What turns the verdict does turn it, exactly, when it is stated; and no nearer value of it does."""

from dataclasses import replace

import pandas as pd
import pytest
from benchmarks.evaluation import company

from balance.assumptions import resolve
from balance.model.fit import fit
from balance.scenario import BASE, Scenario, compare, evaluate
from balance.sensitivity import MOST, challenge
from balance.sensitivity.challenge import onwards
from balance.stating import moved, with_row

SMALL = company(24, 3, 12)


def fitted(limit, chance=0.2):
    stated = pd.DataFrame({"key": ["loss_limit", "loss_limit_chance"], "value": [str(limit), str(chance)]})
    return fit(replace(SMALL, assumptions=resolve(stated)))


NEAR = fitted(4e6, 0.25)
FOUND = challenge(NEAR)


def inside(row):
    other = fit(replace(SMALL, assumptions=with_row(NEAR.assumptions, row)))
    outcome = evaluate(other, BASE)
    return all(
        chance <= allowed for chance, (_, allowed) in zip(outcome.appetite.mean(axis=0), other.appetite, strict=True)
    )


def test_there_is_something_to_turn():
    assert FOUND.turns
    assert len(FOUND.turns) + len(FOUND.firm) == len({row.key for row in FOUND.firm} | {t.row.key for t in FOUND.turns})


@pytest.mark.parametrize("turn", FOUND.turns, ids=lambda turn: turn.row.key)
def test_stated_it_turns_the_verdict_and_half_way_it_does_not(turn):
    assert inside(turn.there) != FOUND.holds
    assert inside(moved(turn.row, turn.away / 2)) == FOUND.holds
    assert 0 < abs(turn.away) <= MOST + 0.3


def test_the_nearest_stands_first():
    away = [abs(turn.away) for turn in FOUND.turns]
    assert away == sorted(away)


@pytest.mark.slow
def test_what_is_firm_does_not_turn_it():
    for row in FOUND.firm:
        assert inside(moved(row, MOST)) == FOUND.holds
        assert inside(moved(row, -MOST)) == FOUND.holds


def test_without_a_limit_there_is_no_verdict():
    assert challenge(fit(replace(SMALL, assumptions=resolve(None)))) is None


@pytest.mark.slow
def test_a_verdict_far_away_is_turned_by_nothing():
    found = challenge(fitted(4e9, 0.5))
    assert found.holds
    assert found.turns == ()


@pytest.mark.slow
def test_a_plan_that_is_better_on_both_is_challenged_too():
    plan = Scenario("slower", pace=0.9, control_spend=NEAR.programme_cost)
    found = challenge(NEAR, plan, about="plan")
    share = compare(NEAR, evaluate(NEAR, BASE), evaluate(NEAR, plan)).better_on_both
    assert found.holds == (share > 0.5)
    assert found.base.better_on_both == share
    for turn in found.turns:
        other = fit(replace(SMALL, assumptions=with_row(NEAR.assumptions, turn.there)))
        again = compare(other, evaluate(other, BASE), evaluate(other, plan)).better_on_both
        assert (again > 0.5) != found.holds


@pytest.mark.parametrize("value", [0.0, 1.0, 0.999999, 123456.0, -0.00123456])
@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_rounding_never_goes_back(value, side):
    assert side * (onwards(value, side) - value) >= -1e-9 * abs(value)
    assert onwards(value, side) == pytest.approx(value, rel=0.011)
