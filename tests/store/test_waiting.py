import hashlib
from datetime import date

import pytest

from balance.errors import StoreError
from balance.store import (
    audit,
    backup,
    dismiss_waiting,
    drop_snapshot,
    open_store,
    original,
    purge_snapshot,
    release,
    settle_covered,
    standings,
    wait_for_person,
    waiting_contents,
    waiting_uploads,
)

Q2, Q3 = date(2026, 6, 30), date(2026, 9, 30)
ONE = {"initiative_id": "A", "name": "Cloud", "stage": "in_flight"}


def named(name, text):
    return name, hashlib.sha256(text).hexdigest(), text


A, B = named("a.xlsx", b"first"), named("b.xlsx", b"second")


def test_what_waits_is_kept_with_its_content_and_reason(store):
    name = wait_for_person(store, [A, B], "Which date?", as_of=Q3, details=["one", "two"], who="drop folder")
    (row,) = waiting_uploads(store)
    assert (row.id, row.as_of, row.why, row.details) == (name, Q3, "Which date?", ("one", "two"))
    assert row.names == ("a.xlsx", "b.xlsx")
    assert waiting_contents(store, name) == (("a.xlsx", b"first"), ("b.xlsx", b"second"))
    assert standings(store) == {(Q3, A[1]): "waits", (Q3, B[1]): "waits"}
    assert audit(store)[["who", "what", "subject"]].values.tolist() == [["drop folder", "wait for a person", name]]


def test_it_stops_waiting_when_the_same_files_are_loaded(store, load):
    wait_for_person(store, [A], "A question is open.", as_of=Q3)
    load(Q2, initiatives=[ONE], files=[("a.xlsx", b"first")])
    assert len(waiting_uploads(store)) == 1, "a load of another date does not answer it"
    saved = load(Q3, initiatives=[ONE], files=[("other name.xlsx", b"first"), ("c", b"c")])
    assert waiting_uploads(store) == ()
    assert standings(store)[Q3, A[1]] == "counts"
    drop_snapshot(store, saved.snapshot_id)
    assert standings(store)[Q3, A[1]] == "waits", "a load taken back answers nothing"
    assert len(waiting_uploads(store)) == 1


def test_a_load_taken_back_is_settled(store, load):
    drop_snapshot(store, load(Q3, initiatives=[ONE], files=[("a.xlsx", b"first")]).snapshot_id)
    assert standings(store) == {(Q3, A[1]): "settled"}


def test_an_upload_without_a_date_is_answered_by_a_load_of_any_date(store, load):
    wait_for_person(store, [A], "As of which date?")
    load(Q2, initiatives=[ONE], files=[("a.xlsx", b"first")])
    assert waiting_uploads(store) == ()


def test_dismissed_is_remembered_and_its_content_forgotten(store):
    name = wait_for_person(store, [A], "why", as_of=Q3)
    dismiss_waiting(store, name, "ana")
    assert waiting_uploads(store) == ()
    assert standings(store) == {(Q3, A[1]): "settled"}
    for act in (lambda: dismiss_waiting(store, name), lambda: waiting_contents(store, name)):
        with pytest.raises(StoreError, match="loaded or dismissed"):
            act()
    with pytest.raises(StoreError):
        original(store, A[1])


def test_content_that_a_snapshot_came_from_outlives_what_waited_and_the_other_way_round(store, load):
    saved = load(Q2, initiatives=[ONE], files=[("a.xlsx", b"first")])
    name = wait_for_person(store, [A], "why", as_of=Q3)
    purge_snapshot(store, saved.snapshot_id)
    assert waiting_contents(store, name) == (("a.xlsx", b"first"),)
    assert standings(store) == {(Q2, A[1]): "settled", (Q3, A[1]): "waits"}
    load(Q2, initiatives=[ONE], files=[("a.xlsx", b"first")])
    dismiss_waiting(store, name)
    assert original(store, A[1]) == b"first"


def test_a_mended_file_of_the_same_name_replaces_what_waited(store):
    wait_for_person(store, [A], "first", as_of=Q3)
    wait_for_person(store, [B], "another file", as_of=Q3)
    wait_for_person(store, [A], "another date", as_of=Q2)
    mended = named("a.xlsx", b"mended")
    wait_for_person(store, [mended], "still wrong", as_of=Q3)
    assert [row.why for row in waiting_uploads(store)] == ["another file", "another date", "still wrong"]
    settle_covered(store, Q3, [named("a.xlsx", b"mended again"), named("c", b"c")])
    assert [row.why for row in waiting_uploads(store)] == ["another file", "another date"]
    assert original(store, A[1]) == b"first"


def test_what_waits_is_in_a_backup(store, tmp_path):
    wait_for_person(store, [A], "why", as_of=Q3)
    backup(store, tmp_path / "copy.duckdb")
    copy = open_store(tmp_path / "copy.duckdb")
    assert [row.names for row in waiting_uploads(copy)] == [("a.xlsx",)]
    release(copy)
