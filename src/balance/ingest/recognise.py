"""Which table a sheet is, and which of its columns are which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import numpy as np

from balance.ingest import asking
from balance.ingest.doubtful import contradicted, map_by_likeness, remembered
from balance.ingest.evidence import every_text
from balance.ingest.fitness import LINKS, Known
from balance.ingest.grid import Cells, Sheet
from balance.ingest.header import NO_HEADER, Header, find_header, has_table, usual_header
from balance.ingest.mapping import (
    Mapped,
    Source,
    map_by_name,
    not_taken,
    sources,
)
from balance.ingest.nearest_table import FEW, nothing_is_ours, other_list_of, scores_of
from balance.ingest.one_year import money_of_one_year
from balance.ingest.said import (
    LEAVE_OUT,
    Decision,
    Heard,
    Question,
    SheetSaid,
    about_sheet,
    for_file,
    recall,
    told_headers,
)
from balance.ingest.shapes import is_pivot, is_transposed
from balance.ingest.whole_sheet import stated, with_stated
from balance.schema import TABLES, Column, Table

READ = "read"


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
    decisions: tuple[Decision, ...] = ()
    elsewhere: bool = False
    """Whether the sheet is a list of another kind in which nothing speaks of a table of ours."""

    @property
    def complete(self) -> bool:
        """Whether the sheet can be read as a table."""
        return self.table_found is not None and not self.missing

    @property
    def table(self) -> Table:
        """The table the sheet is; only for sheets recognised as one."""
        if self.table_found is None:
            raise LookupError(f"{asking.place_of(self.sheet)} is no table")
        return self.table_found

    @property
    def header(self) -> Header:
        """The header of the sheet; only for sheets that have one."""
        if self.header_found is None:
            raise LookupError(f"{asking.place_of(self.sheet)} has no header")
        return self.header_found

    @property
    def header_number(self) -> int | None:
        """The row of the header as a person counts; 0 where the sheet has none and was said to have none."""
        if self.header_found is None:
            return None
        return self.sheet.row_number(self.header_found.row) if self.header_found.row >= 0 else 0

    def has(self, column: str) -> bool:
        """Whether a column is mapped."""
        return any(mapped.column.name == column for mapped in self.columns)

    def place(self, column: str) -> Mapped:
        """The mapped source of a column; only for columns that are mapped."""
        return next(mapped for mapped in self.columns if mapped.column.name == column)


Remembered = Sequence[Mapping[str, Any]]


def recognise(
    sheet: Sheet, mapping: Mapping[str, Any] | None, answers: Mapping[str, str] | None,
    earlier: Remembered = (), heard: Heard | None = None,
) -> Recognised:  # fmt: skip
    """The table of a sheet and its columns; without a header the sheet is only asked about.

    `earlier` are the entries of earlier loads, the newest first; `heard` notes which answers belonged to something.
    """
    said = for_file(about_sheet(mapping, answers, sheet.name, heard=heard), mapping, sheet.name, sheet.file)
    told = told_headers(mapping, sheet.name, sheet.file)
    told |= frozenset(header for entry in earlier for header in entry["columns"])
    wanted = asking.wanted_row(sheet, said)
    header = _header_of(sheet, wanted, asking.usual_row(sheet, said), told)
    if header is None:
        plain = has_table(sheet) and wanted != LEAVE_OUT and not is_transposed(sheet) and not is_pivot(sheet)
        return Recognised(sheet, said, questions=(asking.header_row(sheet),) if plain else ())
    base = about_sheet(mapping, answers, sheet.name, header.names, heard)
    said = for_file(base, mapping, sheet.name, sheet.file)
    found = sources(header.names, _below(sheet, header), header.also)
    table, questions, likely = _table_of(sheet, found, said, wanted is not None)
    base = recall(base, earlier, table.name if table else None, header.names)
    said = for_file(base, mapping, sheet.name, sheet.file)
    if table is None and said.how == "remembered" and said.answer(asking.table_key(sheet)) is None:
        table, questions, likely = TABLES.get(str(said.entry.get("table"))), (), True
    if table is None:
        elsewhere = bool(questions) and nothing_is_ours(sheet, found, said)
        headers = tuple(source.header for source in found)
        return Recognised(sheet, said, header, unmapped=headers, questions=questions, elsewhere=elsewhere)
    return _hidden(_columns_of(sheet, table, header, said, likely, {}))


def _header_of(sheet: Sheet, wanted: int | str | None, usual: int | None, told: frozenset[str]) -> Header | None:
    """The header of a sheet: where a person said, where a mapping file says, or found."""
    if not sheet.rows or wanted == LEAVE_OUT:
        return None
    if wanted is None and usual is not None:
        return find_header(sheet, NO_HEADER) if usual == 0 else usual_header(sheet, usual, told)
    return find_header(sheet, wanted, told)


def with_links(found: Recognised, known: Known) -> Recognised:
    """The same, now that the ids of the initiatives and changes of this upload and the last one are known."""
    table = found.table_found
    links = {LINKS[column.name] for column in table.columns if column.name in LINKS} - {table.name} if table else set()
    if table is None or not found.columns or not any(known.get(name) for name in links):
        return found
    return _columns_of(found.sheet, table, found.header, found.said, found.likely, known)


def surely(found: Recognised) -> Recognised:
    """The same sheet taken as surely meant, so that a column it lacks is asked about."""
    if found.table_found is None or found.likely or not found.missing:
        return found
    return _hidden(_columns_of(found.sheet, found.table, found.header, found.said, True, {}))


def ids_of(found: Sequence[Recognised]) -> dict[str, frozenset[str]]:
    """The ids of the tables that others link to, as written in the sheets of an upload."""
    ids: dict[str, frozenset[str]] = {}
    for sheet in found:
        table = sheet.table_found
        if table is not None and table.name in LINKS.values() and sheet.has(table.key):
            shown = every_text(sheet.place(table.key).source.cells)
            ids[table.name] = ids.get(table.name, frozenset()) | shown
    return ids


def _hidden(found: Recognised) -> Recognised:
    """A hidden sheet that is a table is read only when so answered."""
    if not found.sheet.hidden or not found.complete:
        return found
    key = asking.hidden_key(found.sheet)
    answer = found.said.answer(key, (READ, LEAVE_OUT))
    named = found.said.entry.get("sheet") == found.sheet.name and found.said.part("columns")
    if answer == READ or (named and answer is None):
        return found
    question = Question(key, f"Read the hidden sheet {asking.place_of(found.sheet)}?", (READ, LEAVE_OUT),
                        f"it holds {found.table.name} but is hidden in the workbook")  # fmt: skip
    headers = tuple(dict.fromkeys(name for name in found.header.names if name))
    return Recognised(found.sheet, found.said, found.header, unmapped=headers, questions=() if answer else (question,))


def _columns_of(
    sheet: Sheet, table: Table, header: Header, said: SheetSaid, likely: bool, known: Known
) -> Recognised:  # fmt: skip
    if asking.is_left_out(table, said):
        return Recognised(sheet, said, header, unmapped=tuple(dict.fromkeys(name for name in header.names if name)))
    sheet, header = _with_stated(sheet, header, table, said, known)
    found = sources(header.names, _below(sheet, header), header.also)
    named = map_by_name(table, found, said, known)
    alike, questions = map_by_likeness(table, found, named, said, known)
    columns = tuple(sorted((*named, *alike), key=lambda mapped: mapped.source.places[0]))
    have = {mapped.column.name for mapped in columns}
    used = {mapped.source.header for mapped in columns}
    left = [source for source in found if source.header not in used]
    missing = tuple(column for column in table.required if column.name not in have)
    asked = tuple(asking.missing(table, column, left, sheet) for column in missing if likely)
    asking.refuse_unmet(asked, said)
    return Recognised(
        sheet, said, header, table, columns,
        unmapped=tuple(source.header for source in left),
        questions=(*contradicted(table, found, columns, said, known), *questions, *asked,
                   *_of_one_year(table, left, have, said, questions)),
        missing=tuple(column.name for column in missing),
        not_taken=not_taken(table, left, have, said),
        likely=likely,
        decisions=remembered(columns, said),
    )  # fmt: skip


def _of_one_year(
    table: Table, left: Sequence[Source], have: Set[str], said: SheetSaid, asked: Sequence[Question]
) -> Iterator[Question]:
    """Money of one year, where nothing else is asked of the same header."""
    keys = {question.key for question in asked}
    yield from (question for question in money_of_one_year(table, left, have, said) if question.key not in keys)


def _with_stated(sheet: Sheet, header: Header, table: Table, said: SheetSaid, known: Known) -> tuple[Sheet, Header]:
    """The sheet with what is stated for every row; a statement of an earlier load gives way to a column of its own."""
    texts = stated(table, said)
    if texts and said.how == "remembered":
        own = map_by_name(table, sources(header.names, _below(sheet, header), header.also), said, known)
        have = {entry.column.name for entry in own}
        texts = {name: text for name, text in texts.items() if name not in have}
    return with_stated(sheet, header, texts.values())


def _below(sheet: Sheet, header: Header) -> list[Cells]:
    if not sheet.aside:
        return [cells.below(header.row + 1) for cells in sheet.columns]
    rows = np.setdiff1d(np.arange(header.row + 1, sheet.rows), np.array(sheet.aside, dtype=np.intp))
    return [cells.take(rows) for cells in sheet.columns]


def _table_of(
    sheet: Sheet, found: Sequence[Source], said: SheetSaid, named: bool
) -> tuple[Table | None, tuple[Question, ...], bool]:
    """The table a sheet is, the question where two are as likely, and whether it surely is one.

    `named` says that a person named the row of the headers, so that the sheet is meant to be read.
    """
    told = said.answer(asking.table_key(sheet), (*TABLES, LEAVE_OUT)) or said.entry.get("table")
    if told == LEAVE_OUT:
        return None, (), False
    if told in TABLES:
        return TABLES[str(told)], (), True
    scores, (best, second) = scores_of(sheet, found, said)
    score = scores[best]
    other = other_list_of(found, score, said)
    if other is not None:
        return None, (asking.other(sheet, other, [source.header for source in found]),), False
    if score.known < FEW and not score.numbered:
        return None, (asking.table(sheet, "none of its headers is known"),) if named else (), False
    if score.complete and scores[second].complete and score.points == scores[second].points:
        return None, (asking.table(sheet, f"its headers fit {best} and {second} equally"),), False
    return TABLES[best], (), score.known > FEW or score.complete or score.numbered or named
