"""Key-risk indicators told: only a threshold the company agreed on can be crossed."""

from dataclasses import replace

import pytest

from balance import findings
from balance.findings.indicators import SUGGESTED
from balance.report import Indicator


def sign(value, threshold, assumed, name="load"):
    crossed = None if value is None else value > threshold
    return Indicator(name, f"The {name}", value, threshold, "times", crossed, assumed)


def told(report, *signs):
    return findings.indicators(replace(report, indicators=signs))


def test_a_threshold_nobody_agreed_on_makes_no_headline(report):
    finding = told(report, sign(9.0, 1.0, True), sign(0.5, 1.0, True))
    assert finding.headline == "No threshold is agreed yet for the 2 key-risk indicators counted."
    assert finding.text == ""
    assert finding.caveats == (
        "2 indicators have no agreed threshold; 1 would pass what we suggest. Agree on them under Assumptions.",
    )
    assert finding.table["threshold"].str.endswith(SUGGESTED.removeprefix("{threshold}")).all()
    assert finding.table["crossed"].isna().all()


@pytest.mark.parametrize(
    ("value", "headline"),
    [
        (9.0, "1 of 1 key-risk indicator with an agreed threshold is above it."),
        (0.5, "None of 1 key-risk indicator with an agreed threshold is above it."),
    ],
)
def test_an_agreed_threshold_counts(report, value, headline):
    finding = told(report, sign(value, 1.0, False), sign(9.0, 1.0, True, "people"))
    assert finding.headline == headline
    assert ("The load" in finding.text) is (value > 1)
    assert "people" not in finding.text
    assert finding.caveats[0].startswith("1 indicator has no agreed threshold; 1 would pass what we suggest.")


def test_what_cannot_be_counted_is_said(report):
    finding = told(report, sign(None, 1.0, True))
    assert finding.headline == "No key-risk indicator can be counted from what is loaded."
    assert finding.caveats == ("1 indicator cannot be counted: nothing loaded speaks of them.",)


def test_a_number_that_reads_like_its_threshold_says_on_which_side_it_is(report):
    shown = told(report, sign(1.304, 1.3, False), sign(1.3, 1.3, False, "rest")).table["value"].tolist()
    assert shown == ["just over ×1.3", "×1.3"]
