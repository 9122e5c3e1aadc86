"""Mending in place and in the command line; taking problems and held rows away; claims that are not true."""

import csv
import io
import json

import openpyxl
import pandas as pd
import pytest
from tests.mending.conftest import DAY, faulty_rows

from balance import mending
from balance.cli import main
from balance.errors import BalanceError, Problem
from balance.ingest.limits import DEFAULT_LIMITS
from balance.mending.origin import ORIGIN


@pytest.fixture
def balance(capsys, database):
    """Run a command in this process; its exit status and its JSON document."""

    def run(*words):
        capsys.readouterr()
        status = main([*map(str, words), "--database", database, "--json"])
        return status, json.loads(capsys.readouterr().out)

    return run


def test_cells_that_can_be_mended_in_place(faulty, check):
    upload = check(faulty)
    found = {one.cell: one for one in mending.fixable(upload.intake.problems)}
    assert set(found) == {"D3", "D5", "E7", "A8", "A9"}
    assert (found["D3"].found, found["D3"].column, found["D3"].row) == ("soonish", "finish_planned", 3)
    assert found["D5"].found == ""
    edits = {found["D3"].place: " 2027-05-04 ", found["E7"].place: "", found["A9"].place: "P-008"}
    made = mending.corrections_of(upload.intake, edits, who="ana", why="by phone")
    again = check(faulty, corrections=made)
    assert [(c.cell, c.found, c.meant, c.who, c.why) for c in again.intake.corrections] == [
        ("D3", "soonish", "2027-05-04", "ana", "by phone"), ("E7", "a lot", "", "ana", "by phone"),
        ("A9", "P-007", "P-008", "ana", "by phone")]  # fmt: skip
    assert [one.cell for one in mending.fixable(again.intake.problems)] == ["D5"]


def test_a_column_of_choices_offers_them():
    (one,) = mending.fixable([Problem("choice-unknown", "error", "a.csv", None, "C3", 3, "stage", "?", "a stage", "")])
    assert "in_flight" in one.choices


def test_one_of_two_rows_with_an_id_is_kept(faulty, check):
    upload = check(faulty)
    (clash,) = mending.clashes(upload.intake.problems)
    assert (clash.id, [row.row for row in clash.rows]) == ("P-007", [8, 9])
    again = check(faulty, corrections=mending.keep_one(upload.intake, clash, clash.rows[0], who="ana"))
    frame = again.intake.frames["initiatives"].set_index("initiative_id")
    assert frame.loc["P-007", "name"] == "Project 7"
    assert mending.clashes(again.intake.problems) == ()
    assert again.intake.corrections[0].why == "P-007: row 8 is kept"


def test_check_and_load_take_typed_corrections(faulty, balance):
    words = [
        "--correct",
        "plan.xlsx!Projects!D3=2027-05-04",
        "--correct",
        "Projects!e7==",
        "--correct",
        "9:9=listed twice",
    ]
    status, checked = balance("check", faulty, *words)
    assert status == 1
    told = [(c["file"], c["sheet"], c["cell"], c["found"], c["meant"]) for c in checked["corrections"]]
    assert told == [
        ("plan.xlsx", "Projects", "D3", "soonish", "2027-05-04"), ("plan.xlsx", "Projects", "E7", "a lot", "="),
        ("plan.xlsx", "Projects", "9:9", checked["corrections"][2]["found"], "")]  # fmt: skip
    _, loaded = balance("load", faulty, "--as-of", DAY, *words)
    assert loaded["corrections"] == checked["corrections"]
    _, plain = balance("load", faulty, "--as-of", DAY)
    assert plain["corrections"] == []
    assert plain["snapshot"]["id"] != loaded["snapshot"]["id"]


