"""How like a header is to the names of a column, in 0..100."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from balance.ingest.headers import words
from balance.schema import Column, Table

SURE, ALIKE = 94.0, 84.0
NEAR_NAMES = 8
QUALIFIERS = frozenset(
    ("actual", "planned", "forecast", "projected", "expected", "baseline", "approved", "revised", "estimated", "low",
     "high", "minimum", "maximum", "net", "gross", "start", "end", "begin", "finish", "real", "ist", "soll", "plan",
     "reel", "prevu", "prevue", "debut", "fin", "inicio", "planificado", "planificada", "planejado", "beginn", "ende",
     "geplant", "geplantes", "tatsachliches")
)  # fmt: skip
"""However alike, names that differ in one of these words mean different things."""


@cache
def _names(table: Table) -> dict[str, str]:
    """The words of each name and synonym -> the column they stand for; a name of several columns is left aside."""
    found: dict[str, set[str]] = {}
    for column in table.columns:
        for name in (column.name, *column.synonyms):
            found.setdefault(words(name), set()).add(column.name)
    return {name: next(iter(columns)) for name, columns in found.items() if len(columns) == 1 and name}


def likest(header: str, table: Table, free: Sequence[Column]) -> tuple[Column | None, float]:
    """The free column whose name or synonym is most like the header, with the likeness in 0..100."""
    from rapidfuzz import fuzz, process  # 2 MB, and only who reads a file needs them

    mine = words(header)
    columns = {column.name: column for column in free}
    if not 3 <= len(mine) <= 60:
        return None, 0.0
    near = process.extract(
        mine, _names(table).keys(), scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE, limit=NEAR_NAMES
    )
    for name, score, _ in near:
        column = columns.get(_names(table)[name])
        mine_only, its_only = _qualifiers(mine) - _qualifiers(name), _qualifiers(name) - _qualifiers(mine)
        if column is not None and not (mine_only and its_only):
            return column, min(float(score), ALIKE) if mine_only or its_only else float(score)
    return None, 0.0


def _qualifiers(name: str) -> frozenset[str]:
    """The words that tell a plan from a forecast from what happened."""
    return QUALIFIERS.intersection(name.split())
