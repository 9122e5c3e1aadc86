"""What is said of technologies and stress tests."""

from dataclasses import replace

import pandas as pd
import pytest

from balance.findings import horizon, stress
from balance.model.signal import Direction
from balance.ranges import UNKNOWN, Range
from balance.stress_tests import StressTest, StressTests


def technology(name, initiatives=2, share=UNKNOWN, guardrails=1, security=0.5, **more):
    row = {"technology": name.lower(), "name": name, "asked": True, "tags": (name.lower(),), "initiatives": initiatives,
           "annual_value": 1e6, "without_value": 0, "expected_annual_loss": UNKNOWN, "share_of_loss": share,
           "incidents": 5, "incidents_before": 5, "direction": Direction(1, 0.5, "chance"), "multiplier": UNKNOWN,
           "technical_readiness": 0.6, "security_readiness": security, "readiness_known": 1, "guardrails": guardrails,
           "guardrail_coverage": 0.5}  # fmt: skip
    return row | more


def rows(*technologies):
    return pd.DataFrame(list(technologies)).astype({"guardrails": "object", "direction": "object"})


def test_the_largest_share_and_the_missing_guardrails_are_the_verdict(report):
    cloud = technology("Cloud", share=Range(0.33, 0.25, 0.43))
    ai = technology("AI", share=Range(0.29, 0.2, 0.4), guardrails=0, security=0.4)
    found = horizon(rows(cloud, ai), report)
    assert found.headline == "Cloud carries 33 in 100 of next year's expected loss, and AI runs without a guardrail."
    assert "Least ready for security: AI, 40 of 100." in found.text


def test_without_controls_no_guardrail_is_missed(report):
    found = horizon(rows(technology("Cloud", guardrails=None)), report)
    assert "guardrail" not in found.headline
    assert any("how much of what we move is covered cannot be told" in line for line in found.caveats)
    assert "needs incidents" in found.headline


def test_nothing_tagged_says_which_column_would_help(report):
    found = horizon(rows(technology("AI", initiatives=0, incidents=0)), report)
    assert found.headline == "No open initiative names a technology yet."
    assert "A column technology" in found.text


def event(title, chance, bad=20e6, **more):
    made = StressTest(title.lower(), title, "", "", Range(1e6, 5e5, 2e6), 1.2e6, UNKNOWN, (), Range(bad, bad, bad),
                      Range(1e6, 1e6, 1e6), UNKNOWN, Range(chance, chance, chance), Range(0.1, 0.1, 0.1), UNKNOWN,
                      UNKNOWN, {"cash_buffer": (0.01, 0.06)})  # fmt: skip
    return replace(made, **more)


def year_with(base, *events):
    return StressTests(events, Range(18e6, 1e7, 2e7), Range(base, base, base), UNKNOWN, 1e7, 0.05, {"cash_buffer": 3e7})


@pytest.mark.parametrize(
    ("base", "chances", "said"),
    [
        (0.02, (0.03, 0.04), "None of two events alone would take us beyond what the board allows."),
        (0.02, (0.03, 0.2), "One of two events would take us beyond what the board allows."),
        (0.26, (0.4, 0.63), "One of two events would by itself make a year beyond £10M more likely than not."),
        (0.26, (0.6, 0.63), "Each event would by itself make a year beyond £10M more likely than not."),
        (0.26, (0.3, 0.4), "A year beyond £10M is already likelier than the board allows; no event makes it more "
         "likely than not."),
        (0.6, (0.7, 0.8), "A year beyond £10M is already more likely than not; B would add most to that."),
    ],
)  # fmt: skip
def test_the_verdict_on_events(report, base, chances, said):
    events = [event(name, chance) for name, chance in zip("AB", chances, strict=True)]
    found = stress(year_with(base, *events), report)
    assert found.headline == said
    assert "from 1 to 6 in 100" in found.text


def test_without_a_limit_the_bad_year_speaks(report):
    bare = replace(
        year_with(0.2, event("Flood", 0.3, bad=40e6)), chance_beyond_limit=None, limit=None, limit_chance=None
    )
    bare = replace(bare, tests=(replace(bare.tests[0], chance_beyond_limit=None, chance_more=None),))
    found = stress(bare, report)
    assert found.headline == "Flood would raise the bad year from £18M to £40M."
    assert any("loss_limit" in line for line in found.caveats)


def test_without_incidents_events_cannot_be_added(report):
    assert "need incidents" in stress(None, report).headline
