"""Texts as the server can keep them: it knows every character but the one with the number 0.

That one is written as two others, and so is the first of those two, so that every text comes back as it was.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
from psycopg.types.string import StrDumper

_WRITTEN = (("\x10", "\x10a"), ("\x00", "\x10b"))


def written(text: str) -> str:
    """A text for the server.

    >>> written("a\\x00b\\x10c")
    'a\\x10bb\\x10ac'
    """
    for plain, told in _WRITTEN:
        text = text.replace(plain, told)
    return text


class TextDumper(StrDumper):
    """Values of statements: a text is a text, not whatever the server would take it for."""

    def dump(self, obj: str) -> bytes | bytearray | memoryview | None:
        """The text as it is sent."""
        return super().dump(written(obj))


def for_server(rows: pa.RecordBatch) -> pa.RecordBatch:
    """Rows with every text as the server keeps it."""
    return _replaced(rows, _WRITTEN)


def from_server(rows: pa.RecordBatch) -> pa.RecordBatch:
    """Rows with every text as it was."""
    return _replaced(rows, [(told, plain) for plain, told in reversed(_WRITTEN)])


def _replaced(rows: pa.RecordBatch, pairs: tuple[tuple[str, str], ...] | list[tuple[str, str]]) -> pa.RecordBatch:
    columns = list(rows.columns)
    for place, column in enumerate(columns):
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            for found, meant in pairs:
                if pc.any(pc.match_substring(column, found)).as_py():
                    column = pc.replace_substring(column, found, meant)
            columns[place] = column
    return pa.RecordBatch.from_arrays(columns, schema=rows.schema)
