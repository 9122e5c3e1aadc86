"""Data quality: every part has a score and a reason, and more evidence never lowers it."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from benchmarks.evaluation import company

from balance.assumptions import resolve
from balance.model import precision
from balance.model.fit import fit
from balance.model.quality import quality

COMPANY = company(30, 3, 20, seed=5)


def parts(changed):
    found = quality(fit(changed))
    assert 0.0 <= found.score <= 1.0
    assert all(part.why.endswith(".") for part in found.parts)
    for part in found.parts:
        assert 0.0 <= part.score <= 1.0
        assert all(effect.width >= 1.0 for effect in part.effects)
        if part.effects:
            assert part.score == pytest.approx(np.mean([1 / effect.width for effect in part.effects]))
    return {part.part: part for part in found.parts}


def with_cells(table, column, values, rows=None):
    frame = getattr(COMPANY, table).copy()
    frame.loc[slice(None) if rows is None else rows, column] = values
    return replace(COMPANY, **{table: frame})


def test_every_part_is_there():
    assert list(parts(COMPANY)) == ["completeness", "freshness", "consistency", "links", "losses", "truncation"]


def test_the_whole_is_what_is_reached_of_both_answers():
    found = quality(fit(COMPANY))
    effects = [effect for part in found.parts for effect in part.effects]
    value, loss = (
        precision.together(one.width for one in effects if (one.on == "delivery") == delivers)
        for delivers in (True, False)
    )
    assert found.score == pytest.approx((1 / value + 1 / loss) / 2)
    alone = quality(fit(replace(COMPANY, incidents=None)))
    assert alone.score == pytest.approx(1 / value / 2, rel=0.05)


def test_emptier_cells_score_less():
    emptier = with_cells("initiatives", "annual_value", np.nan)
    assert parts(emptier)["completeness"].score < parts(COMPANY)["completeness"].score
    assert "annual_value of initiatives" in parts(replace(emptier, incidents=None))["completeness"].why


def test_an_old_table_is_less_fresh():
    old = replace(COMPANY, table_dates={"incidents": COMPANY.as_of - timedelta(days=182)})
    assert parts(old)["freshness"].score == pytest.approx((1 + 1 / np.sqrt(1 + 182 / 91.25 / 2)) / 2)
    assert "182 days older" in parts(old)["freshness"].why


def test_reversed_dates_are_told():
    turned = COMPANY.initiatives.assign(start_planned=COMPANY.initiatives["finish_planned"],
                                        finish_planned=COMPANY.initiatives["start_planned"])  # fmt: skip
    assert parts(replace(COMPANY, initiatives=turned))["consistency"].score < parts(COMPANY)["consistency"].score


def test_no_links_and_no_losses_leave_what_is_assumed():
    bare = replace(COMPANY, incidents=COMPANY.incidents.assign(initiative_id=None, loss=np.nan))
    assert parts(bare)["links"].score < parts(COMPANY)["links"].score < 1.0
    assert parts(bare)["losses"].score < 0.3
    assert "published experience" in parts(bare)["losses"].why
    share = COMPANY.incidents["loss"].notna().mean()
    assert f"{round(100 * share)} in 100" in parts(COMPANY)["losses"].why


@pytest.mark.parametrize("turn", range(6))
def test_a_loss_more_that_is_known_never_lowers_the_score(turn):
    rng = np.random.default_rng(turn)
    unknown = COMPANY.incidents.index[COMPANY.incidents["loss"].isna()]
    few = with_cells("incidents", "loss", np.exp(rng.normal(11, 1.5, 5)), rng.choice(unknown, 5, replace=False))
    every = with_cells("incidents", "loss", np.exp(rng.normal(11, 1.5, len(unknown))), unknown)
    before, more, most = (parts(one)["losses"].score for one in (COMPANY, few, every))
    assert before < more < most == 1.0


@pytest.mark.parametrize("turn", range(6))
def test_a_link_more_never_lowers_the_score(turn):
    rng = np.random.default_rng(turn)
    unlinked = COMPANY.incidents.index[COMPANY.incidents["initiative_id"].isna()]
    ids = COMPANY.initiatives["initiative_id"].to_numpy()
    linked = with_cells("incidents", "initiative_id", rng.choice(ids, 8), rng.choice(unlinked, 8, replace=False))
    assert parts(linked)["links"].score > parts(COMPANY)["links"].score


@pytest.mark.parametrize("column", ["annual_value", "security_joined"])
def test_a_cell_more_never_lowers_the_score(column):
    rows = COMPANY.initiatives.index
    half, third = with_cells("initiatives", column, None, rows[::2]), with_cells("initiatives", column, None, rows[::3])
    scores = [parts(one)["completeness"].score for one in (half, third, COMPANY)]
    assert scores == sorted(scores)
    assert scores[0] < scores[2]


def test_a_fresher_table_never_lowers_the_score():
    ages = [replace(COMPANY, table_dates={"initiatives": COMPANY.as_of - timedelta(days=age)}) for age in (300, 90, 0)]
    scores = [parts(one)["freshness"].score for one in ages]
    assert scores == sorted(scores)
    assert scores[-1] == 1.0


def test_a_record_that_stops_is_called_truncated():
    later = replace(COMPANY, as_of=date(2030, 1, 1))
    assert parts(later)["truncation"].score < 0.6
    assert "after" in parts(later)["truncation"].why


def test_a_thin_last_quarter_is_called_truncated():
    opened = COMPANY.incidents["opened_at"]
    last = opened > opened.max() - timedelta(days=85)
    thin = replace(COMPANY, incidents=COMPANY.incidents[~last | (np.arange(len(last)) % 5 == 0)])
    assert 0.5 < parts(thin)["truncation"].score < 0.95


def test_a_recording_floor_is_suspected():
    rng = np.random.default_rng(2)
    loss = 5e3 * np.exp(rng.exponential(1.0, len(COMPANY.incidents)))
    found = parts(replace(COMPANY, incidents=COMPANY.incidents.assign(loss=loss)))["truncation"]
    assert "below 5," in found.why
    assert found.score < 0.5


def test_one_table_alone():
    assert parts(replace(COMPANY, incidents=None))["links"].score == 0.0
    assert parts(replace(COMPANY, initiatives=None))["completeness"].score > 0.0


def test_a_stated_recording_floor_is_told_and_what_breaks_it():
    rows = {"loss_recording_floor": "5000", "loss_recording:rows_below": "absent"}
    given = resolve(pd.DataFrame({"key": list(rows), "value": list(rows.values())}))
    why = parts(replace(COMPANY, assumptions=given))["truncation"].why
    below = int((COMPANY.incidents["loss"] < 5000).sum())
    assert "less than 5,000 are no rows" in why
    assert f"{below} recorded losses are below that all the same." in why
    kept = COMPANY.incidents.assign(loss=COMPANY.incidents["loss"].clip(lower=5000.0))
    assert "all the same" not in parts(replace(COMPANY, assumptions=given, incidents=kept))["truncation"].why


def test_what_is_missing_altogether_is_said_once_and_one_is_spoken_of_as_one():
    whys = {part.why for name, part in parts(replace(COMPANY, incidents=None)).items() if name in ("links", "losses")}
    assert whys == {"There are no incidents."}
    one = COMPANY.incidents.head(1).assign(initiative_id=None, change_id=None)
    assert parts(replace(COMPANY, incidents=one))["links"].why.startswith("The one incident counted has no link,")
