"""Ranges and open ends: read alone, kept as low and high where the table has them, else asked about."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.ingest.amount_ranges import read_range

OPEN = math.nan


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("$12 M - $15 M", 12e6, 15e6), ("12-15k", 12e3, 15e3), ("between 1 and 2 million", 1e6, 2e6),
        ("10k to 20k", 10e3, 20e3), ("zwischen 1 und 2 Mio. EUR", 1e6, 2e6), ("entre 1 et 2 millions", 1e6, 2e6),
        ("$1,000-$5,000", 1000, 5000), ("$900 - $1.2m", 900, 1.2e6), ("5 – 6", 5, 6), ("from 2 to 3", 2, 3),
        ("< 50k", 0, 50e3), ("up to 5m", 0, 5e6), ("less than 5,000", 0, 5000), ("bis zu 3 Mio. EUR", 0, 3e6),
        ("> 100k", 100e3, OPEN), ("50k+", 50e3, OPEN), ("at least 2m", 2e6, OPEN), ("1m or more", 1e6, OPEN),
    ],
)  # fmt: skip
def test_ranges_as_people_write_them(text, low, high):
    found = read_range(text).values(".", 1.0)
    assert found == pytest.approx((low, high), nan_ok=True)


@pytest.mark.parametrize("text", ["", "12", "12 apples", "15-12", "€5 - $6", "a to b", "2026-09-30", "-5 - -3"])
def test_what_is_no_range(text):
    found = read_range(text)
    assert found is None or found.values(".", 1.0) is None


def test_the_unit_of_the_header_counts_where_neither_end_has_one():
    assert read_range("12 - 15").values(".", 1e6) == (12e6, 15e6)
    assert read_range("12k - 15k").values(".", 1e6) == (12e3, 15e3)


@given(low=st.integers(1, 10**6), more=st.integers(0, 10**6), unit=st.sampled_from(["", "k", "m", " Mio."]))
def test_writing_a_range_and_reading_it_is_the_identity(low, more, unit):
    factor = {"": 1, "k": 1e3, "m": 1e6, " Mio.": 1e6}[unit]
    for text in (f"{low}{unit} - {low + more}{unit}", f"between {low}{unit} and {low + more}{unit}",
                 f"{low} to {low + more}{unit}"):  # fmt: skip
        assert read_range(text).values(".", 1.0) == pytest.approx((low * factor, (low + more) * factor))


@given(st.text(max_size=40))
def test_any_text_is_a_range_or_none(text):
    found = read_range(text)
    values = None if found is None else found.values(".", 1.0)
    assert values is None or math.isnan(values[1]) or values[0] <= values[1]


LOSSES = ["$12 M - $15 M", "< 50k", "> 100k", "~1.2m", "5000"]


def losses(read_rows, cells, **said):
    rows = [[f"INC{row}", "2026-05-01", "Outage", cell] for row, cell in enumerate(cells)]
    return read_rows([["Incident ID", "Opened", "Category", "Loss amount"], *rows], kind="csv", **said)


def test_losses_keep_both_ends_and_their_currency(read_rows):
    intake = losses(read_rows, [cell.replace("$", "€") for cell in LOSSES])
    frame = intake.frames["incidents"]
    assert frame["loss_low"].tolist()[:3] == [12e6, 0, 100e3]
    assert frame["loss_high"].tolist()[:2] == [15e6, 50e3]
    assert frame["loss"].tolist()[3:] == [1.2e6, 5000]
    assert frame["loss"].isna().tolist() == [True, True, True, False, False]
    assert intake.currency == "EUR"
    assert not intake.questions


def test_a_range_in_a_currency_without_a_rate_holds_the_row(read_rows, codes):
    intake = losses(read_rows, ["$1m", "€1m - €2m"], stated=None)
    assert len(intake.held) == 1
    assert set(codes(intake, "error")) == {"rate-missing"}


ENDS = [("low", 12e6), ("middle", 13.5e6), ("high", 15e6), ("leave missing", None)]


@pytest.mark.parametrize(("answer", "value"), ENDS)
def test_where_there_is_one_column_the_end_is_asked_once(initiatives, answer, value):
    columns = {"Budget": ["$12 M - $15 M", "$2m", "$10m-$12m"]}
    (question,) = initiatives(columns).questions
    assert (question.key, question.choices) == ("range:initiatives.budget", ("low", "middle", "high", "leave missing"))
    assert initiatives(columns).frames["initiatives"]["budget"].isna().tolist() == [True, False, True]
    told = initiatives(columns, answers={question.key: answer}).frames["initiatives"]["budget"]
    assert told.iloc[1] == 2e6
    assert math.isnan(told.iloc[0]) if value is None else told.iloc[0] == value


def test_an_open_end_has_no_middle(initiatives):
    columns = {"Budget": ["> 100k", "5"]}
    for answer, value in (("low", 100e3), ("middle", None), ("high", None)):
        told = initiatives(columns, answers={"range:initiatives.budget": answer}).frames["initiatives"]["budget"]
        assert math.isnan(told.iloc[0]) if value is None else told.iloc[0] == value
