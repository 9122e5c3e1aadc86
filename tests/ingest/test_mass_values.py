"""One value in very many rows, and marks of currency that contradict each other."""

from datetime import date, timedelta

import pytest


def incidents(read_rows, columns, **said):
    count = max(len(values) for values in columns.values())
    base = {"Incident ID": [f"INC{row:04}" for row in range(count)], "Category": ["Network"] * count} | columns
    return read_rows([list(base), *[list(row) for row in zip(*base.values(), strict=True)]], kind="csv", **said)


SPREAD = [(date(2026, 1, 1) + timedelta(days=3 * row)).isoformat() for row in range(60)]


@pytest.mark.parametrize(("bulk", "expected"), [(40, ["dates-bulk"]), (39, [])])
def test_incidents_dated_on_the_day_of_a_migration(read_rows, codes, bulk, expected):
    opened = ["2019-06-01 03:00"] * bulk + SPREAD
    intake = incidents(read_rows, {"Opened": opened})
    assert codes(intake) == expected
    assert len(intake.frames["incidents"]) == len(opened)


def test_an_export_of_one_day_is_no_migration(read_rows, codes):
    assert codes(incidents(read_rows, {"Opened": ["2026-05-01"] * 50})) == []


@pytest.mark.parametrize(("zeros", "expected"), [(6, ["amounts-zero"]), (5, []), (2, [])])
def test_budgets_of_zero_by_the_dozen_are_noted(initiatives, codes, zeros, expected):
    assert codes(initiatives({"Budget": ["0"] * zeros + ["1000"] * 6})) == expected


@pytest.mark.parametrize(("factor", "unit"), [(60, "minutes"), (3600, "seconds")])
def test_downtime_longer_than_the_incident_names_the_unit_that_fits(read_rows, factor, unit):
    columns = {"Opened": ["2026-05-01 10:00"] * 6, "Resolved": ["2026-05-01 14:00"] * 6}
    intake = incidents(read_rows, columns | {"Downtime": [str(3 * factor)] * 6})
    (problem,) = [problem for problem in intake.problems if problem.code == "downtime-too-long"]
    assert f"fit as {unit}" in problem.fix
    assert not incidents(read_rows, columns | {"Downtime": ["3"] * 6}).problems


@pytest.mark.parametrize(
    ("columns", "who"),
    [
        ({"Budget (USD)": ["€100", "€200", "300"]}, "the header says USD"),
        ({"Budget": ["£100", "200", "300"], "Currency": ["EUR"] * 3}, "the column 'Currency' says EUR"),
        ({"Budget (USD)": ["100", "200", "300"], "Currency": ["EUR"] * 3}, "the column 'Currency' says EUR"),
    ],
)
def test_marks_that_contradict_each_other_are_said(initiatives, columns, who):
    told = [problem for problem in initiatives(columns).problems if problem.code == "currency-contradicts"]
    assert len(told) == 1
    assert who in told[0].found


def test_a_column_of_currencies_is_a_decision(initiatives, decided):
    intake = initiatives({"Budget": ["100", "200"], "Currency": ["EUR", "EUR"]})
    assert "currency of the row" in decided(intake)["budget"]
    assert intake.currency == "EUR"
    assert not intake.problems


def test_a_dollar_sign_under_a_header_of_dollars_is_no_contradiction(initiatives, codes):
    assert codes(initiatives({"Budget (USD)": ["$100", "$200"]})) == []


@pytest.mark.parametrize(("count", "told"), [(1000, True), (999, True), (998, False), (1001, False)])
@pytest.mark.parametrize("total", [False, True])
def test_row_counts_at_a_limit_with_or_without_header_and_total(read_rows, codes, count, told, total):
    rows = [["Incident ID", "Opened", "Category"]] + [[f"INC{n}", "2026-05-01", "Outage"] for n in range(count)]
    found = codes(read_rows([*rows, *([["Total", "", ""]] if total else [])], kind="csv"), "warning")
    assert found == (["rows-at-limit"] if told or (total and count == 999) else [])
