"""Columns of days and moments: one reading of `05/03/2026` for the whole column, by evidence, or a question.

Evidence, in this order: what a person said; days over 12 in the column; points between the numbers;
the order that keeps start before finish in every row; the other date columns of the sheet.
Excel's own dates, ISO dates and month names need none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from balance.ingest.datetexts import UNREADABLE, DateText, read_date_text
from balance.ingest.grid import MOMENT, NUMBER, TEXT, Cells, Mask
from balance.ingest.readings import Reading, Refusal, faulty, spread, weights, withheld
from balance.ingest.said import Decision, Question, SheetSaid
from balance.schema import Column

Order = Literal["day first", "month first"]
ORDERS: tuple[Order, ...] = ("day first", "month first")
PAIRS = (
    ("start_planned", "finish_planned"), ("start_planned", "finish_forecast"), ("start_actual", "finish_actual"),
    ("start_actual", "finish_forecast"), ("oldest_finding_on", "last_assessed"),
    ("opened_at", "resolved_at"), ("occurred_at", "resolved_at"), ("occurred_at", "detected_at"),
    ("detected_at", "resolved_at"), ("requested_on", "in_force_on"), ("in_force_on", "last_reviewed"),
)  # fmt: skip
EARLIEST, LATEST = np.datetime64("1950-01-01"), np.datetime64("2150-01-01")
SERIAL_FROM, SERIAL_TO = 18264.0, 91311.0
NO_DAY = np.datetime64("NaT", "s")
LEAST_ROWS = 2


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

    @property
    def key(self) -> str:
        """The key of the question about the order."""
        return f"dates:{self.table}.{self.column.name}"


@dataclass(frozen=True)
class Ordered:
    """The order decided for a column and why; None with a reason where it must be asked."""

    order: Order | None
    evidence: str


def look(cells: Cells, column: Column, header: str, table: str) -> DateLook:
    """Read each distinct text of a column as far as it can be read alone, and count what speaks for an order."""
    reasons, absent = withheld(cells)
    dates = [UNREADABLE] * len(cells.texts)
    counts = weights(cells)
    seen = {"day": 0, "month": 0, "either": 0, "dots": 0}
    for code in cells.used:
        dates[code] = found = read_date_text(cells.texts[code])
        if found.form == "numeric":
            seen[_speaks(found)] += int(counts[code])
            seen["dots"] += int(counts[code]) * found.dots
    return DateLook(cells, column, header, table, tuple(dates), reasons, absent,
                    seen["day"], seen["month"], seen["either"], seen["dots"])  # fmt: skip


def _speaks(found: DateText) -> str:
    if found.first > 12 >= found.second:
        return "day"
    if found.second > 12 >= found.first:
        return "month"
    return "either"


def order_of(seen: DateLook, others: Sequence[DateLook], said: SheetSaid) -> Ordered:
    """The order of day and month in a column, or None with what to ask."""
    answer = said.answer(seen.key, ORDERS)
    if answer:
        return Ordered(_order(answer), "as answered")
    told = said.part("dates").get(seen.column.name)
    against = seen.month_first if told == "day first" else seen.day_first
    with_it = seen.day_first if told == "day first" else seen.month_first
    if told in ORDERS and not (against and not with_it):
        return Ordered(_order(str(told)), "as given in the mapping file")
    if seen.day_first and seen.month_first:
        return Ordered(None, f"{seen.day_first} cells have a day over 12 first and {seen.month_first} have it second")
    if told in ORDERS:
        return Ordered(None, f"the mapping file says {told}, but {against} cells can only be read the other way")
    if seen.day_first or seen.month_first:
        count = seen.day_first or seen.month_first
        cells = "1 cell has" if count == 1 else f"{count} cells have"
        return Ordered("day first" if seen.day_first else "month first", f"{cells} a day over 12, none contradicts")
    if not _ambiguous(seen):
        return Ordered("day first", "")
    return _by_neighbours(seen, others)


def _order(text: str) -> Order:
    return "month first" if text == "month first" else "day first"


def _ambiguous(seen: DateLook) -> bool:
    return any(d.form == "numeric" and d.first != d.second for d in seen.dates)


def _by_neighbours(seen: DateLook, others: Sequence[DateLook]) -> Ordered:
    """The order by how the numbers are parted, by start before finish, and by the sheet's other columns."""
    if seen.dots == seen.either:
        return Ordered("day first", f"{seen.dots} dates are written with points, which only day-first dates are")
    kept = _by_sequence(seen, others)
    if kept is not None:
        return kept
    day, month = sum(other.day_first for other in others), sum(other.month_first for other in others)
    if bool(day) != bool(month):
        order: Order = "day first" if day else "month first"
        return Ordered(order, f"{day or month} cells in other date columns of the sheet have a day over 12, "
                              "none contradicts")  # fmt: skip
    return Ordered(None, f"{seen.either} dates can be read both ways and nothing else in the sheet decides")


