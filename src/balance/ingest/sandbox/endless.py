"""Cells of a time format with a number no clock counts to: the reader gives a whole workbook up for one of them.

Such a cell is made text that says what it holds, so that it is told at its address like any other that cannot be read.
"""

from __future__ import annotations

import io
import re
import zipfile

from balance.ingest.number_formats import is_time
from balance.ingest.sandbox.xml_parts import elements

MOST_DAYS = 999_999_999
BUILT_IN = frozenset((*range(14, 23), *range(45, 48)))
STYLES = "xl/styles.xml"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_CELL = re.compile(
    rb"<(?P<ns>(?:\w+:)?)c(?P<attributes>\s[^<>]*?)>(?P<formula><(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>))?\s*"
    rb"<(?:\w+:)?v(?:\s[^<>]*)?>\s*(?P<number>[-+0-9.eE]+)\s*</(?:\w+:)?v>"
)
_TYPE = re.compile(rb"\st\s*=\s*[\"']([^\"']*)[\"']")
_STYLE = re.compile(rb"\ss\s*=\s*[\"'](\d+)[\"']")


def without_endless_times(content: bytes) -> bytes | None:
    """The workbook with every such cell made text; None where it has none."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles = _time_styles(archive)
        changed: dict[str, bytes] = {}
        for entry in archive.infolist():
            if styles and _SHEET.fullmatch(entry.filename):
                before = archive.read(entry)
                after = _CELL.sub(lambda cell: _told(cell, styles), before)
                changed |= {entry.filename: after} if after != before else {}
        return _rewritten(archive, changed) if changed else None


def _time_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """The numbers of the cell styles that show days, times of day or spans of time."""
    if STYLES not in archive.namelist():
        return frozenset()
    formats, cells = set(BUILT_IN), []
    for around, attributes in elements(archive, STYLES, "numFmt", "xf"):
        if "formatCode" in attributes:
            if is_time(attributes["formatCode"]):
                formats.add(int(attributes.get("numFmtId", -1)))
        elif around == "cellXfs":
            cells.append(int(attributes.get("numFmtId", 0)))
    return frozenset(place for place, code in enumerate(cells) if code in formats)


def _told(cell: re.Match[bytes], styles: frozenset[int]) -> bytes:
    attributes = cell["attributes"]
    kind, style = _TYPE.search(attributes), _STYLE.search(attributes)
    number = _number(cell["number"])
    plain = kind is None or kind[1] == b"n"
    if not plain or style is None or int(style[1]) not in styles or number is None or abs(number) < MOST_DAYS:
        return cell[0]
    text = b"##### (" + cell["number"] + b" days)"
    bare = _TYPE.sub(b"", attributes)
    ns = cell["ns"]
    return (
        b"<"
        + ns
        + b"c"
        + bare
        + b' t="str">'
        + (cell["formula"] or b"")
        + b"<"
        + ns
        + b"v>"
        + text
        + b"</"
        + ns
        + b"v>"
    )


def _number(written: bytes) -> float | None:
    try:
        return float(written)
    except ValueError:
        return None


def _rewritten(archive: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as copy:
        for entry in archive.infolist():
            copy.writestr(entry.filename, changed.get(entry.filename) or archive.read(entry))
    return out.getvalue()
