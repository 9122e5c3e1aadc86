"""Which table a sheet is, and which of its columns are which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from balance.errors import Problem
from balance.ingest.evidence import id_votes
from balance.ingest.grid import Cells, Sheet
from balance.ingest.header import Header, find_header, has_table
from balance.ingest.headers import squash
from balance.ingest.mapping import Mapped, Source, map_by_likeness, map_by_name, not_taken, sources
from balance.ingest.said import LEAVE_OUT, Question, SheetSaid, about_sheet, for_file, told_headers
from balance.schema import TABLES, Column, Table

HINTS = {
    "initiatives": ("initiative", "project", "projekt", "projet", "proyecto", "demand", "epic", "portfolio"),
    "incidents": ("incident", "vorfall", "breach", "outage", "lossevent"),
    "changes": ("change", "release", "deployment"),
    "controls": ("control", "policy", "policies", "guardrail", "training"),
    "assumptions": ("assumption", "annahme", "parameter"),
}
READ = "read"
ID_WEIGHT, SHEET_HINT, FILE_HINT = 12.0, 3.0, 2.0


@dataclass(frozen=True)
class Recognised:
    """A sheet with its table, header and columns as far as they are known."""

    sheet: Sheet
    said: SheetSaid
    header_found: Header | None = None
    table_found: Table | None = None
    columns: tuple[Mapped, ...] = ()
    unmapped: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    missing: tuple[str, ...] = ()
    not_taken: tuple[tuple[Source, Column, bool], ...] = ()
    """Headers with a known name whose values speak against it, the column, and whether the name is its own."""
    likely: bool = False
    """Whether the sheet is surely meant as its table, so that a missing column is an error."""

    @property
    def complete(self) -> bool:
        """Whether the sheet can be read as a table."""
        return self.table_found is not None and not self.missing

    @property
    def table(self) -> Table:
        """The table the sheet is; only for sheets recognised as one."""
        if self.table_found is None:
            raise LookupError(f"{place_of(self.sheet)} is no table")
        return self.table_found

    @property
    def header(self) -> Header:
        """The header of the sheet; only for sheets that have one."""
        if self.header_found is None:
            raise LookupError(f"{place_of(self.sheet)} has no header")
        return self.header_found

    def has(self, column: str) -> bool:
        """Whether a column is mapped."""
        return any(mapped.column.name == column for mapped in self.columns)

    def place(self, column: str) -> Mapped:
        """The mapped source of a column; only for columns that are mapped."""
        return next(mapped for mapped in self.columns if mapped.column.name == column)


def recognise(sheet: Sheet, mapping: Mapping[str, object] | None, answers: Mapping[str, str] | None) -> Recognised:
    """The table of a sheet and its columns; without a header the sheet is only asked about."""
    said = for_file(about_sheet(mapping, answers, sheet.name), mapping, sheet.name, sheet.file)
    wanted = _wanted_row(sheet, said)
    header = find_header(sheet, wanted, told_headers(mapping, sheet.name, sheet.file)) if sheet.rows else None
    if header is None:
        asked = (_ask_header(sheet),) if has_table(sheet) and said.answer(_header_key(sheet)) != LEAVE_OUT else ()
        return Recognised(sheet, said, questions=asked)
    said = about_sheet(mapping, answers, sheet.name, header.names)
    said = for_file(said, mapping, sheet.name, sheet.file)
    found = sources(header.names, _below(sheet, header))
    table, questions, likely = _table_of(sheet, found, said)
    if table is None:
        return Recognised(sheet, said, header, unmapped=tuple(s.header for s in found), questions=questions)
    recognised = replace(_columns_of(sheet, table, header, found, said), likely=likely)
    return _hidden(recognised) if sheet.hidden and recognised.complete else recognised


def _hidden(found: Recognised) -> Recognised:
    """A hidden sheet that is a table is read only when so answered."""
    key = f"hidden:{place_of(found.sheet)}"
    answer = found.said.answer(key, (READ, LEAVE_OUT))
    if answer == READ:
        return found
    question = Question(key, f"Read the hidden sheet {place_of(found.sheet)}?", (READ, LEAVE_OUT),
                        f"it holds {found.table.name} but is hidden in the workbook")  # fmt: skip
    headers = tuple(dict.fromkeys(name for name in found.header.names if name))
    return Recognised(found.sheet, found.said, found.header, unmapped=headers, questions=() if answer else (question,))


def _columns_of(sheet: Sheet, table: Table, header: Header, found: Sequence[Source], said: SheetSaid) -> Recognised:
    named = map_by_name(table, found, said)
    alike, questions = map_by_likeness(table, found, named, said)
    columns = tuple(sorted((*named, *alike), key=lambda mapped: mapped.source.places[0]))
    have = {mapped.column.name for mapped in columns}
    used = {mapped.source.header for mapped in columns}
    return Recognised(
        sheet, said, header, table, columns,
        unmapped=tuple(source.header for source in found if source.header not in used),
        questions=questions,
        missing=tuple(column.name for column in table.required if column.name not in have),
        not_taken=not_taken(table, [source for source in found if source.header not in used], have, said),
    )  # fmt: skip


def _below(sheet: Sheet, header: Header) -> list[Cells]:
    rows = np.setdiff1d(np.arange(header.row + 1, sheet.rows), np.array(sheet.aside, dtype=np.intp))
    return [cells.take(rows) for cells in sheet.columns]


def _table_of(
    sheet: Sheet, found: Sequence[Source], said: SheetSaid
) -> tuple[Table | None, tuple[Question, ...], bool]:
    """The table a sheet is, the question where two are as likely, and whether it surely is one."""
    told = said.answer(_table_key(sheet)) or said.entry.get("table")
    if told == LEAVE_OUT:
        return None, (), False
    if told in TABLES:
        return TABLES[str(told)], (), True
    scores = {name: _score(sheet, table, found, said) for name, table in TABLES.items()}
    best, second = sorted(scores, key=lambda name: -scores[name].points)[:2]
    score = scores[best]
    if score.known < 2 and not score.numbered:
        return None, (), False
    if score.complete and scores[second].complete and score.points == scores[second].points:
        return None, (_ask_table(sheet, best, second),), False
    return TABLES[best], (), score.known >= 3 or score.complete or score.numbered


@dataclass(frozen=True)
class Score:
    """How far a sheet is a table: points, columns known, whether all required are there and ids are its kind."""

    points: float
    known: int
    complete: bool
    numbered: bool


def _score(sheet: Sheet, table: Table, found: Sequence[Source], said: SheetSaid) -> Score:
    mapped = map_by_name(table, found, said)
    required = sum(entry.column.required for entry in mapped)
    points = len(mapped) + 2.0 * required
    key = next((entry for entry in mapped if entry.column.name == table.key), None)
    votes = 0.0 if key is None else id_votes(key.source.cells).get(table.name, 0.0)
    points += ID_WEIGHT * votes
    points += SHEET_HINT * _hinted(table.name, sheet.name) + FILE_HINT * _hinted(table.name, sheet.file)
    return Score(points, len(mapped), required == len(table.required), votes > 0.5)


def _hinted(table: str, name: str) -> bool:
    return any(hint in squash(name) for hint in HINTS[table])


def _wanted_row(sheet: Sheet, said: SheetSaid) -> int | None:
    answer = said.answer(_header_key(sheet))
    if answer is None and said.entry.get("sheet") == sheet.name:
        answer = str(said.entry.get("header_row", ""))
    return int(answer) if answer and answer.isascii() and answer.isdigit() and len(answer) < 8 else None


def place_of(sheet: Sheet) -> str:
    """A sheet as it is named in keys of questions."""
    return f"{sheet.file}/{sheet.name}" if sheet.name else sheet.file


def _header_key(sheet: Sheet) -> str:
    return f"header_row:{place_of(sheet)}"


def _table_key(sheet: Sheet) -> str:
    return f"table:{place_of(sheet)}"


def _ask_header(sheet: Sheet) -> Question:
    first = int(np.flatnonzero(~sheet.blank)[0])
    shown = " | ".join(text[:30] for text in sheet.row_texts(first)[:6] if text)
    return Question(
        _header_key(sheet), f"Which row of {place_of(sheet)} holds the headers?",
        (*(str(sheet.row_number(row)) for row in np.flatnonzero(~sheet.blank)[:10]), LEAVE_OUT),
        f"no row names columns that are known; the first row with content ({sheet.row_number(first)}) reads: {shown}",
    )  # fmt: skip


def _ask_table(sheet: Sheet, best: str, second: str) -> Question:
    return Question(_table_key(sheet), f"Which table is {place_of(sheet)}?", (*TABLES, LEAVE_OUT),
                    f"its headers fit {best} and {second} equally")  # fmt: skip


def missing_columns(found: Recognised) -> Problem:
    """The problem of a table that lacks required columns; it names exactly those, and the headers found."""
    names = ", ".join(found.missing)
    headers = [name for name in dict.fromkeys(found.header.names) if name]
    wants = "; ".join(
        f"{column.name} (often called {', '.join(column.synonyms[:3])})"
        for column in found.table.required if column.name in found.missing
    )  # fmt: skip
    return Problem(
        "column-missing", "error", found.sheet.file, found.sheet.name or None,
        row=found.sheet.row_number(found.header.row), column=names,
        found="headers " + ", ".join(" ".join(header.split())[:80] for header in headers),
        expected=f"{found.table.name} with {wants}",
        fix=f"Add {'a column' if len(found.missing) == 1 else 'columns'} {names} to the export, or name in a mapping "
            "file which of the headers it is.",
    )  # fmt: skip
