"""The decimal sign of a column of amounts: its own cells decide, else the other columns of the sheet, else a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from balance.ingest.amounts import Amount, read_amount
from balance.ingest.grid import Cells, Mask
from balance.ingest.readings import weights, withheld
from balance.ingest.said import Question, SheetSaid
from balance.schema import Column

Decimal = Literal["decimal point", "decimal comma"]
SIGNS: dict[Decimal, str] = {"decimal point": ".", "decimal comma": ","}
CHOICES: tuple[Decimal, ...] = ("decimal point", "decimal comma")


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

    @property
    def key(self) -> str:
        """The key of the question about the decimal sign."""
        return f"decimal:{self.table}.{self.column.name}"


def look(cells: Cells, column: Column, header: str, table: str) -> AmountLook:
    """Read each distinct text of a column as far as it can be read alone."""
    reasons, absent = withheld(cells)
    amounts: list[Amount | None] = [None] * len(cells.texts)
    counts = weights(cells)
    seen = {"plain": 0, "point": 0, "comma": 0, "either point": 0, "either comma": 0}
    for code in cells.used:
        amounts[code] = amount = read_amount(cells.texts[code])
        if amount is not None:
            seen[amount.speaks] += int(counts[code])
    return AmountLook(cells, column, header, table, tuple(amounts), reasons, absent,
                seen["point"], seen["comma"], seen["either point"], seen["either comma"])  # fmt: skip


def decimal_of(seen: AmountLook, others: Sequence[AmountLook], said: SheetSaid) -> tuple[Decimal | None, str]:
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
