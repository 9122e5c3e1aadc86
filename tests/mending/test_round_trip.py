"""A workbook with faults goes out marked, is mended by a person, comes back, and only what was mended changes."""

import io
import shutil
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest
from tests.mending.conftest import DAY, HEADERS, faulty_rows, plan_rows
from tests.own_office import converted, office

from balance import mending, store
from balance.ingest.limits import DEFAULT_LIMITS

KEY = "initiative_id"


def set_cells(**cells):
    def change(book):
        for address, value in cells.items():
            book["Projects"][address] = value

    return change


def codes(upload):
    return [problem.code for problem in upload.intake.problems]


def rows_of(upload):
    return upload.intake.frames["initiatives"].set_index(KEY)


def kept(database):
    reading = store.read_as_of(store.open_store(database), DAY)
    return reading.frames["initiatives"].set_index(KEY).sort_index().drop(columns="snapshot_id")


def test_only_the_mended_rows_differ(faulty, load, marked_by, mend, database):
    first = load(faulty)
    assert (len(first.intake.held), first.status) == (4, "attention")
    before = kept(database)
    back = mend(marked_by(first), set_cells(D3=date(2027, 5, 4), D5="2027-06-01", E7=777, A9="P-008"))
    second = load(back, who="ana")
    assert second.status == "ok"
    assert len(second.intake.held) == 0
    after = kept(database)
    same = before.drop(index="P-006")
    pd.testing.assert_frame_equal(after.loc[same.index], same)
    assert set(after.index) - set(before.index) == {"P-002", "P-004", "P-007", "P-008"}
    assert after.loc["P-006", "budget"] == 777
    assert after.loc["P-002", "finish_planned"] == pd.Timestamp(2027, 5, 4)
    changed = before.loc["P-006"].drop("budget")
    pd.testing.assert_series_equal(after.loc["P-006"].drop("budget"), changed)


def test_the_mended_load_takes_the_place_of_the_first_and_says_so(faulty, load, marked_by, mend, database):
    first = load(faulty)
    back = mend(marked_by(first), set_cells(D3=date(2027, 5, 4)))
    second = load(back, who="ana")
    assert second.snapshot_id != first.snapshot_id
    assert second.mends == first.snapshot_id
    kept_store = store.open_store(database)
    told = store.audit(kept_store).query("what == 'load'")["after"].iloc[-1]
    assert f'"mends":"{first.snapshot_id}"' in told
    (made,) = store.corrections_of(kept_store, second.snapshot_id)
    assert (made.file, made.cell, made.found, made.meant) == ("plan.xlsx", "D3", "soonish", "2027-05-04")
    assert (made.who, made.why) == ("ana", "mended workbook mended.xlsx")
    files = store.originals_of(kept_store, second.snapshot_id)
    assert files[:1] == store.originals_of(kept_store, first.snapshot_id)
    assert [name for name, _ in files] == ["plan.xlsx", "mended.xlsx"]
    assert store.original(kept_store, files[1][1]) == back.read_bytes()
    assert second.document["files"][0]["file"] == "plan.xlsx"
    assert second.document["corrections"][0]["cell"] == "D3"


def test_the_same_mended_workbook_again_changes_nothing(faulty, load, marked_by, mend):
    back = mend(marked_by(load(faulty)), set_cells(D3=date(2027, 5, 4)))
    first = load(back)
    again = load(back)
    assert again.document["snapshot"]["repeated"]
    assert again.snapshot_id == first.snapshot_id


def test_a_workbook_that_was_only_saved_changes_nothing(faulty, load, check, marked_by, mend):
    first = load(faulty)
    back = check(mend(marked_by(first), lambda book: None))
    assert back.document["corrections"] == []
    pd.testing.assert_frame_equal(rows_of(back), rows_of(first))
    (said,) = [p for p in back.intake.problems if p.code == "workbook-mended"]
    assert (said.severity, "nothing changed" in said.found) == ("warning", True)


def test_a_deleted_row_is_left_out_and_the_rows_below_stay_what_they_are(faulty, load, check, marked_by, mend):
    first = load(faulty)
    back = check(mend(marked_by(first), lambda book: book["Projects"].delete_rows(9)))
    assert [one["cell"] for one in back.document["corrections"]] == ["9:9"]
    assert rows_of(back).loc["P-007", "name"] == "Project 7"
    same = rows_of(back).drop(index="P-007")
    pd.testing.assert_frame_equal(same, rows_of(first).loc[same.index])


