"""The file's own totals beside the sums of its rows."""

import pytest

HEADERS = ["Project ID", "Project Name", "State", "Planned end date", "Budget", "Actual cost"]
ROWS = [["P-1", "Ledger", "Done", "2026-01-31", "1,500.50", 5], ["P-2", "Vault", "Done", "2026-01-31", "2,000", 6]]


@pytest.mark.parametrize("total", ["3,500.50", "3,501", ""])
def test_a_total_that_agrees_is_only_noted(read_rows, codes, total):
    assert codes(read_rows([HEADERS, *ROWS, ["Total", "", "", "", total, 11]], kind="csv")) == ["row-total"]


def test_a_total_that_differs_is_a_warning_at_its_cell(read_rows):
    intake = read_rows([HEADERS, *ROWS, ["Total", "", "", "", "9,999", 11]], kind="csv")
    (warning,) = [problem for problem in intake.problems if problem.severity == "warning"]
    assert (warning.code, warning.cell, warning.column) == ("total-differs", "E4", "budget")
    assert "9,999" in warning.found
    assert "3,500.5" in warning.expected


def test_subtotals_are_not_compared(read_rows, codes):
    rows = [HEADERS, ROWS[0], ["Sub-total", "", "", "", "1", ""], ROWS[1], ["Total", "", "", "", "2", ""]]
    assert codes(read_rows(rows, kind="csv")) == ["row-total", "row-total"]
