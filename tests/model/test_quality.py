"""Data quality: every part has a score and a reason."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from benchmarks.evaluation import company

from balance.model.history import history
from balance.model.quality import doubtful_links, quality

COMPANY = company(30, 3, 20, seed=5)


def parts(changed):
    found = quality(changed, history(changed))
    assert 0.0 <= found.score <= 1.0
    assert found.score == pytest.approx(np.mean([part.score for part in found.parts]))
    assert all(part.why.endswith(".") for part in found.parts)
    return {part.part: part for part in found.parts}


def test_every_part_is_there():
    assert list(parts(COMPANY)) == ["completeness", "freshness", "consistency", "links", "losses", "truncation"]


def test_emptier_cells_score_less():
    emptier = replace(COMPANY, initiatives=COMPANY.initiatives.assign(annual_value=np.nan))
    assert parts(emptier)["completeness"].score < parts(COMPANY)["completeness"].score
    assert "annual_value of initiatives" in parts(replace(emptier, incidents=None))["completeness"].why


def test_an_old_table_is_less_fresh():
    old = replace(COMPANY, table_dates={"incidents": COMPANY.as_of - timedelta(days=182)})
    assert parts(old)["freshness"].score == pytest.approx(0.75)
    assert "182 days older" in parts(old)["freshness"].why


def test_reversed_dates_are_told():
    turned = COMPANY.initiatives.assign(start_planned=COMPANY.initiatives["finish_planned"],
                                        finish_planned=COMPANY.initiatives["start_planned"])  # fmt: skip
    assert parts(replace(COMPANY, initiatives=turned))["consistency"].score < parts(COMPANY)["consistency"].score


def test_links_and_losses_are_shares():
    bare = replace(COMPANY, incidents=COMPANY.incidents.assign(initiative_id=None, loss=np.nan))
    assert parts(bare)["links"].score == 0.0
    assert parts(bare)["losses"].score == 0.0
    assert parts(COMPANY)["losses"].score == pytest.approx(COMPANY.incidents["loss"].notna().mean(), abs=0.02)


def test_a_record_that_stops_is_called_truncated():
    later = replace(COMPANY, as_of=date(2030, 1, 1))
    assert parts(later)["truncation"].score == 0.0
    assert "after" in parts(later)["truncation"].why


def test_a_thin_last_quarter_is_called_truncated():
    opened = COMPANY.incidents["opened_at"]
    last = opened > opened.max() - timedelta(days=85)
    thin = replace(COMPANY, incidents=COMPANY.incidents[~last | (np.arange(len(last)) % 5 == 0)])
    assert parts(thin)["truncation"].score == pytest.approx(0.4)


def test_a_recording_floor_is_suspected():
    rng = np.random.default_rng(2)
    loss = 5e3 * np.exp(rng.exponential(1.0, len(COMPANY.incidents)))
    assert "below 5," in parts(replace(COMPANY, incidents=COMPANY.incidents.assign(loss=loss)))["truncation"].why


def test_one_table_alone():
    assert parts(replace(COMPANY, incidents=None))["links"].score == 0.0
    assert parts(replace(COMPANY, initiatives=None))["completeness"].score > 0.0


def test_links_to_what_was_not_open_or_is_of_another_unit_are_told():
    rows, incidents = COMPANY.initiatives, COMPANY.incidents.copy()
    unit = dict(zip(rows["initiative_id"], rows["business_unit"], strict=True))
    incidents["business_unit"] = incidents["initiative_id"].map(unit)
    begun = dict(zip(rows["initiative_id"], rows["start_actual"], strict=True))
    ended = dict(zip(rows["initiative_id"], rows["finish_actual"], strict=True))
    begins, ends = (incidents["initiative_id"].map(known) for known in (begun, ended))
    inside = (incidents["opened_at"] >= begins) & ~(incidents["opened_at"] > ends)
    incidents.loc[~inside, "initiative_id"] = None
    right = replace(COMPANY, incidents=incidents)
    assert doubtful_links(history(right)) == 0
    linked = incidents.index[incidents["initiative_id"].notna()]
    wrong = linked[: len(linked) // 3]
    crossed = incidents.copy()
    crossed.loc[wrong, "business_unit"] = "elsewhere"
    found = parts(replace(COMPANY, incidents=crossed))["links"]
    assert f"{len(wrong)} of the links look false" in found.why
    assert found.score < parts(right)["links"].score
    everywhere = replace(COMPANY, incidents=incidents.assign(business_unit="elsewhere"))
    assert doubtful_links(history(everywhere)) == 0
    early = incidents.copy()
    young = early.index[early["initiative_id"].map(begun) > pd.Timestamp("2025-01-01")]
    early.loc[young, "opened_at"] = pd.Timestamp("2024-05-01").as_unit("us")
    assert doubtful_links(history(replace(COMPANY, incidents=early))) == len(young) > 5
