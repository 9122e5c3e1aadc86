"""The value parsers take any text without raising, say the same twice, and do not care how a thing is written."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balance.ingest.amount_ranges import read_range
from balance.ingest.amounts import read_amount
from balance.ingest.choices import meaning, normal
from balance.ingest.currencies import currency_of
from balance.ingest.dates import read_dates
from balance.ingest.datetexts import read_date_text
from balance.ingest.decimals import look as look_at_amounts
from balance.ingest.durations import read_duration
from balance.ingest.grid import EMPTY, NUMBER, TEXT, Cells
from balance.ingest.headers import forms, header_currency, header_unit, squash, words
from balance.ingest.instants import look as look_at_dates
from balance.ingest.number_formats import shown
from balance.ingest.periods import read_period
from balance.ingest.quantities import read_numbers
from balance.ingest.said import SheetSaid
from balance.ingest.shares import read_share
from balance.ingest.withheld import withheld_reason
from balance.ingest.words import read_choice, read_flag, read_id, read_text
from balance.schema import TABLES

INITIATIVES, INCIDENTS = TABLES["initiatives"], TABLES["incidents"]
ALPHABET = "0123456789.,-+/:%()[]'’ \t\n$€£kKmMbnTZQWFY%eE#?<>=&;|\"\\_éßñ日٣²½−–—\u00a0\u202f\u200b\ufeffJanuaryMaärzQ"
WRITTEN = st.one_of(
    st.text(alphabet=ALPHABET, max_size=40), st.text(max_size=40),
    st.from_regex(r"\A\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\Z"), st.text(max_size=3).map(lambda text: text * 400),
    st.from_regex(r"\A[$€(]?-?\d{1,9}([.,]\d{1,4}){0,3}\)?\s?([kKmMbB]n?)?\Z"),
)  # fmt: skip
PARSERS = (
    read_amount, read_range, read_date_text, read_duration, read_period, withheld_reason, squash, forms, words,
    header_unit, header_currency, normal, currency_of, shown,
)  # fmt: skip


def cells_of(values):
    """A column of cells: text, numbers, None for empty ones."""
    texts = tuple(dict.fromkeys(value for value in values if isinstance(value, str)))
    kind = [EMPTY if value is None else TEXT if isinstance(value, str) else NUMBER for value in values]
    code = [texts.index(value) if isinstance(value, str) else -1 for value in values]
    number = [float("nan") if value is None or isinstance(value, str) else float(value) for value in values]
    return Cells(np.array(kind, np.uint8), np.array(number), np.array(code, np.int32), texts)


def column(name, table=INITIATIVES):
    return next(column for column in table.columns if column.name == name)


def amounts(values, name="budget", header="Budget"):
    seen = look_at_amounts(cells_of(values), column(name), header, "initiatives")
    return (read_share if column(name).type == "share" else read_numbers)(seen, (), SheetSaid())


def dates(values, name="finish_planned"):
    seen = look_at_dates(cells_of(values), column(name), name, "initiatives")
    return read_dates(seen, (), SheetSaid(), None)


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.__name__)
def test_any_text_is_read_and_read_the_same_again(parser):
    @given(WRITTEN)
    def check(text):
        assert repr(parser(text)) == repr(parser(text))

    check()


@settings(max_examples=40)
@given(st.lists(st.one_of(WRITTEN, st.none(), st.floats(allow_nan=False), st.integers(-(10**12), 10**12)), max_size=12))
def test_any_column_is_read_as_anything(values):
    cells = cells_of(values)
    for reading in (
        amounts(values), amounts(values, "percent_complete", "% complete"),
        amounts(values, "findings_open", "Findings"),
        dates(values), dates(values, "start_planned"), read_text(cells), read_flag(cells),
            read_id(cells, column("initiative_id"), "initiatives"),
        read_choice(cells, column("stage"), "initiatives", SheetSaid()),
        read_choice(cells, column("class", INCIDENTS), "incidents", SheetSaid()),
    ):  # fmt: skip
        assert len(reading.values) == len(values)
        assert not (reading.unreadable & ~cells.filled).any()


@given(st.lists(st.integers(0, 10**10), min_size=1, max_size=20), st.sampled_from([",", "'", " ", "\u00a0", "."]))
def test_grouping_thousands_consistently_changes_no_sum(numbers, mark):
    decimal = "," if mark == "." else "."
    plain = amounts([f"{number}.50" for number in numbers])
    grouped = amounts([f"{number:,}".replace(",", mark) + f"{decimal}50" for number in numbers])
    assert plain.values.tolist() == grouped.values.tolist()
    assert plain.values.sum() == pytest.approx(sum(numbers) + len(numbers) / 2)


@given(st.lists(st.floats(0.01, 1e9).map(lambda x: round(x, 2)), min_size=1, max_size=20), st.sampled_from("$€£"))
def test_a_sign_or_code_before_or_behind_changes_no_amount(numbers, sign):
    plain = amounts([f"{number:.2f}" for number in numbers]).values.tolist()
    assert amounts([f"{sign}{number:.2f}" for number in numbers]).values.tolist() == plain
    assert amounts([f"{number:.2f} {sign}" for number in numbers]).values.tolist() == plain


@settings(max_examples=40)
@given(st.lists(st.one_of(WRITTEN, st.none()), min_size=2, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_reading(values, chance):
    order = list(range(len(values)))
    chance.shuffle(order)
    shuffled = [values[place] for place in order]
    for read in (amounts, dates):
        one, other = read(values), read(shuffled)
        pd.testing.assert_series_equal(one.values.iloc[order].reset_index(drop=True), other.values)
        assert [one.unreadable[place] for place in order] == other.unreadable.tolist()
        assert {question.key for question in one.questions} == {question.key for question in other.questions}


@given(st.lists(st.integers(0, 100), min_size=3, max_size=20))
def test_percent_written_shown_or_plain_is_one_share(numbers):
    written = amounts([f"{number}%" for number in numbers], "percent_complete", "% complete").values
    percent = cells_of([number / 100 for number in numbers])
    percent = Cells(percent.kind, percent.number, percent.code, percent.texts,
                    np.ones(len(numbers), np.uint16), ("", "0%"))  # fmt: skip
    seen = look_at_amounts(percent, column("percent_complete"), "% complete", "initiatives")
    assert read_share(seen, (), SheetSaid()).values.tolist() == pytest.approx(written.tolist())


@given(st.lists(st.dates(min_value=np.datetime64("1990-01-01").item(), max_value=np.datetime64("2060-12-31").item()),
                min_size=1, max_size=15))  # fmt: skip
def test_a_date_is_the_same_in_every_clear_writing(days):
    iso = dates([day.isoformat() for day in days]).values.tolist()
    for writing in ("%d %B %Y", "%Y/%m/%d", "%d-%b-%Y", "%B %d, %Y", "%Y%m%d"):
        assert dates([day.strftime(writing) for day in days]).values.tolist() == iso, writing


@given(st.text(max_size=30))
def test_case_and_spaces_do_not_change_what_a_choice_means(text):
    stage = column("stage")
    assert meaning(stage, text) == meaning(stage, f"  {text} ")
