"""Files to sheets through the child process; hostile ones are refused and the parent lives."""

import io
import os
import struct
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balance.ingest.grid import EMPTY, ERROR, FLAG, MOMENT, NUMBER, TEXT
from balance.ingest.limits import Limits
from balance.ingest.reader import read_content, read_workbook

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
TYPES = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{TYPES}/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{TYPES}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="A &amp; B" sheetId="1" r:id="rId1"/>'
    "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{TYPES}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


DEFAULT = Limits()


def sheet_xml(rows) -> str:
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"


def cell(place, value="x") -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def xlsx(sheet, **parts) -> bytes:
    """A workbook of raw parts; `sheet` is the XML of its one sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in {**PARTS, "xl/worksheets/sheet1.xml": sheet, **parts}.items():
            file.writestr(name, content)
    return out.getvalue()


def refused(content, name="a.xlsx", limits=DEFAULT):
    book = read_content(name, content, limits)
    assert book.refused
    assert not book.sheets
    assert all(problem.file == name and problem.found and problem.fix for problem in book.problems)
    return book.problems[0].code


def test_cells_come_back_with_their_kind_and_place(make_workbook):
    rows = [[], [None, "id", 7, 7.5, True, date(2026, 1, 2), datetime(2026, 1, 2, 3, 4, 5)]]
    sheet = read_content("a.xlsx", make_workbook({"One": rows}), DEFAULT).sheets[0]
    assert (sheet.name, sheet.first_row, sheet.first_column) == ("One", 1, 1)
    assert [int(cells.kind[0]) for cells in sheet.columns] == [TEXT, NUMBER, NUMBER, FLAG, MOMENT, MOMENT]
    assert sheet.row_texts(0) == ("id", "7", "7.5", "TRUE", "2026-01-02", "2026-01-02 03:04:05")
    assert (sheet.cell(0, 0), sheet.row_number(0)) == ("B2", 2)


def test_error_cells_and_formulas_without_a_value_are_marked(make_workbook):
    book = openpyxl.Workbook()
    book.active.append(["a", "b", "c"])
    book.active["A2"], book.active["B2"], book.active["C2"] = "#REF!", "=1+1", "fine"
    book.active["A2"].data_type = "e"
    out = io.BytesIO()
    book.save(out)
    sheet = read_content("a.xlsx", out.getvalue(), DEFAULT).sheets[0]
    assert [int(cells.kind[1]) for cells in sheet.columns] == [ERROR, ERROR, TEXT]
    assert sheet.row_texts(1) == ("#REF!", "a formula without a stored value", "fine")


def test_a_formula_that_gives_empty_text_is_an_empty_cell():
    row = f'<row r="1">{cell("A1")}<c r="B1" t="str"><f>IF(1,"","")</f><v></v></c>{cell("C1")}</row>'
    sheet = read_content("a.xlsx", xlsx(sheet_xml(row)), DEFAULT).sheets[0]
    assert sheet.name == "A & B"
    assert int(sheet.columns[1].kind[0]) == EMPTY


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_found(make_text, separator):
    rows = [["id", "note"], ["1", "a, b; c"], ["2", "line\nbreak"], ["3", 'quote "x"']]
    sheet = read_content("a.csv", make_text(rows, separator).encode(), DEFAULT).sheets[0]
    assert [sheet.row_texts(row) for row in range(4)] == [tuple(row) for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
def test_encodings_are_found(make_text, encoding):
    content = make_text([["id", "Größe"], ["1", "café"]]).encode(encoding)
    assert read_content("a.csv", content, DEFAULT).sheets[0].row_texts(0) == ("id", "Größe")


def test_a_hint_of_the_separator_is_followed():
    sheet = read_content("a.csv", b"sep=;\nid;name\n1;a,b\n", DEFAULT).sheets[0]
    assert sheet.row_texts(1)[:2] == ("id", "name")


def test_a_far_corner_is_refused_and_named():
    far = sheet_xml(f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>')
    book = read_content("a.xlsx", xlsx(far), DEFAULT)
    assert [problem.code for problem in book.problems] == ["sheet-too-far"]
    assert "row 1048576, column 16384" in book.problems[0].found


def test_rows_out_of_order_hide_no_far_corner():
    far = sheet_xml(f'<row r="20000">{cell("XFD20000")}</row><row r="1">{cell("A1")}</row>')
    assert refused(xlsx(far)) == "sheet-too-far"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_a_document_type_is_refused_wherever_it_is(part):
    doctype = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    content = PARTS.get(part, sheet_xml(cell("A1")))
    assert refused(xlsx(sheet_xml(""), **{part: f'<?xml version="1.0"?>{doctype}{content}'})) == "file-suspicious"


def test_a_directory_that_lies_about_sizes_is_damaged():
    content = bytearray(xlsx(sheet_xml("".join(f'<row r="{n}">{cell(f"A{n}")}</row>' for n in range(1, 200)))))
    place = content.rfind(b"PK\x01\x02", 0, content.rfind(b"sheet1.xml"))
    content[place + 24 : place + 28] = struct.pack("<I", 100)
    assert refused(bytes(content)) == "file-damaged"


def test_a_child_that_needs_too_much_memory_or_time_is_one_problem(make_workbook):
    content = make_workbook({"A": [["a" * 100 + str(row), row] for row in range(20_000)]})
    assert refused(content, limits=replace(DEFAULT, child_memory_bytes=24_000_000)) == "file-too-heavy"
    assert refused(content, limits=replace(DEFAULT, child_wall_seconds=0.01)) == "file-too-heavy"
    late = read_content("a.xlsx", content, replace(DEFAULT, child_wall_seconds=0.01)).problems[0]
    assert late.found == "not read within 0.01 s"
    assert "The machine may be busy" in late.fix
    assert refused(content, limits=replace(DEFAULT, rows=1_000)) == "file-too-heavy"
    assert refused(content, limits=replace(DEFAULT, child_output_bytes=1_000)) == "file-too-heavy"


def test_a_file_that_is_not_there_is_a_problem(tmp_path):
    assert read_workbook(tmp_path / "none.xlsx", "none.xlsx", DEFAULT).problems[0].code == "file-unreadable"


def test_a_folder_is_no_file(tmp_path):
    assert read_workbook(tmp_path, "folder", DEFAULT).problems[0].code == "file-unreadable"


@settings(max_examples=15, deadline=None)
@given(st.binary(min_size=1, max_size=300), st.sampled_from(["a.csv", "a.xlsx", "a.xls"]))
def test_any_bytes_are_read_or_refused(content, name):
    book = read_content(name, content, DEFAULT)
    assert bool(book.sheets) != book.refused


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(30, 2000), st.binary(min_size=1, max_size=40))
def test_a_damaged_workbook_is_read_or_refused(make_workbook, place, junk):
    content = bytearray(make_workbook({"A": [["Project ID", "State"], ["P-1", "Done"]]}))
    content[place : place + len(junk)] = junk
    book = read_content("a.xlsx", bytes(content), DEFAULT)
    assert bool(book.sheets) != book.refused


def test_random_bytes_that_look_like_an_old_workbook_are_refused():
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + os.urandom(5000), "a.xls") == "file-damaged"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_a_pipe_is_refused_and_nobody_waits_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    for place in (tmp_path / "pipe.csv", Path(os.devnull)):
        book = read_workbook(place, "pipe.csv", Limits())
        assert [(one.code, one.found) for one in book.problems] == [
            ("file-unreadable", "a pipe or a device and no file")
        ]
