"""An upload beside what the store knows: in the document of check and load, in the problems, and for a person."""

import json
from datetime import date

import pytest

from balance import store, uploading
from balance.cli import main

Q1, Q2, Q3 = date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)
HEAD = "Project ID,Project Name,State,Planned end date,Budget,Actual cost"


@pytest.fixture
def database(tmp_path) -> str:
    """Where a store of the test's own will be."""
    return str(tmp_path / "balance.duckdb")


@pytest.fixture
def upload(tmp_path, database):
    """Check or load rows of initiatives: `upload(load, Q2, "A,Atlas,in_flight,2026-12-31,5,1", …)`."""

    def done(what, as_of, *rows):
        file = tmp_path / "plan.csv"
        file.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
        return what(database, [file], as_of=as_of)

    return done


def row(name, budget="5", stage="in_flight", finish="2026-12-31"):
    return f"{name},{name},{stage},{finish},{budget},1"


def test_check_and_load_tell_the_same_and_add_up(upload):
    upload(uploading.load, Q1, row("A"), row("B", "7"), row("C", "2"))
    checked = upload(uploading.check, Q2, row("A", ""), row("B", "8"), row("D", "4"))
    loaded = upload(uploading.load, Q2, row("A", ""), row("B", "8"), row("D", "4"))
    assert checked.document["reconciliation"] == loaded.document["reconciliation"]
    told = loaded.document["reconciliation"]["initiatives"]
    assert told["compared_with"] == Q1
    parts = {name: told["sums"]["budget"][name] for name in ("new", "gone", "changed", "blanked", "filled")}
    assert parts == {"new": 4.0, "gone": -2.0, "changed": 1.0, "blanked": -5.0, "filled": 0.0}
    assert told["sums"]["budget"]["difference"] == sum(parts.values()) == 12.0 - 14.0
    assert "−$5 because 1 cell is blank that was filled on 31 Mar 2026" in loaded.text
    assert loaded.document["changes_since_last"] == {"initiatives": {"new": 1, "changed": 2, "gone": 1}}


def test_what_a_person_must_know_is_kept_with_the_snapshot(upload, database):
    upload(uploading.load, Q1, row("A"), row("B"))
    loaded = upload(uploading.load, Q2, row("A"))
    assert (loaded.status, loaded.exit_status) == ("attention", 1)
    kept = store.problems_of(store.open_store(database), loaded.snapshot_id)
    assert [problem.code for problem in kept] == ["ids-vanished"]


def test_a_first_load_compares_with_nothing(upload):
    first = upload(uploading.load, Q1, row("A"))
    assert first.status == "ok"
    assert first.document["reconciliation"]["initiatives"]["sums"]["budget"]["before"] is None
    assert "nothing earlier is loaded to compare with" in first.text


def test_a_second_load_for_the_same_date_is_set_beside_the_date_before_and_tells_what_it_replaces(upload):
    upload(uploading.load, Q1, row("A", "5"))
    first = upload(uploading.load, Q2, row("A", "6"), row("B", "1"))
    again = upload(uploading.load, Q2, row("A", "9"))
    told = again.document["reconciliation"]["initiatives"]
    assert (told["compared_with"], told["sums"]["budget"]["before"]) == (Q1, 5.0)
    assert told["supersedes"]["snapshot"] == first.snapshot_id
    assert (told["supersedes"]["gone"], told["supersedes"]["differences"]["budget"]) == (1, 2.0)


