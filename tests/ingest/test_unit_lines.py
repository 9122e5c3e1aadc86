"""Units and currencies that stand outside the header: in titles, remarks and a row of units."""

import pandas as pd
import pytest

from balance.ingest.unit_lines import stated_in

HEADERS = ["Initiative ID", "Name", "Stage", "Planned end date", "Budget", "Annual value"]
KEY = "unit_line:initiatives.budget"
RATES = pd.DataFrame({"key": ["reporting_currency", "exchange_rate:USD"], "value": ["EUR", "0.5"]})


@pytest.fixture
def read(read_rows):
    def read(*titles, headers=HEADERS, units=(), remarks=(), amounts=("1200", "90"), **said):
        rows = [[f"P-{n}", "A", "Done", "2026-01-31", *amounts] for n in (1, 2, 3)]
        lines = [*([title] for title in titles), headers, *([units] if units else ()), *rows, *([r] for r in remarks)]
        width = max(map(len, lines))
        return read_rows([[*line, *[""] * (width - len(line))] for line in lines], kind="csv", **said)

    return read


def first(intake):
    row = intake.frames["initiatives"].iloc[0]
    return row["budget"], row["annual_value"]


TITLES = {
    "All figures in EUR thousands": 1e3, "IT portfolio (all amounts in thousands of USD)": 1e3, "TEUR": 1e3,
    "Angaben in Mio. EUR": 1e6, "Montants en milliers d’euros": 1e3, "Importes en miles de euros": 1e3,
    "Figures in k€, net of tax": 1e3, "Kosten in T€ (netto)": 1e3, "Amounts in $000": 1e3,
    "Stand 30.09.2026 - alle Werte in Mrd. EUR": 1e9, "Projects excluding VAT in k€": 1e3,
    "Vorhaben ohne MwSt in TEUR": 1e3,
}  # fmt: skip


@pytest.mark.parametrize(("title", "factor"), TITLES.items())
def test_a_title_that_states_the_unit_counts_for_every_sum(read, title, factor):
    intake = read("Portfolio", title)
    assert (intake.questions, first(intake)) == ((), (1200 * factor, 90 * factor))
    assert f"times {factor:,.0f}" in repr(intake.files[0].sheets[0].decisions)
    assert "A2 says so" in repr(intake.files[0].sheets[0].decisions)


@pytest.mark.parametrize("title", ["CAD", "Currency: CAD", "All amounts in CAD", "Budgets in CAD", "Portfolio in EUR"])
def test_a_code_that_is_a_word_too_counts_where_money_is_meant(title):
    assert [line.currency for line in stated_in(title, "A1")] == [title[-3:]]


def test_a_remark_below_the_rows_counts_as_a_title_does(read):
    assert first(read(remarks=["Amounts in thousands of EUR"])) == (1200e3, 90e3)


@pytest.mark.parametrize("title", ["Projects over 1 million EUR", "Growth in million-dollar markets", "Report in PDF",
                                   "Delivered in 3 months", "Launch in M", "k", "Top 1000", "Projects in CAD",
                                   "Applications written in PHP", "Excluding projects in USD",
                                   "Ohne Vorhaben in Mio. EUR"])  # fmt: skip
def test_a_title_that_speaks_of_something_else_says_nothing(read, title):
    assert not list(stated_in(title, "A1"))
    assert first(read(title)) == (1200, 90)


def test_the_header_and_the_cell_go_before_the_title(read):
    intake = read("All figures in EUR thousands", headers=[*HEADERS[:4], "Budget (M€)", "Annual value"],
                  amounts=("12", "0.5m"))  # fmt: skip
    assert first(intake) == (12e6, 0.5e6)


def test_a_currency_in_a_title_is_the_currency_of_the_sums(read):
    assert first(read("Currency: USD", stated=RATES)) == (600, 45)
    assert first(read("All amounts in US$ million", stated=RATES)) == (600e6, 45e6)


