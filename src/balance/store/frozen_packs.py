"""Packs as they left the house: every file byte for byte, kept until it, or its snapshot, is deleted.

A pack is named by its content: the same files of the same snapshot are kept once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from balance.errors import StoreError
from balance.roles import Action, needs
from balance.store.audit import canonical, note
from balance.store.connection import Session, Store, now, person, reading, writing
from balance.store.evidence import in_parts
from balance.store.unchanged import while_unchanged


@dataclass(frozen=True)
class FrozenFile:
    """One file of a frozen pack."""

    format: str
    name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True)
class FrozenPack:
    """What was frozen, of which numbers, when and by whom."""

    id: str
    snapshot_id: str
    as_of: date
    scenario: str
    title: str
    data_hash: str
    model_version: str
    frozen_at: datetime
    frozen_by: str
    files: tuple[FrozenFile, ...]


@needs(Action.FREEZE)
def freeze_pack(
    store: Store,
    snapshot_id: str,
    files: Sequence[tuple[str, str, bytes]],
    *,
    scenario: str,
    title: str,
    data_hash: str,
    model_version: str,
    who: str = "",
) -> tuple[str, bool]:
    """Keep files (format, name, content) with a snapshot; the pack's id, and whether it was new."""
    if not files:
        raise StoreError("There is no file to freeze.")
    told = [FrozenFile(kind, name, hashlib.sha256(content).hexdigest(), len(content)) for kind, name, content in files]
    seal = canonical([snapshot_id, scenario, sorted((one.format, one.name, one.sha256) for one in told)])
    pack_id = hashlib.sha256(seal.encode()).hexdigest()[:12]
    with writing(store) as session:
        snapshot = session.rows("SELECT as_of FROM snapshots WHERE snapshot_id = $1", snapshot_id)
        if not snapshot:
            raise StoreError(f"There is no snapshot {snapshot_id!r}. `balance snapshots` lists them.")
        if session.rows("SELECT 1 FROM frozen_packs WHERE pack_id = $1", pack_id):
            return pack_id, False
        session.execute(
            "INSERT INTO frozen_packs VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            pack_id, snapshot_id, snapshot[0][0], scenario, title, data_hash, model_version, now(), person(who),
        )  # fmt: skip
        for position, (one, (_, _, content)) in enumerate(zip(told, files, strict=True)):
            _keep(session, pack_id, position, one, content)
        hashes = {one.format: one.sha256 for one in told}
        note(session, who, "freeze pack", pack_id, after={"snapshot": snapshot_id, "files": hashes})
    return pack_id, True


def _keep(session: Session, pack_id: str, position: int, one: FrozenFile, content: bytes) -> None:
    if not session.rows("SELECT 1 FROM frozen_files WHERE sha256 = $1 LIMIT 1", one.sha256):
        session.append("frozen_parts", in_parts(one.sha256, content))
    session.execute(
        "INSERT INTO frozen_files VALUES ($1, $2, $3, $4, $5, $6)",
        pack_id, position, one.format, one.name, one.sha256, one.size_bytes,
    )  # fmt: skip


@needs(Action.TRACE)
def frozen_packs(store: Store) -> tuple[FrozenPack, ...]:
    """Every frozen pack, the newest last; costs no connection while nothing changes."""
    return while_unchanged(store, "frozen_packs", lambda: _asked(store))


def _asked(store: Store) -> tuple[FrozenPack, ...]:
    with reading(store) as session:
        return _all(session)


def _all(session: Session) -> tuple[FrozenPack, ...]:
    files: dict[str, list[FrozenFile]] = {}
    rows = session.rows("SELECT pack_id, format, name, sha256, size_bytes FROM frozen_files ORDER BY pack_id, position")
    for pack_id, *told in rows:
        files.setdefault(pack_id, []).append(FrozenFile(*told))
    packs = session.rows(
        "SELECT pack_id, snapshot_id, as_of, scenario, title, data_hash, model_version, frozen_at, frozen_by "
        "FROM frozen_packs ORDER BY frozen_at, pack_id"
    )
    return tuple(_pack(row, files.get(row[0], ())) for row in packs)


def _pack(row: tuple[Any, ...], files: Sequence[FrozenFile]) -> FrozenPack:
    pack_id, snapshot_id, as_of, scenario, title, data_hash, model_version, frozen_at, frozen_by = row
    return FrozenPack(
        pack_id, snapshot_id, as_of, scenario, title, data_hash, model_version, frozen_at.replace(tzinfo=UTC),
        frozen_by, tuple(files),
    )  # fmt: skip


@needs(Action.TRACE)
def frozen_content(store: Store, sha256: str) -> bytes:
    """The bytes of a frozen file; StoreError where they are not what was frozen."""
    with reading(store) as session:
        content = b"".join(session.content("frozen_parts", sha256))
    if hashlib.sha256(content).hexdigest() != sha256:
        raise StoreError("That frozen file is not kept, or it is damaged. Restore a backup that has it.")
    return content


@needs(Action.FREEZE)
def delete_frozen_pack(store: Store, pack_id: str, who: str = "") -> None:
    """Delete a frozen pack for good."""
    with writing(store) as session:
        found = next((one for one in _all(session) if one.id == pack_id), None)
        if found is None:
            raise StoreError(f"There is no frozen pack {pack_id!r}. `balance pack --frozen` lists them.")
        _delete(session, found, who)


def packs_of(session: Session, snapshot_id: str) -> tuple[str, ...]:
    """The ids of what was frozen with a snapshot."""
    return tuple(one.id for one in _all(session) if one.snapshot_id == snapshot_id)


def forget_frozen(session: Session, snapshot_id: str, who: str) -> None:
    """Delete what was frozen with a snapshot, each pack on record."""
    for found in _all(session):
        if found.snapshot_id == snapshot_id:
            _delete(session, found, who)


def _delete(session: Session, found: FrozenPack, who: str) -> None:
    for table in ("frozen_packs", "frozen_files"):
        session.execute(f"DELETE FROM {table} WHERE pack_id = $1", found.id)
    session.execute("DELETE FROM frozen_parts WHERE sha256 NOT IN (SELECT sha256 FROM frozen_files)")
    told = {"snapshot": found.snapshot_id, "files": {one.format: one.sha256 for one in found.files}}
    note(session, who, "delete frozen pack", found.id, before=told)
