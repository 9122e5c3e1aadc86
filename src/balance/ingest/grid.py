"""Sheets as the reader hands them over: columns of cells with their absolute place.

A column of cells is held as arrays of one length: `kind` of each cell, its `number` (numbers;
seconds since 1970 for instants; seconds for spans; 0 or 1 for flags), and `code`, the index of its
text in `texts`. Distinct texts are stored once, so that a reading parses each of them once.
Rows and columns of arrays count from 0; what a person sees counts from 1.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.ingest.number_formats import Shown, as_digits, shown
from balance.ingest.sandbox.packing import EMPTY, FLAG, MOMENT, NUMBER, SPAN, TEXT

T = TypeVar("T")
ERROR = 6
Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]
Kinds = npt.NDArray[np.uint8]
Codes = npt.NDArray[np.int32]

__all__ = [
    "EMPTY", "ERROR", "FLAG", "MOMENT", "NUMBER", "SPAN", "TEXT", "Cells", "Codes", "Kinds", "Mask", "Rows", "Sheet",
    "address",
]  # fmt: skip


@dataclass(frozen=True)
class Cells:
    """One column of cells."""

    kind: Kinds
    number: npt.NDArray[np.float64]
    code: Codes
    texts: tuple[str, ...]
    form: npt.NDArray[np.uint16] | None = None
    """Which of the `formats` each cell is shown with; None where none of them says anything."""
    formats: tuple[str, ...] = ("",)

    def __len__(self) -> int:
        return len(self.kind)

    def take(self, rows: Rows) -> Cells:
        """The cells of those rows, with the same texts."""
        form = None if self.form is None else self.form[rows]
        return replace(self, kind=self.kind[rows], number=self.number[rows], code=self.code[rows], form=form)

    def below(self, row: int) -> Cells:
        """The cells from that row on, with the same texts."""
        form = None if self.form is None else self.form[row:]
        return replace(self, kind=self.kind[row:], number=self.number[row:], code=self.code[row:], form=form)

    def of(self, kind: int) -> Mask:
        """Where the cells are of that kind."""
        return np.equal(self.kind, kind)

    def told(self, tell: Callable[[Shown], T]) -> npt.NDArray[Any]:
        """What the number format of each cell says, as an array of what `tell` makes of it."""
        return np.array([tell(shown(code)) for code in self.formats])[self.forms]

    @cached_property
    def forms(self) -> npt.NDArray[np.uint16]:
        """The place of each cell's format in `formats`."""
        return np.zeros(len(self), dtype=np.uint16) if self.form is None else self.form

    @cached_property
    def filled(self) -> Mask:
        """Where there is anything at all."""
        return np.not_equal(self.kind, EMPTY)

    @cached_property
    def all_text(self) -> bool:
        """Whether every cell is text or empty."""
        return bool(np.isin(self.kind, (EMPTY, TEXT)).all()) and bool(self.texts)

    @cached_property
    def used(self) -> npt.NDArray[np.int32]:
        """The indices of the texts that occur."""
        counts = np.bincount(self.code[self.of(TEXT)], minlength=len(self.texts))
        return np.flatnonzero(counts).astype(np.int32)

    def shown(self, row: int) -> str:
        """One cell as a person would read it."""
        kind: int = int(self.kind[row])
        if kind in (TEXT, ERROR):
            return str(self.texts[self.code[row]])
        if kind == EMPTY:
            return ""
        digits = shown(self.formats[self.form[row]]).digits if self.form is not None and kind == NUMBER else ()
        fixed = as_digits(digits, float(self.number[row])) if digits else None
        if fixed is not None:
            return fixed
        return _SHOW[kind](float(self.number[row]))

    def texts_at(self, rows: Rows) -> list[str]:
        """The cells of those rows as a person would read them."""
        three = zip(rows.tolist(), self.kind[rows].tolist(), self.code[rows].tolist(), strict=True)
        return [self.texts[code] if kind in (TEXT, ERROR) else self.shown(row) for row, kind, code in three]

    def as_text(self) -> pd.Series:
        """Every cell as text, as a spreadsheet would show it; empty cells are missing."""
        words = pd.Series(pd.array([*self.texts, None], dtype="str"))
        code = np.where(np.isin(self.kind, (TEXT, ERROR)), self.code, len(self.texts))
        text = words.take(code).reset_index(drop=True)
        other = np.flatnonzero(np.isin(self.kind, (NUMBER, MOMENT, FLAG, SPAN)))
        if len(other):
            text = text.astype(object)
            text.iloc[other] = [self.shown(int(row)) for row in other]
        return text.astype("str")


@dataclass(frozen=True)
class Sheet:
    """One sheet: where it came from and its columns from the first used cell on."""

    file: str
    name: str
    columns: tuple[Cells, ...]
    first_row: int = 0
    first_column: int = 0
    hidden: bool = False
    written: tuple[str, str] | None = None
    """Encoding and separator of a text file."""
    aside: tuple[int, ...] = ()
    """Rows that a person left out."""
    remarks: tuple[tuple[str, int, int], ...] = ()
    """What had to be mended in a text file or looks wrong: code, first row, how often."""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """Cells merged over several rows: first row and column, last row and column, counted from the top of the sheet."""
    hidden_rows: tuple[tuple[int, int], ...] = ()
    """Runs of rows that are hidden: first and last, counted from the top of the sheet."""
    hidden_columns: tuple[tuple[int, int], ...] = ()
    """The same of columns."""
    part: str = ""
    """Which part of a sheet that holds several tables, as cells; empty for a whole sheet."""

    @property
    def rows(self) -> int:
        """How many rows there are from the first used one to the last."""
        return len(self.columns[0]) if self.columns else 0

    def row_number(self, row: int) -> int:
        """The row number a person sees."""
        return self.first_row + int(row) + 1

    def cell(self, row: int, column: int) -> str:
        """The address of a cell as a spreadsheet shows it."""
        return address(self.first_row + int(row), self.first_column + column)

    def row_texts(self, row: int) -> tuple[str, ...]:
        """The cells of one row as text."""
        return tuple(cells.shown(row) for cells in self.columns)

    @cached_property
    def blank(self) -> Mask:
        """Where a row holds nothing at all."""
        blank = np.ones(self.rows, dtype=bool)
        for cells in self.columns:
            blank &= ~cells.filled
        return blank


def address(row: int, column: int) -> str:
    """The spreadsheet address of a place counted from 0.

    >>> address(11, 5), address(0, 26)
    ('F12', 'AA1')
    """
    return f"{column_letters(column)}{row + 1}"


def column_letters(column: int) -> str:
    """The letters of a column counted from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def _number_text(number: float) -> str:
    return f"{int(number)}" if number.is_integer() and abs(number) < 1e15 else repr(number)


def _moment_text(seconds: float) -> str:
    moment = dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds)
    return moment.date().isoformat() if not seconds % 86400 else moment.isoformat(" ", "seconds")


def _span_text(seconds: float) -> str:
    minutes, second = divmod(round(abs(seconds)), 60)
    return f"{'-' if seconds < 0 else ''}{minutes // 60}:{minutes % 60:02}:{second:02}"


_SHOW: dict[int, Callable[[float], str]] = {
    NUMBER: _number_text,
    MOMENT: _moment_text,
    FLAG: lambda number: "TRUE" if number else "FALSE",
    SPAN: _span_text,
}
