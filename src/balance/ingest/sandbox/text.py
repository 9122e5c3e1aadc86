"""A file of separated values as one sheet: its encoding and its separator are found, not asked for.

Whatever had to be mended or looks wrong is remarked on, as (code, row, count): bytes in two encodings,
NUL bytes, letters of another alphabet. A quote that is not closed is a refusal.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from typing import Any

from balance.ingest.sandbox.encodings import likeliest
from balance.ingest.sandbox.packing import Most, Refused, Sink, pack_sheet
from balance.ingest.sandbox.quotes import refuse_open_quotes

SEPARATORS = (",", ";", "\t", "|")
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
LONGEST_FIELD = 32 * 1024 * 1024
_HINT = re.compile(r'"?sep=([^\w\s"]|\t)"?\r?(?:\n|$)', re.IGNORECASE)
_STRANGE = re.compile("[\x80-\x9f]|[\u00c0-\u00ff]{4}")
_GARBLED = re.compile("\u00c3[\u00a0-\u00bf\u0152-\u0178\u2018-\u2122]|\u00e2\u20ac")
LEAST_STRANGE = 3

Remark = tuple[str, int, int]


def read_text(content: bytes, most: Most, sink: Sink) -> dict[str, Any]:
    """A file of separated values as one sheet, with the encoding and separator it seems to have."""
    text, encoding, remarks = decode(content)
    csv.field_size_limit(LONGEST_FIELD)
    separator = sniff(text)
    rows = rows_of(text, separator, most.rows + 1)
    most.check(len(rows), max(map(len, rows), default=0))
    refuse_open_quotes(text, rows, separator)
    sheet = pack_sheet("", rows, (0, 0), sink)
    return {"sheets": [sheet | {"encoding": encoding, "separator": separator, "hidden": False, "remarks": remarks}]}


def rows_of(text: str, separator: str, most: int) -> list[list[str]]:
    """The rows of a text cut by a separator, and no more than so many."""
    try:
        return list(itertools.islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), most))
    except csv.Error as error:
        if "field limit" in str(error):
            found = f"a cell of more than {LONGEST_FIELD // 1024**2} MB, as a quote makes that is closed nowhere"
            raise Refused("quote-open", found) from error
        raise Refused("unreadable", str(error)) from error


def decode(content: bytes) -> tuple[str, str, list[Remark]]:
    """The text of a file in the first encoding that fits it, and what is to be said of that."""
    text, encoding, remarks = _decoded(content)
    nul = text.count("\0")
    if nul > max(16, len(text) // 1000):
        raise Refused("not-text", "")
    if nul:
        remarks.append(("nul-bytes", text.count("\n", 0, text.find("\0")) + 1, nul))
        text = text.replace("\0", "")
    if encoding in ("cp1252", "latin-1") and not remarks:
        remarks += _counted("encoding-unsure", _STRANGE, text)
    elif encoding.startswith("utf"):
        remarks += _counted("text-garbled", _GARBLED, text)
    return text.replace("\ufeff", "") if "\ufeff" in text else text, encoding, remarks


def _decoded(content: bytes) -> tuple[str, str, list[Remark]]:
    marked = [name for mark, name in MARKS if content.startswith(mark)]
    wide = content[:4096].count(0) > min(len(content), 4096) / 5
    guesses = marked or ([bare_utf16(content)] if wide else ["utf-8"])
    for encoding in guesses:
        try:
            return content.decode(encoding), encoding, []
        except UnicodeDecodeError:
            continue
    if wide or marked[:1] == ["utf-16"]:
        raise Refused("not-text", "")
    return _decoded_by_line(content)


def _decoded_by_line(content: bytes) -> tuple[str, str, list[Remark]]:
    """Bytes that are no UTF-8 as a whole: the encoding in which they are words, or line by line where both occur."""
    lines = content.removeprefix(MARKS[0][0]).splitlines(keepends=True)
    texts = [_utf8(line) for line in lines]
    other = [number for number, text in enumerate(texts) if text is None]
    if not any(text is not None and not text.isascii() for text in texts):
        likely, sure = likeliest(content)
        unsure = [] if sure else [("encoding-unsure", other[0] + 1, len(other))]
        for encoding in dict.fromkeys((likely, "cp1252", "latin-1")):
            try:
                return content.decode(encoding), encoding, unsure
            except UnicodeDecodeError:
                continue
    whole = "".join(lines[n].decode("cp1252", "replace") if text is None else text for n, text in enumerate(texts))
    return whole, "utf-8", [("encoding-mixed", other[0] + 1, len(other))]


def _utf8(line: bytes) -> str | None:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return None


def _counted(code: str, pattern: re.Pattern[str], text: str) -> list[Remark]:
    first = pattern.search(text)
    if first is None:
        return []
    count = sum(1 for _ in itertools.islice(pattern.finditer(text), 10_000))
    return [(code, text.count("\n", 0, first.start()) + 1, count)] if count >= LEAST_STRANGE else []


def bare_utf16(content: bytes) -> str:
    """Which UTF-16 a text without a mark is most likely in."""
    head = content[:4096]
    return "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"


def sniff(text: str) -> str:
    """The separator the first line names, else the one that cuts the first rows into most equal numbers of fields."""
    hint = _HINT.match(text)
    if hint:
        return hint[1]
    sample = text[:65536]
    if len(sample) < len(text):
        sample = sample.rsplit("\n", 1)[0]
    return max(SEPARATORS, key=lambda separator: regularity(sample, separator))


def regularity(sample: str, separator: str) -> float:
    """Share of rows with the commonest width above one, more columns counting for more."""
    try:
        rows = list(itertools.islice(csv.reader(io.StringIO(sample, newline=""), delimiter=separator), 200))
    except csv.Error:
        return 0.0
    widths = [len(row) for row in rows if len(row) > 1]
    if not widths:
        return 0.0
    common = max(set(widths), key=widths.count)
    return widths.count(common) / max(1, sum(map(bool, rows))) * (1 - 1 / common)
