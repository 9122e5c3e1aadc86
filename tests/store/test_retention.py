"""What is older than it is kept goes for good: the rows, the files, the audit; the newest of each table stays."""

import random
from datetime import date, datetime, timedelta

import pytest

from balance.errors import StoreError
from balance.store import (
    Periods,
    audit,
    list_snapshots,
    original,
    originals_of,
    purge_with_proof,
    read_as_of,
    release,
    retain,
)
from balance.store.connection import now
from balance.store.copies import wal_of

Q2, Q3, Q4 = date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)
LATER = timedelta(days=400)


def row(name):
    return {"initiative_id": name, "name": f"Secret {name}", "stage": "in_flight"}


def noise(seed, size=60_000):
    """The content of a file that cannot be compressed, like a workbook's."""
    return random.Random(seed).randbytes(size)


def pieces(content):
    return [content[start : start + 32] for start in range(0, len(content) - 32, 4_096)]


def bytes_of(store):
    release(store)
    return b"".join(file.read_bytes() for file in (store.path, wal_of(store.path)) if file.exists())


def held(store, content):
    """How many pieces of a content stand in the store's files."""
    kept = bytes_of(store)
    return sum(piece in kept for piece in pieces(content))


def test_what_is_purged_is_no_longer_in_the_file(store, load):
    gone, stays = noise(1), noise(2)
    first = load(Q2, files=[("a.xlsx", gone)], initiatives=[row("Nightingale")])
    load(Q3, files=[("b.xlsx", stays)], initiatives=[row("Kestrel")])
    assert held(store, gone) > 10
    assert b"Nightingale" in bytes_of(store)
    proof = purge_with_proof(store, first.snapshot_id)
    assert proof.holds
    assert proof.looked_for == 40
    assert (proof.found_before > 35, proof.found_after) == (True, 0)
    assert held(store, gone) == 0
    assert held(store, stays) > 10
    assert b"Nightingale" not in bytes_of(store)
    assert b"Kestrel" in bytes_of(store)


def test_what_another_load_needs_is_kept_and_the_proof_says_so(store, load):
    shared = noise(3)
    first = load(Q2, files=[("a.xlsx", shared)], initiatives=[row("A")])
    second = load(Q3, files=[("a.xlsx", shared)], initiatives=[row("A")])
    proof = purge_with_proof(store, first.snapshot_id)
    assert (proof.looked_for, proof.holds) == (0, True)
    assert "kept by other loads" in str(proof)
    assert original(store, originals_of(store, second.snapshot_id)[0][1]) == shared


def test_a_proof_that_could_find_nothing_before_does_not_hold():
    from balance.store import Proof

    assert not Proof(10, 0, 0).holds
    assert not Proof(10, 9, 1).holds
    assert Proof(10, 9, 0).holds


def test_an_unknown_snapshot_is_refused(store, load):
    load(Q2, initiatives=[row("A")])
    with pytest.raises(StoreError):
        purge_with_proof(store, "unknown")


def test_nothing_goes_unless_it_is_set(store, load):
    load(Q2, initiatives=[row("A")])
    assert retain(store, Periods(), moment=now() + 100 * LATER).nothing
    assert len(list_snapshots(store)) == 1


def test_old_snapshots_go_but_the_newest_of_each_table_stays(store, load):
    old, newest = noise(4), noise(5)
    first = load(Q2, files=[("a.xlsx", old)], initiatives=[row("A")])
    incidents = load(Q3, incidents=[{"incident_id": "I", "opened_at": datetime(2026, 8, 1), "class": "outage"}])
    last = load(Q4, files=[("b.xlsx", newest)], initiatives=[row("B")])
    told = retain(store, Periods(snapshots_days=30), preview=True, moment=now() + LATER)
    assert told.snapshots == (first.snapshot_id,)
    assert len(list_snapshots(store)) == 3
    assert retain(store, Periods(snapshots_days=30), "ana", moment=now() + LATER) == told
    assert [one.id for one in list_snapshots(store)] == [incidents.snapshot_id, last.snapshot_id]
    assert held(store, old) == 0
    assert set(read_as_of(store).frames) == {"initiatives", "incidents"}
    assert list(audit(store)["what"])[-2:] == ["purge", "retention"]
    assert retain(store, Periods(snapshots_days=30), moment=now()).nothing


def test_uploaded_files_go_and_their_rows_stay(store, load):
    content = noise(6)
    saved = load(Q2, files=[("a.xlsx", content)], initiatives=[row("Nightingale")])
    told = retain(store, Periods(originals_days=7), moment=now() + LATER)
    assert len(told.originals) == 1
    assert held(store, content) == 0
    assert list(read_as_of(store).frames["initiatives"]["name"]) == ["Secret Nightingale"]
    with pytest.raises(StoreError, match="No original"):
        original(store, originals_of(store, saved.snapshot_id)[0][1])
    assert load(Q2, files=[("a.xlsx", content)], initiatives=[row("Nightingale")]).repeated


def test_old_rows_of_the_audit_go_and_that_is_on_record(store, load):
    load(Q2, initiatives=[row("A")])
    assert retain(store, Periods(audit_days=30), moment=now()).nothing
    told = retain(store, Periods(audit_days=30), "ana", moment=now() + LATER)
    assert told.audit_rows == 1
    left = audit(store)
    assert list(left["what"]) == ["retention"]
    assert '"audit_rows":1' in left["after"].iloc[0]
    assert b'"tables":{"initiatives":1}' not in bytes_of(store)
