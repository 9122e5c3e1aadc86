"""Money of one year under a header nothing else claims: offered, not taken, and nobody has to answer."""

import pytest

from balance.ingest.one_year import year_of


def keys(intake):
    return {question.key: (question.choices, question.default) for question in intake.questions}


@pytest.mark.parametrize(
    ("header", "column"),
    [("Total FY2021 Spending ($M)", "actual_cost"), ("FY22 Actuals", "actual_cost"), ("2024 Budget", "budget"),
     ("FY 2023/24 forecast (£m)", "forecast_cost"), ("FY21-22 Funding", "budget")],
)  # fmt: skip
def test_money_of_a_year_is_offered(initiatives, header, column):
    columns = {header: ["$66.843", "12.5", "3"]}
    intake = initiatives(columns)
    ((key, (choices, default)),) = keys(intake).items()
    assert (key, choices[0], choices[-1], default) == (f"column:initiatives:{header}", column, "leave out", "leave out")
    assert (intake.open_questions, intake.frames["initiatives"][column].notna().any()) == ((), False)
    answered = initiatives(columns, answers={key: column})
    assert (answered.questions, answered.frames["initiatives"][column].notna().all()) == ((), True)
    again = initiatives(columns, mapping=answered.mapping)
    assert again.frames["initiatives"].equals(answered.frames["initiatives"])
    assert not initiatives(columns, answers={key: "leave out"}).questions
    assert not initiatives(columns, mapping=initiatives(columns, answers={key: "leave out"}).mapping).questions


def test_of_several_years_the_latest_is_offered(initiatives):
    columns = {f"FY{year} Actuals": ["1.5", "2.5"] for year in (21, 23, 22)}
    assert list(keys(initiatives(columns))) == ["column:initiatives:FY23 Actuals"]


@pytest.mark.parametrize(
    "columns",
    [{"FY22 Actuals": ["1.5", "2"], "Actual cost": ["3", "4"]}, {"FY22 status": ["ok", "late"]},
     {"Budget holder 2024": ["Ada", "Bo"]}, {"Actuals code": ["17", "18"]}],
)  # fmt: skip
def test_nothing_is_offered_where_another_header_is_it_or_it_is_no_money(initiatives, columns):
    assert not initiatives(columns).questions


def test_a_header_without_a_year_names_none():
    assert [year_of(text) for text in ("Budget 12", "Room 12345", "A2021B", "FY", "1850 cost")] == [
        None, None, 2021, None, None]  # fmt: skip


def test_an_upper_title_over_a_column_it_has_nothing_to_do_with_costs_nothing(read_rows):
    rows = [["", "", "", "Costs", "", "", ""],
            ["Project ID", "Project Name", "State", "Budget", "Actual", "Planned end date", "Owner"],
            ["P-1", "A", "Done", "5", "4", "2027-01-31", "Ada"]]  # fmt: skip
    intake = read_rows(rows, kind="csv")
    found = {entry.column for entry in intake.files[0].sheets[0].mapping}
    assert found >= {"initiative_id", "name", "stage", "budget", "actual_cost", "finish_planned", "owner"}