def test_deleted_and_mended_rows_together(faulty, load, check, marked_by, mend):
    def change(book):
        set_cells(D3=date(2027, 5, 4), D5=date(2027, 6, 1), B10="Renamed", E11=5)(book)
        book["Projects"].delete_rows(9)
        book["Projects"].delete_rows(7)

    back = check(mend(marked_by(load(faulty)), change))
    made = {one["cell"]: one["meant"] for one in back.document["corrections"]}
    assert made == {"D3": "2027-05-04", "D5": "2027-06-01", "B10": "Renamed", "E11": "5", "9:9": "", "7:7": ""}


def test_an_emptied_cell_is_empty(faulty, load, check, marked_by, mend):
    back = check(mend(marked_by(load(faulty)), set_cells(E7=None)))
    assert [(c["cell"], c["found"], c["meant"]) for c in back.document["corrections"]] == [("E7", "a lot", "")]
    assert "money-unreadable" not in codes(back)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda book: book["Projects"].append(["P-099", "New", "Done", date(2026, 1, 1), 5]), "rows were added"),
        (lambda book: book["Projects"].insert_rows(4), "rows were added"),
        (lambda book: book["Projects"].insert_cols(3), "columns were"),
        (lambda book: book["Projects"].delete_cols(2), "columns were"),
        (lambda book: setattr(book["Projects"], "title", "Mine"), "'Projects' is missing"),
        (lambda book: book.create_sheet("Scratch").append(["a", "b"]), "'Scratch' was added"),
        (lambda book: set_cells(H3="done, Ana")(book), "columns were added"),
        (lambda book: _reverse(book["Projects"]), "rows were moved"),
    ],
)
def test_what_cannot_be_followed_is_read_as_a_file_of_its_own(faulty, load, check, marked_by, mend, change, why):
    first = load(faulty)

    def mended(book):
        set_cells(D3=date(2027, 5, 4))(book)
        change(book)

    back = check(mend(marked_by(first), mended))
    (said,) = [p for p in back.intake.problems if p.code == "workbook-own-file"]
    assert why in said.found
    assert back.document["corrections"] == []
    assert back.mends is None
    if why != "columns were" or back.intake.frames:
        assert [file.file for file in back.intake.files] == ["mended.xlsx"]
    if "column" not in why:
        frame = rows_of(back)
        assert frame.loc["P-002", "finish_planned"] == pd.Timestamp(2027, 5, 4)
        columns = ["name", "stage", "finish_planned", "budget", "start_actual"]
        ours = [name for name in rows_of(first).index if name in frame.index]
        pd.testing.assert_frame_equal(frame.loc[ours, columns], rows_of(first).loc[ours, columns])


def test_more_changes_than_anybody_mends_are_a_new_file(faulty, load, check, marked_by, mend, monkeypatch):
    from balance.mending import comparison

    back = mend(marked_by(load(faulty)), set_cells(D3=date(2027, 5, 4), D5=date(2027, 5, 4)))
    monkeypatch.setattr(comparison, "MOST_CHANGED", 1)
    assert "workbook-own-file" in codes(check(back))


def _reverse(sheet):
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for at, row in enumerate(reversed(rows), start=2):
        for column, value in enumerate(row, start=1):
            sheet.cell(at, column).value = value


def test_without_the_original_it_is_a_file_of_its_own(faulty, check, marked_by, mend):
    back = mend(marked_by(check(faulty)), set_cells(D3=date(2027, 5, 4)))
    alone = check(back)
    assert "workbook-own-file" in codes(alone)
    assert alone.intake.files[0].file == "mended.xlsx"
    assert rows_of(alone).loc["P-002", "finish_planned"] == pd.Timestamp(2027, 5, 4)
    assert [sheet.sheet for sheet in alone.intake.files[0].sheets] == ["Projects"]


def test_the_original_may_lie_beside_it(faulty, check, marked_by, mend):
    back = mend(marked_by(check(faulty)), set_cells(D3=date(2027, 5, 4)))
    for order in ((faulty, back), (back, faulty)):
        both = check(*order)
        assert [file.file for file in both.intake.files] == ["plan.xlsx"]
        assert [one["cell"] for one in both.document["corrections"]] == ["D3"]


