"""What holds of every frontier: more to choose from is never worse, names and order do not matter, nothing breaks."""

from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest
from benchmarks.evaluation import company, typed
from benchmarks.every_plan import area_lost, exactly, small_company, today

from balance.assumptions import resolve
from balance.documents import frontier_document, text_of
from balance.frontier import frontier
from balance.frontier.choices import choices
from balance.model.fit import fit
from balance.scenario import BASE, Scenario, compare, evaluate

MADE = company(26, 3, 12, seed=8)
COMPANY = replace(MADE, initiatives=MADE.initiatives.assign(
    business_unit=np.random.default_rng(8).choice(["A", "B", "C"], len(MADE.initiatives))))  # fmt: skip
FITTED = fit(COMPANY)
FOUND = frontier(FITTED, evaluate(FITTED, BASE))
RUNS = [str(name) for name in FITTED.plan.rows["initiative_id"]]
NUMBERS = ("gain_at_same_exposure", "saving_at_same_value", "price_of_appetite")


def stated(of, **rows):
    told = {"loss_limit": 40_000_000, **rows}
    return replace(of, assumptions=resolve(pd.DataFrame({"key": list(told), "value": [str(v) for v in told.values()]})))


def with_rows(**columns):
    table = COMPANY.initiatives.assign(**columns)
    return replace(COMPANY, initiatives=typed(table, "initiatives"))


def searched(of, base=BASE):
    fitted = fit(of)
    return frontier(fitted, evaluate(fitted, base))


def best(found, bound):
    return max((plan.value for plan in found.plans if plan.exposure <= bound * (1 + 1e-9)), default=0.0)


def never_lower(more, less, within=0.005):
    top = max(plan.value for plan in more.plans)
    for plan in less.plans:
        assert best(more, plan.exposure) >= plan.value - within * top


ODD = {
    "no limit": replace(COMPANY, assumptions=resolve(None)),
    "severe": stated(COMPANY, revenue=5e8),
    "huge values": with_rows(annual_value=1e15, budget=1e15),
    "one value": with_rows(annual_value=np.where(COMPANY.initiatives["initiative_id"] == RUNS[0], 5e6, 0.0)),
    "a ring of dependencies": with_rows(depends_on=COMPANY.initiatives["initiative_id"].map(
        dict(zip(RUNS[:3], [*RUNS[1:3], RUNS[0]], strict=True))).astype("object")),
    "few places": stated(COMPANY, initiatives_at_once=6),
}  # fmt: skip


