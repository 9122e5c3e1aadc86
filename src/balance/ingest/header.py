"""Which row of a sheet holds the headers: found by what the schema knows, never assumed.

A header row names at least two known columns. Two rows are read as one header where the two
together name more than either alone, the upper one being spread to the right as merged cells are.
"""

from __future__ import annotations

from dataclasses import dataclass

from balance.ingest.grid import EMPTY, TEXT, Sheet
from balance.ingest.headers import known_anywhere

FIRST_ROWS = 60
LEAST_KNOWN = 2


@dataclass(frozen=True)
class Header:
    """The header of a sheet: its last row (from 0) and the name of each column, empty where there is none."""

    row: int
    names: tuple[str, ...]


def find_header(sheet: Sheet, wanted_row: int | None = None, told: frozenset[str] = frozenset()) -> Header | None:
    """The header of a sheet, or None where no row names enough columns.

    `wanted_row` is a row a person named, `told` the headers a mapping file names.
    """
    if wanted_row is not None:
        row = wanted_row - sheet.first_row - 1
        return Header(row, _names(sheet, row)) if 0 <= row < sheet.rows else None
    best: tuple[int, Header] | None = None
    above: tuple[str, ...] | None = None
    for row in range(min(FIRST_ROWS, sheet.rows)):
        names = None if sheet.blank[row] else _names(sheet, row)
        for header in _headers_at(sheet, row, above, names):
            known = max(known_anywhere(header.names), len(told.intersection(header.names)))
            if known >= LEAST_KNOWN and (best is None or known > best[0]):
                best = known, header
        above = names
    return best[1] if best else None


def has_table(sheet: Sheet) -> bool:
    """Whether a sheet holds something that looks like rows and columns."""
    return sheet.rows - int(sheet.blank.sum()) >= 2 and sum(cells.filled.sum() >= 2 for cells in sheet.columns) >= 2


def _headers_at(sheet: Sheet, row: int, above: tuple[str, ...] | None, names: tuple[str, ...] | None) -> list[Header]:
    """The row as a header, and with the row above it as one header of two lines where that names more."""
    if names is None:
        return []
    single = Header(row, names)
    if above is None or any(cells.kind[row] not in (EMPTY, TEXT) for cells in sheet.columns):
        return [single]
    pairs = zip(_spread(above, names), names, strict=True)
    joined = tuple(" ".join(part for part in pair if part) for pair in pairs)
    together, alone = known_anywhere(joined), max(known_anywhere(names), known_anywhere(above))
    return [single, Header(row, joined)] if together > alone else [single]


def _names(sheet: Sheet, row: int) -> tuple[str, ...]:
    return tuple(cells.shown(row).strip() for cells in sheet.columns)


def _spread(upper: tuple[str, ...], below: tuple[str, ...]) -> tuple[str, ...]:
    """The upper names carried to the right over empty cells that have a name beneath, as merged cells look."""
    spread, last = [], ""
    for name, under in zip(upper, below, strict=True):
        last = name or (last if under else "")
        spread.append(last)
    return tuple(spread)
