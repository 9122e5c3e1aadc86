"""More money never makes today's plan worse than what is paused for want of it by more than its own draws say."""

from dataclasses import replace

import numpy as np

from balance import findings, formats, pipeline
from balance.scenario import Scenario


def test_the_curves_start_and_end_at_todays_plan(sample_store):
    base = pipeline.analysis_of(sample_store)
    made = pipeline.spending_of(base)
    report = base.report
    assert made.speed.points[-1].comes.value == report.velocity.value_landing_next_year.value
    assert made.speed.points[-1].change.value == 0
    assert made.safety.points[0].comes.value == report.risk.chance_beyond_limit.value
    assert made.of_chance
    money = [point.money for point in made.speed.points]
    assert money == sorted(money)
    assert np.isclose(money[-1], made.speed.today)
    risks = [point.comes.value for point in made.safety.points]
    assert risks == sorted(risks, reverse=True)


def test_what_the_million_buys_is_the_what_if_of_it(sample_store):
    base = pipeline.analysis_of(sample_store)
    made = pipeline.spending_of(base)
    safer = pipeline.what_if(base, Scenario(control_spend=made.safety.step))
    assert made.safety.bought == safer.difference["chance_beyond_limit"]
    less = pipeline.what_if(base, Scenario(budget=1 - made.speed.step / made.speed.today))
    assert np.isclose(made.speed.bought.value, -less.difference["value_landing_next_year"].value)


def test_what_it_costs_to_be_inside_the_limit_is_a_point_of_the_curve(sample_store):
    base = pipeline.analysis_of(sample_store)
    made = pipeline.spending_of(base)
    enough = made.inside
    (there,) = [point for point in made.safety.points if point.money == enough.money]
    assert there.comes.value <= base.report.risk.limit_chance < made.safety.points[0].comes.value
    told = findings.spending(made, "GBP")
    assert f"{formats.money(enough.money, 'GBP')} a year more for controls would bring us inside" in told.headline
    assert f"is enough in {round(100 * enough.sure)} of 100 readings; £1.0M more for controls lowers" in told.text
    none = findings.spending(replace(made, inside=replace(enough, money=None)), "GBP")
    assert "bring us inside" not in none.headline
    assert "Not even" in none.text
