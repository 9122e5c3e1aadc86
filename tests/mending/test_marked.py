"""The marked workbook: everything as it was read, what is wrong marked and commented, nothing in it that runs."""

import io
import re
import zipfile
from datetime import datetime
from xml.etree import ElementTree

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from tests.mending.conftest import book_of

from balance.corrections import Correction
from balance.errors import Problem
from balance.ingest import read_content
from balance.ingest.limits import DEFAULT_LIMITS
from balance.mending import listing
from balance.mending.listing import MOST_COMMENTS
from balance.mending.marked import COLOURS
from balance.mending.origin import LIST, ORIGIN, origin_of, own_sheets, written_names
from balance.mending.plain import differ, holdable

BAD = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "{=1+1}", "<script>alert(1)</script>", "http://evil.example/x",
       "internal:Sheet!A1", "mailto:a@b.c", "\t=1+1", "x" * 32_000, "a\x01b\x08", "]]>&amp;<!--", "_x0041_", "TRUE",
       "007", "1e5", "#REF!", "50%", "\u202ereversed"]  # fmt: skip


def opened(marked):
    return openpyxl.load_workbook(io.BytesIO(marked.content))


def colour(cell):
    return "#" + cell.fill.fgColor.rgb[2:]


def problem(cell, severity="error", found="x", file="a.xlsx", sheet="S", column=None, code="date-unreadable"):
    row = int(re.sub(r"\D", "", cell))
    return Problem(code, severity, file, sheet, cell, row, column, found, "a date such as 2026-09-30", "Write it so.")


def text_book(texts):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("S")
    for row, text in enumerate(texts):
        sheet.write_string(row, 0, text)
    book.close()
    return out.getvalue()


def test_every_cell_is_what_it_was(mark_content):
    rows = [["id", "when", "day", "sum", "flag", "long"],
            ["007", datetime(2026, 3, 5, 13, 5, 7), datetime(2026, 3, 5), 0.1 + 0.2, True, "x" * 300],
            ["", datetime(1900, 3, 1), datetime(9999, 12, 31), -1e-7, False, "1"],
            [None, None, None, 12345678901234, None, "é"]]  # fmt: skip
    content = book_of({"S": rows})
    (before,) = read_content("a.xlsx", content, DEFAULT_LIMITS).sheets
    (after,) = own_sheets(read_content("m.xlsx", mark_content("a.xlsx", content).content, DEFAULT_LIMITS))
    assert (after.first_row, after.first_column, after.rows) == (before.first_row, before.first_column, before.rows)
    every = np.arange(before.rows)
    for ours, theirs in zip(before.columns, after.columns, strict=True):
        assert not differ(holdable(ours), every, theirs, every).any()
        assert np.array_equal(holdable(ours).kind, theirs.kind)
    sheet = opened(mark_content("a.xlsx", content))["S"]
    assert sheet["B2"].number_format == "yyyy-mm-dd hh:mm:ss"
    assert sheet["C2"].number_format == "yyyy-mm-dd"


def test_numbers_are_shown_as_they_were(mark_content):
    book = openpyxl.load_workbook(io.BytesIO(book_of({"S": [["share", "id", "sum"], [0.05, 7, 1234.5], [0.1, 8, 2]]})))
    formats = {"A2": "0%", "B2": "00000", "C2": "[$€-407] #,##0.00"}
    for cell, code in formats.items():
        book["S"][cell].number_format = code
    out = io.BytesIO()
    book.save(out)
    marked = mark_content("a.xlsx", out.getvalue(), [problem("A2", "warning")])
    sheet = opened(marked)["S"]
    assert {cell: sheet[cell].number_format for cell in formats} == formats
    assert colour(sheet["A2"]) == COLOURS["doubtful"]
    (before,), after = read_content("a.xlsx", out.getvalue(), DEFAULT_LIMITS).sheets, read_content(
        "m.xlsx", marked.content, DEFAULT_LIMITS)  # fmt: skip
    (same,) = own_sheets(after)
    assert [same.row_texts(row) for row in range(3)] == [before.row_texts(row) for row in range(3)]


