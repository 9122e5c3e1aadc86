"""One value in so many rows that it is probably not meant: incidents all dated on one day, amounts all zero."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from balance.errors import Problem, Severity
from balance.ingest.grid import Mask
from balance.ingest.sheet_values import SheetValues

BULK_SHARE, LEAST_DATED, LEAST_DAYS = 0.4, 20, 4
ZERO_SHARE, LEAST_ZEROS = 0.5, 5
MAY_BE_UNKNOWN = {"initiatives": ("budget", "annual_value"), "incidents": ("loss",)}
TOO_LONG_SHARE, LEAST_SPANS, SLACK = 0.5, 5, 1.05


def mass_problems(values: SheetValues, kept: Mask) -> Iterator[Problem]:
    """What so many accepted rows of one sheet say alike that a person should look."""
    frame = values.frame[kept]
    if values.found.table.name == "incidents":
        yield from _bulk_dated(values, frame)
        yield from _longer_than_open(values, frame)
    for name in MAY_BE_UNKNOWN.get(values.found.table.name, ()):
        if values.found.has(name):
            yield from _zeros(values, frame, name)


def _bulk_dated(values: SheetValues, frame: pd.DataFrame) -> Iterator[Problem]:
    days = frame["opened_at"].dropna().dt.normalize()
    counts = days.value_counts()
    if len(days) < LEAST_DATED or len(counts) < LEAST_DAYS or counts.iloc[0] < BULK_SHARE * len(days):
        return
    found = f"{int(counts.iloc[0])} of {len(days)} rows were opened on {counts.index[0].date().isoformat()}"
    yield _problem(values, "dates-bulk", "warning", "opened_at", found, "incidents spread over their time",
                   "Such a day is often that of a migration: export the date of occurrence, or leave out what was only "
                   "carried over. As it is, all of them count in that quarter.")  # fmt: skip


def _zeros(values: SheetValues, frame: pd.DataFrame, name: str) -> Iterator[Problem]:
    known = frame[name].dropna()
    zeros = int((known == 0).sum())
    if zeros >= LEAST_ZEROS and zeros >= ZERO_SHARE * len(known):
        yield _problem(values, "amounts-zero", "note", name, f"{zeros} of {len(known)} amounts are 0",
                       "an amount, or an empty cell where it is not known",
                       "Nothing was changed: 0 counts as no money at all. Leave the cells empty if the amount is not "
                       "known.")  # fmt: skip


def _longer_than_open(values: SheetValues, frame: pd.DataFrame) -> Iterator[Problem]:
    """Hours of downtime far longer than the incidents were open: probably minutes or seconds."""
    if not values.found.has("downtime_hours"):
        return
    begin = frame["occurred_at"].fillna(frame["opened_at"])
    open_hours = ((frame["resolved_at"] - begin).dt.total_seconds() / 3600).to_numpy(dtype=float)
    down = frame["downtime_hours"].to_numpy(dtype=float)
    both = np.isfinite(open_hours) & (open_hours > 0) & (down > 0)
    longer = both & (down > SLACK * open_hours)
    if both.sum() < LEAST_SPANS or longer.sum() < TOO_LONG_SHARE * both.sum():
        return
    units = ((60.0, "minutes"), (3600.0, "seconds"))
    fitting = [unit for factor, unit in units if (down[both] / factor <= SLACK * open_hours[both]).mean() >= 0.95]
    hint = f"They would fit as {fitting[0]}: name the unit in the header." if fitting else "Check the column."
    found = f"{int(longer.sum())} of {int(both.sum())} rows were down longer than they were open"
    expected = "hours of downtime within the time the incident was open"
    yield _problem(
        values, "downtime-too-long", "warning", "downtime_hours", found, expected, f"Nothing was changed. {hint}"
    )


def _problem(
    values: SheetValues, code: str, severity: Severity, column: str, found: str, expected: str, fix: str
) -> Problem:
    sheet, entry = values.found.sheet, values.found.place(column)
    cell = sheet.cell(values.found.header.row, entry.source.places[0])
    return Problem(code, severity, sheet.file, sheet.name or None, cell, None, column, found, expected, fix)
