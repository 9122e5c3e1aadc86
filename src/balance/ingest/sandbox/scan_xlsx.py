"""The sheets of an .xlsx or .xlsm: faulty cells and number formats.

Sheets as the usual programs write them are searched as bytes, which costs a fraction of reading
them; anything unusual (prefixes, cells without a place, comments, other quotes) is parsed.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import IO, NamedTuple

from balance.ingest.number_formats import BUILT_IN, says_something, shown
from balance.ingest.sandbox.packing import Refused
from balance.ingest.sandbox.scan import MOST_FAULTS, PIECE, Looked, nothing
from balance.ingest.sandbox.scan_cells import column_number, fault_of, parse_cells
from balance.ingest.sandbox.xml_parts import elements

HEAD = 256 * 1024
MOST_CARRIED = 8 * 1024 * 1024
LONGEST_TAG, LONGEST_CELL = 300, 70_000
_NO_VALUE_HINT = re.compile(rb"</f>\s*(?:</c>|<v\s*/>|<v></v>)|<f[^>]{0,400}/>\s*(?:</c>|<v\s*/>|<v></v>)")
_ANY_CELL = re.compile(rb"<c[\s>/]")
_HIDDEN_ROW = re.compile(rb'<row r="(\d{1,7})"[^>]{0,300}?\shidden="(?:1|true)"')
_HIDDEN = re.compile(rb"""\shidden=["'](?:1|true)["']""")
_COLUMN, _COLUMN_END = re.compile(rb"<(?:\w+:)?col\s[^>]{0,400}>"), re.compile(rb"""\s(min|max)=["'](\d{1,5})["']""")
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*)>(.*?)</c>', re.DOTALL)


class Styles(NamedTuple):
    """The formats that say something, which of them each cell style has, and the styles of dates among them."""

    formats: list[str]
    of_style: dict[str, int]
    dates: frozenset[str]

    def pattern(self, *, dates: bool) -> re.Pattern[bytes] | None:
        """What finds cells with content in one of those styles."""
        wanted = [style for style in self.of_style if dates or style not in self.dates]
        if not wanted:
            return None
        styles = "|".join(sorted(wanted, key=len, reverse=True)).encode()
        return re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"(?: t="\w+")? s="(' + styles + rb')"(?: t="\w+")?>')


def scan_xlsx(archive: zipfile.ZipFile) -> tuple[dict[str, Looked], list[str]]:
    """What is found in each sheet, by its name, and the formats they refer to."""
    styles = read_styles(archive)
    sheets = {name: look_through(archive, part, styles) for part, name in sheet_parts(archive).items()}
    return sheets, styles.formats


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part of the archive -> name of the sheet it holds."""
    names = {name.lower(): name for name in archive.namelist()}
    book, relations = names.get("xl/workbook.xml"), names.get("xl/_rels/workbook.xml.rels")
    if book is None or relations is None:
        return {}
    target = {a.get("Id", ""): a.get("Target", "") for _, a in elements(archive, relations, "Relationship")}
    parts: dict[str, str] = {}
    for _, sheet in elements(archive, book, "sheet"):
        path = posixpath.normpath(posixpath.join("/xl", target.get(sheet.get("id", ""), ""))).lstrip("/")
        if path.lower() in names:
            parts[names[path.lower()]] = sheet.get("name", "")
    return parts


def read_styles(archive: zipfile.ZipFile) -> Styles:
    """The number formats of the workbook that say something about a value."""
    part = next((name for name in archive.namelist() if name.lower() == "xl/styles.xml"), None)
    codes: dict[str, str] = {str(number): code for number, code in BUILT_IN.items()}
    used: list[str] = []
    for inside, attributes in elements(archive, part, "numFmt", "xf") if part else ():
        if "numFmtId" in attributes and "formatCode" in attributes:
            codes[attributes["numFmtId"]] = attributes["formatCode"]
        elif inside == "cellXfs":
            used.append(attributes.get("numFmtId", "0"))
    return styles_of(codes, used)


def styles_of(codes: dict[str, str], used: list[str]) -> Styles:
    """The styles from the codes by number of format and the number each style uses."""
    telling = {number: code for number, code in codes.items() if says_something(code)}
    formats = list(dict.fromkeys(telling[number] for number in used if number in telling))
    of_style = {str(style): formats.index(telling[number]) for style, number in enumerate(used) if number in telling}
    dates = frozenset(style for style, place in of_style.items() if shown(formats[place]).order)
    return Styles(formats, of_style, dates)


def look_through(archive: zipfile.ZipFile, part: str, styles: Styles) -> Looked:
    """What is found in one sheet; dates are only looked for at its beginning, where they tell enough."""
    looked, first = nothing(), True
    looked.hidden_columns.extend(hidden_columns(archive, part))
    number = {style.encode(): place for style, place in styles.of_style.items()}
    for piece in pieces(archive, part):
        if first and not usual(piece):
            return parse_cells(archive, part, styles.of_style)._replace(hidden_columns=looked.hidden_columns)
        find_faults(piece, looked)
        find_hidden(piece, looked)
        pattern = styles.pattern(dates=first)
        cells = pattern.findall(piece) if pattern else ()
        if cells:
            columns, rows, found = zip(*cells, strict=True)
            looked.columns.extend(map(column_number, columns))
            looked.rows.extend(map(_before, rows))
            looked.formats.extend(map(number.__getitem__, found))
        first = False
    return looked


def _before(number: bytes) -> int:
    return int(number) - 1


def pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The cells of a sheet in pieces of a few megabytes, each ending before a cell begins."""
    with archive.open(part) as file:
        carried = _to_cells(file)
        for read in iter(partial(file.read, PIECE), b""):
            piece = carried + read
            cut = piece.rfind(b'<c r="')
            carried = piece[cut:] if cut >= 0 and len(piece) - cut <= MOST_CARRIED else b""
            yield piece[: len(piece) - len(carried)]
        yield carried


