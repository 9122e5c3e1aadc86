from datetime import date

import pandas as pd
import pytest

from balance.ingest import read_files

LINES = """Portfolio report,,,
Project ID,Project Name,Stage,Finish Planned,Budget,Mood
P1,One,in flight,31/12/2026,"1,000",good
P2,Two,in flight,30/11/2026,"2,500",
P3,Three,done,28/02/2026,n/a,good
"""


@pytest.fixture
def read(tmp_path):
    def once(text=LINES, **said):
        path = tmp_path / "projects.csv"
        path.write_text(text, encoding="utf-8")
        return read_files([path], as_of=date(2026, 9, 30), **said)

    return once


def test_the_first_rows_show_what_stands_above_the_header_too(read):
    sheet = read().files[0].sheets[0]
    assert [number for number, _ in sheet.seen.rows] == [1, 2, 3, 4, 5]
    assert sheet.header_row == 2
    assert dict(sheet.seen.rows)[1][0] == "Portfolio report"
    assert sheet.seen.columns == 6


def test_cells_are_shown_as_found_and_as_understood(read):
    seen = {one.header: one for one in read().files[0].sheets[0].seen.headers}
    assert seen["Finish Planned"].found == ("31/12/2026", "30/11/2026", "28/02/2026")
    assert seen["Finish Planned"].understood[0] == pd.Timestamp(2026, 12, 31)
    assert seen["Budget"].understood == (1000.0, 2500.0, None)
    assert seen["Mood"].found == ("good",)
    assert seen["Mood"].understood == ()


def test_a_sheet_that_lacks_a_column_says_which_and_shows_cells_all_the_same(read):
    sheet = (
        read(LINES.replace("Stage", "Colour").replace("in flight", "blue").replace("done", "red")).files[0].sheets[0]
    )
    assert sheet.seen.missing == ("stage",)
    seen = {one.header: one for one in sheet.seen.headers}
    assert seen["Colour"].found == ("blue", "red")


def test_an_entry_of_the_mapping_for_one_file_speaks_of_that_file_alone(read, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text(LINES, encoding="utf-8")
    path = tmp_path / "projects.csv"
    path.write_text(LINES, encoding="utf-8")
    told = {"sheets": [{"file": "other.csv", "sheet": "", "columns": {"Budget": None}}]}
    files = read_files([path, other], as_of=date(2026, 9, 30), mapping=told).files
    assert ["Budget" in file.sheets[0].unmapped for file in files] == [False, True]


def test_an_entry_for_one_file_stands_over_a_general_one(read):
    general = {"sheet": "*", "columns": {"Mood": "portfolio", "Budget": "actual_cost"}}
    own = {"file": "projects.csv", "sheet": "", "columns": {"Budget": "forecast_cost"}}
    mapping = read(mapping={"sheets": [own, general]}).files[0].sheets[0].mapping
    assert {entry.header: entry.column for entry in mapping}["Mood"] == "portfolio"
    assert {entry.header: entry.column for entry in mapping}["Budget"] == "forecast_cost"