@pytest.mark.parametrize("odd", list(ODD))
def test_odd_companies_have_plans_that_are_what_the_what_if_says(odd):
    fitted = fit(ODD[odd])
    base = evaluate(fitted, BASE)
    found = frontier(fitted, base)
    assert found.plans
    assert all(np.isfinite(getattr(found, name)) and getattr(found, name) >= 0 for name in NUMBERS)
    for plan in (found.plans[0], found.plans[len(found.plans) // 2], found.plans[-1]):
        said = compare(fitted, base, evaluate(fitted, Scenario(actions=plan.actions))).scenario
        assert plan.value == said["value_landing_next_year"].value
        assert plan.exposure == said["bad_year_loss"].value
        assert plan.chance_beyond_limit == said["chance_beyond_limit"].value
    value, exposure = (np.array([getattr(plan, axis) for plan in found.plans]) for axis in ("value", "exposure"))
    assert (np.diff(value) > 0).all()
    assert (np.diff(exposure) > 0).all()


def test_a_ring_runs_or_waits_as_one():
    for plan in searched(ODD["a ring of dependencies"]).plans:
        acts = dict(plan.actions)
        assert len({acts[name] == "pause" for name in RUNS[:3]}) == 1


def test_no_more_run_at_once_than_stated():
    found = searched(ODD["few places"])
    assert 0 < max(plan.in_flight for plan in found.plans) <= 6
    assert any("more money, people or places" in reason.why for reason in found.reasons)
    looser = searched(stated(COMPANY, initiatives_at_once=len(RUNS)))
    assert looser.plans == searched(stated(COMPANY)).plans  # as many places as initiatives limit nothing
    never_lower(searched(stated(COMPANY, initiatives_at_once=8)), found)


def test_more_money_never_lowers_the_line():
    budgets = [searched(COMPANY, Scenario(budget=share)) for share in (0.5, 0.7, 0.9)]
    never_lower(budgets[1], budgets[0])
    never_lower(budgets[2], budgets[1])
    never_lower(FOUND, budgets[2])


def test_one_more_worth_something_never_lowers_the_line():
    """On the same readings: with one initiative worth nothing, and with what it is really worth."""
    for row in range(0, len(RUNS), 4):
        value = FITTED.plan.value.copy()
        value[row] = 0.0
        poorer = replace(FITTED, plan=replace(FITTED.plan, value=value))
        never_lower(FOUND, frontier(poorer, evaluate(poorer, BASE)))


def test_one_more_to_choose_from_never_lowers_the_line():
    """It may wait, so all plans without it stay: the best plans of the company without it, on the same readings."""
    held = tuple(name for name, free in zip(RUNS, choices(FITTED, BASE).may_pause, strict=True) if free)[:3]
    for without in held:
        stage = COMPANY.initiatives["stage"].where(COMPANY.initiatives["initiative_id"] != without, "idea")
        top = max(plan.value for plan in FOUND.plans)
        for plan in searched(with_rows(stage=stage)).plans[::5]:
            asked = Scenario(actions=tuple(sorted((*plan.actions, (without, "pause")))))
            outcome = evaluate(FITTED, asked)
            assert best(FOUND, outcome.bad_year.predictive) >= outcome.value.mean() - 0.005 * top


def test_names_and_order_do_not_matter():
    names = {name: f"X{place}" for place, name in enumerate(sorted(COMPANY.initiatives["initiative_id"], reverse=True))}
    table = COMPANY.initiatives.assign(initiative_id=COMPANY.initiatives["initiative_id"].map(names).astype("object"))
    incidents = COMPANY.incidents.assign(initiative_id=COMPANY.incidents["initiative_id"].map(names).astype("object"))
    moved = replace(
        COMPANY, initiatives=typed(table, "initiatives").sample(frac=1.0, random_state=1),
        incidents=typed(incidents, "incidents").sample(frac=1.0, random_state=2),
    )  # fmt: skip
    again = searched(moved)
    assert len(again.plans) == len(FOUND.plans)
    for mine, theirs in zip(FOUND.plans, again.plans, strict=True):
        for axis in ("value", "exposure", "cost", "in_flight"):
            assert getattr(theirs, axis) == pytest.approx(getattr(mine, axis), rel=1e-9)
        assert dict(theirs.actions) == {names[name]: action for name, action in mine.actions}


def test_all_mandatory_leaves_nothing_to_pause():
    found = searched(with_rows(category="mandatory", security_joined="design"))
    assert len(found.plans) == 1
    assert set(dict(found.plans[0].actions).values()) == {"run"}
    assert (found.plans[0].value, found.plans[0].exposure) == (found.today.value, found.today.exposure)
    assert [getattr(found, name) for name in NUMBERS] == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("odd", ["incidents", "initiatives", "values", "open ones", "everything"])
def test_the_document_has_every_key_and_no_null_where_none_may_be(odd):
    table = COMPANY.initiatives
    changes = {
        "incidents": {"incidents": None}, "initiatives": {"initiatives": None},
        "values": {"initiatives": table.drop(columns="annual_value")},
        "open ones": {"initiatives": table.assign(stage="idea")}, "everything": {},
    }  # fmt: skip
    told = frontier_document(searched(replace(COMPANY, **changes[odd])))
    text_of(told)
    assert list(told) == ["today", "plans", *NUMBERS, "advised", "reasons"]
    assert all(isinstance(told[name], float) for name in NUMBERS)
    assert {"value", "exposure", "chance_beyond_limit", "cost", "in_flight"} == set(told["today"])
    assert told["today"]["cost"] is not None
    assert bool(told["plans"]) == (odd == "everything")


def test_the_steps_lead_from_each_plan_to_the_next():
    told = frontier_document(FOUND)["plans"]
    assert set(told[0]["since_last"]) == {field.name for field in fields(FOUND.steps[0])}
    running = {name for name, action in told[0]["actions"].items() if action != "pause"}
    for plan in told[1:]:
        step = plan["since_last"]
        assert any(step.values())
        running = (running | set(step["enters"])) - set(step["leaves"])
        assert running == {name for name, action in plan["actions"].items() if action != "pause"}


def test_today_may_itself_hold_something_back():
    free = [name for name, held in zip(RUNS, FITTED.plan.protected, strict=True) if not held]
    base = evaluate(FITTED, Scenario(actions=((free[0], "pause"), (free[1], "stop"))))
    found = frontier(FITTED, base)
    assert found.today.in_flight == len(RUNS) - 2
    assert found.plans[found.advised].exposure <= found.today.exposure
    assert found.gain_at_same_exposure >= 0


SMALL = small_company(12, 2, seed=22, late=2)


@pytest.mark.slow
@pytest.mark.parametrize("levers", [{}, {"budget": 0.6}], ids=["free", "tight"])
@pytest.mark.parametrize(("units", "seed"), [(1, 21), (2, 22), (3, 23)])
def test_of_twelve_at_most_a_hundredth_is_lost_against_every_plan(units, seed, levers):
    fitted = small_company(12, units, seed)
    lost, _, plans = area_lost(fitted, today(fitted, **levers))
    assert plans > 60
    assert lost <= 0.01


def test_the_quick_evaluation_of_every_plan_is_the_what_if():
    chosen, base = choices(SMALL, BASE), today(SMALL)
    plan = np.where(chosen.may_pause, np.arange(chosen.size) % 2 * 2, 0).astype(np.int8)
    value, exposure = exactly(SMALL, plan, chosen, BASE, base.level)
    asked = tuple((name, ("run", "", "pause")[act]) for name, act in zip(chosen.ids, plan, strict=True))
    outcome = evaluate(SMALL, Scenario(actions=tuple(sorted(asked))), base.level)
    assert value == pytest.approx(outcome.value.mean(), rel=1e-12)
    assert exposure == pytest.approx(outcome.bad_year.predictive, rel=1e-9)
