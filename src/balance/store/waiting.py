"""Uploads that came by themselves and need a person: kept with their content until somebody loads or dismisses them.

An upload stops waiting by itself as soon as the same files are loaded, by whomever and with whatever answers.
What was dismissed, taken back or deleted for good is remembered by its hash, so that it does not come again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from balance.errors import StoreError
from balance.roles import Action, needs
from balance.store.audit import canonical, note
from balance.store.connection import Session, Store, now, person, reading, writing
from balance.store.evidence import forget_unused, keep_content, original
from balance.store.unchanged import while_unchanged

Standing = Literal["counts", "waits", "settled"]
"""What became of a content: loaded and not taken back; waiting for a person; taken back, dismissed or deleted."""

Named = tuple[str, str, bytes]
"""A file: its name as a label, its sha256, its content."""

ID_LENGTH = 12


@dataclass(frozen=True)
class Waiting:
    """One upload that waits: what it is of (None: nobody could say), its files as (name, sha256), and why."""

    id: str
    as_of: date | None
    noticed_at: datetime
    why: str
    details: tuple[str, ...]
    files: tuple[tuple[str, str], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its files."""
        return tuple(name for name, _ in self.files)


@needs(Action.LOAD)
def wait_for_person(
    store: Store, files: Sequence[Named], why: str, *, as_of: date | None = None, details: Sequence[str] = (),
    who: str = "",
) -> str:  # fmt: skip
    """Keep files that need a person, with the reason in one sentence; the name of what waits.

    What waited before for the same date and is all among these files, by name or by content, waits no longer.
    """
    name = _name_of(as_of, files)
    with writing(store) as session:
        for row in _open(session):
            if row.as_of == as_of and (row.id == name or covers(files, row)):
                _settle(session, row, "replaced", who)
        session.execute(
            "INSERT INTO waiting_uploads VALUES ($1, $2, $3, $4, $5, 'waiting', NULL, NULL)",
            name, as_of, now(), why, canonical(list(details)),
        )  # fmt: skip
        for position, (label, sha256, content) in enumerate(files):
            session.execute("INSERT INTO waiting_files VALUES ($1, $2, $3, $4)", name, position, label, sha256)
            keep_content(session, label, sha256, content)
        told = {"as_of": as_of, "files": [label for label, _, _ in files], "why": why}
        note(session, who, "wait for a person", name, after=told)
    return name


def _name_of(as_of: date | None, files: Sequence[Named]) -> str:
    content = [as_of, sorted(sha256 for _, sha256, _ in files), now()]
    return hashlib.sha256(canonical(content).encode()).hexdigest()[:ID_LENGTH]


def covers(files: Sequence[Named], row: Waiting) -> bool:
    """Whether each file of what waits is among these, by its name or by its content."""
    names, hashes = {name for name, _, _ in files}, {sha256 for _, sha256, _ in files}
    return all(name in names or sha256 in hashes for name, sha256 in row.files)


@needs(Action.TRACE)
def waiting_uploads(store: Store) -> tuple[Waiting, ...]:
    """Every upload that waits for a person, oldest first; free while nothing changes."""
    return while_unchanged(store, "waiting uploads", lambda: _asked(store))


def _asked(store: Store) -> tuple[Waiting, ...]:
    with reading(store) as session:
        loaded = _loaded(session)
        return tuple(row for row in _open(session) if not _is_loaded(row, loaded))


def _open(session: Session) -> list[Waiting]:
    files: dict[str, list[tuple[str, str]]] = {}
    for waiting_id, name, sha256 in session.rows(
        "SELECT waiting_id, name, sha256 FROM waiting_files ORDER BY waiting_id, position"
    ):
        files.setdefault(waiting_id, []).append((name, sha256))
    rows = session.rows(
        "SELECT waiting_id, as_of, noticed_at, why, details FROM waiting_uploads WHERE state = 'waiting' "
        "ORDER BY noticed_at, waiting_id"
    )
    return [
        Waiting(name, as_of, at.replace(tzinfo=UTC), why, tuple(json.loads(details)), tuple(files.get(name, ())))
        for name, as_of, at, why, details in rows
    ]


