import hashlib
from datetime import date

import pandas as pd
import pytest
from tests import own_postgresql
from tests.own_postgresql import directly

from balance.errors import Problem, StoreError
from balance.schema import TABLES
from balance.store import (
    audit,
    drop_snapshot,
    held_rows,
    list_snapshots,
    original,
    originals_of,
    problems_of,
    purge_snapshot,
    read_as_of,
    release,
    revision,
    save_snapshot,
    stated_assumptions,
    undrop_snapshot,
)
from balance.store.snapshots import snapshot_id_of

Q2, Q3 = date(2026, 6, 30), date(2026, 9, 30)
ONE = {"initiative_id": "007", "name": "Cloud", "stage": "in_flight"}
TWO = {"initiative_id": "8", "name": "AI", "stage": "idea"}


def test_repeating_a_load_changes_nothing(store, load):
    first = load(Q2, initiatives=[ONE])
    before = revision(store), len(audit(store))
    again = load(Q2, initiatives=[ONE])
    assert (first.repeated, again.repeated, again.brought_back) == (False, True, False)
    assert again.snapshot_id == first.snapshot_id
    assert (revision(store), len(audit(store))) == before


def test_the_id_is_made_of_files_date_mapping_and_answers(store, frame):
    def load(as_of=Q2, body=b"a", **more):
        files = [("x.csv", hashlib.sha256(body).hexdigest(), body)]
        return save_snapshot(
            store, as_of=as_of, frames={"initiatives": frame("initiatives", [ONE])}, files=files, **more
        )

    ids = [
        load().snapshot_id, load(as_of=Q3).snapshot_id, load(body=b"b").snapshot_id,
        load(mapping={"sheets": []}).snapshot_id, load(answers={"dates": "day first"}).snapshot_id,
    ]  # fmt: skip
    assert len(set(ids)) == 5
    assert all(len(name) == 12 for name in ids)
    assert load(mapping={"name": "another name", "sheets": []}).repeated


def test_the_order_of_files_and_sheets_has_no_part_in_the_id():
    def named(hashes, sheets):
        return snapshot_id_of(hashes, Q2, {"sheets": [{"sheet": sheet} for sheet in sheets]}, {})

    assert named(["a", "b"], ["One", "Two"]) == named(["b", "a"], ["Two", "One"])
    assert named(["a", "b"], ["One", "Two"]) != named(["a", "b"], ["One", "Three"])


def test_a_dropped_snapshot_loaded_again_comes_back_as_the_newest(store, load):
    first = load(Q2, initiatives=[ONE])
    load(Q2, initiatives=[TWO])
    drop_snapshot(store, first.snapshot_id)
    again = load(Q2, initiatives=[ONE])
    assert again.repeated
    assert again.brought_back
    assert list(read_as_of(store).frames["initiatives"]["initiative_id"]) == ["007"]


def test_drop_and_undrop(store, load):
    first, second = load(Q2, initiatives=[ONE]), load(Q3, initiatives=[TWO])
    drop_snapshot(store, second.snapshot_id)
    assert [row.dropped for row in list_snapshots(store)] == [False, True]
    assert read_as_of(store).as_of == Q2
    undrop_snapshot(store, second.snapshot_id)
    assert read_as_of(store).as_of == Q3
    assert [row.id for row in list_snapshots(store)] == [first.snapshot_id, second.snapshot_id]
    for act in (drop_snapshot, undrop_snapshot, purge_snapshot):
        with pytest.raises(StoreError, match="There is no snapshot 'none'"):
            act(store, "none")


def test_snapshots_are_listed_by_date_then_load_with_their_rows(store, load):
    load(Q3, initiatives=[ONE, TWO], changes=[{"change_id": "C"}])
    load(Q2, incidents=[{"incident_id": "I"}])
    listed = list_snapshots(store)
    assert [row.as_of for row in listed] == [Q2, Q3]
    assert listed[1].tables == {"initiatives": 2, "changes": 1}
    assert listed[0].loaded_at > listed[1].loaded_at
    assert listed[0].loaded_at.utcoffset() is not None
    assert listed[0].loaded_by == "ana"


def test_purging_leaves_nothing_but_what_others_need(store, load, tmp_path):
    secret = b"a secret file content that must not stay" * 100
    shared = ("shared.csv", b"shared")
    gone = load(Q2, initiatives=[ONE | {"owner": "Somebody Secret " * 9}], files=[("s.csv", secret), shared])
    kept = load(Q3, initiatives=[TWO], files=[shared])
    purge_snapshot(store, gone.snapshot_id, "ana")
    release(store)
    places = [own_postgresql.shared().data / "base", store.path.parent] if store.url else [tmp_path]
    on_disk = b"".join(path.read_bytes() for place in places for path in place.rglob("*") if path.is_file())
    assert b"Somebody Secret" not in on_disk
    assert b"secret file content" not in on_disk
    assert original(store, hashlib.sha256(b"shared").hexdigest()) == b"shared"
    with pytest.raises(StoreError, match="No original"):
        original(store, hashlib.sha256(secret).hexdigest())
    assert [row.id for row in list_snapshots(store)] == [kept.snapshot_id]
    assert list(audit(store)["what"]) == ["load", "load", "purge", "purge finished"]
    with pytest.raises(StoreError, match="There is no snapshot"):
        purge_snapshot(store, gone.snapshot_id)
    assert not load(Q2, initiatives=[ONE], files=[("s.csv", secret), shared]).repeated


