"""Corrections made in the cells after reading: as if the file had held them, told where they cannot be made."""

import csv
import hashlib
import io
from dataclasses import replace
from datetime import date

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balance.corrections import Correction
from balance.ingest import read_books, understand

HEADERS = ["Project ID", "Project Name", "State", "Planned end date", "Budget"]
ROWS = [
    ["P-1", "Ledger", "In progress", "2027-03-31", "5"],
    ["P-2", "Vault", "In progress", "", "6"],
    ["P-3", "Mesh", "In progress", "soonish", "a lot"],
    ["P-4", "Lake", "Done", "2026-01-01", "9"],
    ["P-5", "Edge", "Approved", "2026-12-01", ""],
]
LETTERS = "ABCDE"


def text(rows):
    out = io.StringIO()
    csv.writer(out).writerows([HEADERS, *rows])
    return out.getvalue().encode()


CONTENT = text(ROWS)
HASH = hashlib.sha256(CONTENT).hexdigest()


def fix(cell, meant, found=None, **more):
    return Correction(HASH, "", cell, meant, found, **more)


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    path = tmp_path_factory.mktemp("corrections") / "plan.csv"
    path.write_bytes(CONTENT)
    return read_books([path])


@pytest.fixture(scope="module")
def as_file(tmp_path_factory):
    """Read rows as a file of its own, under the same name."""

    def read(rows):
        path = tmp_path_factory.mktemp("typed") / "plan.csv"
        path.write_bytes(text(rows))
        return read_books([path])

    return read


def outcome(intake):
    """Everything an upload gave but for the hash of its file and what is said of the corrections themselves."""
    said = [p for p in intake.problems if p.code != "row-left-out"]
    return intake.frames, intake.held, said, intake.questions, [replace(file, sha256="") for file in intake.files]


def assert_same(one, other):
    frames, held, *rest = outcome(one)
    others, other_held, *other_rest = outcome(other)
    assert list(frames) == list(others)
    for name in frames:
        pd.testing.assert_frame_equal(frames[name], others[name])
    pd.testing.assert_frame_equal(held, other_held)
    assert rest == other_rest


cells = st.tuples(st.integers(0, len(ROWS) - 1), st.integers(0, 4))
values = st.sampled_from(
    ["", "P-2", "2027-01-05", "31.12.2026", "12", "1,5", "£3m", "In progress", "Done", "?", "=1+1", "  "]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.dictionaries(cells, values, max_size=6), order=st.randoms(use_true_random=False))
def test_a_corrected_file_is_read_like_one_that_was_written_so(plan, as_file, edits, order):
    rows = [[edits.get((r, c), cell) for c, cell in enumerate(row)] for r, row in enumerate(ROWS)]
    made = [fix(f"{LETTERS[c]}{r + 2}", value) for (r, c), value in edits.items()]
    order.shuffle(made)
    corrected = understand(plan, corrections=made)
    assert_same(corrected, understand(as_file(rows)))
    changed = {(r, c) for (r, c), value in edits.items() if value != ROWS[r][c]}
    assert {one.place for one in corrected.corrections} == {(r + 1, c) for r, c in changed}


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=st.sets(cells))
def test_a_correction_to_what_is_there_changes_nothing(plan, places):
    same = [fix(f"{LETTERS[c]}{r + 2}", ROWS[r][c], ROWS[r][c]) for r, c in places]
    corrected = understand(plan, corrections=same)
    assert_same(corrected, understand(plan))
    assert corrected.corrections == ()


def test_it_is_recorded_with_what_was_found_the_column_and_who_and_why(plan):
    intake = understand(plan, corrections=[fix("$d$4", "2027-05-01", who="ana", why="asked Mesh")])
    (made,) = intake.corrections
    assert (made.file, made.cell, made.column) == ("plan.csv", "D4", "finish_planned")
    assert (made.found, made.meant, made.who, made.why) == ("soonish", "2027-05-01", "ana", "asked Mesh")
    assert intake.frames["initiatives"].set_index("initiative_id").loc["P-3", "finish_planned"] == pd.Timestamp(
        2027, 5, 1
    )


def test_the_original_stays_as_it_came(plan):
    intake = understand(plan, corrections=[fix("D4", "2027-05-01")])
    assert intake.originals[0].content == CONTENT
    assert understand(plan).corrections == ()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (fix("D4", "x", "what is not there"), "which the correction speaks of"),
        (fix("F4", "x"), "the last one of the sheet"),
        (fix("D99", "x"), "the last one of the sheet"),
        (fix("99:99", ""), "the last one of the sheet"),
        (fix("here", "x"), "an address like F12"),
        (fix("XFE1048577", "x"), "the last one of the sheet"),
        (replace(fix("D4", "x"), sheet="Other"), "one of ''"),
        (replace(fix("D4", "x"), sha256="0" * 64), "one of the files that are read"),
        (fix("D4", "later", kind="moment"), "a moment"),
        (fix("D4", "nan", kind="number"), "a number"),
    ],
)
def test_one_that_cannot_be_made_is_told_with_its_place_and_refuses_the_upload(plan, wrong, said):
    intake = understand(plan, corrections=[wrong, fix("D3", "2027-01-01")])
    (problem,) = [p for p in intake.problems if p.code == "correction-astray"]
    assert problem.severity == "error"
    assert problem.cell == wrong.cell
    assert said in problem.expected
    assert intake.refused
    assert [one.cell for one in intake.corrections] == ["D3"]


