"""Assumptions: those that came with files, overlaid by those stated on screen.

A statement on screen holds for every as-of date. For each key the newest word counts: of the loaded
snapshots as of the date the newest, and of that and the last statement whichever was recorded later.
A withdrawn statement leaves the loaded row, or else the documented default.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd
import pyarrow as pa

from balance.errors import StoreError
from balance.roles import Action, needs
from balance.schema import ASSUMPTIONS, Type
from balance.store.audit import note
from balance.store.connection import Session, Store, now, only, person, reading, writing
from balance.store.frames import arrow_of, frame_of, kinds_of, quoted, typed
from balance.store.newest import ENDLESS, FOREVER, Counted, counted, newest_rows

COLUMNS = tuple(column.name for column in ASSUMPTIONS.columns)

STATED_KINDS: dict[str, Type] = kinds_of(ASSUMPTIONS) | {"snapshot_id": "text", "origin": "text"}
"""`origin` is file or screen; a row from the screen has no snapshot and no place in a file."""


@needs(Action.ASSUME)
def state_assumption(store: Store, row: Mapping[str, Any], who: str = "") -> None:
    """State one assumption on screen: `key`, `value` and any other column of the table assumptions."""
    with writing(store) as session:
        record(session, row, who)


@needs(Action.ASSUME)
def withdraw_assumption(store: Store, key: str, who: str = "") -> None:
    """Take back what was stated on screen for a key: the loaded row or the default holds again."""
    with writing(store) as session:
        before = _last(session, key)
        if before is None:
            raise StoreError(f"Nothing was stated on screen for {key!r}, so there is nothing to withdraw.")
        _insert(session, {"key": key}, person(who), withdrawn=True)
        note(session, who, "withdraw assumption", key, before=before)


@needs(Action.ASSUME)
def undo_assumption(store: Store, key: str, who: str = "") -> None:
    """Take back the last word on a key said on screen: what held before it holds again.

    That is the statement before, else (where none stood, or a file said something since) the loaded row or default.
    """
    with writing(store) as session:
        positions = session.rows('SELECT position FROM statements WHERE "key" = $1 ORDER BY position DESC LIMIT 2', key)
        if not positions:
            raise StoreError(f"Nothing was stated on screen for {key!r}, so there is nothing to undo.")
        before, earlier = _last(session, key), _earlier(session, key, [int(position) for (position,) in positions])
        _insert(session, earlier or {"key": key}, person(who), withdrawn=earlier is None)
        note(session, who, "undo assumption", key, before=before, after=earlier)


def _earlier(session: Session, key: str, positions: Sequence[int]) -> dict[str, Any] | None:
    """What was stated on screen before the last word, where no file has spoken of the key in between."""
    if len(positions) < 2:
        return None
    loaded = session.rows(
        'SELECT count(*) FROM assumptions AS a JOIN snapshots AS s ON a.snapshot_id = s.snapshot_id '
        'WHERE a."key" = $1 AND NOT s.dropped AND s.position BETWEEN $2 AND $3', key, positions[1], positions[0],
    )  # fmt: skip
    return None if only(loaded) else _last(session, key, positions[1])


def record(session: Session, row: Mapping[str, Any], who: str) -> None:
    """State one assumption within a transaction that does more."""
    key, value = str(row.get("key") or "").strip(), row.get("value")
    if not key or value is None or not str(value).strip():
        raise StoreError("An assumption needs a key and a value. Withdraw it to go back to the default.")
    stated = {"stated_on": now().date(), "owner": person(who)} | {k: row[k] for k in COLUMNS if row.get(k) is not None}
    stated |= {"key": key, "value": str(value).strip()}
    before = _last(session, key)
    _insert(session, stated, person(who), withdrawn=False)
    note(session, who, "state assumption", key, before=before, after=stated)


def next_position(session: Session) -> int:
    """The place of the next load or statement in the order of all of them."""
    query = "SELECT max(position) FROM (SELECT position FROM snapshots UNION ALL SELECT position FROM statements) AS t"
    return int(only(session.rows(query)) or 0) + 1


def _insert(session: Session, stated: Mapping[str, Any], who: str, *, withdrawn: bool) -> None:
    kinds: dict[str, Type] = {column.name: column.type for column in ASSUMPTIONS.columns}
    rows = arrow_of(pd.DataFrame([dict(stated)]), kinds)
    added: dict[str, Any] = {
        "position": next_position(session), "recorded_at": now(), "recorded_by": who, "withdrawn": withdrawn,
    }  # fmt: skip
    for name, value in added.items():
        rows = rows.append_column(name, pa.array([value]))
    session.append("statements", rows)


def _last(session: Session, key: str, until: int = 2**62) -> dict[str, Any] | None:
    """What was last stated on screen for a key, up to a position; None where nothing was, or it was withdrawn."""
    rows = session.rows(
        f'SELECT withdrawn, {quoted(COLUMNS)} FROM statements WHERE "key" = $1 AND position <= $2 '
        "ORDER BY position DESC LIMIT 1", key, until,
    )  # fmt: skip
    if not rows or rows[0][0]:
        return None
    return {name: value for name, value in zip(COLUMNS, rows[0][1:], strict=True) if value is not None}


@needs(Action.VIEW)
def stated_assumptions(store: Store, as_of: date | None = None) -> pd.DataFrame:
    """The assumptions stated as of a date (default: all), one row per key, with where each came from."""
    with reading(store) as session:
        return stated_in(session, counted(session, as_of or FOREVER))


@needs(Action.TRACE)
def stated_at_load(store: Store, snapshot_id: str) -> pd.DataFrame:
    """The assumptions that were in force when a snapshot was loaded, its own included: rates were applied then."""
    with reading(store) as session:
        at = only(session.rows("SELECT max(changed_at) FROM audit WHERE what = 'load' AND subject = $1", snapshot_id))
        (as_of,) = session.rows("SELECT as_of FROM snapshots WHERE snapshot_id = $1", snapshot_id)[0]
        known = session.rows(
            "SELECT snapshot_id FROM snapshots WHERE snapshot_id = $1 OR ($2 IS NOT NULL AND loaded_at <= $2)",
            snapshot_id, at,
        )  # fmt: skip
        there = {name for (name,) in known}
        loads = [load for load in counted(session, as_of).get(ASSUMPTIONS.name, ()) if load.snapshot_id in there]
        return stated_in(session, {ASSUMPTIONS.name: loads}, at)


def stated_in(
    session: Session, loads: Mapping[str, Sequence[Counted]], until: datetime | None = None, before: int = ENDLESS
) -> pd.DataFrame:
    """The assumptions stated in these loads and on screen, until a moment or before a place in the order of both."""
    own = loads.get(ASSUMPTIONS.name, ())
    loaded = newest_rows(session, ASSUMPTIONS, own).assign(origin="file")
    said = _said(session, until or datetime.max, before)
    if not len(said):
        return typed(loaded[list(STATED_KINDS)], STATED_KINDS)
    said_at = loaded["key"].map(dict(zip(said["key"], said["position"], strict=True))).astype("float64")
    loaded_at = loaded["snapshot_id"].map({load.snapshot_id: load.position for load in own}).astype("float64")
    standing = loaded[~(said_at > loaded_at)]
    both = pd.concat([standing, said[~said["key"].isin(standing["key"])]], ignore_index=True)
    return typed(both.sort_values("key", ignore_index=True)[list(STATED_KINDS)], STATED_KINDS)


def _said(session: Session, until: datetime, before: int) -> pd.DataFrame:
    """The last statement of each key up to a moment and before a place, where it is not withdrawn."""
    rows = session.table(
        f"SELECT {quoted(COLUMNS)}, position, withdrawn FROM statements WHERE recorded_at <= $1 AND position < $2 "
        "ORDER BY position",
        until,
        before,
    )
    if not len(rows):
        return pd.DataFrame(columns=[*STATED_KINDS, "position"])
    frame = frame_of(rows, kinds_of(ASSUMPTIONS)).drop_duplicates("key", keep="last")
    frame = frame[~frame["withdrawn"].to_numpy(dtype=bool)].assign(origin="screen")
    return frame.reindex(columns=[*STATED_KINDS, "position"])
