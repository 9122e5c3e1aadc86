"""The report: every definition of the contract, and an answer for every odd company."""

import warnings
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from benchmarks.evaluation import company

from balance.assumptions import resolve
from balance.company import Company
from balance.findings import overview
from balance.model.fit import fit
from balance.ranges import Range
from balance.reporting import report_of
from balance.scenario import ACTIONS, BASE, compare, evaluate, levers, scenario

COMPANY = company(24, 3, 12, seed=4)
INI, INC = COMPANY.initiatives, COMPANY.incidents
DATES = ("start_actual", "start_planned", "finish_planned", "finish_actual")
FAR, LONG_AGO = pd.Timestamp("2999-01-01"), pd.Timestamp("1066-10-14")


def stated(**rows):
    return resolve(pd.DataFrame({"key": list(rows), "value": [str(value) for value in rows.values()]}))


def made(initiatives=INI, incidents=INC, assumptions=None, **rest):
    return Company(rest.pop("as_of", COMPANY.as_of), assumptions or COMPANY.assumptions, initiatives, incidents, **rest)


def reported(changed):
    fitted = fit(changed)
    return report_of(changed, fitted, evaluate(fitted, BASE))


NORMAL = reported(COMPANY)
ODD = {
    "no incidents": made(incidents=None),
    "no initiatives": made(initiatives=None),
    "nothing": made(None, None),
    "empty tables": made(INI.iloc[:0], INC.iloc[:0]),
    "one quarter": made(incidents=INC[INC["opened_at"] > pd.Timestamp("2026-07-15")]),
    "one incident": made(incidents=INC.head(1)),
    "no values": made(INI.assign(annual_value=np.nan)),
    "no links": made(incidents=INC.assign(initiative_id=None)),
    "no losses": made(incidents=INC.assign(loss=np.nan)),
    "only zero losses": made(incidents=INC.assign(loss=0.0)),
    "no units": made(INI.drop(columns="business_unit")),
    "only required columns": made(INI[["initiative_id", "name", "stage", "finish_planned"]],
                                  INC[["incident_id", "opened_at", "class"]]),
    "one initiative": made(INI[INI["stage"] == "in_flight"].head(1)),
    **{f"all {stage}": made(INI.assign(stage=stage)) for stage in ("idea", "approved", "on_hold", "done", "cancelled")},
    "all gone": made(INI.assign(gone=True)),
    "zero budget": made(INI.assign(budget=0.0, actual_cost=0.0)),
    "extreme money": made(INI.assign(budget=1e15, annual_value=1e15), INC.assign(loss=INC["loss"] * 1e12)),
    "tiny money": made(incidents=INC.assign(loss=INC["loss"] * 1e-9)),
    "dates centuries off": made(INI.assign(start_actual=LONG_AGO, finish_planned=FAR).astype(
        {"start_actual": "datetime64[us]", "finish_planned": "datetime64[us]"})),
    "no dates": made(INI.assign(**dict.fromkeys(DATES, pd.NaT))),
    "reversed dates": made(INI.assign(start_actual=INI["finish_planned"], finish_planned=INI["start_planned"])),
    "repeated ids": made(pd.concat([INI, INI]), pd.concat([INC, INC])),
    "ids shared by tables": made(INI.assign(initiative_id=[f"INC{row}" for row in range(len(INI))])),
    "an early as-of date": made(as_of=date(2001, 1, 1)),
    "a late as-of date": made(as_of=date(2035, 1, 1)),
    "a hundred classes": made(incidents=INC.assign(**{"class": [f"k{row % 100}" for row in range(len(INC))]})),
    "severe by revenue": made(assumptions=stated(revenue=5e8, loss_limit=2e7)),
    "severe stated": made(assumptions=stated(severe_frequency=0.5, severe_typical_loss=1e6, loss_limit=2e7)),
    "severe without incidents": made(incidents=None, assumptions=stated(revenue=5e8, loss_limit=2e7)),
    "no limit": made(assumptions=resolve(None)),
    "a limit of one": made(assumptions=stated(loss_limit=1)),
    "a limit beyond everything": made(assumptions=stated(loss_limit=1e18)),
    "a cap of one": made(assumptions=stated(loss_cap=1)),
    "odd assumptions": made(assumptions=stated(**{
        "effect:late_joining": 0, "effect:technology": -1, "effect:change_caused_share": 1.5, "effect:forgetting": -3,
        "effect:loss_median": 0, "effect:level_drift": 99, "class:class 0:external": 7, "loss_limit_chance": 7,
        "effect:control_programme": 5, "loss_limit": 3e7, "effect:duration_spread": 0, "appetite:abc": 0.1})),
}  # fmt: skip