def test_two_wishes_for_one_cell_are_both_refused_and_the_same_wish_twice_is_one(plan):
    both = [fix("D4", "2027-01-01"), fix("d4", "2027-02-01")]
    for wishes in (both, both[::-1]):
        intake = understand(plan, corrections=wishes)
        assert intake.refused
        assert intake.corrections == ()
    agreed = understand(plan, corrections=[fix("D4", "2027-01-01"), fix("D4", "2027-01-01", "soonish", who="ana")])
    assert not agreed.refused
    assert len(agreed.corrections) == 1


def test_a_row_left_out_is_counted_and_named(plan):
    intake = understand(plan, corrections=[fix("6:6", "", why="not ours"), fix("3:3", "")])
    rows = intake.files[0].sheets[0].rows
    assert (rows.read, rows.left_out) == (5, 2)
    notes = {p.row: p.found for p in intake.problems if p.code == "row-left-out"}
    assert set(notes) == {3, 6}
    assert "not ours" in notes[6]
    assert "P-5" in notes[6]
    assert set(intake.frames["initiatives"]["initiative_id"]) == {"P-1", "P-4"}


def test_leaving_out_one_of_two_rows_with_an_id_lets_the_other_in(read_bytes):
    rows = [["P-1", "Ledger", "Done", "2026-01-01", "1"], ["P-1", "Ledger II", "Done", "2026-01-01", "2"]]
    content = text(rows)
    sha256 = hashlib.sha256(content).hexdigest()
    assert read_bytes(("plan.csv", content)).refused is False
    assert len(read_bytes(("plan.csv", content)).held) == 2
    kept = read_bytes(("plan.csv", content), corrections=[Correction(sha256, "", "2:2", "")])
    assert kept.frames["initiatives"]["name"].tolist() == ["Ledger II"]
    assert len(kept.held) == 0


@pytest.mark.parametrize(("kind", "meant", "column", "value"), [
    ("moment", "2027-04-03", "finish_planned", pd.Timestamp(2027, 4, 3)),
    ("number", "1234.5", "budget", 1234.5),
])  # fmt: skip
def test_a_value_of_its_own_kind_is_not_read_as_text(make_workbook, read_bytes, kind, meant, column, value):
    """In a column of decimal commas and days first, a real number and a real date stay what they are."""
    rows = [HEADERS, ["P-1", "A", "Done", "25.12.2026", "1.234,50"], ["P-2", "B", "Done", "26.12.2026", "2,5"],
            ["P-3", "C", "Done", "27.12.2026", "7,5"]]  # fmt: skip
    content = make_workbook({"Plan": rows})
    cell = {"finish_planned": "D4", "budget": "E4"}[column]
    made = Correction(hashlib.sha256(content).hexdigest(), "Plan", cell, meant, kind=kind)
    frame = read_bytes(("plan.xlsx", content), as_of=date(2026, 9, 30), corrections=[made]).frames["initiatives"]
    assert frame.set_index("initiative_id").loc["P-3", column] == value
    assert frame.set_index("initiative_id").loc["P-1", "budget"] == 1234.5


def test_a_long_text_is_quoted_in_part_and_still_told_apart(read_bytes):
    long = "x" * 5_000
    content = text([["P-1", long, "Done", "2026-01-01", "1"]])
    sha256 = hashlib.sha256(content).hexdigest()
    (made,) = read_bytes(("plan.csv", content), corrections=[Correction(sha256, "", "B2", long[:-1])]).corrections
    assert made.found == long[:500]
    again = read_bytes(("plan.csv", content), corrections=[made])
    assert again.frames["initiatives"]["name"].tolist() == [long[:-1]]
    assert read_bytes(("plan.csv", content), corrections=[Correction(sha256, "", "B2", long)]).corrections == ()


def test_what_number_formats_say_of_the_other_cells_stays(read_bytes, make_workbook):
    """Ids shown as 00007 keep their zeros when another cell of the column is corrected, by a number or by text."""
    book = openpyxl.load_workbook(io.BytesIO(make_workbook({"Plan": [HEADERS, *([n, f"N{n}", "Done", "2026-01-01", n]
                                                                    for n in (7, 8, 9))]})))  # fmt: skip
    for row in (2, 3, 4):
        book["Plan"].cell(row, 1).number_format = "00000"
    out = io.BytesIO()
    book.save(out)
    sha256 = hashlib.sha256(out.getvalue()).hexdigest()
    made = [Correction(sha256, "Plan", "A3", "18", kind="number"), Correction(sha256, "Plan", "A4", "X-9")]
    intake = read_bytes(("plan.xlsx", out.getvalue()), corrections=made)
    assert intake.frames["initiatives"]["initiative_id"].tolist() == ["00007", "00018", "X-9"]
    assert [one.found for one in intake.corrections] == ["00008", "00009"]
