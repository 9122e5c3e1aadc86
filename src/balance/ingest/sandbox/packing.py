"""Cells as buffers: how the child process hands sheets over.

A column is sent as numbers (`d`: float64), kinds of cell (`k`: one byte each, absent where all are
the same) and text (`c`: int32 indices into `texts`). Instants are seconds since 1970-01-01.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import math
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import is_, sub, truediv
from typing import Any, NamedTuple

EMPTY, TEXT, NUMBER, MOMENT, FLAG, SPAN = range(6)
KINDS: dict[type, int] = {
    str: TEXT, float: NUMBER, int: NUMBER, bool: FLAG,
    dt.datetime: MOMENT, dt.date: MOMENT, dt.time: SPAN, dt.timedelta: SPAN,
}  # fmt: skip
EPOCH, EPOCH_DAY, SECOND = dt.datetime(1970, 1, 1), dt.date(1970, 1, 1).toordinal(), dt.timedelta(seconds=1)


def _instants(cells: Iterable[Any]) -> Iterator[float]:
    naive = (cell.replace(tzinfo=None) if cell.tzinfo else cell for cell in cells)
    return map(truediv, map(sub, naive, itertools.repeat(EPOCH)), itertools.repeat(SECOND))


NUMBERS: dict[type, Callable[[Iterable[Any]], Iterator[float]]] = {
    str: lambda _: itertools.repeat(math.nan), float: iter, int: lambda cells: map(float, cells),
    bool: lambda cells: map(float, cells), dt.datetime: _instants,
    dt.date: lambda cells: ((v.toordinal() - EPOCH_DAY) * 86400.0 for v in cells),
    dt.time: lambda cells: (v.hour * 3600.0 + v.minute * 60 + v.second for v in cells),
    dt.timedelta: lambda cells: (v / SECOND for v in cells),
}  # fmt: skip
"""The numbers of cells of one type, in their order."""


class Refused(Exception):
    """The file cannot be read: the code of the problem, what was found, and the line of a text that is to blame."""


class Most(NamedTuple):
    """The largest sheet that is handed over."""

    rows: int
    cells: int
    columns: int = 16_384

    def check(self, rows: int, columns: int) -> None:
        """Refuse a sheet with more rows, columns or cells."""
        if rows > self.rows or columns > self.columns or rows * columns > self.cells:
            raise Refused("too-large", f"{rows:,} rows by {columns:,} columns")


class Sink:
    """Collects buffers and remembers where each begins."""

    def __init__(self, most: int) -> None:
        self.parts: list[bytes] = []
        self.size, self.most = 0, most

    def clear(self) -> None:
        """Forget what was collected."""
        self.parts, self.size = [], 0

    def put(self, data: bytes) -> list[int]:
        """Keep a buffer; returns its place and length."""
        self.size += len(data)
        if self.size > self.most:
            raise Refused("too-large", "more content than can be handed over")
        self.parts.append(data)
        return [self.size - len(data), len(data)]


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
    # each type is turned into numbers in one go, and the cells then take theirs in turn: a third of the time
    of_cells = list(map(type, cells))
    numbers = {one: NUMBERS[one](itertools.compress(cells, map(is_, of_cells, itertools.repeat(one)))) for one in types}
    return array("d", map(next, map(numbers.__getitem__, of_cells))).tobytes()


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


def answer(head: dict[str, Any], sink: Sink) -> None:
    """Write the answer: length, document, buffers."""
    document = json.dumps(head).encode()
    out = sys.stdout.buffer
    out.write(len(document).to_bytes(8, "little"))
    out.write(document)
    for part in sink.parts:
        out.write(part)
    out.flush()
