"""What the number formats of a column's cells say about its amounts: shares, currencies, units.

A person sees a number through its format, and means what is seen: 0.25 shown as 25% is a quarter. Where
format and header contradict each other, the column is asked about or warned of, never settled in silence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from balance.ingest.decimals import AmountLook
from balance.ingest.grid import NUMBER, Cells, Mask
from balance.ingest.number_formats import Shown, shown
from balance.ingest.said import Decision, Question, SheetSaid

CHOICES = ("as stored", "times the unit of the header")


def shown_as_percent(cells: Cells) -> Mask:
    """Where a number is shown with a percent sign."""
    if cells.form is None:
        return np.zeros(len(cells), dtype=bool)
    shown_so: Mask = cells.of(NUMBER) & cells.told(lambda told: told.percent)
    return shown_so


def said_of_percents(column: str, shares: Mask) -> tuple[Decision, ...]:
    """That numbers shown with a percent sign are shares as they are stored."""
    count = int(shares.sum())
    why = f"{'1 cell has' if count == 1 else f'{count} cells have'} a percent format, in which 0.25 is shown as 25%"
    return (Decision(column, "numbers shown as percent are shares", why),) if count else ()


def with_shown_currency(cells: Cells, currency: np.ndarray) -> np.ndarray:
    """The currency of each cell, numbers taking that of their format as text takes a written sign."""
    if cells.form is None:
        return currency
    marks = np.array([shown(code).currency for code in cells.formats], dtype=object)[cells.form]
    where = cells.of(NUMBER) & np.array([mark is not None for mark in marks])
    return np.where(where, marks, currency)


@dataclass(frozen=True)
class Units:
    """By what each number of a column is multiplied, where that is asked, and what was decided."""

    factors: np.ndarray
    asked: Mask
    decisions: tuple[Decision, ...] = ()
    questions: tuple[Question, ...] = ()


def units_of(seen: AmountLook, factor: float, given: bool, said: SheetSaid) -> Units:
    """The factor of each cell: that of the header (or as `given` by a person), unless its format says another."""
    cells, plain = seen.cells, np.full(len(seen.cells), factor)
    nowhere = np.zeros(len(cells), dtype=bool)
    if cells.form is None or seen.column.type != "money":
        return Units(plain, nowhere)
    own = [_own_factor(shown(code), factor) for code in cells.formats]
    clear = np.array([factor if found is None else found for found in own])[cells.form]
    numbers = cells.of(NUMBER)
    unclear = numbers & np.array([found is None for found in own])[cells.form]
    key = f"unit:{seen.table}.{seen.column.name}"
    answer = said.answer(key, CHOICES)
    if answer == CHOICES[0]:
        clear[unclear] = 1.0
    asking = bool(unclear.any()) and answer is None and not given
    factors = np.where(numbers, clear, plain)
    decisions = _decisions(seen, factors, factor, answer if unclear.any() else None)
    return Units(factors, unclear & asking, decisions, (_ask(key, seen, unclear, factor),) if asking else ())


def _own_factor(told: Shown, header: float) -> float | None:
    """The factor of a cell by its format and its header; None where they contradict each other.

    A format that shows 12,000,000 as "12.0" under a header in millions shows what is stored, not a
    millionth of it; a format that puts "M" behind 12 makes millions of it.
    """
    if told.unit is not None:
        return told.unit / told.scale if told.scale in (1.0, told.unit) else None
    if told.scale == 1.0:
        return header
    return 1.0 if header in (1.0, told.scale) else None


def _decisions(seen: AmountLook, factors: np.ndarray, header: float, answer: str | None) -> tuple[Decision, ...]:
    scaled = seen.cells.of(NUMBER) & seen.cells.told(lambda told: told.scale != 1.0 or told.unit is not None)
    found = []
    for factor in sorted({float(factor) for factor in factors[scaled]}):
        row = int(np.flatnonzero(scaled & (factors == factor))[0])
        count = int((scaled & (factors == factor)).sum())
        what = "stored amounts are meant" if factor == 1.0 else f"times {factor:,.10g}"
        why = f"{count} cells are shown in units, such as {_stored(seen.cells, row)}"
        found.append(Decision(seen.column.name, what, "as answered" if answer else why))
    return tuple(found)


def _stored(cells: Cells, row: int) -> str:
    code = cells.formats[0 if cells.form is None else cells.form[row]]
    return f"{cells.number[row]:,.10g} in the format {code[:60]}"


def _ask(key: str, seen: AmountLook, where: Mask, header: float) -> Question:
    row = int(np.flatnonzero(where)[0])
    because = (
        f"the header says times {header:,.10g}, but {int(where.sum())} cells are shown in other units, such as "
        f"{_stored(seen.cells, row)}"
    )
    return Question(key, f"Are the amounts of {seen.column.name} ({seen.header[:80]!r}) meant as stored?",
                    CHOICES, because)  # fmt: skip