def test_titles_that_disagree_are_asked_about(read):
    intake = read("Budget in k€, benefits in M€")
    asked = {question.key: question for question in intake.questions}
    assert set(asked) == {KEY, "unit_line:initiatives.annual_value"}
    assert asked[KEY].choices == ("k€", "M€", "as written")
    assert "A1 says 'Budget in k€, benefits in M€'" in asked[KEY].because
    assert intake.frames["initiatives"]["budget"].isna().all()
    answers = {KEY: "k€", "unit_line:initiatives.annual_value": "M€"}
    answered = read("Budget in k€, benefits in M€", answers=answers)
    assert (answered.questions, first(answered)) == ((), (1200e3, 90e6))
    assert first(read("Budget in k€, benefits in M€", answers=dict.fromkeys(asked, "as written"))) == (1200, 90)


@pytest.mark.parametrize("lines", [{"titles": ["The number of users is given in thousands."]},
                                   {"remarks": ["Tickets are counted in thousands"]}])  # fmt: skip
def test_a_factor_that_may_speak_of_something_else_is_asked_about(read, lines):
    def again(**said):
        return read(*lines.get("titles", ()), remarks=lines.get("remarks", ()), **said)

    asked = {question.key: question.choices for question in again().questions}
    assert set(asked) == {KEY, "unit_line:initiatives.annual_value"}
    assert asked[KEY][1:] == ("as written",)
    assert again().frames["initiatives"]["budget"].isna().all()
    assert first(again(answers=dict.fromkeys(asked, "as written"))) == (1200, 90)
    assert first(again(answers={key: choices[0] for key, choices in asked.items()})) == (1200e3, 90e3)


def test_a_unit_said_of_one_column_is_asked_about_for_the_others(read):
    intake = read("Project budget in k€")
    assert [question.key for question in intake.questions] == ["unit_line:initiatives.annual_value"]
    assert intake.frames["initiatives"]["budget"].iloc[0] == 1200e3
    answered = read("Project budget in k€", answers={"unit_line:initiatives.annual_value": "as written"})
    assert (answered.questions, first(answered)) == ((), (1200e3, 90))


def test_sums_of_which_some_are_said_to_be_in_full_are_asked_about(read):
    title = "Budget in k€; annual value in EUR"
    asked = {question.key: question.choices for question in read(title).questions}
    assert asked == dict.fromkeys([KEY, "unit_line:initiatives.annual_value"], ("k€", "EUR", "as written"))
    answered = read(title, answers={KEY: "k€", "unit_line:initiatives.annual_value": "EUR"})
    assert (answered.questions, first(answered), answered.currency) == ((), (1200e3, 90), "EUR")


def test_a_row_of_units_below_the_header_is_part_of_it(read):
    intake = read(units=["", "text", "", "dd.mm.yyyy", "[k€]", "Mio. €"])
    assert first(intake) == (1200e3, 90e6)
    (sheet,) = intake.files[0].sheets
    assert (sheet.rows.read, sheet.rows.accepted, sheet.rows.left_out) == (4, 3, 1)
    (note,) = [problem for problem in intake.problems if problem.code == "row-of-units"]
    assert (note.severity, note.cell) == ("note", "A2")


def test_a_row_of_data_is_no_row_of_units(read):
    intake = read(units=["P-0", "A", "Done", "2026-01-31", "k€", ""])
    assert len(intake.frames["initiatives"]) == 4
    assert [problem.cell for problem in intake.problems if problem.code == "money-unreadable"] == ["E2"]


@pytest.mark.parametrize(
    ("headers", "units"),
    [(HEADERS, ["", "", "", "", "EUR", "k€"]), ([*HEADERS[:4], "Budget (EUR)", "Annual value (k€)"], ())],
)
def test_a_column_said_to_be_in_full_below_a_title_in_thousands_is_asked_about(read, headers, units):
    def told(**said):
        return read("All figures in k€", headers=headers, units=units, **said)

    (asked,) = told().questions
    assert (asked.key, asked.choices) == (KEY, ("k€", "as written"))
    assert asked.because == "A1 says 'All figures in k€'; the column itself says 'Budget (EUR)'"
    assert first(told(answers={KEY: "as written"})) == (1200, 90e3)
    assert first(told(answers={KEY: "k€"})) == (1200e3, 90e3)
