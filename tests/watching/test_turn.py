"""What becomes of real files in a real folder: loaded, set aside with a reason, or left alone."""

import shutil
from datetime import date

import openpyxl
import pytest
from tests.watching.conftest import incidents, initiatives, unchanged

from balance import store, uploading
from balance.store import (
    dismiss_waiting,
    drop_snapshot,
    list_snapshots,
    original,
    originals_of,
    purge_snapshot,
    read_as_of,
    waiting_contents,
    waiting_uploads,
)
from balance.watching import copies
from balance.watching.folder import look
from balance.watching.turn import Memory, turn

Q2, Q3 = date(2026, 6, 30), date(2026, 9, 30)
UNDATED = "incident_id,opened_at,class,loss\nINC1,03/04/2026,Outage,100\nINC2,05/06/2026,Outage,100\n"
"""Clean but for one thing: whether the day or the month comes first, nobody can say."""


def ids(kept, table="initiatives", as_of=Q3):
    frame = read_as_of(kept, as_of).frames[table]
    return sorted(frame.loc[~frame["gone"]].iloc[:, 0])


def test_clean_files_of_one_date_are_one_load(go, put, kept, folder):
    put("2026-09-30/initiatives.csv", initiatives("A", "B"))
    put("incidents 2026-09-30.csv", incidents("INC1"))
    before = unchanged(folder)
    done = go()
    (load,) = done.loaded
    assert (load.as_of, load.files, load.repeated) == (Q3, ("initiatives.csv", "incidents 2026-09-30.csv"), False)
    (snapshot,) = list_snapshots(kept)
    assert (snapshot.id, snapshot.loaded_by) == (load.snapshot, "drop folder")
    assert snapshot.tables == {"initiatives": 2, "incidents": 1}
    done_by = store.audit(kept).query("what in ('load', 'freeze forecasts')")
    assert done_by["who"].tolist() == ["drop folder"] * 2
    assert (done.aside, done.ignored, done.later, done.failed) == ([], [], [], [])
    assert unchanged(folder) == before


def test_dates_are_loads_of_their_own_oldest_first(go, put):
    put("initiatives 2026Q3.csv", initiatives("A", "B"))
    put("20260630 initiatives.csv", initiatives("A"))
    assert [load.as_of for load in go().loaded] == [Q2, Q3]


def test_the_same_content_is_never_loaded_twice(go, put, folder, kept):
    put("2026-09-30/a.csv", initiatives("A"))
    assert len(go().loaded) == 1
    assert go().loaded == []
    shutil.copy(folder / "2026-09-30" / "a.csv", folder / "2026-09-30" / "copy of a.csv")
    (folder / "2026-09-30" / "a.csv").rename(folder / "2026-09-30" / "renamed.csv")
    done = go()
    assert (done.loaded, done.aside) == ([], [])
    assert [one.reason for one in done.ignored] == ["its content is that of 2026-09-30/copy of a.csv"]
    assert len(list_snapshots(kept)) == 1


def test_the_same_content_for_two_dates_is_two_loads(go, put):
    for name in ("2026-06-30/a.csv", "2026-09-30/a.csv"):
        put(name, initiatives("A"))
    assert [load.as_of for load in go().loaded] == [Q2, Q3]


def test_what_a_person_loaded_is_not_loaded_again(go, put, database):
    path = put("2026-09-30/a.csv", initiatives("A"))
    uploading.load(database, [path], as_of=Q3)
    assert go().loaded == []


def test_what_a_person_took_back_or_purged_does_not_come_back(go, put, kept):
    put("2026-09-30/a.csv", initiatives("A"))
    put("2026-06-30/b.csv", initiatives("A"))
    first, second = go().loaded
    drop_snapshot(kept, first.snapshot)
    purge_snapshot(kept, second.snapshot)
    done = go()
    assert (done.loaded, done.aside) == ([], [])


def test_a_further_table_for_a_loaded_date_is_added(go, put, kept):
    put("2026-09-30/initiatives.csv", initiatives("A"))
    go()
    put("2026-09-30/incidents.csv", incidents("INC1"))
    assert [load.files for load in go().loaded] == [("incidents.csv",)]
    assert (ids(kept), ids(kept, "incidents")) == (["A"], ["INC1"])


