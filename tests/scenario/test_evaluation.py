"""Scenarios: base changes nothing, levers go one way, names and order do not matter."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from benchmarks.evaluation import company
from hypothesis import given, settings
from hypothesis import strategies as st

from balance.assumptions import resolve
from balance.model.fit import fit
from balance.scenario import BASE, Scenario, compare, evaluate, headlines, levers, scenario
from balance.scenario.evaluation import exposure_ratio, running, shared_out, unit_limits
from balance.scenario.year import Year

COMPANY = company(24, 3, 12, seed=4)
FITTED = fit(COMPANY)
TODAY = evaluate(FITTED, BASE)
K = 256


def numbers(outcome):
    return (outcome.value, outcome.expected_loss, outcome.bad_year.draws, outcome.beyond_limit, outcome.year.finish)


@pytest.mark.parametrize("lever", levers(FITTED), ids=lambda lever: lever.name)
def test_a_lever_at_today_changes_not_one_bit(lever):
    outcome = evaluate(FITTED, scenario("same", {lever.name: lever.today}, {}))
    assert all(one.tobytes() == other.tobytes() for one, other in zip(numbers(TODAY), numbers(outcome), strict=True))
    found = compare(FITTED, TODAY, outcome)
    assert all((part.value, part.low, part.high) == (0, 0, 0) for part in found.difference.values())
    assert (found.better_on_both, found.more_value, found.less_risk) == (0.0, 0.0, 0.0)


def test_running_everything_changes_not_one_bit():
    everything = {str(name): "run" for name in FITTED.plan.rows["initiative_id"]}
    outcome = evaluate(FITTED, scenario("same", {}, everything))
    assert all(one.tobytes() == other.tobytes() for one, other in zip(numbers(TODAY), numbers(outcome), strict=True))


@pytest.mark.parametrize(("name", "risk", "value"), [
    ("secure_at_design", -1, -1), ("control_spend", -1, 0), ("response_time", 1, 0), ("pace", 1, 1), ("threat", 1, 0),
])  # fmt: skip
def test_thirty_steps_of_a_lever_never_go_the_wrong_way(name, risk, value):
    lever = next(lever for lever in levers(FITTED) if lever.name == name)
    steps = [evaluate(FITTED, scenario("x", {name: at}, {})) for at in np.linspace(lever.least, lever.greatest, 31)]
    for read in (lambda o: o.expected_loss.mean(), lambda o: o.bad_year.predictive, lambda o: o.beyond_limit.mean()):
        path = np.array([read(outcome) for outcome in steps])
        assert (risk * np.diff(path) >= -1e-9 * np.abs(path).max()).all()
        assert risk * (path[-1] - path[0]) > 0
    landed = np.array([outcome.value.mean() for outcome in steps])
    assert (np.diff(landed) * (value or 1) >= 0).all()
    assert (landed[-1] != landed[0]) == (value != 0)


def test_a_response_time_in_between_keeps_the_exact_mean():
    for response in (0.3, 0.8, 1.2, 1.9):
        outcome = evaluate(FITTED, Scenario(response_time=response))
        assert outcome.loss.mean == pytest.approx(outcome.expected_loss, rel=1e-9)


def test_k26_securing_one_of_two_equal_initiatives():
    plan = replace(FITTED.plan, rows=FITTED.plan.rows.iloc[:2].assign(initiative_id=["a", "b"]),
                   multiplier=np.ones((2, K)), score=np.array([1.0, 0.0]))  # fmt: skip
    late, share = np.full(K, np.log(1.8)), np.full(K, 0.5)
    fitted = replace(
        FITTED, plan=plan, coupling=replace(FITTED.coupling, late=late, change_caused_share=share),
        effects=replace(FITTED.effects, secured=np.full(K, 0.67)),
        past=replace(FITTED.past, exposure=np.full(K, 2.8), other=np.ones(K)),
    )  # fmt: skip
    none, one = np.zeros(K), np.ones(K)
    steady = Year(np.zeros((2, K)), np.ones((2, K)), np.ones((2, K)), one, one, none, none)
    ratio, first = exposure_ratio(fitted, scenario("x", {}, {"a": "secure_first"}), steady)
    assert ratio == pytest.approx(0.89536775, abs=5e-9)
    assert first == pytest.approx(0.89536775, abs=5e-9)
    assert exposure_ratio(fitted, BASE, steady)[0] == pytest.approx(1.0)


def test_k16_value_is_the_sum_of_what_lands():
    """The eight outcomes of three initiatives, each as often in 1000 draws as its chance."""
    times = {(1, 1, 1): 315, (1, 1, 0): 35, (1, 0, 1): 135, (1, 0, 0): 15}
    landed = np.repeat(
        np.array([*times, *((0, b, c) for _, b, c in times)]), [*times.values(), *times.values()], axis=0
    ).T
    year = Year(np.where(landed, 1.0, 9.0), *[np.zeros(1)] * 6)
    value = np.array([1.0, 2.0, 4.0]) @ year.landed
    assert (value.mean(), value.std(), (value >= 6).mean()) == pytest.approx((5.5, 1.5905974, 0.63), abs=5e-8)


def test_control_programmes_and_threat_multiply_frequency():
    spent = evaluate(FITTED, Scenario(control_spend=FITTED.programme_cost))
    assert spent.rates == pytest.approx(TODAY.rates * (1 - FITTED.effects.programme)[:, None])
    threatened = evaluate(FITTED, Scenario(threat=2.0))
    assert threatened.rates == pytest.approx(TODAY.rates * (1 + FITTED.losses.shares.external))


def test_places_are_shared_out_by_largest_remainder():
    assert shared_out(7, np.array([5, 3, 2])).tolist() == [4, 2, 1]
    assert shared_out(1, np.array([1, 1, 1])).tolist() == [1, 0, 0]
    assert shared_out(3, np.array([0, 3])).tolist() == [0, 3]


@given(st.lists(st.integers(0, 12), min_size=1, max_size=9).filter(any), st.integers(1, 60))
def test_places_shared_out_add_up_and_fit(most, places):
    most = np.array(most)
    found = shared_out(min(places, int(most.sum())), most)
    assert found.sum() == min(places, most.sum())
    assert (found <= most).all()
    assert (found >= 0).all()


def test_the_greatest_limit_is_no_limit_and_fractions_are_rounded():
    most = int(FITTED.plan.most_open.sum())
    assert unit_limits(FITTED, float(most)) is None
    assert unit_limits(FITTED, 5.4).sum() == 5
    assert unit_limits(FITTED, most - 0.5).sum() == most


def test_a_limit_never_jumps():
    most = int(FITTED.plan.most_open.sum())
    path = np.array([evaluate(FITTED, Scenario(wip_limit=places)).value.mean() for places in range(1, most + 1)])
    assert np.abs(np.diff(path)).max() < 0.4 * path.max()


def test_a_smaller_budget_pauses_least_value_per_cost_and_mandatory_last():
    plan = FITTED.plan
    for budget in (0.5, 0.75, 0.9):
        runs = running(FITTED, Scenario(budget=budget))
        assert plan.cost[runs].sum() <= budget * plan.cost.sum() * (1 + 1e-9)
        if (plan.protected & ~runs).any():
            assert plan.protected[runs].all()
        worth = np.where(plan.protected, np.inf, plan.value / np.maximum(plan.cost, 1e-9))
        assert worth[~runs].max() <= worth[runs].min()


def test_what_is_paused_already_counts_for_the_budget():
    plan = FITTED.plan
    dearest = str(plan.rows["initiative_id"].iloc[int(plan.cost.argmax())])
    both = running(FITTED, scenario("x", {"budget": 0.9}, {dearest: "pause"}))
    assert plan.cost[both].sum() <= 0.9 * plan.cost.sum()
    assert both.sum() >= running(FITTED, Scenario(budget=0.9)).sum() - 1


def test_pausing_and_stopping_are_the_same_within_a_year():
    name = str(FITTED.plan.rows["initiative_id"].iloc[0])
    paused, stopped = (evaluate(FITTED, scenario("x", {}, {name: action})) for action in ("pause", "stop"))
    assert all(one.tobytes() == other.tobytes() for one, other in zip(numbers(paused), numbers(stopped), strict=True))
    assert paused.year.exposure[0].max() == 0.0


def renamed(frame, names):
    return frame.assign(initiative_id=frame["initiative_id"].map(lambda name: names.get(name, name)))


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_order_and_names_do_not_matter(seed):
    rng = np.random.default_rng(seed)
    ids = list(COMPANY.initiatives["initiative_id"])
    names = dict(zip(ids, rng.permutation([f"X{number}" for number in range(len(ids))]), strict=True))
    changed = replace(
        COMPANY,
        initiatives=renamed(COMPANY.initiatives.iloc[rng.permutation(len(ids))], names),
        incidents=renamed(COMPANY.incidents.iloc[rng.permutation(len(COMPANY.incidents))], names),
    )
    again = evaluate(fit(changed), BASE)
    assert again.value == pytest.approx(TODAY.value, rel=1e-12)
    assert again.expected_loss == pytest.approx(TODAY.expected_loss, rel=1e-9)
    assert again.bad_year.draws == pytest.approx(TODAY.bad_year.draws, rel=1e-8)


def test_the_unit_of_money_does_not_matter():
    factor = 1000.0
    money = {name: COMPANY.initiatives[name] * factor for name in ("budget", "actual_cost", "annual_value")}
    given = resolve(pd.DataFrame({"key": ["loss_limit", "effect:loss_median", "loss_cap"],
                                  "value": [str(4e7 * factor), str(59874.0 * factor), str(2e8 * factor)]}))  # fmt: skip
    plain = resolve(pd.DataFrame({"key": ["loss_limit", "loss_cap"], "value": ["4e7", "2e8"]}))
    small = evaluate(fit(replace(COMPANY, assumptions=plain)), BASE)
    incidents = COMPANY.incidents.assign(loss=COMPANY.incidents["loss"] * factor)
    initiatives = COMPANY.initiatives.assign(**money)
    large = evaluate(fit(replace(COMPANY, assumptions=given, initiatives=initiatives, incidents=incidents)), BASE)
    assert large.value == pytest.approx(small.value * factor)
    assert large.expected_loss == pytest.approx(small.expected_loss * factor, rel=1e-6)
    assert large.bad_year.draws == pytest.approx(small.bad_year.draws * factor, rel=1e-6)
    assert large.beyond_limit == pytest.approx(small.beyond_limit, abs=1e-6)


def test_a_scenario_that_overflows_takes_the_base_along():
    rare = replace(COMPANY, incidents=COMPANY.incidents.iloc[::12])
    fitted = fit(rare)
    base, worse = evaluate(fitted, BASE), evaluate(fitted, Scenario(threat=3.0, pace=1.5, response_time=2.0))
    found = compare(fitted, base, worse)
    assert found.difference["bad_year_loss"].value > 0
    assert found.base["bad_year_loss"].value == pytest.approx(headlines(fitted, base)["bad_year_loss"].value, rel=0.02)
