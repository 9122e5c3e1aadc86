"""Warnings about rows whose cells do not go together; nothing is changed by them."""

from datetime import date

import pytest


@pytest.mark.parametrize(
    ("columns", "code", "cell"),
    [
        ({"Planned start date": ["2028-01-01"]}, "dates-out-of-order", "C2"),
        ({"Actual start date": ["2026-01-01"], "Actual end date": ["2025-01-01"]}, "dates-out-of-order", "F2"),
        ({"Actual end date": ["2026-12-01"], "State": ["Done"]}, "date-after-as-of", "D2"),
    ],
)
def test_dates_that_cannot_be_are_warned_about_at_their_cell(initiatives, columns, code, cell):
    intake = initiatives(columns, as_of=date(2026, 9, 30))
    warnings = [problem for problem in intake.problems if problem.severity == "warning"]
    assert [problem.code for problem in warnings] == [code]
    assert len(intake.frames["initiatives"]) == 1
    assert intake.status == "attention"


@pytest.mark.parametrize("written", ["31/12/2089", date(2089, 12, 31)])
def test_a_day_to_come_is_told_without_a_date_of_the_upload_too(initiatives, written):
    columns = {"Actual end date": [written], "State": ["Done"]}
    (told,) = (one for one in initiatives(columns, kind="xlsx", as_of=None).problems if one.code == "date-in-future")
    assert (told.severity, told.cell, told.expected) == ("note", "D2", "a day not after today")


def test_low_over_high(read_rows, codes):
    rows = [["Incident ID", "Opened", "Category", "Loss low", "Loss high"], ["INC1", "2026-05-01", "Outage", 9, 5]]
    assert codes(read_rows(rows), "warning") == ["low-over-high"]


def test_an_unknown_assumption_is_a_warning_and_kept(read_rows, codes):
    intake = read_rows([["Key", "Value"], ["loss_limit", "$5m"], ["no_such_key", 1], ["loss_limit_chance", "5%"]])
    assert codes(intake) == ["assumption-unknown"]
    assert intake.frames["assumptions"]["value"].tolist() == ["5000000.0", "1.0", "0.05"]


def test_an_assumption_that_is_no_number_is_held(read_rows, counts):
    assert counts(read_rows([["Key", "Value"], ["loss_limit", "a lot"], ["reporting_currency", "EUR"]])) == (2, 1, 1, 0)


def test_a_row_count_that_smells_of_an_export_limit(read_rows, codes):
    rows = [["Incident ID", "Opened", "Category"]] + [[f"INC{n}", "2026-05-01", "Outage"] for n in range(1000)]
    assert codes(read_rows(rows, kind="csv")) == ["rows-at-limit"]
