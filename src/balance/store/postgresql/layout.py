"""Making and bringing up to date the tables of a server: the same numbered steps as in a file, taken by one process.

All missing steps are taken in one transaction, behind a lock of their own; who comes second finds them taken.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from balance.errors import NoStoreError, StoreError
from balance.schema import TABLES
from balance.store.migrations import refuse_newer, sql_columns, steps
from balance.store.postgresql.parts import BOOKKEEPING, CONTENTS, WHOLE, part_of

Connection = psycopg.Connection[Any]

_TYPES = {"VARCHAR": "TEXT", "DOUBLE": "DOUBLE PRECISION", "BLOB": "BYTEA"}

_EVENTS = {
    "INSERT": "REFERENCING NEW TABLE AS changed",
    "UPDATE": "REFERENCING NEW TABLE AS changed OLD TABLE AS earlier",
    "DELETE": "REFERENCING OLD TABLE AS changed",
    "TRUNCATE": "",
}

_TAKEN = b"SELECT version FROM schema_version CROSS JOIN store_state"
"""Both have to be there: other programs, too, keep a table named schema_version."""


def translated(statement: str) -> str:
    """A statement that makes or changes tables, with the types of the server.

    >>> translated("CREATE TABLE t (a VARCHAR, b DOUBLE, c BLOB)")
    'CREATE TABLE t (a TEXT, b DOUBLE PRECISION, c BYTEA)'
    """
    return re.sub(r"\b(VARCHAR|DOUBLE|BLOB)\b", lambda found: _TYPES[found[0]], statement)


def is_current(connection: Connection, shown: str, *, fresh: bool) -> bool:
    """Whether a store has every step and column this program knows; with `fresh`, one is made where there is none."""
    taken = taken_on(connection)
    if taken is None:
        bring_up_to_date(connection, shown, fresh=fresh)
        return True
    refuse_newer(max(taken, default=0), shown)
    return not (_missing(taken) or _missing_columns(connection))


def bring_up_to_date(connection: Connection, shown: str, *, fresh: bool) -> None:
    """Take the steps this store lacks; with `fresh`, an empty schema becomes a store."""
    taken = taken_on(connection)
    if taken is None and not fresh:
        raise NoStoreError(f"There is no store at {shown}. Load files first, or name another with --database.")
    refuse_newer(max(taken or {0}), shown)
    if taken and not (_missing(taken) or _missing_columns(connection)):
        return
    if connection.execute("SELECT current_schema()").fetchall() == [(None,)]:
        raise StoreError(f"{shown} has no schema to keep tables in. Create one, owned by the user Balance signs in as.")
    try:
        with connection.transaction():
            _take_missing(connection, shown)
    except psycopg.errors.DuplicateTable as error:
        raise StoreError(
            f"The schema at {shown} holds something else already. Give Balance a schema of its own."
        ) from error


def taken_on(connection: Connection) -> set[int] | None:
    """The numbers of the steps taken; None where there is no store."""
    try:
        return {number for (number,) in connection.execute(_TAKEN).fetchall()}
    except psycopg.errors.UndefinedTable:
        return None


def _missing(taken: set[int]) -> list[tuple[int, str, str]]:
    return [step for step in _steps() if step[0] not in taken]


@cache
def _steps() -> tuple[tuple[int, str, str], ...]:
    return steps()


def _take_missing(connection: Connection, shown: str) -> None:
    connection.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended('balance migrations ' || current_schema(), 0))", prepare=False
    )
    known = connection.execute("SELECT to_regclass('store_state')").fetchall() != [(None,)]
    if not known:
        _refuse_shared(connection, shown)
        _lay_ground(connection)
    taken = taken_on(connection) or set()
    refuse_newer(max(taken or {0}), shown)
    connection.execute("SELECT 1 FROM store_state FOR UPDATE")
    for number, name, text in _missing(taken):
        for statement in _statements(text):
            connection.execute(statement.encode())
        at = datetime.now(UTC).replace(tzinfo=None)
        connection.execute("INSERT INTO schema_version VALUES ($1, $2, $3)", [number, name, at])
    for statement in _missing_columns(connection):
        connection.execute(statement.encode())
    for table, columns in tables_of(connection).items():
        _watch(connection, table, part_of(columns))


def _statements(text: str) -> list[str]:
    """The single statements of a step: none of them holds a semicolon of its own."""
    bare = re.sub(r"--[^\n]*", "", translated(text))
    return [statement for statement in bare.split(";") if statement.strip()]


def _lay_ground(connection: Connection) -> None:
    ((schema,),) = connection.execute("SELECT current_schema()").fetchall()
    text = Path(__file__).with_name("layout.sql").read_text(encoding="utf-8")
    tables, function = text.split("-- Given the expression", 1)
    for statement in _statements(tables):
        connection.execute(statement.encode())
    connection.execute(("-- Given the expression" + function).encode())
    settled = sql.SQL("ALTER FUNCTION note_change() SET search_path = {}, pg_temp").format(sql.Identifier(schema))
    connection.execute(settled)


def _refuse_shared(connection: Connection, shown: str) -> None:
    """A schema becomes a store only while nothing else keeps tables in it."""
    found = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace "
        "AND relkind IN ('r', 'p', 'f') ORDER BY relname LIMIT 1"
    ).fetchall()
    if found:
        raise StoreError(
            f"The schema at {shown} holds tables of something else, such as {found[0][0]}. "
            "Give Balance a schema of its own."
        )


@cache
def _own() -> frozenset[str]:
    """The names of the tables that Balance itself makes; whatever else stands in the schema is never touched."""
    made = {name for _, _, text in _steps() for name in re.findall(r"CREATE TABLE (\w+)", text)}
    return frozenset(made | {table.name for table in TABLES.values()}) - set(BOOKKEEPING)


def tables_of(connection: Connection) -> dict[str, list[str]]:
    """Every table of the store itself with its columns, in order; not those of others in the same schema."""
    rows = connection.execute(
        "SELECT c.relname, a.attname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid "
        "WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 "
        "AND NOT a.attisdropped ORDER BY c.relname, a.attnum"
    ).fetchall()
    found: dict[str, list[str]] = {}
    for table, column in rows:
        if table in _own():
            found.setdefault(table, []).append(column)
    return found


def _missing_columns(connection: Connection) -> list[str]:
    present = tables_of(connection)
    changes = []
    for table in TABLES.values():
        columns = {name: translated(kind) for name, kind in sql_columns(table).items()}
        if table.name not in present:
            body = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
            changes.append(f'CREATE TABLE "{table.name}" ({body})')
        else:
            lacking = {name: kind for name, kind in columns.items() if name not in present[table.name]}
            changes += [f'ALTER TABLE "{table.name}" ADD COLUMN "{n}" {kind}' for n, kind in lacking.items()]
    return changes


def _watch(connection: Connection, table: str, part: str) -> None:
    """Have every change of a table noted; a table that was not watched before is noted as changed in all parts."""
    known = connection.execute("SELECT 1 FROM pg_trigger WHERE tgrelid = $1::regclass AND tgname = 'noted_insert'",
                               [f'"{table}"']).fetchall()  # fmt: skip
    if known or table in CONTENTS:
        if table in CONTENTS:
            connection.execute(f'CREATE INDEX IF NOT EXISTS "{table}_by_hash" ON "{table}" (sha256)'.encode())
        return
    if part != WHOLE:
        connection.execute(f'CREATE INDEX "{table}_by_part" ON "{table}" (({part}))'.encode())
    for event, reference in _EVENTS.items():
        quoted = part.replace("'", "''")
        connection.execute(
            f'CREATE TRIGGER noted_{event.lower()} AFTER {event} ON "{table}" {reference} FOR EACH STATEMENT '
            f"EXECUTE FUNCTION note_change('{quoted}')".encode()
        )
    connection.execute(
        f'INSERT INTO changed_parts SELECT \'{table}\', part, (SELECT revision FROM store_state) '
        f'FROM (SELECT DISTINCT {part} AS part FROM "{table}") AS parts ON CONFLICT DO NOTHING'.encode()
    )  # fmt: skip
