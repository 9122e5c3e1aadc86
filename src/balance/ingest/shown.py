"""What a person is shown of a sheet: its first rows, and of each header a few cells as found and as understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from balance.ingest.grid import Cells, Rows, Sheet
from balance.ingest.recognise import Recognised
from balance.ingest.sheet_values import SheetValues

EXAMPLES = 3
FIRST_ROWS = 5
ROWS_ABOVE = 2
MOST_COLUMNS = 30
LONGEST_CELL = 80
LOOKED_THROUGH = 5_000


@dataclass(frozen=True)
class HeaderSeen:
    """One header with a few different cells under it: as they stand, and what they were understood as.

    `understood` is empty where no column is read from the header; None in it is a missing value.
    """

    header: str
    found: tuple[str, ...] = ()
    understood: tuple[Any, ...] = ()


@dataclass(frozen=True)
class SheetSeen:
    """The first rows of a sheet by their number, how many columns it has, and its headers in order."""

    rows: tuple[tuple[int, tuple[str, ...]], ...] = ()
    columns: int = 0
    headers: tuple[HeaderSeen, ...] = ()
    missing: tuple[str, ...] = ()
    """Required columns of its table that no header was taken for."""
    part: str = ""
    """Which part of a sheet that holds several tables; empty for a whole sheet."""
    candidates: tuple[int, ...] = ()
    """Numbers of the first rows that hold anything, any of which may be the header."""


def look_at(found: Recognised, values: SheetValues | None) -> SheetSeen:
    """What to show of one sheet, read or not."""
    sheet = found.sheet
    filled = np.flatnonzero(~sheet.blank[: 10 * ROWS_ABOVE + 40])[:20]
    return SheetSeen(
        rows=tuple((sheet.row_number(row), _row(sheet, row)) for row in _first_rows(found, filled)),
        columns=len(sheet.columns),
        headers=_headers(found, values) if found.header_found else (),
        missing=found.missing,
        part=sheet.part,
        candidates=tuple(sheet.row_number(row) for row in filled),
    )


def _first_rows(found: Recognised, filled: Rows) -> Sequence[int]:
    """The header with what stands just above it and the first rows below; without one, the first rows."""
    if found.header_found is None or found.header.row < 0:
        return [int(row) for row in filled[: FIRST_ROWS + 1]]
    at = found.header.row
    above = [int(row) for row in filled if at - ROWS_ABOVE <= row < at]
    below = np.flatnonzero(~found.sheet.blank[at + 1 : at + 200])[:FIRST_ROWS] + at + 1
    return [*above, at, *map(int, below)]


def _row(sheet: Sheet, row: int) -> tuple[str, ...]:
    return tuple(cells.shown(row)[:LONGEST_CELL] for cells in sheet.columns[:MOST_COLUMNS])


def _headers(found: Recognised, values: SheetValues | None) -> tuple[HeaderSeen, ...]:
    taken = {entry.source.header: entry.column.name for entry in found.columns}
    body = np.arange(found.header.row + 1, found.sheet.rows)[:LOOKED_THROUGH]
    seen: dict[str, HeaderSeen] = {}
    for place, header in enumerate(found.header.names):
        if header and header not in seen:
            column = taken.get(header)
            read = values is not None and column in values.cells
            seen[header] = (
                _understood(header, values, str(column))
                if values is not None and read
                else _as_found(header, found.sheet.columns[place].take(body))
            )
    return tuple(seen.values())


def _as_found(header: str, cells: Cells) -> HeaderSeen:
    return HeaderSeen(header, tuple(cells.shown(row)[:LONGEST_CELL] for row in _different(cells)))


def _understood(header: str, values: SheetValues, column: str) -> HeaderSeen:
    cells = values.cells[column]
    rows = _different(cells)
    read = values.frame[column].iloc[rows].tolist()
    return HeaderSeen(
        header,
        tuple(cells.shown(row)[:LONGEST_CELL] for row in rows),
        tuple(None if pd.isna(value) else value for value in read),
    )


def _different(cells: Cells) -> list[int]:
    """The first rows with different content."""
    rows: list[int] = []
    shown: set[str] = set()
    for row in np.flatnonzero(cells.filled[:LOOKED_THROUGH])[: 20 * EXAMPLES]:
        text = cells.shown(int(row))
        if text not in shown and len(rows) < EXAMPLES:
            shown.add(text)
            rows.append(int(row))
    return rows