def test_a_further_file_of_a_loaded_table_does_not_push_the_first_out(go, put, kept):
    put("2026-09-30/unit one.csv", initiatives("A"))
    go()
    put("2026-09-30/unit two.csv", initiatives("B"))
    assert [load.files for load in go().loaded] == [("unit one.csv", "unit two.csv")]
    assert ids(kept) == ["A", "B"]


def test_a_corrected_file_replaces_its_earlier_self(go, put, kept):
    put("2026-09-30/initiatives.csv", initiatives("A", "B"))
    put("2026-09-30/incidents.csv", incidents("INC1"))
    go()
    put("2026-09-30/initiatives.csv", initiatives("A"))
    assert len(go().loaded) == 1
    assert (ids(kept), ids(kept, "incidents")) == (["A"], ["INC1"])


def test_rows_whose_file_is_gone_from_the_folder_are_never_replaced_unasked(go, put, kept):
    path = put("2026-09-30/unit one.csv", initiatives("A"))
    go()
    path.unlink()
    put("2026-09-30/unit two.csv", initiatives("B"))
    done = go()
    assert done.loaded == []
    assert "would replace initiatives of 2026-09-30, which came from unit one.csv" in done.aside[0].why
    assert ids(kept) == ["A"]


def test_cleaning_the_folder_up_changes_nothing(go, put, kept):
    path = put("2026-09-30/a.csv", initiatives("A"))
    put("2026-09-30/b.csv", incidents("INC1"))
    go()
    path.unlink()
    done = go()
    assert (done.loaded, done.aside) == ([], [])
    assert ids(kept) == ["A"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (UNDATED, "1 open question"),
        (initiatives("A") + "B,No date,in_flight,,1000\n", "1 row held back"),
        (initiatives("A") + "B,Bad money,in_flight,2027-03-31,lots\n", "1 error"),
        ("no,table\n1,2\n", "cannot be loaded"),
        (b"PK\x03\x04 broken", "cannot be loaded"),
        (initiatives("A") + initiatives("A", stage="on_hold")[len("initiative_id,name,stage,finish_planned,budget\n"):],
         "2 rows held back"),
    ],
)  # fmt: skip
def test_what_needs_a_person_waits_with_the_reason(go, put, kept, text, why):
    path = put("2026-09-30/file.csv" if isinstance(text, str) else "2026-09-30/file.xlsx", text)
    done = go()
    assert done.loaded == []
    assert why in done.aside[0].why
    (row,) = waiting_uploads(kept)
    assert (row.as_of, row.why) == (Q3, done.aside[0].why)
    assert row.details
    assert waiting_contents(kept, row.id) == ((path.name, path.read_bytes()),)
    assert list_snapshots(kept) == ()
    assert go().aside == []


def test_one_bad_file_stops_no_other_date(go, put):
    put("2026-06-30/bad.xlsx", b"PK\x03\x04 broken")
    put("2026-09-30/good.csv", initiatives("A"))
    done = go()
    assert [one.as_of for one in done.aside] == [Q2]
    assert [one.as_of for one in done.loaded] == [Q3]


def test_a_mended_file_loads_and_nothing_waits_any_more(go, put, kept):
    put("2026-09-30/incidents.csv", UNDATED)
    go()
    put("2026-09-30/incidents.csv", incidents("INC1"))
    assert len(go().loaded) == 1
    assert waiting_uploads(kept) == ()


def test_a_person_who_answers_and_loads_ends_the_waiting(go, put, database, kept):
    path = put("2026-09-30/incidents.csv", UNDATED)
    go()
    (question,) = uploading.check(database, [path], as_of=Q3).intake.questions
    answered = uploading.load(database, [path], as_of=Q3, answers={question.key: "day first"})
    assert answered.status == "ok"
    assert waiting_uploads(kept) == ()
    done = go()
    assert (done.loaded, done.aside) == ([], [])


def test_what_was_dismissed_does_not_wait_again(go, put, kept):
    put("2026-09-30/incidents.csv", UNDATED)
    go()
    dismiss_waiting(kept, waiting_uploads(kept)[0].id)
    assert go().aside == []
    put("2026-09-30/initiatives.csv", initiatives("A"))
    assert [load.files for load in go().loaded] == [("initiatives.csv",)]


