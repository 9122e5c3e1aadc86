"""Native tables: rules instead of boxes, one line per row unless a column allows more."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Pt

from balance.boardpack import fitting, layout, style
from balance.boardpack.layout import CELL_PAD, Box, Rows
from balance.boardpack.pptx import text
from balance.boardpack.pptx.text import Run
from balance.boardpack.slides import Cell, Column, Table

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def draw(page: Any, table: Table, rows: Rows) -> None:
    """Draw the table where its rows stand."""
    height = rows.head + sum(rows.heights)
    box = Box(rows.box.left, rows.box.top, rows.box.width, height)
    frame = page.shapes.add_table(len(table.rows) + 1, len(table.columns), *text.emu(box))
    text.describe(frame, table.title or "Table", f"{table.title}. {table.alt}".strip(". ") + ".")
    grid = frame.table
    _unstyled(grid)
    widths = layout.column_widths(table, rows.box.width)
    for at, width in enumerate(widths):
        grid.columns[at].width = Inches(width)
    for at, row_height in enumerate((rows.head, *rows.heights)):
        grid.rows[at].height = Inches(row_height)
    for at, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        _head(grid.cell(0, at), column, width, first=at == 0)
        for row, cells in enumerate(table.rows, start=1):
            _cell(grid.cell(row, at), cells[at], column, width)


def _unstyled(grid: Any) -> None:
    properties = grid._tbl.tblPr
    properties.set("bandRow", "0")
    properties.set("firstRow", "1")
    for name in properties.findall(f"{{{_A}}}tableStyleId"):
        name.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # the built-in "No Style, No Grid"


def _head(cell: Any, column: Column, width: float, first: bool) -> None:
    told = fitting.shorten(column.head, width - 2 * CELL_PAD, style.TABLE_HEAD, bold=first, most=2)
    _write(cell, Run(told, style.TABLE_HEAD, style.INK if first else style.INK2, bold=first), column)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM
    _line(cell, style.INK, 1.25)


def _cell(cell: Any, told: Cell, column: Column, width: float) -> None:
    shown = fitting.shorten(told.text, width - 2 * CELL_PAD, style.TABLE, told.bold, column.lines)
    _write(cell, Run(shown, style.TABLE, style.TONES[told.tone], told.bold), column)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    _line(cell, style.LINE, 0.75)


def _write(cell: Any, run: Run, column: Column) -> None:
    cell.margin_left = cell.margin_right = Inches(CELL_PAD)
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    cell.fill.background()
    cell.text_frame.word_wrap = True
    text.write(cell.text_frame.paragraphs[0], [run], right=column.align == "right")


def _line(cell: Any, colour: str, points: float) -> None:
    """A rule under the cell and nothing on its other sides."""
    properties = cell._tc.get_or_add_tcPr()
    for at, side in enumerate(("lnL", "lnR", "lnT", "lnB")):
        line = etree.Element(f"{{{_A}}}{side}", w=str(Pt(points)))
        if side == "lnB":
            fill = etree.SubElement(line, f"{{{_A}}}solidFill")
            etree.SubElement(fill, f"{{{_A}}}srgbClr", val=str(RGBColor.from_string(colour)))
        else:
            etree.SubElement(line, f"{{{_A}}}noFill")
        properties.insert(at, line)
