"""A sheet: its message, how its numbers are derived, where they come from, and the table itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeAlias

from balance.boardpack import fitting, style
from balance.boardpack.sheets import Entry, Heading, Kind, Sheet, Typed

Page: TypeAlias = Any
Looks: TypeAlias = dict[str, Any]

HEAD = 4
"""The row of the table's heads, counted from 0."""

SHOWN: dict[Kind, str] = {
    "text": "@", "long": "@", "money": "#,##0", "chance": "0.000", "factor": "0.00", "number": "#,##0.0##",
    "count": "#,##0", "date": "d mmm yyyy",
}  # fmt: skip
NARROWEST, WIDEST, LONG = 9, 46, 58
"""Widths of columns in digits."""

SIZE = 10
LINE = 13.5
"""Points of type, and the height of a line of it."""

DIGIT = 0.07
"""How wide a digit of it is in inches, a little less than it is drawn, so that wrapped text has room."""

MOST_LINES = 12


def looks(book: Any) -> Looks:  # noqa: ANN401 - xlsxwriter has no types
    """The formats of the workbook by name."""
    plain = {"font_name": style.FONT, "font_size": SIZE, "valign": "top"}
    made: Looks = {str(kind): book.add_format(plain | {"num_format": form}) for kind, form in SHOWN.items()}
    made["text"] = book.add_format(plain | {"num_format": "@", "align": "left", "indent": 1})
    made["long"] = book.add_format(plain | {"num_format": "@", "align": "left", "indent": 1, "text_wrap": True})
    made["head"] = book.add_format(plain | {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1})
    made["head right"] = book.add_format(
        plain | {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, "align": "right"}
    )
    made["head within"] = book.add_format(
        plain | {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, "align": "left", "indent": 1}
    )
    made["name"] = book.add_format(plain | {"num_format": "@"})
    made["title"] = book.add_format(plain | {"bold": True, "font_size": 14, "font_color": f"#{style.INK}"})
    made["quiet"] = book.add_format(plain | {"font_color": f"#{style.INK2}"})
    made["link"] = book.add_format(plain | {"font_color": f"#{style.GOOD}", "underline": 1})
    return made


def draw(page: Page, sheet: Sheet, shown: Looks) -> None:
    """Write one sheet."""
    page.hide_gridlines(2)
    told = (sheet.title, sheet.derived, f"From: {sheet.source}" if sheet.source else "")
    for row, (said, look) in enumerate(zip(told, ("title", "quiet", "quiet"), strict=True)):
        page.write_string(row, 0, said, shown[look])
    page.set_row(0, 2 * LINE)
    _widths(page, sheet)
    page.add_table(
        HEAD, 0, last_row(sheet), len(sheet.headings) - 1,
        {
            "name": f"{sheet.name}_table", "style": "Table Style Light 1", "banded_rows": False,
            "columns": [
                {"header": heading.head, "header_format": shown[_head(heading, at)]}
                for at, heading in enumerate(sheet.headings)
            ],
        },
    )  # fmt: skip
    for row, entries in enumerate(sheet.rows, start=HEAD + 1):
        for column, (entry, heading) in enumerate(zip(entries, sheet.headings, strict=True)):
            _write(page, (row, column), entry, heading.kind, shown)
        page.set_row(row, LINE * _lines(sheet, entries))
    page.set_row(HEAD, LINE * _head_lines(sheet))
    page.freeze_panes(HEAD + 1, 1)
    page.repeat_rows(HEAD)


def _head(heading: Heading, at: int) -> str:
    """Heads stand over their entries: numbers and dates on the right, words within a table as far in as those are."""
    if heading.kind not in ("text", "long"):
        return "head right"
    return "head within" if at or heading.kind == "long" else "head"


def last_row(sheet: Sheet) -> int:
    """The row of a table's last entries, counted from 0."""
    return HEAD + len(sheet.rows)


def _write(page: Page, at: tuple[int, int], entry: Entry, kind: Kind, shown: Looks) -> None:
    match entry:
        case Typed(value, own):
            _write(page, at, value, own, shown)
        case str():
            page.write_string(*at, entry, shown["long" if kind == "long" else "text" if at[1] else "name"])
        case date():
            page.write_datetime(*at, entry, shown["date"])
        case None:
            page.write_blank(*at, None, shown[kind])
        case _:
            page.write_number(*at, entry, shown[kind])


def _lines(sheet: Sheet, entries: Sequence[Entry]) -> int:
    """How many lines the fullest cell of a row takes."""
    said = [str(entry) for entry, heading in zip(entries, sheet.headings, strict=True) if heading.kind == "long"]
    room = LONG * DIGIT
    return min(max((len(fitting.lines(each, room, SIZE)) for each in said), default=1), MOST_LINES)


def _widths(page: Page, sheet: Sheet) -> None:
    for at, width in enumerate(_all_widths(sheet)):
        page.set_column(at, at, width)


def _all_widths(sheet: Sheet) -> list[int]:
    return [_width(heading, [entries[at] for entries in sheet.rows]) for at, heading in enumerate(sheet.headings)]


def _head_lines(sheet: Sheet) -> int:
    """How many lines the fullest head takes, beside the button that Excel puts there."""
    heads = zip(sheet.headings, _all_widths(sheet), strict=True)
    return max(len(fitting.lines(heading.head, (width - 3) * DIGIT, SIZE, bold=True)) for heading, width in heads)


def _width(heading: Heading, entries: Sequence[Entry]) -> int:
    """Wide enough for the longest word of the head and for most entries."""
    if heading.kind == "long":
        return LONG
    longest = max((_letters(entry, heading.kind) for entry in entries), default=0)
    head = max(len(word) for word in heading.head.split())
    return min(max(longest + 2, head + 4, NARROWEST), WIDEST)


def _letters(entry: Entry, kind: Kind) -> int:
    match entry:
        case None:
            return 0
        case str():
            return len(entry)
        case Typed(value, own):
            return _letters(value, own)
        case date():
            return 11
        case _:
            return len(f"{entry:,.0f}") + (4 if kind in ("number", "factor", "chance") else 0)
