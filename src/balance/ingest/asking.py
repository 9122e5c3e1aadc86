"""The questions about a whole sheet: where its headers are, which table it is, which column is missing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from balance.ingest.doubtful import example_values
from balance.ingest.evidence import is_health, is_number, one_for_all, readable_share
from balance.ingest.grid import Cells, Sheet
from balance.ingest.header import NO_HEADER
from balance.ingest.mapping import Source, header_text
from balance.ingest.other_lists import OtherList, other_list, telling
from balance.ingest.said import LEAVE_OUT, Question, SheetSaid
from balance.ingest.whole_sheet import missing_key, statements
from balance.schema import TABLES, Column, Table

MOST_ROWS = 10
MOST_HEADERS = 40
SHOWN_HEADERS = 3
LONGEST_WORD = 60


def place_of(sheet: Sheet) -> str:
    """A sheet, or the part of a sheet, as it is named in keys of questions."""
    name = f"{sheet.file}/{sheet.name}" if sheet.name else sheet.file
    return f"{name} {sheet.part}" if sheet.part else name


def header_key(sheet: Sheet) -> str:
    """The key of the question where the headers are."""
    return f"header_row:{place_of(sheet)}"


def hidden_key(sheet: Sheet) -> str:
    """The key of the question whether a hidden sheet is read."""
    return f"hidden:{place_of(sheet)}"


def table_key(sheet: Sheet) -> str:
    """The key of the question which table a sheet is."""
    return f"table:{place_of(sheet)}"


def wanted_row(sheet: Sheet, said: SheetSaid) -> int | str | None:
    """The row a person named as that of the headers, that there is none, or that the sheet is to be left out."""
    answer = said.answer(header_key(sheet))
    if answer is None:
        return None
    text, rows = answer.strip().casefold(), [sheet.row_number(int(row)) for row in np.flatnonzero(~sheet.blank)]
    if text in (NO_HEADER, LEAVE_OUT):
        return text
    if text.isascii() and text.isdigit() and int(text[:8]) in rows:
        return int(text[:8])
    said.heard.refused[header_key(sheet)] = (*map(str, rows[:MOST_ROWS]), NO_HEADER, LEAVE_OUT)
    return None


def usual_row(sheet: Sheet, said: SheetSaid) -> int | None:
    """The row of the headers as a mapping file gives it for the sheet; 0 where it says that there is none."""
    given = said.entry.get("header_row")
    named = said.entry.get("sheet") == sheet.name
    return given if isinstance(given, int) and (given == 0 or named) else None


def header_row(sheet: Sheet) -> Question:
    """The question where the headers of a sheet are."""
    first = int(np.flatnonzero(~sheet.blank)[0])
    shown = " | ".join(text[:30] for text in sheet.row_texts(first)[:6] if text)
    rows = (str(sheet.row_number(row)) for row in np.flatnonzero(~sheet.blank)[:MOST_ROWS])
    kind = other_list(sheet.row_texts(first))
    looks = f"; it looks like {kind.name}. {kind.instead.rstrip('.')}" if kind else ""
    return Question(
        header_key(sheet), f"Which row of {place_of(sheet)} holds the headers?", (*rows, NO_HEADER, LEAVE_OUT),
        f"no row names columns that are known; the first row with content ({sheet.row_number(first)}) reads: {shown}"
        f"{looks}",
    )  # fmt: skip


def table(sheet: Sheet, because: str) -> Question:
    """The question which table a sheet is."""
    return Question(table_key(sheet), f"Which table is {place_of(sheet)}?", (*TABLES, LEAVE_OUT), because)


def other(sheet: Sheet, kind: OtherList, headers: Sequence[str]) -> Question:
    """The question which table a sheet is that shows another kind of list."""
    shown = ", ".join(repr(" ".join(header.split())[:40]) for header in telling(kind, headers)[:SHOWN_HEADERS])
    return table(sheet, f"it looks like {kind.name} ({shown}). {kind.instead.rstrip('.')}")


def missing(table: Table, column: Column, left: Sequence[Source], sheet: Sheet) -> Question:
    """The question which header a required column is, those first whose values it can be."""
    able = [source for source in left if _can_be(column, source)]
    able.sort(key=lambda source: -readable_share(column, source.cells)[0])
    headers = dict.fromkeys(header_text(source.header) for source in able[:MOST_HEADERS])
    examples = "; ".join(f"{header_text(source.header)[:40]!r} holds {', '.join(map(repr, example_values(source)))}"
                         for source in able[:SHOWN_HEADERS])  # fmt: skip
    because = f"{table.name} need it and no header has a name that is known for it"
    return Question(
        missing_key(table, column), f"Which column of {place_of(sheet)} is {column.name} ({column.meaning.lower()})?",
        (*headers, *statements(column), LEAVE_OUT), f"{because}; {examples}" if examples else because,
    )  # fmt: skip


def _can_be_choice(cells: Cells, share: float) -> bool:
    """Whether values may be words for choices: few, short, no numbers, no dates, no traffic lights."""
    words = [cells.texts[code] for code in cells.used]
    few = 0 < len(words) <= MOST_HEADERS and (share > 0 or one_for_all(cells) > 0)
    short = max(map(len, words), default=0) <= LONGEST_WORD
    dates = readable_share(Column("", "date", ""), cells)[0] >= 0.5
    amounts = readable_share(Column("", "money", ""), cells)[0] >= 0.5
    words_at_all = share > 0 or not (dates or amounts or is_number(cells))
    return few and short and words_at_all and not is_health(cells)


def is_left_out(table: Table, said: SheetSaid) -> bool:
    """Whether a sheet was answered to be left out where it was asked for a column it lacks."""
    keys = [missing_key(table, column) for column in table.required]
    left = [key for key in keys if said.answers.get(key, "").strip().casefold() == LEAVE_OUT]
    said.heard.keys.update(left)
    return bool(left)


def was_left_out(sheet: Sheet, said: SheetSaid) -> bool:
    """Whether a sheet is not read because somebody answered so."""
    keys = (
        header_key(sheet),
        table_key(sheet),
        hidden_key(sheet),
        *(key for key in said.answers if key.startswith("missing:")),
    )
    return any(said.answers.get(key, "").strip().casefold() == LEAVE_OUT for key in keys)


def refuse_unmet(asked: Sequence[Question], said: SheetSaid) -> None:
    """Note answers to these questions that named no header of the sheet and nothing that can be stated."""
    for question in asked:
        if question.key in said.answers:
            said.heard.keys.add(question.key)
            said.heard.refused[question.key] = question.choices


def _can_be(column: Column, source: Source) -> bool:
    """Whether the values under a header can be read as the column at all."""
    share, looked_at = readable_share(column, source.cells)
    if not source.cells.filled.any() or len(header_text(source.header)) == 0:
        return False
    if column.type == "choice":
        return _can_be_choice(source.cells, share)
    if column.required and column.type == "id" and one_for_all(source.cells) > 0.5:
        return False
    if column.type in ("date", "moment") and is_number(source.cells):
        return False
    return share >= 0.5 and (looked_at > 0 or column.type in ("id", "text", "tags"))
