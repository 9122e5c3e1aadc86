"""What is said of the assumptions, for one and for several."""

from dataclasses import replace

import pytest

from balance import pipeline
from balance.findings.assumptions import assumptions


@pytest.mark.parametrize(("number", "told"), [(0, "0 assumptions of 9 are"), (1, "1 assumption of 9 is"),
                                              (2, "2 assumptions of 9 are")])  # fmt: skip
def test_one_assumption_is_and_two_are(sample_store, number, told):
    report = pipeline.analysis_of(sample_store).report
    due = tuple(report.facts["assumptions_due"])[:number]
    said = assumptions(replace(report, facts={"stated": ("a", "b")[:number], "assumptions": 9}))
    assert said.headline.startswith(f"{told} stated by us")
    if due:
        said = assumptions(replace(report, facts={"assumptions": 9, "assumptions_due": due}))
        assert said.headline == f"{told} due for another look."
