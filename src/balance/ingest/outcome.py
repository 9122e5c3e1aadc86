"""What an upload gave: the values handed to the screens, the command line and the store.

`as_json` of each gives the keys of the command line's contract.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from balance.assumptions import Assumptions
from balance.corrections import Correction
from balance.errors import Problem
from balance.ingest.corrections import ASTRAY
from balance.ingest.grid import column_letters
from balance.ingest.hold import Verdict
from balance.ingest.mapping import Source
from balance.ingest.reader import Workbook
from balance.ingest.recognise import Recognised
from balance.ingest.rows import Chosen, rows_below
from balance.ingest.said import Decision, Question
from balance.ingest.sandbox.encodings import NAMES
from balance.ingest.sheet_values import SheetValues
from balance.ingest.shown import SheetSeen, look_at
from balance.ingest.taken import Report


@dataclass(frozen=True)
class RowCounts:
    """Rows of one sheet; `read` is always the sum of the other three."""

    read: int = 0
    accepted: int = 0
    held: int = 0
    left_out: int = 0

    def as_json(self) -> dict[str, int]:
        """The counts by name."""
        return {"read": self.read, "accepted": self.accepted, "held": self.held, "left_out": self.left_out}


@dataclass(frozen=True)
class ColumnMapping:
    """Which column a header was taken for, and how that was known."""

    header: str
    column: str
    how: str
    score: float
    letters: str = ""
    """The letters of the header's column in its sheet, empty where it stands several times."""

    def as_json(self) -> dict[str, Any]:
        """The mapping as the command line prints it."""
        return {"header": self.header, "column": self.column, "how": self.how, "score": self.score}


@dataclass(frozen=True)
class SheetRead:
    """What became of one sheet."""

    sheet: str
    table: str | None
    header_row: int | None
    mapping: tuple[ColumnMapping, ...]
    unmapped: tuple[str, ...]
    decisions: tuple[Decision, ...]
    rows: RowCounts
    seen: SheetSeen = field(default_factory=SheetSeen)
    """What a person is shown of it; no part of the contract."""

    def as_json(self) -> dict[str, Any]:
        """The sheet as the command line prints it."""
        return {
            "sheet": self.sheet, "table": self.table, "header_row": self.header_row,
            "mapping": [entry.as_json() for entry in self.mapping], "unmapped": list(self.unmapped),
            "decisions": [decision.as_json() for decision in self.decisions], "rows": self.rows.as_json(),
        }  # fmt: skip


@dataclass(frozen=True)
class FileRead:
    """What became of one file."""

    file: str
    sha256: str
    kind: str | None
    sheets: tuple[SheetRead, ...]

    def as_json(self) -> dict[str, Any]:
        """The file as the command line prints it."""
        return {"file": self.file, "sha256": self.sha256, "kind": self.kind,
                "sheets": [sheet.as_json() for sheet in self.sheets]}  # fmt: skip


@dataclass(frozen=True)
class Original:
    """A file as it was uploaded."""

    sha256: str
    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Intake:
    """Everything an upload gave. `frames` holds the accepted rows, `held` those that wait for mending."""

    files: tuple[FileRead, ...]
    frames: dict[str, pd.DataFrame]
    held: pd.DataFrame
    problems: tuple[Problem, ...]
    questions: tuple[Question, ...]
    mapping: dict[str, Any]
    currency: str | None
    originals: tuple[Original, ...]
    assumptions: Assumptions
    held_ids: dict[str, list[str]] = field(default_factory=dict)
    """By table the ids of the rows that are held, as far as they have one."""
    totals: dict[str, dict[str, float]] = field(default_factory=dict)
    """By table and money column what the files' own rows of totals say, in the reporting currency."""
    corrections: tuple[Correction, ...] = ()
    """What was changed before the rows were judged; the originals stay as they are."""
    reports: dict[date | None, Report] = field(default_factory=dict)
    """Where each dated report is kept: its rows by its day, oldest first; under None those of sheets without dates."""

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """The questions that stop a load until they are answered: those without a default."""
        return tuple(question for question in self.questions if question.default is None)

    @property
    def refused(self) -> bool:
        """Whether nothing can be loaded: an unreadable file, no table recognised, a required column missing,
        a correction that cannot be made, or a date of the upload that nobody can mean."""
        codes = {problem.code for problem in self.problems if problem.severity == "error" and problem.row is None}
        missing = any(problem.code in ("column-missing", ASTRAY) for problem in self.problems)
        return not self.frames or missing or bool(codes & REFUSING) or any(file.kind is None for file in self.files)

    @property
    def status(self) -> str:
        """`refused`, `attention` where a person is needed, else `ok`."""
        if self.refused:
            return "refused"
        wanted = any(problem.severity != "note" for problem in self.problems) or len(self.held) or self.questions
        return "attention" if wanted else "ok"


