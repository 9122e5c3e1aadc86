import importlib
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.own_postgresql import directly

from balance import store as kept
from balance.errors import StoreError

module = importlib.import_module("balance.store.drafts")


@pytest.fixture
def draft(store):
    return kept.begin_draft(store, "ana")


def parts_of(store):
    kept.release(store)
    with directly(store) as direct:
        return direct.execute("SELECT count(DISTINCT sha256) FROM draft_parts").fetchall()[0][0]


def test_a_draft_holds_files_date_step_and_what_was_said(store, draft):
    large = bytes(range(256)) * 300
    kept.add_draft_files(store, draft, [("../../a.xlsx", large), ("b.csv", b"x")])
    kept.save_draft(store, draft, as_of=date(2026, 9, 30), step="columns", said={"answers": {"k": "Ü"}})
    found = kept.draft_of(store, draft)
    assert (found.as_of, found.step, found.said, found.begun_by) == (
        date(2026, 9, 30), "columns", {"answers": {"k": "Ü"}}, "ana",
    )  # fmt: skip
    assert [(file.name, file.size_bytes) for file in found.files] == [("../../a.xlsx", len(large)), ("b.csv", 1)]
    assert kept.draft_content(store, found.files[0].sha256) == large
    assert found.changed_at >= found.begun_at


def test_an_empty_file_is_kept_too(store, draft):
    (file,) = kept.add_draft_files(store, draft, [("empty.csv", b"")])
    assert kept.draft_content(store, file.sha256) == b""


def test_ids_cannot_be_guessed_and_differ(store):
    names = {kept.begin_draft(store) for _ in range(3)}
    assert len(names) == 3
    assert min(map(len, names)) >= 24
    assert kept.draft_of(store, "guess") is None
    assert kept.draft_of(store, "ünicode") is None


def test_a_content_is_kept_once_and_goes_with_the_last_draft_that_holds_it(store, draft):
    other = kept.begin_draft(store)
    kept.add_draft_files(store, draft, [("a.csv", b"same"), ("again.csv", b"same")])
    kept.add_draft_files(store, other, [("c.csv", b"same")])
    assert parts_of(store) == 1
    kept.discard_draft(store, draft)
    assert kept.draft_of(store, draft) is None
    assert parts_of(store) == 1
    kept.discard_draft(store, other)
    assert parts_of(store) == 0
    kept.discard_draft(store, "unknown")


def test_one_file_is_taken_out_and_the_others_keep_their_order(store, draft):
    kept.add_draft_files(store, draft, [("a", b"1"), ("b", b"2"), ("c", b"3")])
    left = kept.remove_draft_file(store, draft, 1)
    assert [file.name for file in left] == ["a", "c"]
    more = kept.add_draft_files(store, draft, [("d", b"4")])
    assert [file.name for file in more] == ["a", "c", "d"]
    assert parts_of(store) == 3


def test_what_nobody_came_back_to_is_not_offered_and_deleted_by_the_next(store, draft, monkeypatch):
    kept.add_draft_files(store, draft, [("a", b"1")])
    later = datetime.now(UTC) + timedelta(minutes=1)
    monkeypatch.setattr(module, "_oldest", lambda: later)
    assert kept.drafts(store) == ()
    kept.begin_draft(store)
    assert parts_of(store) == 0


def test_only_so_many_are_kept_and_the_one_longest_untouched_goes_first(store, draft):
    others = [kept.begin_draft(store) for _ in range(module.MOST_KEPT - 1)]
    assert kept.draft_of(store, draft) is not None
    kept.save_draft(store, draft, as_of=None, step="files", said={})
    newest = kept.begin_draft(store)
    found = {one.id for one in kept.drafts(store)}
    assert found == {draft, newest, *others[1:]}


def test_a_draft_that_is_gone_says_so(store, draft):
    kept.discard_draft(store, draft)
    for act in (
        lambda: kept.add_draft_files(store, draft, [("a", b"1")]),
        lambda: kept.save_draft(store, draft, as_of=None, step="", said={}),
        lambda: kept.remove_draft_file(store, draft, 0),
        lambda: kept.draft_content(store, "0" * 64),
    ):
        with pytest.raises(StoreError, match="not kept any more"):
            act()


def test_drafts_change_neither_snapshots_nor_the_revision(store, load):
    load(date(2026, 9, 30), initiatives=[{"initiative_id": "A", "name": "a", "stage": "idea"}])
    before = kept.revision(store), kept.list_snapshots(store)
    draft = kept.begin_draft(store)
    kept.add_draft_files(store, draft, [("a", b"1")])
    assert (kept.revision(store), kept.list_snapshots(store)) == before
    newest = kept.list_snapshots(store)[0]
    kept.drop_snapshot(store, newest.id)
    kept.purge_snapshot(store, newest.id)
    assert kept.draft_content(store, kept.draft_of(store, draft).files[0].sha256) == b"1"


def test_a_purge_deletes_the_unfinished_uploads_of_the_content_too(store, draft, load):
    body = b"id,name\n1,secret\n"
    kept.add_draft_files(store, draft, [("a.csv", body), ("b.csv", b"other")])
    saved = load(date(2026, 9, 30), files=[("a.csv", body)], initiatives=[{"initiative_id": "P-1", "name": "A"}])
    kept.drop_snapshot(store, saved.snapshot_id)
    kept.purge_snapshot(store, saved.snapshot_id)
    assert kept.drafts(store) == ()
    assert parts_of(store) == 0
    with directly(store) as direct:
        assert direct.execute("SELECT count(*) FROM original_parts").fetchall() == [(0,)]


def test_a_purge_leaves_what_another_snapshot_holds(store, draft, load):
    body = b"id,name\n1,kept\n"
    kept.add_draft_files(store, draft, [("a.csv", body)])
    first, _ = (
        load(day, files=[("a.csv", body)], initiatives=[{"initiative_id": "P-1", "name": "A"}])
        for day in (date(2026, 6, 30), date(2026, 9, 30))
    )
    kept.drop_snapshot(store, first.snapshot_id)
    kept.purge_snapshot(store, first.snapshot_id)
    assert [row.id for row in kept.drafts(store)] == [draft]
