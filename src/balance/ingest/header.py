"""Which row of a sheet holds the headers: found by what the schema knows, never assumed.

A header row names at least two known columns. Two rows are read as one header where the two
together name more than either alone, the upper one being spread to the right as merged cells are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from balance.ingest.grid import TEXT, Sheet
from balance.ingest.headers import known_anywhere

FIRST_ROWS = 60
LEAST_KNOWN = 2


@dataclass(frozen=True)
class Header:
    """The header of a sheet: its last row (from 0) and the name of each column, empty where there is none."""

    row: int
    names: tuple[str, ...]


def find_header(sheet: Sheet, wanted_row: int | None = None) -> Header | None:
    """The header of a sheet, or None where no row names enough columns; `wanted_row` is one a person named."""
    if wanted_row is not None:
        row = wanted_row - sheet.first_row - 1
        return Header(row, _names(sheet, row)) if 0 <= row < sheet.rows else None
    rows = np.flatnonzero(~sheet.blank[:FIRST_ROWS])
    best: tuple[int, Header] | None = None
    for row in rows:
        for header in _headers_at(sheet, int(row)):
            known = known_anywhere(tuple(name for name in header.names if name))
            if known >= LEAST_KNOWN and (best is None or known > best[0]):
                best = known, header
    return best[1] if best else None


def has_table(sheet: Sheet) -> bool:
    """Whether a sheet holds something that looks like rows and columns."""
    return sheet.rows - int(sheet.blank.sum()) >= 2 and sum(cells.filled.sum() >= 2 for cells in sheet.columns) >= 2


def _headers_at(sheet: Sheet, row: int) -> list[Header]:
    """The row as a header, and the row with the one below it as one header."""
    single = Header(row, _names(sheet, row))
    if row + 1 >= sheet.rows or sheet.blank[row + 1]:
        return [single]
    below = _names(sheet, row + 1)
    upper = _spread(single.names, below)
    joined = tuple(" ".join(part for part in pair if part) for pair in zip(upper, below, strict=True))
    alone = max(known_anywhere(tuple(filter(None, names))) for names in (single.names, below))
    together = known_anywhere(tuple(filter(None, joined)))
    numbers = sum(int(cells.kind[row + 1] not in (0, TEXT)) for cells in sheet.columns)
    return [single, Header(row + 1, joined)] if together > alone and not numbers else [single]


def _names(sheet: Sheet, row: int) -> tuple[str, ...]:
    return tuple(cells.shown(row).strip() for cells in sheet.columns)


def _spread(upper: tuple[str, ...], below: tuple[str, ...]) -> tuple[str, ...]:
    """The upper names carried to the right over empty cells that have a name beneath, as merged cells look."""
    spread, last = [], ""
    for name, under in zip(upper, below, strict=True):
        last = name or (last if under else "")
        spread.append(last)
    return tuple(spread)
