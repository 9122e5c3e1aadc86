"""Rules between the cells of an accepted row. They warn and never change anything.

Each rule gives a mask of rows and names the column whose cell is shown.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from balance.assumptions import KNOWN, recognised, senseless
from balance.errors import Problem, Severity
from balance.ingest.grid import Mask
from balance.ingest.problems import cell_address
from balance.ingest.sheet_values import SheetValues

MOST_WARNINGS = 200
EXPORT_LIMITS = frozenset({1_000, 5_000, 10_000, 50_000, 65_535, 100_000, 1_048_575})
ORDERED = {
    "initiatives": (("start_planned", "finish_planned"), ("start_actual", "finish_actual")),
    "incidents": (("occurred_at", "resolved_at"), ("opened_at", "resolved_at"), ("detected_at", "resolved_at")),
    "controls": (("requested_on", "in_force_on"),),
}
LOW_HIGH = {
    "incidents": (("loss_low", "loss_high"),),
    "controls": (
        ("frequency_reduction_low", "frequency_reduction_high"),
        ("loss_reduction_low", "loss_reduction_high"),
    ),
    "assumptions": (("low", "high"),),
}
NOT_AFTER_TODAY = {
    "initiatives": ("start_actual", "finish_actual", "last_assessed", "oldest_finding_on"),
    "incidents": ("opened_at", "occurred_at", "detected_at", "resolved_at"),
    "changes": (),
    "controls": ("last_reviewed",),
}


@dataclass(frozen=True)
class Warned:
    """Rows that break one rule."""

    code: str
    column: str
    where: Mask
    expected: str
    fix: str
    severity: Severity = "warning"


def check_rows(values: SheetValues, read: int, data: int, kept: Mask, as_of: date | None) -> Iterator[Problem]:
    """The warnings about the accepted rows of one sheet of which `read` rows were read, `data` of them data."""
    table, frame = values.found.table.name, values.frame
    for warned in (
        *_orders(table, frame),
        *_bounds(table, frame),
        *_futures(table, frame, as_of),
        *_keys(table, frame),
    ):
        yield from _problems(values, warned, kept)
    whole = read if read < 2 * data else data  # where most rows are blank, how far they reach says nothing of an export
    limit = next((count for count in (data, whole, data + 1) if count in EXPORT_LIMITS), None)
    if limit is not None:
        counted = "exactly" if limit != data + 1 else "with the header exactly"
        yield Problem(
            "rows-at-limit", "warning", values.found.sheet.file, values.found.sheet.name or None,
            found=f"{counted} {limit:,} rows", expected="every row of the source",
            fix="Exports are often cut here: compare with the count in the tool, and export in parts if it has more.",
        )  # fmt: skip


def _orders(table: str, frame: pd.DataFrame) -> Iterator[Warned]:
    for first, last in ORDERED.get(table, ()):
        where = (frame[first] > frame[last]).to_numpy(dtype=bool, na_value=False)
        yield Warned("dates-out-of-order", last, where, f"a date not before {first}", "Check both dates of the row.")


def _bounds(table: str, frame: pd.DataFrame) -> Iterator[Warned]:
    for low, high in LOW_HIGH.get(table, ()):
        where = (frame[low] > frame[high]).to_numpy(dtype=bool, na_value=False)
        yield Warned("low-over-high", high, where, f"a value not under {low}", "Check both values of the row.")


def _futures(table: str, frame: pd.DataFrame, as_of: date | None) -> Iterator[Warned]:
    """What has happened after the date of the upload; while that is not said, after today, for that is surely wrong."""
    end = pd.Timestamp(as_of or date.today()) + pd.Timedelta(days=1)
    for name in NOT_AFTER_TODAY.get(table, ()):
        where = (frame[name] >= end).to_numpy(dtype=bool, na_value=False)
        if as_of is None:
            yield Warned("date-in-future", name, where, "a day not after today", "Check the date.", "note")
        else:
            expected = f"a day not after {as_of.isoformat()}, the date of the upload"
            yield Warned("date-after-as-of", name, where, expected, "Check the date, or the as-of date of the upload.")


def _keys(table: str, frame: pd.DataFrame) -> Iterator[Warned]:
    if table == "assumptions":
        yield from _senseless(frame)
        yield from _unknown(frame["key"])


def _unknown(keys: pd.Series) -> Iterator[Warned]:
    """Keys that nothing uses, with the documented one they look like."""
    alike = [_alike(key) if isinstance(key, str) and not recognised(key) else None for key in keys]
    for name in sorted({name for name in alike if name is not None}):
        where = np.array([one == name for one in alike], dtype=bool)
        yield Warned("assumption-unknown", "key", where, _expected(name),
                     "See the data dictionary for the keys; the row is kept but nothing uses it.")  # fmt: skip


def _expected(name: str) -> str:
    return f"a documented key, such as {name}" if name else "a documented key"


def _alike(key: str) -> str:
    close = difflib.get_close_matches("_".join(key.casefold().split()), KNOWN, n=1, cutoff=0.75)
    return close[0] if close else ""


def _senseless(frame: pd.DataFrame) -> Iterator[Warned]:
    """Values nobody can mean, told by what is expected instead; the row is kept and the default used."""
    expected = [senseless(str(key), value) for key, value in zip(frame["key"], frame["value"], strict=True)]
    for told in sorted({text for text in expected if text is not None}):
        where = np.array([text == told for text in expected], dtype=bool)
        yield Warned("assumption-senseless", "value", where, told, "Correct the value; until then the default is used.")


def _problems(values: SheetValues, warned: Warned, kept: Mask) -> Iterator[Problem]:
    if not values.found.has(warned.column):
        return
    entry, sheet = values.found.place(warned.column), values.found.sheet
    rows = np.flatnonzero(warned.where & kept)
    for row in rows[:MOST_WARNINGS]:
        yield Problem(
            warned.code, warned.severity, sheet.file, sheet.name or None, cell_address(values, entry, row),
            sheet.row_number(values.rows[row]), warned.column, values.cells[warned.column].shown(row), warned.expected,
            warned.fix, verbatim=True,
        )  # fmt: skip
    if len(rows) > MOST_WARNINGS:
        more = f"{len(rows) - MOST_WARNINGS} more rows"
        yield Problem(warned.code, warned.severity, sheet.file, sheet.name or None, column=warned.column, found=more,
                      expected=warned.expected, fix=warned.fix)  # fmt: skip
