"""Rows and columns hidden in a sheet that is shown are read, and that is told."""

import io
from datetime import date

import openpyxl
import pytest
from benchmarks.raw_workbooks import xls, xlsb

HEADERS = ["Initiative ID", "Name", "Stage", "Planned end date", "Budget", "Remark"]


@pytest.fixture
def told(read_bytes):
    def told(rows=(), columns=()):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append(HEADERS)
        for row in range(4):
            sheet.append([f"P-{row}", "A", "Done", date(2026, 1, 31), 5, "x"])
        for row in rows:
            sheet.row_dimensions[row].hidden = True
        for column in columns:
            sheet.column_dimensions[column].hidden = True
        out = io.BytesIO()
        book.save(out)
        intake = read_bytes(("a.xlsx", out.getvalue()))
        assert intake.frames["initiatives"]["budget"].sum() == 20
        return [(p.code, p.severity, p.cell, p.found) for p in intake.problems]

    return told


def test_hidden_rows_of_data_are_told_with_their_numbers(told):
    assert told(rows=(2, 3, 5)) == [
        ("rows-hidden", "warning", "A2", "3 rows of data are hidden or filtered away (2 to 3, 5)")
    ]


def test_hidden_columns_that_are_read_are_noted(told):
    assert told(columns="E") == [("columns-hidden", "note", "E1", "1 hidden column was read: E (budget)")]


def test_what_is_not_read_may_be_hidden(told):
    assert told(rows=(1, 40), columns="F") == []


@pytest.mark.parametrize(("name", "made"), [("a.xls", xls), ("a.xlsb", xlsb)])
def test_binary_workbooks_tell_what_they_hide_as_others_do(read_bytes, name, made):
    rows = [[f"P-{row}", "A", "Done", 46053, 5, "x"] for row in range(4)]
    problems = read_bytes((name, made([HEADERS, *rows], hidden=((1, 2, 4), (4, 5))))).problems
    assert [(p.code, p.severity, p.cell, p.found) for p in problems if "hidden" in p.code] == [
        ("rows-hidden", "warning", "A2", "3 rows of data are hidden or filtered away (2 to 3, 5)"),
        ("columns-hidden", "note", "E1", "1 hidden column was read: E (budget)"),
    ]
    plain = read_bytes((name, made([HEADERS, *rows]))).problems
    assert not [problem.code for problem in plain if "hidden" in problem.code]
