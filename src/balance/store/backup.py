"""A consistent copy of the store, putting one back, and deleting for good; all beside a running server."""

from __future__ import annotations

import time
from collections.abc import Collection
from pathlib import Path

import duckdb
import pandas as pd

from balance.errors import StoreError
from balance.happening import happened
from balance.roles import Action, needs
from balance.schema import Type
from balance.settings import load_settings
from balance.store.audit import audit, note, taking
from balance.store.connection import (
    Session,
    Store,
    make_folder,
    may_be_written,
    only,
    open_store,
    path_of,
    store_at,
    writing,
)
from balance.store.copies import compact, copy_file, copy_store, move, put_in_place, workplace
from balance.store.frames import arrow_of
from balance.store.migrations import migrate, version_of
from balance.store.opening import StoreLimits, connect, limits_of
from balance.store.snapshots import delete_snapshot

AUDIT_KINDS: dict[str, Type] = {
    "number": "count", "changed_at": "moment", "who": "text", "what": "text", "subject": "text", "before": "text",
    "after": "text",
}  # fmt: skip


@needs(Action.COPY)
def backup(store: Store, path: str | Path) -> None:
    """Write a consistent copy of the store to a file; an older backup there is replaced, nothing else is.

    A store that an older version wrote is copied as it is, and one that can only be read as well: then the copy's own
    audit says so.
    """
    target = path_of(path)
    if target == store.path:
        raise StoreError("A backup cannot be written over the store itself. Name another file.")
    if target.exists():
        _refuse_other(target, store.limits)
    if not store.server and not (store.holder.look() and may_be_written(store)):
        _back_up_as_it_is(store, target)
        return
    with taking(store, "backup", target.name) as noted, workplace(store.path) as place:
        copy_store(store, place)
        if not noted:
            _note_in_file(place, store.limits, target.name)
        _hand_over(place, target)


def _back_up_as_it_is(store: Store, target: Path) -> None:
    """A file copied byte by byte while nobody changes it: it is neither brought up to date nor written to otherwise."""
    happened("taken", kind="backup")
    if may_be_written(store):
        with store.holder.alone():
            _note_in_file(store.path, store.limits, target.name)
    make_folder(target.parent)
    with workplace(target) as place:
        copy_file(store.path, place, store.limits.wait_seconds)
        if not may_be_written(store):
            _note_in_file(place, store.limits, target.name)
        _hand_over(place, target)


def _note_in_file(path: Path, limits: StoreLimits, name: str) -> None:
    """Note the backup in the audit of a file of whatever version, and in nothing else of it."""
    connection = connect(path, limits, time.monotonic() + limits.wait_seconds)
    try:
        connection.begin()
        note(Session(connection), "", "backup", name)
        connection.commit()
        connection.execute("CHECKPOINT")
    except duckdb.Error as error:
        raise StoreError(f"The copy of {path} could not be completed ({type(error).__name__}). Try again.") from error
    finally:
        connection.close()


def _hand_over(place: Path, target: Path) -> None:
    """Put a complete copy where it belongs."""
    make_folder(target.parent)
    move(place, target)


@needs(Action.COPY)
def restore(path: str | Path, url: str | Path, who: str = "", *, limits: StoreLimits | None = None) -> None:
    """Put a backup in the store's place; refused, with nothing changed, where it is no store or a newer one.

    Changes audited since the backup stay in the audit.
    """
    source, store = Path(path).expanduser().resolve(), store_at(url)
    if not source.is_file():
        raise StoreError(f"There is no backup at {source}.")
    if source == store.path:
        raise StoreError("The backup and the store are the same file. Name another.")
    store.holder.limits = limits or limits_of(load_settings())
    store.path.parent.mkdir(parents=True, exist_ok=True)
    with workplace(store.path) as place:
        copy_file(source, place, store.limits.wait_seconds)
        last = _make_current(place, source, store.limits)
        put_in_place(store, place, lambda: _note_restore(place, source, store, last, who))
    open_store(url, create=False, limits=store.limits)


