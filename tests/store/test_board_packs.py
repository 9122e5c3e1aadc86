"""Words people put into a pack, and frozen packs: versions, two editors, byte for byte, backup and purge."""

import io
import json
from datetime import date, timedelta

import pytest

from balance import cli
from balance.errors import StoreError
from balance.store import (
    Periods,
    audit,
    backup,
    copy,
    delete_frozen_pack,
    drop_snapshot,
    freeze_pack,
    frozen_content,
    frozen_packs,
    list_snapshots,
    open_store,
    pack_words,
    purge_snapshot,
    release,
    restore,
    retain,
    save_pack_words,
    save_snapshot,
)
from balance.store.connection import now, reading

Q2, Q3 = date(2026, 6, 30), date(2026, 9, 30)
TODAY = "pack:today"
SECRET = "WE-WILL-MISS-OUR-DATES-" * 3
BYTES = bytes(range(256)) * 200 + b"SECRET-BYTES-OF-THE-PACK"


@pytest.fixture
def loaded(store, frame):
    """Two snapshots of one day and one of the day before."""
    for as_of, rows in ((Q2, ["A"]), (Q3, ["A"]), (Q3, ["A", "B"])):
        frames = {"initiatives": frame("initiatives", [{"initiative_id": row} for row in rows])}
        save_snapshot(store, as_of=as_of, frames=frames, files=[(f"{rows}", *_hashed(repr((as_of, rows)).encode()))])
    return store


def _hashed(content):
    import hashlib

    return hashlib.sha256(content).hexdigest(), content


def frozen(store, snapshot_id, content=BYTES, **more):
    told = {"scenario": "today", "title": "The pack", "data_hash": "7f", "model_version": "1"} | more
    return freeze_pack(store, snapshot_id, [("pptx", "a.pptx", content), ("html", "a.html", b"<p>")], **told)


def test_words_are_kept_by_day_and_document_with_who_and_what_they_replace(store):
    save_pack_words(store, Q3, TODAY, {"title:answer": ("We are late", "We are not early")}, {}, "ana")
    save_pack_words(store, Q3, "incident:I1", {"title:incident": ("It hurt", "It happened")}, {}, "bob")
    words = pack_words(store, Q3, TODAY)["title:answer"]
    assert (words.said, words.instead_of, words.saved_by, words.version) == (
        "We are late",
        "We are not early",
        "ana",
        1,
    )
    assert pack_words(store, Q2, TODAY) == {}
    save_pack_words(store, Q3, TODAY, {"title:answer": (None, "We are not early")}, {"title:answer": 1}, "ana")
    assert pack_words(store, Q3, TODAY)["title:answer"].said is None
    assert audit(store)["subject"].tolist()[-1] == "2026-09-30 pack:today: title:answer"
    with pytest.raises(StoreError, match="letters at most"):
        save_pack_words(store, Q3, TODAY, {"recommendation": ("x" * 8001, "")}, {})


def test_of_two_editors_the_second_is_asked_and_nothing_is_lost(store):
    save_pack_words(store, Q3, TODAY, {"title:answer": ("Ana's", "own")}, {"title:answer": 0}, "ana")
    both = {"title:answer": ("Bob's", "own"), "recommendation": ("Bob's", "own")}
    with pytest.raises(StoreError, match="ana changed this meanwhile"):
        save_pack_words(store, Q3, TODAY, both, {"title:answer": 0, "recommendation": 0}, "bob")
    assert {part: row.said for part, row in pack_words(store, Q3, TODAY).items()} == {"title:answer": "Ana's"}
    save_pack_words(store, Q3, TODAY, both, {"title:answer": 1}, "bob")
    assert pack_words(store, Q3, TODAY)["title:answer"].version == 2


def test_a_frozen_pack_comes_back_byte_for_byte_and_once(loaded):
    snapshot = list_snapshots(loaded)[-1].id
    pack, new = frozen(loaded, snapshot, who="ana")
    assert new
    assert frozen(loaded, snapshot, who="bob") == (pack, False)
    (row,) = frozen_packs(loaded)
    assert (row.id, row.frozen_by, row.as_of, row.snapshot_id) == (pack, "ana", Q3, snapshot)
    assert [frozen_content(loaded, one.sha256) for one in row.files] == [BYTES, b"<p>"]
    with pytest.raises(StoreError, match="no snapshot"):
        frozen(loaded, "nothing")
    with pytest.raises(StoreError, match="not kept"):
        frozen_content(loaded, "0" * 64)


