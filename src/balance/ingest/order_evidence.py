"""What speaks for one order of day and month in a column whose own cells leave it open.

Five witnesses: weekdays written before dates, start before finish in the same row, no day after the upload's date
in a column of the past, the same rows as last known, and other columns of the sheet that hold the same days. Each says
how many rows speak for the order it names; none speaks where the rows do not agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from balance.ingest.datetexts import DateText
from balance.ingest.grid import Cells
from balance.ingest.instants import ORDERS, DateLook, Order, days_of, stamp
from balance.ingest.readings import weights

PAIRS = (
    ("start_planned", "finish_planned"), ("start_planned", "finish_forecast"), ("start_actual", "finish_actual"),
    ("start_actual", "finish_forecast"), ("oldest_finding_on", "last_assessed"),
    ("opened_at", "resolved_at"), ("occurred_at", "resolved_at"), ("occurred_at", "detected_at"),
    ("detected_at", "resolved_at"), ("requested_on", "in_force_on"), ("in_force_on", "last_reviewed"),
)  # fmt: skip
PAST = frozenset({
    "start_actual", "finish_actual", "last_assessed", "oldest_finding_on", "opened_at", "occurred_at", "detected_at",
    "resolved_at", "aware_at", "requested_on", "last_reviewed",
})  # fmt: skip
LEAST_ROWS = 2
LEAST_FUTURES = 3
FUTURE_SHARE = 0.05
LEAST_SAME = 3
CLEARLY = 20


@dataclass(frozen=True)
class Vote:
    """One witness: the order it speaks for, and what it saw."""

    order: Order
    evidence: str
    count: int = 0
    """How many rows speak for it, where that is weighed."""


def votes(
    seen: DateLook, others: Sequence[DateLook], as_of: date | None, spare: Sequence[DateLook] = ()
) -> tuple[Vote, ...]:
    """Every witness that speaks for an order of a column; `spare` are columns of dates that were not mapped."""
    read = {order: days_of(seen, order)[0] for order in ORDERS}
    found = (
        _by_weekdays(seen), _by_sequence(seen, read, others), _by_past(seen, read, as_of), by_last_time(seen, read),
        _by_same_days(read, (*others, *spare)),
    )  # fmt: skip
    return tuple(vote for vote in found if vote is not None)


def _clear(counts: dict[Order, int], least: int) -> tuple[Order, Order] | None:
    """The orders with few and with many, where one has hardly any beside the other."""
    few, many = sorted(ORDERS, key=lambda order: counts[order])
    return (few, many) if counts[many] >= least and counts[many] >= CLEARLY * counts[few] else None


def ambiguous(seen: DateLook) -> bool:
    """Whether a column has dates that can be read both ways."""
    return any(map(_is_open, seen.dates))


def _is_open(found: DateText) -> bool:
    return found.form == "numeric" and found.first != found.second


def _by_weekdays(seen: DateLook) -> Vote | None:
    """The order under which the dates fall on the weekdays that are written before them."""
    wrong, counts = dict.fromkeys(ORDERS, 0), weights(seen.cells)
    named = [code for code in seen.cells.used if seen.dates[code].weekdays and _is_open(seen.dates[code])]
    for code in named:
        for order in ORDERS:
            day = stamp(seen.dates[code], order, False, None)
            falls_so = not np.isnat(day) and day.astype("datetime64[D]").item().weekday() in seen.dates[code].weekdays
            wrong[order] += 0 if falls_so else int(counts[code])
    clear = _clear(wrong, LEAST_ROWS)
    if clear is None:
        return None
    few, many = clear
    left = wrong[few] or "none"
    return Vote(few, f"read {many}, {wrong[many]} dates would not fall on the weekday named; read {few}, {left}")


def _by_sequence(seen: DateLook, read: dict[Order, np.ndarray], others: Sequence[DateLook]) -> Vote | None:
    """The one order under which no row starts after it finishes, where the other order has some that do."""
    wrong = {order: broken(seen, read[order], others, order) for order in ORDERS}
    clear = _clear(wrong, LEAST_ROWS)
    if clear is None:
        return None
    few, many = clear
    left = wrong[few] or "none"
    return Vote(few, f"read {many}, {wrong[many]} rows would start after they finish; read {few}, {left}")


def broken(seen: DateLook, mine: np.ndarray, others: Sequence[DateLook], order: Order) -> int:
    """How many rows start after they finish, with the columns that no cell decides read in the same order."""
    count = 0
    for other in others:
        pair, flipped = (seen.column.name, other.column.name), (other.column.name, seen.column.name)
        if pair in PAIRS or flipped in PAIRS:
            undecided = ambiguous(other) and not (other.day_first or other.month_first)
            theirs = days_of(other, order if undecided else ("month first" if other.month_first else "day first"))[0]
            early, late = (mine, theirs) if pair in PAIRS else (theirs, mine)
            count += int((early > late).sum())
    return count


def _by_past(seen: DateLook, read: dict[Order, np.ndarray], as_of: date | None) -> Vote | None:
    """The order under which a column of what has happened holds hardly a day after the date of the upload."""
    if as_of is None or seen.column.name not in PAST:
        return None
    end = np.datetime64(as_of) + np.timedelta64(2, "D")
    after = {order: int((read[order] >= end).sum()) for order in ORDERS}
    clear = _clear(after, LEAST_FUTURES)
    if clear is None or after[clear[1]] < FUTURE_SHARE * seen.either:
        return None
    few, many = clear
    left = after[few] or "none"
    return Vote(few, f"read {many}, {after[many]} days would lie after {as_of.isoformat()}; read {few}, {left}")


def by_last_time(seen: DateLook, read: dict[Order, np.ndarray] | None = None) -> Vote | None:
    """The order under which rows known from last time hold the day they held then."""
    if seen.before is None:
        return None
    read = read or {order: days_of(seen, order)[0] for order in ORDERS}
    same = _agreeing(read, [seen.before])
    clear = _clear(same, LEAST_ROWS)
    if clear is None:
        return None
    few, many = clear
    return Vote(many, f"read {many}, {same[many]} rows hold the day they held last time; read {few}, "
                      f"{same[few] or 'none'}", same[many])  # fmt: skip


def _by_same_days(read: dict[Order, np.ndarray], others: Sequence[DateLook]) -> Vote | None:
    """The order under which rows hold the same day as another column whose days are certain."""
    certain = [days_of(other, None)[0] for other in others if not (other.day_first or other.month_first)]
    same = _agreeing(read, certain)
    clear = _clear(same, LEAST_SAME)
    if clear is None:
        return None
    few, many = clear
    return Vote(many, f"read {many}, {same[many]} rows agree with another date column of the sheet; read {few}, "
                      f"{same[few] or 'none'}")  # fmt: skip


def _agreeing(read: dict[Order, np.ndarray], known: Sequence[np.ndarray]) -> dict[Order, int]:
    """For each order how many days are the known ones, not counting those that are the same in both orders."""
    days = {order: read[order].astype("datetime64[D]") for order in ORDERS}
    differ = days[ORDERS[0]] != days[ORDERS[1]]
    return {order: sum(int(((days[order] == other.astype("datetime64[D]")) & differ).sum()) for other in known)
            for order in ORDERS}  # fmt: skip


def by_formats(seen: DateLook, others: Sequence[DateLook]) -> tuple[Vote, ...]:
    """The order in which real dates of the column, else of the sheet, are shown, where all of them agree."""
    for looks, where in (([seen], "of the column"), (others, "in other date columns of the sheet")):
        counts = {order: sum(_shown_in(look.cells, order) for look in looks) for order in ORDERS}
        shown_so = [order for order in ORDERS if counts[order]]
        if len(shown_so) == 1:
            count = counts[shown_so[0]]
            cells = "1 cell" if count == 1 else f"{count} cells"
            return (Vote(shown_so[0], f"{cells} {where} have a number format that shows the {shown_so[0]}"),)
        if shown_so:
            return ()
    return ()


def _shown_in(cells: Cells, order: Order) -> int:
    """How many cells have a number format of that order; for real dates, it is known of the first of them only."""
    return 0 if cells.form is None else int((cells.filled & cells.told(lambda told: told.order == order)).sum())
