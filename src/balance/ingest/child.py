"""The child process that opens an uploaded file: it alone parses what a stranger wrote.

Run as a script with the file on standard input and `KIND MEMORY CPU_SECONDS ROWS CELLS OUTPUT_BYTES SITE`
as arguments. It limits itself before it reads, and answers on standard output with eight bytes of
length, a JSON document of that length, and the buffers the document points into. Only the standard
library and python-calamine are imported, so that it starts in a few hundredths of a second.

A column is sent as numbers (`d`: float64), kinds of cell (`k`: one byte each, absent where all are
the same) and text (`c`: int32 indices into `texts`). Instants are seconds since 1970-01-01.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import gc
import io
import itertools
import json
import math
import sys
from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

EMPTY, TEXT, NUMBER, MOMENT, FLAG, SPAN = range(6)
KINDS: dict[type, int] = {
    str: TEXT, float: NUMBER, int: NUMBER, bool: FLAG,
    dt.datetime: MOMENT, dt.date: MOMENT, dt.time: SPAN, dt.timedelta: SPAN,
}  # fmt: skip
EPOCH, EPOCH_DAY, SECOND = dt.datetime(1970, 1, 1), dt.date(1970, 1, 1).toordinal(), dt.timedelta(seconds=1)
NUMBERS: dict[type, Callable[[Any], float]] = {
    str: lambda _: math.nan, float: lambda v: v, int: float, bool: float,
    dt.datetime: lambda v: (v.replace(tzinfo=None) - EPOCH) / SECOND,
    dt.date: lambda v: (v.toordinal() - EPOCH_DAY) * 86400.0,
    dt.time: lambda v: v.hour * 3600.0 + v.minute * 60 + v.second, dt.timedelta: lambda v: v / SECOND,
}  # fmt: skip
SEPARATORS = (",", ";", "\t", "|")


class Refused(Exception):
    """The file cannot be read; the first argument is the code of the problem."""


class Most(NamedTuple):
    """The largest sheet that is handed over."""

    rows: int
    cells: int

    def check(self, rows: int, columns: int) -> None:
        """Refuse a sheet with more rows or more cells."""
        if rows > self.rows or rows * columns > self.cells:
            raise Refused("too-large", f"{rows:,} rows by {columns:,} columns")


class Sink:
    """Collects buffers and remembers where each begins."""

    def __init__(self, most: int) -> None:
        self.parts: list[bytes] = []
        self.size, self.most = 0, most

    def put(self, data: bytes) -> list[int]:
        """Keep a buffer; returns its place and length."""
        self.size += len(data)
        if self.size > self.most:
            raise Refused("too-large", "more content than can be handed over")
        self.parts.append(data)
        return [self.size - len(data), len(data)]


def limit_self(memory: int, seconds: int) -> None:
    """Take away the right to more memory and time than stated, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the parent's time-out and the pre-flight stand alone
        return
    wanted = {
        resource.RLIMIT_AS: (memory, memory), resource.RLIMIT_CPU: (seconds, seconds + 1),
        resource.RLIMIT_CORE: (0, 0), resource.RLIMIT_FSIZE: (0, 0),
    }  # fmt: skip
    for kind, limit in wanted.items():
        with contextlib.suppress(ValueError, OSError):  # macOS knows the address space limit but may not grant it
            resource.setrlimit(kind, limit)


def pack_column(cells: Sequence[Any], sink: Sink) -> dict[str, Any]:
    """One column as buffers: numbers, kinds and text, each only where it is needed."""
    types = set(map(type, cells))
    if types == {str}:
        return pack_text(cells, sink)
    packed: dict[str, Any] = {"d": sink.put(pack_numbers(cells, types))}
    if len({KINDS[t] for t in types}) == 1:
        return packed | {"kind": KINDS[types.pop()]}
    packed["k"] = sink.put(bytes(map(KINDS.__getitem__, map(type, cells))))
    if str in types:
        packed |= pack_text([cell if type(cell) is str else "" for cell in cells], sink)
    return packed


