"""Columns of days and moments: one reading for the whole column, and a reason for every cell that has none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from balance.ingest.date_order import Ordered, ask_order, order_of
from balance.ingest.grid import NUMBER, TEXT, Mask
from balance.ingest.instants import NO_DAY, SERIAL_FROM, SERIAL_TO, DateLook, days_of
from balance.ingest.readings import Reading, Refusal, faulty, spread, weights
from balance.ingest.said import Decision, SheetSaid
from balance.ingest.swapped import settle_swapped

EARLIEST, LATEST = np.datetime64("1950-01-01"), np.datetime64("2150-01-01")


def read_dates(seen: DateLook, others: Sequence[DateLook], said: SheetSaid, fiscal_start: int | None) -> Reading:
    """The column as days or moments."""
    ordered = order_of(seen, others, said)
    instants, impossible = days_of(seen, ordered.order, fiscal_start)
    instants, asked, swap_decided, swap_asked = settle_swapped(seen, instants, said)
    if ordered.order is None:
        asked = asked | _asked(seen)
    far = ~np.isnat(instants) & ((instants < EARLIEST) | (instants >= LATEST))
    instants = np.where(far, NO_DAY, instants)
    if seen.column.type == "date":
        instants = instants.astype("datetime64[D]")
    missing = seen.cells.filled & ~seen.absent & np.isnat(instants) & ~asked & ~faulty(seen.cells).where
    return Reading(
        pd.Series(instants.astype("datetime64[us]")),
        (faulty(seen.cells), *_refusals(seen, missing, impossible, far, fiscal_start)), seen.reasons, asked,
        (*_decisions(seen, ordered, fiscal_start), *swap_decided),
        (*((ask_order(seen, ordered),) if ordered.order is None else ()), *swap_asked),
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
