"""Months, quarters, halves, weeks, years and fiscal years: from when to when they last."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.ingest.periods import bounds, read_period

PERIODS = [
    ("2023H1", "2023-01-01", "2023-06-30"), ("H2 2024", "2024-07-01", "2024-12-31"),
    ("1H24", "2024-01-01", "2024-06-30"), ("2. Halbjahr 2027", "2027-07-01", "2027-12-31"),
    ("S1 2027", "2027-01-01", "2027-06-30"), ("2e sem. 2026", "2026-07-01", "2026-12-31"),
    ("KW 12/2024", "2024-03-18", "2024-03-24"), ("CW12 2024", "2024-03-18", "2024-03-24"),
    ("2024-W12", "2024-03-18", "2024-03-24"), ("KW 1/2021", "2021-01-04", "2021-01-10"),
    ("1. KW 2024", "2024-01-01", "2024-01-07"), ("semana 12/2024", "2024-03-18", "2024-03-24"),
    ("Q4'26", "2026-10-01", "2026-12-31"), ("4Q26", "2026-10-01", "2026-12-31"),
    ("2. Quartal 2027", "2027-04-01", "2027-06-30"), ("3e trimestre 2027", "2027-07-01", "2027-09-30"),
    ("T3 2027", "2027-07-01", "2027-09-30"), ("3T2027", "2027-07-01", "2027-09-30"),
    ("Jan–Mar 2024", "2024-01-01", "2024-03-31"), ("Nov 2023 - Jan 2024", "2023-11-01", "2024-01-31"),
    ("Nov - Feb 2024", "2023-11-01", "2024-02-29"), ("Mar-27", "2027-03-01", "2027-03-31"),
    ("Okt. 2027", "2027-10-01", "2027-10-31"), ("2026 September", "2026-09-01", "2026-09-30"),
    ("2026", "2026-01-01", "2026-12-31"), ("August2020", "2020-08-01", "2020-08-31"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "first", "last"), PERIODS)
def test_calendar_periods(text, first, last):
    period = read_period(text)
    assert period is not None
    assert bounds(period, None) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "start", "first", "last"),
    [
        ("Q3 FY22-23", 4, "2022-10-01", "2022-12-31"), ("FY2023 Q1", 4, "2022-04-01", "2022-06-30"),
        ("FY23Q3", 10, "2023-04-01", "2023-06-30"), ("H1 FY24", 7, "2023-07-01", "2023-12-31"),
        ("FY2026/27", 4, "2026-04-01", "2027-03-31"),
        ("2020-21 (Q1)", 4, "2020-04-01", "2020-06-30"), ("FY26", 1, "2026-01-01", "2026-12-31"),
        ("2023-24", 7, "2023-07-01", "2024-06-30"), ("GJ 2024/25", 10, "2024-10-01", "2025-09-30"),
    ],
)  # fmt: skip
def test_fiscal_periods_depend_on_the_month_the_year_begins_in(text, start, first, last):
    period = read_period(text)
    assert period is not None
    assert bounds(period, start) == (date.fromisoformat(first), date.fromisoformat(last))
    assert bounds(period, None) is None


@pytest.mark.parametrize("text", ["KW12", "27-Mar", "Mar 27", "Q5 2026", "H3 2026", "2022-24", "1850", "Foo 2026"])
def test_what_is_no_period(text):
    assert read_period(text) is None


def test_a_week_the_year_lacks_has_no_days():
    period = read_period("KW 53/2024")
    assert period is not None
    assert bounds(period, None) is None


@given(year=st.integers(1950, 2099), start=st.integers(1, 12))
def test_the_four_quarters_of_a_fiscal_year_are_the_year(year, start):
    whole = bounds(read_period(f"FY{year}"), start)
    quarters = [bounds(read_period(f"FY{year} Q{number}"), start) for number in (1, 2, 3, 4)]
    assert (quarters[0][0], quarters[3][1]) == whole
    for before, after in pairwise(quarters):
        assert after[0] - before[1] == timedelta(days=1)


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_lies_in_its_iso_week(day):
    year, week, _ = day.isocalendar()
    first, last = bounds(read_period(f"{year}-W{week:02}"), None)
    assert first <= day <= last
    assert (last - first).days == 6


@given(st.text(max_size=40))
def test_any_text_is_a_period_or_none(text):
    found = read_period(text)
    assert found is None or bounds(found, 4) is None or bounds(found, 4)[0] <= bounds(found, 4)[1]