def pack_numbers(cells: Sequence[Any], types: set[type]) -> bytes:
    """The numbers of a column as float64; NaN where a cell is text."""
    if types <= {float, int, bool}:
        return array("d", cells).tobytes()
    number = NUMBERS
    return array("d", [number[type(cell)](cell) for cell in cells]).tobytes()


def pack_text(cells: Sequence[str], sink: Sink) -> dict[str, Any]:
    """The distinct texts of a column and which cell holds which."""
    index = dict(zip(dict.fromkeys(cells), itertools.count(), strict=False))
    texts = json.dumps(list(index), ensure_ascii=False).encode("utf-8", "replace")
    codes = array("i", map(index.__getitem__, cells)).tobytes()
    return {"texts": sink.put(texts), "c": sink.put(codes)}


def pack_sheet(name: str, rows: Sequence[Sequence[Any]], start: tuple[int, int], sink: Sink) -> dict[str, Any]:
    """One sheet: its name, where its cells begin (from 0) and its columns."""
    columns = [pack_column(cells, sink) for cells in itertools.zip_longest(*rows, fillvalue="")]
    return {"name": name, "row": start[0], "col": start[1], "rows": len(rows), "columns": columns}


def read_workbook(content: bytes, most: Most, sink: Sink) -> Iterable[dict[str, Any]]:
    """Every worksheet of a spreadsheet file."""
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(io.BytesIO(content))
        for meta in book.sheets_metadata:
            if meta.typ == calamine.SheetTypeEnum.WorkSheet:
                packed = read_sheet(book, meta.name, most, sink)
                yield packed | {"hidden": meta.visible != calamine.SheetVisibleEnum.Visible}
    except calamine.PasswordError as error:
        raise Refused("password-protected", "") from error
    except (calamine.CalamineError, ValueError, OverflowError) as error:
        raise Refused("unreadable", str(error)[:300]) from error


def read_sheet(book: CalamineWorkbook, name: str, most: Most, sink: Sink) -> dict[str, Any]:
    """One worksheet, from its first used cell."""
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None:
        return pack_sheet(name, [], (0, 0), sink)
    most.check(sheet.height, sheet.width)
    rows = list(itertools.islice(sheet.iter_rows(), sheet.start[0], None))
    return pack_sheet(name, rows, sheet.start, sink)


def read_text(content: bytes, most: Most, sink: Sink) -> Iterable[dict[str, Any]]:
    """A file of separated values as one sheet, with the encoding and separator it seems to have."""
    text, encoding = decode(content)
    csv.field_size_limit(32 * 1024 * 1024)
    separator = sniff(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise Refused("unreadable", str(error)) from error
    most.check(len(rows), max(map(len, rows), default=0))
    yield pack_sheet("", rows, (0, 0), sink) | {"encoding": encoding, "separator": separator, "hidden": False}


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


def answer(head: dict[str, Any], sink: Sink) -> None:
    """Write the answer: length, document, buffers."""
    document = json.dumps(head).encode()
    out = sys.stdout.buffer
    out.write(len(document).to_bytes(8, "little"))
    out.write(document)
    for part in sink.parts:
        out.write(part)
    out.flush()


def main(arguments: Sequence[str]) -> None:
    """Read the file on standard input and answer, or answer why not."""
    kind, memory, seconds, rows, cells, output, site = arguments
    sys.path.append(site)
    limit_self(int(memory), int(seconds))
    gc.disable()  # millions of cells and no cycles: looking for them doubles the time
    sink = Sink(int(output))
    read = read_text if kind == "text" else read_workbook
    try:
        head: dict[str, Any] = {"sheets": list(read(sys.stdin.buffer.read(), Most(int(rows), int(cells)), sink))}
    except Refused as refusal:
        head = {"refused": refusal.args[0], "because": refusal.args[1]}
    except MemoryError:
        head = {"refused": "too-large", "because": "more memory than allowed"}
    answer(head, Sink(0) if "refused" in head else sink)


if __name__ == "__main__":
    main(sys.argv[1:])
