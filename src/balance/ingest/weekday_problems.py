"""Weekdays written before dates that are another day's: the date counts, and that one of the two is wrong is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from balance.errors import Problem
from balance.ingest.datetexts import read_date_text
from balance.ingest.grid import TEXT, Rows
from balance.ingest.mapping import Mapped
from balance.ingest.problems import cell_address
from balance.ingest.sheet_values import SheetValues


def weekday_problems(values: SheetValues) -> Iterator[Problem]:
    """One warning for each column of dates in which cells name a weekday that their date is not."""
    for entry in values.found.columns:
        if entry.column.type in ("date", "moment"):
            rows = _wrong(values, entry)
            if len(rows):
                yield _problem(values, entry, rows)


def _wrong(values: SheetValues, entry: Mapped) -> Rows:
    """The rows whose cell names another weekday than that of the day it was read as."""
    cells = values.cells[entry.column.name]
    named = np.array([*map(_weekdays, cells.texts), (-1, -1)], dtype=np.int8)
    if (named < 0).all():
        return np.zeros(0, dtype=np.intp)
    written = named[np.where(cells.of(TEXT), cells.code, len(cells.texts))]
    day = pd.Series(values.frame[entry.column.name]).dt.day_of_week.fillna(-1).to_numpy(dtype=np.int64)
    other = (written != day[:, None]).all(axis=1)
    return np.flatnonzero((written[:, 0] >= 0) & (day >= 0) & other)


def _weekdays(text: str) -> tuple[int, int]:
    """The first and the last weekday that a text can name, -1 where it names none."""
    days = read_date_text(text).weekdays if text[:1].isalpha() else ()
    return (days[0], days[-1]) if days else (-1, -1)


def _problem(values: SheetValues, entry: Mapped, rows: Rows) -> Problem:
    sheet, first = values.found.sheet, int(rows[0])
    read: date = values.frame[entry.column.name].iloc[first].date()
    counted = "1 cell names" if len(rows) == 1 else f"{len(rows)} cells name"
    return Problem(
        "weekday-wrong", "warning", sheet.file, sheet.name or None, cell_address(values, entry, first),
        sheet.row_number(values.rows[first]), entry.column.name,
        f"{counted} another weekday than that of the date, such as "
        f"{values.cells[entry.column.name].shown(first)[:60]!r}; {read.isoformat()} is a {read:%A}",
        "the weekday of the date", "The date was taken. Check whether its day, month or year is wrong.",
    )  # fmt: skip