@needs(Action.PURGE)
def purge_snapshot(
    store: Store, snapshot_id: str, who: str = "", agreed: Collection[str] | None = None
) -> tuple[str, ...]:  # fmt: skip
    """Delete a snapshot for good: its rows, what was kept with it, originals of no other snapshot.

    `agreed` are the ids of the frozen packs that may go with it; StoreError, and nothing is changed, where there is
    another; None: whatever there is. Returns the ids of those that went.

    The file, or the server's tables, are then written anew without them, so that nothing of them is left there. Where
    that fails, purging the same snapshot again tries it again.
    """
    with store.holder.writing:
        packs: tuple[str, ...] = ()
        with writing(store) as session:
            if not _unfinished(session, snapshot_id):
                packs = delete_snapshot(session, snapshot_id, who)
                _refuse_unasked(packs, agreed)
        try:
            compact(store)
        except StoreError as error:
            raise StoreError(
                f"Snapshot {snapshot_id} is deleted, but the store could not be written anew without its traces. "
                f"Purge it again to finish. {error}"
            ) from error
        with writing(store) as session:
            note(session, who, "purge finished", snapshot_id)
    return packs


def _refuse_unasked(packs: Collection[str], agreed: Collection[str] | None) -> None:
    """What was frozen since somebody was asked does not go: the deletion that is under way is taken back."""
    unasked = [] if agreed is None else sorted(set(packs) - set(agreed))
    if unasked:
        raise StoreError(
            f"Nothing was deleted: a pack is frozen with that snapshot that nobody agreed to delete "
            f"({', '.join(unasked)})."
        )


def _unfinished(session: Session, snapshot_id: str) -> bool:
    """Whether the snapshot was deleted without its traces having been written out of the file."""
    query = "SELECT what FROM audit WHERE subject = $1 ORDER BY number DESC LIMIT 1"
    return session.rows(query, snapshot_id) == [("purge",)]


def _refuse_other(target: Path, limits: StoreLimits) -> None:
    """A file that is there already may be replaced only if it is a store."""
    try:
        connection = connect(target, limits, time.monotonic() + limits.wait_seconds)
    except StoreError as error:
        raise StoreError(f"{target} exists and is no backup of Balance. Name another file.") from error
    known = version_of(connection)
    connection.close()
    if known is None:
        raise StoreError(f"{target} exists and is no backup of Balance. Name another file.")


def _audit_of(store: Store) -> pd.DataFrame | None:
    """What was audited in the store that is replaced; None where it cannot be read any more."""
    try:
        return audit(store)
    except (StoreError, duckdb.Error):
        return None


def _make_current(place: Path, source: Path, limits: StoreLimits) -> int:
    """Check that the file is a whole store and bring it up to date; the number of the last change audited in it."""
    damaged = f"{source} is not a backup of Balance, or it is damaged. Nothing was changed."
    try:
        connection = connect(place, limits, time.monotonic() + limits.wait_seconds)
    except StoreError as error:
        raise StoreError(damaged) from error
    try:
        migrate(connection, source, fresh=False)
        read_whole(connection)
        return int(only(Session(connection).rows("SELECT coalesce(max(number), 0) FROM audit")))
    except duckdb.Error as error:
        raise StoreError(damaged) from error
    finally:
        connection.close()


def read_whole(connection: duckdb.DuckDBPyConnection) -> None:
    """Read every block of a store, so that a damaged one is found now."""
    tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'").fetchall()
    for (table,) in tables:
        connection.execute(f"""SELECT bit_xor(hash(t)) FROM "{table.replace('"', '""')}" AS t""").fetchall()


def _note_restore(place: Path, source: Path, store: Store, last: int, who: str) -> None:
    """Note in the file that takes the store's place what was audited there since; again where called again."""
    kept = _audit_of(store)
    connection = connect(place, store.limits, time.monotonic())
    try:
        connection.begin()
        _note_in(Session(connection), source, kept, last, who)
        connection.commit()
    finally:
        connection.close()


def _note_in(session: Session, source: Path, kept: pd.DataFrame | None, last: int, who: str) -> None:
    session.execute("DELETE FROM audit WHERE number > $1", last)
    if kept is not None and len(kept):
        known = {(at, name, what) for at, name, what in session.rows("SELECT changed_at, who, what FROM audit")}
        marks = zip(kept["changed_at"], kept["who"], kept["what"], strict=True)
        lost = kept[[(at.to_pydatetime(), name, what) not in known for at, name, what in marks]]
        numbered = lost.assign(number=range(last + 1, last + 1 + len(lost)))
        session.append("audit", arrow_of(numbered, AUDIT_KINDS))
    note(session, who, "restore", source.name, before={"changes": len(kept) if kept is not None else None},
         after={"changes": last})  # fmt: skip
