"""What a cell can be in a workbook that goes out and comes back: one form for writing it and for comparing it.

A workbook cannot hold every text: control characters, line breaks of two characters and more than
32,767 characters are lost. Both sides are brought into the form that survives before they are compared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from balance.ingest.grid import EMPTY, ERROR, MOMENT, NUMBER, SPAN, TEXT, Cells, Mask, Rows, Sheet

MOST_UNITS = 32_767
"""The longest text of a cell, in the units Excel counts."""
FIRST_MOMENT, LAST_MOMENT = -2_203_891_200.0, 253_402_300_799.0
"""From 1 March 1900 to the end of 9999: days that every spreadsheet program counts alike."""
LONGEST_SPAN = 9_999 * 86_400.0
NEAR, NEAR_SECONDS = 1e-12, 0.01
MOST_TIMES = 3
"""How many programs may have put marks over the marks of another."""

Marks = npt.NDArray[np.uint64]

_BREAKS = re.compile(r"\r\n?")
_LOST = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def plain(text: str) -> str:
    """A text as it survives a workbook.

    >>> plain("a\\r\\nb\\x07")
    'a\\nb�'
    """
    kept = _LOST.sub("\ufffd", _BREAKS.sub("\n", text))
    if len(kept) * 2 <= MOST_UNITS:
        return kept
    return kept.encode("utf-16-le")[: MOST_UNITS * 2].decode("utf-16-le", "ignore")


def compared(text: str) -> str:
    """A text as it is compared: without the marks that programs write for what XML cannot hold.

    >>> compared("a_x000D_\\nb"), compared("_x005F_x0041_")
    ('a\\nb', 'A')
    """
    for _ in range(MOST_TIMES if "_x" in text else 0):
        text = _ESCAPED.sub(lambda mark: chr(int(mark[1], 16)), text)
    return plain(text)


def holdable(cells: Cells) -> Cells:
    """The cells as a workbook can hold them: what it cannot hold as a value of its own is text."""
    number = np.nan_to_num(cells.number, posinf=0, neginf=0)
    odd = cells.of(MOMENT) & ~((number >= FIRST_MOMENT) & (number <= LAST_MOMENT))
    odd |= cells.of(SPAN) & ~((number >= 0) & (number <= LONGEST_SPAN))
    odd |= cells.of(NUMBER) & ~np.isfinite(cells.number)
    texts = [plain(text) for text in cells.texts]
    kind, code = cells.kind.copy(), cells.code.copy()
    kind[cells.of(ERROR)] = TEXT
    for row in np.flatnonzero(odd):
        kind[row], code[row] = TEXT, len(texts)
        texts.append(cells.shown(int(row)))
    return replace(cells, kind=kind, code=code, texts=tuple(texts))


def returned(cells: Cells) -> Cells:
    """The cells of a workbook that came back, in the same form; an error in it stays one."""
    return replace(cells, texts=tuple(plain(text) for text in cells.texts))


def laid_on(sheet: Sheet, frame: Sheet) -> tuple[Cells, ...]:
    """The columns of a sheet that came back, on the rows and columns of the one that went out."""
    return tuple(
        _shifted(sheet.columns[at] if 0 <= at < len(sheet.columns) else None, sheet.first_row - frame.first_row, frame)
        for at in range(
            frame.first_column - sheet.first_column, frame.first_column - sheet.first_column + _width(frame)
        )
    )


def outside(sheet: Sheet, frame: Sheet) -> str:
    """What a sheet that came back holds beyond the rows and columns of the one that went out; empty where nothing."""
    down, right = sheet.first_row - frame.first_row, sheet.first_column - frame.first_column
    for at, cells in enumerate(sheet.columns):
        rows = np.flatnonzero(cells.filled) + down
        if len(rows) and not 0 <= at + right < _width(frame):
            return "columns were added"
        if len(rows) and (rows[0] < 0 or rows[-1] >= frame.rows):
            return "rows were added"
    return ""


def _width(sheet: Sheet) -> int:
    return len(sheet.columns)


def _shifted(cells: Cells | None, down: int, frame: Sheet) -> Cells:
    """One column moved down to its place in the frame, form of what came back."""
    kind, number = np.full(frame.rows, EMPTY, dtype=np.uint8), np.full(frame.rows, np.nan)
    code = np.full(frame.rows, -1, dtype=np.int32)
    if cells is None:
        return Cells(kind, number, code, ())
    held = returned(cells)
    source, target = slice(max(-down, 0), max(frame.rows - down, 0)), max(down, 0)
    count = len(held.kind[source])
    kind[target : target + count], number[target : target + count] = held.kind[source], held.number[source]
    code[target : target + count] = held.code[source]
    return Cells(kind, number, code, held.texts)


def differ(a: Cells, a_rows: Rows, b: Cells, b_rows: Rows) -> Mask:
    """Where the cells of one column are not those of another, row for row."""
    kinds, others = a.kind[a_rows], b.kind[b_rows]
    x, y = a.number[a_rows], b.number[b_rows]
    index: dict[str, int] = {}
    texts, other_texts = _numbered(a, index)[a_rows], _numbered(b, index)[b_rows]
    times = np.isin(kinds, (MOMENT, SPAN))
    near = np.where(times, NEAR_SECONDS, NEAR * np.maximum(np.abs(x), np.abs(y)))
    same = np.where(kinds == TEXT, texts == other_texts, np.abs(x - y) <= near) | (kinds == EMPTY)
    unlike: Mask = (kinds != others) | ~same
    return unlike


def _numbered(cells: Cells, index: dict[str, int]) -> npt.NDArray[np.int64]:
    """Every cell's text as a number that is the same for the same text; -1 where there is none."""
    numbers = np.array([*(index.setdefault(compared(text), len(index)) for text in cells.texts), -1], dtype=np.int64)
    return numbers[cells.code]


