"""A time format over a number no clock counts to: the cell is told, the rest of the workbook is read."""

import io
from datetime import date, timedelta

import openpyxl
import pytest

ROWS = [
    ["Incident ID", "Opened at", "Class", "Downtime hours", "Detected"],
    ["I-1", date(2026, 1, 1), "outage", 1.5, date(2026, 1, 1)],
    ["I-2", date(2026, 1, 2), "outage", 0.25, date(2026, 1, 2)],
]


def book(number, code="[h]:mm", column=4):
    made = openpyxl.Workbook()
    for row in ROWS:
        made.active.append(row)
    for row in (2, 3):
        made.active.cell(row, 4).number_format = "[h]:mm"
    made.active.cell(3, column).value = number
    made.active.cell(3, column).number_format = code
    out = io.BytesIO()
    made.save(out)
    return ("incidents.xlsx", out.getvalue())


@pytest.mark.parametrize("number", [5e12, -5e12, 1e300, 1e9])
def test_one_endless_time_costs_its_own_cell_alone(read_bytes, counts, codes, number):
    intake = read_bytes(book(number))
    assert counts(intake) == (2, 2, 0, 0)
    assert codes(intake) == ["number-unreadable"]
    assert (intake.problems[0].cell, "days)" in intake.problems[0].found) == ("D3", True)
    hours = intake.frames["incidents"]["downtime_hours"].tolist()
    assert hours[0] == 36.0
    assert hours[1] != hours[1]


@pytest.mark.parametrize(
    ("code", "number"),
    [("[h]:mm", 7e11), ("[mm]:ss", 7e11), ("[ss]", 7e11), ("[h]:mm:ss", 7e11), ("yyyy-mm-dd", -5e12), ("h:mm", -5e12)],
)
def test_in_a_column_of_dates_it_is_no_date(read_bytes, counts, codes, code, number):
    intake = read_bytes(book(number, code, column=5))
    assert (counts(intake), codes(intake)) == ((2, 2, 0, 0), ["date-unreadable"])
    assert intake.problems[0].cell == "E3"


def test_times_that_can_be_counted_stay_times(read_bytes):
    assert read_bytes(book(timedelta(days=4000))).frames["incidents"]["downtime_hours"].tolist() == [36.0, 96000.0]
