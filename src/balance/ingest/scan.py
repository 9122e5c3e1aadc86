"""A quick look through the parts of an .xlsx or .ods while the child process reads it.

Finds what the reader cannot tell: cells that hold an error (`#REF!`), formulas stored without a
value, a document type definition, cells so far out that the sheet in between cannot be held. Each
part is read in pieces of a few megabytes; nothing of it is kept.
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
MOST_CARRIED = 16 * MB
MOST_FAULTS = 100_000
NO_VALUE = "a formula without a stored value"

_FAULT_HINT = re.compile(rb't="e"|</f>\s*</c>|</f>\s*<v\s*/>|</f>\s*<v></v>|<f[^>]*/>\s*</c>')
_CELL = re.compile(rb"<c\s([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_FAR_COLUMN = re.compile(rb'<c\s[^>]{0,200}?\br="([A-Z]{3})(\d{1,7})"')
_FAR_ROW = re.compile(rb'<row\s[^>]{0,200}?\br="(\d{6,7})"')
_VALUE = re.compile(rb"<v[^>]*>([^<]+)</v>|<is>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)/?>")
_RELATION = re.compile(rb"<Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')


@dataclass(frozen=True)
class Scan:
    """What was found: per sheet name the faulty cells as (row, column, what), counted from 0."""

    faults: dict[str, tuple[tuple[int, int, str], ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def scan(name: str, kind: Kind, content: bytes, limits: Limits) -> Scan:
    """Look through a spreadsheet's parts; other kinds of file have nothing to look at."""
    if kind not in ("xlsx", "xlsm", "ods"):
        return Scan()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _scan_parts(name, archive, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        return Scan(problems=(damaged(name, "its parts do not match its directory"),))


def _scan_parts(name: str, archive: zipfile.ZipFile, limits: Limits) -> Scan:
    faults: dict[str, tuple[tuple[int, int, str], ...]] = {}
    sheet_of = _sheet_parts(archive)
    for entry in archive.infolist():
        if not entry.filename.lower().endswith((".xml", ".rels")):
            continue
        found: list[tuple[int, int, str]] = []
        reach = [0, 0]
        for piece in _pieces(archive, entry, found, reach, entry.filename in sheet_of):
            if piece:
                return Scan(problems=(_defines_entities(name),))
        if reach[0] * reach[1] > limits.cells:
            return Scan(problems=(_too_far(name, sheet_of.get(entry.filename, ""), reach, limits),))
        if found:
            faults[sheet_of[entry.filename]] = tuple(found)
    return Scan(faults)


def _pieces(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, found: list[tuple[int, int, str]], reach: list[int], cells: bool
) -> Iterator[bool]:
    """Read one part piece by piece into `found` and `reach`; yields whether a document type was met."""
    carried = b""
    first = True
    with archive.open(entry) as part:
        while piece := part.read(PIECE):
            if first:
                yield _has_document_type(piece)
                first = False
            if cells:
                carried = _look(carried + piece, found, reach)
    if cells and carried:
        _look(carried + b"</c>", found, reach)


def _has_document_type(piece: bytes) -> bool:
    head = piece[:65536].replace(b"\0", b"").upper()
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head


def _look(piece: bytes, found: list[tuple[int, int, str]], reach: list[int]) -> bytes:
    """Look at the whole cells of a piece; returns what follows the last whole cell."""
    end = piece.rfind(b"</c>") + 4
    whole, rest = (piece[:end], piece[end:]) if end > 3 else (b"", piece)
    if len(found) < MOST_FAULTS and _FAULT_HINT.search(whole):
        found += _faulty_cells(whole)
    for match in _FAR_COLUMN.finditer(piece):
        reach[1] = max(reach[1], column_number(match[1].decode()))
        reach[0] = max(reach[0], int(match[2]))
    for row in _FAR_ROW.finditer(piece):
        reach[0] = max(reach[0], int(row[1]))
        reach[1] = max(reach[1], 1)
    return rest[-MOST_CARRIED:]


def _faulty_cells(piece: bytes) -> Iterator[tuple[int, int, str]]:
    for match in _CELL.finditer(piece):
        attributes, inside = match[1], match[2] or b""
        error = b't="e"' in attributes
        if not error and (b"<f" not in inside or _VALUE.search(inside)):
            continue
        place = _PLACE.search(b" " + attributes)
        if place:
            value = _VALUE.search(inside)
            what = value[1].decode("utf-8", "replace") if error and value and value[1] else NO_VALUE
            yield int(place[2]) - 1, column_number(place[1].decode()) - 1, what


def column_number(letters: str) -> int:
    """The number of a column, A being 1.

    >>> column_number("AA")
    27
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part of the archive -> name of the sheet it holds."""
    names = {name.lower(): name for name in archive.namelist()}
    book, relations = names.get("xl/workbook.xml"), names.get("xl/_rels/workbook.xml.rels")
    if book is None or relations is None:
        return {}
    target = {a.get("Id", ""): a.get("Target", "") for a in _attributes(archive.read(relations), _RELATION)}
    parts: dict[str, str] = {}
    for sheet in _attributes(archive.read(book), _SHEET):
        path = target.get(sheet.get("r:id", ""), "")
        whole = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
        if whole.lower() in names:
            parts[names[whole.lower()]] = html.unescape(sheet.get("name", ""))
    return parts


def _attributes(document: bytes, tag: re.Pattern[bytes]) -> Iterator[dict[str, str]]:
    for match in tag.finditer(document[: 4 * MB]):
        yield {key.decode(): value.decode("utf-8", "replace") for key, value in _ATTRIBUTE.findall(match[1])}


def _defines_entities(name: str) -> Problem:
    return refusal(name, "file-suspicious", "a document type definition inside the workbook",
                   "a workbook as Excel writes it", "Copy the cells into a new workbook and upload that.")  # fmt: skip


def _too_far(name: str, sheet: str, reach: list[int], limits: Limits) -> Problem:
    return Problem(
        "sheet-too-far", "error", file=name, sheet=sheet or None,
        found=f"cells as far out as row {reach[0]}, column {reach[1]}",
        expected=f"at most {limits.cells:,} cells between the first and the last",
        fix="Delete the stray cells beyond your table (select the empty rows and columns, Delete) and save again.",
    )  # fmt: skip
