"""Who did what: chosen, told as JSON and lines, on the command line, and nothing in the program ever changes a row."""

import csv
import io
import json
import re
from datetime import date

import pytest

from balance import auditing, cli, roles, store
from balance.roles import NotAllowed, Person, Role
from balance.ui import audit as screen


@pytest.fixture
def kept(tmp_path):
    """A store in which two people changed things."""
    place = store.open_store(tmp_path / "own.duckdb")
    store.save_scenario(place, "fewer", {"wip_limit": 9}, {}, who="ada")
    store.save_scenario(place, "fewer", {"wip_limit": 7}, {}, who="bo", why="=cmd()")
    store.state_assumption(place, {"key": "revenue", "value": "5", "reason": "audited"}, "ada")
    store.remove_scenario(place, "fewer", who="ada")
    return place


def test_everything_is_there_oldest_first_with_before_and_after(kept):
    told = auditing.as_json(auditing.changes(kept))
    assert [row["number"] for row in told] == [1, 2, 3, 4]
    assert [row["who"] for row in told] == ["ada", "bo", "ada", "ada"]
    assert told[0]["before"] is None
    assert told[1]["before"]["levers"] == {"wip_limit": 9}
    assert told[1]["after"]["levers"] == {"wip_limit": 7}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", row["at"]) for row in told)


@pytest.mark.parametrize(
    ("chosen", "numbers"),
    [
        ({"who": "ADA"}, [1, 3, 4]), ({"what": "scenario"}, [1, 2, 4]), ({"who": "bo", "what": "assumption"}, []),
        ({"since": date(9999, 1, 1)}, []), ({"until": date(2000, 1, 1)}, []),
        ({"since": date(2000, 1, 1)}, [1, 2, 3, 4]),
        ({"what": ".*"}, []),
    ],
)  # fmt: skip
def test_rows_are_chosen_by_day_person_and_deed(kept, chosen, numbers):
    assert list(auditing.changes(kept, **chosen)["number"]) == numbers


def test_a_line_says_what_changed_and_nothing_that_did_not(kept):
    rows = auditing.changes(kept).to_dict("records")
    assert list(auditing.differences(rows[1])) == [
        ("levers wip limit", "9", "7"),
        ("why", "", "=cmd()"),
    ]
    assert list(auditing.differences({"before": None, "after": '"accepted"'})) == [("", "", "accepted")]


def test_a_row_is_told_in_words_with_hashes_cut_short_and_days_as_people_write_them(kept):
    hash_ = "9c384c271eaaf1767b400a3c7ba31e0988996f9ae9ed52a31c8ce17e660f8975"
    load = {"as_of": "2026-09-30", "files": ["a.xlsx", "b.csv"], "tables": {"changes": 1091, "incidents": 2}}
    told = {
        "as of: 30 Sep 2026; files: a.xlsx, b.csv; tables: 1,091 changes, 2 incidents": (None, load),
        "rows: 132; data hash: 9c384c271eaa": (None, {"rows": 132, "data_hash": hash_}),
        "dropped: no → yes": ({"dropped": False}, {"dropped": True}),
        "rested on: the numbers of 30 Sep 2026 (data 9c384c271eaa)": (
            None, {"owner": "", "rested_on": json.dumps({"as_of": "2026-09-30", "data_hash": hash_, "base": {}})}
        ),
        "value: 5 → –; stated at: 1 Oct 2026, 07:05 → –": (
            {"value": "5", "stated_at": "2026-10-01T07:05:00"}, {"value": "", "stated_at": None}
        ),
        "sheets Plan header row: 1 → 3": (
            {"sheets": [{"sheet": "Plan", "header_row": 1, "columns": {"My_Col": "name"}}]},
            {"sheets": [{"sheet": "Plan", "header_row": 3, "columns": {"My_Col": "name"}}]},
        ),
    }  # fmt: skip
    rows = [[None if one is None else json.dumps(one) for one in pair] for pair in told.values()]
    assert [auditing.in_words({"before": before, "after": after}) for before, after in rows] == list(told)
    shown = str([screen._row(row) for row in auditing.changes(kept).to_dict("records")])
    assert "{" not in shown
    assert "levers wip limit: 9 → 7; why: – → =cmd()" in shown


def test_files_carry_every_row_and_run_nothing(kept):
    rows = auditing.changes(kept)
    lines = list(csv.reader(io.StringIO(screen.content(rows, "CSV").decode("utf-8-sig"))))
    assert [tuple(line[:1]) for line in lines] == [("number",), ("1",), ("2",), ("3",), ("4",)]
    assert json.loads(screen.content(rows, "JSON")) == auditing.as_json(rows)
    assert screen.content(rows, "Excel")[:2] == b"PK"


def test_the_command_lists_filters_and_writes(kept, capsys, tmp_path):
    words = ["audit", "--database", str(kept.path)]
    assert cli.main([*words, "--json", "--who", "bo"]) == 0
    assert [row["number"] for row in json.loads(capsys.readouterr().out)["changes"]] == [2]
    assert cli.main([*words, "--out", str(tmp_path / "audit.xlsx")]) == 0
    assert (tmp_path / "audit.xlsx").stat().st_size > 1000
    assert cli.main([*words, "--out", str(tmp_path / "audit.doc")]) == 2


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
def test_only_owners_see_it(kept, role):
    with (
        roles.acting_as(Person("bo", frozenset({role}), signed_in=True)),
        pytest.raises(NotAllowed, match="owners may"),
    ):
        auditing.changes(kept)


def test_no_statement_of_the_program_changes_or_deletes_a_row(project):
    statements = re.compile(r"(UPDATE|DELETE\s+FROM|TRUNCATE|DROP\s+TABLE)\s+\"?audit\b", re.IGNORECASE)
    sources = [path for kind in ("*.py", "*.sql") for path in (project / "src").rglob(kind)]
    # Rows go as a whole when their time is over, and in the copy of a store that is being made ready to take its place.
    sources = [path for path in sources if path.name not in ("retention.py", "backup.py")]
    assert [path.name for path in sources if statements.search(path.read_text("utf-8"))] == []


def test_an_amount_that_could_be_read_as_a_day_is_told_as_it_was_stated():
    row = {"before": None, "after": '{"value": "20261231", "stated_on": "2026-09-30"}'}
    assert auditing.in_words(row) == "value: 20261231; stated on: 30 Sep 2026"


def test_the_screen_tells_before_and_after_and_shows_text_as_text(kept):
    store.save_scenario(kept, "<script>", {"pace": 1.1}, {}, who="<b>bo</b>")
    drawn = screen.table(auditing.changes(kept))
    assert "levers wip limit: 9 → 7" in drawn
    assert "<script>" not in drawn
    assert "<b>bo</b>" not in drawn
