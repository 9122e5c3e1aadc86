"""Columns of amounts: money, shares, counts and other numbers.

The decimal sign is decided for a whole column: by its own cells, else by the other columns of the
sheet, else asked. A unit in the header counts for every cell that does not state its own. Money is
returned as written, with its currency beside it; conversion comes when all sheets are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from balance.ingest.amounts import Amount, read_amount
from balance.ingest.grid import NUMBER, SPAN, TEXT, Cells, Mask
from balance.ingest.headers import header_currency, header_unit
from balance.ingest.readings import Reading, Refusal, examples, faulty, spread, weights, withheld
from balance.ingest.said import Decision, Question, SheetSaid
from balance.schema import Column

Decimal = Literal["decimal point", "decimal comma"]
SIGNS: dict[Decimal, str] = {"decimal point": ".", "decimal comma": ","}
CHOICES: tuple[Decimal, ...] = ("decimal point", "decimal comma")
_RANGE = re.compile(r"^(.{1,38}?\d\s*[^\d\s-]{0,8})\s*(?:-|–|—|\bto\b|\bbis\b)\s*([^\d\s-]{0,4}\s*\d.{0,38})$")


@dataclass(frozen=True)
class Look:
    """A column of amounts before its decimal sign is known."""

    cells: Cells
    column: Column
    header: str
    table: str
    amounts: tuple[Amount | None, ...]
    reasons: tuple[tuple[str, Mask], ...]
    absent: Mask
    point: int = 0
    comma: int = 0
    either_point: int = 0
    either_comma: int = 0

    @property
    def key(self) -> str:
        """The key of the question about the decimal sign."""
        return f"decimal:{self.table}.{self.column.name}"


def look(cells: Cells, column: Column, header: str, table: str) -> Look:
    """Read each distinct text of a column as far as it can be read alone."""
    reasons, absent = withheld(cells)
    amounts: list[Amount | None] = [None] * len(cells.texts)
    counts = weights(cells)
    seen = {"plain": 0, "point": 0, "comma": 0, "either point": 0, "either comma": 0}
    for code in cells.used:
        amounts[code] = amount = read_amount(cells.texts[code])
        if amount is not None:
            seen[amount.speaks] += int(counts[code])
    return Look(cells, column, header, table, tuple(amounts), reasons, absent,
                seen["point"], seen["comma"], seen["either point"], seen["either comma"])  # fmt: skip


def decimal_of(seen: Look, others: tuple[Look, ...], said: SheetSaid) -> tuple[Decimal | None, str]:
    """The decimal sign of a column and the evidence for it; None where it must be asked."""
    answer = said.answer(seen.key, CHOICES)
    if answer is not None:
        return ("decimal comma" if answer == CHOICES[1] else "decimal point"), "as answered"
    if seen.point and seen.comma:
        return None, f"{seen.point} cells are written with a decimal point and {seen.comma} with a decimal comma"
    if seen.point or seen.comma:
        return _by_own(seen)
    if not seen.either_point and not seen.either_comma:
        return "decimal point", ""
    point, comma = sum(other.point for other in others), sum(other.comma for other in others)
    if (point > 0) != (comma > 0):
        decided: Decimal = "decimal point" if point else "decimal comma"
        return decided, f"{point or comma} cells in other columns of the sheet are written so, none otherwise"
    if seen.either_comma and not seen.either_point and not comma:
        return "decimal point", f"{seen.either_comma} cells have a comma before their last three digits, none has cents"
    return None, "every cell with a separator has exactly three digits after it, so it may part thousands or decimals"


def _by_own(seen: Look) -> tuple[Decimal, str]:
    count = seen.point or seen.comma
    cells = "1 cell can" if count == 1 else f"{count} cells can"
    return ("decimal point" if seen.point else "decimal comma"), f"{cells} only be read so, none contradicts"


def ask_decimal(seen: Look, because: str) -> Question:
    """The question about the decimal sign, with three cells in both readings."""
    shown: list[str] = []
    for text, amount in zip(seen.cells.texts, seen.amounts, strict=True):
        if amount is not None and amount.speaks.startswith("either") and len(shown) < 3:
            shown.append(f"{text!r} is {_plain(amount, '.')} or {_plain(amount, ',')}")
    return Question(seen.key, f"What parts whole from decimal digits in {seen.column.name} ({seen.header!r})?",
                    CHOICES, f"{because}: {'; '.join(shown)}" if shown else because)  # fmt: skip


def _plain(amount: Amount, sign: str) -> str:
    value = amount.value(sign)
    return "unreadable" if value is None else f"{value:,.10g}"


def read_numbers(seen: Look, others: tuple[Look, ...], said: SheetSaid) -> Reading:
    """The column as numbers, with the unit of its header and the currency of each cell where it is money."""
    decimal, evidence = decimal_of(seen, others, said)
    column = seen.column.name
    per_text = [_value(amount, decimal) for amount in seen.amounts]
    factor, unit = _unit(seen, said)
    own_unit = np.array([amount is not None and amount.unit is not None for amount in seen.amounts] or [False])
    values = np.where(_texts(seen), spread(np.array(per_text or [np.nan]), seen.cells), np.nan)
    scaled = ~(_texts(seen) & spread(own_unit, seen.cells)) & ~_percents(seen)
    values, typed = _with_numbers(seen, values)
    values = np.where(scaled, values * factor, values)
    asked = _either(seen) if decimal is None else np.zeros(len(values), dtype=bool)
    unreadable = seen.cells.filled & ~seen.absent & ~np.isfinite(values) & ~asked & ~faulty(seen.cells).where & ~typed
    decisions = [*([Decision(column, decimal, evidence)] if decimal and evidence else []), *unit]
    questions = (ask_decimal(seen, evidence),) if decimal is None else ()
    reading = Reading(pd.Series(np.where(np.isfinite(values), values, np.nan)),
                      (faulty(seen.cells), _not_a_number(seen, unreadable)), seen.reasons, asked,
                      tuple(decisions), questions)  # fmt: skip
    return _as_type(seen, reading, factor)


def _texts(seen: Look) -> Mask:
    return np.logical_and(seen.cells.of(TEXT), ~seen.absent)


def _either(seen: Look) -> Mask:
    where = np.array([a is not None and a.speaks.startswith("either") for a in seen.amounts] or [False])
    both: Mask = _texts(seen) & spread(where, seen.cells)
    return both


def _percents(seen: Look) -> Mask:
    where = np.array([a is not None and a.percent for a in seen.amounts] or [False])
    both: Mask = _texts(seen) & spread(where, seen.cells)
    return both


def _value(amount: Amount | None, decimal: Decimal | None) -> float:
    if amount is None or (decimal is None and amount.speaks.startswith("either")):
        return np.nan
    sign = SIGNS[decimal] if decimal else ("," if amount.speaks == "comma" else ".")
    value = amount.value(sign)
    return np.nan if value is None else value


def _with_numbers(seen: Look, values: np.ndarray) -> tuple[np.ndarray, Mask]:
    """Numbers taken as they are; spans of time as hours where the column counts hours."""
    cells = seen.cells
    values = np.where(cells.of(NUMBER), cells.number, values)
    if seen.column.unit == "hours":
        values = np.where(cells.of(SPAN), cells.number / 3600, values)
    return values, np.zeros(len(values), dtype=bool)


def _unit(seen: Look, said: SheetSaid) -> tuple[float, list[Decision]]:
    """The factor of amounts without their own unit, from the mapping file or the header."""
    if seen.column.type != "money":
        return (
            (1 / 60, [Decision(seen.column.name, "minutes as hours", f"the header says so: {seen.header!r}")])
            if (seen.column.unit == "hours" and re.search(r"\bmin(?:ute)?s?\b", seen.header, re.IGNORECASE))
            else (1.0, [])
        )
    told = said.part("money").get(seen.column.name, {})
    given = told.get("unit") if isinstance(told, dict) else None
    if isinstance(given, int | float) and given > 0:
        return float(given), [Decision(seen.column.name, f"times {given:,.10g}", "as given in the mapping file")]
    factor = header_unit(seen.header)
    if factor == 1.0:
        return 1.0, []
    return factor, [Decision(seen.column.name, f"times {factor:,.0f}", f"the header says so: {seen.header[:120]!r}")]


def _not_a_number(seen: Look, where: Mask) -> Refusal:
    what = {"money": "an amount of money", "share": "a share such as 45% or 0.45", "count": "a whole number"}
    return Refusal(
        f"{'money' if seen.column.type == 'money' else 'number'}-unreadable",
        where,
        what.get(seen.column.type, "a number"),
        "Write one plain number in this cell, or leave it empty.",
    )


def _as_type(seen: Look, reading: Reading, factor: float) -> Reading:
    if seen.column.type == "money":
        return _money(seen, reading, factor)
    if seen.column.type == "share":
        return reading
    return _bounded(seen, _whole(seen, reading) if seen.column.type == "count" else reading)


def _money(seen: Look, reading: Reading, factor: float) -> Reading:
    """Money with the currency of each cell: its own mark, else the header's; none where neither is there."""
    marks = np.array([a.currency if a is not None else None for a in seen.amounts] or [None], dtype=object)
    currency = np.full(len(seen.cells), None, dtype=object)
    currency[seen.cells.filled] = header_currency(seen.header)
    own = spread(marks, seen.cells)
    marked = _texts(seen) & pd.notna(own)
    currency[marked] = own[marked]
    ranged = _ranged(seen, reading, factor)
    return _bounded(seen, replace(ranged, currency=currency))


