"""Which rows are accepted and which are held for mending: a required cell, a rate, or a clash of ids.

A held row is kept with its reasons and all its cells as they were.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from balance import formats
from balance.errors import Problem
from balance.ingest.currencies import named
from balance.ingest.grid import Mask, Rows
from balance.ingest.money import Converted, rate_missing
from balance.ingest.problems import cell_address, row_runs
from balance.ingest.readings import Reading
from balance.ingest.sheet_values import SheetValues
from balance.schema import Column, Table

HELD_COLUMNS = ("table", "file", "sheet", "row", "reasons", "cells")
MEND_REQUIRED = "Fill the cell and load the file again; the row is held until then."
NO_PLAN_NEEDED = ("idea", "approved", "done", "cancelled")
AT_ONCE = 10_000
"""So many held rows are put into words at once: half a million of them as objects would take a third of a gigabyte."""


@dataclass(frozen=True)
class Reason:
    """One reason to hold rows of a sheet: which, and what is said of each, put into words when somebody asks."""

    where: Mask
    tell: Callable[[int], str]


@dataclass
class Verdict:
    """The reasons by which rows of one sheet are held, collected check by check."""

    rows: int
    """How many data rows the sheet has."""
    reasons: list[Reason] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    repeated: Mask = field(init=False)
    """Where a row says what an earlier one says already."""

    def __post_init__(self) -> None:
        self.repeated = np.zeros(self.rows, dtype=bool)

    @property
    def held(self) -> Mask:
        """Where a data row is held, whatever the reason."""
        held = np.zeros(self.rows, dtype=bool)
        for reason in self.reasons:
            held |= reason.where
        return held

    def why(self, row: int) -> str:
        """Every reason by which a row is held."""
        return "; ".join(reason.tell(row) for reason in self.reasons if reason.where[row])


def judge(converted: Converted, reporting: str, most: int) -> Verdict:
    """The rows of one sheet that cannot be used alone; each check tells at most `most` of its cells one by one."""
    values, verdict = converted.values, Verdict(len(converted.values.rows))
    frame = values.frame
    for column in values.found.table.required:
        _require(values, frame, column, verdict, most)
    for name, where in converted.without_rate.items():
        _require_rate(values, name, where, reporting, verdict, most)
    return verdict


def _require_rate(
    values: SheetValues, name: str, where: Mask, reporting: str, verdict: Verdict, most: int
) -> None:  # fmt: skip
    """Hold where money of a column has no exchange rate."""
    marks = values.readings[name].currency

    def currency(row: int) -> str:
        return named("" if marks is None else str(marks[row]), reporting)

    entry = values.found.place(name if values.found.has(name) else "loss")
    verdict.reasons.append(Reason(where, lambda row: f"{name}: no exchange rate for {currency(row)}"))
    for row in map(int, np.flatnonzero(where)[:most]):
        cell = cell_address(values, entry, row)
        verdict.problems.append(rate_missing(values, name, row, currency(row), cell))


def _require(values: SheetValues, frame: pd.DataFrame, column: Column, verdict: Verdict, most: int) -> None:
    reading, entry = values.readings[column.name], values.found.place(column.name)
    unreadable = reading.unreadable
    absent = frame[column.name].isna().to_numpy() & ~unreadable & ~_asked(reading)
    absent &= ~_may_lack(values, frame, column)
    sheet = values.found.sheet
    cells, missing = values.cells[column.name], np.flatnonzero(absent)
    verdict.reasons += (
        Reason(unreadable, lambda row: f"{column.name}: cannot be read: {cells.shown(row)[:80]!r}"),
        Reason(absent, lambda _: f"{column.name}: missing"),
    )
    for row in map(int, missing[:most]):
        found = cells.shown(row)[:200]
        verdict.problems.append(Problem(
            "required-missing", "error", sheet.file, sheet.name or None, cell_address(values, entry, row),
            sheet.row_number(values.rows[row]), column.name, found or "an empty cell",
            f"a value: {column.meaning.lower()}", MEND_REQUIRED, verbatim=bool(found),
        ))  # fmt: skip
    if len(missing) > most:
        verdict.problems.append(Problem(
            "required-missing", "error", sheet.file, sheet.name or None, column=column.name,
            found=f"{len(missing) - most} more cells, in rows {row_runs(values, missing[most:])}",
            expected=f"a value: {column.meaning.lower()}", fix=MEND_REQUIRED,
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


def find_clashes(
    table: Table,
    sheets: Sequence[SheetValues],
    verdicts: Sequence[Verdict],
    days: Sequence[np.ndarray | None],
    most: int,
) -> None:
    """Rows of one id across all sheets of a table: the same content is kept once, different content is held.

    `days` are those each row was reported on: rows of different reports do not clash.
    """
    keyed = [_keyed(number, sheet, verdicts[number], days[number], table) for number, sheet in enumerate(sheets)]
    rows = pd.concat(keyed, ignore_index=True)
    rows = rows[rows["name"].duplicated(keep=False)]
    if rows.empty:
        return
    rows["content"] = np.uint64(0)
    for number, of_sheet in rows.groupby("sheet")["row"]:
        contents = pd.util.hash_pandas_object(sheets[int(str(number))].frame, index=False).to_numpy()
        rows.loc[of_sheet.index, "content"] = contents[of_sheet]
    same = rows.groupby("name")["content"].transform("nunique") == 1
    _keep_first(rows[same], sheets, verdicts)
    _hold_all(rows[~same], table, sheets, verdicts, most)


def _keyed(number: int, sheet: SheetValues, verdict: Verdict, days: np.ndarray | None, table: Table) -> pd.DataFrame:
    """The rows of a sheet with their id, and with a name that is the id within one report."""
    ids = sheet.readings[table.key].values
    names = ids if days is None else ids + pd.Series("\n" + days.astype("datetime64[D]").astype(str).astype(object))
    frame = pd.DataFrame({"id": ids, "name": names, "sheet": number, "row": np.arange(len(ids))})
    return frame[frame["id"].notna() & ~verdict.held]


def _keep_first(rows: pd.DataFrame, sheets: Sequence[SheetValues], verdicts: Sequence[Verdict]) -> None:
    """Leave out all but the first of rows with the same id and content; one note for each sheet."""
    again = rows[rows["name"].duplicated()]
    for number, group in again.groupby("sheet"):
        values, verdict = sheets[int(str(number))], verdicts[int(str(number))]
        places = group["row"].to_numpy()
        verdict.repeated[places] = True
        found = values.found.sheet
        verdict.problems.append(Problem(
            "row-repeated", "note", found.file, found.name or None, found.cell(values.rows[places[0]], 0),
            found.row_number(values.rows[places[0]]), fix="Nothing to do: one of each is kept.",
            found=f"{len(places)} rows with the content of an earlier one (rows {row_runs(values, places)})",
            expected="each row once",
        ))  # fmt: skip


def _hold_all(
    rows: pd.DataFrame, table: Table, sheets: Sequence[SheetValues], verdicts: Sequence[Verdict], most: int
) -> None:
    """Hold every row whose id stands for different content elsewhere, naming where."""
    numbers, at = rows["sheet"].to_numpy(), rows["row"].to_numpy()
    share = _sharing(rows["name"])
    ids = rows["id"].array

    def also(place: int) -> str:
        shared = share(place)
        others = [other for other in shared[:7] if other != place][:5]
        here = all(numbers[other] == numbers[place] for other in others)
        named = [_row_of(sheets, numbers[other], at[other], here=here) for other in others]
        rows = formats.listed(named) if len(shared) <= 6 else f"{', '.join(named)} and more"
        return f"{'rows' if len(others) > 1 else 'row'} {rows}" if here else rows

    def tell(place: int) -> str:
        return f"{table.key}: {ids[place]!r} is also used by {also(place)}"

    for number in np.unique(numbers):
        mine = np.flatnonzero(numbers == number)
        verdicts[number].reasons.append(_reason_at(verdicts[number].rows, at[mine], mine, tell))
    for place in range(min(most, len(rows))):
        have = "has" if len(share(place)) == 2 else "have"
        several = len(np.unique(numbers[share(place)])) > 1
        clash = _clash(sheets[numbers[place]], table, ids[place], at[place], f"{also(place)} {have}", several)
        verdicts[numbers[place]].problems.append(clash)


def _sharing(names: pd.Series) -> Callable[[int], np.ndarray]:
    """What tells at which places the name of a place stands, in order."""
    code, distinct = pd.factorize(names)
    order = np.argsort(code, kind="stable")
    starts = np.searchsorted(code[order], np.arange(len(distinct) + 1))
    return lambda place: order[starts[code[place]] : starts[code[place] + 1]]


def _reason_at(count: int, rows: Rows, places: np.ndarray, tell: Callable[[int], str]) -> Reason:
    """A reason to hold some rows of a sheet, told of the place each of them has elsewhere."""
    where, place = np.zeros(count, dtype=bool), np.zeros(count, dtype=np.int32)
    where[rows], place[rows] = True, places
    return Reason(where, lambda row: tell(int(place[row])))


def _clash(values: SheetValues, table: Table, name: str, row: int, also: str, several: bool) -> Problem:
    """An id that is there more than once; sheets of several dates are told how they can all be loaded."""
    dates = " Sheets that show different dates are loaded one after the other, each for its own." if several else ""
    found, entry = values.found.sheet, values.found.place(table.key)
    return Problem(
        "id-clash", "error", found.file, found.name or None, cell_address(values, entry, row),
        found.row_number(values.rows[row]), table.key, name, f"an id used once; {also} it too",
        f"Correct the id or delete the row that is out of date; all of them are held until then.{dates}",
        verbatim=True,
    )  # fmt: skip


def _row_of(sheets: Sequence[SheetValues], sheet: int, row: int, *, here: bool) -> str:
    """The number of a row, with its file and sheet unless those are the ones being spoken of."""
    found = sheets[sheet].found.sheet
    number = found.row_number(sheets[sheet].rows[row])
    return str(number) if here else " ".join(part for part in (found.file, found.name, f"row {number}") if part)


def held_rows(values: SheetValues, verdict: Verdict, among: Mask | None = None) -> pd.DataFrame:
    """The held rows of a sheet, or those `among` its data rows, with their reasons and all their cells as text."""
    rows = np.flatnonzero(verdict.held if among is None else verdict.held & among)
    return joined_held([_in_words(values, verdict, rows[at : at + AT_ONCE]) for at in range(0, len(rows), AT_ONCE)])


def joined_held(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Held rows of several sheets in one frame."""
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=list(HELD_COLUMNS))


