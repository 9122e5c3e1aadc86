"""Columns of days and moments: one reading for the whole column, and a reason for every cell that has none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
import pandas as pd

from balance.ingest.date_order import Ordered, ask_order, no_spare, order_of
from balance.ingest.datetexts import PERIODS, DateText
from balance.ingest.grid import NUMBER, TEXT, Mask
from balance.ingest.instants import NO_DAY, SERIAL_FROM, SERIAL_TO, YEAR_FROM, YEAR_TO, DateLook, days_of
from balance.ingest.readings import Reading, Refusal, faulty, spread, weights
from balance.ingest.said import Decision, SheetSaid
from balance.ingest.swapped import settle_swapped

EARLIEST, LATEST = np.datetime64("1950-01-01"), np.datetime64("2150-01-01")
PLACEHOLDERS = np.array(
    ["0001-01-01", "1753-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1970-01-01", "9999-12-31"],
    dtype="datetime64[D]",
)
UTC = frozenset({"Z", "UTC", "GMT", "+00:00", "+0000", "+00", "UTC+0"})
LATE_HOURS = (22 * 3600.0, 23 * 3600.0)
LEAST_LATE = 3


def read_dates(
    seen: DateLook,
    others: Sequence[DateLook],
    said: SheetSaid,
    fiscal_start: int | None,
    as_of: date | None = None,
    spare: Callable[[], Sequence[DateLook]] = no_spare,
) -> Reading:
    """The column as days or moments."""
    ordered = order_of(seen, others, said, as_of, spare)
    instants, impossible = days_of(seen, ordered.order, fiscal_start)
    instants, asked, swap_decided, swap_asked = settle_swapped(seen, instants, said, others)
    instants, late = _next_day(seen, instants)
    if ordered.order is None:
        waiting = _asked(seen)
        asked, instants = asked | waiting, np.where(waiting, NO_DAY, instants)
    placeholder = np.isin(instants.astype("datetime64[D]"), PLACEHOLDERS)
    far = ~placeholder & ~np.isnat(instants) & ((instants < EARLIEST) | (instants >= LATEST))
    instants = np.where(far | placeholder, NO_DAY, instants)
    if seen.column.type == "date":
        instants = instants.astype("datetime64[D]")
    absent = seen.absent | placeholder
    missing = seen.cells.filled & ~absent & np.isnat(instants) & ~asked & ~faulty(seen.cells).where
    noted = (("a placeholder for no date", placeholder),) if placeholder.any() else ()
    return Reading(
        pd.Series(instants.astype("datetime64[us]")),
        (faulty(seen.cells), *_refusals(seen, missing, impossible, far, fiscal_start)), (*seen.reasons, *noted), asked,
        (*_decisions(seen, ordered, fiscal_start), *late, *swap_decided),
        (*((ask_order(seen, ordered),) if ordered.order is None else ()), *swap_asked),
        used={"dates": ordered.order} if ordered.order and ordered.evidence else {},
    )  # fmt: skip


def _next_day(seen: DateLook, instants: np.ndarray) -> tuple[np.ndarray, list[Decision]]:
    """Days that a tool wrote as 22:00 or 23:00 UTC of the day before: midnight where the tool stands."""
    if seen.column.type != "date":
        return instants, []
    texts = [seen.dates[code] for code in seen.cells.used if not _withheld(seen, code)]
    late = bool(texts) and all(d.form == "day" and d.zone in UTC and d.seconds in LATE_HOURS for d in texts)
    count = int((seen.cells.of(TEXT) & ~np.isnat(instants)).sum())
    if not late or count < LEAST_LATE:
        return instants, []
    decision = Decision(seen.column.name, "the day after", f"all {count} cells lie at 22:00 or 23:00 UTC, which is "
                        "midnight where they were written")  # fmt: skip
    return np.where(np.isnat(instants), NO_DAY, instants + np.timedelta64(2, "h")), [decision]


def _withheld(seen: DateLook, code: int) -> bool:
    return bool(seen.absent[seen.cells.code == code].any())


def _asked(seen: DateLook) -> Mask:
    """The cells whose reading waits for the answer: every numeric date where the cells contradict each other."""
    most = 31 if seen.day_first and seen.month_first else 12
    open_ones = [d.form == "numeric" and d.first != d.second and max(d.first, d.second) <= most for d in seen.dates]
    asked: Mask = seen.cells.of(TEXT) & ~seen.absent & spread(np.array(open_ones or [False]), seen.cells)
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
    if seen.epoch:
        unit = "seconds" if seen.epoch == 1 else "milliseconds"
        found.append(Decision(name, f"{unit} since 1970, as UTC", f"all {_valued(seen)} cells are such numbers"))
    elif (serials := _numbers(seen, SERIAL_FROM, SERIAL_TO) + _count(seen, {"serial"})) > 0:
        found.append(
            Decision(name, "numbers are days counted from 1900", f"{_cells(serials, 'hold')} spreadsheet day numbers")
        )
    return [*found, *_of_periods(seen, fiscal_start), *_of_texts(seen)]


def _of_periods(seen: DateLook, fiscal_start: int | None) -> list[Decision]:
    """Which day of a period counts, and how a fiscal year is named."""
    name, fiscal = seen.column.name, _count(seen, {"fiscal"}) if fiscal_start else 0
    count = _count(seen, PERIODS - {"fiscal"}) + fiscal + _numbers(seen, YEAR_FROM, YEAR_TO)
    if not count:
        return []
    last = "first" if name.startswith("start") or seen.column.type == "moment" else "last"
    found = [
        Decision(name, f"{last} day of the period", f"{_cells(count, 'name')} a week, month, quarter or year only")
    ]
    if fiscal:
        found.append(Decision(name, f"fiscal years begin in month {fiscal_start}",
                              f"it is stated, for {fiscal} cells; a year alone is the one it ends in"))  # fmt: skip
    return found


def _of_texts(seen: DateLook) -> list[Decision]:
    """Years of two digits, and zones that differ."""
    name, counts = seen.column.name, weights(seen.cells)
    found: list[Decision] = []
    short = sum(int(counts[code]) for code in seen.cells.used if seen.dates[code].short_year)
    if short:
        found.append(Decision(name, "years 1970 to 2069", f"{_cells(short, 'have')} a year of two digits"))
    remarks = sum(int(counts[code]) for code in seen.cells.used if _remarked(seen.dates[code]))
    if remarks:
        found.append(Decision(name, "remarks in brackets set aside", f"{_cells(remarks, 'have')} words after the date"))
    marked = sum(int(counts[code]) for code in seen.cells.used if _marked(seen.dates[code]))
    if marked:
        found.append(Decision(name, "the marks A and * set aside", f"{_cells(marked, 'have')} one behind the date, as "
                              "Primavera marks what has happened and what a constraint holds"))  # fmt: skip
    zones = sorted({seen.dates[code].zone for code in seen.cells.used} - {""})
    if len(zones) > 1:
        found.append(
            Decision(name, "local times as written", f"the cells name {len(zones)} zones: {', '.join(zones[:5])}")
        )
    return found


def _remarked(found: DateText) -> bool:
    return found.remark and found.form != "unreadable"


def _marked(found: DateText) -> bool:
    return found.marked and found.form != "unreadable"


def _count(seen: DateLook, forms: frozenset[str] | set[str]) -> int:
    counts = weights(seen.cells)
    return sum(int(counts[code]) for code in seen.cells.used if seen.dates[code].form in forms)


def _numbers(seen: DateLook, low: float, high: float) -> int:
    numbers = seen.cells.of(NUMBER)
    return int((numbers & (seen.cells.number >= low) & (seen.cells.number <= high)).sum())


def _valued(seen: DateLook) -> int:
    return int((seen.cells.filled & ~seen.absent).sum())


def _cells(count: int, verb: str) -> str:
    """A count of cells with its verb: "1 cell holds", "3 cells hold"."""
    one = {"have": "has"}.get(verb, f"{verb}s")
    return f"1 cell {one}" if count == 1 else f"{count} cells {verb}"
