"""Snapshots: every load kept as it came, never changed; taken back, brought back or deleted for good.

The name of a snapshot is made of what was loaded: the same files, date, mapping, answers and
corrections are the same snapshot. Loading it again changes nothing, except that a dropped one comes back and counts as
loaded now. A purged one is unknown, so loading it again is a new load.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from balance import __version__
from balance.corrections import Correction
from balance.errors import Problem, StoreError
from balance.roles import Action, needs
from balance.schema import TABLES
from balance.store.audit import canonical, note
from balance.store.connection import Session, Store, now, only, person, reading, writing
from balance.store.corrected import identity, keep_corrections
from balance.store.evidence import forget_drafts, forget_unused, keep_held, keep_originals, keep_problems
from balance.store.frames import arrow_of, kinds_of, labelled
from balance.store.frozen_packs import forget_frozen, packs_of
from balance.store.pack_words import forget_words
from balance.store.statements import next_position, record
from balance.store.unchanged import while_unchanged

ID_LENGTH = 12

OF_A_SNAPSHOT = (
    "snapshot_tables", "snapshot_files", "problems", "held_rows", "corrections", "forecasts", "forecast_sets", *TABLES,
    "snapshots",
)  # fmt: skip
"""Every table with rows of one snapshot."""


@dataclass(frozen=True)
class Saved:
    """What became of a load: `repeated` if it was known already, `brought_back` if it had been dropped."""

    snapshot_id: str
    as_of: date
    repeated: bool
    brought_back: bool = False


@dataclass(frozen=True)
class SnapshotInfo:
    """One snapshot in the list: `tables` counts its rows, `loaded_at` is UTC."""

    id: str
    as_of: date
    loaded_at: datetime
    tables: dict[str, int]
    dropped: bool
    loaded_by: str = ""
    files: tuple[str, ...] = ()


def snapshot_id_of(
    hashes: Sequence[str], as_of: date, mapping: Mapping[str, Any], answers: Mapping[str, str],
    corrections: Sequence[Correction] = (),
) -> str:  # fmt: skip
    """The name of what is loaded; the name of a mapping and the order of files and sheets have no part in it."""
    read = {key: value for key, value in mapping.items() if key != "name"}
    if isinstance(read.get("sheets"), list):
        read["sheets"] = sorted(read["sheets"], key=canonical)
    content: dict[str, Any] = {
        "files": sorted(set(hashes)),
        "as_of": as_of.isoformat(),
        "mapping": read,
        "answers": dict(answers),
    }
    if corrections:
        content["corrections"] = identity(corrections)
    return hashlib.sha256(canonical(content).encode()).hexdigest()[:ID_LENGTH]


@dataclass(frozen=True)
class Load:
    """What is kept as one snapshot: its as-of date, the frames by table typed as `schema`, what was wrong and held."""

    as_of: date
    frames: Mapping[str, pd.DataFrame]
    problems: Sequence[Problem] = ()
    held: pd.DataFrame | None = None


@needs(Action.LOAD)
def save_snapshot(
    store: Store,
    *,
    as_of: date,
    frames: Mapping[str, pd.DataFrame],
    files: Sequence[tuple[str, str, bytes]],
    problems: Sequence[Problem] = (),
    held: pd.DataFrame | None = None,
    mapping: Mapping[str, Any] | None = None,
    answers: Mapping[str, str] | None = None,
    states: Sequence[Mapping[str, Any]] = (),
    who: str = "",
    corrections: Sequence[Correction] = (),
    mends: str | None = None,
    same_as: str | None = None,
) -> Saved:
    """Keep one load, all of it in one transaction or none.

    `frames` by table, typed as `schema`; `files` as (name, sha256, content); `states` are assumptions
    the load itself makes (a currency found in the cells), recorded with it. `corrections` were made in the
    cells before the rows were taken; `mends` names the snapshot whose rows held back came in mended;
    `same_as` names the snapshot that this load is known to repeat.
    """
    load = Load(as_of, frames, problems, held)
    return save_snapshots(
        store, [load], files=files, mapping=mapping, answers=answers, states=states, who=who, corrections=corrections,
        mends=mends, same_as={as_of: same_as} if same_as else {},
    )[0]  # fmt: skip


@needs(Action.LOAD)
def save_snapshots(
    store: Store,
    loads: Sequence[Load],
    *,
    files: Sequence[tuple[str, str, bytes]],
    mapping: Mapping[str, Any] | None = None,
    answers: Mapping[str, str] | None = None,
    states: Sequence[Mapping[str, Any]] = (),
    who: str = "",
    corrections: Sequence[Correction] = (),
    mends: str | None = None,
    same_as: Mapping[date, str] | None = None,
) -> tuple[Saved, ...]:
    """Keep several loads of the same files, one snapshot for each as-of date, all in one transaction or none.

    `same_as` names by as-of date the snapshots that these loads are known to repeat.
    """
    for load in loads:
        _refuse_bad(load.frames)
    with writing(store) as session:
        cause = Cause(tuple(files), mapping or {}, answers or {}, tuple(corrections), mends, who, same_as or {})
        saved = tuple(_save(session, load, cause) for load in loads)
        if not all(one.repeated for one in saved):
            for row in states:
                record(session, row, who)
    return saved


@dataclass(frozen=True)
class Cause:
    """What loads have in common: the files, what was said of them, what was corrected in them, and who loaded them."""

    files: tuple[tuple[str, str, bytes], ...]
    mapping: Mapping[str, Any]
    answers: Mapping[str, str]
    corrections: tuple[Correction, ...]
    mends: str | None
    who: str
    same_as: Mapping[date, str]


def _save(session: Session, load: Load, cause: Cause) -> Saved:
    """One load within the transaction: known already, or kept with its files, problems and an audit row."""
    hashes = [sha256 for _, sha256, _ in cause.files]
    name = cause.same_as.get(load.as_of) or snapshot_id_of(
        hashes, load.as_of, cause.mapping, cause.answers, cause.corrections
    )
    known = session.rows("SELECT dropped FROM snapshots WHERE snapshot_id = $1", name)
    if known:
        dropped = bool(only(known))
        if dropped:
            _bring_back(session, name, cause.who)
        return Saved(name, load.as_of, repeated=True, brought_back=dropped)
    _insert_snapshot(session, name, load.as_of, cause.mapping, cause.answers, cause.who)
    for table, frame in load.frames.items():
        _insert_rows(session, name, table, frame)
    keep_originals(session, name, cause.files)
    keep_problems(session, name, load.problems)
    keep_held(session, name, load.held)
    keep_corrections(session, name, cause.corrections, cause.who)
    counts = {table: len(frame) for table, frame in load.frames.items()}
    told = {"as_of": load.as_of, "tables": counts, "files": [file for file, _, _ in cause.files]}
    told |= {"corrections": len(cause.corrections)} if cause.corrections else {}
    told |= {"mends": cause.mends} if cause.mends else {}
    note(session, cause.who, "load", name, after=told)
    return Saved(name, load.as_of, repeated=False)


def _refuse_bad(frames: Mapping[str, pd.DataFrame]) -> None:
    unknown = [name for name in frames if name not in TABLES]
    if unknown:
        raise StoreError(f"There is no table {unknown[0]!r}. Tables: {', '.join(TABLES)}.")
    if not any(len(frame) for frame in frames.values()):
        raise StoreError("There is not one row to keep; nothing was changed.")
    for name, frame in frames.items():
        ids = frame[TABLES[name].key]
        if ids.isna().any() or ids.duplicated().any():
            raise StoreError(f"Rows of {name} have no {TABLES[name].key} or share one; nothing was changed.")


def _insert_snapshot(
    session: Session, name: str, as_of: date, mapping: Mapping[str, Any], answers: Mapping[str, str], who: str
) -> None:
    session.execute(
        "INSERT INTO snapshots (snapshot_id, position, as_of, loaded_at, loaded_by, dropped, mapping, answers, "
        "program_version) VALUES ($1, $2, $3, $4, $5, false, $6, $7, $8)",
        name, next_position(session), as_of, now(), person(who), canonical(mapping), canonical(answers), __version__,
    )  # fmt: skip


def _insert_rows(session: Session, name: str, table: str, frame: pd.DataFrame) -> None:
    session.append(table, labelled(arrow_of(frame, kinds_of(TABLES[table])), name))
    session.execute("INSERT INTO snapshot_tables VALUES ($1, $2, $3)", name, table, len(frame))


@needs(Action.VIEW)
def list_snapshots(store: Store) -> tuple[SnapshotInfo, ...]:
    """Every snapshot, dropped ones too, by as-of date and then by load, newest last; free while nothing changes."""
    return while_unchanged(store, "snapshots", lambda: _asked(store))


def _asked(store: Store) -> tuple[SnapshotInfo, ...]:
    with reading(store) as session:
        rows = session.rows(
            "SELECT snapshot_id, as_of, loaded_at, dropped, loaded_by FROM snapshots ORDER BY as_of, position"
        )
        tables = session.rows("SELECT snapshot_id, table_name, row_count FROM snapshot_tables")
        files = session.rows("SELECT snapshot_id, name FROM snapshot_files ORDER BY snapshot_id, position")
    counts: dict[str, dict[str, int]] = {}
    for name, table, count in tables:
        counts.setdefault(name, {})[table] = count
    return tuple(
        SnapshotInfo(
            name, as_of, loaded_at.replace(tzinfo=UTC), _in_order(counts.get(name, {})), dropped, loaded_by,
            tuple(file for owner, file in files if owner == name),
        )
        for name, as_of, loaded_at, dropped, loaded_by in rows
    )  # fmt: skip


def _in_order(counts: dict[str, int]) -> dict[str, int]:
    return {table: counts[table] for table in TABLES if table in counts}


@needs(Action.TAKE_BACK)
def drop_snapshot(store: Store, snapshot_id: str, who: str = "") -> None:
    """Take a snapshot back: it is kept, but nothing reads it any more."""
    with writing(store) as session:
        if not _dropped(session, snapshot_id):
            session.execute("UPDATE snapshots SET dropped = true WHERE snapshot_id = $1", snapshot_id)
            note(session, who, "drop", snapshot_id, before={"dropped": False}, after={"dropped": True})


@needs(Action.TAKE_BACK)
def undrop_snapshot(store: Store, snapshot_id: str, who: str = "") -> None:
    """Bring a dropped snapshot back to where it was."""
    with writing(store) as session:
        if _dropped(session, snapshot_id):
            session.execute("UPDATE snapshots SET dropped = false WHERE snapshot_id = $1", snapshot_id)
            note(session, who, "undrop", snapshot_id, before={"dropped": True}, after={"dropped": False})


def _bring_back(session: Session, snapshot_id: str, who: str) -> None:
    session.execute(
        "UPDATE snapshots SET dropped = false, position = $2, loaded_at = $3, loaded_by = $4 WHERE snapshot_id = $1",
        snapshot_id, next_position(session), now(), person(who),
    )  # fmt: skip
    note(session, who, "load again", snapshot_id, before={"dropped": True}, after={"dropped": False})


def _dropped(session: Session, snapshot_id: str) -> bool:
    rows = session.rows("SELECT dropped FROM snapshots WHERE snapshot_id = $1", snapshot_id)
    if not rows:
        raise StoreError(f"There is no snapshot {snapshot_id!r}. `balance snapshots` lists them.")
    return bool(only(rows))


def delete_snapshot(session: Session, snapshot_id: str, who: str) -> tuple[str, ...]:
    """Delete a snapshot, everything kept with it, unfinished uploads of it, and originals no other one came from.

    Returns the ids of the frozen packs that went with it.
    """
    _dropped(session, snapshot_id)
    before = session.rows("SELECT as_of, loaded_by FROM snapshots WHERE snapshot_id = $1", snapshot_id)[0]
    session.execute(  # a drop folder must not bring back what was deleted for good
        "INSERT INTO purged_files SELECT DISTINCT s.as_of, f.sha256 FROM snapshots AS s JOIN snapshot_files AS f "
        "ON f.snapshot_id = s.snapshot_id WHERE s.snapshot_id = $1",
        snapshot_id,
    )
    files = session.rows("SELECT DISTINCT sha256 FROM snapshot_files WHERE snapshot_id = $1", snapshot_id)
    packs = packs_of(session, snapshot_id)
    forget_frozen(session, snapshot_id, who)
    for table in OF_A_SNAPSHOT:
        session.execute(f'DELETE FROM "{table}" WHERE snapshot_id = $1', snapshot_id)
    forget_words(session, before[0])
    forget_drafts(session, [sha256 for (sha256,) in files])
    forget_unused(session)
    note(session, who, "purge", snapshot_id, before={"as_of": before[0], "loaded_by": before[1]})
    return packs