def test_what_was_decided_for_a_column_stays_when_its_evidence_is_mended_away(write, load, check, marked_by, mend):
    """One day over 12 decided the column; without it the dates would be asked about again."""
    texts = ["05/03/2027", "06/04/2027", "25/12/2027", "soon"]
    rows = [HEADERS[:4], *([f"P-{n}", f"Project {n}", "In progress", text] for n, text in enumerate(texts))]
    first = load(write("plan.xlsx", {"Projects": rows}))
    assert first.intake.questions == ()
    mended = mend(marked_by(first), set_cells(D4=date(2027, 12, 24), D5=date(2027, 7, 8)))
    back = check(mended)
    assert back.intake.questions == ()
    assert rows_of(back)["finish_planned"].dt.strftime("%Y-%m-%d").to_dict() == {
        "P-0": "2027-03-05", "P-1": "2027-04-06", "P-2": "2027-12-24", "P-3": "2027-07-08"}  # fmt: skip


def test_files_loaded_together_stay_together(write, load, marked_by, mend, database):
    good = write("more.xlsx", {"Projects": [HEADERS, ["X-1", "Other", "Done", date(2026, 1, 1), 1, None]]})
    first = load(write("plan.xlsx", {"Projects": faulty_rows()}), good)
    second = load(mend(marked_by(first), set_cells(D3=date(2027, 5, 4))))
    assert "file-read-again" in codes(second)
    assert set(kept(database).index) - {"P-002"} == set(rows_of(first).index)
    assert {file.file for file in second.intake.files} == {"plan.xlsx", "more.xlsx"}


def test_what_was_corrected_in_the_other_files_stays_corrected(write, load, marked_by, mend, fix, database):
    good = write("more.xlsx", {"Projects": [HEADERS, ["X-1", "Other", "Done", date(2026, 1, 1), "one", None]]})
    faulty = write("plan.xlsx", {"Projects": faulty_rows()})
    first = load(faulty, good, corrections=[fix(good, "E2", "1")])
    load(mend(marked_by(first), set_cells(D3=date(2027, 5, 4))))
    assert kept(database).loc["X-1", "budget"] == 1


def test_a_mended_snapshot_goes_out_again_as_its_original_alone(faulty, load, marked_by, mend, database):
    second = load(mend(marked_by(load(faulty)), set_cells(D3=date(2027, 5, 4))))
    stored = mending.of_snapshot(store.open_store(database), second.snapshot_id, DEFAULT_LIMITS)
    assert [one.name for one in stored] == ["plan - to mend.xlsx"]
    third = load(mend(marked_by(second, "m2.xlsx"), set_cells(D5=date(2027, 6, 1)), "back2.xlsx"))
    assert [one["cell"] for one in third.document["corrections"]] == ["D3", "D5"]
    assert [file.file for file in third.intake.files] == ["plan.xlsx"]


def test_a_copy_read_for_itself_takes_the_place_of_its_original_beside_it(faulty, check, marked_by, mend):
    def change(book):
        book["Projects"].append(["P-099", "New", "Done", date(2026, 1, 1), 5])

    both = check(faulty, mend(marked_by(check(faulty)), change))
    assert [file.file for file in both.intake.files] == ["mended.xlsx"]
    assert {"P-099", "P-001"} <= set(rows_of(both).index)
    assert [one.name for one in mending.of_intake(both.intake, DEFAULT_LIMITS)] == ["mended - to mend.xlsx"]


def test_a_copy_that_was_loaded_for_itself_is_marked_and_mended_like_any_file(faulty, load, check, marked_by, mend):
    def change(book):
        book["Projects"].append(["P-099", "New", "Done", date(2026, 1, 1), 5])

    copy = mend(marked_by(check(faulty)), change, "copy.xlsx")
    first = load(copy)
    assert "workbook-own-file" in codes(first)
    mended = mend(marked_by(first), set_cells(D3=date(2027, 5, 4)))
    for files in ((mended,), (copy, mended), (mended, copy)):
        back = check(*files)
        assert [file.file for file in back.intake.files] == ["copy.xlsx"]
        assert [one["cell"] for one in back.document["corrections"]] == ["D3"]