def _ranged(seen: Look, reading: Reading, factor: float) -> Reading:
    """Ranges ("$12 M - $15 M"): both ends kept beside the column, for tables with a low and a high."""
    low, high = np.full(len(seen.cells), np.nan), np.full(len(seen.cells), np.nan)
    for row in map(int, np.flatnonzero(reading.unreadable & seen.cells.of(TEXT))):
        ends = _ends(seen.cells.shown(row), factor)
        if ends:
            low[row], high[row] = ends
    return replace(reading, low=low, high=high)


def _ends(text: str, factor: float) -> tuple[float, float] | None:
    match = _RANGE.match(text.strip())
    ends = [read_amount(part) for part in match.groups()] if match else []
    if len(ends) != 2 or any(end is None or end.speaks.startswith("either") for end in ends):
        return None
    first, last = (end for end in ends if end is not None)
    unit = first.unit or last.unit or factor
    values = [replace(end, unit=end.unit or unit).value("," if end.speaks == "comma" else ".") for end in (first, last)]
    low, high = values
    return (low, high) if low is not None and high is not None and low <= high else None


def _whole(seen: Look, reading: Reading) -> Reading:
    values = reading.values.to_numpy(dtype=float)
    broken = np.isfinite(values) & ((values != np.round(values)) | (np.abs(values) > 2**53))
    refusal = Refusal("count-not-whole", broken, "a whole number", "Write a whole number or leave the cell empty.")
    return replace(reading, values=reading.values.where(~broken), refusals=(*reading.refusals, refusal))


