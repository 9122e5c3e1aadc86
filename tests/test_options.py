"""The plans put before the board gain something, and say the same as the what-if screen."""

from dataclasses import replace

import pytest

from balance import options, pipeline
from balance.scenario import Scenario


@pytest.fixture(scope="module")
def analysis(sample_store):
    return pipeline.analysis_of(sample_store)


@pytest.fixture(scope="module")
def suggested(analysis):
    return options.suggest(analysis.fit, analysis.outcome)


def test_at_most_three_plans_and_each_gains_something(suggested):
    assert 1 <= len(suggested) <= options.SHOWN
    for option in suggested:
        difference = option.comparison.difference
        assert difference["value_landing_next_year"].value > 0 or difference["chance_beyond_limit"].value < 0


def test_the_plan_that_gains_most_comes_first(suggested):
    gains = [options._gain(option.comparison) for option in suggested]
    assert gains == sorted(gains, reverse=True)


def test_a_plan_is_what_the_what_if_screen_shows_for_it(analysis, suggested):
    for option in suggested:
        assert pipeline.what_if(analysis, option.plan) == option.comparison


def test_mandatory_initiatives_are_never_paused(analysis):
    rows = analysis.fit.plan.rows
    protected = {
        str(name) for name, held in zip(rows["initiative_id"], analysis.fit.plan.protected, strict=True) if held
    }
    for _, _, plan in options._paused(analysis.fit, analysis.outcome):
        assert not protected & {name for name, _ in plan.actions}


def test_nothing_open_means_only_controls_are_left(analysis):
    none = analysis.company.initiatives.assign(
        stage="done", finish_actual=analysis.company.initiatives["finish_planned"]
    )
    idle = pipeline.analyse(replace(analysis.company, initiatives=none))
    plans = [option.plan for option in options.suggest(idle.fit, idle.outcome)]
    assert all(plan == Scenario(name=plan.name, control_spend=plan.control_spend) for plan in plans)


def test_the_table_has_one_row_for_each_plan(suggested):
    table = options.options_table(suggested)
    assert table["title"].tolist() == [option.title for option in suggested]
