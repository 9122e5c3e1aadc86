"""The workbook: a list of its sheets, then one sheet for each table. The same outline gives the same bytes."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any, TypeAlias

from xlsxwriter import Workbook

from balance import formats
from balance.boardpack import style
from balance.boardpack.sheets import Sheet
from balance.boardpack.slides import Outline
from balance.boardpack.xlsx import plots, table

Book: TypeAlias = Any
Page: TypeAlias = Any

TEXT_STAYS_TEXT = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}  # fmt: skip
CONTENTS = "Contents"


def write(outline: Outline) -> bytes:
    """The outline's numbers as the bytes of a .xlsx."""
    drawn = io.BytesIO()
    book = Workbook(drawn, TEXT_STAYS_TEXT)
    _properties(book, outline)
    looks = table.looks(book)
    _contents(book, outline, looks)
    for sheet in outline.sheets:
        page = book.add_worksheet(sheet.name)
        table.draw(page, sheet, looks)
        _paper(page, outline)
        if sheet.plot is not None:
            plots.add(book, page, sheet, outline.sheets)
    book.close()
    return drawn.getvalue()


def _properties(book: Book, outline: Outline) -> None:
    moment = datetime.combine(outline.as_of, datetime.min.time())
    book.set_properties({"title": outline.title, "author": "Balance", "created": moment})
    book.set_size(2400, 1400)
    book.formats[0].set_font_name(style.FONT)
    book.formats[0].set_font_size(10)


def _contents(book: Book, outline: Outline, looks: table.Looks) -> None:
    page = book.add_worksheet(CONTENTS)
    page.hide_gridlines(2)
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 110)
    page.write_string(0, 0, outline.title, looks["title"])
    page.write_string(1, 0, outline.slides[0].footer if outline.slides else "", looks["quiet"])
    for row, sheet in enumerate(outline.sheets, start=3):
        page.write_url(row, 0, f"internal:'{sheet.name}'!A1", looks["link"], sheet.name)
        page.write_string(row, 1, f"{sheet.title}{_charted(sheet)}", looks["text"])
    _slides(page, outline, looks)
    _paper(page, outline)


def _slides(page: Page, outline: Outline, looks: table.Looks) -> None:
    """Which sheets hold the numbers of which slide."""
    top = len(outline.sheets) + 5
    page.write_string(top - 1, 0, "Slides", looks["title"])
    for row, slide in enumerate(outline.slides, start=top):
        page.write_string(row, 0, f"Slide {row - top + 1}", looks["text"])
        page.write_string(row, 1, f"{slide.title}. Numbers: {', '.join(slide.sheets) or 'none'}", looks["text"])


def _charted(sheet: Sheet) -> str:
    return ", with a chart" if sheet.plot is not None else ""


def _paper(page: Page, outline: Outline) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    part = f" · {outline.part}".replace("&", "&&") if outline.part else ""  # a single & is a code of the footer
    page.set_footer(f"&L{formats.day(outline.as_of)}{part}&C&A&R&P / &N")
