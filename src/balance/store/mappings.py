"""Mappings of headers to columns: those saved under a name, and what earlier loads have understood."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from balance.errors import StoreError
from balance.roles import Action, needs
from balance.store.audit import canonical, note
from balance.store.connection import Session, Store, now, person, reading, writing


@needs(Action.MAP)
def save_mapping(store: Store, name: str, mapping: Mapping[str, Any], who: str = "") -> None:
    """Save a mapping under a name; earlier versions are kept."""
    with writing(store) as session:
        _save(session, _named(name), mapping, who)


def _named(name: str) -> str:
    if not name.strip():
        raise StoreError("A mapping needs a name.")
    return name.strip()


def _save(session: Session, name: str, mapping: Mapping[str, Any], who: str) -> None:
    before = _saved(session).get(name)
    session.execute(
        "INSERT INTO mappings SELECT $1, count(*) + 1, $2, $3, $4, false FROM mappings WHERE name = $1",
        name, canonical(mapping), now(), person(who),
    )  # fmt: skip
    note(session, who, "save mapping", name, before=before, after=dict(mapping))


@needs(Action.MAP)
def remove_mapping(store: Store, name: str, who: str = "") -> None:
    """Take a mapping off the list; its versions are kept."""
    with writing(store) as session:
        _remove(session, name, who)


def _remove(session: Session, name: str, who: str) -> dict[str, Any]:
    before = _saved(session).get(name)
    if before is None:
        raise StoreError(f"There is no mapping {name!r}. `balance mappings` lists them.")
    session.execute("UPDATE mappings SET removed = true WHERE name = $1", name)
    note(session, who, "remove mapping", name, before=before)
    return before


@needs(Action.TRACE)
def mappings(store: Store) -> dict[str, dict[str, Any]]:
    """Every mapping as last saved, by name."""
    with reading(store) as session:
        return _saved(session)


@needs(Action.MAP)
def rename_mapping(store: Store, name: str, new: str, who: str = "") -> None:
    """Give a mapping another name, at once or not at all; the versions under the old one are kept."""
    new = _named(new)
    if new == name:
        return
    with writing(store) as session:
        if new in _saved(session):
            raise StoreError(f"There is a mapping {new!r} already. Remove it first, or choose another name.")
        _save(session, new, _remove(session, name, who), who)


@dataclass(frozen=True)
class Understood:
    """What one load understood: the mapping it used, and the mapping and answers it was given."""

    snapshot_id: str
    as_of: date
    mapping: dict[str, Any]
    given: dict[str, Any] | None
    answers: dict[str, str]
    hashes: frozenset[str]
    dropped: bool
    program_version: str
    corrected: bool
    """Whether cells were corrected in it."""


@needs(Action.TRACE)
def understood(store: Store) -> tuple[Understood, ...]:
    """What the loads understood, the newest load first, dropped ones among them."""
    with reading(store) as session:
        loads = session.rows(
            "SELECT snapshot_id, as_of, mapping, answers, dropped, program_version FROM snapshots "
            "ORDER BY position DESC"
        )
        files: dict[str, set[str]] = {}
        for name, sha256 in session.rows("SELECT snapshot_id, sha256 FROM snapshot_files"):
            files.setdefault(name, set()).add(sha256)
        corrected = {name for (name,) in session.rows("SELECT DISTINCT snapshot_id FROM corrections")}
    return tuple(_understood(frozenset(files.get(load[0], ())), load[0] in corrected, *load) for load in loads)


def _understood(
    hashes: frozenset[str],
    corrected: bool,
    name: str,
    as_of: date,
    mapping: str,
    answers: str,
    dropped: bool,
    version: str,
) -> Understood:
    told: dict[str, str] = json.loads(answers)
    given = json.loads(told["mapping"]) if "mapping" in told else None
    said = {key: answer for key, answer in told.items() if key != "mapping"}
    return Understood(name, as_of, json.loads(mapping), given, said, hashes, bool(dropped), str(version), corrected)


@needs(Action.TRACE)
def mapping_of(store: Store, snapshot_id: str) -> dict[str, Any]:
    """The mapping a snapshot was read with."""
    with reading(store) as session:
        rows = session.rows("SELECT mapping FROM snapshots WHERE snapshot_id = $1", snapshot_id)
    if not rows:
        raise StoreError(f"There is no snapshot {snapshot_id!r}. `balance snapshots` lists them.")
    return dict(json.loads(rows[0][0]))


@needs(Action.TRACE)
def answers_of(store: Store, snapshot_id: str) -> dict[str, str]:
    """The answers a snapshot was read with, by the key of the question."""
    with reading(store) as session:
        rows = session.rows("SELECT answers FROM snapshots WHERE snapshot_id = $1", snapshot_id)
    given = dict(json.loads(rows[0][0])) if rows else {}
    return {key: answer for key, answer in given.items() if key != "mapping"}


def _saved(session: Session) -> dict[str, dict[str, Any]]:
    rows = session.rows("SELECT name, mapping FROM mappings WHERE NOT removed ORDER BY name, version")
    return {name: json.loads(mapping) for name, mapping in rows}
