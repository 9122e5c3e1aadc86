"""Where a sheet speaks of its amounts outside the header: titles, remarks, and a row of units below the header."""

from __future__ import annotations

import numpy as np

from balance.ingest.grid import EMPTY, TEXT, Rows
from balance.ingest.mapping import Mapped
from balance.ingest.recognise import Recognised
from balance.ingest.unit_lines import UnitLine, is_unit, meaning, stated_in, unit_beneath

MOST_LINES, MOST_CELLS = 200, 4


def unit_lines(found: Recognised, rows: Rows) -> tuple[UnitLine, ...]:
    """The lines above the header and between or below the rows that state a unit or a currency, once each."""
    lines: dict[tuple[str, str | None], UnitLine] = {}
    for row in _outside(found, rows):
        for place, cells in enumerate(found.sheet.columns):
            if cells.kind[row] == TEXT:
                for line in stated_in(cells.shown(int(row)), found.sheet.cell(int(row), place)):
                    lines.setdefault(meaning(line.as_header), line)
    return tuple(lines.values())


def _outside(found: Recognised, rows: Rows) -> Rows:
    """Rows with few cells above the header, and with one cell among and below the data but no part of it."""
    sheet, header = found.sheet, found.header.row
    filled = np.sum([cells.filled for cells in sheet.columns], axis=0)
    above = np.flatnonzero((filled[: max(header, 0)] > 0) & (filled[: max(header, 0)] <= MOST_CELLS))
    lone = np.setdiff1d(np.flatnonzero(filled == 1), rows)
    return np.concatenate([above[-MOST_LINES:], lone[lone > header][-MOST_LINES:]])


def row_of_units(found: Recognised) -> int | None:
    """The row directly below the header that names the unit of columns, None where there is none."""
    sheet, row = found.sheet, found.header.row + 1
    if found.header.row < 0 or row >= sheet.rows or sheet.blank[row] or row in sheet.aside:
        return None
    if any(cells.kind[row] not in (EMPTY, TEXT) for cells in sheet.columns):
        return None
    texts = [cells.shown(row).strip() for cells in sheet.columns]
    if not all(unit_beneath(text) for text in texts if text):
        return None
    money = [entry.source.places[0] for entry in found.columns if entry.column.type == "money"]
    return row if any(is_unit(texts[place]) for place in money) else None


def header_with_unit(found: Recognised, entry: Mapped) -> str:
    """The header of a column with the unit that a row of units names beneath it."""
    row = row_of_units(found)
    unit = "" if row is None else unit_beneath(found.sheet.columns[entry.source.places[0]].shown(row))
    return f"{entry.source.header} ({unit})" if unit else entry.source.header
