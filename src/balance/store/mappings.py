"""Mappings of headers to columns: those saved under a name, and those remembered from the loads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from balance.errors import StoreError
from balance.store.audit import canonical, note
from balance.store.connection import Session, Store, now, person, reading, writing


def save_mapping(store: Store, name: str, mapping: Mapping[str, Any], who: str = "") -> None:
    """Save a mapping under a name; earlier versions are kept."""
    name = name.strip()
    if not name:
        raise StoreError("A mapping needs a name.")
    with writing(store) as session:
        before = _saved(session).get(name)
        session.execute(
            "INSERT INTO mappings SELECT $1, count(*) + 1, $2, $3, $4, false FROM mappings WHERE name = $1",
            name, canonical(mapping), now(), person(who),
        )  # fmt: skip
        note(session, who, "save mapping", name, before=before, after=dict(mapping))


def remove_mapping(store: Store, name: str, who: str = "") -> None:
    """Take a mapping off the list; its versions are kept."""
    with writing(store) as session:
        before = _saved(session).get(name)
        if before is None:
            raise StoreError(f"There is no mapping {name!r}.")
        session.execute("UPDATE mappings SET removed = true WHERE name = $1", name)
        note(session, who, "remove mapping", name, before=before)


def mappings(store: Store) -> dict[str, dict[str, Any]]:
    """Every mapping as last saved, by name."""
    with reading(store) as session:
        return _saved(session)


def remembered_mapping(store: Store) -> dict[str, Any]:
    """What the loads so far have used: each sheet and table as last mapped, the newest load first."""
    query = "SELECT mapping FROM snapshots WHERE NOT dropped ORDER BY position DESC"
    with reading(store) as session:
        used = [json.loads(text) for (text,) in session.rows(query)]
    sheets: dict[tuple[Any, Any], dict[str, Any]] = {}
    for mapping in used:
        for sheet in mapping.get("sheets", []):
            sheets.setdefault((sheet.get("sheet"), sheet.get("table")), sheet)
    return {"name": "remembered", "sheets": list(sheets.values())}


def mapping_of(store: Store, snapshot_id: str) -> dict[str, Any]:
    """The mapping a snapshot was read with."""
    with reading(store) as session:
        rows = session.rows("SELECT mapping FROM snapshots WHERE snapshot_id = $1", snapshot_id)
    if not rows:
        raise StoreError(f"There is no snapshot {snapshot_id!r}. `balance snapshots` lists them.")
    return dict(json.loads(rows[0][0]))


def answers_of(store: Store, snapshot_id: str) -> dict[str, str]:
    """The answers a snapshot was read with, by the key of the question."""
    with reading(store) as session:
        rows = session.rows("SELECT answers FROM snapshots WHERE snapshot_id = $1", snapshot_id)
    given = dict(json.loads(rows[0][0])) if rows else {}
    return {key: answer for key, answer in given.items() if key != "mapping"}


def _saved(session: Session) -> dict[str, dict[str, Any]]:
    rows = session.rows("SELECT name, mapping FROM mappings WHERE NOT removed ORDER BY name, version")
    return {name: json.loads(mapping) for name, mapping in rows}
