"""Which rows below the header are data: blank rows, totals, repeated headers and repeats are not.

Every row left out is named in a note. Rows count from 0 within the sheet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from balance.errors import Problem
from balance.ingest.grid import ERROR, TEXT, Cells, Mask, Rows, Sheet
from balance.ingest.recognise import Recognised
from balance.ingest.said import Decision
from balance.ingest.total_rows import summing_rows
from balance.ingest.unit_rows import row_of_units
from balance.ingest.whole_sheet import EVERY_ROW

MOST_LISTED = 10
LEAST_COLUMNS = 4
_LINE = re.compile(r"(?=.*[^\W\d_]{2})\S+(?:\s+\S+)+|(?=.*?[-–—_=*#.]{3})[\W_]++", re.DOTALL)
"""Several words, or a rule drawn with dashes: no id of a row."""


@dataclass(frozen=True)
class Chosen:
    """The rows to read, how many were left out, what is said about them and what was decided."""

    rows: Rows
    read: int
    left_out: int
    totals: Rows
    data: int = 0
    """How many rows were data, before repeats and other reports were left out."""
    problems: tuple[Problem, ...] = ()
    decisions: tuple[Decision, ...] = ()
    days: np.ndarray | None = None
    """Where each dated report becomes a snapshot of its own: the day of every row of the sheet."""


def choose_rows(found: Recognised) -> Chosen:
    """The data rows of a recognised sheet."""
    sheet, first = found.sheet, found.header.row + 1
    last = _last_filled(sheet, first)
    body = np.arange(first, last)
    aside = np.isin(body, sheet.aside)
    blank = ~aside & sheet.blank[first:last]
    summed = summing_rows(found, body)
    total, summary = (~blank & ~aside & rows for rows in (summed.total, summed.other))
    unit_row = row_of_units(found)
    units = ~blank & ~aside & (body == (-1 if unit_row is None else unit_row))
    total, summary = total & ~units, summary & ~units
    header = ~blank & ~aside & ~units & ~total & ~summary & _repeated_headers(found, body)
    lines = ~blank & ~aside & ~units & ~total & ~summary & ~header & _lone_texts(found, body)
    notes = (
        _note(sheet, "rows-blank", body[blank], "blank rows", "Nothing to do."),
        _note(sheet, "row-total", body[total], "a row of totals", "Nothing to do: sums are made from the rows."),
        _note(sheet, "row-summary", body[summary], "a line that sums up or ends a report", "Nothing to do."),
        _note(sheet, "row-header-repeated", body[header], "the headers once more", "Nothing to do."),
        _note(sheet, "row-of-units", body[units], "a row of units", "Nothing to do: each unit counts for its column."),
        _note(sheet, "row-of-text", body[lines], _lines_found(sheet, body[lines]),
              "Nothing to do if it is a title, a page number or a remark."),
    )  # fmt: skip
    kept = body[~(aside | blank | units | total | summary | header | lines)]
    problems = tuple(note for per_kind in notes for note in per_kind)
    return Chosen(kept, len(body), len(body) - len(kept), body[total], len(kept), problems)


def rows_below(found: Recognised) -> int:
    """How many rows a sheet has below its header, to the last that is not empty."""
    first = found.header.row + 1
    return _last_filled(found.sheet, first) - first


def _last_filled(sheet: Sheet, first: int) -> int:
    filled = np.flatnonzero(~sheet.blank)
    return int(filled[-1]) + 1 if len(filled) and filled[-1] >= first else first


def _cells(found: Recognised, place: int) -> Cells:
    return found.sheet.columns[place]


def _repeated_headers(found: Recognised, body: Rows) -> Mask:
    """Rows that repeat the headers over at least half of the mapped columns."""
    same = np.zeros(len(body), dtype=int)
    for entry in found.columns:
        cells = _cells(found, entry.source.places[0])
        if entry.source.header not in cells.texts:
            continue
        code = cells.texts.index(entry.source.header)
        same += (cells.kind[body] == TEXT) & (cells.code[body] == code)
    repeated: Mask = same >= max(2, len(found.columns) / 2)
    return repeated


def _lone_texts(found: Recognised, body: Rows) -> Mask:
    """Rows with one cell of words and nothing else where a table has several columns: titles, pages, remarks."""
    columns = [cells for cells, name in zip(found.sheet.columns, found.header.names, strict=True)
               if not name.startswith(EVERY_ROW)]  # fmt: skip
    filled = np.sum([cells.filled[body] for cells in columns], axis=0)
    alone = filled == 1
    if len(found.columns) < LEAST_COLUMNS or not alone.any():
        return np.zeros(len(body), dtype=bool)
    worded = np.zeros(len(body), dtype=bool)
    for cells in columns:
        texts = np.array([_LINE.fullmatch(text.strip()) is not None for text in cells.texts] or [False])
        worded |= (cells.kind[body] == TEXT) & texts[np.where(cells.code[body] < 0, 0, cells.code[body])]
    lone: Mask = alone & worded
    return lone


def _lines_found(sheet: Sheet, rows: Rows) -> str:
    texts = (next((text for text in sheet.row_texts(int(row)) if text), "") for row in rows[:1])
    return f"a line of text, {next(texts, '')[:60]!r}" if len(rows) == 1 else "lines of text"


def _note(sheet: Sheet, code: str, rows: Rows, what: str, fix: str) -> list[Problem]:
    """One note for each run of rows left out."""
    runs = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1) if len(rows) else []
    notes = []
    for run in runs:
        first, last = sheet.row_number(run[0]), sheet.row_number(run[-1])
        where = f"row {first}" if first == last else f"rows {first} to {last}"
        notes.append(Problem(code, "note", sheet.file, sheet.name or None, sheet.cell(run[0], 0), first,
                             found=f"{what} ({where})", expected="a row of data", fix=fix))  # fmt: skip
    return notes


def choose_once(found: Recognised, chosen: Chosen) -> Chosen:
    """Rows equal in every cell of the sheet are one row; those without an id may well be several."""
    key = found.place(found.table.key)
    ids = _cells(found, key.source.places[0]).take(chosen.rows)
    named: Mask = ids.filled & ~ids.of(ERROR)
    return _identical_once(found, chosen, named) if ids.as_text()[named].duplicated().any() else chosen


def _identical_once(found: Recognised, chosen: Chosen, named: Mask) -> Chosen:
    """Rows with an id that are equal in every cell of the sheet are one row."""
    columns = [values for cells in found.sheet.columns for values in _row_values(cells.take(chosen.rows))]
    again = pd.DataFrame(dict(enumerate(columns))).duplicated().to_numpy() & named
    if not again.any():
        return chosen
    rows = chosen.rows[again]
    shown = ", ".join(str(found.sheet.row_number(row)) for row in rows[:MOST_LISTED])
    more = f" and {len(rows) - MOST_LISTED} more" if len(rows) > MOST_LISTED else ""
    note = Problem(
        "row-repeated", "note", found.sheet.file, found.sheet.name or None, found.sheet.cell(rows[0], 0),
        found.sheet.row_number(rows[0]), found=f"{len(rows)} rows equal to an earlier one (rows {shown}{more})",
        expected="each row once", fix="Nothing to do: one of each is kept.",
    )  # fmt: skip
    return replace(chosen, rows=chosen.rows[~again], left_out=chosen.left_out + len(rows),
                   problems=(*chosen.problems, note))  # fmt: skip


def _row_values(cells: Cells) -> tuple[np.ndarray, np.ndarray]:
    """Two arrays that are equal where two cells are: their kind, and their number or text."""
    text = np.isin(cells.kind, (TEXT, ERROR))
    return cells.kind, np.where(text, cells.code, np.nan_to_num(cells.number))
