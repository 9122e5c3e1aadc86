"""The order of day and month in a column of numeric dates: by evidence, or asked.

Evidence, in this order: what a person said; days over 12 in the column; points between the numbers;
the order that keeps start before finish in every row; the other date columns of the sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from balance.ingest.instants import ORDERS, DateLook, Order, days_of, stamp
from balance.ingest.said import Question, SheetSaid

PAIRS = (
    ("start_planned", "finish_planned"), ("start_planned", "finish_forecast"), ("start_actual", "finish_actual"),
    ("start_actual", "finish_forecast"), ("oldest_finding_on", "last_assessed"),
    ("opened_at", "resolved_at"), ("occurred_at", "resolved_at"), ("occurred_at", "detected_at"),
    ("detected_at", "resolved_at"), ("requested_on", "in_force_on"), ("in_force_on", "last_reviewed"),
)  # fmt: skip
LEAST_ROWS = 2


@dataclass(frozen=True)
class Ordered:
    """The order decided for a column and why; None with a reason where it must be asked."""

    order: Order | None
    evidence: str


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


def ask_order(seen: DateLook, ordered: Ordered) -> Question:
    """The question about the order, with three cells in both readings."""
    shown: list[str] = []
    for text, found in zip(seen.cells.texts, seen.dates, strict=True):
        if found.form == "numeric" and found.first != found.second and len(shown) < 3:
            readings = [stamp(replace(found, seconds=0.0), order, False, None) for order in ORDERS]
            shown.append(f"{text!r} is {_spoken(readings[0])} or {_spoken(readings[1])}")
    return Question(seen.key, f"Which comes first in the dates of {seen.column.name} ({seen.header[:80]!r})?", ORDERS,
                    f"{ordered.evidence}: {'; '.join(shown)}" if shown else ordered.evidence)  # fmt: skip


def _spoken(stamp: np.datetime64) -> str:
    return "impossible" if np.isnat(stamp) else f"{stamp.astype('datetime64[D]').item():%d %b %Y}".lstrip("0")
