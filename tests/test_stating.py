"""Stating an assumption: what is refused, in which words, and what a statement becomes."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.assumptions import KNOWN, Stated, resolve
from balance.stating import (
    has_range,
    meaning,
    moved,
    name,
    number_of,
    recentred,
    refusal,
    spreads_away,
    statement,
    with_statement,
)

RANGED = [row for row in resolve(None).rows.values() if has_range(row)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("loss_limt", "5"), "Did you mean loss_limit?"), (("loss_limit", "a lot"), "is not a number"),
        (("fiscal_year_start_month", "April"), "Write 1 to 12, such as 4 for April"),
        (("loss_limit", "-5"), "a number above 0 is expected"), (("effect:late_joining", "0"), "a number above 0"),
        (("effect:late_joining", "2", "x", "3"), "needs two numbers, or none"),
        (("effect:late_joining", "2", "1", ""), "both ends"), (("effect:late_joining", "2", "3", "4"), "must lie in"),
        (("effect:late_joining", "2", "-1", "4"), "a number above 0"),
        (("reporting_currency", "pounds"), "three letters"),
        (("effect:loss_median", "50000", "-5", "60000"), "a number above 0"),
        (("loss_limit_chance", "0.1", "0", "3"), "a share from 0 to 1"),
        (("appetite:much", "0.1"), "No assumption is called"), (("appetite:-5", "0.1"), "No assumption is called"),
        (("class:outage:extrenal", "0.5"), "No assumption is called"), (("class::external", "0.5"), "No assumption"),
        (("exchange_rate:dollar", "1"), "No assumption is called"),
        (("effect:forgetting", "7"), "a number from 0.5 to 1"), (("kri:load", "-1"), "a number at least 0"),
    ],
)  # fmt: skip
def test_what_cannot_be_stated_is_refused_in_words(words, said):
    assert said in refusal(*words)


@pytest.mark.parametrize(
    "words",
    [
        ("loss_limit", "20,000,000"), ("effect:late_joining", "2", "1", "4"), ("reporting_currency", "gbp"),
        ("effect:technology:ai", "1.5"), ("class:Outage:external", "0.3"), ("kri:own sign", "3"),
        ("appetite:5000000", "0.2"), ("effect:load_risk", "-0.5", "-1", "0"),
        ("loss_recording:rows_below", "absent"), ("loss_recording:missing_means", "Below floor"),
    ],
)  # fmt: skip
def test_what_can_be_stated_is_not(words):
    assert refusal(*words) == ""


def test_a_statement_is_a_row_without_what_was_left_empty():
    assert statement("loss_limit", " 20,000,000 ", reason=" the board ") == {
        "key": "loss_limit", "value": "20000000", "reason": "the board",
    }  # fmt: skip
    assert with_statement(resolve(None), statement("loss_limit", "5")).number("loss_limit") == 5.0


def test_a_word_is_stated_like_a_number():
    said = with_statement(resolve(None), statement("loss_recording:missing_means", " Below floor "))
    assert said.text("loss_recording:missing_means") == "below_floor"
    assert "present or absent is expected" in refusal("loss_recording:rows_below", "gone")


@pytest.mark.parametrize("row", RANGED, ids=lambda row: row.key)
def test_what_pictures_show_has_a_name_that_fits(row):
    assert row.key == "effect:technology" or len(name(row.key)) <= 34


@pytest.mark.parametrize("row", RANGED, ids=lambda row: row.key)
@given(away=st.floats(-2.5, 2.5))
def test_moving_an_assumption_moves_it_that_far_and_keeps_its_doubt(row, away):
    there = moved(row, away)
    known = KNOWN[row.key]
    assert known.least <= number_of(there) <= known.greatest
    assert there.low <= number_of(there) <= there.high
    if known.least < number_of(there) < known.greatest:
        assert spreads_away(row, number_of(there)) == pytest.approx(away, abs=1e-6)


@pytest.mark.parametrize("row", RANGED, ids=lambda row: row.key)
def test_recentring_where_it_is_changes_no_prior(row):
    same = recentred(row, number_of(row))
    assert (same.low, same.high) == pytest.approx((row.low, row.high))
    frame = pd.DataFrame([{"key": row.key, "value": str(same.value), "low": same.low, "high": same.high}])
    if row.shape != "beta":
        assert resolve(frame).prior(row.key) == pytest.approx(resolve(None).prior(row.key))


def test_every_key_means_something():
    assert all(meaning(key) for key in KNOWN)
    assert meaning("class:Phishing:duration") == "Phishing: share that grows with time to resolve"
    assert meaning("exchange_rate:EUR") == "One EUR in reporting currency"


def test_a_value_without_a_range_is_moved_alone():
    assert recentred(Stated("loss_limit", 5.0), 7.0).low is None
