"""Arrow rows to a server's table and back, by the server's bulk protocol.

As CSV an empty text is quoted and a missing value is not, in both directions, and numbers keep every digit.
Bytes go by the binary protocol. A batch is in memory at a time.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

import psycopg
import pyarrow as pa
from psycopg import sql
from pyarrow import csv

from balance.store.postgresql.texts import for_server, from_server

BATCH_ROWS = 65_536
PIECE_BYTES = 4 * 1024 * 1024
"""So much of what the server sends, and one row more, is read at a time."""

_BINARY_TYPES = {pa.int64(): "int8", pa.float64(): "float8", pa.bool_(): "bool", pa.date32(): "date"}


def put_rows(connection: psycopg.Connection[Any], table: str, rows: pa.Table) -> int:
    """Add rows to a table, column by column name; returns how many."""
    columns = sql.SQL(", ").join(map(sql.Identifier, rows.column_names))
    into = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT {})")
    binary = any(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) for kind in rows.schema.types)
    with connection.cursor() as cursor:
        kind = sql.SQL("binary" if binary else "csv")
        with cursor.copy(into.format(sql.Identifier(table), columns, kind)) as copy:
            if binary:
                copy.set_types([_binary_type(kind) for kind in rows.schema.types])
            for batch in map(for_server, rows.to_batches(max_chunksize=BATCH_ROWS)):
                for piece in _binary(batch) if binary else ():
                    copy.write_row(piece)
                if not binary:
                    copy.write(_csv(batch))
        return cursor.rowcount


def _binary_type(kind: pa.DataType) -> str:
    if pa.types.is_timestamp(kind):
        return "timestamp"
    return _BINARY_TYPES.get(kind, "bytea" if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) else "text")


def _binary(batch: pa.RecordBatch) -> Iterator[tuple[Any, ...]]:
    for place in range(batch.num_rows):
        yield tuple(column[place].as_py() for column in batch.columns)


def _csv(batch: pa.RecordBatch) -> bytes:
    written = io.BytesIO()
    csv.write_csv(batch, written, csv.WriteOptions(include_header=False))
    return written.getvalue()


def rows_of(
    connection: psycopg.Connection[Any], table: str, schema: pa.Schema, where: sql.Composable
) -> Iterator[pa.Table]:
    """The rows of a table that meet a condition, with the columns and types of `schema`, a block at a time."""
    columns = sql.SQL(", ").join(map(sql.Identifier, schema.names))
    query = sql.SQL("SELECT {} FROM {} WHERE {}").format(columns, sql.Identifier(table), where)
    if any(pa.types.is_binary(kind) for kind in schema.types):
        yield from _fetched(connection, query, schema)
        return
    with connection.cursor() as cursor, cursor.copy(sql.SQL("COPY ({}) TO STDOUT (FORMAT csv)").format(query)) as copy:
        for piece in _pieces(copy):
            for batch in csv.read_csv(io.BytesIO(piece), **_options(schema, len(piece))).to_batches():
                yield pa.Table.from_batches([from_server(batch)])


def _pieces(rows: Iterable[Any]) -> Iterator[bytes]:
    """Rows, which the server sends one by one, some together: nothing is read ahead of what they are needed for."""
    taken, length = [], 0
    for row in rows:
        taken.append(bytes(row))
        length += len(row)
        if length >= PIECE_BYTES:
            yield b"".join(taken)
            taken, length = [], 0
    if taken:
        yield b"".join(taken)


def _fetched(connection: psycopg.Connection[Any], query: sql.Composed, schema: pa.Schema) -> Iterator[pa.Table]:
    with connection.transaction(), psycopg.ServerCursor(connection, "balance_rows") as cursor:
        cursor.execute(query, binary=True)
        while rows := cursor.fetchmany(256):
            columns = zip(*rows, strict=True)
            arrays = [pa.array(column, kind) for column, kind in zip(columns, schema.types, strict=True)]
            yield pa.Table.from_batches([from_server(pa.RecordBatch.from_arrays(arrays, schema=schema))])


def _options(schema: pa.Schema, length: int) -> dict[str, Any]:
    return {
        "read_options": csv.ReadOptions(column_names=schema.names, block_size=length + 1),
        "parse_options": csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
        "convert_options": csv.ConvertOptions(
            column_types=schema, strings_can_be_null=True, quoted_strings_can_be_null=False, null_values=[""],
            true_values=["t"], false_values=["f"],
        ),
    }  # fmt: skip
