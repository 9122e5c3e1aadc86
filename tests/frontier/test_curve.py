"""The frontier: exact, undominated, never below today, within the rules, and close to trying every plan."""

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from benchmarks.evaluation import company, typed

from balance.assumptions import resolve
from balance.frontier import frontier
from balance.frontier.choices import choices, mended, scenario_of
from balance.model.fit import fit
from balance.scenario import BASE, Scenario, compare, evaluate, headlines


def in_units(of, units, seed=1):
    """The company with its initiatives in a few units."""
    rng = np.random.default_rng(seed)
    return replace(of, initiatives=of.initiatives.assign(business_unit=rng.choice(units, len(of.initiatives))))


def stated(of, **rows):
    return replace(of, assumptions=resolve(pd.DataFrame({"key": list(rows), "value": [str(v) for v in rows.values()]})))


COMPANY = in_units(company(30, 4, 12, seed=5), ["A", "B", "C"])
FITTED = fit(COMPANY)
TODAY = evaluate(FITTED, BASE)
FOUND = frontier(FITTED, TODAY)


def axes(found):
    return np.array([p.value for p in found.plans]), np.array([p.exposure for p in found.plans])


def test_a_plan_is_bit_for_bit_what_the_what_if_says():
    for plan in FOUND.plans:
        comparison = compare(FITTED, TODAY, evaluate(FITTED, Scenario(actions=plan.actions)))
        said = comparison.scenario
        assert plan.value == said["value_landing_next_year"].value
        assert plan.exposure == said["bad_year_loss"].value
        assert plan.chance_beyond_limit == said["chance_beyond_limit"].value


def test_every_plan_says_what_to_do_with_every_initiative():
    ids = sorted(FITTED.plan.rows["initiative_id"])
    for plan in FOUND.plans:
        assert [name for name, _ in plan.actions] == ids
        assert {action for _, action in plan.actions} <= {"run", "secure_first", "pause"}
        runs = {name for name, action in plan.actions if action != "pause"}
        assert plan.in_flight == len(runs)
        costs = dict(zip(FITTED.plan.rows["initiative_id"], FITTED.plan.cost, strict=True))
        assert plan.cost == pytest.approx(sum(costs[name] for name in runs))


def test_no_plan_is_dominated_and_today_lies_on_or_below():
    value, exposure = axes(FOUND)
    assert len(value) > 10
    assert (np.diff(exposure) > 0).all()
    assert (np.diff(value) > 0).all()
    assert any(p.value >= FOUND.today.value and p.exposure <= FOUND.today.exposure for p in FOUND.plans)


def test_today_is_what_the_report_says():
    read = headlines(FITTED, TODAY)
    assert FOUND.today.value == read["value_landing_next_year"].value
    assert FOUND.today.exposure == read["bad_year_loss"].value
    assert FOUND.today.in_flight == FITTED.plan.size


def test_distances_are_read_from_the_plans():
    value, exposure = axes(FOUND)
    assert FOUND.gain_at_same_exposure == max(value[exposure <= FOUND.today.exposure]) - FOUND.today.value >= 0
    assert FOUND.saving_at_same_value == FOUND.today.exposure - min(exposure[value >= FOUND.today.value]) >= 0
    assert FOUND.price_of_appetite >= 0
    assert FOUND.plans[FOUND.advised].exposure <= FOUND.today.exposure


def test_mandatory_initiatives_always_run():
    protected = set(FITTED.plan.rows["initiative_id"][FITTED.plan.protected])
    assert protected
    for plan in FOUND.plans:
        assert not protected & {name for name, action in plan.actions if action == "pause"}


def test_who_needs_a_paused_one_pauses_too():
    ids = list(FITTED.plan.rows["initiative_id"])
    free = [name for name, held in zip(ids, FITTED.plan.protected, strict=True) if not held]
    needs = {free[0]: f"{free[1]}; gone-long-ago", free[1]: free[-1]}
    table = COMPANY.initiatives
    linked = replace(COMPANY, initiatives=table.assign(depends_on=table["initiative_id"].map(needs)))
    fitted = fit(linked)
    found = frontier(fitted, evaluate(fitted, BASE))
    assert len(found.plans) > 3
    for plan in found.plans:
        acts = dict(plan.actions)
        assert acts[free[0]] == "pause" or acts[free[1]] != "pause"
        assert acts[free[1]] == "pause" or acts[free[-1]] != "pause"