def test_a_frozen_pack_outlives_a_drop_and_a_backup_and_goes_only_on_purpose(loaded, tmp_path):
    snapshot = list_snapshots(loaded)[-1].id
    pack, _ = frozen(loaded, snapshot)
    other, _ = frozen(loaded, snapshot, scenario="Safer")
    drop_snapshot(loaded, snapshot)
    copy(loaded.address, tmp_path / "moved.duckdb")
    moved = open_store(tmp_path / "moved.duckdb", create=False)
    assert frozen_content(moved, frozen_packs(moved)[0].files[0].sha256) == BYTES
    backup(loaded, tmp_path / "copy.duckdb")
    delete_frozen_pack(loaded, pack, "ana")
    assert [row.id for row in frozen_packs(loaded)] == [other]
    assert frozen_content(loaded, frozen_packs(loaded)[0].files[0].sha256) == BYTES, "the other pack shares the file"
    delete_frozen_pack(loaded, other)
    with pytest.raises(StoreError, match="no frozen pack"):
        delete_frozen_pack(loaded, pack)
    assert "delete frozen pack" in audit(loaded)["what"].tolist()
    restore(tmp_path / "copy.duckdb", loaded.address)
    assert {row.id for row in frozen_packs(open_store(loaded.address))} == {pack, other}


def test_purging_takes_the_frozen_pack_and_with_the_last_snapshot_of_the_day_the_words(loaded):
    first, second = (row.id for row in list_snapshots(loaded) if row.as_of == Q3)
    frozen(loaded, second)
    content = frozen_packs(loaded)[0].files[0].sha256
    save_pack_words(loaded, Q3, TODAY, {"title:answer": (SECRET, "own")}, {}, "ana")
    save_pack_words(loaded, Q2, TODAY, {"title:answer": ("kept", "own")}, {}, "ana")
    pack = frozen_packs(loaded)[0].id
    assert purge_snapshot(loaded, second, "ana") == (pack,)
    (row,) = audit(loaded).query("what == 'delete frozen pack'").itertuples()
    assert (row.subject, row.who) == (pack, "ana")
    assert content in row.before
    assert frozen_packs(loaded) == ()
    assert pack_words(loaded, Q3, TODAY)
    purge_snapshot(loaded, first)
    assert pack_words(loaded, Q3, TODAY) == {}
    assert pack_words(loaded, Q2, TODAY)
    with reading(loaded) as session:
        assert session.rows("SELECT count(*) FROM frozen_files") == [(0,)]
        assert session.content("frozen_parts", content) == []
    release(loaded)
    if not loaded.server:
        left = loaded.path.read_bytes()
        assert SECRET.encode() not in left
        assert b"SECRET-BYTES-OF-THE-PACK" not in left


def test_a_retention_tells_which_frozen_packs_go_before_and_after(loaded):
    old = list_snapshots(loaded)[0].id
    pack, _ = frozen(loaded, old)
    stays, _ = frozen(loaded, list_snapshots(loaded)[-1].id)
    late = now() + timedelta(days=400)
    told = retain(loaded, Periods(snapshots_days=30), preview=True, moment=late)
    assert told.packs == (pack,)
    assert len(frozen_packs(loaded)) == 2
    assert retain(loaded, Periods(snapshots_days=30), moment=late) == told
    assert [one.id for one in frozen_packs(loaded)] == [stays]
    assert audit(loaded).query("what == 'delete frozen pack'")["subject"].tolist() == [pack]


def test_the_commands_say_which_packs_went(loaded, capsys):
    second = list_snapshots(loaded)[-1].id
    pack, _ = frozen(loaded, second)
    cli.main(["purge", second, "--with-packs", "--json", "--database", loaded.address])
    assert json.loads(capsys.readouterr().out)["frozen_packs"] == [pack]


class Terminal(io.StringIO):
    """Somebody who sits there and types."""

    def isatty(self):
        return True


@pytest.mark.parametrize(("typed", "goes"), [("yes\n", True), ("no\n", False), ("", False), (None, False)])
def test_a_purge_asks_before_frozen_packs_go(loaded, capsys, monkeypatch, typed, goes):
    second = list_snapshots(loaded)[-1].id
    pack, _ = frozen(loaded, second)
    monkeypatch.setattr("sys.stdin", io.StringIO() if typed is None else Terminal(typed))
    status = cli.main(["purge", second, "--json", "--database", loaded.address])
    shown = capsys.readouterr()
    document = json.loads(shown.out)
    if goes:
        assert document["frozen_packs"] == [pack]
    else:
        assert status == 2
        assert "Nothing was changed" in document["message"]
    assert ("Delete them too? Type yes: " in shown.err) == (typed is not None)
    assert pack in shown.err + shown.out
    assert bool(frozen_packs(loaded)) is not goes
    assert (second in [one.id for one in list_snapshots(loaded)]) is not goes


def test_a_purge_without_any_input_is_refused_too(loaded, capsys, monkeypatch):
    second = list_snapshots(loaded)[-1].id
    frozen(loaded, second)
    monkeypatch.setattr("sys.stdin", None)  # what Python makes of a closed one
    assert cli.main(["purge", second, "--json", "--database", loaded.address]) == 2
    assert "--with-packs" in json.loads(capsys.readouterr().out)["message"]


def test_a_pack_frozen_while_somebody_was_asked_keeps_its_snapshot(loaded):
    second = list_snapshots(loaded)[-1].id
    frozen(loaded, second)
    with pytest.raises(StoreError, match="nobody agreed"):
        purge_snapshot(loaded, second, agreed=())
    assert len(frozen_packs(loaded)) == 1
    assert second in [one.id for one in list_snapshots(loaded)]