REFUSING = frozenset({
    "file-empty", "file-too-large", "file-too-heavy", "file-damaged", "file-suspicious", "file-unreadable",
    "password-protected", "kind-unknown", "quote-open", "sheet-too-far", "table-not-recognised", "rows-missing",
    "date-impossible",
})  # fmt: skip

Part = tuple[Recognised, Chosen | None, SheetValues | None, tuple[Decision, ...] | None, Verdict | None]


def file_read(book: Workbook, parts: Sequence[Part]) -> FileRead:
    """What became of one file, from what became of its sheets."""
    return FileRead(book.name, book.sha256, book.kind, tuple(_sheet_read(*part) for part in parts))


def _sheet_read(
    found: Recognised, chosen: Chosen | None, values: SheetValues | None, money: tuple[Decision, ...] | None,
    verdict: Verdict | None,
) -> SheetRead:  # fmt: skip
    mapping = tuple(
        ColumnMapping(entry.source.header, entry.column.name, entry.how, entry.score, _letters(found, entry.source))
        for entry in found.columns
    )
    return SheetRead(
        found.sheet.name, found.table_found.name if found.table_found else None,
        found.header_number, mapping, found.unmapped,
        _written(found) + found.decisions + _decisions(chosen, values.readings if values else {}) + (money or ()),
        _counts(found, chosen, verdict), look_at(found, values),
    )  # fmt: skip


def _letters(found: Recognised, source: Source) -> str:
    return column_letters(found.sheet.first_column + source.places[0]) if len(source.places) == 1 else ""


def _written(found: Recognised) -> tuple[Decision, ...]:
    """How a text file was taken apart; the usual way goes without saying."""
    encoding, separator = found.sheet.written or ("utf-8", ",")
    names = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
    if encoding in ("utf-8", "utf-8-sig") and separator in ",;\t":
        return ()
    decision = f"{NAMES.get(encoding, encoding)}, parted by {names.get(separator, separator)}"
    why = "the encoding in which its letters make words" if encoding in NAMES else "the encoding that fits every byte"
    return (Decision("", decision, f"{why}, and the most regular separator"),)


def _decisions(chosen: Chosen | None, readings: Mapping[str, Any]) -> tuple[Decision, ...]:
    own = tuple(decision for reading in readings.values() for decision in reading.decisions)
    return (*(chosen.decisions if chosen else ()), *own)


def _counts(found: Recognised, chosen: Chosen | None, verdict: Verdict | None) -> RowCounts:
    """What became of the rows; of a table that lacks a required column all are read and none is taken."""
    if chosen is None or verdict is None:
        lost = rows_below(found) if found.table_found is not None and found.missing and found.likely else 0
        return RowCounts(read=lost, left_out=lost)
    held, left_out = int(verdict.held.sum()), chosen.left_out + int(verdict.repeated.sum())
    return RowCounts(chosen.read, chosen.read - held - left_out, held, left_out)
