"""The marked workbook: an upload with every cell as it was read, the faulty ones coloured and commented.

It begins with a list of what to mend and ends with a hidden sheet that says which upload it shows, so
that it is known when it comes back. Every text is written as text: nothing in it is a formula or a link.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from balance.corrections import Correction
from balance.errors import Problem
from balance.ingest import Workbook
from balance.ingest.corrections import correct
from balance.ingest.grid import EMPTY, FLAG, MOMENT, NUMBER, SPAN, TEXT, Cells, Sheet
from balance.mending import listing
from balance.mending.marks import CORRECTED, DOUBTFUL, FAULTY, HELD, LEFT_OUT, Mark, Marks, marks_of
from balance.mending.origin import LIST, ORIGIN, Origin, lines, written_names
from balance.mending.plain import holdable, plain
from balance.schema import Type

if TYPE_CHECKING:
    Book: TypeAlias = Any
    Page: TypeAlias = Any
    Look: TypeAlias = Any

TEXT_STAYS_TEXT = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
FONT = "Calibri"
COLOURS = {FAULTY: "#F8C9A0", DOUBTFUL: "#FFF0B3", CORRECTED: "#CFE3F5", HELD: "#FDECDD", LEFT_OUT: "#DDDDDD"}
TIMED = 7
"""A moment with a time of day, beside the kinds of cells."""
FORMATS = {
    TEXT: "@", NUMBER: "General", MOMENT: "yyyy-mm-dd", TIMED: "yyyy-mm-dd hh:mm:ss", FLAG: "General",
    SPAN: "[h]:mm:ss", EMPTY: "General",
}  # fmt: skip
TYPED: dict[Type, str] = {
    "date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm:ss", "money": "General", "share": "General", "number": "General",
    "count": "General", "flag": "General",
}  # fmt: skip
"""The format of a faulty cell, so that what is typed into it becomes what the column holds."""
MOST_SHOWN_AS_TEXT = 255
MOST_OF_A_FORMAT, MOST_LOOKS = 200, 5_000
"""How long a number format may be, and how many of the analyst's own a workbook takes over."""
_OWN = frozenset({*FORMATS.values(), *TYPED.values()})
MOST_OF_A_COMMENT = 1_500
EPOCH_SERIAL = 25_569
EARLIEST = datetime(1980, 1, 1)


@dataclass(frozen=True)
class Marked:
    """A marked workbook: its name, its bytes, the upload it shows, how many cells and rows are to be mended."""

    name: str
    content: bytes
    file: str
    problems: int
    held: int


def mark(
    book: Workbook, problems: Sequence[Problem], held: pd.DataFrame, corrections: Sequence[Correction],
    header_rows: Mapping[str, int] | None = None,
) -> Marked:  # fmt: skip
    """The marked workbook of one upload; the same upload and problems always give the same bytes.

    `header_rows` says by sheet in which row its headers stand, so that they stay in sight.
    """
    from xlsxwriter import Workbook as Writer  # large, and few visitors ask for it

    mine = [problem for problem in problems if problem.file == book.name]
    rows = held[held["file"] == book.name]
    made = [one for one in corrections if one.sha256 == book.sha256]
    shown = correct([book], made).books[0]
    drawn = io.BytesIO()
    writer = Writer(drawn, TEXT_STAYS_TEXT)
    writer.set_properties(
        {"title": f"What to mend in {plain(book.name)[:200]}", "author": "Balance", "created": EARLIEST}
    )
    writer.formats[0].set_font_name(FONT)
    looks = Looks(writer)
    _draw_list(writer, looks, shown, mine, rows, made)
    left = listing.MOST_COMMENTS
    for name, sheet in zip(written_names(book), shown.sheets, strict=True):
        marks = marks_of(sheet, mine, rows, made)
        page = writer.add_worksheet(name)
        page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        page.freeze_panes((header_rows or {}).get(sheet.name, 0), 0)
        left -= _draw_sheet(page, sheet, marks, looks, left)
    _draw_origin(writer, Origin(book.sha256, book.name, tuple(made)))
    writer.close()
    needed = sum(problem.severity != "note" for problem in mine)
    return Marked(listing.safe_name(book.name, " - to mend", "xlsx"), drawn.getvalue(), book.name, needed, len(rows))


class Looks:
    """The formats of a workbook, each made once when it is first needed."""

    def __init__(self, writer: Book) -> None:
        self.writer = writer
        self.made: dict[tuple[str, str], Look] = {}

    def of(self, number: str, look: str = "", **more: Any) -> Look:  # noqa: ANN401 - what the writer takes
        """The format with that number format and mark."""
        number = number if len(self.made) < MOST_LOOKS or number in _OWN else "General"
        key = (number, look + "".join(more))
        if key not in self.made:
            fill = {"bg_color": COLOURS[look]} if look in COLOURS else {}
            grey = {"font_color": "#777777"} if look == LEFT_OUT else {}
            self.made[key] = self.writer.add_format({"num_format": number, "font_name": FONT} | fill | grey | more)
        return self.made[key]