SLOW_LEVER = ("extreme money", "severe stated")
"""Companies on which the one lever that transforms losses anew is tried as well."""


@pytest.mark.parametrize("name", ODD)
def test_every_odd_company_gets_an_answer_and_every_lever_moves(name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fitted = fit(ODD[name])
        base = evaluate(fitted, BASE)
        found = report_of(ODD[name], fitted, base)
        for asked in scenarios(fitted, name in SLOW_LEVER):
            compare(fitted, base, evaluate(fitted, asked)).as_json()
    for part in ranges_of(found):
        assert (part.value is None) == (part.low is None) == (part.high is None)
        assert part.value is None or part.low <= part.value <= part.high


def scenarios(fitted, slow):
    """All levers at their least, all at their greatest, and every action at once."""
    bounds = [lever for lever in levers(fitted) if slow or lever.name != "response_time"]
    yield scenario("least", {lever.name: lever.least for lever in bounds}, {})
    yield scenario("greatest", {lever.name: lever.greatest for lever in bounds}, {})
    yield scenario("actions", {}, zip(fitted.plan.rows["initiative_id"], ACTIONS, strict=False))


def ranges_of(found):
    both = {**vars(found.velocity), **vars(found.risk)}
    frames = [value for value in both.values() if isinstance(value, pd.DataFrame)]
    cells = [cell for frame in frames for cell in frame.to_numpy().ravel() if isinstance(cell, Range)]
    return [*(value for value in both.values() if isinstance(value, Range)), *cells,
            *(effect.multiplier for effect in found.coupling)]  # fmt: skip


def test_what_needs_the_missing_table_is_null_and_the_rest_speaks():
    alone = reported(ODD["no incidents"])
    assert alone.velocity.value_landing_next_year.known
    assert not alone.risk.expected_annual_loss.known
    assert alone.risk.inside_appetite is None
    other = reported(ODD["no initiatives"])
    assert other.risk.expected_annual_loss.known
    assert not other.velocity.value_landing_next_year.known
    assert other.velocity.in_flight is None


def test_less_data_is_a_wider_range():
    def width(part):
        return (part.high - part.low) / part.value

    assert width(reported(ODD["no losses"]).risk.expected_annual_loss) > width(NORMAL.risk.expected_annual_loss)
    assert reported(ODD["no losses"]).risk.expected_annual_loss.measured < NORMAL.risk.expected_annual_loss.measured


def test_the_curve_rises_in_loss_and_falls_in_chance():
    curve = NORMAL.risk.exceedance
    assert len(curve) >= 40
    assert (np.diff(curve["loss"]) > 0).all()
    assert (np.diff(curve["chance"]) <= 0).all()
    assert (curve["low"] <= curve["chance"]).all()
    assert (curve["chance"] <= curve["high"]).all()


def test_the_limit_needs_to_be_stated():
    without = reported(ODD["no limit"]).risk
    assert (without.limit, without.chance_beyond_limit, without.inside_appetite, without.chance_inside) == (None,) * 4
    assert reported(ODD["a limit of one"]).risk.inside_appetite is False
    assert reported(ODD["a limit beyond everything"]).risk.inside_appetite is True


def test_every_appetite_point_must_hold():
    strict = reported(made(assumptions=stated(**{"loss_limit": 1e12, "appetite:1000": 0.001})))
    assert strict.risk.inside_appetite is False
    assert strict.risk.appetite["loss"].tolist() == [1e12, 1000.0]
    assert strict.risk.appetite["chance_met"].tolist() == [1.0, 0.0]


def test_shares_of_the_tail_add_up():
    assert NORMAL.risk.classes["share_of_tail"].sum() == pytest.approx(1.0)
    assert 0 < NORMAL.risk.initiatives["share_of_tail"].sum() < 1
    cost = sum(part.value for part in NORMAL.risk.classes["expected_annual_loss"])
    assert cost == pytest.approx(NORMAL.risk.expected_annual_loss.value)
    assert 0 < NORMAL.risk.initiatives["expected_annual_loss"].sum() < cost


def test_value_is_the_sum_of_what_is_expected_to_land():
    rows = NORMAL.velocity.initiatives
    assert rows["expected_value"].sum() == pytest.approx(NORMAL.velocity.value_landing_next_year.value)
    assert (rows["finish_p10"] <= rows["finish_p50"]).all()
    assert (rows["finish_p50"].fillna(FAR) <= rows["finish_p80"].fillna(FAR)).all()
    assert set(rows["stage"]) <= {"in_flight", "approved"}


def test_past_velocity_counts_what_finished_within_a_year():
    finished = INI[(INI["stage"] == "done") & (INI["finish_actual"] > pd.Timestamp("2025-09-30"))]
    assert NORMAL.velocity.finished_past_year == len(finished)
    assert NORMAL.velocity.value_landed_past_year == pytest.approx(finished["annual_value"].sum())
    assert NORMAL.velocity.finished_per_quarter.value == len(finished) / 4
    on_time = (finished["finish_actual"] <= finished["finish_planned"]).mean()
    assert NORMAL.velocity.on_time_share.value == pytest.approx(on_time)
    assert NORMAL.velocity.in_flight == (INI["stage"] == "in_flight").sum()


def test_work_that_is_done_without_a_day_is_not_said_to_have_landed_nothing():
    undated = reported(made(INI.drop(columns=["finish_actual"])))
    assert undated.facts["done_undated"] == (INI["stage"] == "done").sum() > 0
    assert undated.velocity.value_landed_past_year is None
    assert not undated.velocity.finished_per_quarter.known
    assert undated.facts["value_landed_year_before"] is None
    told = overview(undated)
    assert told.headline.startswith("No file says when finished work landed")
    assert "done without a day" in told.text
    assert NORMAL.facts["done_undated"] == 0


def test_without_most_values_money_is_silent_and_counts_speak():
    found = reported(ODD["no values"]).velocity
    assert found.counts_speak
    assert (found.value_landing_next_year.value, found.value_landed_past_year) == (None, None)
    some = reported(made(INI.assign(annual_value=INI["annual_value"].where(np.arange(len(INI)) % 3 > 0)))).velocity
    assert some.value_landing_next_year.known
    assert some.without_value > 0


def test_an_overdue_initiative_cannot_be_on_time():
    due = pd.to_datetime(NORMAL.velocity.initiatives["finish_planned"])
    overdue = NORMAL.velocity.initiatives[due < pd.Timestamp(COMPANY.as_of)]
    assert (overdue["chance_on_time"] == 0).all()


def test_effects_are_named_as_in_the_contract():
    names = [effect.effect for effect in NORMAL.coupling]
    assert names[:2] == ["load", "security_joined_late"]
    assert {"technology:ai", "technology:cloud"} <= set(names)
    assert all(0 <= effect.multiplier.measured <= 1 for effect in NORMAL.coupling)
    doubled = evaluate(fit(COMPANY), BASE)
    assert doubled is not None
    assert NORMAL.velocity.load_effect.value < 1


def test_the_report_is_the_same_every_time():
    again = reported(replace(COMPANY, table_dates={}))
    assert repr(again) == repr(NORMAL)


def test_the_scenario_names_the_report():
    fitted = fit(COMPANY)
    found = report_of(COMPANY, fitted, evaluate(fitted, scenario("faster", {"pace": 1.2}, {})))
    assert found.scenario == "faster"
    assert NORMAL.scenario == "today"
    assert found.velocity.value_landing_next_year.value > NORMAL.velocity.value_landing_next_year.value


def test_finishes_beyond_ten_years_have_no_date():
    slow = made(INI.assign(finish_planned=FAR).astype({"finish_planned": "datetime64[us]"}))
    rows = reported(slow).velocity.initiatives
    assert rows["finish_p90"].isna().all()
    assert (rows["chance_within_year"] == 0).all()
