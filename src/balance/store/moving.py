"""Moving a store between a file and a server, either way, with the proof that both hold the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from balance.errors import StoreError
from balance.roles import Action, needs
from balance.store.audit import canonical, taking
from balance.store.connection import Session, Store, make_folder, may_be_written, open_store, reading, store_at
from balance.store.copies import copy_store, move, put_in_place, workplace
from balance.store.postgresql.parts import BOOKKEEPING, CONTENTS


@dataclass(frozen=True)
class Copied:
    """What was copied: rows by table, and the hash of everything, the same on both sides."""

    content_hash: str
    rows: dict[str, int]


@needs(Action.COPY)
def copy(source: str | Path, target: str | Path) -> Copied:
    """Write everything a store holds to a new file or to a server without a store; the first is only read, but for a
    row of its audit, which both then hold.

    StoreError where the target holds anything already, or where it does not hold the same in the end.
    """
    origin, goal = open_store(source, create=False), store_at(target)
    _refuse_filled(goal)
    with taking(origin, "copy", str(goal)):
        _carry_over(origin, goal)
        made = open_store(target, create=False)
        columns = _columns_of_both(origin, made)
        before, after = content_of(origin, columns), content_of(made, columns)
        if before != after:
            raise StoreError(
                f"{goal} does not hold the same as {origin}, which may have changed meanwhile. Do not use the copy; "
                "stop what writes to the store, remove the copy and copy again."
            )
    return after


def _carry_over(origin: Store, goal: Store) -> None:
    if not goal.server:
        make_folder(goal.path.parent)
    with workplace(origin.path if may_be_written(origin) else goal.path) as place:
        copy_store(origin, place)
        if goal.server:
            put_in_place(goal, place, lambda: _refuse_filled(goal))  # again: the copy took its time
        else:
            _refuse_filled(goal)
            move(place, goal.path)


def _refuse_filled(goal: Store) -> None:
    if not goal.server:
        if goal.path.exists():
            raise StoreError(f"{goal} exists already. Name a new file.")
        return
    goal = open_store(goal.url)
    with reading(goal) as session:
        if session.rows("SELECT 1 FROM audit LIMIT 1") or session.rows("SELECT 1 FROM snapshots LIMIT 1"):
            raise StoreError(f"The store {goal} holds something already. Name a database or schema without a store.")


def content_of(store: Store, columns: Mapping[str, Sequence[str]]) -> Copied:
    """How many rows each table has, and one hash of all of them that does not ask in which order they are kept."""
    with reading(store) as session:
        tables = {name: _digest(session, name, of_table) for name, of_table in columns.items()}
        contents = [[table, sha256, _whole(session, table, sha256)] for table, sha256 in _contents(session)]
    wrong = [name for _, name, found in contents if name != found]
    if wrong:
        raise StoreError(f"The store {store} does not hold the content of the file with the hash {wrong[0]} as it was.")
    proof = hashlib.sha256(canonical([tables, sorted(contents)]).encode()).hexdigest()
    return Copied(proof, {name: count for name, (count, _, _) in tables.items()})


def _columns_of_both(first: Store, second: Store) -> dict[str, list[str]]:
    """The tables of both but those of contents, with the columns that both have: an older one may have kept more."""
    with reading(first) as one, reading(second) as other:
        left, right = _columns(one), _columns(other)
    return {name: sorted(columns & right.get(name, set())) for name, columns in left.items()}


def _columns(session: Session) -> dict[str, set[str]]:
    rows = session.rows(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal ORDER BY ALL"
    )
    found: dict[str, set[str]] = {}
    for table, column in rows:
        if table not in (*CONTENTS, *BOOKKEEPING):
            found.setdefault(table, set()).add(column)
    return found


def _digest(session: Session, table: str, columns: Sequence[str]) -> tuple[int, str, str]:
    row = ", ".join(f'"{name}" := "{name}"' for name in columns)
    ((count, low, high),) = session.rows(
        "SELECT count(*), coalesce(sum(md5_number_lower(said)), 0)::VARCHAR, "
        "coalesce(sum(md5_number_upper(said)), 0)::VARCHAR "
        f'FROM (SELECT to_json(struct_pack({row}))::VARCHAR AS said FROM "{table}")'
    )
    return count, low, high


def _contents(session: Session) -> Iterator[tuple[str, str]]:
    yield from (("original_parts", name) for (name,) in session.rows("SELECT sha256 FROM originals ORDER BY sha256"))
    drafted = session.rows("SELECT DISTINCT sha256 FROM draft_files ORDER BY sha256")
    yield from (("draft_parts", name) for (name,) in drafted)
    frozen = session.rows("SELECT DISTINCT sha256 FROM frozen_files ORDER BY sha256")
    yield from (("frozen_parts", name) for (name,) in frozen)


def _whole(session: Session, table: str, sha256: str) -> str:
    found = hashlib.sha256()
    for part in session.content(table, sha256):
        found.update(part)
    return found.hexdigest()
