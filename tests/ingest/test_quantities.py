"""Amounts decided for a whole column: decimal sign, unit, currency, percent."""

import numpy as np
import pytest

from balance.ingest.grid import EMPTY, ERROR, NUMBER, TEXT, Cells
from balance.ingest.share_problems import _marked


def column(intake, name):
    return intake.frames["initiatives"][name].tolist()


def test_a_decimal_comma_is_decided_by_the_column(initiatives, decided):
    intake = initiatives({"Budget": ["1.234,50", "2.000", "17"]})
    assert column(intake, "budget") == [1234.5, 2000.0, 17.0]
    assert decided(intake) == {"budget": ["decimal comma"]}


def test_a_decimal_point_is_decided_by_the_column(initiatives):
    assert column(initiatives({"Budget": ["1,234.50", "2,000", "2.125"]}), "budget") == [1234.5, 2000.0, 2.125]


def test_the_other_columns_of_the_sheet_decide(initiatives):
    intake = initiatives({"Budget": ["1.234", "2.000"], "Actual cost": ["0,5", "17,25"]})
    assert column(intake, "budget") == [1234.0, 2000.0]
    assert "other columns" in intake.files[0].sheets[0].decisions[0].evidence


def test_three_digits_after_a_point_are_asked_and_answered(initiatives):
    asked = initiatives({"Budget": ["1.234", "2.000"]})
    (question,) = asked.questions
    assert question.key == "decimal:initiatives.budget"
    assert "'1.234' is 1.234 or 1,234" in question.because
    answers = {question.key: "decimal comma"}
    assert column(initiatives({"Budget": ["1.234", "2.000"]}, answers=answers), "budget") == [1234.0, 2000.0]
    answers = {question.key: "decimal point"}
    assert column(initiatives({"Budget": ["1.234", "2.000"]}, answers=answers), "budget") == [1.234, 2.0]


def test_thousands_with_commas_need_no_question(initiatives):
    intake = initiatives({"Budget": ["1,234", "950,000"]})
    assert (intake.questions, column(intake, "budget")) == ((), [1234.0, 950000.0])


def test_contradicting_decimal_signs_are_asked(initiatives):
    assert [q.key for q in initiatives({"Budget": ["1,50", "1.50"]}).questions] == ["decimal:initiatives.budget"]


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Budget (£m)", 1e6), ("Budget ($M)", 1e6), ("Budget (in thousands)", 1e3), ("Budget $000", 1e3),
        ("Budget (k€)", 1e3), ("Budget EUR million", 1e6), ("Budget (USD)", 1.0), ("Budget", 1.0),
        ("Budget (bn)", 1e9), ("Budget (Mio. EUR)", 1e6), ("Budget Mio. €", 1e6), ("Budget in TEUR", 1e3),
        ("Budget USD '000", 1e3), ("Budget (T€)", 1e3), ("Budget (₹ crore)", 1e7), ("Budget (INR lakhs)", 1e5),
    ],
)  # fmt: skip
def test_a_unit_in_the_header_counts_for_cells_without_their_own(initiatives, header, unit):
    intake = initiatives({header: ["12.5", "3", "2k"]}, name="a")
    assert column(intake, "budget") == pytest.approx([12.5 * unit, 3 * unit, 2000])


def test_withheld_amounts_are_missing_not_zero_and_counted_by_reason(initiatives, codes):
    texts = ["Exempt under Section 43 of the Act", "N/A****", "?", "--", "Inf", "NaN", "12"]
    intake = initiatives({"Budget": texts})
    assert intake.frames["initiatives"]["budget"].notna().tolist() == [False] * 6 + [True]
    assert codes(intake, "error") == []
    notes = {problem.found.split(" (")[0] for problem in intake.problems}
    assert notes == {'1 cell holds words for "kept back"', '1 cell holds words for "not applicable"',
                     "2 cells hold a dash or question mark", '2 cells hold words for "no value"'}  # fmt: skip


def test_negative_and_out_of_range_amounts_are_refused_where_the_column_has_bounds(initiatives):
    intake = initiatives({"Budget": ["(1,200)", "100"], "Annual benefit": ["(1,200)", "5"]})
    assert [(p.code, p.cell) for p in intake.problems] == [("number-out-of-range", "E2")]
    assert intake.frames["initiatives"].loc[0, "annual_value"] == -1200


