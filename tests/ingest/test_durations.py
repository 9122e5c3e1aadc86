"""Spans of time in words become hours."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.ingest.durations import read_duration

SPANS = st.timedeltas(timedelta(minutes=1), timedelta(days=400)).map(
    lambda span: timedelta(seconds=int(span.total_seconds()))
)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("3d 4h", 76), ("1 day, 2:03:04", 26 + 3 / 60 + 4 / 3600), ("PT36H", 36), ("P1DT2H", 26), ("2h 15m", 2.25),
        ("26:30", 26.5), ("1:30:00", 1.5), ("90 min", 1.5), ("45 minutes", 0.75), ("3 hours", 3), ("2 Tage 3 Std.", 51),
        ("1w 2d", 216), ("30s", 1 / 120), ("2 hours 5 minutes", 2 + 1 / 12), ("1,5 Stunden", 1.5), ("0:45", 0.75),
        ("2 hours and 30 minutes", 2.5), ("1 jour 2 heures", 26), ("12 h", 12), ("26:30 h", 26.5),
    ],
)  # fmt: skip
def test_spans_as_people_and_tools_write_them(text, hours):
    assert read_duration(text) == pytest.approx(hours)


@pytest.mark.parametrize(
    "text", ["", "2.5", "12", "4h 3d", "3h 2h", "5 apples", "12:75", "P", "PT", "h", "1d x", "2m 3:00"]
)
def test_what_is_no_span(text):
    assert read_duration(text) is None


@given(SPANS)
def test_the_spans_of_the_language_itself_are_read_back(span):
    assert read_duration(str(span)) == pytest.approx(span.total_seconds() / 3600)


@given(days=st.integers(0, 99), hours=st.integers(0, 23), minutes=st.integers(0, 59))
def test_the_forms_agree_with_each_other(days, hours, minutes):
    expected = days * 24 + hours + minutes / 60
    for text in (
        f"{days}d {hours}h {minutes}m",
        f"P{days}DT{hours}H{minutes}M",
        f"{days} days, {hours}:{minutes:02}:00",
    ):
        assert read_duration(text) == pytest.approx(expected)


@given(st.text(max_size=30))
def test_any_text_is_a_span_or_none(text):
    found = read_duration(text)
    assert found is None or found >= 0


def test_a_column_of_downtime_in_words(read_rows, decided):
    cells = ["3d 4h", "PT36H", "26:30", "2.5"]
    rows = [[f"INC{row}", "2026-05-01", "Outage", cell] for row, cell in enumerate(cells)]
    intake = read_rows([["Incident ID", "Opened", "Category", "Outage duration"], *rows], kind="csv")
    assert intake.frames["incidents"]["downtime_hours"].tolist() == [76, 36, 26.5, 2.5]
    assert "spans of time as hours" in decided(intake)["downtime_hours"]
    assert not [problem for problem in intake.problems if problem.severity == "error"]


@pytest.mark.parametrize(
    ("header", "hours"), [("Downtime (seconds)", 1.0), ("Downtime (min)", 60.0), ("Downtime (days)", 86400.0)]
)
def test_the_header_may_name_another_unit(read_rows, header, hours):
    rows = [["Incident ID", "Opened", "Category", header], ["INC1", "2026-05-01", "Outage", "3600"]]
    assert read_rows(rows, kind="csv").frames["incidents"]["downtime_hours"].tolist() == [pytest.approx(hours)]
