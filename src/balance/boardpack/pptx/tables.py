"""Native tables: rules instead of boxes, one line per row unless a column allows more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree
from pptx.util import Inches, Pt

from balance.boardpack import fitting, layout, style
from balance.boardpack.layout import CELL_PAD, Box, Rows
from balance.boardpack.pptx import text
from balance.boardpack.pptx.native import Grid, Node, Page
from balance.boardpack.pptx.text import Run
from balance.boardpack.slides import Cell, Column, Table

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


@dataclass(frozen=True)
class Place:
    """Where a cell's text goes: its column, the width for text, the space before it, size of type and lines."""

    column: Column
    room: float
    pad: float
    size: float
    lines: int


def draw(page: Page, table: Table, rows: Rows) -> None:
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
    drawn = [row.tc_lst for row in grid._tbl.tr_lst]
    rooms, pads, size = layout.cell_rooms(table, widths), layout.cell_pads(table), layout.table_type(table)
    for at, column in enumerate(table.columns):
        place = Place(column, rooms[at], pads[at], size, min(column.lines, rows.most))
        _head(drawn[0][at], place, first=at == 0)
        for row, (told, shown) in enumerate(_shown([cells[at] for cells in table.rows], place), start=1):
            _cell(drawn[row][at], told, shown, place, under_head=row == 1)


def _shown(cells: Sequence[Cell], place: Place) -> Iterator[tuple[Cell, str]]:
    """Each cell of a column with as much of its text as fits; different names stay different."""
    told: dict[tuple[str, bool], str] = {}
    for bold in (True, False):
        texts = [cell.text for cell in cells if cell.bold is bold]
        shown = fitting.shorten_apart(texts, place.room, place.size, bold, place.lines)
        told.update({(text, bold): short for text, short in zip(texts, shown, strict=True)})
    return ((cell, told[cell.text, cell.bold]) for cell in cells)


def _unstyled(grid: Grid) -> None:
    properties = grid._tbl.tblPr
    properties.set("bandRow", "0")
    properties.set("firstRow", "1")
    for name in properties.findall(f"{{{_A}}}tableStyleId"):
        name.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # the built-in "No Style, No Grid"


def _head(cell: Node, place: Place, first: bool) -> None:
    told = fitting.shorten(place.column.head, place.room, style.TABLE_HEAD, bold=first, most=2)
    _write(cell, [Run(told, style.TABLE_HEAD, style.INK if first else style.INK2, bold=first)], place)
    _look(cell, place, "b", lnB=(style.INK, 1.25))


def _cell(cell: Node, told: Cell, shown: str, place: Place, under_head: bool) -> None:
    size = place.size
    runs = [Run(shown, size, style.TONES[told.tone], told.bold)] if shown else []
    left = place.room * place.lines - fitting.width(shown + "  ", size, told.bold)
    rest = fitting.shorten(told.rest, left, size) if told.rest else ""
    if rest not in ("", fitting.ELLIPSIS):
        runs.append(Run("  " + rest, size, style.TONES[told.rest_tone]))
    _write(cell, runs, place)
    above = (style.INK, 1.25) if under_head else (style.LINE, 0.75)
    _look(cell, place, "ctr", lnT=above, lnB=(style.LINE, 0.75))


def _write(cell: Node, runs: Sequence[Run], place: Place) -> None:
    paragraph = cell.get_or_add_txBody().p_lst[0]
    text.put(paragraph, runs, right=place.column.align == "right")
    if not any(run.text for run in runs):
        # An empty cell is as high as its type: without a size it takes 18 points and pushes its row apart.
        paragraph.get_or_add_endParaRPr().set("sz", str(round(place.size * 100)))


def _look(cell: Node, place: Place, anchor: str, **wanted: tuple[str, float]) -> None:
    """Margins, and rules on the wanted sides and nothing on the others; neighbours must agree on their shared side."""
    properties = cell.get_or_add_tcPr()
    margins = {"marL": place.pad, "marR": CELL_PAD, "marT": 0.03, "marB": 0.03}
    for name, inches in margins.items():
        properties.set(name, str(Inches(inches)))
    properties.set("anchor", anchor)
    for side in ("lnL", "lnR", "lnT", "lnB"):
        colour, points = wanted.get(side, ("", 0.75))
        line = etree.SubElement(properties, f"{{{_A}}}{side}", w=str(Pt(points)))
        if colour:
            etree.SubElement(etree.SubElement(line, f"{{{_A}}}solidFill"), f"{{{_A}}}srgbClr", val=colour)
        else:
            etree.SubElement(line, f"{{{_A}}}noFill")
    etree.SubElement(properties, f"{{{_A}}}noFill")
