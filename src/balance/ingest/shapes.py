"""The shape of a sheet that is no plain table: on its side, or a pivot."""

from __future__ import annotations

from balance.ingest.grid import Sheet
from balance.ingest.headers import known_anywhere, squash

FIRST_COLUMN_KNOWN = 3
MOST_ROWS_ACROSS = 200
LOOKED_AT = 12
_PIVOT = frozenset(map(squash, (
    "Row Labels", "Column Labels", "Zeilenbeschriftungen", "Spaltenbeschriftungen", "Étiquettes de lignes",
    "Étiquettes de colonnes", "Etiquetas de fila", "Etiquetas de columna", "Rótulos de Linha", "Rótulos de Coluna",
)))  # fmt: skip


def is_transposed(sheet: Sheet) -> bool:
    """Whether a sheet names its columns down its first column, or the one beside it."""
    if len(sheet.columns) < 2 or sheet.rows > MOST_ROWS_ACROSS:
        return False
    named = (known_anywhere(cells.shown(row).strip() for row in range(sheet.rows)) for cells in sheet.columns[:2])
    return max(named) >= FIRST_COLUMN_KNOWN


def is_pivot(sheet: Sheet) -> bool:
    """Whether a sheet is a pivot table as Excel writes it: sums by groups, not rows."""
    texts = (text for row in range(min(sheet.rows, LOOKED_AT)) for text in sheet.row_texts(row)[:LOOKED_AT])
    return any(squash(text) in _PIVOT for text in texts if text)
