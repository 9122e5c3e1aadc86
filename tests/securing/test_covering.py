"""How much of what moves is behind a guardrail, counted by hand."""

from dataclasses import replace

import numpy as np
import pytest
from tests.securing.conftest import control, controls

from balance.model.fit import fit
from balance.securing.covering import covering
from balance.securing.register import register


def covered(small, *rows):
    company = replace(small, controls=controls(*rows))
    return covering(fit(company), register(company), {"I-000": 10.0, "I-001": 30.0})


def test_coverage_has_two_ends_and_an_initiative_its_least_covered_technology(small):
    found = covered(
        small, control(1, technology="cloud", coverage=0.6), control(2, technology="cloud", coverage=0.3,
        kind="guardrail"), control(3, technology="ai", coverage=0.9, kind="policy"), control(4),
        control(5, technology="ai", coverage=0.9, status="planned"), control(6, technology="iot", kind="training"),
    )  # fmt: skip
    rows = found.technologies.set_index("technology")
    assert rows.loc["cloud", ["at_least", "at_most", "initiatives", "value"]].tolist() == [
        0.6,
        pytest.approx(0.9),
        2,
        4e6,
    ]
    assert rows.loc["ai", ["at_least", "at_most", "initiatives"]].tolist() == [0.0, 0.0, 1]
    assert rows.loc["ai", "policies"] == ("Control 3",)
    assert rows.loc["cloud", "expected_loss"] == 40.0
    assert found.at_least == pytest.approx(0.6 * 3 / 4)
    assert found.at_most == pytest.approx(0.9 * 3 / 4)
    assert (found.moved, found.weighed_by, found.without_technology, found.everywhere) == (4e6, "value", 1, 1)


def test_a_guardrail_without_coverage_is_named_and_counts_for_nothing(small):
    found = covered(small, control(1, technology="cloud", coverage=None))
    row = found.technologies.set_index("technology").loc["cloud"]
    assert row["guardrails"] == ("Control 1",)
    assert row["without_share"] == 1
    assert np.isnan(row["at_least"])
    assert "controls: coverage" in found.missing


def test_without_a_register_coverage_is_unknown_and_not_nothing(small):
    found = covering(fit(small), register(small), {})
    assert found.technologies["at_least"].isna().all()
    assert np.isnan(found.at_least)
    assert found.missing


def test_a_technology_written_in_other_words_is_the_same_as_on_the_horizon(small):
    found = covered(small, control(1, technology="Machine Learning; AI", coverage=0.4))
    assert found.technologies.set_index("technology").loc["ai", ["at_least", "at_most"]].tolist() == [0.4, 0.4]
    assert "machine learning" not in {str(tag).casefold() for tag in found.technologies["technology"]}