@pytest.mark.parametrize("words", ["nothing", "D3", "Other!D3=1", "other.xlsx!Projects!D3=1"])
def test_a_text_that_is_no_correction_is_refused_in_one_sentence(faulty, balance, words):
    status, document = balance("check", faulty, "--correct", words)
    assert (status, document["status"]) == (2, "refused")
    assert words in document["message"]


def test_a_correction_astray_refuses_the_load(faulty, balance):
    status, document = balance("load", faulty, "--as-of", DAY, "--correct", "Z99=1")
    assert (status, document["status"]) == (2, "refused")
    assert "correction-astray" in [problem["code"] for problem in document["problems"]]
    assert balance("load", faulty, "--as-of", DAY, "--correct", "D3=2027-05-04")[0] == 1


def test_the_sheet_must_be_named_where_there_are_several(write, check):
    two = write("two.xlsx", {"Projects": faulty_rows(), "More": [["a"], ["b"]]})
    with pytest.raises(BalanceError, match=r"Name one of: More, Projects, two.xlsx!More, two.xlsx!Projects"):
        check(two, corrections=["D3=2027-05-04"])
    assert check(two, corrections=["Projects!D3=2027-05-04"]).intake.corrections[0].meant == "2027-05-04"


def test_mend_writes_marked_workbooks_of_snapshots_and_files(faulty, balance, tmp_path):
    _, loaded = balance("load", faulty, "--as-of", DAY)
    name = loaded["snapshot"]["id"]
    status, document = balance("mend", name, "--out", tmp_path / "out")
    (one,) = document["files"]
    assert (status, document["status"]) == (0, "ok")
    assert one == {
        "file": "plan.xlsx",
        "written": str(tmp_path / "out" / "plan - to mend.xlsx"),
        "problems": 5,
        "held": 4,
    }
    assert balance("mend", faulty, "--out", tmp_path / "out", "--as-of", DAY)[1] == document
    (tmp_path / "out" / "plan - to mend.xlsx").write_bytes(b"work of an afternoon")
    status, document = balance("mend", name, "--out", tmp_path / "out")
    assert status == 2
    assert "may hold what you mended" in document["message"]
    assert balance("mend", "nobody", "--out", tmp_path / "out")[0] == 2


def test_mend_of_a_good_file_writes_nothing(write, balance, tmp_path):
    good = write("good.csv", b"Project ID,Project Name,State,Planned end date\n1,A,Done,2026-01-01\n")
    assert balance("mend", good, "--out", tmp_path / "out") == (0, {"status": "ok", "files": []})
    assert not (tmp_path / "out").exists()


def test_problems_and_held_rows_can_be_taken_away(write, balance, tmp_path):
    rows = faulty_rows()
    rows[6][4], rows[2][1], rows[2][3] = "=cmd|' /C calc'!A0", "@SUM(1)", "-soon"
    path = write("plan.xlsx", {"Projects": rows})
    balance("check", path, "--problems", tmp_path / "p.csv", "--held", tmp_path / "h.csv")
    told = list(csv.reader(io.StringIO((tmp_path / "p.csv").read_text("utf-8-sig"), newline="")))
    assert set(told[0]) == set(Problem("", "note").as_json())
    held = list(csv.reader(io.StringIO((tmp_path / "h.csv").read_text("utf-8-sig"), newline="")))
    assert held[0][:5] == ["why held", "table", "file", "sheet", "row"]
    assert len(held) == 5
    assert {row[5] for row in held[1:]} == {"P-002", "P-004", "P-007"}
    every = [text for row in (*told, *held) for text in row]
    assert "'=cmd|' /C calc'!A0" in every
    assert {"'@SUM(1)", "'-soon"} <= set(every)
    assert not [text for text in every if text.startswith(("=", "+", "-", "@"))]
    balance("check", path, "--problems", tmp_path / "p.xlsx", "--held", tmp_path / "h.xlsx")
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "=cmd|' /C calc'!A0" in [cell.value for cell in cells]
    assert len(list(openpyxl.load_workbook(tmp_path / "h.xlsx").active.iter_rows())) == 5


