"""Data quality: every part has a score and a reason."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from benchmarks.evaluation import company

from balance.model.history import history
from balance.model.quality import quality

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