def _in_words(values: SheetValues, verdict: Verdict, rows: Rows) -> pd.DataFrame:
    sheet, names = values.found.sheet, _distinct(values.found.header.names)
    always = [not name.startswith("column ") for name in names]
    texts = (cells.texts_at(values.rows[rows]) for cells in sheet.columns)
    cells = [
        json.dumps({name: text for name, text, kept in zip(names, row, always, strict=True) if text or kept},
                   ensure_ascii=False)
        for row in zip(*texts, strict=True)
    ]  # fmt: skip
    numbers = values.rows[rows] + sheet.first_row + 1
    reasons = [verdict.why(row) for row in rows.tolist()]
    parts = (values.found.table.name, sheet.file, sheet.name, numbers, reasons, cells)
    return pd.DataFrame(dict(zip(HELD_COLUMNS, parts, strict=True)), columns=list(HELD_COLUMNS))


def held_ids(values: SheetValues, verdict: Verdict) -> list[str]:
    """The ids of the held rows of a sheet, as far as they have one."""
    ids = values.readings[values.found.table.key].values[verdict.held]
    return [str(name) for name in ids.dropna()]


def _distinct(names: Sequence[str]) -> list[str]:
    """The headers with repeated ones numbered and unnamed ones named by their place."""
    seen: dict[str, int] = {}
    distinct = []
    for place, name in enumerate(names, 1):
        shown = name or f"column {place}"
        seen[shown] = seen.get(shown, 0) + 1
        distinct.append(shown if seen[shown] == 1 else f"{shown} ({seen[shown]})")
    return distinct