def test_the_original_of_an_upload_that_waits_is_known(faulty, check, marked_by, mend, database):
    upload = check(faulty)
    files = [(one.name, one.sha256, one.content) for one in upload.intake.originals]
    store.wait_for_person(store.open_store(database), files, "rows are held", as_of=DAY)
    back = check(mend(marked_by(upload), set_cells(D3=date(2027, 5, 4))))
    assert [one["cell"] for one in back.document["corrections"]] == ["D3"]


def test_mended_in_a_drop_folder_what_waited_is_loaded_once(
    faulty, marked_by, mend, check, database, tmp_path, monkeypatch
):
    from balance import watching

    monkeypatch.setenv("BALANCE_WATCH_SETTLE_SECONDS", "0.05")
    folder = tmp_path / "drop"
    (folder / DAY.isoformat()).mkdir(parents=True)
    shutil.copy(faulty, folder / DAY.isoformat())
    assert [one["files"] for one in watching.watch_once(database, folder, None)["waiting"]] == [["plan.xlsx"]]
    cells = {"D3": date(2027, 5, 4), "D5": date(2027, 6, 1), "E7": 777, "A9": "P-008"}
    shutil.copy(mend(marked_by(check(faulty)), set_cells(**cells)), folder / DAY.isoformat())
    told = watching.watch_once(database, folder, None)
    assert (told["status"], len(told["loaded"]), told["waiting"]) == ("ok", 1, [])
    assert watching.watch_once(database, folder, None)["loaded"] == []
    assert len(kept(database)) == 12


def test_for_another_date_it_mends_nothing_and_brings_nothing_along(write, load, marked_by, mend):
    good = write("more.xlsx", {"Projects": [HEADERS, ["X-1", "Other", "Done", date(2026, 1, 1), 1, None]]})
    first = load(write("plan.xlsx", {"Projects": faulty_rows()}), good)
    later = load(mend(marked_by(first), set_cells(D3=date(2027, 5, 4))), as_of=date(2026, 12, 31))
    assert later.mends is None
    assert [file.file for file in later.intake.files] == ["plan.xlsx"]
    assert [one["cell"] for one in later.document["corrections"]] == ["D3"]


def test_mended_twice_both_corrections_hold_and_the_first_keeps_its_author(faulty, load, marked_by, mend, database):
    first = load(mend(marked_by(load(faulty)), set_cells(D3=date(2027, 5, 4)), "one.xlsx"), who="ana")
    second = load(mend(marked_by(first, "again.xlsx"), set_cells(D5=date(2027, 6, 1)), "two.xlsx"), who="bob")
    made = store.corrections_of(store.open_store(database), second.snapshot_id)
    assert [(one.cell, one.who, one.why) for one in made] == [
        ("D3", "ana", "mended workbook one.xlsx"), ("D5", "bob", "mended workbook two.xlsx")]  # fmt: skip


def test_an_older_marked_workbook_does_not_undo_what_was_mended_meanwhile(faulty, load, marked_by, mend, fix, database):
    old = marked_by(load(faulty))
    load(faulty, corrections=[fix(faulty, "D3", "2027-05-04", why="called"), fix(faulty, "9:9", "", why="twice")])
    late = load(mend(old, set_cells(D5=date(2027, 6, 1))))
    made = {one.cell: one.why for one in store.corrections_of(store.open_store(database), late.snapshot_id)}
    assert made == {"D3": "called", "9:9": "twice", "D5": "mended workbook mended.xlsx"}


def test_a_value_put_back_takes_the_correction_back(faulty, load, check, marked_by, mend, fix):
    first = load(faulty, corrections=[fix(faulty, "E7", "12")])
    back = check(mend(marked_by(first), set_cells(E7="a lot")))
    assert back.document["corrections"] == []
    assert "money-unreadable" in codes(back)


def test_a_correction_given_besides_holds_with_the_workbooks_and_two_wishes_are_told(
    faulty, load, check, marked_by, mend
):
    back = mend(marked_by(load(faulty)), set_cells(D3=date(2027, 5, 4)))
    both = check(back, corrections=["D5=2027-06-01"])
    assert [one["cell"] for one in both.document["corrections"]] == ["D3", "D5"]
    other = check(back, corrections=["D3=2027-09-09"])
    assert other.status == "refused"
    assert "correction-astray" in codes(other)