def _draw_list(
    writer: Book, looks: Looks, book: Workbook, problems: Sequence[Problem], held: pd.DataFrame,
    made: Sequence[Correction],
) -> None:  # fmt: skip
    page = writer.add_worksheet(LIST)
    page.hide_gridlines(2)
    for place, width in enumerate((12, 22, 10, 20, 46, 46, 60)):
        page.set_column(place, place, width)
    title, head = looks.of("@", "title", bold=True, font_size=14), looks.of("@", "head", bold=True, bottom=1)
    page.write_string(0, 0, plain(f"What to mend in {book.name}"), title)
    row = 1
    for row, line in enumerate(listing.how_to(problems, held, made), start=1):
        page.write_string(row, 0, plain(line), looks.of("@"))
    row += 2
    page.freeze_panes(row + 1, 0)
    names = dict(zip((sheet.name for sheet in book.sheets), written_names(book), strict=True))
    for at, cells in enumerate([listing.HEAD, *listing.rows(problems, made, names)], start=row):
        for place, text in enumerate(cells):
            page.write_string(at, place, plain(text), head if at == row else looks.of("@"))


def _draw_sheet(page: Page, sheet: Sheet, marks: Marks, looks: Looks, comments: int) -> int:
    """Draw one sheet at the place its cells had; returns how many comments it took of those that are left."""
    if sheet.hidden:
        page.hide()
    columns = [_drawable(holdable(cells)) for cells in sheet.columns]
    for place, (kinds, values, _) in enumerate(columns, start=sheet.first_column):
        page.set_column(place, place, _width(kinds, values))
    plain_looks = {kind: looks.of(number) for kind, number in FORMATS.items()}
    write = {TEXT: page.write_string, FLAG: page.write_boolean}
    taken = 0
    for row in range(sheet.rows):
        cells, look = marks.cells.get(row, {}), marks.rows.get(row, "")
        at = sheet.first_row + row
        for place, (kinds, values, shown) in enumerate(columns):
            kind, mark = kinds[row], cells.get(place)
            if mark is not None or look or (kind == NUMBER and shown and shown[row]):
                number = shown[row] if kind == NUMBER and shown else ""
                wanted = looks.of(number or _number_format(kind, values[row], mark), mark.look if mark else look)
            else:
                wanted = plain_looks[kind] if kind != TEXT or len(values[row]) <= MOST_SHOWN_AS_TEXT else None
            if kind != EMPTY:
                write.get(kind, page.write_number)(at, sheet.first_column + place, values[row], wanted)
            elif mark is not None or look:
                page.write_blank(at, sheet.first_column + place, None, wanted)
            if mark is not None and mark.comments and taken < comments:
                _comment(page, at, sheet.first_column + place, mark)
                taken += 1
    return taken


def _drawable(cells: Cells) -> tuple[list[int], list[Any], list[str]]:
    """Kind, value and number format of every cell as the writer takes them; no formats where none says anything."""
    kind = cells.kind.copy()
    times = np.isin(kind, (MOMENT, SPAN))
    number = np.where(times, cells.number / 86_400 + np.where(kind == MOMENT, EPOCH_SERIAL, 0), cells.number)
    kind[(kind == MOMENT) & (np.nan_to_num(cells.number) % 86_400 != 0)] = TIMED
    values: list[Any] = number.tolist()
    for row in np.flatnonzero(cells.of(TEXT)):
        values[row] = cells.texts[cells.code[row]]
    formats = [code if len(code) <= MOST_OF_A_FORMAT and plain(code) == code else "" for code in cells.formats]
    return kind.tolist(), values, [] if cells.form is None else [formats[at] for at in cells.form.tolist()]


def _number_format(kind: int, value: Any, mark: Mark | None) -> str:  # noqa: ANN401 - number or text
    if kind in (TEXT, EMPTY) and mark is not None and mark.type in TYPED:
        return TYPED[mark.type]
    if kind == TEXT and len(value) > MOST_SHOWN_AS_TEXT:
        return "General"
    return FORMATS[TEXT] if kind == EMPTY and mark is not None else FORMATS[kind]


def _width(kinds: Sequence[int], values: Sequence[Any]) -> float:
    lengths = [len(value) if kind == TEXT else 11 for kind, value in zip(kinds[:60], values[:60], strict=True)]
    return float(min(max([8, *lengths]) + 1, 42))


def _comment(page: Page, row: int, column: int, mark: Mark) -> None:
    text = "\n\n".join(dict.fromkeys(mark.comments))[:MOST_OF_A_COMMENT]
    lines = sum(1 + len(line) // 44 for line in text.split("\n"))
    page.write_comment(row, column, text, {"author": "Balance", "width": 300, "height": min(24 + 16 * lines, 320)})


def _draw_origin(writer: Book, origin: Origin) -> None:
    page = writer.add_worksheet(ORIGIN)
    for row, line in enumerate(lines(origin)):
        for column, text in enumerate(line):
            page.write_string(row, column, plain(text))
    page.very_hidden()
