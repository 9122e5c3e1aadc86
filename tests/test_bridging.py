"""From one date's numbers to the next one's: the steps add up, each tells its own cause, and nothing else."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from benchmarks.evaluation import company

from balance import bridging, findings, pipeline, store
from balance.bridging import bridge
from balance.findings.bridge import told
from balance.reporting import report_of

LATER = company(30, 3, 12, seed=4)
NAMES = ("value_landing_next_year", "expected_annual_loss", "bad_year_loss", "chance_beyond_limit")


@pytest.fixture(scope="module")
def quarter(sample_store):
    """The sample company's last quarter: its company before, its answer now, and the bridge between."""
    kept = store.open_store(sample_store, create=False)
    now, previous = pipeline.company_of(kept)
    analysis = pipeline.analyse(now, previous)
    before, _ = pipeline.company_of(kept, previous)
    return before, analysis, pipeline.bridge_of(before, analysis)


def test_the_steps_lead_from_the_one_answer_to_the_other(quarter):
    before, analysis, found = quarter
    earlier = pipeline.base_ranges(pipeline.analyse(before))
    later = pipeline.base_ranges(analysis)
    for name in NAMES:
        assert found.before[name] == earlier[name]
        assert found.after[name] == later[name]
        steps = sum(step.comparison.difference[name].value for step in found.steps)
        assert steps == pytest.approx(later[name].value - earlier[name].value, rel=1e-9)


def test_what_is_printed_adds_up_to_the_change_that_is_printed(quarter):
    _, analysis, found = quarter
    story = told(found, analysis.report)
    for at, name in enumerate(story.measures):
        shown = [number(moves[at].said) for _, _, moves in story.steps if moves[at].said]
        change = found.after[name].value - found.before[name].value
        unit, decimals = (0.01, 0) if name == "chance_beyond_limit" else (1e6, 1)
        assert sum(shown) == pytest.approx(round(change / unit, decimals), abs=1e-6 + 0.5 * 10.0**-decimals)
    said = findings.bridge(found, analysis.report, "Q2 2026").text
    assert "time and work that ended" in said


def number(said):
    return float(said.replace("\N{MINUS SIGN}", "-"))


def one_cause(**changed):
    """The bridge from the company before a change of its tables to after it, on one day."""
    return bridge(LATER, replace(LATER, **changed))


def moved(found):
    return {step.cause for step in found.steps if any(one.value for one in step.comparison.difference.values())}


def test_incidents_said_anew_are_counted_by_their_marks_as_by_their_texts(quarter):
    before, analysis, _ = quarter
    old, new = before.incidents, analysis.company.incidents
    said = new.assign(loss=new["loss"].where(new.index % 7 > 0), title=new["title"].where(new.index % 5 > 0, "new"))
    for one, other in ((old, new), (old, said), (new, said), (new, new), (new.iloc[3:].reset_index(drop=True), new)):
        for known in (other["opened_at"] < pd.Timestamp("2026-04-01"), other["opened_at"].notna()):
            which = known.to_numpy(dtype=bool)
            texts = bridging._differing(one, other[which].reset_index(drop=True), "incident_id")
            assert bridging._incidents_differing(one, other, which) == texts
    assert bridging._incidents_differing(new, new, np.ones(len(new), dtype=bool)) == 0


def test_nothing_changed_is_a_bridge_without_a_move():
    found = bridge(LATER, LATER)
    assert moved(found) == set()
    assert found.before == found.after


def test_each_table_is_its_own_cause():
    rows, incidents = LATER.initiatives, LATER.incidents
    plans = rows.assign(annual_value=rows["annual_value"] * 2)
    assert moved(one_cause(initiatives=plans)) == {bridging.REPLANNED}
    more = pd.concat([rows, rows.tail(1).assign(initiative_id="brand new", stage="approved")], ignore_index=True)
    assert moved(one_cause(initiatives=more)) == {bridging.NEW}
    losses = incidents.assign(loss=incidents["loss"] * 3)
    assert moved(one_cause(incidents=losses)) == {bridging.CORRECTED}


def test_an_initiative_that_ended_is_no_changed_plan():
    rows = LATER.initiatives
    first = rows.index[rows["stage"] == "in_flight"][0]
    ended = rows.assign(stage=np.where(rows.index == first, "cancelled", rows["stage"]))
    found = one_cause(initiatives=ended.astype(rows.dtypes))
    assert [(step.cause, step.rows) for step in found.steps] == [(bridging.ENDED, 1)]


def test_amounts_in_two_currencies_are_not_set_side_by_side():
    rows = dict(LATER.assumptions.rows)
    rows["reporting_currency"] = replace(rows["reporting_currency"], value="EUR")
    assert bridge(LATER, replace(LATER, assumptions=replace(LATER.assumptions, rows=rows))) is None


def test_without_one_table_the_other_half_is_told():
    alone = replace(LATER, incidents=None)
    found = bridge(alone, replace(alone, initiatives=LATER.initiatives))
    assert told(found, report_of(alone, *bridging._worked_out(alone))).measures == ("value_landing_next_year",)
