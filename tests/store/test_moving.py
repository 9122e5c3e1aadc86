"""A store moved from a file to a server and back, with everything in it."""

import hashlib
import importlib
import json
import subprocess
import sys
from datetime import date

import duckdb
import psycopg
import pytest
from tests import own_postgresql

from balance import cli
from balance.errors import StoreError
from balance.store import (
    Decision,
    add_draft_files,
    audit,
    backup,
    begin_draft,
    copies,
    copy,
    decide_links,
    draft_content,
    drafts,
    list_snapshots,
    moving,
    open_store,
    original,
    read_as_of,
    release,
    restore,
    revision,
    save_decision,
    save_mapping,
    save_scenario,
    state_assumption,
    wait_for_person,
    waiting_uploads,
)

backing = importlib.import_module("balance.store.backup")

Q2, Q3 = date(2026, 6, 30), date(2026, 9, 30)
ONE = {"initiative_id": "A", "name": 'Cloud "x", \n\x00\x10b', "stage": "in_flight", "budget": 0.1}
BODY = bytes(range(256)) * 200


def filled(store, load):
    """Something of everything a store can hold."""
    load(Q2, initiatives=[ONE], incidents=[{"incident_id": "I", "title": ""}, {"incident_id": "J", "title": None}])
    load(Q3, initiatives=[ONE], files=[("a.bin", BODY), ("empty", b"")])
    state_assumption(store, {"key": "loss_limit", "value": 1})
    save_scenario(store, "Safer", {"pace": 0.9}, {}, "ana", as_of=Q3)
    save_mapping(store, "ServiceNow", {"sheets": []})
    save_decision(store, Decision(Q2, "Stop Atlas"))
    decide_links(store, [("I", "A", "accepted")])
    wait_for_person(store, [("w.csv", hashlib.sha256(b"w").hexdigest(), b"w")], "why", as_of=Q3)
    add_draft_files(store, begin_draft(store), [("d.csv", b"draft")])


def told(store):
    """What people see of a store."""
    frames = read_as_of(store).frames
    return [
        revision(store), list_snapshots(store), [row.names for row in waiting_uploads(store)],
        audit(store).astype(str).values.tolist(),
        {name: frame.astype(str).values.tolist() for name, frame in frames.items()},
        original(store, hashlib.sha256(BODY).hexdigest()) == BODY,
        [draft_content(store, file.sha256) for one in drafts(store) for file in one.files],
    ]  # fmt: skip


def test_a_store_goes_anywhere_and_back_and_is_the_same(store, load, tmp_path):
    filled(store, load)
    there, back = own_postgresql.shared().new_schema(), tmp_path / "deep" / "back.duckdb"
    first = copy(store.address, there)
    before = told(store)
    assert told(open_store(there)) == before
    assert first.rows["incidents"] == 2
    second = copy(there, back)
    assert second.rows == first.rows | {"audit": first.rows["audit"] + 1}
    assert told(open_store(back)) == told(open_store(there))
    release(open_store(back))
    assert told(store) == before, "nobody touched the first any more"
    noted = audit(open_store(back)).query("what == 'copy'")["subject"]
    assert list(noted) == [str(open_store(there)), str(back)]
    assert sorted(path.name for path in (tmp_path / "deep").iterdir()) == ["back.duckdb"]


def test_a_store_that_holds_something_is_not_written_over(store, load, tmp_path):
    load(Q2, initiatives=[ONE])
    other = tmp_path / "other.duckdb"
    save_scenario(open_store(other), "theirs", {}, {})
    for goal in (other, store.address):
        with pytest.raises(StoreError, match=r"exists already|holds something already"):
            copy(other, goal)
    with pytest.raises(StoreError, match="There is no store"):
        copy(tmp_path / "none.duckdb", own_postgresql.shared().new_schema())


def test_a_copy_that_is_not_the_same_is_said(store, load, tmp_path, monkeypatch):
    load(Q2, initiatives=[ONE])
    real = moving.open_store

    def spoilt(url, **named):
        opened = real(url, **named)
        if str(url) == str(tmp_path / "copy.duckdb"):
            release(opened)
            with duckdb.connect(str(tmp_path / "copy.duckdb")) as direct:
                direct.execute("UPDATE initiatives SET budget = 0.2")
        return opened

    monkeypatch.setattr(moving, "open_store", spoilt)
    with pytest.raises(StoreError, match="does not hold the same"):
        copy(store.address, tmp_path / "copy.duckdb")


