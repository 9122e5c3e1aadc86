"""What moves the answer and what turns the verdict, in sentences that name numbers."""

from dataclasses import replace

import pandas as pd
import pytest
from benchmarks.evaluation import company

from balance import pipeline
from balance.assumptions import resolve
from balance.findings import assumptions, indicators, sensitivity
from balance.sensitivity import Challenge

SMALL = company(24, 3, 12)


@pytest.fixture(scope="module")
def told():
    rows = {"loss_limit": 4e6, "loss_limit_chance": 0.25, "reporting_currency": "GBP", "revenue": "x"}
    stated = pd.DataFrame({"key": list(rows), "value": [str(value) for value in rows.values()]})
    analysis = pipeline.analyse(replace(SMALL, assumptions=resolve(stated)))
    return analysis.report, pipeline.sensitivity_of(analysis)


def test_the_headline_names_the_assumption_and_both_ends(told):
    report, found = told
    moving, turning = sensitivity(report, found.tornado, found.appetite, found.plan)
    assert moving.headline.startswith("The chance of a year beyond £4.0M hangs most on one assumption, ")
    assert moving.headline.count(" in 100 at ") == 2
    assert len(moving.table) == len(found.tornado.swings)
    assert "appetite" in turning.headline
    assert "instead of" in turning.headline


def test_a_verdict_that_nothing_turns_says_so(told):
    report, found = told
    firm = Challenge(
        "today", "appetite", True, found.tornado.base, (), tuple(each.row for each in found.tornado.swings)
    )
    said = sensitivity(report, found.tornado, firm)[1]
    assert said.headline == "We are inside appetite, and no single assumption turns that within three of its spreads."


def test_what_is_old_and_what_is_not_used_are_told(told):
    report, _ = told
    said = assumptions(report)
    assert said.headline.startswith("1 stated assumption cannot be used")
    assert said.caveats[0] == "revenue: x is not used (expected a number); in its place: as if nothing were stated."
    assert "4 published figures are due for another look, the oldest of 4.7 years" in said.caveats[1]


def test_indicators_above_their_threshold_are_named_with_both_numbers(told):
    report, _ = told
    report = replace(report, indicators=tuple(replace(each, assumed=False) for each in report.indicators))
    said = indicators(report)
    over = [each for each in report.indicators if each.crossed]
    assert said.headline.startswith(f"{len(over)} of ")
    assert said.text.count("threshold") == len(over)
    assert len(said.table) == len(report.indicators)