def test_a_table_that_begins_elsewhere_keeps_its_place(mark_content):
    content = book_of({"S": [[None, None], [None, None, "id"], [None, None, "x"]]})
    assert opened(mark_content("a.xlsx", content))["S"]["C3"].value == "x"


def test_faulty_cells_are_coloured_and_say_what_to_do(mark_content):
    content = book_of({"S": [["id", "day"], ["1", "soon"], ["2", None], ["3", "later"]], "T": [["id"], ["soon"]]})
    told = [problem("B2", found="soon", column="finish_planned"), problem("B3", found="", column="finish_planned"),
            problem("B4", "warning", "later"), problem("A4", "note"), problem("B2", file="other.xlsx")]  # fmt: skip
    book = opened(mark_content("a.xlsx", content, told))
    sheet = book["S"]
    assert [colour(sheet[cell]) for cell in ("B2", "B3", "B4")] == [
        COLOURS["faulty"], COLOURS["faulty"], COLOURS["doubtful"]]  # fmt: skip
    assert sheet["B2"].comment.text == "Found: soon\nExpected: a date such as 2026-09-30\nWrite it so."
    assert "an empty cell" in sheet["B3"].comment.text
    assert sheet["A4"].comment is None
    assert sheet["B2"].number_format == "yyyy-mm-dd"
    assert book["T"]["A2"].comment is None
    listed = [row for row in book[LIST].iter_rows(values_only=True) if row[2] in ("B2", "B3", "B4", "A4")]
    assert [row[0] for row in listed] == ["needs you", "needs you", "look", "noted"]


def test_held_rows_corrected_cells_and_rows_left_out_are_marked(mark_content):
    content = book_of({"S": [["id", "day"], ["1", "soon"], ["2", "y"], ["3", "z"]]})
    sha256 = read_content("a.xlsx", content, DEFAULT_LIMITS).sha256
    held = pd.DataFrame([("initiatives", "a.xlsx", "S", 2, "day: missing", "{}")],
                        columns=["table", "file", "sheet", "row", "reasons", "cells"])  # fmt: skip
    made = [
        Correction(sha256, "S", "B3", "2026-01-01", "y", why="called"),
        Correction(sha256, "S", "4:4", "", why="twice"),
    ]
    sheet = opened(mark_content("a.xlsx", content, held=held, corrections=made))["S"]
    assert colour(sheet["A2"]) == colour(sheet["B2"]) == COLOURS["held"]
    assert "held back: day: missing" in sheet["A2"].comment.text
    assert (sheet["B3"].value, colour(sheet["B3"])) == ("2026-01-01", COLOURS["corrected"])
    assert sheet["B3"].comment.text == "Corrected. Was: y\nBecause: called"
    assert colour(sheet["B4"]) == COLOURS["left out"]
    assert "twice" in sheet["A4"].comment.text


