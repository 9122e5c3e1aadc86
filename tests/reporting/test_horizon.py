"""Technologies: tags that mean the same are one, shares come from the loss of the year, missing tables say nothing."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from balance import pipeline
from balance.assumptions import resolve
from balance.company import Company
from balance.model.fit import fit
from balance.reporting.horizon import HORIZON, meant, technologies
from balance.scenario import Scenario, evaluate


def rows_of(**tables):
    given = fit(Company(date(2026, 9, 30), resolve(None), **tables))
    return technologies(given, evaluate(given, Scenario())).set_index("technology")


@pytest.fixture(scope="module")
def sample(sample_store):
    return pipeline.analysis_of(sample_store)


def initiatives(*tags):
    count = len(tags)
    return pd.DataFrame({"initiative_id": [f"P{n}" for n in range(count)], "name": "x", "stage": "in_flight",
                         "technology": tags, "annual_value": [1e6, None][:count] * (count // 2) + [1e6] * (count % 2),
                         "finish_planned": pd.Timestamp("2027-03-01"), "gone": False})  # fmt: skip


def test_the_five_are_always_there_and_others_follow():
    found = rows_of(initiatives=initiatives("AI; cloud", "mainframe"))
    assert list(found.index[:5]) == list(HORIZON)
    assert found.index[5] == "mainframe"
    assert found.loc["quantum", "initiatives"] == 0


def test_tags_that_mean_the_same_are_one():
    found = rows_of(initiatives=initiatives("Machine Learning", "GenAI; AI"))
    assert found.loc["ai", "initiatives"] == 2
    assert set(found.loc["ai", "tags"]) == {"machine learning", "genai", "ai"}
    assert meant("internet of things") == "iot"


def test_without_incidents_there_is_no_share_and_no_count():
    found = rows_of(initiatives=initiatives("ai", "cloud"))
    assert not found.loc["ai", "share_of_loss"].known
    assert found.loc["ai", "incidents"] is None
    assert found.loc["ai", "guardrails"] is None


def test_shares_of_the_sample_are_those_of_its_initiatives(sample):
    found = technologies(sample.fit, sample.outcome).set_index("technology")
    carried = sample.report.risk.initiatives.set_index("initiative_id")["expected_annual_loss"]
    tags = sample.company.initiatives.set_index("initiative_id")["technology"]
    cloud = [one for one in carried.index if "cloud" in str(tags[one])]
    assert found.loc["cloud", "expected_annual_loss"].value == pytest.approx(carried[cloud].sum(), rel=1e-9)
    share = found.loc["cloud", "share_of_loss"]
    assert 0 < share.low <= share.value <= share.high < 1


def test_effects_are_those_of_the_report(sample):
    found = technologies(sample.fit, sample.outcome).set_index("technology")
    told = {effect.effect: effect.multiplier for effect in sample.report.coupling}
    assert found.loc["ai", "multiplier"].value == pytest.approx(told["technology:ai"].value, rel=1e-9)
    assert found.loc["ai", "multiplier"].measured == told["technology:ai"].measured


def test_incidents_of_a_year_are_counted_by_tag(sample):
    found = technologies(sample.fit, sample.outcome).set_index("technology")
    frame = sample.company.incidents
    recent = frame[frame["opened_at"] > pd.Timestamp(sample.company.as_of) - pd.Timedelta(days=365)]
    assert found.loc["5g", "incidents"] == recent["technology"].fillna("").str.contains("5g").sum()


def test_the_widest_guardrail_in_force_counts():
    controls = pd.DataFrame({"control_id": ["1", "2", "3"], "name": "x", "kind": ["guardrail", "control", "policy"],
                             "status": ["in_force", "planned", "in_force"], "technology": "public cloud",
                             "coverage": [0.4, 0.9, 1.0], "gone": False})  # fmt: skip
    found = rows_of(initiatives=initiatives("cloud"), controls=controls)
    assert (found.loc["cloud", "guardrails"], found.loc["cloud", "guardrail_coverage"]) == (1, 0.4)
    assert found.loc["ai", "guardrails"] == 0
    assert np.isnan(found.loc["ai", "guardrail_coverage"])


def test_what_covers_a_technology_is_what_the_screen_of_delivery_says(sample):
    found = technologies(sample.fit, sample.outcome).set_index("technology")
    other = pipeline.securing_of(sample).coverage.technologies.set_index("technology")
    for name in ("ai", "cloud", "iot", "5g", "quantum"):
        assert found.loc[name, "guardrails"] == len(other.loc[name, "guardrails"])
        if len(other.loc[name, "guardrails"]):
            assert found.loc[name, "guardrail_coverage"] == other.loc[name, "at_least"]