@pytest.mark.parametrize(
    ("values", "shares"),
    [(["45%", "100%"], [0.45, 1.0]), (["45", "100"], [0.45, 1.0]), (["0.45", "1"], [0.45, 1.0]), (["0", "1"], [0, 1])],
)
def test_shares_are_decided_for_the_whole_column(initiatives, values, shares):
    assert column(initiatives({"% Complete": values}), "percent_complete") == pytest.approx(shares)


def test_shares_that_may_be_both_are_asked(initiatives):
    columns = {"Progress": ["0.5", "45", "80"]}
    (question,) = initiatives(columns).questions
    assert question.key == "share:initiatives.percent_complete"
    intake = initiatives(columns, answers={question.key: "percent"})
    assert column(intake, "percent_complete") == pytest.approx([0.005, 0.45, 0.8])


def test_a_header_of_percent_decides_for_percents_with_decimals_only(initiatives):
    assert initiatives({"% Complete": ["0.45", "0.6", "45"]}).questions
    intake = initiatives({"% Complete": ["0.45", "0.6", "12.5"]})
    assert column(intake, "percent_complete") == pytest.approx([0.0045, 0.006, 0.125])
    assert not intake.questions


def test_a_share_among_whole_percents_is_warned_of_with_its_cell(initiatives):
    intake = initiatives({"% Complete": ["45", "60", "0.45", "80", "0", "1", "40%", "0.5%"]})
    (told,) = [problem for problem in intake.problems if problem.severity == "warning"]
    assert (told.code, told.cell) == ("share-among-percents", "E4")
    assert "1 number lies between 0 and 1 among whole percents (row 4), such as 0.45, read as 0.45 %" in told.found
    assert column(intake, "percent_complete")[2] == pytest.approx(0.0045)
    decimals = initiatives({"% Complete": ["45.5", "60", "0.45", "80", "12", "1"]})
    assert not [problem for problem in decimals.problems if problem.code == "share-among-percents"]


def test_a_percent_sign_is_seen_where_a_person_sees_it_without_asking_cell_by_cell(monkeypatch):
    codes = np.array([0, 1, 0, -1, -1, -1, -1, -1, 2])
    kinds = np.array([TEXT, TEXT, TEXT, EMPTY, NUMBER, NUMBER, NUMBER, NUMBER, ERROR], dtype=np.uint8)
    numbers = np.array([0, 0, 0, 0, 45, 45.5, 45, 1e15, 0])
    forms = np.array([0, 0, 0, 0, 1, 1, 0, 1, 0], dtype=np.uint16)
    cells = Cells(kinds, numbers, codes.astype(np.int32), ("5 %", "5", "#%"), forms, ("", '00"%"'))
    seen = ["%" in cells.shown(row) for row in range(len(cells))]
    monkeypatch.setattr(Cells, "shown", None)
    assert _marked(cells).tolist() == seen
    assert sum(seen) == 4
    assert _marked(Cells(kinds[3:8], numbers[3:8], codes[3:8].astype(np.int32), ())).tolist() == [False] * 5


def test_a_share_over_one_hundred_percent_is_refused(initiatives, codes):
    assert codes(initiatives({"% Complete": ["45%", "145%"]}), "error") == ["number-out-of-range"]


def test_counts_are_whole_numbers(initiatives, codes):
    intake = initiatives({"Open findings": ["1,200", "3", "2.5"]})
    assert column(intake, "findings_open")[:2] == [1200, 3]
    assert codes(intake, "error") == ["count-not-whole"]


def test_a_range_of_losses_is_kept_as_low_and_high(read_rows):
    rows = [["Incident ID", "Opened", "Category", "Gross loss"], ["INC1", "2026-05-01", "Outage", "$12 M - $15 M"],
            ["INC2", "2026-05-02", "Outage", "$1.5m"]]  # fmt: skip
    frame = read_rows(rows, kind="csv").frames["incidents"]
    assert frame["loss_low"].tolist()[0] == 12e6
    assert frame["loss_high"].tolist()[0] == 15e6
    assert frame["loss"].tolist()[1] == 1.5e6


def test_spans_of_time_are_hours_where_the_column_counts_hours(read_rows):
    from datetime import timedelta

    rows = [
        ["Incident ID", "Opened", "Category", "Outage duration"],
        ["INC1", "2026-05-01", "Outage", timedelta(hours=36)],
    ]
    assert read_rows(rows).frames["incidents"]["downtime_hours"].tolist() == [36.0]


