"""The decimal sign of a column of amounts: its own cells decide, else the other columns of the sheet, else a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from balance.ingest.amount_ranges import AmountRange, read_range
from balance.ingest.amounts import Amount, read_amount
from balance.ingest.durations import read_duration
from balance.ingest.grid import Cells, Mask
from balance.ingest.readings import weights, withheld
from balance.ingest.said import Question, SheetSaid
from balance.ingest.unit_lines import UnitLine
from balance.schema import Column

Decimal = Literal["decimal point", "decimal comma"]
SIGNS: dict[Decimal, str] = {"decimal point": ".", "decimal comma": ","}
CHOICES: tuple[Decimal, ...] = ("decimal point", "decimal comma")
_NOUN = re.compile(r"(?<!\s)\s++[^\W\d_]{3,20}(?:\s++[^\W\d_]{3,20})?$")


@dataclass(frozen=True)
class AmountLook:
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
    in_units: int = 0
    """How many of the cells that decide have a unit: `1.2m` says little of a plain `10.000` beside it."""
    plain_point: int = 0
    plain_comma: int = 0
    """How many of the cells that may be read either way have no unit: `0.8m` says all of a `1.762m` beside it."""
    ranges: tuple[AmountRange | None, ...] = ()
    """The range each distinct text is, where it is no single amount."""
    hours: tuple[float | None, ...] = ()
    """The hours each distinct text says, where the column counts hours and the text names units."""
    beside: tuple[str, ...] = ()
    """The headers of the sheet."""
    lines: tuple[UnitLine, ...] = ()
    """What titles and remarks of the sheet say of its amounts."""

    @property
    def key(self) -> str:
        """The key of the question about the decimal sign."""
        return f"decimal:{self.table}.{self.column.name}"


def look(cells: Cells, column: Column, header: str, table: str, beside: tuple[str, ...] = ()) -> AmountLook:
    """Read each distinct text of a column as far as it can be read alone."""
    reasons, absent = withheld(cells)
    amounts: list[Amount | None] = [None] * len(cells.texts)
    ranges: list[AmountRange | None] = [None] * len(cells.texts)
    hours: list[float | None] = [None] * len(cells.texts)
    counts = weights(cells)
    seen = {"plain": 0, "point": 0, "comma": 0, "either point": 0, "either comma": 0}
    alone = {"either point": 0, "either comma": 0}
    in_units = 0
    for code in cells.used:
        text = cells.texts[code]
        hours[code] = read_duration(text) if column.unit == "hours" else None
        if hours[code] is None:
            amounts[code], ranges[code] = read_quantity(text, column)
        for amount in _written(amounts[code], ranges[code]):
            seen[amount.speaks] += int(counts[code])
            in_units += int(counts[code]) if amount.unit and amount.speaks in ("point", "comma") else 0
            if not amount.unit and amount.speaks in alone:
                alone[amount.speaks] += int(counts[code])
    return AmountLook(cells, column, header, table, tuple(amounts), reasons, absent, seen["point"], seen["comma"],
                      seen["either point"], seen["either comma"], in_units, alone["either point"],
                      alone["either comma"], tuple(ranges), tuple(hours), beside)  # fmt: skip


def read_quantity(text: str, column: Column) -> tuple[Amount | None, AmountRange | None]:
    """A text as one amount, else as a range; a count may name what it counts ("1.2k users")."""
    amount = read_amount(text)
    if amount is None and column.type == "count":
        amount = read_amount(_NOUN.sub("", text.strip()))
    return amount, read_range(text) if amount is None and column.type != "share" else None


def _written(amount: Amount | None, ranged: AmountRange | None) -> tuple[Amount, ...]:
    if amount is not None:
        return (amount,)
    return ranged.ends if ranged is not None else ()


def decimal_of(seen: AmountLook, others: Sequence[AmountLook], said: SheetSaid) -> tuple[Decimal | None, str]:
    """The decimal sign of a column and the evidence for it; None where it must be asked."""
    answer = said.answer(seen.key, CHOICES)
    if answer is not None:
        return ("decimal comma" if answer == CHOICES[1] else "decimal point"), "as answered"
    if seen.point and seen.comma:
        return None, f"{_are(seen.point)} written with a decimal point and {seen.comma} with a decimal comma"
    if _only_in_units(seen):
        return None, (f"{seen.in_units} cells have a unit and decimals, but cells without a unit have the same mark "
                      "before exactly three digits")  # fmt: skip
    if seen.point or seen.comma:
        return _by_own(seen)
    if not seen.either_point and not seen.either_comma:
        return "decimal point", ""
    if seen.column.type == "count":
        return _of_whole_numbers(seen)
    point, comma = sum(other.point for other in others), sum(other.comma for other in others)
    if (point > 0) != (comma > 0):
        decided: Decimal = "decimal point" if point else "decimal comma"
        return decided, f"{point or comma} cells in other columns of the sheet are written so, none otherwise"
    if seen.either_comma and not seen.either_point and not comma:
        return "decimal point", f"{seen.either_comma} cells have a comma before their last three digits, none has cents"
    return None, "every cell with a separator has exactly three digits after it, so it may part thousands or decimals"


def _are(count: int) -> str:
    return "1 cell is" if count == 1 else f"{count} cells are"


def _of_whole_numbers(seen: AmountLook) -> tuple[Decimal | None, str]:
    """Whole numbers have no decimals: what parts their last three digits parts thousands."""
    if seen.either_point and seen.either_comma:
        return (
            None,
            f"{seen.either_point} cells have a point before their last three digits, {seen.either_comma} a comma",
        )
    evidence = "whole numbers have no decimals, so the mark before the last three digits parts thousands"
    return ("decimal comma" if seen.either_point else "decimal point"), evidence


def _only_in_units(seen: AmountLook) -> bool:
    """Whether only amounts such as `1.2m` speak, beside plain ones such as `10.000`."""
    same = seen.plain_point if seen.point else seen.plain_comma
    return bool(same) and 0 < seen.in_units == seen.point + seen.comma


def _by_own(seen: AmountLook) -> tuple[Decimal, str]:
    count = seen.point or seen.comma
    cells = "1 cell can" if count == 1 else f"{count} cells can"
    return ("decimal point" if seen.point else "decimal comma"), f"{cells} only be read so, none contradicts"


def ask_decimal(seen: AmountLook, because: str) -> Question:
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
