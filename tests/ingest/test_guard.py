"""The pre-flight: what a file is by its content, and what is refused before anything is opened."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.ingest.guard import inspect
from balance.ingest.limits import Limits

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


DEFAULT = Limits()


def archive(entries, level=9):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as file:
        for name, content in entries:
            file.writestr(name, content)
    return out.getvalue()


def refused(name, content, limits=DEFAULT):
    kind, problems = inspect(name, content, limits)
    assert kind is None
    (problem,) = problems
    assert (problem.severity, problem.file) == ("error", name)
    assert problem.found
    assert problem.fix
    return problem.code


@pytest.mark.parametrize(
    ("name", "part", "kind"),
    [
        ("a.xlsx", "xl/workbook.xml", "xlsx"), ("a.xlsm", "xl/workbook.xml", "xlsm"),
        ("a.xlsb", "xl/workbook.bin", "xlsb"), ("a.ods", "content.xml", "ods"),
        ("wrong-name.csv", "xl/workbook.xml", "xlsx"),
    ],
)  # fmt: skip
def test_the_kind_is_told_by_the_content(name, part, kind):
    assert inspect(name, archive([(part, "<x/>")]), DEFAULT) == (kind, ())


def test_text_is_a_csv_whatever_its_name():
    assert inspect("a.xls", b"a,b\n1,2\n", DEFAULT) == ("csv", ())
    assert inspect("a.tsv", b"a\tb\n", DEFAULT) == ("tsv", ())


def test_an_old_workbook_and_an_encrypted_one():
    assert inspect("a.xls", OLE + b"Workbook", DEFAULT)[0] == "xls"
    assert refused("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le")) == "password-protected"


@pytest.mark.parametrize("content", [b"", b"   \n\n", b"\0" * 100])
def test_nothing_is_refused_as_empty(content):
    assert refused("a.csv", content) == "file-empty"


@pytest.mark.parametrize(
    "head", [b"%PDF-1.7", b"\x89PNG....", b"<html><table>", b"<?xml version='1.0'?><Workbook>", b"MZ"]
)
def test_other_kinds_of_file_are_named(head):
    assert refused("a.xls", head) == "kind-unknown"


@pytest.mark.parametrize(
    ("head", "word"), [(b"\x1f\x8b\x08", "Unpack"), (b"Rar!\x1a", "Unpack"), (b"%PDF-1.7", "Export")]
)
def test_what_excel_does_not_open_has_another_fix(head, word):
    ((problem,),) = inspect("a.csv", head, DEFAULT)[1:]
    assert problem.fix.startswith(word)


@pytest.mark.parametrize(
    "header", [b"PK,Project ID,Project Name", b"PKEY;Name;State", b"MZ-Nr;Name;State;Planned end date"]
)
def test_a_list_whose_first_header_begins_like_another_kind_is_a_list(header):
    assert inspect("a.csv", header + b"\r\n" + b"1;2;3;4\r\n" * 20, DEFAULT) == ("csv", ())


def test_an_archive_without_a_workbook_is_refused():
    assert refused("a.zip", archive([("notes.txt", "x")])) == "kind-unknown"


def test_a_truncated_archive_is_damaged():
    assert refused("a.xlsx", archive([("xl/workbook.xml", "<x/>")])[:-10]) == "file-damaged"


def test_too_many_parts():
    parts = [("xl/workbook.xml", "<x/>"), *((f"x/{number}", "") for number in range(60))]
    assert refused("a.xlsx", archive(parts), Limits(entries=50)) == "file-suspicious"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice_is_refused_for_programs_differ_in_which_they_show():
    parts = [("xl/workbook.xml", "<x/>"), ("xl/worksheets/sheet1.xml", "<a/>"), ("xl/worksheets/sheet1.xml", "<b/>")]
    assert refused("a.xlsx", archive(parts)) == "file-suspicious"
    assert inspect("a.xlsx", archive(parts[:2]), DEFAULT) == ("xlsx", ())


def test_a_bomb_by_its_ratio_and_by_its_size():
    bomb = archive([("xl/workbook.xml", "<x/>"), ("xl/sharedStrings.xml", b"A" * 12_000_000)])
    assert refused("a.xlsx", bomb) == "file-suspicious"
    assert refused("a.xlsx", bomb, Limits(unpacked_bytes=5_000_000)) == "file-too-large"


def test_a_file_over_the_limit():
    assert refused("a.csv", b"a,b\n" * 1000, Limits(file_bytes=100)) == "file-too-large"


@given(st.binary(max_size=400))
def test_any_bytes_are_sorted_without_raising(content):
    kind, problems = inspect("a.bin", content, DEFAULT)
    assert (kind is None) == bool(problems)


@given(st.integers(0, 200), st.binary(min_size=1, max_size=8))
def test_a_damaged_archive_never_raises(place, junk):
    content = bytearray(archive([("xl/workbook.xml", "<x/>" * 20)]))
    content[place : place + len(junk)] = junk
    inspect("a.xlsx", bytes(content), DEFAULT)