def _by_sequence(seen: DateLook, others: Sequence[DateLook]) -> Ordered | None:
    """The one order under which no row starts after it finishes, where the other order has some that do."""
    wrong: dict[Order, int] = dict.fromkeys(ORDERS, 0)
    for other in others:
        pair, flipped = (seen.column.name, other.column.name), (other.column.name, seen.column.name)
        if pair not in PAIRS and flipped not in PAIRS:
            continue
        ambiguous = _ambiguous(other) and not (other.day_first or other.month_first)
        for order in ORDERS:
            its = order if ambiguous else ("month first" if other.month_first else "day first")
            mine, theirs = days_of(seen, order)[0], days_of(other, its)[0]
            early, late = (mine, theirs) if pair in PAIRS else (theirs, mine)
            wrong[order] += int((early > late).sum())
    best, worst = sorted(ORDERS, key=lambda order: wrong[order])
    if wrong[best] == 0 and wrong[worst] >= LEAST_ROWS:
        return Ordered(best, f"read {worst}, {wrong[worst]} rows would start after they finish; read {best}, none")
    return None


def days_of(seen: DateLook, order: Order | None, fiscal_start: int | None = None) -> tuple[np.ndarray, Mask]:
    """Each cell as an instant (seconds, NaT where none) and whether it is a whole day that does not exist."""
    ends = not seen.column.name.startswith("start") and seen.column.type == "date"
    stamps = np.array([_stamp(d, order, ends, fiscal_start) for d in seen.dates] or [NO_DAY], dtype="datetime64[s]")
    numeric = np.array([d.form in ("day", "numeric", "month") for d in seen.dates] or [False])
    text = seen.cells.of(TEXT) & ~seen.absent
    instants = np.where(text, spread(stamps, seen.cells), NO_DAY)
    impossible = text & spread(numeric, seen.cells) & np.isnat(instants)
    return _with_typed(seen.cells, instants), impossible


def _with_typed(cells: Cells, instants: np.ndarray) -> np.ndarray:
    """Excel's own dates, and numbers that can only be day numbers of a spreadsheet or dates without separators."""
    moments = cells.of(MOMENT)
    instants[moments] = np.round(cells.number[moments]).astype("int64").astype("datetime64[s]")
    numbers = cells.of(NUMBER)
    serial = numbers & (cells.number >= SERIAL_FROM) & (cells.number <= SERIAL_TO)
    instants[serial] = _from_serial(cells.number[serial])
    compact = numbers & (cells.number >= 19500101) & (cells.number <= 21491231)
    for row in np.flatnonzero(compact):
        instants[row] = _stamp(read_date_text(str(int(cells.number[row]))), None, True, None)
    return instants


def _from_serial(days: np.ndarray) -> np.ndarray:
    return (np.round((days - 25569) * 86400)).astype("int64").astype("datetime64[s]")


def _stamp(found: DateText, order: Order | None, ends: bool, fiscal_start: int | None) -> np.datetime64:
    if found.form == "numeric":
        if order is None and found.first != found.second and max(found.first, found.second) <= 12:
            return NO_DAY
        day, month = (found.first, found.second) if order != "month first" else (found.second, found.first)
        return _instant(found.year, month, day, found.seconds)
    if found.form == "day":
        return _instant(found.year, found.first, found.second, found.seconds)
    if found.form == "serial":
        return _from_serial(np.array([found.seconds]))[0] if SERIAL_FROM <= found.seconds <= SERIAL_TO else NO_DAY
    return _period(found, ends, fiscal_start)


def _period(found: DateText, ends: bool, fiscal_start: int | None) -> np.datetime64:
    """The first day of a month, quarter or fiscal period, or its last day where the column is an end."""
    if found.form == "month":
        year, month, length = found.year, found.first, 1
    elif found.form == "quarter":
        year, month, length = found.year, found.first * 3 - 2, 3
    elif found.form == "fiscal" and fiscal_start is not None:
        begins = found.year if found.second or fiscal_start == 1 else found.year - 1
        offset = fiscal_start - 1 + max(0, found.first - 1) * 3
        year, month, length = begins + offset // 12, offset % 12 + 1, 3 if found.first else 12
    else:
        return NO_DAY
    if not 1 <= year <= 9998:
        return NO_DAY
    if ends:
        year, month = year + (month + length - 1) // 12, (month + length - 1) % 12 + 1
    first = dt.date(year, month, 1)
    return np.datetime64(first - dt.timedelta(days=1) if ends else first, "s")


def _instant(year: int, month: int, day: int, seconds: float) -> np.datetime64:
    try:
        return np.datetime64(dt.date(year, month, day), "s") + np.timedelta64(int(seconds), "s")
    except ValueError:
        return NO_DAY