def test_changes_and_initiatives_loaded_for_the_same_date_are_known_to_what_comes_after_them(
    upload, tmp_path, database
):
    events, releases = tmp_path / "events.csv", tmp_path / "releases.csv"
    events.write_text(
        "Number,Opened,Category,Change ID,Initiative ID\nI-1,2026-06-03,outage,C-1,A\nI-2,2026-06-04,outage,C-9,Z\n",
        "utf-8",
    )
    releases.write_text("Change ID,Actual end date\nC-1,2026-06-02\n", "utf-8")
    upload(uploading.load, Q1, row("B"))
    upload(uploading.load, Q2, row("A"))
    uploading.load(database, [releases], as_of=Q2)
    after = uploading.check(database, [events], as_of=Q2)
    assert [(one.code, one.found.count("'C-1'"), one.found.count("'A'")) for one in after.intake.problems] == [
        ("change-unknown", 0, 0), ("initiative-unknown", 0, 0)
    ]  # fmt: skip
    releases.write_text("Change ID,Actual end date\nC-9,2026-06-02\n", "utf-8")
    (replaced,) = (
        one
        for one in uploading.check(database, [events, releases], as_of=Q2).intake.problems
        if one.code == "change-unknown"
    )
    assert "'C-1'" in replaced.found


def test_an_upload_of_an_earlier_date_is_set_beside_what_was_known_then(upload):
    upload(uploading.load, Q1, row("A", "5"))
    upload(uploading.load, Q3, row("A", "50"))
    told = upload(uploading.check, Q2, row("A", "6")).document["reconciliation"]["initiatives"]
    assert (told["compared_with"], told["sums"]["budget"]["before"]) == (Q1, 5.0)


def test_a_row_that_is_held_back_has_not_vanished(upload):
    upload(uploading.load, Q1, row("A"), row("B"))
    loaded = upload(uploading.load, Q2, row("A"), row("B", finish="soon"))
    assert len(loaded.intake.held) == 1
    assert "ids-vanished" not in [problem.code for problem in loaded.intake.problems]


@pytest.mark.parametrize(("total", "own"), [("7", 7.0), ("9", 9.0), ("", None)])
def test_the_files_own_total_is_in_the_document(upload, total, own):
    checked = upload(uploading.check, Q1, row("A", "5"), row("B", "2"), f"Total,,,,{total},2")
    assert checked.document["reconciliation"]["initiatives"]["sums"]["budget"]["own_total"] == own


def test_the_own_total_is_in_the_reporting_currency(tmp_path):
    plan, given = tmp_path / "plan.csv", tmp_path / "given.csv"
    plan.write_text(f"{HEAD}\nA,A,in_flight,2026-12-31,$5,1\nB,B,idea,2026-12-31,$2,1\nTotal,,,,$7,2\n", "utf-8")
    given.write_text("key,value\nreporting_currency,GBP\nexchange_rate:USD,0.5\n", "utf-8")
    checked = uploading.check(str(tmp_path / "none.duckdb"), [plan, given], as_of=Q1)
    sums = checked.document["reconciliation"]["initiatives"]["sums"]["budget"]
    assert (sums["own_total"], sums["now"]) == (3.5, 3.5)


def test_quarters_of_an_ordinary_company_raise_no_warning(store_before_last, sample_quarters, capsys):
    quarter = sample_quarters[-1]
    files = [str(path) for path in sorted(quarter.glob("*.xlsx"))]
    status = main(["check", *files, "--as-of", quarter.name, "--database", store_before_last, "--json"])
    document = json.loads(capsys.readouterr().out)
    assert status == 0
    assert list(document["reconciliation"]) == ["initiatives", "incidents", "changes", "controls"]
    assert document["reconciliation"]["initiatives"]["compared_with"] == "2026-06-30"


def test_an_unknown_link_is_told_with_its_cell(tmp_path, database, upload):
    upload(uploading.load, Q1, row("A"))
    events = tmp_path / "events.csv"
    events.write_text(
        "Number,Opened,Category,Initiative ID\nI-1,2026-06-03,outage,A\nI-2,2026-06-04,outage,Z\n", "utf-8"
    )
    (told,) = (one for one in uploading.check(database, [events], as_of=Q2).intake.problems
               if one.code == "initiative-unknown")  # fmt: skip
    assert (told.cell, told.row, told.column) == ("D3", 3, "initiative_id")