def test_a_column_of_the_file_says_its_date(go, put, kept):
    rows = "incident_id,opened_at,class,loss,Reported as of\nINC1,2026-05-01,Outage,100,2026-09-30\n"
    put("incidents.csv", rows)
    (load,) = go().loaded
    assert load.as_of == Q3


def test_without_any_date_it_waits_with_the_question(go, put, kept, database):
    path = put("incidents.csv", incidents("INC1"))
    put("2026-06-30 and 2026-09-30.csv", initiatives("A"))
    done = go()
    assert done.loaded == []
    (row,) = waiting_uploads(kept)
    assert row.as_of is None
    assert row.why.startswith("As of which date?")
    assert any("several dates: 2026-06-30, 2026-09-30" in line for line in row.details)
    assert go().aside == []
    uploading.load(database, [path], as_of=Q3)
    assert go().aside == []


def test_a_file_renamed_after_its_date_loads(go, put, kept, folder):
    path = put("incidents.csv", incidents("INC1"))
    go()
    path.rename(folder / "incidents 2026-09-30.csv")
    assert [load.as_of for load in go().loaded] == [Q3]
    assert waiting_uploads(kept) == ()


def test_rows_of_several_dates_are_not_given_one(go, put, kept):
    head = "incident_id,opened_at,class,loss,Reported as of\n"
    put("incidents.csv", head + "INC1,2026-05-01,Outage,1,2026-06-30\nINC1,2026-05-01,Outage,1,2026-09-30\n")
    go()
    (row,) = waiting_uploads(kept)
    assert "reported on several dates: 2026-06-30, 2026-09-30" in row.why


def test_a_date_with_a_file_on_its_way_is_left_for_later(go, put):
    put("2026-09-30/a.csv", initiatives("A"))
    put("2026-09-30/b.csv", incidents("INC1"))
    put("2026-06-30/c.csv", initiatives("A"))
    done = go(moving={"b.csv"})
    assert [load.as_of for load in done.loaded] == [Q2]
    assert sorted(done.later) == ["2026-09-30/a.csv", "2026-09-30/b.csv"]
    put("2026-09-30/d.csv.part", "")
    done = go(moving={"d.csv.part"})
    assert (done.loaded, sorted(done.later)) == ([], ["2026-09-30/a.csv", "2026-09-30/b.csv"])
    assert [load.files for load in go().loaded] == [("a.csv", "b.csv")]


def test_hostile_names_are_labels_and_nothing_else(go, folder, kept, tmp_path):
    names = [
        "up\\..\\..\\evil 2026-09-30.csv",
        "a\nb 2026-09-30.csv",
        "=cmd|' 2026-09-30.csv",
        "<b>2026-09-30</b>.csv",
        "'; DROP TABLE snapshots; -- 2026-09-30.csv",
        "\u202e 2026-09-30 vsc.csv",
        "x" * 200 + " 2026-09-30.csv",
    ]
    made = 0
    for at, name in enumerate(names):
        try:
            (folder / name.replace("/", "_")).write_text(initiatives(f"A{at}"))
            made += 1
        except OSError:  # a file system that refuses the name itself
            continue
    before = sorted(path.name for path in tmp_path.iterdir())
    done = go()
    (load,) = done.loaded
    assert len(load.files) == made
    assert all(name.isprintable() and not set(name) & set("/\\") for name in load.files)
    assert len(ids(kept)) == made
    assert {name for name, _ in originals_of(kept, load.snapshot)} == set(load.files)
    assert sorted(path.name for path in tmp_path.iterdir() if "duckdb" not in path.name) == [
        name for name in before if "duckdb" not in name
    ]


def test_two_files_of_one_name_for_one_date(go, put, kept):
    put("2026-09-30/projects 2026-09-30.csv", initiatives("A"))
    put("projects 2026-09-30.csv", initiatives("B"))
    assert len(go().loaded) == 1
    assert ids(kept) == ["A", "B"]
    sources = set(read_as_of(kept, Q3).frames["initiatives"]["source_file"])
    assert sources == {"projects 2026-09-30.csv", "projects 2026-09-30 (2).csv"}
    put("2026-09-30/more.csv", initiatives("C"))
    assert len(go().loaded) == 1
    assert ids(kept) == ["A", "B", "C"]