def test_an_original_that_was_changed_behind_the_back_is_found(store, load, tmp_path):
    load(Q2, initiatives=[ONE], files=[("a.bin", BODY)])
    release(store)
    with own_postgresql.directly(store) as direct:
        direct.execute("UPDATE original_parts SET content = 'other' WHERE part = 1")
    with pytest.raises(StoreError, match="does not hold the content of the file"):
        copy(store.address, tmp_path / "copy.duckdb")


def test_a_backup_of_a_file_can_be_restored_to_a_server_and_the_other_way_round(store, load, tmp_path):
    filled(store, load)
    backup(store, tmp_path / "backup.duckdb")
    for address in (own_postgresql.shared().new_schema(), tmp_path / "again.duckdb"):
        restore(tmp_path / "backup.duckdb", address, "ben")
        opened = open_store(address, create=False)
        assert revision(opened) == revision(store)
        assert list(audit(opened)["what"])[-1] == "restore"
        assert told(opened)[4:] == told(store)[4:]
        release(opened)


def test_the_command_says_what_it_has_proven(store, load, tmp_path, capsys):
    load(Q2, initiatives=[ONE])
    goal = own_postgresql.shared().new_schema()
    assert cli.main(["copy", store.address, goal, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["status"], document["rows"]["initiatives"], len(document["content_hash"])) == ("ok", 1, 64)
    assert cli.main(["snapshots", "--database", goal, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["snapshots"]) == 1
    with psycopg.connect(goal) as direct:
        assert direct.execute("SELECT count(*) FROM initiatives").fetchone() == (1,)
    assert cli.main(["copy", store.address, goal]) == 2
    assert "holds something already" in capsys.readouterr().err


def meanwhile(monkeypatch, module, act):
    """Do something once while the long copy is made, after the first look at the target."""
    real, todo = module.copy_store if module is moving else module._make_current, [act]

    def then(*given):
        made = real(*given)
        if todo:
            todo.pop()()
        return made

    monkeypatch.setattr(module, real.__name__, then)


@pytest.mark.parametrize("kind", ["file", "server"])
def test_what_is_loaded_into_the_target_while_the_copy_is_made_is_not_lost(store, load, tmp_path, monkeypatch, kind):
    load(Q2, initiatives=[ONE])
    goal = tmp_path / "goal.duckdb" if kind == "file" else own_postgresql.shared().new_schema()
    meanwhile(monkeypatch, moving, lambda: load(Q3, into=open_store(goal), initiatives=[ONE]))
    with pytest.raises(StoreError, match=r"exists already|holds something already"):
        copy(store.address, goal)
    assert [row.as_of for row in list_snapshots(open_store(goal))] == [Q3]


def test_what_is_audited_while_a_backup_is_read_stays_in_the_audit(store, load, tmp_path, monkeypatch):
    load(Q2, initiatives=[ONE])
    backup(store, tmp_path / "b.duckdb")
    meanwhile(monkeypatch, backing, lambda: load(Q3, initiatives=[ONE]))
    restore(tmp_path / "b.duckdb", store.address)
    assert list(audit(store)["what"]) == ["load", "backup", "load", "restore"]
    assert list(audit(store)["number"]) == [1, 2, 3, 4]


@pytest.mark.of_files
def test_a_restore_looks_again_where_another_process_wrote_in_between(store, load, tmp_path, monkeypatch):
    load(Q2, initiatives=[ONE])
    backup(store, tmp_path / "b.duckdb")
    real, wrote = copies.held, []

    def writing_first(path, seconds, **named):
        if not wrote and path == store.path:
            wrote.append(path)
            code = f"from balance.store import *; save_scenario(open_store({str(path)!r}), 'theirs', {{}}, {{}})"
            subprocess.run([sys.executable, "-c", code], check=True)
        return real(path, seconds, **named)

    monkeypatch.setattr(copies, "held", writing_first)
    restore(tmp_path / "b.duckdb", store.address)
    assert wrote == [store.path]
    assert list(audit(store)["what"]) == ["load", "backup", "save scenario", "restore"]
