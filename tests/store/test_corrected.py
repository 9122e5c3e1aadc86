"""Corrections are kept beside the original, enter a snapshot's name, and go with it."""

import hashlib
from datetime import date

import pytest

from balance.corrections import Correction, in_order
from balance.store import (
    audit,
    backup,
    corrections_of,
    open_store,
    original,
    purge_snapshot,
    restore,
    save_snapshot,
    snapshot_with,
)
from balance.store.connection import reading
from balance.store.snapshots import OF_A_SNAPSHOT, snapshot_id_of

BODY = b"the file as it came"
HASH = hashlib.sha256(BODY).hexdigest()
MADE = in_order([
    Correction(HASH, "Plan", "F12", "2026-03-05", "soon", who="ana", why="called", file="a.xlsx",
               column="finish_planned"),
    Correction(HASH, "Plan", "3:3", "", "P-1 | x", why="twice", file="a.xlsx"),
    Correction(HASH, "", "B2", "", "'); DROP TABLE corrections; --", kind="number", file="a.xlsx"),
])  # fmt: skip
DAY = date(2026, 9, 30)
NAME_BEFORE_THERE_WERE_CORRECTIONS = "927cbc860e31"


@pytest.fixture
def save(store, frame):
    def saved(corrections=(), mends=None, into=None):
        rows = {"changes": frame("changes", [{"change_id": "C-1"}])}
        return save_snapshot(into or store, as_of=DAY, frames=rows, files=[("a.xlsx", HASH, BODY)],
                             corrections=corrections, mends=mends, who="bob").snapshot_id  # fmt: skip

    return saved


def test_what_was_changed_is_kept_beside_the_original(store, save):
    name = save(MADE)
    kept = corrections_of(store, name)
    assert [one.who for one in kept] == ["bob", "bob", "ana"]
    assert [(c.cell, c.found, c.meant, c.kind, c.why, c.column) for c in kept] == [
        (c.cell, c.found, c.meant, c.kind, c.why, c.column) for c in MADE
    ]
    assert original(store, HASH) == BODY
    with reading(store) as session:
        assert session.rows('SELECT cell, "row", made_at IS NOT NULL FROM corrections ORDER BY "row"') == [
            ("B2", 2, True), ("3:3", 3, True), ("F12", 12, True)]  # fmt: skip


def test_they_enter_the_name_only_where_there_are_any(store, save):
    plain = save()
    assert plain == snapshot_id_of([HASH], DAY, {}, {}) == NAME_BEFORE_THERE_WERE_CORRECTIONS
    corrected = save(MADE)
    assert corrected != plain
    assert save(MADE[::-1]) == corrected
    assert save(MADE[:1]) not in (plain, corrected)


def test_who_and_why_have_no_part_in_the_name(save):
    others = [Correction(c.sha256, c.sheet, c.cell, c.meant, c.found, c.kind, "eve", "other", c.file) for c in MADE]
    assert save(others) == save(MADE)


def test_the_audit_says_how_many_and_what_they_mend(store, save):
    first = save()
    save(MADE, mends=first)
    told = audit(store)["after"].tolist()
    assert "corrections" not in told[0]
    assert '"corrections":3' in told[1]
    assert f'"mends":"{first}"' in told[1]


def test_the_newest_snapshot_of_a_file_is_found(store, save):
    assert snapshot_with(store, HASH) is None
    save()
    second = save(MADE)
    assert snapshot_with(store, HASH) == second


def test_purge_removes_them_and_backup_keeps_them(tmp_path, store, save):
    name = save(MADE)
    backup(store, tmp_path / "copy.duckdb")
    purge_snapshot(store, name)
    assert corrections_of(store, name) == ()
    restore(tmp_path / "copy.duckdb", tmp_path / "back.duckdb")
    assert len(corrections_of(open_store(tmp_path / "back.duckdb"), name)) == 3


def test_every_table_with_a_snapshot_id_is_emptied_by_a_purge(store):
    with reading(store) as session:
        rows = session.rows(
            "SELECT table_name FROM duckdb_columns() WHERE column_name = 'snapshot_id' AND NOT internal"
        )
    assert {name for (name,) in rows} == {*OF_A_SNAPSHOT, "frozen_packs"}, "packs go with their files, apart"