@pytest.mark.parametrize("size", [0, 1, 16 * 1024, 16 * 1024 + 1, 1_000_000])
def test_originals_come_back_byte_for_byte(store, load, size):
    content = bytes(range(256)) * (size // 256 + 1)
    load(Q2, initiatives=[ONE], files=[("a.bin", content[:size])])
    assert original(store, hashlib.sha256(content[:size]).hexdigest()) == content[:size]


def test_originals_are_kept_once(store, load):
    first = load(Q2, initiatives=[ONE], files=[("a.csv", b"same")])
    second = load(Q3, initiatives=[ONE], files=[("b.csv", b"same")])
    sha256 = hashlib.sha256(b"same").hexdigest()
    assert originals_of(store, first.snapshot_id) == (("a.csv", sha256),)
    assert originals_of(store, second.snapshot_id) == (("b.csv", sha256),)
    release(store)
    with directly(store) as direct:
        assert direct.execute("SELECT count(*), min(size_bytes) FROM originals").fetchall() == [(1, 4)]
        assert direct.execute("SELECT count(*) FROM original_parts").fetchall() == [(1,)]


def test_problems_and_held_rows_are_kept_with_the_snapshot(store, frame):
    problems = [
        Problem(
            "date-unreadable", "error", "f.xlsx", "Sheet 1", "F12", 12, "finish_planned", "31/02", "a date", "mend"
        ),
        Problem("totals", "note"),
    ]
    held = pd.DataFrame(
        {"table": "initiatives", "file": "f.xlsx", "sheet": "Sheet 1", "row": [12, 13],
         "reasons": ["no date", "no id"], "cells": ['{"a": "1"}', "{}"]}
    )  # fmt: skip
    saved = save_snapshot(
        store, as_of=Q2, frames={"initiatives": frame("initiatives", [ONE])}, files=[], problems=problems, held=held
    )
    assert problems_of(store, saved.snapshot_id) == tuple(problems)
    read = held_rows(store, saved.snapshot_id)
    assert list(read.columns) == ["table", "file", "sheet", "row", "reasons", "cells"]
    assert read.to_dict("list") == held.to_dict("list")
    assert held_rows(store, "none").empty
    assert problems_of(store, "none") == ()


def test_a_load_without_rows_or_with_clashing_ids_is_refused(store, load):
    for records in ([], [ONE, ONE], [ONE | {"initiative_id": None}]):
        with pytest.raises(StoreError):
            load(Q2, initiatives=records)
    with pytest.raises(StoreError, match="no table 'nonsense'"):
        save_snapshot(store, as_of=Q2, frames={"nonsense": pd.DataFrame({"a": [1]})}, files=[])
    assert list_snapshots(store) == ()


def test_a_load_that_fails_half_way_leaves_nothing(store, frame):
    frames = {name: frame(name, [{table.key: "1"}]) for name, table in TABLES.items()}
    with pytest.raises(ValueError, match="not the file of that hash"):
        save_snapshot(store, as_of=Q2, frames=frames, files=[("x", "0" * 64, b"other")])
    assert list_snapshots(store) == ()
    assert audit(store).empty
    release(store)
    with directly(store) as direct:
        assert all(direct.execute(f"SELECT count(*) FROM {name}").fetchall() == [(0,)] for name in TABLES)


def test_what_a_load_states_is_kept_with_it(store, frame):
    frames = {"initiatives": frame("initiatives", [ONE])}
    save_snapshot(store, as_of=Q2, frames=frames, files=[], states=[{"key": "reporting_currency", "value": "EUR"}])
    assert list(stated_assumptions(store)["value"]) == ["EUR"]


def test_a_person_can_query_what_is_kept(store, load):
    saved = load(Q2, initiatives=[ONE | {"budget": 5.0}], incidents=[{"incident_id": "I", "class": "outage"}])
    release(store)
    with directly(store) as direct:
        assert direct.execute('SELECT snapshot_id, "class" FROM incidents').fetchall() == [
            (saved.snapshot_id, "outage")
        ]
        for name, table in TABLES.items():
            columns = [column[0] for column in direct.execute(f"SELECT * FROM {name} LIMIT 0").description]
            assert columns == [
                "snapshot_id",
                *(c.name for c in table.columns),
                "source_file",
                "source_sheet",
                "source_row",
            ]
