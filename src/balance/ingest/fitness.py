"""How far the values of a header speak against the column its name stands for: 0 not at all, 1 they cannot be it."""

from __future__ import annotations

from collections.abc import Mapping, Set

from balance.ingest.choices import meaning
from balance.ingest.evidence import (
    are_codes,
    are_places,
    is_health,
    is_yes_no,
    link_misfit,
    one_for_all,
    readable_share,
)
from balance.ingest.grid import MOMENT, NUMBER, Cells
from balance.schema import Column, Table

MOST_STAGES = 30
FOREIGN_VALUES = 3
WORTH_ASKING = 0.6
LINKS = {"initiative_id": "initiatives", "change_id": "changes"}
"""Columns that name rows of another table."""

Known = Mapping[str, Set[str]]
"""The ids of each table that are known from the same upload and from the last snapshot."""


def misfit(table: Table, column: Column, cells: Cells, own_name: bool, known: Known) -> float:
    """How far the values speak against the column; a header with the column's own name is believed sooner."""
    if column.name == "state" and are_places(cells):
        return 1.0
    share, looked_at = readable_share(column, cells)
    if own_name:
        foreign = column.type == "choice" and not column.required and looked_at >= FOREIGN_VALUES and not share
        return 1.0 if foreign or (column.type == "choice" and is_health(cells)) else 0.0
    if column.type == "choice":
        return _choice_misfit(column, cells, share, looked_at)
    if column.type in ("id", "text"):
        return _word_misfit(table, column, cells, known)
    if column.type == "share" and _are_states(table, cells, share if looked_at else 0.0):
        return 1.0
    return 1.0 if looked_at >= FOREIGN_VALUES and share < 0.2 and not column.required else round(1 - share, 1) / 2


def _word_misfit(table: Table, column: Column, cells: Cells, known: Known) -> float:
    linked = LINKS.get(column.name)
    if linked is not None and linked != table.name:
        return link_misfit(cells, linked, known.get(linked, frozenset()))
    if column.name == table.key:
        return _key_misfit(cells)
    if column.name == "name" and column.required:
        return 0.4 if one_for_all(cells) > 0.5 else 0.0
    return 0.0


def _are_states(table: Table, cells: Cells, readable: float) -> bool:
    """Whether a column holds the words of a stage ("Started", "Completed") and not one share."""
    stages = [column for column in table.required if column.type == "choice"]
    texts = [cells.texts[code] for code in cells.used]
    words = sum(any(meaning(stage, text) is not None for stage in stages) for text in texts)
    return not readable and words > 0 and 2 * words >= len(texts) and not cells.of(NUMBER).any()


def _key_misfit(cells: Cells) -> float:
    """An id parts the rows: dates and yes or no cannot; repeats count against it."""
    if cells.filled.any() and (cells.of(MOMENT)[cells.filled].all() or is_yes_no(cells)):
        return 0.5
    return 0.3 if one_for_all(cells) > 0.1 else 0.0


def _choice_misfit(column: Column, cells: Cells, share: float, looked_at: int) -> float:
    if is_health(cells):
        return 1.0
    if column.required:
        if are_codes(column, cells):
            return 0.0
        return 1.0 if not share and len(cells.used) > MOST_STAGES else round(1 - share, 1) / 2
    return 1.0 if looked_at and share < 0.5 else round(1 - share, 1) / 2


def contradicts(table: Table, column: Column, cells: Cells, known: Known) -> bool:
    """Whether no value can be read as the column that an earlier load took the header for."""
    share, looked_at = readable_share(column, cells)
    unreadable = looked_at > 0 and not share and column.type != "choice"
    return unreadable or misfit(table, column, cells, False, known) == 1


def fits(column: Column, cells: Cells, known: Known, table: Table) -> bool:
    """Whether the values can be those of a column whose name a header only resembles."""
    share, looked_at = readable_share(column, cells)
    return (
        share >= WORTH_ASKING
        and (looked_at > 0 or column.type in ("id", "text", "tags"))
        and misfit(table, column, cells, False, known) < 1
    )
