"""Bringing a store up to date: numbered steps, each in one transaction, then the columns of `schema`.

Steps are files `NNNN_name.sql` in this folder and never change once released. The tables of the
company are made from `schema` and get the columns it gains; a column it loses stays in the file.
A store with a step this program does not know was written by a newer one and is refused.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import duckdb

from balance.errors import NewerStoreError, StoreError
from balance.schema import PROVENANCE, SQL_TYPES, TABLES, Table

FOLDER = Path(__file__).parent

PROVENANCE_TYPES = dict(zip(PROVENANCE, ("VARCHAR", "VARCHAR", "BIGINT"), strict=True))


@cache
def steps() -> tuple[tuple[int, str, str], ...]:
    """Every step: number, name and SQL, in order."""
    files = sorted(FOLDER.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    return tuple((int(file.stem[:4]), file.stem[5:], file.read_text(encoding="utf-8")) for file in files)


@cache
def newest() -> int:
    """The last step this program knows."""
    return max(number for number, _, _ in steps())


def sql_columns(table: Table) -> dict[str, str]:
    """Every column of a company table as the database keeps it, with its SQL type."""
    own = {column.name: SQL_TYPES[column.type] for column in table.columns}
    return {"snapshot_id": "VARCHAR"} | own | PROVENANCE_TYPES


def migrate(cursor: duckdb.DuckDBPyConnection, path: Path, *, fresh: bool) -> None:
    """Take the steps this store lacks; with `fresh`, an empty file becomes a store."""
    taken = taken_in(cursor)
    if taken is None and (not fresh or _has_tables(cursor)):
        raise StoreError(f"{path} is not a store of Balance. Name another with --database.")
    refuse_newer(max(taken or {0}), path)
    for number, name, sql in steps():
        if number not in (taken or ()):
            take(cursor, number, name, sql)
    match_schema(cursor)


def is_current(cursor: duckdb.DuckDBPyConnection, path: Path) -> bool:
    """Whether a store has every step and column this program knows; StoreError where it is none, or of a newer one."""
    taken = taken_in(cursor)
    if taken is None:
        raise StoreError(f"{path} is not a store of Balance. Name another with --database.")
    refuse_newer(max(taken, default=0), path)
    return all(number in taken for number, _, _ in steps()) and not _lacking(cursor)


def refuse_newer(version: int, path: object) -> None:
    """StoreError where a newer program has written the store."""
    latest = newest()
    if version > latest:
        raise NewerStoreError(
            f"The store {path} was written by a newer version of Balance (step {version}, this one knows {latest}). "
            "Update Balance, or restore an older backup."
        )


def version_of(cursor: duckdb.DuckDBPyConnection) -> int | None:
    """The last step taken, 0 before the first; None where the file is no store."""
    taken = taken_in(cursor)
    return None if taken is None else max(taken, default=0)


def taken_in(cursor: duckdb.DuckDBPyConnection) -> set[int] | None:
    """The numbers of the steps a store has taken; None where the file is no store.

    Each step is asked for by its number, not by how many there are, so that one that came late is still taken.
    """
    try:
        return {number for (number,) in cursor.execute("SELECT version FROM schema_version").fetchall()}
    except duckdb.Error:
        return None


def take(cursor: duckdb.DuckDBPyConnection, number: int, name: str, sql: str) -> None:
    """One step and its mark in `schema_version`, together or not at all."""
    create = (
        "CREATE TABLE IF NOT EXISTS schema_version"
        "(version BIGINT NOT NULL, name VARCHAR NOT NULL, taken_at TIMESTAMP NOT NULL)"
    )
    mark = "INSERT INTO schema_version VALUES ($1, $2, current_localtimestamp())"
    _together(cursor, [(create, []), (sql, []), (mark, [number, name])])


def match_schema(cursor: duckdb.DuckDBPyConnection) -> None:
    """Make the company tables that are missing and add the columns they lack."""
    changes = _lacking(cursor)
    if changes:
        _together(cursor, [(change, []) for change in changes])


def _lacking(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """What has to be changed for that."""
    wanted = [(table.name, sql_columns(table)) for table in TABLES.values()]
    return [change for name, columns in wanted for change in _changes(name, columns, _present(cursor, name))]


def _present(cursor: duckdb.DuckDBPyConnection, name: str) -> set[str] | None:
    """The columns of a table; None where it is missing. Asked of itself: the catalogue takes ten times as long."""
    try:
        cursor.execute(f'SELECT * FROM "{name}" LIMIT 0')
    except duckdb.CatalogException:
        return None
    return {column[0] for column in cursor.description or ()}


def _changes(name: str, columns: dict[str, str], present: set[str] | None) -> list[str]:
    if present is None:
        body = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
        return [f'CREATE TABLE "{name}" ({body})']
    missing = {column: kind for column, kind in columns.items() if column not in present}
    return [f'ALTER TABLE "{name}" ADD COLUMN "{column}" {kind}' for column, kind in missing.items()]


def _together(cursor: duckdb.DuckDBPyConnection, statements: Sequence[tuple[str, list[object]]]) -> None:
    cursor.begin()
    try:
        for sql, values in statements:
            cursor.execute(sql, values).fetchall()
        cursor.commit()
    except BaseException:
        with contextlib.suppress(duckdb.Error):
            cursor.rollback()
        raise


def _has_tables(cursor: duckdb.DuckDBPyConnection) -> bool:
    return bool(cursor.execute("SELECT 1 FROM information_schema.tables LIMIT 1").fetchall())
