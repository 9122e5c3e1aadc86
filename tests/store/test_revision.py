import time
from datetime import date

import duckdb
import pytest

from balance.errors import MovedOnError, StoreError
from balance.store import (
    drop_snapshot,
    list_snapshots,
    only_at,
    read_as_of,
    release,
    revision,
    save_scenario,
    scenarios,
    state_assumption,
    undrop_snapshot,
    withdraw_assumption,
)

Q2, Q3 = date(2026, 6, 30), date(2026, 9, 30)


def settled(store):
    release(store)
    time.sleep(0.3)
    return revision(store)


def test_the_revision_changes_with_what_can_be_read(store, load):
    seen = [settled(store)]
    saved = load(Q2, initiatives=[{"initiative_id": "A"}])
    for act in (
        lambda: None,
        lambda: state_assumption(store, {"key": "loss_limit", "value": 1}),
        lambda: withdraw_assumption(store, "loss_limit"),
        lambda: drop_snapshot(store, saved.snapshot_id),
    ):
        act()
        now = revision(store)
        assert settled(store) == now
        seen.append(now)
    assert len(set(seen)) == 5
    undrop_snapshot(store, saved.snapshot_id)
    assert settled(store) == revision(store) == seen[3]


def test_only_what_is_of_a_revision_is_read_as_that(store, load):
    load(Q2, initiatives=[{"initiative_id": "A"}])
    new = load(Q3, initiatives=[{"initiative_id": "B"}])
    whole = settled(store)
    with only_at(whole):
        assert len(list_snapshots(store)) == 2
    assert len(list_snapshots(store)) == 2  # answered out of memory from here on, where nothing changed
    drop_snapshot(store, new.snapshot_id)
    list_snapshots(store)
    for ask in (revision, list_snapshots, read_as_of):
        with only_at(whole), pytest.raises(MovedOnError):
            ask(store)
    undrop_snapshot(store, new.snapshot_id)
    with only_at(whole):
        assert revision(store) == whole
        assert read_as_of(store).frames["initiatives"]["initiative_id"].tolist() == ["A", "B"]
    assert read_as_of(store).as_of == Q3


def test_scenarios_are_no_part_of_it(store):
    before = settled(store)
    save_scenario(store, "Safer", {}, {})
    assert revision(store) == before


@pytest.mark.of_files
def test_asking_again_leaves_the_file_to_others(store, load):
    load(Q2, initiatives=[{"initiative_id": "A"}])
    save_scenario(store, "Safer", {}, {})
    before = settled(store), list_snapshots(store), scenarios(store)
    release(store)
    with duckdb.connect(str(store.path)) as _:
        assert (revision(store), list_snapshots(store), scenarios(store)) == before


def test_every_one_of_many_quick_changes_is_seen(store):
    seen = [revision(store)]
    for number in range(30):
        state_assumption(store, {"key": "loss_limit", "value": number})
        seen.append(revision(store))
    assert len(set(seen)) == len(seen)


@pytest.mark.of_files
def test_a_store_that_vanished_is_said(store):
    settled(store)
    release(store)
    store.path.unlink()
    with pytest.raises(StoreError):
        revision(store)
