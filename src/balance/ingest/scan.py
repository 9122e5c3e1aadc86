"""A quick look through the parts of an .xlsx or .ods while the child process reads it.

Finds what the reader cannot tell: cells that hold an error (`#REF!`), formulas stored without a
value, a document type definition; and, where the child gave up, cells so far out that the sheet in
between cannot be held. Each part is read in pieces of a few megabytes; nothing of it is kept.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from balance.errors import Problem
from balance.ingest.guard import Kind, damaged, refusal
from balance.ingest.limits import MB, Limits

PIECE = 4 * MB
MOST_CARRIED = 1 * MB
MOST_FAULTS = 100_000
NO_VALUE = "a formula without a stored value"
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)

Fault = tuple[int, int, str]

_FORMULA_HINT = re.compile(rb"</f>\s*(?:</c>|<v\s*/>|<v></v>)|<f[^>]*/>\s*(?:</c>|<v\s*/>|<v></v>)")
_CELL = re.compile(rb"<c\s([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_FAR_CELL = re.compile(rb'\sr="([A-Z]{2,3})(\d{1,7})"')
_FAR_ROW = re.compile(rb'<row\s[^>]{0,200}?\br="(\d{5,7})"')
_VALUE = re.compile(rb"<v[^>]*>([^<]+)</v>|<is>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)/?>")
_RELATION = re.compile(rb"<Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')


@dataclass(frozen=True)
class Scan:
    """What was found: per sheet name the faulty cells as (row, column, what), counted from 0."""

    faults: dict[str, tuple[Fault, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def scan(name: str, kind: Kind, content: bytes) -> Scan:
    """Look through a spreadsheet's parts; other kinds of file have nothing to look at."""
    if kind not in ("xlsx", "xlsm", "ods"):
        return Scan()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _scan_parts(name, archive)
    except BROKEN:
        return Scan(problems=(damaged(name, "its parts do not match its directory"),))


def _scan_parts(name: str, archive: zipfile.ZipFile) -> Scan:
    faults: dict[str, tuple[Fault, ...]] = {}
    sheet_of = _sheet_parts(archive)
    for entry in archive.infolist():
        if not entry.filename.lower().endswith((".xml", ".rels")):
            continue
        found: list[Fault] = []
        if any(_look_through(archive, entry, found, entry.filename in sheet_of)):
            return Scan(problems=(_defines_entities(name),))
        if found:
            faults[sheet_of[entry.filename]] = tuple(found)
    return Scan(faults)


def _look_through(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, found: list[Fault], cells: bool) -> Iterator[bool]:
    """Read one part piece by piece, faulty cells into `found`; yields whether a document type was met."""
    carried = b""
    with archive.open(entry) as part:
        piece = part.read(PIECE)
        yield _has_document_type(piece)
        while cells and piece:
            carried = _look(carried + piece, found)
            piece = part.read(PIECE)


def _has_document_type(piece: bytes) -> bool:
    head = piece[:65536].replace(b"\0", b"").upper()
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head


def _look(piece: bytes, found: list[Fault]) -> bytes:
    """Look at the whole cells of a piece; returns what follows the last whole cell."""
    end = piece.rfind(b"</c>") + 4
    if end < 4:
        return piece[-MOST_CARRIED:]
    whole = piece[:end]
    if b't="e"' in whole or (b"<f" in whole and _FORMULA_HINT.search(whole)):
        found += _faulty_cells(whole)[: MOST_FAULTS - len(found)]
    return piece[end:][-MOST_CARRIED:]


def _faulty_cells(piece: bytes) -> list[Fault]:
    faults: list[Fault] = []
    for match in _CELL.finditer(piece):
        attributes, inside = match[1], match[2] or b""
        what = _fault_of(attributes, inside)
        place = _PLACE.search(b" " + attributes) if what else None
        if what and place:
            faults.append((int(place[2]) - 1, column_number(place[1].decode()) - 1, what))
    return faults


def _fault_of(attributes: bytes, inside: bytes) -> str | None:
    """What is wrong with a cell: its error, or that its formula has no value; a formula may well give empty text."""
    if b't="e"' in attributes:
        value = _VALUE.search(inside)
        return value[1].decode("utf-8", "replace") if value and value[1] else "an error"
    if b"<f" not in inside or _VALUE.search(inside) or (b't="str"' in attributes and b"<v" in inside):
        return None
    return NO_VALUE


def column_number(letters: str) -> int:
    """The number of a column, A being 1.

    >>> column_number("AA")
    27
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def too_far(name: str, content: bytes, limits: Limits) -> Problem | None:
    """The sheet whose cells lie too far apart to be held, looked for where the child process gave up."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part, sheet in _sheet_parts(archive).items():
                rows, columns = _reach(archive, part)
                if rows * columns > limits.cells:
                    return _too_far(name, sheet, rows, columns, limits)
    except BROKEN:
        return None
    return None


def _reach(archive: zipfile.ZipFile, part: str) -> tuple[int, int]:
    rows, columns = 1, 1
    with archive.open(part) as file:
        while piece := file.read(PIECE):
            for match in _FAR_CELL.finditer(piece):
                columns, rows = max(columns, column_number(match[1].decode())), max(rows, int(match[2]))
            rows = max([rows, *(int(row) for row in _FAR_ROW.findall(piece))])
    return rows, columns


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part of the archive -> name of the sheet it holds."""
    names = {name.lower(): name for name in archive.namelist()}
    book, relations = names.get("xl/workbook.xml"), names.get("xl/_rels/workbook.xml.rels")
    if book is None or relations is None:
        return {}
    target = {a.get("Id", ""): a.get("Target", "") for a in _attributes(archive, relations, _RELATION)}
    parts: dict[str, str] = {}
    for sheet in _attributes(archive, book, _SHEET):
        path = target.get(sheet.get("r:id", ""), "")
        whole = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
        if whole.lower() in names:
            parts[names[whole.lower()]] = html.unescape(sheet.get("name", ""))
    return parts


def _attributes(archive: zipfile.ZipFile, part: str, tag: re.Pattern[bytes]) -> Iterator[dict[str, str]]:
    with archive.open(part) as file:
        document = file.read(PIECE)
    for match in tag.finditer(document):
        yield {key.decode(): value.decode("utf-8", "replace") for key, value in _ATTRIBUTE.findall(match[1])}


def _defines_entities(name: str) -> Problem:
    return refusal(name, "file-suspicious", "a document type definition inside the workbook",
                   "a workbook as Excel writes it", "Copy the cells into a new workbook and upload that.")  # fmt: skip


def _too_far(name: str, sheet: str, rows: int, columns: int, limits: Limits) -> Problem:
    return Problem(
        "sheet-too-far", "error", file=name, sheet=sheet or None,
        found=f"cells as far out as row {rows}, column {columns}",
        expected=f"at most {limits.cells:,} cells between the first and the last",
        fix="Delete the stray cells beyond your table (select the empty rows and columns, Delete) and save again.",
    )  # fmt: skip
