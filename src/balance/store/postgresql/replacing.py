"""Everything on a server replaced by a file, deleted rows written out of its tables, and contents put into a copy."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pyarrow as pa
from psycopg import sql

from balance.errors import StoreError
from balance.store.opening import StoreLimits, connect
from balance.store.postgresql.copy_here import add, schema_of
from balance.store.postgresql.layout import tables_of
from balance.store.postgresql.parts import CONTENTS
from balance.store.postgresql.rows import BATCH_ROWS, put_rows, rows_of
from balance.store.postgresql.server import Server

CONTENT_ROWS = 256
"""So many parts of files are in memory at a time."""


def replace_all(server: Server, file: Path, before: Callable[[], None]) -> None:
    """Make the server hold exactly what a store's file holds, in one transaction.

    `before` is called when nobody else can change anything any more: what it raises leaves all as it was.
    """
    with server.alone() as connection:
        before()
        source = connect(file, server.limits, time.monotonic())
        try:
            tables = tables_of(connection)
            names = sql.SQL(", ").join(map(sql.Identifier, tables))
            connection.execute(sql.SQL("TRUNCATE {}").format(names))
            for table, columns in tables.items():
                _pour(source, connection, table, columns)
        finally:
            source.close()


def _pour(
    source: duckdb.DuckDBPyConnection, connection: psycopg.Connection[Any], table: str, columns: list[str]
) -> None:
    named = ", ".join(f'"{name}"' for name in columns)
    at_once = CONTENT_ROWS if table in CONTENTS else BATCH_ROWS
    reader = source.sql(f'SELECT {named} FROM "{table}"').to_arrow_reader(at_once)
    for batch in reader:
        if batch.num_rows:
            put_rows(connection, table, pa.Table.from_batches([batch]))


def put_contents(connection: psycopg.Connection[Any], file: Path, limits: StoreLimits) -> None:
    """Add the contents of files, which only the server has, to a copy of its tables in a file."""
    target = connect(file, limits, time.monotonic())
    try:
        for table in CONTENTS:
            for rows in rows_of(connection, table, schema_of(target, table), sql.SQL("true")):
                add(target, table, rows)
        target.execute("CHECKPOINT").fetchall()
    finally:
        target.close()


def write_out(server: Server) -> None:
    """Have the tables written anew without what was deleted, and every copy, here and elsewhere, begun anew."""
    skipped: list[str] = []
    with server.telling(), server.connected() as connection:
        connection.execute("UPDATE store_state SET store_id = gen_random_uuid()::text")
        connection.add_notice_handler(lambda notice: skipped.append(notice.message_primary or ""))
        connection.execute(f"SET lock_timeout = {max(1, int(server.limits.wait_seconds * 1000))}".encode())
        for table in tables_of(connection):
            connection.execute(sql.SQL("VACUUM (FULL, ANALYZE) {}").format(sql.Identifier(table)))
    if skipped:
        raise StoreError(
            f"The user of {server.address.shown} may not write its tables anew. Have their owner purge it again, or "
            "run VACUUM FULL."
        )
