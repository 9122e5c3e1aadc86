"""What is to be marked in one sheet: faulty cells with their comment, rows held back, cells mended already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from balance.corrections import Correction, place_of
from balance.errors import Problem
from balance.ingest.grid import Sheet
from balance.mending.fixing import column_of
from balance.mending.plain import plain
from balance.schema import Type

FAULTY, DOUBTFUL, HELD, CORRECTED, LEFT_OUT = "faulty", "doubtful", "held", "corrected", "left out"
_RANK = {FAULTY: 0, DOUBTFUL: 1, CORRECTED: 2, HELD: 3, LEFT_OUT: 4}
MOST_OF_A_TEXT = 400


@dataclass
class Mark:
    """How one cell is marked: its look, what its comment says, and the type of its column where that is known."""

    look: str
    comments: list[str] = field(default_factory=list)
    type: Type | None = None

    def add(self, look: str, comment: str, kind: Type | None = None) -> None:
        """One more thing to say of the cell; the gravest gives the look."""
        self.look = min(self.look, look, key=_RANK.__getitem__)
        self.comments.append(comment)
        self.type = self.type or kind


@dataclass(frozen=True)
class Marks:
    """The marks of a sheet: cells by row and column within it, and the look of whole rows."""

    cells: dict[int, dict[int, Mark]]
    rows: dict[int, str]


def marks_of(sheet: Sheet, problems: Iterable[Problem], held: pd.DataFrame, corrections: Sequence[Correction]) -> Marks:
    """The marks of one sheet, from what was told of it."""
    marks = Marks(defaultdict(dict), {})
    for problem in problems:
        if problem.severity != "note" and problem.cell and (problem.sheet or "") == sheet.name:
            look = FAULTY if problem.severity == "error" else DOUBTFUL
            column = column_of(problem.column)
            _mark(marks, sheet, problem.cell, look, comment_of(problem), column.type if column else None)
    for one in corrections:
        if one.sheet == sheet.name:
            _mark_correction(marks, sheet, one)
    _mark_held(marks, sheet, held)
    return marks


def comment_of(problem: Problem) -> str:
    """What the comment of a faulty cell says."""
    found = f"Found: {_short(problem.found)}" if problem.found else "Found: an empty cell"
    parts = (found, f"Expected: {_short(problem.expected)}" if problem.expected else "", _short(problem.fix))
    return "\n".join(part for part in parts if part)


def _short(text: str) -> str:
    return plain(text if len(text) <= MOST_OF_A_TEXT else f"{text[:MOST_OF_A_TEXT]}…")


def _mark(marks: Marks, sheet: Sheet, address: str, look: str, comment: str, kind: Type | None = None) -> None:
    row, column = place_of(address) or (-1, None)
    at = (-1 if column is None else column) - sheet.first_column
    if 0 <= row - sheet.first_row < sheet.rows and 0 <= at < len(sheet.columns):
        marks.cells[row - sheet.first_row].setdefault(at, Mark(look)).add(look, comment, kind)


def _mark_correction(marks: Marks, sheet: Sheet, one: Correction) -> None:
    because = f"\nBecause: {_short(one.why)}" if one.why else ""
    if one.whole_row and one.place is not None:
        marks.rows[one.place[0] - sheet.first_row] = LEFT_OUT
        first = sheet.cell(one.place[0] - sheet.first_row, 0)
        _mark(marks, sheet, first, LEFT_OUT, f"This row is left out.{because}")
    else:
        was = f"Was: {_short(one.found)}" if one.found else "Was: an empty cell"
        _mark(marks, sheet, one.cell, CORRECTED, f"Corrected. {was}{because}")


def _mark_held(marks: Marks, sheet: Sheet, held: pd.DataFrame) -> None:
    mine = held[held["sheet"].fillna("") == sheet.name] if len(held) else held
    for number, reasons in zip(mine["row"], mine["reasons"], strict=True):
        row = int(number) - 1 - sheet.first_row
        if 0 <= row < sheet.rows and sheet.columns:
            marks.rows.setdefault(row, HELD)
            told = f"This row is held back: {_short(str(reasons))}"
            first = next((at for at, cells in enumerate(sheet.columns) if cells.filled[row]), 0)
            marks.cells[row].setdefault(first, Mark(HELD)).add(HELD, told)