def test_a_row_left_out_comes_in_again_when_it_is_mended(faulty, load, check, marked_by, mend, fix):
    first = load(faulty, corrections=[fix(faulty, "9:9", "", why="twice")])
    back = check(mend(marked_by(first), set_cells(A9="P-008")))
    assert [one["cell"] for one in back.document["corrections"]] == ["A9"]
    assert "P-008" in rows_of(back).index


def test_a_formula_without_a_value_is_told_and_the_cell_stays(faulty, load, check, marked_by, mend):
    back = check(mend(marked_by(load(faulty)), set_cells(E7="=1+1")))
    (said,) = [p for p in back.intake.problems if p.code == "mended-cell-faulty"]
    assert (said.cell, said.severity) == ("E7", "error")
    assert back.document["corrections"] == []


def test_the_marked_workbook_of_a_snapshot_is_that_of_the_check(faulty, load, database):
    first = load(faulty)
    (checked,) = mending.of_intake(first.intake, DEFAULT_LIMITS)
    (stored,) = mending.of_snapshot(store.open_store(database), first.snapshot_id, DEFAULT_LIMITS)
    assert stored == checked
    assert openpyxl.load_workbook(io.BytesIO(stored.content))["Projects"].freeze_panes == "A2"


def test_a_text_file_goes_out_as_a_workbook_and_comes_back(write, load, check, marked_by, mend):
    lines = ["Project ID;Project Name;State;Planned end date;Budget", "0001;Ledger;Done;25.12.2025;1.000,5",
             "0002;Vault;In progress;irgendwann;2.000,5", "0003;Mesh;Done;01.02.2026;7,5"]  # fmt: skip
    first = load(write("projekte.csv", "\n".join(lines).encode("cp1252")))

    def change(book):
        book["projekte"]["D3"] = datetime(2027, 1, 2)

    back = check(mend(marked_by(first), change))
    frame = rows_of(back)
    assert frame.loc["0002", "finish_planned"] == pd.Timestamp(2027, 1, 2)
    pd.testing.assert_frame_equal(frame.drop(index="0002"), rows_of(first))
    assert [(c["sheet"], c["cell"]) for c in back.document["corrections"]] == [("", "D3")]


def test_several_files_are_bundled_with_the_same_bytes_each_time(write, check):
    other = write("other.xlsx", {"Projects": [[*row[:1], *row[1:]] for row in faulty_rows()[:4]]})
    upload = check(write("plan.xlsx", {"Projects": faulty_rows()}), other)
    marked = mending.of_intake(upload.intake, DEFAULT_LIMITS)
    assert [one.name for one in marked] == ["plan - to mend.xlsx", "other - to mend.xlsx"]
    name, content = mending.bundled(marked)
    assert (name, content) == mending.bundled(mending.of_intake(upload.intake, DEFAULT_LIMITS))
    assert name.endswith(".zip")


def test_nothing_goes_out_where_nothing_needs_a_person(write, check):
    assert mending.of_intake(check(write("plan.xlsx", {"Projects": plan_rows()})).intake, DEFAULT_LIMITS) == ()


@pytest.mark.slow
@pytest.mark.skipif(office("xlsx") is None, reason="LibreOffice Calc is not on this machine")
def test_through_libreoffice(faulty, load, check, marked_by, mend, tmp_path):
    back = mend(marked_by(load(faulty)), set_cells(D3=date(2027, 5, 4)))
    told = check(converted(back, "xlsx", tmp_path / "office"))
    assert [(c["cell"], c["meant"]) for c in told.document["corrections"]] == [("D3", "2027-05-04")]


def test_what_was_written_by_another_program_is_the_same_to_us(faulty, load, check, marked_by, write):
    """Shared texts instead of own ones, other number forms, comments gone: what programs do on saving."""
    book = openpyxl.load_workbook(marked_by(load(faulty)))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                cell.comment = None
                if isinstance(cell.value, float):
                    cell.value = float(f"{cell.value:.15g}")
    out = io.BytesIO()
    book.save(out)
    assert check(write("saved.xlsx", out.getvalue())).document["corrections"] == []
