"""Files that once hung, killed or fooled the reading; each stays here."""

import io
import os
import zipfile
from dataclasses import replace

import pytest
from benchmarks.raw_workbooks import cell, compound, ods, row, rows, sheet, xlsb, xlsx, zipped

from balance.ingest.child import run_child, understood
from balance.ingest.guard import inspect
from balance.ingest.limits import Limits
from balance.ingest.reader import read_content

LIMITS = Limits()


def worked():
    """The processor seconds of all children that have ended: others on the machine make them no more."""
    told = os.times()
    return told.children_user + told.children_system


def codes(name, content, limits=LIMITS):
    return [problem.code for problem in read_content(name, content, limits).problems]


def test_a_row_number_beyond_all_bounds_does_not_count_to_it():
    """The row wrapped round to a thousand million, and every empty row before it was asked for."""
    far = sheet(f'<row r="99999999999">{cell("ZZZZZZ99999999999", "x")}</row>')
    before = worked()
    assert codes("a.xlsx", xlsx(far)) == ["sheet-too-far"]
    assert worked() - before < LIMITS.child_cpu_seconds / 2


def test_tags_that_never_close_do_not_hold_up_the_server():
    """A search for cells in the server's own process went over four megabytes once for each tag."""
    assert codes("a.xlsx", xlsx(sheet("<c " * 1_000_000)))[0] in ("file-damaged", "file-too-heavy")


def test_a_million_entries_in_the_directory_are_refused_before_it_is_read():
    """The standard library builds an object for each, in the server's own process."""
    entry = b"PK\x01\x02" + bytes(42)
    many = xlsx(sheet("")) + entry * 200_000
    assert inspect("a.xlsx", many, LIMITS)[1][0].code == "file-suspicious"


def test_a_reader_that_fails_in_its_own_way_is_a_damaged_file():
    """A binary sheet that ends too soon raises neither of the reader's own errors."""
    with zipfile.ZipFile(io.BytesIO(xlsb([["a"]]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.bin"] = parts["xl/worksheets/sheet1.bin"][:6]
    assert codes("a.xlsb", zipped(parts.items())) == ["file-damaged"]


def test_a_document_type_behind_a_long_comment():
    """Only the first 64 KB of a part were searched."""
    hidden = "<!--" + "x" * 100_000 + '--><!DOCTYPE x [<!ENTITY a "b">]>' + sheet(rows([["id"]]))
    assert codes("a.xlsx", xlsx(sheet(""), more={"docProps/app.xml": hidden})) == ["file-suspicious"]


def test_a_sheet_in_utf16_came_back_empty():
    wide = ('<?xml version="1.0" encoding="UTF-16"?>' + sheet(rows([["id"], ["a"]]))).encode("utf-16")
    assert codes("a.xlsx", xlsx(sheet(rows([["id"]])), wide)) == ["file-damaged"]


def test_ten_thousands_of_columns_are_too_many_before_they_are_handed_over():
    assert codes("a.csv", b"a" + b",a" * 20_000 + b"\n") == ["file-too-heavy"]


def test_hundreds_of_sheets_with_rows_are_too_many():
    assert codes("a.xlsx", xlsx(*[sheet(rows([["id"], [1]]))] * 101)) == ["file-too-heavy"]
    assert codes("a.xlsx", xlsx(sheet(rows([["id"], [1]])), *[sheet("")] * 150)) == []


def test_sectors_that_run_in_a_circle():
    content = bytearray(compound("Workbook", bytes(5000)))
    table = 512
    content[table + 4 * 3 : table + 4 * 4] = (2).to_bytes(4, "little")
    assert codes("a.xls", bytes(content))[0] == "file-damaged"


def test_an_open_document_that_repeats_an_error_without_end():
    line = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:formula="of:=NA()" '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert codes("a.ods", ods(line))[0] in ("file-too-heavy", "file-damaged")


SHORT = (2).to_bytes(8, "little")


@pytest.mark.parametrize("output", [b"", b"\xff" * 8, SHORT + b"[]", SHORT + b"{]", b"12345678{}", SHORT + b"\xff\xfe"])
def test_whatever_a_child_answers_is_understood_or_refused(output):
    answer, _ = understood(output)
    assert isinstance(answer, dict)


def test_a_child_is_given_nothing_of_the_environment(monkeypatch):
    """With the reader's own backtraces on, a child out of memory hung until the clock ended it."""
    monkeypatch.setenv("RUST_BACKTRACE", "full")
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")
    far = sheet(row(1, ["x"]) + f'<row r="1048576">{cell("XFD1048576", "x")}</row>')
    before = worked()
    assert run_child("read", xlsx(far), "xlsx", LIMITS)[0]["refused"] == "died", "not ended by the clock"
    assert worked() - before < LIMITS.child_cpu_seconds / 2


def test_limits_hold_for_the_look_through_as_well():
    content = xlsx(sheet(rows([["x" * 200] for _ in range(60_000)])))
    assert codes("a.xlsx", content, replace(LIMITS, scan_memory_bytes=24_000_000))[0] == "file-too-heavy"
