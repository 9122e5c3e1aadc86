"""A file of separated values as one sheet: its encoding and its separator are found, not asked for."""

from __future__ import annotations

import csv
import io
import itertools
from typing import Any

from balance.ingest.sandbox.packing import Most, Refused, Sink, pack_sheet

SEPARATORS = (",", ";", "\t", "|")


def read_text(content: bytes, most: Most, sink: Sink) -> dict[str, Any]:
    """A file of separated values as one sheet, with the encoding and separator it seems to have."""
    text, encoding = decode(content)
    csv.field_size_limit(32 * 1024 * 1024)
    separator = sniff(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise Refused("unreadable", str(error)) from error
    most.check(len(rows), max(map(len, rows), default=0))
    sheet = pack_sheet("", rows, (0, 0), sink)
    return {"sheets": [sheet | {"encoding": encoding, "separator": separator, "hidden": False}]}


def decode(content: bytes) -> tuple[str, str]:
    """The text of a file in the first encoding that fits it."""
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    marked = [name for mark, name in marks if content.startswith(mark)]
    wide = content[:4096].count(0) > min(len(content), 4096) / 5
    guesses = marked or ([bare_utf16(content)] if wide else ["utf-8", "cp1252", "latin-1"])
    for encoding in guesses:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding
    raise Refused("not-text", "")


def bare_utf16(content: bytes) -> str:
    """Which UTF-16 a text without a mark is most likely in."""
    head = content[:4096]
    return "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"


def sniff(text: str) -> str:
    """The separator that cuts most of the first rows into the same number of fields."""
    hint = text[:8].lower().replace('"', "")
    if hint.startswith("sep=") and len(hint) > 4 and hint[4] in SEPARATORS:
        return hint[4]
    sample = text[:65536]
    if len(sample) < len(text):
        sample = sample.rsplit("\n", 1)[0]
    return max(SEPARATORS, key=lambda separator: regularity(sample, separator))


def regularity(sample: str, separator: str) -> float:
    """Share of rows with the commonest width above one, with wider rows breaking ties."""
    try:
        rows = list(itertools.islice(csv.reader(io.StringIO(sample, newline=""), delimiter=separator), 200))
    except csv.Error:
        return 0.0
    widths = [len(row) for row in rows if len(row) > 1]
    if not widths:
        return 0.0
    common = max(set(widths), key=widths.count)
    return widths.count(common) / max(1, sum(map(bool, rows))) + min(common, 500) / 1000