def row_marks(one: Sequence[Cells], other: Sequence[Cells]) -> tuple[Marks, Marks]:
    """A number for each row of two tables that is the same where two rows are; 0 for rows without content."""
    marks = tuple(np.zeros(len(table[0]) if table else 0, dtype=np.uint64) for table in (one, other))
    for place, (a, b) in enumerate(zip(one, other, strict=True), start=1):
        index: dict[str, int] = {}
        for mark, cells in zip(marks, (a, b), strict=True):
            mark += _mixed(_content(cells, index) * np.uint64(2 * place + 1))
    return marks[0], marks[1]


def column_marks(one: Sequence[Cells], other: Sequence[Cells]) -> tuple[list[int], list[int]]:
    """A number for each column of two tables that is the same where two columns are; 0 for those without content."""
    index: dict[str, int] = {}
    return [_column_mark(cells, index) for cells in one], [_column_mark(cells, index) for cells in other]


def _column_mark(cells: Cells, index: dict[str, int]) -> int:
    rows = np.arange(1, 2 * len(cells) + 1, 2, dtype=np.uint64)
    return int(_mixed(_content(cells, index) * rows).sum(dtype=np.uint64))


def _content(cells: Cells, index: dict[str, int]) -> Marks:
    """The content of each cell as a number, rounded so far that no spreadsheet program changes it; 0 where empty."""
    rounded = np.where(np.isin(cells.kind, (MOMENT, SPAN)), np.round(cells.number), _significant(cells.number))
    bits = (np.nan_to_num(rounded) + 0.0).view(np.uint64)
    content = np.where(cells.of(TEXT), (_numbered(cells, index) + 1).astype(np.uint64), bits)
    mixed = _mixed(content + cells.kind.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    return np.where(cells.of(EMPTY), np.uint64(0), mixed)


def _significant(number: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    finite = np.where(np.isfinite(number), number, 0.0)
    size = np.where(finite == 0, 1.0, np.abs(finite))
    scale = 10.0 ** np.clip(11 - np.floor(np.log10(size)), -290, 290)
    rounded: npt.NDArray[np.float64] = np.round(finite * scale) / scale
    return rounded


def _mixed(value: Marks) -> Marks:
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))
