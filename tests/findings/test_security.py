"""Security in delivery told: the sentence is as strong as the evidence, one thing is one thing, gaps name a column."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.securing.conftest import basis, control, fitted, outcome, registered  # noqa: F401 - fixtures

from balance.findings import controls as of_controls
from balance.findings import security as of_security
from balance.model.signal import Direction
from balance.ranges import UNKNOWN, Range
from balance.report import Report
from balance.reporting import report_of
from balance.securing import Securing, Yields, as_json, securing
from balance.securing.yields import yields


@pytest.fixture(scope="module")
def told(basis, fitted, outcome) -> tuple[Securing, Report]:  # noqa: F811
    report = report_of(basis, fitted, outcome)
    return securing(fitted, outcome, report), report


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        (Range(2.0, 1.4, 2.8, measured=0.8), "Joining late brings ×2.0"),
        (Range(1.3, 0.9, 1.9, measured=0.8), "could be chance: ×1.3"),
        (Range(0.7, 0.5, 0.9, measured=0.8), "Joining late comes with ×0.70"),
    ],
)
def test_an_effect_is_stated_only_where_its_whole_range_says_so(told, effect, said):
    found, report = told
    assert said in of_security.joining(replace(found.joining, effect=effect), report).headline
    assert said in of_security.security(replace(found, joining=replace(found.joining, effect=effect)), report).text
    unmeasured = replace(found.joining, effect=replace(effect, measured=0.0))
    assert "); under 1 in 100 of that is" in of_security.security(replace(found, joining=unmeasured), report).text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Direction(-1, 0.95, "signal"), "; later than the year before"),
        (Direction(1, 0.75, "probably"), "; probably sooner than the year before"),
        (Direction(1, 0.6, "chance"), "could not be chance"),
    ],
)
def test_two_years_are_told_apart_as_surely_as_they_differ(registered, told, change, said):  # noqa: F811
    from balance.securing.adaptation import adaptation

    found = replace(adaptation(registered(control(1), control(2))), change=change)
    assert said in of_controls.adaptation(found).headline


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Direction(-1, 0.95, "signal"), "The rate of incidents falls"),
        (Direction(1, 0.75, "probably"), "probably rises"),
        (Direction(1, 0.6, "chance"), "could be chance"),
    ],
)
def test_experience_is_told_as_surely_as_it_shows(told, change, said):
    found = replace(told[0].learning, per_doubling=Range(0.9, 0.8, 1.0, measured=0.5), change=change, missing=())
    assert said in of_controls.learning(found).headline
    assert "×0.90" in of_controls.learning(found).text


def test_controls_that_pay_are_counted_on_the_one_scale():
    chances = [0.99, 0.9, 0.89, 0.31, 0.3, 0.01, np.nan]
    rows = pd.DataFrame({
        "control_id": [f"C{n}" for n in range(7)], "name": [f"Control {n}" for n in range(7)], "pays": chances,
        "coverage": 0.5, "annual_cost": 1e5, "avoided": [Range(2e5, 1e5, 3e5)] * 6 + [UNKNOWN],
        "net": [Range(1e5, 0.0, 2e5)] * 6 + [UNKNOWN], "why_not": [""] * 6 + ["coverage"],
    })  # fmt: skip
    finding = of_controls.pays(Yields(rows, ()), report_with("GBP"))
    assert finding.headline == "Of 6 controls, two pay for themselves, two may and two probably do not."
    assert "Control 6: missing coverage." in finding.caveats


def report_with(currency: str) -> Report:
    from types import SimpleNamespace

    return SimpleNamespace(currency=currency)  # type: ignore[return-value]


def test_nothing_loaded_for_a_part_names_the_columns(told, fitted, outcome, registered):  # noqa: F811
    found, report = told
    assert "the table controls (technology, coverage)" in " ".join(of_security.coverage(found.coverage, report).caveats)
    bare = yields(fitted, registered(control(1, coverage=None, annual_cost=None)), outcome)
    said = " ".join(of_controls.pays(bare, report).caveats)
    assert "the column annual_cost in controls and the column coverage in controls" in said


def test_document_and_finding_hold_one_number(told):
    found, _ = told
    document = as_json(found)
    assert document["joining"]["late"] == found.joining.late
    assert document["joining"]["effect"] == found.joining.effect.as_json()
    assert document["learning"]["per_doubling"] == found.learning.per_doubling.as_json()
    assert document["coverage"]["at_least"] is None, "without a register nothing is said, not nothing covered"
