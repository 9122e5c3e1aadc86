"""Several tables on one sheet, side by side or one below the other: each is read as a sheet of its own.

Tables below one another are parted where a row of other headers follows a blank row or a title; tables side by side
where an empty column stands between them and each names the columns of another table.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from balance.ingest.grid import TEXT, Rows, Sheet
from balance.ingest.header import SURELY_KNOWN, find_header
from balance.ingest.headers import known_anywhere

MOST_CANDIDATES = 200
LEAST_FILLED = 3


def parts(sheet: Sheet) -> tuple[Sheet, ...]:
    """The tables of a sheet as sheets of their own; the sheet itself where it holds one."""
    if sheet.rows < LEAST_FILLED or not sheet.columns:
        return (sheet,)
    found = [below for beside in _beside(sheet) for below in _below(beside)]
    return (sheet,) if len(found) == 1 else tuple(replace(one, part=_place(one)) for one in found)


def _place(sheet: Sheet) -> str:
    return f"{sheet.cell(0, 0)}:{sheet.cell(sheet.rows - 1, len(sheet.columns) - 1)}"


def _beside(sheet: Sheet) -> list[Sheet]:
    """Blocks of columns parted by empty ones, where each block is a table of another kind."""
    filled = [bool(cells.filled.any()) for cells in sheet.columns]
    if all(filled):
        return [sheet]
    starts = [place for place, here in enumerate(filled) if here and (not place or not filled[place - 1])]
    ends = [next((p for p in range(start, len(filled)) if not filled[p]), len(filled)) for start in starts]
    blocks = [_columns(sheet, start, end) for start, end in zip(starts, ends, strict=True)]
    headers = [find_header(block) for block in blocks]
    known = [known_anywhere(header.spellings()) if header else 0 for header in headers]
    whole = find_header(sheet)
    together = known_anywhere(whole.spellings()) if whole else 0
    several = len(blocks) > 1 and min(known) >= SURELY_KNOWN and sum(known) > together
    return blocks if several else [sheet]


def _columns(sheet: Sheet, start: int, end: int) -> Sheet:
    block = replace(sheet, columns=sheet.columns[start:end], first_column=sheet.first_column + start)
    last = int(np.flatnonzero(~block.blank)[-1]) + 1
    return _rows(block, 0, last)


def _rows(sheet: Sheet, start: int, end: int) -> Sheet:
    rows = np.arange(start, end)
    columns = tuple(cells.take(rows) for cells in sheet.columns)
    aside = tuple(row - start for row in sheet.aside if start <= row < end)
    return replace(sheet, columns=columns, first_row=sheet.first_row + start, aside=aside)


def _below(sheet: Sheet) -> list[Sheet]:
    """Runs of rows, each with headers of its own."""
    candidates = _text_rows(sheet)
    first = find_header(sheet) if len(candidates) else None
    if first is None:
        return [sheet]
    names, starts = frozenset(filter(None, first.names)), [0]
    for row in map(int, candidates[candidates > first.row + 1]):
        mine = [text.strip() for text in sheet.row_texts(row) if text.strip()]
        if 2 * known_anywhere(mine) >= len(mine) and known_anywhere(mine) >= SURELY_KNOWN and not names >= set(mine):
            names = frozenset(mine)
            starts.append(row - _titles(sheet, row))
    ends = [*starts[1:], sheet.rows]
    return [_rows(sheet, start, end) for start, end in zip(starts, ends, strict=True)] if len(starts) > 1 else [sheet]


def _text_rows(sheet: Sheet) -> Rows:
    """Rows of nothing but text that follow a blank row or a lone title."""
    filled, texts = _count(sheet), _count(sheet, TEXT)
    found = (filled >= LEAST_FILLED) & (texts == filled)
    found[1:] &= filled[:-1] <= 1
    found[0] = False
    return np.flatnonzero(found)[:MOST_CANDIDATES]


def _count(sheet: Sheet, kind: int | None = None) -> Rows:
    counts = np.zeros(sheet.rows, dtype=np.intp)
    for cells in sheet.columns:
        counts += cells.filled if kind is None else cells.of(kind)
    return counts


def _titles(sheet: Sheet, row: int) -> int:
    """How many rows above a header belong to it: a lone title."""
    return int(not sheet.blank[row - 1])
