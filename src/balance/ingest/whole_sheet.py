"""A required column that a file lacks: another of its headers, or one value stated for every row of the sheet.

What is stated for every row becomes a column behind the last one of the sheet, so that all that follows reads it like
any other; its header says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from balance.ingest.grid import EMPTY, TEXT, Cells, Sheet
from balance.ingest.header import Header
from balance.ingest.said import SheetSaid
from balance.schema import Column, Table

EVERY_ROW = "every row: "
EMPTY_WORD = "empty"
STATED_CLASS = "unclassified"


def missing_key(table: Table, column: Column) -> str:
    """The key of the question about a required column that no header names."""
    return f"missing:{table.name}.{column.name}"


def statements(column: Column) -> tuple[str, ...]:
    """What may be stated for every row where a file lacks the column."""
    if column.type == "choice":
        return tuple(EVERY_ROW + choice for choice in column.choices)
    if column.name == "class":
        return (EVERY_ROW + STATED_CLASS,)
    return (EVERY_ROW + EMPTY_WORD,) if column.name == "finish_planned" else ()


def stated(table: Table, said: SheetSaid) -> dict[str, str]:
    """Required column -> what is stated for every row, by an answer, a mapping file or for an earlier load."""
    told = {str(column): header for header, column in said.part("columns").items() if header.startswith(EVERY_ROW)}
    answered = {column.name: said.answers.get(missing_key(table, column), "") for column in table.required}
    found = told | {name: text for name, text in answered.items() if text.startswith(EVERY_ROW)}
    return {
        column.name: found[column.name].removeprefix(EVERY_ROW).strip()
        for column in table.required
        if column.name in found and _sensible(column, found[column.name].removeprefix(EVERY_ROW).strip())
    }


def _sensible(column: Column, text: str) -> bool:
    if column.type == "choice":
        return text in column.choices
    return text == EMPTY_WORD if column.name == "finish_planned" else column.name == "class" and text != ""


def with_stated(sheet: Sheet, header: Header, texts: Iterable[str]) -> tuple[Sheet, Header]:
    """The sheet and its header with a column for each text stated for every row."""
    for text in texts:
        if EVERY_ROW + text not in header.names:
            sheet, header = _appended(sheet, header, text)
    return sheet, header


def _appended(sheet: Sheet, header: Header, text: str) -> tuple[Sheet, Header]:
    kind = np.where(sheet.blank, np.uint8(EMPTY), np.uint8(EMPTY if text == EMPTY_WORD else TEXT))
    code = np.where(kind == TEXT, 0, -1).astype(np.int32)
    cells = Cells(kind, np.full(sheet.rows, np.nan), code, (text,))
    name = EVERY_ROW + text
    also = (*header.also, name) if header.also else ()
    return replace(sheet, columns=(*sheet.columns, cells)), replace(header, names=(*header.names, name), also=also)
