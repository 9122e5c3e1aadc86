"""Mending in place: the problems that are single cells, the rows that share an id, and the corrections made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from balance.corrections import Correction, Kind, row_address
from balance.errors import Problem
from balance.ingest import Intake
from balance.roles import Action, needs
from balance.schema import TABLES, Column

Place = tuple[str, str, str]
"""File, sheet (empty for a text file) and cell."""

IN_WORDS = frozenset({"required-missing"})
"""Codes of problems that say in words what was found instead of quoting the cell."""
NOT_CELLS = frozenset({"row-repeated", "column-not-taken", "mended-cell-faulty"})


@dataclass(frozen=True)
class Fixable:
    """One cell that can be mended where it is shown."""

    file: str
    sheet: str
    cell: str
    row: int
    column: str
    found: str
    expected: str
    fix: str
    code: str
    severity: str
    choices: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """What names the cell among all files."""
        return self.file, self.sheet, self.cell


@dataclass(frozen=True)
class Clash:
    """Rows of different content under one id, all held until one is kept or an id is corrected."""

    column: str
    id: str
    rows: tuple[Fixable, ...]


def fixable(problems: Iterable[Problem]) -> tuple[Fixable, ...]:
    """The problems of single cells that a person may mend, each cell once, errors before warnings."""
    found: dict[Place, Fixable] = {}
    for problem in sorted(problems, key=lambda problem: problem.severity):  # "error" comes before "warning"
        if problem.severity != "note" and problem.cell and problem.row and problem.code not in NOT_CELLS:
            one = _fixable(problem)
            found.setdefault(one.place, one)
    return tuple(found.values())


def _fixable(problem: Problem) -> Fixable:
    column = column_of(problem.column)
    return Fixable(
        problem.file, problem.sheet or "", problem.cell or "", problem.row or 0, problem.column or "",
        "" if problem.code in IN_WORDS else problem.found, problem.expected, problem.fix, problem.code,
        problem.severity, column.choices if column else (),
    )  # fmt: skip


def column_of(name: str | None) -> Column | None:
    """The column of that name in the first table that has it."""
    every = (column for table in TABLES.values() for column in table.columns)
    return next((column for column in every if column.name == name), None)


@needs(Action.MEND)
def corrections_of(
    intake: Intake, values: Mapping[Place, str], *, kind: Kind = "text", who: str = "", why: str = ""
) -> tuple[Correction, ...]:
    """Corrections from values that a person typed, by file, sheet and cell; an empty value empties the cell."""
    hashes = {file.file: file.sha256 for file in intake.files}
    return tuple(
        Correction(hashes[file], sheet, cell, meant.strip(), kind=kind, who=who, why=why, file=file)
        for (file, sheet, cell), meant in values.items()
        if file in hashes
    )


@needs(Action.MEND)
def leave_out(
    intake: Intake, rows: Iterable[tuple[str, str, int]], *, who: str = "", why: str = ""
) -> tuple[Correction, ...]:
    """Corrections that leave out whole rows, given as file, sheet and row number."""
    hashes = {file.file: file.sha256 for file in intake.files}
    return tuple(
        Correction(hashes[file], sheet, row_address(row), "", who=who, why=why, file=file)
        for file, sheet, row in rows
        if file in hashes
    )


def clashes(problems: Iterable[Problem]) -> tuple[Clash, ...]:
    """The ids that stand for rows of different content, with the rows of each."""
    found: dict[tuple[str, str], list[Fixable]] = {}
    for problem in problems:
        if problem.code == "id-clash" and problem.cell:
            found.setdefault((problem.column or "", problem.found), []).append(_fixable(problem))
    return tuple(Clash(column, name, tuple(rows)) for (column, name), rows in found.items())


@needs(Action.MEND)
def keep_one(intake: Intake, clash: Clash, keep: Fixable, *, who: str = "") -> tuple[Correction, ...]:
    """Corrections that keep one row of a clash and leave out the others."""
    others: Sequence[Fixable] = [row for row in clash.rows if row.place != keep.place]
    why = f"{clash.id}: row {keep.row} is kept"
    return leave_out(intake, [(row.file, row.sheet, row.row) for row in others], who=who, why=why)
