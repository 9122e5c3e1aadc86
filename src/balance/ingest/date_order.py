"""The order of day and month in a column of numeric dates: by evidence, or asked.

Evidence, in this order: what a person said; days over 12 in the column, unless the same rows held other days when last
known and the cells that say so are not far more; points between the numbers; then the witnesses outside the cells
(start before finish, nothing after the upload's date, last time's days, columns with the same days) and the other date
columns of the sheet. Witnesses that contradict each other decide nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from balance.ingest.instants import ORDERS, DateLook, Order, stamp
from balance.ingest.order_evidence import CLEARLY, Vote, ambiguous, by_formats, by_last_time, votes
from balance.ingest.said import Question, SheetSaid


@dataclass(frozen=True)
class Ordered:
    """The order decided for a column and why; None with a reason where it must be asked, under a key of its own if any.

    A question with a key of its own is not answered by what an earlier load was read by: that is what is in doubt.
    """

    order: Order | None
    evidence: str
    key: str = ""


def no_spare() -> Sequence[DateLook]:
    """No further columns to compare with."""
    return ()


def order_of(
    seen: DateLook,
    others: Sequence[DateLook],
    said: SheetSaid,
    as_of: date | None = None,
    spare: Callable[[], Sequence[DateLook]] = no_spare,
) -> Ordered:
    """The order of day and month in a column, or None with what to ask; `spare` gives columns not mapped."""
    answer = said.answer(seen.key, ORDERS) or said.answer(_conflict_key(seen), ORDERS)
    if answer:
        return Ordered(_order(answer), "as answered")
    told = said.part("dates").get(seen.column.name)
    against = seen.month_first if told == "day first" else seen.day_first
    with_it = seen.day_first if told == "day first" else seen.month_first
    if told in ORDERS and not (against and not with_it):
        return Ordered(_order(str(told)), "as given in the mapping file")
    if seen.day_first and seen.month_first:
        both = f"{_have(seen.day_first)} a day over 12 first, and {_have(seen.month_first)} it second"
        return Ordered(None, both)
    if told in ORDERS:
        return Ordered(None, f"the mapping file says {told}, but {against} cells can only be read the other way")
    if seen.day_first or seen.month_first:
        return _by_own(seen)
    if not ambiguous(seen):
        return Ordered("day first", "")
    if seen.dots == seen.either:
        return Ordered("day first", f"{seen.dots} dates are written with points, which only day-first dates are")
    heard = (*votes(seen, others, as_of, spare()), *by_formats(seen, others), *_by_neighbours(others))
    return _by_witnesses(seen, heard)


def _have(count: int) -> str:
    return "1 cell has" if count == 1 else f"{count} cells have"


def _by_own(seen: DateLook) -> Ordered:
    """The order of the cells with a day over 12; asked where about as many rows held the days of the other order."""
    count = seen.day_first or seen.month_first
    cells = _have(count)
    order: Order = "day first" if seen.day_first else "month first"
    last = by_last_time(seen)
    if last is None or last.order == order:
        return Ordered(order, f"{cells} a day over 12, none contradicts")
    if count >= CLEARLY * last.count:
        return Ordered(order, f"{cells} a day over 12, far more than speak against it: {last.evidence}")
    return Ordered(None, f"{cells} a day over 12, which says {order}, but {last.evidence}", _conflict_key(seen))


def _conflict_key(seen: DateLook) -> str:
    return f"dates_conflict:{seen.table}.{seen.column.name}"


def _order(text: str) -> Order:
    return "month first" if text == "month first" else "day first"


def _by_witnesses(seen: DateLook, heard: Sequence[Vote]) -> Ordered:
    """The order all witnesses speak for; None where there is none or where they contradict each other."""
    orders = {vote.order for vote in heard}
    evidence = "; ".join(vote.evidence for vote in heard)
    if len(orders) == 1:
        return Ordered(orders.pop(), evidence)
    if heard:
        why = f"{seen.either} dates can be read both ways and the evidence contradicts itself: {evidence}"
        return Ordered(None, why)
    return Ordered(None, f"{seen.either} dates can be read both ways and nothing else in the sheet decides")


def _by_neighbours(others: Sequence[DateLook]) -> tuple[Vote, ...]:
    """The order of the sheet's other columns, where their cells with a day over 12 agree."""
    day, month = sum(other.day_first for other in others), sum(other.month_first for other in others)
    if bool(day) == bool(month):
        return ()
    seen = f"{day or month} cells in other date columns of the sheet have a day over 12, none contradicts"
    return (Vote("day first" if day else "month first", seen),)


def ask_order(seen: DateLook, ordered: Ordered) -> Question:
    """The question about the order, with three cells in both readings."""
    shown: list[str] = []
    clear = seen.day_first or seen.month_first
    for text, found in zip(seen.cells.texts, seen.dates, strict=True):
        twice = found.first != found.second and (clear or max(found.first, found.second) <= 12)
        if found.form == "numeric" and twice and len(shown) < 3:
            readings = [stamp(replace(found, seconds=0.0), order, False, None) for order in ORDERS]
            shown.append(f"{text!r} is {_spoken(readings[0])} or {_spoken(readings[1])}")
    asked = f"Which comes first in the dates of {seen.column.name} ({seen.header[:80]!r})?"
    return Question(ordered.key or seen.key, asked, ORDERS,
                    f"{ordered.evidence}: {'; '.join(shown)}" if shown else ordered.evidence)  # fmt: skip


def _spoken(stamp: np.datetime64) -> str:
    return "impossible" if np.isnat(stamp) else f"{stamp.astype('datetime64[D]').item():%d %b %Y}".lstrip("0")
