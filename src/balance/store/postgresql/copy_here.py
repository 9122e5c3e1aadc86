"""This process's own copy of what a server holds: a DuckDB file that ends with the process."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import duckdb
import psycopg
import pyarrow as pa
from psycopg import sql

from balance.store.locks import taken
from balance.store.postgresql.parts import CONTENTS, WHOLE, part_of
from balance.store.postgresql.rows import rows_of

PREFIX = "balance-copy-"


@dataclass(frozen=True)
class Mark:
    """One moment of a store: which store, how many changes, and what the last of them was called."""

    store_id: str
    revision: int
    token: str


def was_kept(connection: psycopg.Connection[Any], mark: Mark) -> bool:
    """Whether the server holds the change that led to that moment."""
    asked = b"SELECT 1 FROM store_changes WHERE revision = $1 AND token = $2"
    return bool(connection.execute(asked, [mark.revision, mark.token]).fetchall())


class Workplace:
    """A folder for this process alone, gone at its end; what a killed process left is taken away by the next."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
        self._mark: IO[bytes] = (self.folder / "in-use").open("ab")
        taken(self._mark)
        self._process = os.getpid()
        atexit.register(self._clear)
        _sweep(self.folder)

    def _clear(self) -> None:
        if os.getpid() == self._process:
            self._mark.close()
            shutil.rmtree(self.folder, ignore_errors=True)


def _sweep(own: Path) -> None:
    for folder in own.parent.glob(f"{PREFIX}*"):
        if folder == own:
            continue
        with contextlib.suppress(OSError), (folder / "in-use").open("r+b") as mark:
            if taken(mark):
                shutil.rmtree(folder, ignore_errors=True)


def take_over(
    cursor: duckdb.DuckDBPyConnection, connection: psycopg.Connection[Any], parts: dict[str, Sequence[str] | None]
) -> None:
    """Read parts of tables again, in one transaction here; None stands for the whole table."""
    cursor.begin()
    try:
        for table, names in parts.items():
            if table not in CONTENTS:
                _read_again(cursor, connection, table, names)
        cursor.commit()
    except BaseException:
        with contextlib.suppress(duckdb.Error):
            cursor.rollback()
        raise


def _read_again(
    cursor: duckdb.DuckDBPyConnection, connection: psycopg.Connection[Any], table: str, names: Sequence[str] | None
) -> None:
    schema = schema_of(cursor, table)
    part = part_of(schema.names)
    where: sql.Composable = sql.SQL("true")
    if names is None or part == WHOLE:
        cursor.execute(f'DELETE FROM "{table}"').fetchall()
    else:
        cursor.execute(f'DELETE FROM "{table}" WHERE {part} IN (SELECT unnest($1::VARCHAR[]))', [names]).fetchall()
        where = sql.SQL("{} = ANY({})").format(sql.SQL(part), sql.Literal(list(names)))  # type: ignore[arg-type]
    for rows in rows_of(connection, table, schema, where):
        add(cursor, table, rows)


def add(cursor: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Add arrow rows that have exactly the columns of a table; named in a statement, they would stay until its end."""
    cursor.from_arrow(rows).insert_into(f'"{table}"')


def schema_of(cursor: duckdb.DuckDBPyConnection, table: str) -> pa.Schema:
    """The columns of a table here, with their arrow types."""
    return cursor.sql(f'SELECT * FROM "{table}" LIMIT 0').to_arrow_table().schema


def tables_here(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """Every table of the store itself."""
    rows = cursor.execute(
        "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' AND table_name <> 'schema_version' "
        "ORDER BY table_name"
    ).fetchall()
    return [name for (name,) in rows]
