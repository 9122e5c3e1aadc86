"""The records of .xls and .xlsb workbooks: cells that hold an error, number formats, hidden rows and columns."""

from __future__ import annotations

import posixpath
import struct
import zipfile
from collections.abc import Iterator

from balance.ingest.number_formats import BUILT_IN
from balance.ingest.sandbox.compound import stream_of
from balance.ingest.sandbox.packing import Refused
from balance.ingest.sandbox.scan import Looked, nothing
from balance.ingest.sandbox.scan_xlsx import Styles, styles_of
from balance.ingest.sandbox.xml_parts import elements

ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
Found = tuple[dict[str, Looked], list[str]]


def scan_xls(content: bytes) -> Found:
    """What is found in each sheet of an .xls of Excel 97 or later."""
    stream = stream_of(content, "Workbook")
    if stream is None:
        raise Refused("blind", "")
    codes = {str(number): code for number, code in BUILT_IN.items()}
    used: list[str] = []
    sheets: list[tuple[str, int]] = []
    for kind, data in _biff(stream, 0):
        if kind == 0x0809 and struct.unpack_from("<H", data)[0] != 0x0600:
            raise Refused("blind", "")
        if kind == 0x041E:
            codes[str(struct.unpack_from("<H", data)[0])] = _text(data, 2, "<H")
        elif kind == 0x00E0:
            used.append(str(struct.unpack_from("<H", data, 2)[0]))
        elif kind == 0x0085:
            sheets.append((_text(data, 6, "<B"), struct.unpack_from("<I", data)[0]))
    styles = styles_of(codes, used)
    return {name: _xls_sheet(stream, place, styles) for name, place in sheets}, styles.formats


def _biff(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream, to its end mark."""
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        if kind == 0x000A:
            return
        place += 4 + length


def _text(data: bytes, place: int, length: str) -> str:
    count = struct.unpack_from(length, data, place)[0]
    place += struct.calcsize(length)
    wide = data[place] & 1
    return data[place + 1 : place + 1 + count * (2 if wide else 1)].decode(
        "utf-16-le" if wide else "latin-1", "replace"
    )


def _xls_sheet(stream: bytes, start: int, styles: Styles) -> Looked:
    looked = nothing()
    of_style = {int(style): place for style, place in styles.of_style.items()}
    for kind, data in _biff(stream, start):
        if kind in (0x0205, 0x0006, 0x0203, 0x027E):
            row, column, style = struct.unpack_from("<HHH", data)
            code = data[6] if kind == 0x0205 and data[7] else data[8] if kind == 0x0006 and _is_error(data) else None
            if code is not None:
                looked.fault(row, column, ERRORS.get(code, "an error"))
            elif style in of_style:
                looked.format(row, column, of_style[style])
        elif kind == 0x00BD:
            row, column = struct.unpack_from("<HH", data)
            for more in range((len(data) - 6) // 6):
                style = struct.unpack_from("<H", data, 4 + 6 * more)[0]
                if style in of_style:
                    looked.format(row, column + more, of_style[style])
        elif kind == 0x0208 and data[12] & 0x20:
            row = struct.unpack_from("<H", data)[0]
            looked.hide(row, row)
        elif kind == 0x007D and data[8] & 1:
            looked.hide_columns(*struct.unpack_from("<HH", data))
    return looked


def _is_error(data: bytes) -> bool:
    return data[6] == 2 and data[12:14] == b"\xff\xff"


def scan_xlsb(archive: zipfile.ZipFile) -> Found:
    """What is found in each sheet of an .xlsb."""
    names = set(archive.namelist())
    relations = "xl/_rels/workbook.bin.rels"
    target = {a.get("Id", ""): a.get("Target", "") for _, a in elements(archive, relations, "Relationship")}
    styles = _xlsb_styles(archive.read("xl/styles.bin")) if "xl/styles.bin" in names else styles_of({}, [])
    sheets: dict[str, Looked] = {}
    for kind, data in _records(archive.read("xl/workbook.bin")):
        if kind == 156:
            relation, place = _wide(data, 8)
            name, _ = _wide(data, place)
            part = posixpath.normpath(posixpath.join("/xl", target.get(relation, ""))).lstrip("/")
            if part in names:
                sheets[name] = _xlsb_sheet(archive.read(part), styles)
    return sheets, styles.formats


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    place, end = 0, len(content)
    while place < end:
        kind = content[place]
        place += 1
        if kind & 0x80:
            kind, place = (kind & 0x7F) | (content[place] << 7), place + 1
        length = shift = 0
        while True:
            byte = content[place]
            place += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift > 21:
                break
        yield kind, content[place : place + length]
        place += length


def _wide(data: bytes, place: int) -> tuple[str, int]:
    count = struct.unpack_from("<I", data, place)[0]
    end = place + 4 + 2 * count
    return data[place + 4 : end].decode("utf-16-le", "replace"), end


def _xlsb_styles(content: bytes) -> Styles:
    codes = {str(number): code for number, code in BUILT_IN.items()}
    used: list[str] = []
    cells = False
    for kind, data in _records(content):
        if kind == 44:
            codes[str(struct.unpack_from("<H", data)[0])] = _wide(data, 2)[0]
        elif kind in (617, 618):
            cells = kind == 617
        elif kind == 47 and cells:
            used.append(str(struct.unpack_from("<H", data, 2)[0]))
    return styles_of(codes, used)


def _xlsb_sheet(content: bytes, styles: Styles) -> Looked:
    looked, row = nothing(), 0
    of_style = {int(style): place for style, place in styles.of_style.items()}
    for kind, data in _records(content):
        if kind == 0:
            row = struct.unpack_from("<I", data)[0]
            if data[11] & 0x10:
                looked.hide(row, row)
        elif kind == 60 and data[16] & 1:
            looked.hide_columns(*struct.unpack_from("<II", data))
        elif kind in (3, 11):
            looked.fault(row, struct.unpack_from("<I", data)[0], ERRORS.get(data[8], "an error"))
        elif kind in (2, 5, 9) and of_style:
            column, style = struct.unpack_from("<II", data)
            if style & 0xFFFFFF in of_style:
                looked.format(row, column, of_style[style & 0xFFFFFF])
    return looked
