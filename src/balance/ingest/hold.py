"""Which rows are accepted and which are held for mending: a required cell, a rate, or a clash of ids.

A held row is kept with its reasons and all its cells as they were.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from balance.errors import Problem
from balance.ingest.currencies import named
from balance.ingest.grid import Mask
from balance.ingest.money import Converted, rate_missing
from balance.ingest.problems import cell_address
from balance.ingest.readings import Reading
from balance.ingest.sheet_values import SheetValues
from balance.schema import Column, Table

HELD_COLUMNS = ("table", "file", "sheet", "row", "reasons", "cells")
NO_PLAN_NEEDED = ("idea", "approved", "done", "cancelled")


@dataclass
class Verdict:
    """The reasons by which rows of one sheet are held, collected check by check."""

    reasons: dict[int, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    repeated: set[int] = field(default_factory=set)

    def hold(self, row: int, reason: str) -> None:
        """Hold a row for one more reason."""
        self.reasons.setdefault(row, []).append(reason)


def judge(converted: Converted, reporting: str) -> Verdict:
    """The rows of one sheet that cannot be used alone: required cells and rates."""
    values, verdict = converted.values, Verdict()
    frame = values.frame
    for column in values.found.table.required:
        _require(values, frame, column, verdict)
    for name, where in converted.without_rate.items():
        entry = values.found.place(name if values.found.has(name) else "loss")
        marks = values.readings[name].currency
        for row in map(int, np.flatnonzero(where)):
            currency = named("" if marks is None else str(marks[row]), reporting)
            verdict.hold(row, f"{name}: no exchange rate for {currency}")
            verdict.problems.append(rate_missing(values, name, row, currency, cell_address(values, entry, row)))
    return verdict


def _require(values: SheetValues, frame: pd.DataFrame, column: Column, verdict: Verdict) -> None:
    reading, entry = values.readings[column.name], values.found.place(column.name)
    unreadable = reading.unreadable
    absent = frame[column.name].isna().to_numpy() & ~unreadable & ~_asked(reading)
    absent &= ~_may_lack(values, frame, column)
    sheet = values.found.sheet
    for row in map(int, np.flatnonzero(unreadable)):
        verdict.hold(row, f"{column.name}: cannot be read: {values.cells[column.name].shown(row)[:80]!r}")
    for row in map(int, np.flatnonzero(absent)):
        found = values.cells[column.name].shown(row)[:200] or "an empty cell"
        verdict.hold(row, f"{column.name}: missing")
        verdict.problems.append(Problem(
            "required-missing", "error", sheet.file, sheet.name or None, cell_address(values, entry, row),
            sheet.row_number(values.rows[row]), column.name, found, f"a value: {column.meaning.lower()}",
            "Fill the cell and load the file again; the row is held until then.",
        ))  # fmt: skip


def _asked(reading: Reading) -> Mask:
    return reading.asked if reading.asked is not None else np.zeros(len(reading.values), dtype=bool)


def _may_lack(values: SheetValues, frame: pd.DataFrame, column: Column) -> Mask:
    """An initiative needs no planned finish unless it is under way with no forecast either."""
    if column.name != "finish_planned":
        return np.zeros(len(frame), dtype=bool)
    settled = frame["stage"].isin(NO_PLAN_NEEDED).to_numpy(dtype=bool, na_value=False)
    waiting = values.readings.get("finish_forecast")
    asked = _asked(waiting) if waiting is not None else np.zeros(len(frame), dtype=bool)
    return settled | _asked(values.readings["stage"]) | frame["finish_forecast"].notna().to_numpy() | asked


def find_clashes(table: Table, sheets: Sequence[SheetValues], verdicts: Sequence[Verdict]) -> None:
    """Rows of one id across all sheets of a table: the same content is kept once, different content is held."""
    ids = pd.concat(
        [
            _keyed(number, sheet, verdict, table)
            for number, (sheet, verdict) in enumerate(zip(sheets, verdicts, strict=True))
        ]
    )
    twice = ids[ids["id"].duplicated(keep=False)]
    if twice.empty:
        return
    contents = [pd.util.hash_pandas_object(sheet.frame, index=False).to_numpy() for sheet in sheets]
    for name, group in twice.groupby("id", sort=False):
        rows = [(int(sheet), int(row)) for sheet, row in zip(group["sheet"], group["row"], strict=True)]
        if len({contents[sheet][row] for sheet, row in rows}) == 1:
            _keep_first(sheets, verdicts, rows)
        else:
            _hold_all(str(name), table, sheets, verdicts, rows)


def _keyed(number: int, sheet: SheetValues, verdict: Verdict, table: Table) -> pd.DataFrame:
    ids = sheet.readings[table.key].values
    frame = pd.DataFrame({"id": ids, "sheet": number, "row": np.arange(len(ids))})
    return frame[frame["id"].notna() & ~frame["row"].isin(list(verdict.reasons))]


def _keep_first(sheets: Sequence[SheetValues], verdicts: Sequence[Verdict], rows: list[tuple[int, int]]) -> None:
    first = _where(sheets, rows[0])
    for sheet, row in rows[1:]:
        found = sheets[sheet].found.sheet
        verdicts[sheet].repeated.add(row)
        verdicts[sheet].problems.append(Problem(
            "row-repeated", "note", found.file, found.name or None, found.cell(sheets[sheet].rows[row], 0),
            found.row_number(sheets[sheet].rows[row]), found=f"the same content as {first}", expected="each row once",
            fix="Nothing to do: one of them is kept.",
        ))  # fmt: skip


def _hold_all(
    name: str, table: Table, sheets: Sequence[SheetValues], verdicts: Sequence[Verdict], rows: list[tuple[int, int]]
) -> None:
    places = [_where(sheets, row) for row in rows]
    for place, (sheet, row) in zip(places, rows, strict=True):
        others = [other for other in places if other != place]
        also = ", ".join(others[:5]) + (f" and {len(others) - 5} more" if len(others) > 5 else "")
        found, entry = sheets[sheet].found.sheet, sheets[sheet].found.place(table.key)
        verdicts[sheet].hold(row, f"{table.key}: {name!r} is also used by {also}")
        verdicts[sheet].problems.append(Problem(
            "id-clash", "error", found.file, found.name or None, cell_address(sheets[sheet], entry, row),
            found.row_number(sheets[sheet].rows[row]), table.key, name, f"an id used once; {also} has it too",
            "Correct the id or delete the row that is out of date; all of them are held until then.",
        ))  # fmt: skip


def _where(sheets: Sequence[SheetValues], place: tuple[int, int]) -> str:
    sheet, row = place
    found = sheets[sheet].found.sheet
    return " ".join(
        part for part in (found.file, found.name, f"row {found.row_number(sheets[sheet].rows[row])}") if part
    )


def held_rows(values: SheetValues, verdict: Verdict) -> pd.DataFrame:
    """The held rows of a sheet with their reasons and all their cells as text."""
    found = values.found
    records = []
    for row, reasons in sorted(verdict.reasons.items()):
        texts = found.sheet.row_texts(int(values.rows[row]))
        cells = {name or f"column {place + 1}": text for place, (name, text) in
                 enumerate(zip(found.header.names, texts, strict=True)) if name or text}  # fmt: skip
        records.append((found.table.name, found.sheet.file, found.sheet.name, found.sheet.row_number(values.rows[row]),
                        "; ".join(reasons), json.dumps(cells, ensure_ascii=False)))  # fmt: skip
    return pd.DataFrame(records, columns=list(HELD_COLUMNS))
