"""Dates that a spreadsheet may have swapped when it opened a text file.

Opened under the other convention, `05/03/2026` silently becomes a real date with day and month
swapped, while `25/03/2026` stays text. The trace: every real date of the column has a day of at
most 12, and every text has one over 12. Such a column is asked about.
"""

from __future__ import annotations

import numpy as np

from balance.ingest.grid import MOMENT, TEXT, Cells
from balance.ingest.instants import DateLook
from balance.ingest.said import Decision, Question, SheetSaid

CHOICES = ("as stored", "swap day and month")
LEAST_DATES, LEAST_TEXTS = 4, 2


def looks_swapped(seen: DateLook) -> bool:
    """Whether the real dates of a column are probably the text dates that could be misread."""
    moments = seen.cells.of(MOMENT)
    texts = int(seen.cells.of(TEXT).sum() - seen.absent.sum())
    over = max(seen.day_first, seen.month_first)
    if moments.sum() < LEAST_DATES or over < LEAST_TEXTS or over != texts:
        return False
    return bool((_days(seen.cells) <= 12).all())


def settle_swapped(
    seen: DateLook, instants: np.ndarray, said: SheetSaid
) -> tuple[np.ndarray, np.ndarray, tuple[Decision, ...], tuple[Question, ...]]:
    """The instants as answered, the cells still in doubt, and the decision or the question."""
    doubt = np.zeros(len(instants), dtype=bool)
    if not looks_swapped(seen):
        return instants, doubt, (), ()
    key = f"swapped:{seen.table}.{seen.column.name}"
    answer = said.answer(key, CHOICES)
    moments = seen.cells.of(MOMENT)
    if answer is None:
        return np.where(moments, np.datetime64("NaT", "s"), instants), moments, (), (_ask(key, seen, instants),)
    if answer == CHOICES[1]:
        instants = np.where(moments, _swap(instants), instants)
    return (
        instants,
        doubt,
        (Decision(seen.column.name, answer, f"as answered for {int(moments.sum())} real dates"),),
        (),
    )


def _days(cells: Cells) -> np.ndarray:
    days = cells.number[cells.of(MOMENT)].astype("int64").astype("datetime64[s]").astype("datetime64[D]")
    return np.asarray((days - days.astype("datetime64[M]")).astype(int) + 1)


def _swap(instants: np.ndarray) -> np.ndarray:
    """Day and month exchanged; only for days of at most 12."""
    days = instants.astype("datetime64[D]")
    years, months = days.astype("datetime64[Y]"), days.astype("datetime64[M]")
    day = (days - months).astype(int)
    month = (months - years).astype(int)
    swapped = (years.astype("datetime64[M]") + day).astype("datetime64[D]") + month
    return np.asarray(swapped.astype("datetime64[s]") + (instants - days.astype("datetime64[s]")))


def _ask(key: str, seen: DateLook, instants: np.ndarray) -> Question:
    rows = np.flatnonzero(seen.cells.of(MOMENT))
    swapped = _swap(instants)
    shown = "; ".join(f"{_spoken(instants[row])} or {_spoken(swapped[row])}" for row in rows[:3])
    because = (
        f"all {len(rows)} real dates have a day of at most 12 while all text dates of the column have one over 12, "
        f"as when a spreadsheet opens dates of the other convention: {shown}"
    )
    return Question(key, f"Are day and month swapped in the real dates of {seen.column.name} ({seen.header[:80]!r})?",
                    CHOICES, because)  # fmt: skip


def _spoken(stamp: np.datetime64) -> str:
    return f"{stamp.astype('datetime64[D]').item():%d %b %Y}".lstrip("0")