def test_people_and_money_are_kept_to():
    staffed = stated(COMPANY, loss_limit=40_000_000, people_available=20)
    staffed = replace(staffed, initiatives=staffed.initiatives.assign(people=5.0))
    fitted = fit(staffed)
    found = frontier(fitted, evaluate(fitted, BASE))
    assert found.plans
    assert max(plan.in_flight for plan in found.plans) <= 4
    tight = evaluate(FITTED, Scenario(budget=0.6))
    plans = frontier(FITTED, tight).plans
    assert plans
    assert max(plan.cost for plan in plans) <= 0.6 * FITTED.plan.cost.sum() * (1 + 1e-9)


def test_too_few_people_for_what_must_run_means_no_plan():
    staffed = stated(COMPANY, loss_limit=40_000_000, people_available=1)
    fitted = fit(replace(staffed, initiatives=staffed.initiatives.assign(people=5.0)))
    found = frontier(fitted, evaluate(fitted, BASE))
    assert (found.plans, found.advised, found.gain_at_same_exposure) == ((), None, 0.0)


def test_levers_of_the_base_stay_as_they_are():
    base = evaluate(FITTED, Scenario(threat=2.0, wip_limit=5.0, pace=1.2, secure_at_design=0.5))
    found = frontier(FITTED, base)
    plan = found.plans[len(found.plans) // 2]
    again = evaluate(FITTED, replace(base.scenario, actions=plan.actions), base.level)
    assert plan.value == headlines(FITTED, again)["value_landing_next_year"].value
    assert plan.exposure == again.bad_year.predictive


def test_close_to_trying_every_plan():
    tried = in_units(company(20, 3, 12, seed=11), ["A", "B"])
    tried = replace(tried, initiatives=tried.initiatives.assign(
        security_joined=np.where(np.arange(20) % 3 == 0, "late", "design")))  # fmt: skip
    fitted = fit(replace(tried, initiatives=typed(tried.initiatives, "initiatives")))
    base = evaluate(fitted, BASE)
    chosen = choices(fitted, BASE)
    every = np.array(list(itertools.product(*((0, 1, 2) if s else (0, 2) for s in chosen.may_secure))), dtype=np.int8)
    every = np.unique(mended(chosen, every), axis=0)
    outcomes = [evaluate(fitted, scenario_of(chosen, plan, BASE), base.level) for plan in every]
    value = np.array([outcome.value.mean() for outcome in outcomes])
    exposure = np.array([outcome.bad_year.predictive for outcome in outcomes])
    assert len(every) > 200
    ours = axes(frontier(fitted, base))
    grid = np.linspace(exposure.min(), base.bad_year.predictive, 1000)
    lost = [best_at(value, exposure, at) - best_at(*ours, at) for at in grid]
    assert np.mean(lost) / value.max() < 0.002
    assert max(lost) / value.max() < 0.03


def best_at(value, exposure, bound):
    return value[exposure <= bound * (1 + 1e-9)].max(initial=0.0)


def test_the_same_company_has_the_same_frontier():
    again = fit(COMPANY)
    assert frontier(again, evaluate(again, BASE)) == FOUND


def test_progress_rises_to_one():
    told = []
    frontier(FITTED, TODAY, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_without_a_limit_the_chance_is_null_and_the_plans_stay():
    fitted = fit(stated(COMPANY, revenue=1e9))
    found = frontier(fitted, evaluate(fitted, BASE))
    assert found.plans
    assert {plan.chance_beyond_limit for plan in (*found.plans, found.today)} == {None}


@pytest.mark.parametrize("without", ["incidents", "initiatives", "values", "open ones"])
def test_where_nothing_can_be_traded_there_are_no_plans_and_zeros(without):
    table = COMPANY.initiatives
    changes = {
        "incidents": {"incidents": None}, "initiatives": {"initiatives": None},
        "values": {"initiatives": table.assign(annual_value=np.nan)},
        "open ones": {"initiatives": table.assign(stage="done")},
    }  # fmt: skip
    fitted = fit(replace(COMPANY, **changes[without]))
    found = frontier(fitted, evaluate(fitted, BASE))
    assert found.plans == ()
    assert (found.gain_at_same_exposure, found.saving_at_same_value, found.price_of_appetite) == (0.0, 0.0, 0.0)


def test_a_reason_for_every_initiative():
    assert [reason.initiative_id for reason in FOUND.reasons] == list(FITTED.plan.rows["initiative_id"])
    acts = dict(FOUND.plans[FOUND.advised].actions)
    assert {reason.initiative_id: reason.action for reason in FOUND.reasons} == acts
    assert all(reason.why.endswith(".") for reason in FOUND.reasons)


def test_nothing_is_printed(capfd):
    frontier(FITTED, TODAY)
    assert capfd.readouterr().out == ""
