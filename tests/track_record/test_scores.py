"""Scoring: hits, places, chances, and which of several forecasts count."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.track_record.distribution import LEVELS, of_draws
from balance.track_record.scores import FINISHES, MOST_MISSING, SCORES, apart, chance_scores, range_scores

MADE = {"how": "frozen", "model_version": "1", "missing_share": np.nan}


def a_range(outcome, as_of="2026-03-31", due_on="2026-06-30", quantity="loss_next_quarter", subject="", **more):
    row = of_draws(np.arange(1.0, 101.0)) | {"quantity": quantity, "subject": subject, "chance": np.nan}
    days = {"as_of": pd.Timestamp(as_of), "due_on": pd.Timestamp(due_on)}
    return row | days | MADE | {"outcome": outcome} | more


def a_chance(chance, outcome, quantity="finished_by", subject="A", as_of="2026-03-31", due_on="2026-06-30"):
    nothing = dict.fromkeys([*LEVELS, "expected"], np.nan) | {"curve": None}
    days = {"as_of": pd.Timestamp(as_of), "due_on": pd.Timestamp(due_on)}
    said = {"quantity": quantity, "subject": subject, "chance": chance, "outcome": outcome}
    return nothing | days | MADE | said


def test_a_hit_is_within_both_ends():
    scores = range_scores(pd.DataFrame([a_range(came) for came in (4, 5, 10, 90, 91, 96)]))
    assert scores["in_80"].tolist() == [False, False, True, True, False, False]
    assert scores["in_90"].tolist() == [False, True, True, True, True, False]
    assert list(scores) == list(SCORES)
    assert scores["promised_80"].tolist() == pytest.approx([0.81] * 6)


def test_what_has_not_come_has_no_score():
    assert range_scores(pd.DataFrame([a_range(np.nan)])).empty
    assert chance_scores(pd.DataFrame([a_chance(0.5, np.nan)]), {}).empty


def test_a_loss_with_too_much_filled_in_is_shown_and_does_not_count():
    rows = [a_range(5.0, missing_share=share, subject=str(share)) for share in (0.0, MOST_MISSING, MOST_MISSING + 0.01)]
    assert range_scores(pd.DataFrame(rows)).set_index("missing_share")["counts"].tolist() == [True, True, False]


def test_brier_known_answers():
    rows = [a_chance(0.7, 1.0), a_chance(0.7, 0.0, subject="B"), a_chance(np.nan, 1.0, "bad_year_loss", "")]
    finishes = chance_scores(pd.DataFrame(rows), {"A": "Retail"})
    assert list(finishes) == list(FINISHES)
    assert dict(zip(finishes["subject"], finishes["brier"].round(10), strict=True)) == {
        "": 0.9025,
        "A": 0.09,
        "B": 0.49,
    }
    assert dict(zip(finishes["subject"], finishes["unit"], strict=True)) == {"": "", "A": "Retail", "B": ""}


def test_a_date_beyond_the_last_that_is_given_is_scored_by_the_chance_said_of_it():
    rows = [
        a_chance(np.nan, 1.0, "finish_in_days", "dated") | {"q80": 90.0},
        a_chance(0.55, 0.0, "finish_in_days", "late"),
        a_chance(np.nan, 0.0, "finish_in_days", "kept before chances were"),
    ]
    finishes = chance_scores(pd.DataFrame(rows), {}).set_index("subject")
    assert finishes["chance"].to_dict() == {"dated": 0.8, "late": 0.55}
    assert finishes["brier"].to_dict() == pytest.approx({"dated": 0.04, "late": 0.3025})


def test_of_the_days_of_one_initiative_the_nearest_counts():
    ends = ("2026-06-30", "2026-09-30", "2026-12-31")
    rows = [a_chance(0.5, 1.0, due_on=end) for end in reversed(ends)]
    finishes = chance_scores(pd.DataFrame(rows), {})
    assert finishes["counts"].tolist() == [True, False, False]


@given(st.lists(st.integers(0, 400), min_size=1, max_size=25))
def test_forecasts_that_count_never_overlap(days):
    made = pd.Timestamp("2026-01-01") + pd.to_timedelta(days, unit="D")
    rows = pd.DataFrame({"quantity": "loss", "subject": "", "as_of": made, "due_on": made + pd.Timedelta(days=91)})
    counted = rows[apart(rows)].sort_values("as_of")
    assert len(counted)
    assert (counted["as_of"].iloc[1:].to_numpy() >= counted["due_on"].iloc[:-1].to_numpy()).all()
    assert counted["as_of"].min() == made.min()


def test_forecasts_made_on_the_day_the_last_one_came_due_count():
    made = pd.Timestamp("2026-01-01") + pd.to_timedelta([0, 91, 182], unit="D")
    rows = pd.DataFrame({"quantity": "loss", "subject": "", "as_of": made, "due_on": made + pd.Timedelta(days=91)})
    assert apart(rows).all()
