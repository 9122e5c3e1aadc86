"""One reading of numeric dates for a whole column: by evidence, or asked."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def finishes(intake):
    return [stamp.date() if pd.notna(stamp) else None for stamp in intake.frames["initiatives"]["finish_planned"]]


def test_a_day_over_12_decides_the_whole_column(initiatives, decided):
    intake = initiatives({"Planned end date": ["05/03/2027", "25/03/2027", "01/02/2027"]})
    assert finishes(intake) == [date(2027, 3, 5), date(2027, 3, 25), date(2027, 2, 1)]
    assert decided(intake) == {"finish_planned": ["day first"]}
    assert not intake.questions
    us = initiatives({"Planned end date": ["05/03/2027", "03/25/2027"]})
    assert finishes(us) == [date(2027, 5, 3), date(2027, 3, 25)]


def test_without_evidence_the_order_is_asked_with_both_readings(initiatives):
    intake = initiatives({"Planned end date": ["05/03/2027", "01/02/2027"]})
    (question,) = intake.questions
    assert (question.key, question.choices) == ("dates:initiatives.finish_planned", ("day first", "month first"))
    assert "5 Mar 2027 or 3 May 2027" in question.because
    assert finishes(intake) == [None, None]
    assert intake.held.empty


@pytest.mark.parametrize(("answer", "first"), [("day first", date(2027, 3, 5)), ("month first", date(2027, 5, 3))])
def test_the_answer_decides(initiatives, answer, first):
    columns = {"Planned end date": ["05/03/2027", "01/02/2027"]}
    intake = initiatives(columns, answers={"dates:initiatives.finish_planned": answer})
    assert (intake.questions, finishes(intake)[0]) == ((), first)


def test_evidence_that_contradicts_itself_is_asked_not_decided_cell_by_cell(initiatives):
    intake = initiatives({"Planned end date": ["25/03/2027", "03/25/2027", "05/03/2027"]})
    (question,) = intake.questions
    assert "over 12 first" in question.because
    answered = initiatives({"Planned end date": ["25/03/2027", "03/25/2027", "05/03/2027"]},
                           answers={question.key: "day first"})  # fmt: skip
    assert finishes(answered) == [date(2027, 3, 25), date(2027, 3, 5)]
    assert [(p.code, p.row) for p in answered.problems if p.severity == "error"] == [("date-impossible", 3)]


def test_other_date_columns_of_the_sheet_decide(initiatives):
    intake = initiatives(
        {"Planned end date": ["05/03/2027", "01/02/2027"], "Last assessed": ["25/01/2026", "03/04/2026"]}
    )
    assert finishes(intake)[0] == date(2027, 3, 5)
    assert not intake.questions


def test_start_before_finish_decides(initiatives, decided):
    intake = initiatives({
        "Planned start date": ["2026-04-01", "2026-04-10", "2026-05-01"],
        "Planned end date": ["02/06/2026", "03/05/2026", "01/07/2026"],
    })  # fmt: skip
    assert finishes(intake) == [date(2026, 6, 2), date(2026, 5, 3), date(2026, 7, 1)]
    assert "start after they finish" in intake.files[0].sheets[0].decisions[0].evidence


def test_points_between_the_numbers_are_day_first(initiatives):
    assert finishes(initiatives({"Planned end date": ["05.03.2027", "01.02.2027"]}))[0] == date(2027, 3, 5)


def test_days_equal_to_months_need_no_question(initiatives):
    assert not initiatives({"Planned end date": ["05/05/2027", "2027-01-31"]}).questions


def test_excel_dates_need_no_question(initiatives):
    intake = initiatives({"Planned end date": [date(2027, 3, 5), date(2027, 2, 1)]}, kind="xlsx")
    assert (intake.questions, finishes(intake)) == ((), [date(2027, 3, 5), date(2027, 2, 1)])


def test_day_numbers_of_a_spreadsheet_are_read_and_said(initiatives, decided):
    intake = initiatives({"Planned end date": [46482, 46483.0]}, kind="xlsx")
    assert finishes(intake) == [date(2027, 4, 5), date(2027, 4, 6)]
    assert "numbers are days counted from 1900" in decided(intake)["finish_planned"]
    assert finishes(initiatives({"Planned end date": ["46482"]}))[0] == date(2027, 4, 5)


def test_a_quarter_ends_or_begins_by_its_column(initiatives):
    intake = initiatives({"Planned end date": ["Q3 2027"], "Planned start date": ["Q3 2026"]})
    assert finishes(intake) == [date(2027, 9, 30)]
    assert intake.frames["initiatives"].loc[0, "start_planned"] == pd.Timestamp(2026, 7, 1)


def test_fiscal_years_need_their_start(initiatives):
    columns = {"Planned end date": ["Q3 FY26-27", "2026-27"], "State": ["Done", "Done"]}
    refused = initiatives(columns)
    assert [p.code for p in refused.problems if p.severity == "error"] == ["date-fiscal"] * 2
    stated = pd.DataFrame([{"key": "fiscal_year_start_month", "value": "4"}])
    assert finishes(initiatives(columns, stated=stated)) == [date(2026, 12, 31), date(2027, 3, 31)]


@pytest.mark.parametrize("text", ["2022-06-31", "31/02/2027", "29/02/2027", "2027-13-01", "00/05/2027"])
def test_a_day_that_does_not_exist_is_refused_at_its_cell(initiatives, text):
    intake = initiatives({"Planned end date": ["25/03/2027", text]})
    errors = [p for p in intake.problems if p.severity == "error"]
    assert [(p.code, p.row, p.found) for p in errors] == [("date-impossible", 3, text)]
    assert intake.held["row"].tolist() == [3]


def test_open_ends_and_seasons_are_missing_with_a_note(initiatives, codes):
    intake = initiatives({"Actual end date": ["Ongoing", "TBD", "Fall 2022", "2026-01-01"]})
    assert intake.frames["initiatives"]["finish_actual"].notna().tolist() == [False, False, False, True]
    assert codes(intake) == ["value-withheld"] * 3
    assert codes(intake, "error") == []


def test_a_saved_order_that_the_column_contradicts_is_asked_again(initiatives):
    mapping = {
        "sheets": [{"sheet": "*", "table": "initiatives", "columns": {}, "dates": {"finish_planned": "month first"}}]
    }
    assert finishes(initiatives({"Planned end date": ["05/03/2027"]}, mapping=mapping)) == [date(2027, 5, 3)]
    assert initiatives({"Planned end date": ["25/03/2027", "05/03/2027"]}, mapping=mapping).questions


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dates(date(1971, 1, 1), date(2068, 1, 1)), min_size=1, max_size=6), st.sampled_from("-/ ."))
def test_with_one_day_over_12_formatting_then_reading_is_the_identity(initiatives, days, mark):
    mark = "/" if mark == " " else mark
    days = [*days, date(2027, 3, 25)]
    for pattern in (f"%d{mark}%m{mark}%Y", f"%m{mark}%d{mark}%Y"):
        assert finishes(initiatives({"Planned end date": [day.strftime(pattern) for day in days]})) == days


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("unit", [1, 1000])
def test_seconds_since_1970_are_recognised_for_a_whole_column(initiatives, decided, kind, unit):
    values = [1767225600 * unit, 1769904000 * unit]
    cells = values if kind == "xlsx" else [str(value) for value in values]
    intake = initiatives({"Planned end date": cells}, kind=kind)
    assert finishes(intake) == [date(2026, 1, 1), date(2026, 2, 1)]
    assert decided(intake)["finish_planned"] == [f"{'seconds' if unit == 1 else 'milliseconds'} since 1970, as UTC"]


def test_one_great_number_among_dates_is_refused_not_read_as_seconds(initiatives):
    intake = initiatives({"Planned end date": ["2026-01-01", "1767225600"]})
    assert [(p.code, p.row) for p in intake.problems if p.severity == "error"] == [("date-unreadable", 3)]


@pytest.mark.parametrize(("kind", "cells"), [("csv", ["2026", "2027"]), ("xlsx", [2026, 2027])])
def test_a_year_alone_is_its_last_day_for_an_end_and_its_first_for_a_start(initiatives, kind, cells):
    intake = initiatives({"Planned end date": cells, "Planned start date": cells}, kind=kind)
    assert finishes(intake) == [date(2026, 12, 31), date(2027, 12, 31)]
    assert intake.frames["initiatives"]["start_planned"].dt.date.tolist() == [date(2026, 1, 1), date(2027, 1, 1)]


def test_the_end_of_a_period_is_its_last_day_even_for_a_start(initiatives):
    intake = initiatives({"Planned start date": ["end of Q1 2026", "Ende 2025"]})
    assert intake.frames["initiatives"]["start_planned"].dt.date.tolist() == [date(2026, 3, 31), date(2025, 12, 31)]


def test_placeholders_for_no_date_are_missing_with_a_note(initiatives):
    intake = initiatives({"Actual end date": ["9999-12-31", "1900-01-01", "2026-01-05"]})
    assert intake.frames["initiatives"]["finish_actual"].isna().tolist() == [True, True, False]
    (note,) = [problem for problem in intake.problems if problem.code == "value-withheld"]
    assert "2 cells hold a placeholder for no date" in note.found


def test_midnight_written_as_utc_is_the_next_day_where_every_cell_is(initiatives, decided):
    cells = ["2026-12-30T23:00:00Z", "2026-06-29T22:00:00Z", "2026-01-14T23:00:00.000Z"]
    intake = initiatives({"Planned end date": cells})
    assert finishes(intake) == [date(2026, 12, 31), date(2026, 6, 30), date(2026, 1, 15)]
    assert decided(intake)["finish_planned"] == ["the day after"]
    mixed = initiatives({"Planned end date": [*cells, "2026-05-05T10:00:00Z"]})
    assert finishes(mixed)[0] == date(2026, 12, 30)


def test_impossible_days_are_refused_at_their_cell(initiatives):
    intake = initiatives({"Planned end date": ["2022-06-31", "30/02/2023", "KW 53/2024", "2027-03-31"]})
    errors = [(p.code, p.cell, p.found) for p in intake.problems if p.severity == "error"]
    assert errors == [("date-impossible", f"D{row}", text)
                      for row, text in ((2, "2022-06-31"), (3, "30/02/2023"), (4, "KW 53/2024"))]  # fmt: skip


def test_a_remark_in_brackets_is_set_aside_and_said(initiatives, decided):
    intake = initiatives({"Planned end date": ["2026-12-31 (planned)", "31/01/2027 (TBC)", "Q1 2027 (at the latest)"]})
    assert finishes(intake) == [date(2026, 12, 31), date(2027, 1, 31), date(2027, 3, 31)]
    assert "remarks in brackets set aside" in decided(intake)["finish_planned"]
