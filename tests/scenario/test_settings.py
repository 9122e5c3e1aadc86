"""Levers and actions: what may be asked for, and how a refusal reads."""

from dataclasses import replace

import pandas as pd
import pytest
from benchmarks.evaluation import company

from balance.errors import ScenarioError
from balance.model.fit import fit
from balance.scenario import ACTIONS, NAMES, Scenario, as_it_stands, as_known, checked, levers, parse, scenario

FITTED = fit(company(24, 3, 12, seed=4))
OPEN = str(FITTED.plan.rows["initiative_id"].iloc[0])


def test_every_lever_has_its_bounds_and_stands_at_today():
    found = {lever.name: lever for lever in levers(FITTED)}
    assert tuple(found) == NAMES
    bounds = {name: (lever.least, lever.greatest, lever.today) for name, lever in found.items()}
    most = float(FITTED.plan.most_open.sum())
    assert bounds == {
        "wip_limit": (1.0, most, most), "secure_at_design": (0.0, 1.0, 0.0), "control_spend": (0.0, 1e6, 0.0),
        "response_time": (0.25, 2.0, 1.0), "pace": (0.5, 1.5, 1.0), "threat": (0.5, 3.0, 1.0),
        "budget": (0.5, 1.0, 1.0),
    }  # fmt: skip
    assert set(found["pace"].as_json()) == {"name", "meaning", "least", "greatest", "today", "unit"}


def test_a_programme_costs_the_median_of_the_controls():
    controls = pd.DataFrame({"control_id": ["a", "b", "c"], "annual_cost": [1e5, 3e5, None]})
    dearer = fit(replace(FITTED.company, controls=controls))
    assert {lever.name: lever.greatest for lever in levers(dearer)}["control_spend"] == 2e6


def test_settings_are_read():
    found = parse(["pace=1.2", "threat = 2"], [f"{OPEN}=pause"], FITTED)
    assert (found.pace, found.threat, found.budget) == (1.2, 2.0, None)
    assert found.actions == ((OPEN, "pause"),)
    assert hash(found) == hash(parse(["threat=2", "pace=1.2"], [f"{OPEN}=pause"], FITTED))


def test_everything_wrong_is_told_at_once_with_what_is_allowed():
    with pytest.raises(ScenarioError) as caught:
        parse(["pce=1", "pace=9", "threat=abc", "budget", "pace=1"], ["nobody=pause", f"{OPEN}=explode", "x"], FITTED)
    text = str(caught.value)
    for part in ("'pce'; did you mean 'pace'?", "'threat=abc'", "'budget'", "pace is set twice",
                 "no initiative 'nobody'",
                 "no action 'explode'", "'x' is not ID=ACTION", "wip_limit: 1 ..", ", ".join(ACTIONS)):  # fmt: skip
        assert part in text


@pytest.mark.parametrize("text", ["pace=nan", "pace=inf", "wip_limit=0", "control_spend=-1", "secure_at_design=1.01"])
def test_values_out_of_range_are_refused(text):
    with pytest.raises(ScenarioError):
        parse([text], [], FITTED)


def test_what_does_not_run_cannot_be_acted_on():
    done = FITTED.history.portfolio.query("stage == 'done'")["initiative_id"].iloc[0]
    with pytest.raises(ScenarioError, match="does not run"):
        parse([], [f"{done}=pause"], FITTED)


def test_a_saved_scenario_comes_back():
    saved = parse(["pace=1.2"], [f"{OPEN}=stop"], FITTED, "faster")
    assert scenario("faster", saved.levers, dict(saved.actions)) == saved
    assert checked(FITTED, saved) is saved
    with pytest.raises(ScenarioError, match="no lever"):
        scenario("odd", {"speed": 1.0}, {})


def test_a_saved_scenario_leaves_out_what_has_finished_since_and_says_so():
    done = FITTED.history.portfolio.query("stage == 'done'")["initiative_id"].iloc[0]
    kept = scenario("old", {"wip_limit": 1e6, "pace": 1.2}, {OPEN: "pause", done: "secure_first"})
    plan, left_out = as_it_stands(FITTED, kept)
    assert dict(plan.actions) == {OPEN: "pause"}
    assert checked(FITTED, plan) is plan
    assert (plan.pace, plan.wip_limit) == (1.2, next(one.greatest for one in levers(FITTED) if one.name == "wip_limit"))
    assert left_out[0] == f"{done} does not run any more: to secure first it is left out."
    assert left_out[1].startswith("wip_limit is to be 1000000 and stands at ")
    assert as_it_stands(FITTED, plan) == (plan, ())
    with pytest.raises(ScenarioError):
        checked(FITTED, as_it_stands(FITTED, scenario("odd", {}, {"nobody": "pause"}))[0])


def test_a_plan_nobody_asked_for_leaves_out_what_is_not_known_and_refuses_nothing():
    done = FITTED.history.portfolio.query("stage == 'done'")["initiative_id"].iloc[0]
    wanted = {"later": "pause", OPEN: "stop", done: "pause"}
    plan, left_out = as_known(FITTED, "later plan", {"pace": 1.2, "speed": 3.0}, wanted)
    assert (plan.name, plan.levers, plan.actions) == ("later plan", {"pace": 1.2}, ((OPEN, "stop"),))
    assert checked(FITTED, plan) is plan
    assert left_out == (
        "There is no lever speed: it is left out.",
        "later is not among the initiatives of this date: to pause it is left out.",
        f"{done} does not run any more: to pause it is left out.",
    )
    assert as_known(FITTED, "odd", {}, {OPEN: "explode"})[1] == (
        f"There is no action explode: it is left out for {OPEN}.",
    )
    assert as_known(FITTED, plan.name, plan.levers, dict(plan.actions)) == (plan, ())


def test_an_id_may_hold_an_equals_sign():
    frame = FITTED.company.initiatives.copy()
    frame.loc[frame["initiative_id"] == OPEN, "initiative_id"] = "A=B"
    assert parse([], ["A=B=pause"], fit(replace(FITTED.company, initiatives=frame))).actions == (("A=B", "pause"),)


def test_base_has_no_levers():
    assert Scenario().levers == {}