def _loaded(session: Session) -> list[tuple[date, set[str]]]:
    """The as-of date and the contents of every load that was not taken back."""
    found: dict[str, tuple[date, set[str]]] = {}
    for name, as_of, sha256 in session.rows(
        "SELECT s.snapshot_id, s.as_of, f.sha256 FROM snapshots AS s JOIN snapshot_files AS f "
        "ON f.snapshot_id = s.snapshot_id WHERE NOT s.dropped"
    ):
        found.setdefault(name, (as_of, set()))[1].add(sha256)
    return list(found.values())


def _is_loaded(row: Waiting, loaded: Sequence[tuple[date, set[str]]]) -> bool:
    hashes = {sha256 for _, sha256 in row.files}
    return any(hashes <= of_load and row.as_of in (None, as_of) for as_of, of_load in loaded)


@needs(Action.TRACE)
def waiting_upload(store: Store, waiting_id: str) -> Waiting:
    """The upload of that name; StoreError where it does not wait any more."""
    found = {row.id: row for row in waiting_uploads(store)}
    if waiting_id not in found:
        raise StoreError(f"No upload {waiting_id!r} waits. It was loaded or dismissed.")
    return found[waiting_id]


@needs(Action.OPEN_ORIGINALS)
def waiting_contents(store: Store, waiting_id: str) -> tuple[tuple[str, bytes], ...]:
    """The files of an upload that waits: name and content."""
    return tuple((name, original(store, sha256)) for name, sha256 in waiting_upload(store, waiting_id).files)


@needs(Action.LOAD)
def dismiss_waiting(store: Store, waiting_id: str, who: str = "") -> None:
    """A person has decided that an upload is not wanted: it waits no longer and is not taken from the folder again."""
    with writing(store) as session:
        row = {row.id: row for row in _open(session)}.get(waiting_id)
        if row is None:
            raise StoreError(f"No upload {waiting_id!r} waits. It was loaded or dismissed.")
        _settle(session, row, "dismissed", who)


@needs(Action.LOAD)
def not_again(store: Store, as_of: date, hashes: Sequence[str]) -> None:
    """Remember contents of a load that are not kept with it as they came, such as a workbook that came back mended."""
    known = standings(store)
    new = [sha256 for sha256 in hashes if (as_of, sha256) not in known]
    if new:
        with writing(store) as session:
            for sha256 in new:
                session.execute("INSERT INTO purged_files VALUES ($1, $2)", as_of, sha256)


@needs(Action.LOAD)
def settle_covered(store: Store, as_of: date, files: Sequence[Named], who: str = "") -> None:
    """After a load: what waited for the same date and is all among its files, by name or content, waits no longer."""
    covered = [row for row in waiting_uploads(store) if row.as_of == as_of and covers(files, row)]
    if covered:
        with writing(store) as session:
            for row in covered:
                _settle(session, row, "replaced", who)


def _settle(session: Session, row: Waiting, state: str, who: str) -> None:
    session.execute(
        "UPDATE waiting_uploads SET state = $2, settled_at = $3, settled_by = $4 WHERE waiting_id = $1",
        row.id, state, now(), person(who),
    )  # fmt: skip
    note(session, who, f"{state} what waited", row.id, before={"as_of": row.as_of, "files": list(row.names)})
    forget_unused(session)


@needs(Action.TRACE)
def standings(store: Store) -> Mapping[tuple[date | None, str], Standing]:
    """What became of every content ever loaded, waiting, dismissed or purged: by as-of date and sha256."""
    with reading(store) as session:
        known: list[tuple[Any, ...]] = session.rows("SELECT as_of, sha256, 'settled' FROM purged_files")
        known += session.rows(
            "SELECT w.as_of, f.sha256, CASE WHEN w.state = 'waiting' THEN 'waits' ELSE 'settled' END "
            "FROM waiting_uploads AS w JOIN waiting_files AS f ON f.waiting_id = w.waiting_id"
        )
        known += session.rows(
            "SELECT s.as_of, f.sha256, CASE WHEN s.dropped THEN 'settled' ELSE 'counts' END "
            "FROM snapshots AS s JOIN snapshot_files AS f ON f.snapshot_id = s.snapshot_id"
        )
    rank = {"settled": 0, "waits": 1, "counts": 2}
    return {(as_of, sha256): standing for as_of, sha256, standing in sorted(known, key=lambda row: rank[row[2]])}
