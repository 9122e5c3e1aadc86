"""Marks of currency that contradict each other: cell against header, cell against the row's own column of currency."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from balance.errors import Problem
from balance.ingest.currencies import named
from balance.ingest.grid import Mask
from balance.ingest.headers import header_currency
from balance.ingest.problems import cell_address
from balance.ingest.row_currency import row_currency
from balance.ingest.sheet_values import SheetValues


def currency_problems(values: SheetValues, reporting: str) -> Iterator[Problem]:
    """One warning for each money column and kind of contradiction; the mark of the cell counts, then the header."""
    for entry in values.found.columns:
        reading = values.readings[entry.column.name]
        if entry.column.type != "money" or reading.currency is None:
            continue
        header = header_currency(entry.source.header)
        stated = row_currency(values.found, values.rows, entry)
        if header is None and stated is None:
            continue
        used = _named(reading.currency, reporting)
        if header is not None:
            yield from _told(values, entry.column.name, used, named(header, reporting), "the header")
        if stated is not None:
            theirs = _named(stated.marks, reporting)
            yield from _told(values, entry.column.name, used, theirs, f"the column {stated.header!r}")


def _named(marks: np.ndarray, reporting: str) -> np.ndarray:
    """The codes of the marks; a column holds few distinct ones."""
    code, kinds = pd.factorize(marks)
    names = [named(mark, reporting) if isinstance(mark, str) else None for mark in kinds]
    return np.array([*names, None], dtype=object)[code]


def _told(values: SheetValues, name: str, used: np.ndarray, says: str | np.ndarray, who: str) -> Iterator[Problem]:
    other = np.full(len(used), says, dtype=object) if isinstance(says, str) else says
    where: Mask = pd.notna(used) & pd.notna(other) & (used != other)
    rows = np.flatnonzero(where & values.cells[name].filled)
    if not len(rows):
        return
    sheet, entry, first = values.found.sheet, values.found.place(name), int(rows[0])
    count = "1 cell is" if len(rows) == 1 else f"{len(rows)} cells are"
    yield Problem(
        "currency-contradicts", "warning", sheet.file, sheet.name or None, cell_address(values, entry, first),
        sheet.row_number(values.rows[first]), name,
        f"{count} read as {used[first]} while {who} says {other[first]}, such as "
        f"{values.cells[name].shown(first)[:60]!r}",
        "one currency; the mark in the cell counts, then the header, then a column of currencies",
        "Correct whichever is wrong, or state the currency of the column in a mapping file.",
    )  # fmt: skip
