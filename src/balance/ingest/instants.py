"""The cells of a date column as instants, once the order of day and month is known.

An instant is a NumPy `datetime64[s]`; a cell that is none is NaT.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from balance.ingest.datetexts import UNREADABLE, DateText, read_date_text
from balance.ingest.grid import MOMENT, NUMBER, TEXT, Cells, Mask
from balance.ingest.periods import bounds
from balance.ingest.readings import spread, weights, withheld
from balance.schema import Column

Order = Literal["day first", "month first"]
ORDERS: tuple[Order, ...] = ("day first", "month first")
SERIAL_FROM, SERIAL_TO = 18264.0, 91311.0
YEAR_FROM, YEAR_TO = 1950, 2149
EPOCH_FROM, EPOCH_TO = 631152000.0, 4102444800.0
EPOCH_UNITS = (1.0, 1000.0)
NO_DAY = np.datetime64("NaT", "s")


@dataclass(frozen=True)
class DateLook:
    """A column of dates before the order of day and month is known."""

    cells: Cells
    column: Column
    header: str
    table: str
    dates: tuple[DateText, ...]
    reasons: tuple[tuple[str, Mask], ...]
    absent: Mask
    day_first: int = 0
    month_first: int = 0
    either: int = 0
    dots: int = 0
    epoch: float = 0.0
    """Where every cell counts from 1970: how many of its units make a second, else 0."""
    one_writing: bool = True
    """Whether the numeric dates are written one way only: all padded, none, or all with the year first."""
    before: np.ndarray | None = None
    """The same column of the same rows as last known, in days; NaT where a row is new."""

    @property
    def key(self) -> str:
        """The key of the question about the order."""
        return f"dates:{self.table}.{self.column.name}"


def look(cells: Cells, column: Column, header: str, table: str) -> DateLook:
    """Read each distinct text of a column as far as it can be read alone, and count what speaks for an order."""
    reasons, absent = withheld(cells)
    dates = [UNREADABLE] * len(cells.texts)
    counts = weights(cells)
    seen = {"day": 0, "month": 0, "either": 0, "dots": 0}
    writings: set[str] = set()
    for code in cells.used:
        dates[code] = found = read_date_text(cells.texts[code])
        if found.form == "numeric":
            seen[_speaks(found)] += int(counts[code])
            seen["dots"] += int(counts[code]) * found.dots
            writings.add(f"{found.padded}")
        elif found.form == "day" and cells.texts[code].lstrip()[:4].isdigit():
            writings.add("year first")
    epoch = _epoch_unit(cells, dates, absent)
    dates = [_since_1970(found, epoch) if found.form == "epoch" else found for found in dates]
    return DateLook(cells, column, header, table, tuple(dates), reasons, absent,
                    seen["day"], seen["month"], seen["either"], seen["dots"], epoch,
                    one_writing=len(writings - {"None"}) <= 1)  # fmt: skip


def _epoch_unit(cells: Cells, dates: list[DateText], absent: Mask) -> float:
    """How many units make a second where all cells of the column count from 1970, else 0."""
    if any(dates[code].form not in ("epoch", "unreadable") for code in cells.used):
        return 0.0
    texts = cells.of(TEXT) & ~absent
    counted = spread(np.array([d.seconds if d.form == "epoch" else np.nan for d in dates] or [np.nan]), cells)
    numbers = np.where(texts, counted, cells.number)[cells.of(NUMBER) | texts]
    if not len(numbers) or cells.of(MOMENT).any():
        return 0.0
    fitting = [unit for unit in EPOCH_UNITS if ((numbers >= EPOCH_FROM * unit) & (numbers <= EPOCH_TO * unit)).all()]
    return fitting[0] if fitting else 0.0


def _since_1970(found: DateText, unit: float) -> DateText:
    return replace(found, seconds=found.seconds / unit) if unit else UNREADABLE


def _speaks(found: DateText) -> str:
    if found.first > 12 >= found.second:
        return "day"
    if found.second > 12 >= found.first:
        return "month"
    return "either"


def days_of(seen: DateLook, order: Order | None, fiscal_start: int | None = None) -> tuple[np.ndarray, Mask]:
    """Each cell as an instant (seconds, NaT where none) and whether it is a whole day that does not exist."""
    ends = not seen.column.name.startswith("start") and seen.column.type == "date"
    stamps = np.array([stamp(d, order, ends, fiscal_start) for d in seen.dates] or [NO_DAY], dtype="datetime64[s]")
    numeric = np.array([d.form in ("day", "numeric", "month", "week") for d in seen.dates] or [False])
    text = seen.cells.of(TEXT) & ~seen.absent
    instants = np.where(text, spread(stamps, seen.cells), NO_DAY)
    impossible = text & spread(numeric, seen.cells) & np.isnat(instants)
    return _with_typed(seen, instants, ends), impossible


def _with_typed(seen: DateLook, instants: np.ndarray, ends: bool) -> np.ndarray:
    """Excel's own dates, and numbers that can only be day numbers of a spreadsheet, years or dates in one number."""
    cells = seen.cells
    moments = cells.of(MOMENT)
    instants[moments] = np.round(cells.number[moments]).astype("int64").astype("datetime64[s]")
    numbers = cells.of(NUMBER)
    serial = numbers & (cells.number >= SERIAL_FROM) & (cells.number <= SERIAL_TO)
    instants[serial] = _from_serial(cells.number[serial])
    compact = numbers & (cells.number >= 19500101) & (cells.number <= 21491231)
    years = numbers & (cells.number >= YEAR_FROM) & (cells.number <= YEAR_TO) & (cells.number == np.floor(cells.number))
    for row in np.flatnonzero(compact | years):
        instants[row] = stamp(read_date_text(str(int(cells.number[row]))), None, ends, None)
    if seen.epoch:
        instants[numbers] = np.floor(cells.number[numbers] / seen.epoch).astype("int64").astype("datetime64[s]")
    return instants


def _from_serial(days: np.ndarray) -> np.ndarray:
    return (np.round((days - 25569) * 86400)).astype("int64").astype("datetime64[s]")


def stamp(found: DateText, order: Order | None, ends: bool, fiscal_start: int | None) -> np.datetime64:
    """One written date as an instant; `ends` takes the last day of a period, not the first."""
    if found.form == "numeric":
        if order is None and found.first != found.second and max(found.first, found.second) <= 12:
            return NO_DAY
        day, month = (found.first, found.second) if order != "month first" else (found.second, found.first)
        return _instant(found.year, month, day, found.seconds)
    if found.form == "day":
        return _instant(found.year, found.first, found.second, found.seconds)
    if found.form == "serial":
        return _from_serial(np.array([found.seconds]))[0] if SERIAL_FROM <= found.seconds <= SERIAL_TO else NO_DAY
    if found.form == "epoch":
        return np.datetime64(int(found.seconds), "s")
    return _period(found, ends, fiscal_start)


def _period(found: DateText, ends: bool, fiscal_start: int | None) -> np.datetime64:
    """The first day of a period, or its last day where the column is an end or the text says so."""
    lasts = bounds(found.period, fiscal_start) if found.period else None
    return NO_DAY if lasts is None else np.datetime64(lasts[1 if ends or found.ends else 0], "s")


def _instant(year: int, month: int, day: int, seconds: float) -> np.datetime64:
    try:
        return np.datetime64(dt.date(year, month, day), "s") + np.timedelta64(int(seconds), "s")
    except ValueError:
        return NO_DAY