def read_dates(seen: DateLook, others: Sequence[DateLook], said: SheetSaid, fiscal_start: int | None) -> Reading:
    """The column as days or moments."""
    ordered = order_of(seen, others, said)
    instants, impossible = days_of(seen, ordered.order, fiscal_start)
    asked = _asked(seen) if ordered.order is None else np.zeros(len(instants), dtype=bool)
    far = ~np.isnat(instants) & ((instants < EARLIEST) | (instants >= LATEST))
    instants = np.where(far, NO_DAY, instants)
    if seen.column.type == "date":
        instants = instants.astype("datetime64[D]")
    missing = seen.cells.filled & ~seen.absent & np.isnat(instants) & ~asked & ~faulty(seen.cells).where
    return Reading(
        pd.Series(instants.astype("datetime64[us]")),
        (faulty(seen.cells), *_refusals(seen, missing, impossible, far, fiscal_start)), seen.reasons, asked,
        tuple(_decisions(seen, ordered, fiscal_start)), (ask_order(seen, ordered),) if ordered.order is None else (),
        used={"dates": ordered.order} if ordered.order and ordered.evidence else {},
    )  # fmt: skip


def _asked(seen: DateLook) -> Mask:
    where = np.array([d.form == "numeric" and d.first != d.second and max(d.first, d.second) <= 12 for d in seen.dates]
                     or [False])  # fmt: skip
    asked: Mask = seen.cells.of(TEXT) & ~seen.absent & spread(where, seen.cells)
    return asked


def _refusals(
    seen: DateLook, missing: Mask, impossible: Mask, far: Mask, fiscal_start: int | None
) -> tuple[Refusal, ...]:
    fiscal = np.array([d.form == "fiscal" for d in seen.dates] or [False])
    yearly = seen.cells.of(TEXT) & ~seen.absent & spread(fiscal, seen.cells) & (fiscal_start is None)
    rest = missing & ~impossible & ~far & ~yearly
    return (
        Refusal("date-impossible", missing & impossible, "a day that exists", "Correct the day, month or year."),
        Refusal("date-out-of-range", missing & far, "a year from 1950 to 2149", "Correct the year."),
        Refusal("date-fiscal", missing & yearly, "a date, or a fiscal year whose start is known",
                "State the assumption fiscal_year_start_month (1 to 12), or write the date as 2026-09-30."),
        Refusal("date-unreadable", rest, "a date such as 2026-09-30", "Write the date as 2026-09-30."),
    )  # fmt: skip


def _decisions(seen: DateLook, ordered: Ordered, fiscal_start: int | None) -> list[Decision]:
    name = seen.column.name
    found: list[Decision] = []
    if ordered.order and ordered.evidence:
        found.append(Decision(name, ordered.order, ordered.evidence))
    serials = int((seen.cells.of(NUMBER) & (seen.cells.number >= SERIAL_FROM) & (seen.cells.number <= SERIAL_TO)).sum())
    counts = weights(seen.cells)
    forms = {form: sum(int(counts[code]) for code in seen.cells.used if seen.dates[code].form == form)
             for form in ("serial", "month", "quarter", "fiscal")}  # fmt: skip
    serials += forms["serial"]
    if serials:
        found.append(
            Decision(name, "numbers are days counted from 1900", f"{serials} cells hold spreadsheet day numbers")
        )
    periods = forms["month"] + forms["quarter"] + (forms["fiscal"] if fiscal_start else 0)
    if periods:
        last = "first" if name.startswith("start") or seen.column.type == "moment" else "last"
        found.append(Decision(name, f"{last} day of the period", f"{periods} cells name a month, quarter or year only"))
    short = sum(int(counts[code]) for code in seen.cells.used if seen.dates[code].short_year)
    if short:
        found.append(Decision(name, "years 1970 to 2069", f"{short} cells have a year of two digits"))
    return found


def ask_order(seen: DateLook, ordered: Ordered) -> Question:
    """The question about the order, with three cells in both readings."""
    shown: list[str] = []
    for text, found in zip(seen.cells.texts, seen.dates, strict=True):
        if found.form == "numeric" and found.first != found.second and len(shown) < 3:
            readings = [_stamp(replace(found, seconds=0.0), order, False, None) for order in ORDERS]
            shown.append(f"{text!r} is {_spoken(readings[0])} or {_spoken(readings[1])}")
    return Question(seen.key, f"Which comes first in the dates of {seen.column.name} ({seen.header[:80]!r})?", ORDERS,
                    f"{ordered.evidence}: {'; '.join(shown)}" if shown else ordered.evidence)  # fmt: skip


def _spoken(stamp: np.datetime64) -> str:
    return "impossible" if np.isnat(stamp) else f"{stamp.astype('datetime64[D]').item():%d %b %Y}".lstrip("0")