def _bounded(seen: Look, reading: Reading) -> Reading:
    """Values outside the column's bounds are refused."""
    low, high = seen.column.low, seen.column.high
    values = reading.values.to_numpy(dtype=float)
    outside = np.zeros(len(values), dtype=bool)
    if low is not None:
        outside |= values < low
    if high is not None:
        outside |= values > high
    bounds = f"from {low:g} to {high:g}" if low is not None and high is not None else f"at least {low or 0:g}"
    refusal = Refusal(
        "number-out-of-range", outside, f"a number {bounds}", "Correct the number or leave the cell empty."
    )
    return replace(reading, values=reading.values.where(~outside), refusals=(*reading.refusals, refusal))


def read_share(seen: Look, others: tuple[Look, ...], said: SheetSaid) -> Reading:
    """Shares 0..1: whether plain numbers are percent is decided for the whole column."""
    reading = read_numbers(seen, others, said)
    values = reading.values.to_numpy(dtype=float)
    percent_sign = _percents(seen)
    plain = values[np.isfinite(values) & ~percent_sign]
    scale, decision, question = _share_scale(seen, plain, said)
    divided = np.where(percent_sign, values / 100, values * scale)
    asked = np.isfinite(values) & ~percent_sign if question else np.zeros(len(values), dtype=bool)
    before = reading.asked if reading.asked is not None else asked
    reading = replace(
        reading, values=pd.Series(np.where(asked, np.nan, divided)), decisions=(*reading.decisions, *decision),
        questions=(*reading.questions, *question), asked=before | asked,
    )  # fmt: skip
    return _bounded(seen, reading)


def _share_scale(
    seen: Look, plain: np.ndarray, said: SheetSaid
) -> tuple[float, tuple[Decision, ...], tuple[Question, ...]]:
    name, key = seen.column.name, f"share:{seen.table}.{seen.column.name}"
    answer = said.answer(key, ("percent", "share"))
    if answer:
        return (
            (0.01 if answer == "percent" else 1.0),
            (Decision(name, f"plain numbers are {answer}", "as answered"),),
            (),
        )
    over, between = int((plain > 1).sum()), int(((plain > 0) & (plain < 1)).sum())
    if not over:
        return 1.0, (), ()
    if between and not _says_percent(seen.header) and over < 3 * between:
        because = f"{over} numbers are over 1 and {between} lie between 0 and 1: {', '.join(_some(seen))}"
        return 1.0, (), (Question(key, f"Are the numbers of {name} percent or shares?", ("percent", "share"), because),)
    evidence = f"{over} numbers are over 1, the greatest is {plain.max():g}"
    return 0.01, (Decision(name, "plain numbers are percent", evidence),), ()


def _says_percent(header: str) -> bool:
    return "%" in header or "percent" in header.lower()


def _some(seen: Look) -> list[str]:
    return examples(seen.cells, seen.cells.filled & ~seen.absent)
