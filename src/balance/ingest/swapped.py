"""Dates that a spreadsheet may have swapped when it opened a text file.

Opened under the other convention, `05/03/2026` silently becomes a real date with day and month
swapped, while `25/03/2026` stays text. The trace: nearly every real date of the column has a day of at
most 12, and nearly every text has one over 12. Saved as text again the real dates are written another way
than the rest (`2026-05-03`, or `5/3/2026` beside `25/03/2026`), which is the same trace. Such a column is
asked about.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from balance.ingest.grid import MOMENT, TEXT, Mask
from balance.ingest.instants import DateLook
from balance.ingest.order_evidence import broken
from balance.ingest.readings import spread
from balance.ingest.said import Decision, Question, SheetSaid

CHOICES = ("as stored", "swap day and month")
LEAST_DATES, LEAST_TEXTS = 4, 2
NEARLY = 0.95
NO_DAY = np.datetime64("NaT", "s")


def suspects(seen: DateLook, instants: np.ndarray) -> Mask:
    """The cells whose day and month are probably swapped; none where the column bears no trace of it."""
    none, moments = np.zeros(len(seen.cells), dtype=bool), seen.cells.of(MOMENT)
    if seen.one_writing and not moments.any():
        return none
    texts = seen.cells.of(TEXT) & ~seen.absent
    over = texts & _where(seen, [d.form == "numeric" and max(d.first, d.second) > 12 for d in seen.dates])
    if over.sum() < LEAST_TEXTS:
        return none
    iso = texts & _where(seen, _iso(seen))
    for found in (moments, iso, texts & _where(seen, _otherwise_written(seen))):
        rest = int((texts & ~found & ~over).sum()) + int((moments & ~found).sum())
        low = int((_days(instants[found]) <= 12).sum())
        if found.sum() >= LEAST_DATES and low >= NEARLY * found.sum() and rest <= (1 - NEARLY) * over.sum():
            return np.asarray(found & (_days(instants) <= 12))
    return none


def _where(seen: DateLook, per_text: list[bool]) -> Mask:
    return np.asarray(spread(np.array(per_text or [False]), seen.cells), dtype=bool)


def _iso(seen: DateLook) -> list[bool]:
    pairs = zip(seen.dates, seen.cells.texts, strict=True)
    return [found.form == "day" and text.strip()[:4].isdigit() for found, text in pairs]


def _otherwise_written(seen: DateLook) -> list[bool]:
    """Numeric dates of at most 12 with leading zeros where those over 12 have none, or the other way round."""
    numeric = [seen.dates[code] for code in seen.cells.used if seen.dates[code].form == "numeric"]
    over = {d.padded for d in numeric if max(d.first, d.second) > 12 and d.padded is not None}
    low = {d.padded for d in numeric if max(d.first, d.second) <= 12 and d.padded is not None}
    if len(over) != 1 or len(low) != 1 or over == low:
        return [False] * len(seen.dates)
    return [d.form == "numeric" and max(d.first, d.second) <= 12 for d in seen.dates]


def settle_swapped(
    seen: DateLook, instants: np.ndarray, said: SheetSaid, others: Sequence[DateLook] = ()
) -> tuple[np.ndarray, Mask, tuple[Decision, ...], tuple[Question, ...]]:
    """The instants as answered, the cells still in doubt, and the decision or the question."""
    doubt = suspects(seen, instants)
    if not doubt.any():
        return instants, doubt, (), ()
    key = f"swapped:{seen.table}.{seen.column.name}"
    answer = said.answer(key, CHOICES)
    swapped = np.where(doubt, _swap(np.where(doubt, instants, NO_DAY)), instants)
    if answer is None:
        question = _ask(key, seen, instants, swapped, np.flatnonzero(doubt), others)
        return np.where(doubt, NO_DAY, instants), doubt, (), (question,)
    decision = Decision(seen.column.name, answer, f"as answered for {int(doubt.sum())} dates")
    return swapped if answer == CHOICES[1] else instants, np.zeros_like(doubt), (decision,), ()


def _days(instants: np.ndarray) -> np.ndarray:
    days = instants.astype("datetime64[D]")
    return np.where(np.isnat(days), 99, (days - days.astype("datetime64[M]")).astype(int) + 1)


def _swap(instants: np.ndarray) -> np.ndarray:
    """Day and month exchanged; only for days of at most 12."""
    days = instants.astype("datetime64[D]")
    years, months = days.astype("datetime64[Y]"), days.astype("datetime64[M]")
    day = (days - months).astype(int)
    month = (months - years).astype(int)
    turned = np.where(np.isnat(days), 0, day), np.where(np.isnat(days), 0, month)
    swapped = (years.astype("datetime64[M]") + turned[0]).astype("datetime64[D]") + turned[1]
    return np.asarray(swapped.astype("datetime64[s]") + (instants - days.astype("datetime64[s]")))


def _ask(
    key: str, seen: DateLook, instants: np.ndarray, swapped: np.ndarray, rows: np.ndarray, others: Sequence[DateLook]
) -> Question:
    shown = "; ".join(f"{_spoken(instants[row])} or {_spoken(swapped[row])}" for row in rows[:3])
    what = "real dates" if seen.cells.of(MOMENT)[rows[0]] else "dates written another way than the rest"
    because = (
        f"{len(rows)} {what} have a day of at most 12 while the text dates of the column have one over 12, "
        f"as when a spreadsheet opens dates of the other convention: {shown}"
        f"{_sequence(seen, instants, swapped, others)}"
    )
    asked = f"Are day and month swapped in {len(rows)} dates of {seen.column.name} ({seen.header[:80]!r})?"
    return Question(key, asked, CHOICES, because)


def _sequence(seen: DateLook, instants: np.ndarray, swapped: np.ndarray, others: Sequence[DateLook]) -> str:
    """How many rows would start after they finish, either way, where that tells the two apart."""
    stored, turned = (broken(seen, days, others, "day first") for days in (instants, swapped))
    if stored == turned:
        return ""
    return f"; as stored {stored or 'no'} rows start after they finish, swapped {turned or 'none'}"


def _spoken(stamp: np.datetime64) -> str:
    return f"{stamp.astype('datetime64[D]').item():%d %b %Y}".lstrip("0")
