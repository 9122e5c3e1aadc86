"""One written date read alone."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.ingest.datetexts import MONTHS, read_date_text

DAYS = st.dates(date(1970, 1, 1), date(2069, 12, 31))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-09-30", (2026, 9, 30)), ("2026/9/3", (2026, 9, 3)), ("2026.09.30", (2026, 9, 30)),
        ("20260930", (2026, 9, 30)), ("June 9, 2016", (2016, 6, 9)), ("9 June 2016", (2016, 6, 9)),
        ("9-Jun-16", (2016, 6, 9)), ("Thursday, 9 June 2016", (2016, 6, 9)), ("1st Sept. 2024", (2024, 9, 1)),
        ("3. März 2025", (2025, 3, 3)), ("3 de marzo de 2025", (2025, 3, 3)), ("1er août 2024", (2024, 8, 1)),
        ("12 de dezembro de 2024", (2024, 12, 12)), ("2017-11-01 00:00:00", (2017, 11, 1)),
        ("Dec 5 2024", (2024, 12, 5)), ("2026-09-30T10:15:00Z", (2026, 9, 30)),
        ("2027年3月31日", (2027, 3, 31)), ("2027년 3월 31일", (2027, 3, 31)), ("2027. 3. 31.", (2027, 3, 31)),
    ],
)  # fmt: skip
def test_dates_that_need_no_order(text, expected):
    found = read_date_text(text)
    assert (found.form, found.year, found.first, found.second) == ("day", *expected)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("05/01/2014 12:00:00 AM", 0), ("05/01/2014 12:30 PM", 12.5 * 3600), ("29/2/2016 01:16", 76 * 60),
        ("5/1/2014, 1:05:09 p.m.", 13 * 3600 + 5 * 60 + 9), ("2026-09-30T10:15:00.250+02:00", 10.25 * 3600),
        ("2026-09-30 23:59:59", 86399),
    ],
)  # fmt: skip
def test_times_of_day(text, seconds):
    assert read_date_text(text).seconds == seconds


@pytest.mark.parametrize("text", ["05/03/2026", "5.3.26", "05-03-2026", "5 / 3 / 2026"])
def test_a_numeric_date_keeps_its_two_numbers_for_the_column_to_decide(text):
    found = read_date_text(text)
    assert (found.form, found.year, found.first, found.second) == ("numeric", 2026, 5, 3)


@pytest.mark.parametrize(
    ("text", "form", "numbers"),
    [
        ("Q3 2026", "quarter", (2026, 3)), ("2026-Q1", "quarter", (2026, 1)),
        ("3rd quarter 2026", "quarter", (2026, 3)),
        ("Q3 FY22-23", "fiscal", (2022, 3)), ("FY23 Q3", "fiscal", (2023, 3)), ("2023-24", "fiscal", (2023, 0)),
        ("FY2024", "fiscal", (2024, 0)), ("September 2026", "month", (2026, 9)), ("2026-09", "month", (2026, 9)),
        ("09/2026", "month", (2026, 9)), ("45123", "serial", (0, 0)),
    ],
)  # fmt: skip
def test_periods_and_day_numbers(text, form, numbers):
    found = read_date_text(text)
    assert (found.form, (found.year, found.first)) == (form, numbers)


@pytest.mark.parametrize(
    "text",
    ["", "12", "soon", "32 Foo 2026", "2026-13", "5/1/2014 25:00", "5/1/2014 13:00 PM", "2022-24", "1/2", "x" * 99],
)
def test_what_is_no_date(text):
    assert read_date_text(text).form == "unreadable"


@pytest.mark.parametrize(
    "pattern", ["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d-%b-%y", "%b %d %Y", "%A, %d %B %Y", "%Y%m%d"]
)
@given(day=DAYS)
def test_formatting_then_reading_a_day_is_the_identity(pattern, day):
    found = read_date_text(day.strftime(pattern))
    assert date(found.year, found.first, found.second) == day


@given(day=DAYS, clock=st.times().map(lambda t: t.replace(microsecond=0)))
def test_formatting_then_reading_a_moment_is_the_identity(day, clock):
    for pattern in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %I:%M:%S %p", "%Y-%m-%dT%H:%M:%S"):
        found = read_date_text(datetime.combine(day, clock).strftime(pattern))
        hour, rest = divmod(int(found.seconds), 3600)
        assert (date(found.year, found.first, found.second), time(hour, *divmod(rest, 60))) == (day, clock)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_without_raising(text):
    read_date_text(text)


def test_months_in_five_languages_do_not_clash():
    assert MONTHS["mars"] == MONTHS["marzo"] == MONTHS["marco"] == MONTHS["marz"] == 3
    assert set(MONTHS.values()) == set(range(1, 13))


@pytest.mark.parametrize("written", ["05-Jan-26 A", "05-Jan-26*", "05-Jan-26 *", "05-Jan-26 A*", "2026-01-05 A"])
def test_the_marks_of_primavera_are_no_part_of_the_date(written):
    found = read_date_text(written)
    assert (found.form, found.year, found.first, found.second, found.marked) == ("day", 2026, 1, 5, True)


def test_a_clock_is_no_mark_and_a_mark_alone_no_date():
    assert (read_date_text("05/01/2026 A").form, read_date_text("5/3/26 10:30 AM").marked) == ("numeric", False)
    assert {read_date_text(text).form for text in ("Room A", "Block 12 A", "12345 A", "2026 A", "A1000*")} == {
        "unreadable"}  # fmt: skip


def test_marks_of_primavera_are_told(initiatives, decided):
    intake = initiatives({"Start": ["05-Jan-26 A", "14-Mar-27*", "01-Feb-26"]})
    assert intake.frames["initiatives"]["start_planned"].dt.strftime("%Y-%m-%d").tolist() == [
        "2026-01-05", "2027-03-14", "2026-02-01"]  # fmt: skip
    assert "the marks A and * set aside" in decided(intake)["start_planned"]
    assert not intake.problems


@pytest.mark.parametrize(
    ("text", "form", "weekdays"),
    [
        ("Mon 3/3/25", "numeric", [0]), ("Tue 11/10/26 5:00 PM", "numeric", [1]), ("Di 10.11.26", "numeric", [1, 6]),
        ("ven. 13/11/2026", "numeric", [4]), ("mié 11/11/2026", "numeric", [2]), ("sex 13/11/26", "numeric", [4]),
        ("Sat 2026-11-28", "day", [5]), ("segunda-feira, 9/11/2026", "numeric", [0]), ("vr 13-11-26", "numeric", [4]),
        ("ma 3/3/25", "numeric", [0, 1]), ("do 12/11/26", "numeric", [3, 6]), ("So 15.11.26", "numeric", [6, 5]),
        ("by 3/3/25", "unreadable", []), ("Mon 31", "unreadable", []), ("Q3 3/3/25", "unreadable", []),
    ],
)  # fmt: skip
def test_a_weekday_before_a_date_in_numbers_is_set_aside_and_kept(text, form, weekdays):
    found = read_date_text(text)
    assert (found.form, list(found.weekdays)) == (form, weekdays)
