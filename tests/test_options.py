"""The plans put before the board gain something, and say the same as the what-if screen."""

from dataclasses import replace

import pytest

from balance import options, pipeline
from balance.scenario import Scenario, evaluate, inside, levers


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


def test_the_spend_on_controls_is_the_least_that_brings_us_inside_the_limit(analysis, suggested):
    found = next(option for option in suggested if option.plan.control_spend)
    amount = found.plan.control_spend
    assert amount == pytest.approx(round(amount, -4))  # programmes cost some 100,000: told in steps of 10,000
    allowed = [share for _, share in analysis.fit.appetite]
    spent, less = (
        evaluate(analysis.fit, Scenario(control_spend=money)).appetite.mean(axis=0) for money in (amount, amount - 1e4)
    )
    assert (analysis.outcome.appetite.mean(axis=0) > allowed).any()
    assert (spent <= allowed).all()
    assert (less > allowed).any()
    sure = inside(analysis.fit, evaluate(analysis.fit, found.plan))
    assert f"inside the limit, in {round(100 * sure)} of 100 readings" in found.what


@pytest.mark.parametrize(("allowed", "why"), [(1.0, "nothing is passed"), (0.0, "no spend is enough")])
def test_one_more_programme_where_no_spend_is_needed_or_enough(analysis, allowed, why):
    fit = replace(analysis.fit, appetite=tuple((limit, allowed) for limit, _ in analysis.fit.appetite))
    lever = next(lever for lever in levers(fit) if lever.name == "control_spend")
    assert options.inside_for(fit, analysis.outcome, lever) is None, why
    ((title, what, plan),) = options._controls(fit, analysis.outcome, lever)
    assert plan.control_spend == fit.programme_cost
    assert "inside" not in title
    assert ("not even" in what and "inside the limit" in what) == (allowed == 0.0)


@pytest.mark.parametrize("allowed", [0.043, 0.047, 0.052, 0.055])
def test_a_large_spend_on_controls_is_still_enough_as_it_is_told(analysis, allowed):
    fit = replace(analysis.fit, appetite=tuple((limit, allowed) for limit, _ in analysis.fit.appetite))
    lever = next(lever for lever in levers(fit) if lever.name == "control_spend")
    amount = options.inside_for(fit, analysis.outcome, lever)
    assert 1e6 < amount <= lever.greatest
    assert amount == pytest.approx(float(f"{amount:.1e}"))  # money is told with two figures
    assert (evaluate(fit, Scenario(control_spend=amount)).appetite.mean(axis=0) <= allowed).all()