def test_nothing_in_it_runs_links_or_breaks_it(mark_content):
    content = text_book(["head", *BAD])
    told = [problem(f"A{row}", found=text, column="name") for row, text in enumerate(BAD, start=2)]
    marked = mark_content(
        "=1+1 <b>.xlsx", content, [Problem(**{**one.as_json(), "file": "=1+1 <b>.xlsx"}) for one in told]
    )
    with zipfile.ZipFile(io.BytesIO(marked.content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, body in parts.items():
        assert ElementTree.fromstring(body) is not None, name
    sheets = b"".join(body for name, body in parts.items() if name.startswith("xl/worksheets/"))
    assert b"<f>" not in sheets
    assert b"hyperlink" not in sheets
    assert not any("externalLink" in name or name.endswith(".bin") for name in parts)
    assert not re.search(rb"<script", b"".join(parts.values()))
    book = opened(marked)
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)
    values = [cell.value for cell in book["S"]["A"]][1:]
    assert values[:5] == BAD[:5]
    assert all(isinstance(value, str) for value in values)
    assert marked.name == "_1+1 _b_ - to mend.xlsx"


def test_the_same_upload_gives_the_same_bytes(mark_content):
    content = book_of({"S": [["id", "day"], ["1", "soon"]]})
    told = [problem("B2", found="soon")]
    assert mark_content("a.xlsx", content, told).content == mark_content("a.xlsx", content, told).content


@pytest.mark.parametrize(
    "name", ["=1+1", "a" * 31, "What to mend", "Balance origin", "HISTORY", "'quoted'", "Übersicht ≤"]
)
def test_sheets_of_any_name_are_written_and_found_again(name):
    from dataclasses import replace

    book = read_content("a.csv", b"Project ID,Name\n1,2\n", DEFAULT_LIMITS)
    odd = replace(
        book, sheets=tuple(replace(book.sheets[0], name=each) for each in (name, name + "[x]:*?/\\", name.upper()))
    )
    names = written_names(odd)
    assert len({each.lower() for each in names}) == 3
    assert all(0 < len(each) <= 31 and not re.search(r"[\[\]:*?/\\]", each) for each in names)
    assert not {each.lower() for each in names} & {"what to mend", "balance origin", "history"}
    out = io.BytesIO()
    written = xlsxwriter.Workbook(out)
    for each in names:
        written.add_worksheet(each)
    written.close()


def test_a_hidden_sheet_stays_hidden_and_the_origin_is_out_of_sight(mark_content):
    book = openpyxl.load_workbook(io.BytesIO(book_of({"S": [["id"], ["1"]], "H": [["id"], ["2"]]})))
    book["H"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    marked = opened(mark_content("a.xlsx", out.getvalue()))
    assert {sheet.title: sheet.sheet_state for sheet in marked} == {
        LIST: "visible", "S": "visible", "H": "hidden", ORIGIN: "veryHidden"}  # fmt: skip


def test_the_origin_names_the_upload_by_its_content(mark_content):
    content = book_of({"S": [["id"], ["1"]]})
    book = read_content("a.xlsx", content, DEFAULT_LIMITS)
    made = Correction(book.sha256, "S", "A2", "2", "1")
    origin = origin_of(
        read_content("m.xlsx", mark_content("a.xlsx", content, corrections=[made]).content, DEFAULT_LIMITS)
    )
    assert (origin.sha256, origin.file) == (book.sha256, "a.xlsx")
    assert [(one.cell, one.meant) for one in origin.corrections] == [("A2", "2")]
    assert origin_of(book) is None


def test_more_comments_than_a_program_can_bear_are_not_written(mark_content, monkeypatch):
    assert MOST_COMMENTS < 65_000
    monkeypatch.setattr(listing, "MOST_COMMENTS", 5)
    monkeypatch.setattr(listing, "MOST_LISTED", 7)
    content = book_of({"S": [["id"], *([str(n)] for n in range(10))]})
    book = opened(mark_content("a.xlsx", content, [problem(f"A{n}") for n in range(2, 12)]))
    sheet, told = book["S"], [text for row in book[LIST].iter_rows(values_only=True) for text in row if text]
    assert any("Only the first 5 carry a comment" in text for text in told)
    assert "3 more are not listed" in told
    cells = [sheet[f"A{n}"] for n in range(2, 12)]
    assert sum(cell.comment is not None for cell in cells) == 5
    assert all(colour(cell) == COLOURS["faulty"] for cell in cells)


def test_values_a_workbook_cannot_hold_as_such_are_text(mark_content):
    content = b"id,v\n1,\x0b\n2,a\r\nb\n"
    sheet = opened(mark_content("a.csv", content))["a"]
    assert sheet["A2"].value == "1"
    assert sheet["A2"].data_type == "s"