@pytest.mark.parametrize("out", ["p.txt", "nowhere/p.csv"])
def test_a_table_that_cannot_be_written_stops_the_load_before_it_begins(faulty, balance, tmp_path, out):
    status, _ = balance("load", faulty, "--as-of", DAY, "--problems", tmp_path / out)
    assert status == 2
    assert balance("snapshots")[0] == 2  # there is no store yet


def forged(**said):
    """A workbook that claims to be a marked one."""
    book = openpyxl.Workbook()
    book.active.title = "Projects"
    for row in faulty_rows()[:4]:
        book.active.append(row)
    origin = book.create_sheet(ORIGIN)
    rows = {"Marked workbook of Balance": "1", "sha256": "0" * 64, "file": "plan.xlsx"} | said
    for key, value in rows.items():
        origin.append([key, *([value] if isinstance(value, str) else value)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "said",
    [
        {"sha256": "../../etc/passwd"},
        {"sha256": "'; DROP TABLE originals; --"},
        {"sha256": ""},
        {"Marked workbook of Balance": "99"},
        {"file": "../../../x" * 100},
        {"correction": ["Projects", "D3", "2020-01-01", "text"]},
        {"correction": ["No such", "ZZZ99999999", "x", "weird"]},
    ],
)
def test_a_false_claim_of_origin_leads_nowhere(write, load, check, said, faulty):
    first = load(faulty)
    upload = check(write("forged.xlsx", forged(**said)))
    assert upload.intake.corrections == ()
    assert [file.file for file in upload.intake.files] == ["forged.xlsx"]
    assert first.intake.originals[0].sha256 not in [original.sha256 for original in upload.intake.originals]


def test_a_claim_on_another_files_content_changes_only_cells_that_are_told(write, load, check, faulty):
    """Whoever knows an original's hash may claim it; what comes of it is a list of changes in plain sight."""
    first = load(faulty)
    sha256 = first.intake.originals[0].sha256
    claim = ["Projects", "B2", "Forged", "text"]
    upload = check(write("forged.xlsx", forged(sha256=sha256, correction=claim)))
    told = {one.cell for one in upload.intake.corrections}
    cells = [one for one in upload.intake.problems if one.code == "workbook-mended"]
    assert cells
    assert told
    assert len(upload.document["corrections"]) == len(upload.intake.corrections)


def test_a_text_that_begins_with_a_quote_is_not_mistaken_for_a_neutralised_one():
    table = [("head",), ("'=1+1",), ("=1+1",)]
    told = list(csv.reader(io.StringIO(mending.as_csv(table).decode("utf-8-sig"), newline="")))
    assert told == [["head"], ["''=1+1"], ["'=1+1"]]


def test_held_rows_of_several_tables_share_one_table():
    held = pd.DataFrame([("a", "f", "s", 2, "why", '{"X": "1"}'), ("b", "f", None, 3, "why", '{"Y": null}')],
                        columns=["table", "file", "sheet", "row", "reasons", "cells"])  # fmt: skip
    assert mending.held_table(held) == [
        ("why held", "table", "file", "sheet", "row", "X", "Y"), ("why", "a", "f", "s", "2", "1", ""),
        ("why", "b", "f", "", "3", "", "")]  # fmt: skip


def test_limits_hold_for_marking_too(faulty, check):
    from dataclasses import replace

    upload = check(faulty)
    assert mending.of_intake(upload.intake, replace(DEFAULT_LIMITS, file_bytes=10)) == ()


def test_names_shared_by_three_or_numbered_twice_stay_apart():
    shared = [
        mending.Marked(name, b"", "", 0, 0) for name in ("a.xlsx", "a (2).xlsx", "a.xlsx", "a (2).xlsx", "a.xlsx")
    ]
    names = [one.name for one in mending.named_apart(shared)]
    assert len(set(names)) == len(names) == 5
