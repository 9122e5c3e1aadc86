"""Workbooks made from their raw parts, so that they can be as odd as no spreadsheet program would write them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
TYPES = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT_TYPES = f'<Types xmlns="{TYPES}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
ROOT = (
    f'<Relationships xmlns="{TYPES}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)
ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="Data">{rows}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)
MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)
Part = str | bytes
Hidden = tuple[Collection[int], Collection[int]]
"""Which rows and which columns are hidden, counted from 0."""
NONE_HIDDEN: Hidden = ((), ())


def zipped(parts: Iterable[tuple[str, Part]], level: int = 6) -> bytes:
    """An archive of those parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def xlsx(*sheets: Part, more: Mapping[str, Part] | None = None, level: int = 6) -> bytes:
    """A workbook of raw sheets; `more` adds parts or puts others in place of the usual ones."""
    numbers = range(1, len(sheets) + 1)
    entries = "".join(f'<sheet name="Data{number}" sheetId="{number}" r:id="rId{number}"/>' for number in numbers)
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    parts: dict[str, Part] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": ROOT,
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{entries}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{TYPES}/relationships">{relations}</Relationships>',
        **{f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in zip(numbers, sheets, strict=True)},
        **(more or {}),
    }
    return zipped(parts.items(), level)


def sheet(rows: str, before: str = "", after: str = "") -> str:
    """The XML of a sheet around its rows."""
    return f"<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def cell(place: str, value: object, style: int | None = None) -> str:
    """One cell: text inline, a number as it is."""
    styled = f' s="{style}"' if style is not None else ""
    if isinstance(value, int | float):
        return f'<c r="{place}"{styled}><v>{value}</v></c>'
    return f'<c r="{place}"{styled} t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def letters(column: int) -> str:
    """The letters of a column, 0 being A."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def row(number: int, values: Sequence[object]) -> str:
    """One row with a place on every cell."""
    cells = "".join(cell(f"{letters(place)}{number}", value) for place, value in enumerate(values) if value is not None)
    return f'<row r="{number}">{cells}</row>'


def rows(table: Sequence[Sequence[object]], first: int = 1) -> str:
    """Rows one below the other."""
    return "".join(row(number, values) for number, values in enumerate(table, first))


def styles(*codes: str) -> str:
    """A part of styles: style 0 says nothing, style n has the n-th format."""
    formats = "".join(
        f'<numFmt numFmtId="{164 + number}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for number, code in enumerate(codes)
    )
    used = "".join(f'<xf numFmtId="{164 + number}"/>' for number in range(len(codes)))
    return (
        f'<styleSheet {MAIN}><numFmts>{formats}</numFmts><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs>'
        f'<cellXfs><xf numFmtId="0"/>{used}</cellXfs></styleSheet>'
    )


def ods(table_rows: str, more: Mapping[str, Part] | None = None) -> bytes:
    """An OpenDocument workbook around its rows."""
    parts: dict[str, Part] = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": MANIFEST,
        "content.xml": ODS.format(rows=table_rows),
        **(more or {}),
    }
    return zipped(parts.items())


def ods_row(values: Sequence[object], repeated: int = 1) -> str:
    """One row of an OpenDocument sheet."""
    cells = "".join(
        f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        if isinstance(value, int | float)
        else f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'
        for value in values
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


def xls(table: Sequence[Sequence[object]], formats: Mapping[int, str] | None = None, styles_used: Sequence[int] = (0,),
        style_of: Mapping[tuple[int, int], int] | None = None, hidden: Hidden = NONE_HIDDEN) -> bytes:  # fmt: skip
    """A workbook of Excel 97; an `Exception` in the table becomes the error of its text."""
    head = _biff(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0x600))
    for number, code in (formats or {}).items():
        head += _biff(0x41E, struct.pack("<HHB", number, len(code), 1) + code.encode("utf-16-le"))
    for number in styles_used:
        head += _biff(0xE0, struct.pack("<HH", 0, number) + bytes(16))
    body = _biff(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0x600))
    for column in hidden[1]:
        body += _biff(0x7D, struct.pack("<HHHHHH", column, column, 2560, 0, 1, 0))
    for line in range(len(table)):
        body += _biff(
            0x208, struct.pack("<HHHHHHI", line, 0, 256, 255, 0, 0, 0x100 | (0x20 if line in hidden[0] else 0))
        )
    for line, values in enumerate(table):
        for column, value in enumerate(values):
            body += _xls_cell(line, column, (style_of or {}).get((line, column), 0), value)
    body += _biff(0x0A, b"")
    bound = len(head) + 4 + 8 + 4 + 4
    sheet_entry = _biff(0x85, struct.pack("<IBBBB", bound, 0, 0, 4, 0) + b"Data")
    return compound("Workbook", head + sheet_entry + _biff(0x0A, b"") + body)


ERROR_CODES = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}


def _xls_cell(line: int, column: int, style: int, value: object) -> bytes:
    place = struct.pack("<HHH", line, column, style)
    if value is None:
        return b""
    if isinstance(value, Exception):
        return _biff(0x205, place + struct.pack("<BB", ERROR_CODES[str(value)], 1))
    if isinstance(value, int | float):
        return _biff(0x203, place + struct.pack("<d", value))
    text = str(value)[:255]
    return _biff(0x204, place + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))


def _biff(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def compound(name: str, stream: bytes) -> bytes:
    """A compound file with one stream."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // 512)
    tables = -(-(sectors + 2) // 126)
    table = [*([0xFFFFFFFD] * tables), 0xFFFFFFFE, *range(tables + 2, tables + 1 + sectors), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (tables * 128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", *range(tables), *([0xFFFFFFFF] * (109 - tables)))
    directory = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry(name, 2, 0xFFFFFFFF, tables + 1, len(stream))
    return (
        header
        + struct.pack(f"<{tables * 128}I", *table)
        + directory.ljust(512, b"\0")
        + stream.ljust(sectors * 512, b"\0")
    )


def _entry(name: str, kind: int, child: int, start: int, length: int) -> bytes:
    wide = name.encode("utf-16-le")
    return (wide.ljust(64, b"\0") + struct.pack("<HBBIII", len(wide) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
            + bytes(36) + struct.pack("<IQ", start, length))  # fmt: skip


def xlsb(
    table: Sequence[Sequence[object]], codes: Sequence[str] = (), style_of: Mapping[tuple[int, int], int] | None = None,
    hidden: Hidden = NONE_HIDDEN,
) -> bytes:  # fmt: skip
    """A binary workbook; an `Exception` in the table becomes the error of its text."""
    reach = struct.pack("<IIII", 0, max(len(table) - 1, 0), 0, max(map(len, table), default=1) - 1)
    columns = b"".join(_record(60, struct.pack("<IIIIH", place, place, 2560, 0, 1)) for place in hidden[1])
    body = _record(129) + _record(148, reach) + _record(390) + columns + _record(391) + _record(145)
    for line, values in enumerate(table):
        body += _record(0, struct.pack("<IIHBBBI", line, 0, 0, 0, 0x10 if line in hidden[0] else 0, 0, 0))
        for column, value in enumerate(values):
            body += _xlsb_cell(column, (style_of or {}).get((line, column), 0), value)
    body += _record(146) + _record(130)
    book = _record(131) + _record(143) + _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Data"))
    formats = b"".join(_record(44, struct.pack("<H", 164 + n) + _wide(code)) for n, code in enumerate(codes))
    used = b"".join(_record(47, struct.pack("<HHHHHBBBB", 0, number, 0, 0, 0, 0, 0, 0, 0))
                    for number in (0, *(164 + n for n in range(len(codes)))))  # fmt: skip
    look = _record(278) + _record(615, struct.pack("<I", len(codes))) + formats + _record(616)
    look += _record(617, struct.pack("<I", len(codes) + 1)) + used + _record(618) + _record(279)
    relations = (
        f'<Relationships xmlns="{TYPES}/relationships"><Relationship Id="rId1" Type="{OFFICE}/worksheet" '
        'Target="worksheets/sheet1.bin"/></Relationships>'
    )
    return zipped([
        ("[Content_Types].xml", CONTENT_TYPES), ("_rels/.rels", ROOT.replace(".xml", ".bin")),
        ("xl/workbook.bin", book + _record(144) + _record(132)), ("xl/_rels/workbook.bin.rels", relations),
        ("xl/styles.bin", look), ("xl/worksheets/sheet1.bin", body),
    ])  # fmt: skip


def _xlsb_cell(column: int, style: int, value: object) -> bytes:
    place = struct.pack("<II", column, style)
    if value is None:
        return b""
    if isinstance(value, Exception):
        return _record(3, place + bytes([ERROR_CODES[str(value)]]))
    if isinstance(value, int | float):
        return _record(5, place + struct.pack("<d", value))
    return _record(6, place + _wide(str(value)))


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([(kind & 0x7F) | 0x80, kind >> 7])
    length, size = len(data), b""
    while True:
        length, byte = length >> 7, length & 0x7F
        size += bytes([byte | (0x80 if length else 0)])
        if not length:
            return head + size + data
