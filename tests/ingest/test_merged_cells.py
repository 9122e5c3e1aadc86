"""Cells merged over several rows are told: only their first row has the value."""

import io
from datetime import date

import openpyxl
import pytest

HEADERS = ["Initiative ID", "Name", "Stage", "Planned end date", "Business unit", "Remark"]


@pytest.fixture
def told(read_bytes):
    def told(*ranges, above=0):
        book = openpyxl.Workbook()
        sheet = book.active
        for title in range(above):
            sheet.append([f"Title {title}"])
        sheet.append(HEADERS)
        for row in range(4):
            sheet.append([f"P-{row}", "A", "Done", date(2026, 1, 31), "North" if row % 2 == 0 else None, "x"])
        for area in ranges:
            sheet.merge_cells(area)
        out = io.BytesIO()
        book.save(out)
        intake = read_bytes(("a.xlsx", out.getvalue()))
        assert len(intake.frames["initiatives"]) == 4
        return [problem for problem in intake.problems if problem.code == "cells-merged"]

    return told


def test_a_value_merged_over_rows_of_data_is_told_once_for_its_column(told):
    (problem,) = told("E2:E3", "E4:E5")
    assert (problem.severity, problem.cell, problem.row, problem.column) == ("warning", "E2", 2, "business_unit")
    assert problem.found == "2 cells are merged over several rows (E2:E3, E4:E5)"
    assert "Unmerge" in problem.fix


def test_where_the_table_begins_lower_the_address_is_that_of_the_sheet(told):
    (problem,) = told("E5:E6", above=3)
    assert (problem.cell, problem.row) == ("E5", 5)


def test_merged_titles_headers_and_columns_that_are_not_read_are_no_matter(told):
    assert told("A1:C2", above=2) == []
    assert told("F2:F4") == []
    assert told("E3:E3") == []
