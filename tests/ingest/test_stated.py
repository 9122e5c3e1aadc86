"""Values of assumptions: read by the marks of the whole sheet, refused where they can be read in two ways."""

import pytest


@pytest.fixture
def stated(read_rows):
    """The values by key that were taken, and what was refused by cell."""

    def stated(rows, **said):
        intake = read_rows([["key", "value"], *rows], **said)
        frame = intake.frames.get("assumptions")
        told = {p.cell: p.code for p in intake.problems if p.severity == "error"}
        return {} if frame is None else dict(zip(frame["key"], frame["value"], strict=True)), told

    return stated


def test_the_marks_of_the_sheet_decide_what_parts_thousands(stated):
    rows = [["downtime_cost_per_hour", "12.500"], ["loss_limit", "5.000.000"], ["exchange_rate:USD", "1,125"]]
    values, told = stated(rows, kind="csv")
    assert told == {}
    assert {key: float(value) for key, value in values.items()} == {
        "downtime_cost_per_hour": 12500.0, "loss_limit": 5e6, "exchange_rate:USD": 1.125,
    }  # fmt: skip


@pytest.mark.parametrize(("key", "text", "other"), [
    ("revenue", "12.000", None), ("revenue", "€ 12.000", "1,234.50"), ("exchange_rate:USD", "1,125", None),
    ("exchange_rate:USD", "1.125", "1.234,50"), ("revenue", "12,000", "1.234,50"),
])  # fmt: skip
def test_an_amount_that_can_be_read_in_two_ways_is_refused_at_its_cell(stated, key, text, other):
    rows = [[key, text], *([["loss_limit", other]] if other else [])]
    assert stated(rows, kind="csv")[1] == {"B2": "number-ambiguous"}


@pytest.mark.parametrize(("key", "text", "meant"), [
    ("revenue", "12,000", 12000.0), ("exchange_rate:USD", "1.125", 1.125), ("revenue", "1.125m", 1125000.0),
    ("revenue", "12.50", 12.5), ("loss_limit_chance", "5 %", 0.05),
])  # fmt: skip
def test_the_usual_writing_needs_no_other_cell(stated, key, text, meant):
    values, told = stated([[key, text]], kind="csv")
    assert (float(values[key]), told) == (meant, {})


def test_numbers_of_a_workbook_are_as_they_are(stated):
    values, told = stated([["revenue", 12.345], ["exchange_rate:USD", 1.125]])
    assert (values["revenue"], values["exchange_rate:USD"], told) == ("12.345", "1.125", {})


def test_money_in_another_currency_than_that_of_the_reports_is_refused(stated):
    rows = [["reporting_currency", "EUR"], ["loss_limit", "$5m"], ["revenue", "EUR 9m"]]
    values, told = stated(rows, kind="csv")
    assert (set(values), told) == ({"reporting_currency", "revenue"}, {"B3": "currency-other"})


def test_words_are_kept_as_words(stated):
    values, told = stated([["loss_recording:missing_means", "below_floor"]], kind="csv")
    assert (values, told) == ({"loss_recording:missing_means": "below_floor"}, {})


def test_a_key_in_plain_words_is_told_with_the_documented_one(read_rows):
    intake = read_rows([["Assumption", "Value"], ["Loss limit", 5], ["Reporting currency", "EUR"], ["Wetter", 1]])
    told = {p.cell: (p.code, p.expected) for p in intake.problems}
    assert told["A2"] == ("assumption-unknown", "a documented key, such as loss_limit")
    assert told["A4"] == ("assumption-unknown", "a documented key")
    assert told["B3"] == ("number-unreadable", "one number, for the key of this row is none that is known")


@pytest.mark.parametrize(("text", "month"), [("April", 4.0), ("avril", 4.0), ("Okt.", 10.0), ("7", 7.0)])
def test_a_month_is_known_by_its_name_too(stated, text, month):
    values, told = stated([["fiscal_year_start_month", text]], kind="csv")
    assert (told, float(values["fiscal_year_start_month"])) == ({}, month)


def test_what_is_no_month_and_an_assumption_given_as_an_answer_are_told_how_to_say_it(read_rows, initiatives):
    (problem,) = read_rows([["key", "value"], ["fiscal_year_start_month", "spring"]]).problems
    assert (problem.cell, problem.expected) == ("B2", "a month by its number or its name, such as 4 or April")
    told = initiatives({"Budget": ["5"]}, answers={"fiscal_year_start_month": "April"}).problems
    assert [(p.code, p.expected) for p in told] == [("answer-unknown", "a table of assumptions with this key")]
    assert "balance assume fiscal_year_start_month=" in told[0].fix