def _to_cells(file: IO[bytes]) -> bytes:
    """What was read of a sheet up to its cells, from there on; only the name where it has a prefix."""
    head = b""
    while piece := file.read(PIECE):
        if b"\0" in piece[:64] and not head:
            raise Refused("unreadable", "a sheet that is not written in UTF-8")
        head = head[-20:] + piece
        place = head.find(b"<sheetData")
        if place >= 0:
            return head[place:]
        if b":sheetData" in head:
            return b":sheetData"
    return b""


def usual(piece: bytes) -> bool:
    """Whether the first cells of a sheet are written as the usual programs write them; a sheet has one writer."""
    cells = piece.partition(b"</sheetData")[0]
    placed = cells.count(b'<c r="')
    return (
        (cells.count(b"<c") == placed or len(_ANY_CELL.findall(cells)) == placed)
        and b"<!" not in cells and b"\0" not in cells[:64]
        and b"t='e'" not in cells and b":sheetData" not in cells
    )  # fmt: skip


def find_faults(piece: bytes, looked: Looked) -> None:
    """Note the cells of a piece that hold an error, or a formula without a value."""
    if len(looked.faults) >= MOST_FAULTS:
        return
    starts = set(_starts(piece, b't="e"', LONGEST_TAG))
    if b"<f" in piece:
        starts.update(piece.rfind(b'<c r="', max(0, hint.start() - LONGEST_CELL), hint.start())
                      for hint in _NO_VALUE_HINT.finditer(piece))  # fmt: skip
    for start in sorted(starts - {-1}):
        cell = _CELL.match(piece, start, start + LONGEST_CELL + LONGEST_TAG)
        what = fault_of(cell[3], cell[4]) if cell else None
        if cell and what:
            looked.fault(int(cell[2]) - 1, column_number(cell[1]), what)


def find_hidden(piece: bytes, looked: Looked) -> None:
    """Note the rows of a piece that are hidden."""
    if b'hidden="1"' in piece or b'hidden="true"' in piece:
        for number in _HIDDEN_ROW.findall(piece):
            looked.hide(int(number) - 1, int(number) - 1)


def hidden_columns(archive: zipfile.ZipFile, part: str) -> list[list[int]]:
    """The runs of hidden columns of a sheet, as far as its beginning tells of them."""
    with archive.open(part) as file:
        head = file.read(HEAD).partition(b"sheetData")[0]
    found = []
    for column in _COLUMN.findall(head):
        ends = {name: int(number) for name, number in _COLUMN_END.findall(column)}
        if _HIDDEN.search(column) and len(ends) == 2:
            found.append([ends[b"min"] - 1, ends[b"max"] - 1])
    return found


def _starts(piece: bytes, mark: bytes, back: int) -> Iterator[int]:
    """Where the cells begin that have a mark in their opening tag."""
    place = piece.find(mark)
    while place >= 0:
        yield piece.rfind(b'<c r="', max(0, place - back), place)
        place = piece.find(mark, place + 1)
