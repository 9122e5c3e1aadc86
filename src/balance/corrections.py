"""Corrections: what a person changed in an upload, kept beside the original, which stays as it came."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

Kind = Literal["text", "number", "moment", "span", "flag"]
"""What the mended cell holds: text is read as any text of the file, the others are values of their own."""

_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})", re.IGNORECASE)
_ROW = re.compile(r"([1-9]\d{0,6}):\1")


@dataclass(frozen=True)
class Correction:
    """One cell of an uploaded file given another content, or one whole row left out.

    `sha256` names the file by its content, `sheet` is empty for a text file. `cell` is an address like
    `F12`, or `12:12` for the whole row, which is then left out. `found` is what the cell held as a
    person reads it; None stands for whatever is there. An empty `meant` empties the cell.
    """

    sha256: str
    sheet: str
    cell: str
    meant: str
    found: str | None = None
    kind: Kind = "text"
    who: str = ""
    why: str = ""
    file: str = ""
    column: str = ""

    @property
    def place(self) -> tuple[int, int | None] | None:
        """Row and column counted from 0; no column for a whole row, None where the address is none.

        >>> Correction("", "", "F12", "x").place, Correction("", "", "12:12", "").place
        ((11, 5), (11, None))
        """
        return place_of(self.cell)

    @property
    def whole_row(self) -> bool:
        """Whether a row is left out."""
        return _ROW.fullmatch(self.cell) is not None

    def as_json(self) -> dict[str, Any]:
        """The correction as the command line prints it."""
        names = ("file", "sheet", "cell", "column", "found", "meant", "kind", "who", "why")
        told = asdict(self)
        return {name: told[name] for name in names}


def place_of(address: str) -> tuple[int, int | None] | None:
    """Row and column of an address counted from 0; no column for a whole row, None where it is no address.

    >>> place_of("$F$12"), place_of("12")
    ((11, 5), None)
    """
    row, cell = _ROW.fullmatch(address), _CELL.fullmatch(address)
    if row:
        return int(row[1]) - 1, None
    return (int(cell[2]) - 1, _column_number(cell[1]) - 1) if cell else None


def row_address(row_number: int) -> str:
    """The address of a whole row.

    >>> row_address(12)
    '12:12'
    """
    return f"{row_number}:{row_number}"


def in_order(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Corrections by file, sheet and place: the same ones in the same order, whoever made them first."""
    return tuple(sorted(corrections, key=lambda c: (c.file, c.sha256, c.sheet, _rank(c), c.cell, c.meant)))


def _rank(correction: Correction) -> tuple[int, int]:
    row, column = correction.place or (-1, -1)
    return row, -1 if column is None else column


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
