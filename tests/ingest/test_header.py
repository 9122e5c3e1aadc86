"""The row that holds the headers is found by what it names."""

import pytest

from balance.ingest.headers import forms, header_currency, header_unit, squash

HEADERS = ["Project ID", "Project Name", "State", "Planned end date"]
ROW = ["P-1", "Ledger", "Done", "2026-01-31"]


@pytest.mark.parametrize("above", [[], [["Portfolio report Q3"], ["Exported by Ada", "2026-09-30"], []], [[]] * 9])
def test_the_header_is_found_below_titles_and_blank_rows(read_rows, counts, above):
    intake = read_rows([*above, HEADERS, ROW])
    assert intake.files[0].sheets[0].header_row == len(above) + 1
    assert counts(intake) == (1, 1, 0, 0)


def test_a_header_of_two_lines_is_joined(read_rows):
    rows = [["Project", "", "State", "Planned", ""], ["ID", "Name", "", "start date", "end date"],
            ["P-1", "Ledger", "Done", "2026-01-01", "2026-01-31"]]  # fmt: skip
    intake = read_rows(rows)
    assert intake.files[0].sheets[0].header_row == 2
    assert [entry.column for entry in intake.files[0].sheets[0].mapping] == [
        "initiative_id", "name", "stage", "start_planned", "finish_planned"]  # fmt: skip


def test_no_header_is_a_question_and_the_answer_is_taken(read_rows):
    rows = [["a", "b", "c", "d"], ROW, ["P-2", *ROW[1:]]]
    asked = read_rows(rows)
    assert asked.refused
    assert asked.questions[0].key == "header_row:upload.xlsx/Sheet1"
    columns = dict(zip("abcd", ("initiative_id", "name", "stage", "finish_planned"), strict=True))
    mapping = {"sheets": [{"sheet": "Sheet1", "table": "initiatives", "columns": columns}]}
    answered = read_rows(rows, mapping=mapping, answers={"header_row:upload.xlsx/Sheet1": "1"})
    assert len(answered.frames["initiatives"]) == 2


def test_headers_are_compared_without_case_accents_and_punctuation():
    assert squash("  Planned_End-Date ") == squash("plannedEndDate")
    assert forms("Budget (£m)") == ("budgetm", "budget")
    assert "budget" in forms("Budget - USD million")
    assert "budget" in forms("Budget PLN m")


@pytest.mark.parametrize(
    ("header", "unit", "currency"),
    [
        ("Spending ($M)", 1e6, "$"), ("Costs (£m) (including Non-Government Costs)", 1e6, "GBP"),
        ("Loss in thousands", 1e3, None), ("Loss EUR k", 1e3, "EUR"), ("Management cost", 1.0, None),
        ("Loss [CHF]", 1.0, "CHF"), ("Budget (m)", 1e6, None), ("Project PMO cost", 1.0, None),
        ("Budget (PLN m)", 1e6, "PLN"), ("Budget (m ZAR)", 1e6, "ZAR"), ("Budget (HK$m)", 1e6, "HKD"),
        ("Budget MSEK", 1e6, "SEK"), ("Budget (TSEK)", 1e3, "SEK"), ("Budget (USDm)", 1e6, "USD"),
        ("Budget (Mkr)", 1e6, "kr"), ("Kosten in Mio. Fr.", 1e6, "CHF"), ("Budget (Md€)", 1e9, "EUR"),
        ("Effort (MD)", 1.0, None), ("Weight (t)", 1.0, None), ("Budget FR", 1.0, None), ("Custo real", 1.0, None),
        ("Budget (en millions d'euros)", 1e6, "EUR"), ("Coste (miles de €)", 1e3, "EUR"),
        ("US$ m", 1e6, "USD"), ("Budget ($ mn)", 1e6, "$"), ("Budget (Tsd.)", 1e3, None), ("Budget Tsd. €", 1e3, "EUR"),
        ("Budget (USD Mill.)", 1e6, "USD"), ("Budget (€ Mds)", 1e9, "EUR"), ("Presupuesto (mill. €)", 1e6, "EUR"),
        ("Orçamento (R$ mi)", 1e6, "BRL"), ("Budget (tys. zł)", 1e3, "PLN"), ("Budget (thous. USD)", 1e3, "USD"),
        ("Distance (mi)", 1.0, None), ("Budget ($000)", 1e3, "$"), ("Budget (US$ mil)", 1.0, "USD"),
        ("Custo (milhões de reais)", 1e6, "BRL"), ("Budget (Rs. lakhs)", 1e5, "INR"),
    ],
)  # fmt: skip
def test_units_and_currencies_of_headers(header, unit, currency):
    assert (header_unit(header), header_currency(header)) == (unit, currency)
