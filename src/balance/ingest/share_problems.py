"""Shares among percents: a 0.45 in a column of 45, 60, 80 was read as 0.45 %, which is hardly what was meant."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from balance.errors import Problem
from balance.ingest.cell_formats import shown_as_percent
from balance.ingest.grid import ERROR, NUMBER, TEXT, Cells, Mask
from balance.ingest.mapping import Mapped
from balance.ingest.number_formats import MOST_DIGITS
from balance.ingest.problems import cell_address, row_runs
from balance.ingest.shares import PERCENTS, all_whole
from balance.ingest.sheet_values import SheetValues

LEAST = 0.01
"""The share that the smallest whole percent is."""
MOST_SHOWN = 120


def share_problems(values: SheetValues) -> Iterator[Problem]:
    """A warning for each column of whole percents, read so by its numbers, in which some lie between 0 and 1."""
    for entry in values.found.columns:
        decisions = values.readings[entry.column.name].decisions
        if any(one.decision == PERCENTS and one.evidence != "as answered" for one in decisions):
            plain, read = _plain(values, entry), values.readings[entry.column.name].values.to_numpy(dtype=float)
            rows = np.flatnonzero(plain & (read > 0) & (read < LEAST))
            if len(rows) and all_whole(100 * read[plain & (read > LEAST)]):
                yield _problem(values, entry, rows)


def _plain(values: SheetValues, entry: Mapped) -> Mask:
    """The cells with neither a percent sign of their own nor a format that shows one."""
    cells = values.cells[entry.column.name]
    plain: Mask = cells.filled & ~_marked(cells) & ~shown_as_percent(cells)
    return plain


def _marked(cells: Cells) -> Mask:
    """Where a person sees a percent sign in the text of a cell, or behind the digits its format shows."""
    texts = np.array([*("%" in text for text in cells.texts), False], dtype=bool)
    code = np.where(np.isin(cells.kind, (TEXT, ERROR)), cells.code, len(cells.texts))
    digits = cells.of(NUMBER) & cells.told(lambda told: "=%" in told.digits)
    whole = (np.trunc(cells.number) == cells.number) & (np.abs(cells.number) < MOST_DIGITS)
    marked: Mask = texts[code] | (digits & whole)
    return marked


def _problem(values: SheetValues, entry: Mapped, rows: np.ndarray) -> Problem:
    sheet, first = values.found.sheet, int(rows[0])
    counted = "1 number lies" if len(rows) == 1 else f"{len(rows)} numbers lie"
    runs = row_runs(values, rows)
    shown, read = values.cells[entry.column.name].shown(first)[:40], values.readings[entry.column.name].values[first]
    return Problem(
        "share-among-percents", "warning", sheet.file, sheet.name or None, cell_address(values, entry, first),
        sheet.row_number(values.rows[first]), entry.column.name,
        f"{counted} between 0 and 1 among whole percents (row {runs[:MOST_SHOWN]}), such as {shown}, read as "
        f"{100 * float(read):.3g} %", "percents throughout, or shares throughout",
        "If a share such as 0.45 was meant, write it as 45 or 45 %.",
    )  # fmt: skip
