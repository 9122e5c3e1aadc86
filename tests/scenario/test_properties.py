"""What must hold for every company and every lever: made-up companies of several kinds, drawn anew."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from benchmarks.evaluation import company
from hypothesis import given, settings
from hypothesis import strategies as st

from balance.model.fit import fit
from balance.scenario import BASE, Scenario, evaluate, levers, scenario

KINDS = ("usual", "one unit", "one initiative", "no incidents", "no budget", "units of one", "no links", "no values")
STEPS = 30


def kind_of(kind, seed):
    made = company(14, 2, 9, seed=seed)
    rows, incidents = made.initiatives, made.incidents
    if kind == "one unit":
        rows = rows.assign(business_unit="all")
    elif kind == "one initiative":
        rows = rows[rows["stage"] == "in_flight"].head(1)
    elif kind == "no incidents":
        incidents = None
    elif kind == "no budget":
        rows = rows.assign(budget=np.nan, actual_cost=np.nan)
    elif kind == "units of one":
        rows = rows.assign(business_unit=[f"U{place}" for place in range(len(rows))])
    elif kind == "no links":
        incidents = incidents.assign(initiative_id=None)
    elif kind == "no values":
        rows = rows.assign(annual_value=np.nan)
    return replace(made, initiatives=rows, incidents=incidents)


@cache
def fitted_of(kind, seed):
    return fit(kind_of(kind, seed))


companies = st.builds(fitted_of, st.sampled_from(KINDS), st.integers(1, 6))
few = settings(max_examples=12, deadline=None)


def risks(outcome):
    """Every reading of risk that is known: ratio of incidents, expected loss, bad year, chance beyond the limit."""
    known = [outcome.ratio.mean()]
    if outcome.loss is not None:
        known += [outcome.expected_loss.mean(), outcome.bad_year.predictive, outcome.beyond_limit.mean()]
    return np.array(known)


def walked(fitted, name):
    lever = next(lever for lever in levers(fitted) if lever.name == name)
    ways = np.linspace(lever.least, lever.greatest, STEPS + 1)
    return [evaluate(fitted, scenario("x", {name: float(at)}, {})) for at in ways]


def bits(outcome):
    parts = [outcome.value, outcome.ratio, outcome.year.finish, outcome.rates, outcome.costly]
    return b"".join(part.tobytes() for part in [*parts, *([] if outcome.loss is None else [outcome.bad_year.draws])])


@given(companies, st.sampled_from(["secure_at_design", "control_spend", "response_time", "pace", "threat"]))
@few
def test_thirty_steps_never_go_the_wrong_way(fitted, name):
    way = {"secure_at_design": -1, "control_spend": -1}.get(name, 1)
    steps = walked(fitted, name)
    path = np.array([risks(outcome) for outcome in steps])
    assert (way * np.diff(path, axis=0) >= -1e-8 * np.abs(path).max(axis=0)).all()
    landed = np.array([outcome.value.mean() for outcome in steps])
    assert (np.diff(landed) * {"secure_at_design": -1}.get(name, 1) >= -1e-9 * max(landed.max(), 1.0)).all()


@given(companies)
@few
def test_in_every_single_draw_securing_never_raises_risk(fitted):
    before, after = evaluate(fitted, BASE), evaluate(fitted, Scenario(secure_at_design=1.0))
    assert (after.ratio <= before.ratio * (1 + 1e-12)).all()
    assert (after.value <= before.value).all()


@given(companies, st.sampled_from(["wip_limit", "budget", "secure_at_design"]))
@few
def test_levers_that_can_turn_never_jump(fitted, name):
    """A step moves value by no more than the chances of landing it moves, and incidents by a bounded part."""
    steps = walked(fitted, name)
    value = np.array([outcome.value.mean() for outcome in steps])
    landed = np.array([outcome.year.landed.mean(axis=1) for outcome in steps])
    assert (np.abs(np.diff(value)) <= np.abs(np.diff(landed, axis=0)) @ fitted.plan.value + 1e-6).all()
    ratio = np.array([outcome.ratio.mean() for outcome in steps])
    assert np.abs(np.diff(ratio)).max() <= 0.6 * max(ratio.max(), 1.0)


@given(companies)
@few
def test_the_last_place_of_a_limit_is_worth_at_most_one_initiative(fitted):
    most = int(fitted.plan.most_open.sum())
    if most < 2:
        return
    free, tight = evaluate(fitted, BASE), evaluate(fitted, Scenario(wip_limit=most - 1.0))
    assert abs(free.value.mean() - tight.value.mean()) <= fitted.plan.value.max() * 1.5 + 1e-9


@given(companies)
@few
def test_a_lever_at_today_changes_not_one_bit(fitted):
    today = {lever.name: lever.today for lever in levers(fitted)}
    everything = {str(name): "run" for name in fitted.plan.rows["initiative_id"]}
    assert bits(evaluate(fitted, scenario("x", today, everything))) == bits(evaluate(fitted, BASE))


@given(companies, st.sampled_from(["pause", "stop"]))
@few
def test_when_all_is_held_nothing_lands_and_the_plan_brings_no_incident(fitted, action):
    every = {str(name): action for name in fitted.plan.rows["initiative_id"]}
    outcome = evaluate(fitted, scenario("x", {}, every))
    assert (outcome.value == 0).all()
    assert (outcome.landed == 0).all()
    assert (outcome.year.exposure == 0).all()


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_input_gives_the_same_bytes(kind):
    moved = Scenario(pace=1.2, secure_at_design=0.5, budget=0.8)
    again = fit(kind_of(kind, 3))
    for asked in (BASE, moved):
        assert bits(evaluate(fit(kind_of(kind, 3)), asked)) == bits(evaluate(again, asked))


@given(st.sampled_from(KINDS), st.integers(0, 2**32 - 1))
@settings(max_examples=8, deadline=None)
def test_order_of_rows_and_names_of_initiatives_do_not_matter(kind, seed):
    made, rng = kind_of(kind, 2), np.random.default_rng(seed)
    ids = list(made.initiatives["initiative_id"])
    names = dict(zip(ids, rng.permutation([f"X{place}" for place in range(len(ids))]), strict=True))
    tables = {}
    for table in ("initiatives", "incidents"):
        frame = getattr(made, table)
        if frame is not None:
            renamed = frame["initiative_id"].map(lambda name: names.get(name, name))
            tables[table] = frame.assign(initiative_id=renamed).iloc[rng.permutation(len(frame))]
    outcome, usual = evaluate(fit(replace(made, **tables)), BASE), evaluate(fitted_of(kind, 2), BASE)
    assert outcome.value == pytest.approx(usual.value, rel=1e-9)
    assert outcome.ratio == pytest.approx(usual.ratio, rel=1e-9)
    assert risks(outcome) == pytest.approx(risks(usual), rel=1e-7, abs=1e-9)
