from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.watching.names import MOST_BYTES, date_of_folder, dates_in, label

Q3 = date(2026, 9, 30)


@pytest.mark.parametrize(
    "name",
    ["2026-09-30", "incidents 2026-09-30", "20260930_export", "PMO.2026.09.30", "a_2026_09_30_v2", "2026Q3", "2026-q3",
     "Q3 2026 projects", "q3_2026", "20260930_143000", "initiatives-2026Q3-2026-09-30", "FY plan 2026-09-30"],
)  # fmt: skip
def test_one_date_in_a_name(name):
    assert dates_in(name) == (Q3,)


@pytest.mark.parametrize(
    "name",
    ["incidents", "2026", "2026-09", "30-09-2026", "09302026", "2026-9-30", "2026-02-30", "20261330", "2026-0930",
     "120260930", "202609301", "2026Q5", "2026Q3b", "FY2026Q3", "Q3 FY2026", "1999-12-31", "", "Q32026 fiscal"],
)  # fmt: skip
def test_no_date_is_guessed(name):
    assert dates_in(name) == ()


def test_several_dates_are_all_told():
    assert dates_in("2026-06-30 to 2026-09-30") == (date(2026, 6, 30), Q3)
    assert dates_in("2026Q2 and 2026Q3") == (date(2026, 6, 30), Q3)


def test_a_quarter_says_nothing_where_the_fiscal_year_does_not_start_in_january():
    assert dates_in("2026Q3", fiscal_start=4) == ()
    assert dates_in("2026-09-30 2026Q3", fiscal_start=4) == (Q3,)


def test_only_a_date_names_a_folder():
    assert date_of_folder("2026-09-30") == Q3
    for name in ("2026-9-30", "20260930", "2026-09-31", "2026-09-30 ", "old", "..", "２０２６-09-30"):
        assert date_of_folder(name) is None


@given(st.text(min_size=1, max_size=300))
def test_a_label_is_one_harmless_name(name):
    said = label(name)
    assert 0 < len(said.encode()) <= MOST_BYTES
    assert said.isprintable()
    assert not set(said) & set('/\\:*?"<>|')
    assert said not in (".", "..")
    assert label(said) == said


def test_names_that_are_not_text_are_shown_as_far_as_they_can_be():
    assert label("b\udcffd.xlsx") == "b_d.xlsx"
    assert label("x" * 400 + ".xlsx").endswith(".xlsx")
    assert label("\u202exslx.exe.csv").isprintable()