def test_minutes_in_the_header_become_hours(read_rows):
    rows = [["Incident ID", "Opened", "Category", "Downtime (minutes)"], ["INC1", "2026-05-01", "Outage", "90"]]
    assert read_rows(rows, kind="csv").frames["incidents"]["downtime_hours"].tolist() == [1.5]


def test_a_mapping_file_may_state_unit_and_currency(initiatives):
    said = {"sheet": "*", "table": "initiatives", "columns": {}, "money": {"budget": {"unit": 1000, "currency": "EUR"}}}
    intake = initiatives({"Budget": ["5", "6m"]}, mapping={"sheets": [said]})
    assert column(intake, "budget") == [5000.0, 6e6]
    assert intake.currency == "EUR"
    assert intake.mapping["sheets"][0]["money"] == {"budget": {"unit": 1000, "currency": "EUR"}}


def test_a_few_decimals_with_units_do_not_decide_for_plain_thousands(initiatives):
    assert [q.key for q in initiatives({"Budget": ["1.2m", "10.000"]}).questions] == ["decimal:initiatives.budget"]
    assert column(initiatives({"Budget": ["1.2m", "10,000"]}), "budget") == [1.2e6, 10_000]


def test_amounts_in_units_decide_for_one_another(initiatives):
    """`0.765M` can only have a decimal point, and there is no plain amount beside it that might mean something else."""
    intake = initiatives({"Budget": ["$1.762M", "$0.765M", "$2.244M"]})
    assert not intake.questions
    assert list(intake.frames["initiatives"]["budget"]) == [1_762_000, 765_000, 2_244_000]


def test_a_count_may_name_what_it_counts_and_has_no_decimals(initiatives):
    intake = initiatives({"Open findings": ["1.200", "12 findings", "~400", "2.5k items"]})
    assert column(intake, "findings_open")[1:3] == [12, 400]
    whole = initiatives({"Open findings": ["1.200", "3"]})
    assert (column(whole, "findings_open"), whole.questions) == ([1200, 3], ())


def test_shares_of_nought_and_one_are_said_to_be_read_so(initiatives, decided):
    assert decided(initiatives({"% Complete": ["1", "0"]}))["percent_complete"] == ["plain numbers are shares"]


def test_mixed_currencies_are_converted_with_the_rate_shown(initiatives, decided):
    import pandas as pd

    rates = [("reporting_currency", "EUR"), ("exchange_rate:USD", "0.9")]
    stated = pd.DataFrame(rates, columns=["key", "value"])
    intake = initiatives({"Budget": ["€100", "$200", "300", "£5"]}, stated=stated)
    assert column(intake, "budget") == [100, 180, 300]
    assert "USD times 0.9" in decided(intake)["budget"]
    assert [(p.code, p.cell) for p in intake.problems] == [("rate-missing", "E5")]
    assert len(intake.held) == 1


@pytest.mark.parametrize("beyond", [1e308, "-1e308", "1e31"])
def test_an_amount_beyond_all_measure_is_reported_at_its_cell(initiatives, beyond):
    intake = initiatives({"Budget": ["5", beyond]})
    assert intake.frames["initiatives"]["budget"].isna().tolist() == [False, True]
    assert [(problem.code, problem.cell) for problem in intake.problems] == [("money-unreadable", "E3")]


def test_a_percentage_is_no_sum_and_no_count(initiatives, codes):
    intake = initiatives({"Budget": ["10%", "5", "1,200.50"], "Findings open": ["3", "50 %", "2"]})
    assert codes(intake, "error") == ["money-unreadable", "number-unreadable"]
    assert [problem.cell[1:] for problem in intake.problems if problem.severity == "error"] == ["2", "3"]
    assert intake.frames["initiatives"]["budget"].isna().tolist() == [True, False, False]


def test_a_dash_for_cents_is_not_read_as_a_thousandth(initiatives):
    intake = initiatives({"Budget": ["1.500,-", "2.000,-"]})
    assert column(intake, "budget") == [1500, 2000]
    mixed = initiatives({"Budget": ["1.500,-", "2,000.50"]})
    assert [question.key for question in mixed.questions] == ["decimal:initiatives.budget"]
