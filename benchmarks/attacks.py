"""Workbooks made to do harm: to the memory, the processor, the disk, or by reaching out of their file."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable

from benchmarks.odd_tables import HEADERS, Made, table
from benchmarks.raw_workbooks import MAIN, ODS, cell, compound, ods, rows, sheet, xlsb, xlsx, zipped

DOCTYPE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
MB = 1024 * 1024


def far_corner(chance: random.Random) -> Made:
    """Two cells with all the sheet between them, in rows first, last, in the middle or out of order."""
    far = chance.choice(("XFD1048576", "XFD20000", "AAA30000", "ZZZ9999999", "A4294967295", "XFE1", "A1048577"))
    number = int("".join(filter(str.isdigit, far)))
    lines = [
        f'<row r="{number}">{cell(far, "x")}</row>',
        *(f"{line}</row>" for line in rows(table(chance)).split("</row>")[:-1]),
    ]
    place = chance.choice((0, len(lines) // 2, len(lines)))
    lines.insert(place, lines.pop(0))
    return "a.xlsx", xlsx(sheet("".join(lines)))


def document_type(chance: random.Random) -> Made:
    """A document type definition in any part, with entities inside or outside."""
    head = chance.choice((DOCTYPE, OUTSIDE, "<!-- " + "x" * chance.choice((10, 10**5)) + " -->" + DOCTYPE))
    if chance.random() < 0.3:
        return "a.ods", ods("", {"content.xml": head + ODS.format(rows="&c;").partition("?>")[2]})
    part = chance.choice(("xl/workbook.xml", "xl/sharedStrings.xml", "docProps/core.xml", "xl/styles.xml",
                          "[Content_Types].xml", "xl/worksheets/sheet1.xml", "customXml/item1.xml"))  # fmt: skip
    body = sheet(rows(table(chance))) if "sheet1" in part else f"<sst {MAIN}><si><t>&c;</t></si></sst>"
    encoding = chance.choice(("utf-8", "utf-16"))
    return "a.xlsx", xlsx(sheet(rows(table(chance))), more={part: (head + body).encode(encoding)})


def bomb(chance: random.Random) -> Made:
    """Little that unpacks to much: white space, one long string, many equal rows."""
    size = chance.choice((20, 100, 300)) * MB
    kind = chance.choice(("padding", "string", "rows"))
    if kind == "string":
        strings = f"<sst {MAIN}><si><t>{'A' * size}</t></si></sst>"
        return "a.xlsx", xlsx(sheet(rows([HEADERS])), more={"xl/sharedStrings.xml": strings}, level=1)
    if kind == "padding":
        return "a.xlsx", xlsx(sheet(rows([HEADERS]) + " " * size), level=1)
    line = rows([["x"] * 20])
    return "a.xlsx", xlsx(sheet(line * (size // len(line))), level=1)


def slow_bomb(chance: random.Random) -> Made:
    """What stays under every ratio: a bomb padded with noise that cannot be packed."""
    noise = chance.randbytes(2 * MB)
    return "a.xlsx", xlsx(sheet(rows([HEADERS]) + " " * (250 * MB)), more={"xl/media/image1.png": noise}, level=1)


def directory(chance: random.Random) -> Made:
    """A directory of the archive that lies: about sizes, places, methods, names, or that holds 60,000 entries."""
    if chance.random() < 0.15:
        return "a.xlsx", zipped([("xl/workbook.xml", "<x/>"), *((f"x/{number}", "") for number in range(60_000))])
    content = bytearray(xlsx(sheet(rows(table(chance)))))
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"sheet1.xml"))
    field = chance.choice((8, 10, 16, 20, 24, 28, 30, 42))
    content[at + field : at + field + 4] = struct.pack("<I", chance.choice((0, 1, 100, 2**31, 2**32 - 1)))
    return "a.xlsx", bytes(content)


def archives(chance: random.Random) -> Made:
    """Archives in archives, twice the same part, parts that lead out of the folder, a password."""
    inner = xlsx(sheet(rows(table(chance))))
    kind = chance.choice(("nested", "twice", "paths", "password", "encrypted"))
    if kind == "nested":
        for _ in range(20):
            inner = zipped([("a.xlsx", inner)])
        return "a.xlsx", inner
    if kind == "password":
        return "a.xlsx", compound("EncryptedPackage", chance.randbytes(6000))
    if kind == "encrypted":
        return "a.xlsx", inner.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    out = io.BytesIO(inner)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name in (
            "../../../../tmp/outside",
            "/etc/outside",
            "C:\\outside",
            "xl/worksheets/sheet1.xml"[: 24 * (kind == "twice")],
        ):
            if name:
                archive.writestr(zipfile.ZipInfo(name), sheet(rows(table(chance))))
    return "a.xlsx", out.getvalue()


def deep(chance: random.Random) -> Made:
    """Elements in elements, attributes without end, styles by the ten thousand, tags that never close."""
    kind = chance.choice(("nested", "attributes", "styles", "open", "errors", "formulas", "unusual"))
    body, more = rows(table(chance)), {}
    if kind == "nested":
        body += "<a>" * 200_000 + "</a>" * 200_000
    elif kind == "attributes":
        body += "<row " + " ".join(f'a{number}="1"' for number in range(100_000)) + "/>"
    elif kind == "styles":
        more["xl/styles.xml"] = (
            f"<styleSheet {MAIN}><cellXfs>" + '<xf numFmtId="9"/>' * 64_000 + "</cellXfs></styleSheet>"
        )
    elif kind == "open":
        body += "<c " * 500_000
    elif kind == "errors":
        hidden = 't="e" ' * 1000
        body += f'<row r="900"><c r="A900" t="inlineStr"><is><t><![CDATA[{hidden}]]></t></is></c></row>'
        body += "".join(f'<row r="{n}"><c r="A{n}" t="e"></c></row>' for n in range(901, 60_000))
    elif kind == "formulas":
        body += "".join(f'<row r="{n}"><c r="A{n}"><f>{"A1+" * 400}1</f></c></row>' for n in range(900, 5000))
    else:
        body += "".join(f"<row r='{n}'><c r='A{n}' t='e'><v>#N/A</v></c></row>" for n in range(900, 60_000))
    return "a.xlsx", xlsx(sheet(body), more=more)


def repeated(chance: random.Random) -> Made:
    """An OpenDocument sheet that repeats a cell over all its rows and columns."""
    times, columns = chance.choice((1048576, 99999999999)), chance.choice((1, 16384, 99999999))
    typed = f'office:value-type="{chance.choice(("percentage", "float", "string"))}" office:value="1"'
    cells = f'<table:table-cell table:number-columns-repeated="{columns}" {typed}><text:p>x</text:p></table:table-cell>'
    return "a.ods", ods(f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>')


def records(chance: random.Random) -> Made:
    """Binary workbooks whose records claim lengths and places they do not have."""
    if chance.random() < 0.5:
        kinds = [chance.choice((0x809, 0x85, 0x205, 6, 0xBD, 0x3C, 0xFC)) for _ in range(300)]
        lengths = [(chance.choice((0, 2, 8, 8224)), chance.choice((0, 2, 8, 50))) for _ in kinds]
        stream = b"".join(struct.pack("<HH", kind, told) + chance.randbytes(real)
                          for kind, (told, real) in zip(kinds, lengths, strict=True))  # fmt: skip
        return "a.xls", compound("Workbook", stream)
    content = xlsb(table(chance))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    part = parts[chance.choice(("xl/worksheets/sheet1.bin", "xl/workbook.bin", "xl/styles.bin"))]
    for _ in range(5):
        part[chance.randrange(len(part))] = chance.randrange(256)
    return "a.xlsb", zipped((name, bytes(part)) for name, part in parts.items())


def wide_text(chance: random.Random) -> Made:
    """Text of as many different cells as fit, in few or many columns."""
    columns = chance.choice((2, 50, 5000))
    count = chance.choice((10**5, 10**6, 4 * 10**6))
    cells = (format(chance.getrandbits(40), "x") for _ in range(count))
    line = ",".join(cells)
    pieces = line.split(",")
    text = "\n".join(",".join(pieces[at : at + columns]) for at in range(0, len(pieces), columns))
    return "a.csv", (",".join(HEADERS) + "\n" + text).encode()


KINDS: tuple[Callable[[random.Random], Made], ...] = (
    far_corner, document_type, bomb, slow_bomb, directory, archives, deep, repeated, records, wide_text,
)  # fmt: skip
HEAVY = (bomb, slow_bomb, wide_text)
