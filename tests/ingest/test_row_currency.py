"""Columns that name the currency of each row's sums."""

import pandas as pd
import pytest

HEADERS = ["Initiative ID", "Name", "Stage", "Planned end date"]
RATES = pd.DataFrame({"key": ["reporting_currency", "exchange_rate:USD"], "value": ["EUR", "0.5"]})


@pytest.fixture
def read(read_rows):
    def read(headers, *rows, **said):
        lines = [[f"P-{n}", "A", "Done", "2026-01-31", *row] for n, row in enumerate(rows, 1)]
        return read_rows([[*HEADERS, *headers], *lines], kind="csv", stated=RATES, **said)

    return read


def column(intake, name="budget"):
    return intake.frames["initiatives"][name].tolist()


COLUMNS = ["Currency", "Währung", "Devise", "Moneda", "Moeda", "Divisa", "Ccy", "Currency Code", "Project currency"]


@pytest.mark.parametrize("header", COLUMNS)
def test_the_column_counts_in_every_language(read, header):
    intake = read(["Budget", header], ["1000", "EUR"], ["1000", "USD"])
    assert column(intake) == [1000, 500]
    assert any(header in repr(decision) for file in intake.files for decision in file.sheets[0].decisions)


def test_a_column_of_its_own_goes_before_the_one_for_all(read):
    headers = ["Budget", "Budget Currency", "Annual value", "Currency"]
    intake = read(headers, ["1000", "USD", "400", "EUR"], ["1000", "EUR", "400", "USD"])
    assert (column(intake), column(intake, "annual_value")) == ([500, 1000], [400, 200])


def test_the_column_for_all_counts_where_the_own_one_is_empty(read):
    intake = read(["Budget", "Budget Currency", "Currency"], ["1000", "", "USD"], ["1000", "EUR", "USD"], ["9", "", ""])
    assert column(intake) == [500, 1000, 9]


def test_the_column_of_another_sum_says_nothing(read):
    intake = read(["Budget", "Annual value", "Currency of annual value"], ["1000", "400", "USD"])
    assert (column(intake), column(intake, "annual_value")) == ([1000], [200])


def test_columns_that_disagree_are_asked_about(read):
    headers = ["Budget", "Local currency", "Group currency"]
    rows = [["1000", "USD", "EUR"], ["€ 700", "USD", "EUR"]]
    intake = read(headers, *rows)
    (question,) = intake.questions
    assert question.key == "currency:initiatives.budget"
    assert question.choices == ("Local currency", "Group currency", "none of them")
    assert [value for value in column(intake) if value == value] == [700]
    for answer, expected in (("Local currency", 500), ("Group currency", 1000), ("none of them", 1000)):
        answered = read(headers, *rows, answers={question.key: answer})
        assert (answered.questions, column(answered)) == ((), [expected, 700])


def test_columns_that_agree_need_no_answer(read):
    intake = read(["Budget", "Local currency", "Group currency"], ["1000", "USD", "USD"])
    assert (intake.questions, column(intake)) == ((), [500])
