"""One table is the same frame in whatever kind of file, order of columns or order of rows it comes."""

import csv
import io
import random
from datetime import date

import pandas as pd
import pytest
from benchmarks.raw_workbooks import ods, ods_row, rows, sheet, xls, xlsb, xlsx

from balance.ingest import read_files

HEADERS = ["Project ID", "Project Name", "State", "Planned end date", "Budget", "% complete", "Owner", "Notes on it"]
STAGES = ("In progress", "Done", "Idea", "On hold")


def lines_of(seed, count=40):
    chance = random.Random(seed)
    return [
        [f"P-{number:03}", f"Projét {number}", chance.choice(STAGES), f"2027-{chance.randint(1, 12):02}-28",
         round(chance.uniform(1e3, 1e7), 2), f"{chance.randint(0, 100)}%", chance.choice(("A", "B", "")), "x; y, \"z\""]
        for number in range(count)
    ]  # fmt: skip


def as_csv(table, separator=",", encoding="utf-8"):
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(table)
    return out.getvalue().encode(encoding)


WRITERS = {
    "a.xlsx": lambda table: xlsx(sheet(rows(table))),
    "a.xlsm": lambda table: xlsx(sheet(rows(table, first=4))),
    "a.xlsb": xlsb,
    "a.xls": xls,
    "a.ods": lambda table: ods("".join(map(ods_row, table))),
    "a.tsv": lambda table: as_csv(table, "\t", "utf-16"),
    "a.csv": lambda table: as_csv(table, ";", "cp1252"),
}


def frame_of(folder, name, content):
    path = folder / name
    path.write_bytes(content)
    intake = read_files([path], as_of=date(2026, 9, 30))
    assert intake.status == "ok", intake.problems
    frame = intake.frames["initiatives"].drop(columns=["source_file", "source_sheet", "source_row"])
    return frame.sort_values("initiative_id", ignore_index=True)


@pytest.mark.parametrize("name", WRITERS)
def test_every_kind_of_file_gives_the_same_frame(name, tmp_path):
    table = [HEADERS, *lines_of(1)]
    expected = frame_of(tmp_path, "plain.csv", as_csv(table))
    assert len(expected) == 40
    pd.testing.assert_frame_equal(frame_of(tmp_path, name, WRITERS[name](table)), expected)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_columns_and_rows_changes_nothing(seed, tmp_path):
    chance, lines = random.Random(seed), lines_of(seed)
    expected = frame_of(tmp_path, "plain.csv", as_csv([HEADERS, *lines]))
    places = list(range(len(HEADERS)))
    chance.shuffle(places)
    chance.shuffle(lines)
    table = [[line[place] for place in places] for line in [HEADERS, *lines]]
    pd.testing.assert_frame_equal(frame_of(tmp_path, "a.xlsx", WRITERS["a.xlsx"](table)), expected)


@pytest.mark.parametrize(
    ("name", "how"),
    [("comma", ","), ("semicolon", ";"), ("tab", "\t"), ("bar", "|")],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "cp1252"])
def test_separator_and_encoding_change_nothing(name, how, encoding, tmp_path):
    table = [HEADERS, *lines_of(2, 12)]
    expected = frame_of(tmp_path, "plain.csv", as_csv(table))
    pd.testing.assert_frame_equal(frame_of(tmp_path, f"{name}.csv", as_csv(table, how, encoding)), expected)