def test_a_file_that_cannot_be_read_is_named_and_stops_nothing(go, put, monkeypatch):
    put("2026-06-30/a.csv", initiatives("A"))
    real = copies.content_of

    def guarded(entry):
        if entry.label == "a.csv":
            raise PermissionError(13, "Permission denied", str(entry.path))
        return real(entry)

    monkeypatch.setattr(copies, "content_of", guarded)
    put("2026-09-30/b.csv", initiatives("A"))
    done = go()
    assert [load.as_of for load in done.loaded] == [Q3]
    assert [(one.file, one.reason, one.attention) for one in done.ignored] == [
        ("2026-06-30/a.csv", "it cannot be read (Permission denied)", True)
    ]


def test_a_fault_of_ours_becomes_something_that_waits(go, put, kept, monkeypatch):
    put("2026-06-30/a.csv", initiatives("A"))
    put("2026-09-30/b.csv", initiatives("A"))
    real = uploading.check

    def faulty(database, files, **options):
        if files[0].name == "a.csv":
            raise ZeroDivisionError("of ours")
        return real(database, files, **options)

    monkeypatch.setattr(uploading, "check", faulty)
    done = go()
    assert [load.as_of for load in done.loaded] == [Q3]
    assert "ZeroDivisionError" in waiting_uploads(kept)[0].why


def test_a_fault_of_ours_while_a_day_is_looked_for_stops_no_other_file(go, put, kept, monkeypatch):
    put("undated.csv", initiatives("A"))
    put("2026-09-30/dated.csv", initiatives("B"))

    def fault(*_):
        raise RuntimeError("broken")

    monkeypatch.setattr("balance.watching.turn.said_by_columns", fault)
    done = go()
    assert [load.files for load in done.loaded] == [("dated.csv",)]
    assert [aside.files for aside in done.aside] == [("undated.csv",)]


def test_what_is_no_longer_in_the_folder_is_not_remembered(put, folder, database):
    path, memory = put("undated.csv", initiatives("A")), Memory()
    for left in (1, 0):
        listing = look(folder, 2**20)
        turn(database, listing, frozenset(entry.path for entry in listing.files), memory)
        assert (len(memory.hashes), len(memory.days)) == (left, left)
        path.unlink(missing_ok=True)


def test_a_fiscal_year_makes_quarters_in_names_ambiguous(go, put, kept):
    store.state_assumption(kept, {"key": "fiscal_year_start_month", "value": "4"})
    put("initiatives 2026Q3.csv", initiatives("A"))
    done = go()
    assert done.loaded == []
    assert waiting_uploads(kept)[0].as_of is None


def test_originals_are_what_was_read(go, put, kept):
    path = put("2026-09-30/a.csv", initiatives("A"))
    (load,) = go().loaded
    ((_, sha256),) = originals_of(kept, load.snapshot)
    assert original(kept, sha256) == path.read_bytes()


def test_a_marked_workbook_that_comes_back_mended_is_loaded_once(go, put, kept, database, tmp_path):
    path = put("2026-09-30/incidents.csv", incidents("INC1") + "INC2,2026-05-02 10:00:00,Outage,lots\n")
    assert "1 error" in go().aside[0].why
    ((written, _),) = uploading.marked(database, [str(path)], tmp_path / "marked", as_of=Q3)
    book = openpyxl.load_workbook(written)
    cell = next(cell for row in book["incidents"].iter_rows() for cell in row if cell.value == "lots")
    cell.value = 7
    book.save(path.with_name(written.name))
    book.close()
    assert len(go().loaded) == 1
    assert waiting_uploads(kept) == ()
    for _ in range(2):
        done = go()
        assert (done.loaded, done.aside) == ([], [])
    (row,) = [one for one in list_snapshots(kept) if not one.dropped]
    assert [one.meant for one in store.corrections_of(kept, row.id)] == ["7"]
