"""Keeping things as long as set and no longer: old snapshots, uploaded files and audit rows deleted for good.

What was frozen with a snapshot goes with it, on record. The newest load of each table stays
whatever its age, so that there is an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from balance.roles import Action, needs
from balance.store.audit import note
from balance.store.connection import Session, Store, now, only, writing
from balance.store.copies import compact
from balance.store.frozen_packs import packs_of
from balance.store.snapshots import delete_snapshot

WAITING = (
    "SELECT f.sha256 FROM waiting_files AS f JOIN waiting_uploads AS w ON w.waiting_id = f.waiting_id "
    "WHERE w.state = 'waiting'"
)


@dataclass(frozen=True)
class Periods:
    """How many days each is kept after it was loaded or written; 0 keeps it for ever."""

    snapshots_days: int = 0
    originals_days: int = 0
    audit_days: int = 0


@dataclass(frozen=True)
class Retained:
    """What was deleted, or would be: ids of snapshots, hashes of uploaded files, how many rows of the audit.

    `packs` are the ids of the frozen packs that go with their snapshots.
    """

    snapshots: tuple[str, ...]
    originals: tuple[str, ...]
    audit_rows: int
    packs: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to delete."""
        return not (self.snapshots or self.originals or self.audit_rows)


@needs(Action.PURGE)
def retain(
    store: Store, periods: Periods, who: str = "", *, preview: bool = False, moment: datetime | None = None
) -> Retained:
    """Delete for good what is older than the periods, in one transaction, and write the store anew without it.

    With `preview` nothing is deleted. `moment` is when the periods end (UTC), now by default.
    """
    with store.holder.writing:
        with writing(store) as session:
            due = _due(session, periods, moment or now())
            if not (preview or due.nothing):
                _delete(session, due, periods, moment or now(), who)
        if not (preview or due.nothing):
            compact(store)
    return due


def _due(session: Session, periods: Periods, moment: datetime) -> Retained:
    snapshots: list[str] = []
    originals: list[str] = []
    rows = 0
    if periods.snapshots_days:
        before = moment - timedelta(days=periods.snapshots_days)
        old = session.rows("SELECT snapshot_id FROM snapshots WHERE loaded_at < $1 ORDER BY position", before)
        snapshots = [name for (name,) in old if name not in _newest_of_each_table(session)]
    if periods.originals_days:
        before = moment - timedelta(days=periods.originals_days)
        query = f"SELECT sha256 FROM originals WHERE kept_at < $1 AND sha256 NOT IN ({WAITING}) ORDER BY sha256"
        originals = [name for (name,) in session.rows(query, before)]
    if periods.audit_days:
        before = moment - timedelta(days=periods.audit_days)
        rows = int(only(session.rows("SELECT count(*) FROM audit WHERE changed_at < $1", before)))
    packs = [pack for name in snapshots for pack in packs_of(session, name)]
    return Retained(tuple(snapshots), tuple(originals), rows, tuple(packs))


def _newest_of_each_table(session: Session) -> set[str]:
    """The snapshots that hold the newest load of a table, of those that count."""
    query = (
        "SELECT t.table_name, s.snapshot_id FROM snapshot_tables AS t "
        "JOIN snapshots AS s ON s.snapshot_id = t.snapshot_id WHERE NOT s.dropped AND t.row_count > 0 "
        "ORDER BY s.as_of, s.position"
    )
    return set(dict(session.rows(query)).values())


def _delete(session: Session, due: Retained, periods: Periods, moment: datetime, who: str) -> None:
    for snapshot_id in due.snapshots:
        delete_snapshot(session, snapshot_id, who)
    for sha256 in due.originals:
        for table in ("originals", "original_parts"):
            session.execute(f"DELETE FROM {table} WHERE sha256 = $1", sha256)
    if due.audit_rows:
        before = moment - timedelta(days=periods.audit_days)
        session.execute("DELETE FROM audit WHERE changed_at < $1", before)
    told = {
        "snapshots": len(due.snapshots), "originals": len(due.originals), "audit_rows": due.audit_rows,
        "packs": len(due.packs),
    }  # fmt: skip
    note(session, who, "retention", "", after=told)
