"""Which row of a sheet holds the headers: found by what the schema knows, never assumed.

A header row names at least two known columns. Two rows are read as one header where the two
together name more than either alone, the upper one being spread to the right as merged cells are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from balance.ingest.grid import EMPTY, TEXT, Sheet
from balance.ingest.headers import known_anywhere

FIRST_ROWS = 60
LEAST_KNOWN = 2
SURELY_KNOWN = 3
ROWS_BEYOND = 12
"""How far below a good header a better one is looked for."""
NO_HEADER = "none"
"""The answer that a sheet has no header: its columns are then called Column A, Column B and so on."""
NO_ROW = -1


@dataclass(frozen=True)
class Header:
    """The header of a sheet: its last row (from 0) and the name of each column, empty where there is none.

    `also` are other names of a column, one of the two lines of a header alone. `row` is `NO_ROW` where there is none.
    """

    row: int
    names: tuple[str, ...]
    also: tuple[str, ...] = ()

    def spellings(self) -> Iterable[tuple[str, ...]]:
        """Every name of each column, the whole one first."""
        return zip(self.names, self.also, strict=True) if self.also else ((name,) for name in self.names)


def find_header(sheet: Sheet, wanted_row: int | str | None = None, told: frozenset[str] = frozenset()) -> Header | None:
    """The header of a sheet, or None where no row names enough columns.

    `wanted_row` is a row a person named, or `NO_HEADER`; `told` the headers a mapping file names.
    """
    if wanted_row == NO_HEADER:
        return Header(NO_ROW, tuple(f"Column {_letters(sheet, place)}" for place in range(len(sheet.columns))))
    if isinstance(wanted_row, int):
        return _wanted(sheet, wanted_row - sheet.first_row - 1, told)
    return _found(sheet, told)


def usual_header(sheet: Sheet, usual_row: int, told: frozenset[str]) -> Header | None:
    """The header at the row a mapping file names, unless another row names more columns: titles come and go."""
    usual, found = _wanted(sheet, usual_row - sheet.first_row - 1, told), _found(sheet, told)
    return max((header for header in (usual, found) if header), key=lambda header: _known(header, told), default=None)


def _found(sheet: Sheet, told: frozenset[str]) -> Header | None:
    """The row that names most columns, of those at the top of the sheet."""
    best: tuple[int, Header] | None = None
    above: tuple[str, ...] | None = None
    for row in range(min(FIRST_ROWS, sheet.rows)):
        if best is not None and best[0] >= SURELY_KNOWN and row > best[1].row + ROWS_BEYOND:
            break
        names = None if sheet.blank[row] else _names(sheet, row)
        for header in _headers_at(sheet, row, above, names):
            known = _known(header, told)
            if known >= LEAST_KNOWN and (best is None or known > best[0]) and not _is_data(sheet, header, known):
                best = known, header
        above = names
    return best[1] if best else None


def _wanted(sheet: Sheet, row: int, told: frozenset[str]) -> Header | None:
    """The header that ends on a row a person named: that row, or it and the one above where they name more together."""
    if not 0 <= row < sheet.rows or sheet.blank[row]:
        return None
    above = _names(sheet, row - 1) if row and not sheet.blank[row - 1] else None
    return max(_headers_at(sheet, row, above, _names(sheet, row)), key=lambda header: _known(header, told))


def _known(header: Header, told: frozenset[str]) -> int:
    return max(known_anywhere(header.spellings()), len(told.intersection(header.names)))


def _is_data(sheet: Sheet, header: Header, known: int) -> bool:
    """Whether a row that names few columns is one of data: most of it is unknown, or it holds numbers and dates."""
    filled = sum(name != "" for name in header.names)
    if known >= SURELY_KNOWN:
        return False
    typed = any(cells.kind[header.row] not in (EMPTY, TEXT) for cells in sheet.columns)
    numbered = sum(any(char.isdigit() for char in name) for name in header.names)
    return filled > 3 * known or typed or 2 * numbered >= filled


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
    joined = Header(row, tuple(" ".join(part for part in pair if part) for pair in pairs), names)
    alone = max(known_anywhere(names), known_anywhere(above))
    return [single, joined] if known_anywhere(joined.spellings()) > alone else [single]


def _names(sheet: Sheet, row: int) -> tuple[str, ...]:
    return tuple(cells.shown(row).strip() for cells in sheet.columns)


def _spread(upper: tuple[str, ...], below: tuple[str, ...]) -> tuple[str, ...]:
    """The upper names carried to the right over empty cells that have a name beneath, as merged cells look."""
    spread, last = [], ""
    for name, under in zip(upper, below, strict=True):
        last = name or (last if under else "")
        spread.append(last)
    return tuple(spread)


def _letters(sheet: Sheet, place: int) -> str:
    return sheet.cell(0, place).rstrip("0123456789")
