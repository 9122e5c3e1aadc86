"""Mappings under a name: from the command line and for the Data screen."""

import json

import pytest

from balance import uploading
from balance.cli import main
from balance.errors import BalanceError

SHEET = {"sheet": "*", "table": "initiatives", "columns": {"Gate": "stage", "State": None},
         "values": {"stage": {"Gate 3": "in_flight"}}}  # fmt: skip
MAPPING = {"name": "", "sheets": [SHEET]}


@pytest.fixture
def run(tmp_path, capsys):
    def command(*words):
        status = main([*words, "--database", str(tmp_path / "store.duckdb"), "--json"])
        return status, json.loads(capsys.readouterr().out)

    return command


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mapping.json"
    path.write_text(json.dumps(MAPPING))
    return path


def test_a_store_that_does_not_exist_is_refused(run):
    status, told = run("mappings")
    assert status == 2
    assert "There is no store" in told["message"]
    status, told = run("mappings", "Planview")
    assert status == 2
    assert "There is no store" in told["message"]


def test_a_mapping_is_saved_listed_printed_written_renamed_and_removed(run, file, tmp_path):
    status, told = run("mappings", "Planview", "--from", str(file))
    assert (status, told["mapping"]) == (0, {"name": "Planview", "sheets": [SHEET]})
    assert run("mappings")[1] == {"mappings": [{"name": "Planview", "tables": ["initiatives"]}]}
    assert run("mappings", "Planview", "--rename", "Planview, every quarter")[0] == 0
    out = tmp_path / "out.json"
    assert run("mappings", "Planview, every quarter", "--save", str(out))[0] == 0
    assert json.loads(out.read_text())["sheets"] == [SHEET]
    assert run("mappings", "Planview")[0] == 2
    assert run("mappings", "Planview, every quarter", "--remove")[0] == 0
    assert run("mappings") == (0, {"mappings": []})


def test_a_saved_mapping_is_used_by_its_name_and_told_as_saved(run, file, tmp_path):
    run("mappings", "Planview", "--from", str(file))
    data = tmp_path / "projects.csv"
    data.write_text("Project ID,Project Name,State,Gate,Planned end date\nP-1,A,x,Gate 3,2027-01-31\n")
    status, told = run("check", str(data), "--mapping", "Planview")
    (sheet,) = told["files"][0]["sheets"]
    assert status == 0
    assert {"header": "Gate", "column": "stage", "how": "saved", "score": 1.0} in sheet["mapping"]
    status, told = run("load", str(data), "--as-of", "2026-09-30", "--mapping", "Planveiw")
    assert status == 2
    assert "Saved are: Planview" in told["message"]


def test_a_name_that_is_taken_and_a_mapping_that_is_none_are_refused(run, file, tmp_path):
    for name in ("A", "B"):
        run("mappings", name, "--from", str(file))
    assert run("mappings", "A", "--rename", "B")[0] == 2
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps({"sheets": [{"table": "incidents", "columns": {"A": "bugdet"}}]}))
    assert run("mappings", "C", "--from", str(bad))[0] == 2
    assert run("mappings", "--remove")[0] == 2
    assert [row["name"] for row in run("mappings")[1]["mappings"]] == ["A", "B"]


def test_check_takes_answers_as_load_does(run, tmp_path):
    data = tmp_path / "projects.csv"
    data.write_text("Project ID,Project Name,State,Planned end date\nP-1,A,Gate 3,2027-01-31\n")
    assert run("check", str(data))[0] == 1
    assert run("check", str(data), "--answer", "value:initiatives.stage:Gate 3=done")[0] == 0


def test_editing_gives_a_column_to_one_header_only():
    changed = uploading.edited(MAPPING, 0, "State", "stage")
    assert changed["sheets"][0]["columns"] == {"Gate": None, "State": "stage"}
    assert MAPPING["sheets"][0]["columns"]["Gate"] == "stage"
    assert uploading.edited(MAPPING, 0, "Gate", None)["sheets"][0]["columns"]["Gate"] is None
    for sheet, column in ((1, "stage"), (0, "bugdet")):
        with pytest.raises(BalanceError):
            uploading.edited(MAPPING, sheet, "Gate", column)


def test_the_screen_saves_what_an_upload_used(tmp_path):
    database = str(tmp_path / "store.duckdb")
    data = tmp_path / "projects.csv"
    data.write_text("Project ID,Project Name,State,Planned end date\nP-1,A,Done,2027-01-31\n")
    checked = uploading.check(database, [data])
    saved = uploading.save_mapping(database, " Mine ", checked.mapping, who="ana")
    assert saved["name"] == "Mine"
    assert uploading.saved_mappings(database)["Mine"]["sheets"] == checked.mapping["sheets"]
