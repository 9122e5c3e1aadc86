"""Rows of a large table as the engine hands them over: part by part, and what goes wrong meanwhile by its kind."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pyarrow as pa

ROWS_AT_ONCE = 200_000
"""So many rows are taken from the engine together."""

_KINDS = (("Out of Memory Error", duckdb.OutOfMemoryException), ("IO Error", duckdb.IOException))


def in_parts(rows: duckdb.DuckDBPyRelation) -> pa.RecordBatchReader:
    """The rows of a query, some at a time."""
    reader = rows.to_arrow_reader(ROWS_AT_ONCE)
    return pa.RecordBatchReader.from_batches(reader.schema, _handed_over(reader))


def _handed_over(reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    """The same parts; what the engine refuses on the way comes through arrow without its kind, and is given it back."""
    try:
        yield from reader
    except OSError as error:
        said = str(error)
        kind = next((kind for name, kind in _KINDS if name in said), duckdb.Error)
        raise kind(said) from error
