import time
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook

from balance.workbook import save_workbook


def _book():
    book = Workbook()
    book.active.append(["a word", 12.5])
    return book


def test_bytes_depend_on_the_content_alone(tmp_path):
    first = save_workbook(_book(), tmp_path / "one.xlsx").read_bytes()
    time.sleep(1.1)
    assert save_workbook(_book(), tmp_path / "two.xlsx").read_bytes() == first


def test_the_content_survives(tmp_path):
    path = save_workbook(_book(), tmp_path / "new" / "one.xlsx")
    assert list(load_workbook(path).active.values) == [("a word", 12.5)]


def test_no_person_and_no_machine_is_named(tmp_path):
    with ZipFile(save_workbook(_book(), tmp_path / "one.xlsx")) as archive:
        core = archive.read("docProps/core.xml").decode()
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 1, 1, 0, 0, 0)}
    assert ">Balance</dc:creator>" in core
    assert core.count("2026-01-01T00:00:00Z") == 2
