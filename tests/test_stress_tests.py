"""Stress tests: each event on top of the year, on the same draws; what is stated is used, nothing gets better."""

from dataclasses import replace

import pandas as pd
import pytest

from balance import pipeline, stresses
from balance.assumptions import KNOWN, resolve
from balance.model.fit import fit
from balance.scenario import Scenario, evaluate, scenario
from balance.stress_tests import PROJECT, stress_tests


@pytest.fixture(scope="module")
def analysis(sample_store):
    return pipeline.analysis_of(sample_store)


def stated(analysis, **rows):
    """The same company with these assumptions, as key=(value, low, high)."""
    lines = [{"key": key, "value": str(value), "low": low, "high": high} for key, (value, low, high) in rows.items()]
    own = resolve(pd.DataFrame(lines)).rows
    given = replace(
        analysis.company.assumptions, rows={**analysis.company.assumptions.rows, **{k: own[k] for k in rows}}
    )
    return replace(analysis.fit, assumptions=given)


def test_every_documented_test_and_the_largest_project_are_there(analysis):
    found = stress_tests(analysis.fit, analysis.outcome)
    assert [test.name for test in found.tests] == [*stresses.NAMED, PROJECT]
    names = analysis.company.initiatives.set_index("initiative_id")
    running = names.loc[analysis.fit.plan.rows["initiative_id"]]
    assert running["name"][running["budget"].idxmax()] in found.tests[-1].story


def test_a_project_that_the_plan_pauses_does_not_run_over(analysis):
    rows = analysis.company.initiatives.set_index("initiative_id").loc[list(analysis.fit.plan.ids)]
    largest, next_one = rows["budget"].nlargest(2).index
    paused = evaluate(analysis.fit, scenario("without", {}, {largest: "pause"}))
    told = stress_tests(analysis.fit, paused).tests[-1]
    assert told.story.startswith(rows.loc[next_one, "name"])


def test_the_year_without_is_the_report(analysis):
    found, risk = stress_tests(analysis.fit, analysis.outcome), analysis.report.risk
    assert found.bad_year.value == risk.bad_year_loss.value
    assert found.chance_beyond_limit.value == risk.chance_beyond_limit.value
    assert (found.limit, found.limit_chance) == (risk.limit, risk.limit_chance)


def test_no_event_makes_anything_better(analysis):
    found = stress_tests(analysis.fit, analysis.outcome)
    for test in found.tests:
        assert test.bad_year_more.low >= 0
        assert test.chance_more.low >= 0
        assert test.chance_beyond_limit.value >= found.chance_beyond_limit.value
        assert all(before <= after for before, after in test.beyond.values())
        assert test.expected_loss.value == pytest.approx(
            analysis.report.risk.expected_annual_loss.value + test.mean_cost
        )


def test_only_the_project_moves_value_and_by_what_it_would_land(analysis):
    found = stress_tests(analysis.fit, analysis.outcome)
    forecast = analysis.report.velocity.initiatives.set_index("name")
    lost = [test for test in found.tests if test.value_change.known]
    assert [test.name for test in lost] == [PROJECT]
    name = lost[0].story.split(" costs ")[0]
    assert lost[0].value_change.value == pytest.approx(-forecast.loc[name, "expected_value"], rel=1e-6)


def test_a_stated_event_is_used_and_named(analysis):
    own = stated(analysis, **{"stress:flood:loss": (5e5, 1e5, 2e6)})
    found = {test.name: test for test in stress_tests(own, analysis.outcome).tests}
    assert found["flood"].cost.value == 5e5
    assert not found["flood"].example
    assert not found["flood"].per_year.known
    dearer = stated(analysis, **{"stress:flood:loss": (5e6, 1e6, 2e7)})
    worse = {test.name: test for test in stress_tests(dearer, analysis.outcome).tests}
    assert worse["flood"].chance_beyond_limit.value > found["flood"].chance_beyond_limit.value


def test_without_incidents_or_a_limit_what_cannot_be_said_is_not(analysis):
    bare = fit(replace(analysis.company, incidents=None))
    assert stress_tests(bare, evaluate(bare, Scenario())) is None
    free = fit(replace(analysis.company, assumptions=resolve(None)))
    found = stress_tests(free, evaluate(free, Scenario()))
    assert found.chance_beyond_limit is None
    assert found.means == {}
    assert all(test.chance_beyond_limit is None for test in found.tests)


def test_every_default_says_where_it_comes_from():
    for row in stresses.STRESSES:
        assert KNOWN[row.key].source
        assert row.low < row.value < row.high
    examples = [row.key for row in stresses.STRESSES if row.source.startswith(stresses.EXAMPLE)]
    assert set(examples) == {"stress:cloud_region:loss", "stress:cloud_region:per_year", "stress:harvest_now:loss",
                             "stress:harvest_now:per_year"}  # fmt: skip
