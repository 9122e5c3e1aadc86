"""A look through the parts of a workbook, beside the reading: what calamine does not tell.

Finds cells that hold an error (`#REF!`), formulas stored without a value, the number formats of
cells, and a document type definition anywhere. Answers `sheets`: for each its name, the faulty cells
as (row, column, what), and its formatted cells as three buffers of int32 (row, column, index into
`formats`), and its hidden rows and columns as runs (first, last);
`blind` where errors cannot be told from blanks. All places count from 0.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from array import array
from typing import Any, NamedTuple

from balance.ingest.sandbox.packing import Most, Refused, Sink

PIECE = 4 * 1024 * 1024
MOST_FAULTS = 100_000
NO_VALUE = "a formula without a stored value"
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError,
          struct.error, IndexError, KeyError, OverflowError)  # fmt: skip


class Looked(NamedTuple):
    """What was found in one sheet."""

    faults: list[tuple[int, int, str]]
    rows: array[int]
    columns: array[int]
    formats: array[int]
    hidden_rows: list[list[int]]
    hidden_columns: list[list[int]]

    def hide(self, first: int, last: int) -> None:
        """Note hidden rows, which come in their order; runs that touch are one."""
        if self.hidden_rows and first == self.hidden_rows[-1][1] + 1:
            self.hidden_rows[-1][1] = last
        elif len(self.hidden_rows) < MOST_FAULTS:
            self.hidden_rows.append([first, last])

    def hide_columns(self, first: int, last: int) -> None:
        """Note a run of hidden columns."""
        if len(self.hidden_columns) < MOST_FAULTS:
            self.hidden_columns.append([first, last])

    def fault(self, row: int, column: int, what: str) -> None:
        """Note a faulty cell."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append((row, column, what))

    def format(self, row: int, column: int, place: int) -> None:
        """Note a cell with the format at that place of the list."""
        self.rows.append(row)
        self.columns.append(column)
        self.formats.append(place)


def nothing() -> Looked:
    """A sheet in which nothing was found yet."""
    return Looked([], array("i"), array("i"), array("i"), [], [])


def scan(kind: str, content: bytes, most: Most, sink: Sink) -> dict[str, Any]:
    """Look through the parts of a workbook of that kind."""
    try:
        if kind == "xls":
            from balance.ingest.sandbox.scan_binary import scan_xls

            return packed(*scan_xls(content), sink)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            refuse_document_types(archive)
            return _scan_archive(kind, archive, most, sink)
    except BROKEN as error:
        raise Refused("inconsistent", str(error)[:200]) from error


def _scan_archive(kind: str, archive: zipfile.ZipFile, most: Most, sink: Sink) -> dict[str, Any]:
    if kind == "ods":
        from balance.ingest.sandbox.scan_ods import scan_ods

        return packed(*scan_ods(archive, most), sink)
    if kind == "xlsb":
        from balance.ingest.sandbox.scan_binary import scan_xlsb

        return packed(*scan_xlsb(archive), sink)
    from balance.ingest.sandbox.scan_xlsx import scan_xlsx

    return packed(*scan_xlsx(archive), sink)


def packed(sheets: dict[str, Looked], formats: list[str], sink: Sink) -> dict[str, Any]:
    """What was found as a document with buffers."""
    told = []
    for name, looked in sheets.items():
        places = [sink.put(part.tobytes()) for part in (looked.rows, looked.columns, looked.formats)]
        told.append({"name": name, "faults": looked.faults, "formatted": places if looked.rows else None,
                     "hidden_rows": looked.hidden_rows, "hidden_columns": looked.hidden_columns})  # fmt: skip
    return {"sheets": told, "formats": formats}


def refuse_document_types(archive: zipfile.ZipFile) -> None:
    """Refuse a workbook with a document type definition at the head of any of its parts."""
    for entry in archive.infolist():
        if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            with archive.open(entry) as part:
                refuse_document_type(part.read(PIECE))


def refuse_document_type(piece: bytes) -> None:
    """Refuse a piece of a part that defines a document type or an entity."""
    if b"<!" not in piece and b"\0" not in piece[:4]:
        return
    head = piece.replace(b"\0", b"").upper()
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise Refused("entities", "")
