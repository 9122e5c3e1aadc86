"""The verdict says what the numbers say, and hedges as far as they do."""

from dataclasses import replace

import pytest

from balance.findings import all_findings, overview
from balance.ranges import Range


def with_risk(report, **changes):
    return replace(report, risk=replace(report.risk, **changes))


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (0.95, "and we stay inside the risk the board allows"),
        (0.8, "and we probably stay inside"),
        (0.5, "too close to call"),
        (0.2, "but we probably carry more risk"),
        (0.03, "but we carry more risk than the board allows"),
    ],
)
def test_the_risk_clause_is_as_sure_as_the_draws(report, inside, words):
    assert words in overview(with_risk(report, chance_inside=inside)).headline


@pytest.mark.parametrize(("before", "word"), [(5e6, "more"), (6.4e6, "as much"), (9e6, "less"), (0.0, "more")])
def test_the_delivery_clause_compares_with_the_year_before(report, before, word):
    told = replace(report, facts={"value_landed_year_before": before})
    assert f"we deliver {word} value" in overview(told).headline.lower()


@pytest.mark.parametrize(
    ("before", "sure", "words"),
    [
        (5e6, 0.95, "we deliver more value than a year ago"),
        (5e6, 0.8, "we probably deliver more value"),
        (5e6, 0.6, "we landed more value than a year ago, which could be chance"),
        (9e6, 0.05, "we deliver less value than a year ago"),
        (9e6, 0.2, "we probably deliver less value"),
    ],
)
def test_the_delivery_clause_is_as_sure_as_what_landed_in_both_years(report, before, sure, words):
    told = replace(report, facts={"value_landed_year_before": before, "value_landed_more_chance": sure})
    assert words in overview(told).headline.lower()


def test_the_numbers_stand_under_the_verdict(report):
    text = overview(report).text
    assert "23 in 100 (likely 16 to 32)" in text
    assert "the board allows 20" in text
    assert "£7.0M" in text


def test_a_missing_half_is_said_not_hidden(without_incidents, without_initiatives):
    assert "nothing is said about risk" in overview(without_incidents).text
    assert "nothing is said about delivery" in overview(without_initiatives).text


def test_no_limit_asks_for_one(report):
    told = overview(with_risk(report, limit=None, limit_chance=None, chance_beyond_limit=None, chance_inside=None))
    assert "no limit is stated" in told.headline
    assert "State a limit" in told.text


def test_counts_speak_where_values_are_missing(report):
    velocity = replace(report.velocity, counts_speak=True)
    assert "more work than a year ago" in overview(replace(report, velocity=velocity)).headline


def test_every_finding_of_every_half_is_a_sentence(report, without_incidents, without_initiatives):
    for told in (report, without_incidents, without_initiatives):
        for finding in all_findings(told):
            assert finding.headline
            assert finding.headline[0].isupper() or finding.headline[0].isdigit()
            assert finding.headline.endswith(".")
            assert "nan" not in (finding.headline + finding.text).lower()


def test_a_chance_that_reads_like_what_is_allowed_says_on_which_side_it_is(report):
    risk = replace(report.risk, limit_chance=0.05, chance_beyond_limit=Range(0.0523, 0.01, 0.2))
    assert "just over 5 in 100 (likely 1 to 20); the board allows 5" in overview(replace(report, risk=risk)).text


def test_what_is_approved_is_counted_beside_what_is_in_flight(report):
    running = report.velocity.in_flight + 2
    text = overview(replace(report, facts={**report.facts, "running": running})).text
    assert f"{report.velocity.in_flight} initiatives in flight and 2 approved; next year lands" in text


def test_what_the_delivery_clause_compares_stands_under_it(report):
    velocity = replace(report.velocity, value_landed_past_year=18.2e6)
    told = replace(report, velocity=velocity, facts={"value_landed_year_before": 9.9e6})
    assert "£18M of yearly value landed in the past year, £9.9M the year before." in overview(told).text
    velocity = replace(velocity, counts_speak=True, finished_past_year=9)
    told = replace(report, velocity=velocity, facts={"finished_year_before": 1})
    assert "9 initiatives finished in the past year, 1 the year before." in overview(told).text
    assert "the year before" not in overview(replace(report, facts={})).text
