"""Where things stand on a slide of 13.33 x 7.5 inches: one grid, the same margins on every slide.

Boxes are left, top, width and height in inches. Blocks take the boxes of their slide's layout in order.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

from balance.boardpack import columns, fitting, style
from balance.boardpack.slides import Axis, Block, Cell, Layout, Notice, Slide, Table, XYChart

WIDTH: Final = 13.333
HEIGHT: Final = 7.5
LEFT: Final = 0.55
ROOM: Final = WIDTH - 2 * LEFT
TOP: Final = 0.36
FOOTER: Final = 7.1

GUTTER: Final = 0.3
CELL_PAD: Final = 0.05
AFTER_NUMBERS: Final = 0.3
MOST_SPREAD: Final = 1.3
AXIS: Final = 0.3
MORE: Final = 0.24
NOTICE: Final = 0.62
APART: Final = 0.12
LEAST_SPARE: Final = 0.2
LINE: Final = 1.2 / 72
"""Height of a line in inches per point of type."""


@dataclass(frozen=True)
class Box:
    """A place on the slide."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    def below(self, height: float) -> Box:
        """What is left of the box under its first `height` inches."""
        return Box(self.left, self.top + height, self.width, self.height - height)


@dataclass(frozen=True)
class Rows:
    """Where the rows of a table stand: the box it covers, the heights of head and rows, the most lines of a cell."""

    box: Box
    head: float
    heights: tuple[float, ...]
    most: int


_HALF = (ROOM - 0.45) / 2

BOXES: Final[dict[Layout, tuple[Box, ...]]] = {
    "answer": (
        Box(LEFT, 1.42, ROOM, 1.0),
        Box(LEFT, 2.55, 7.2, 3.05),
        Box(LEFT + 7.65, 2.55, ROOM - 7.65, 3.05),
        Box(LEFT, 5.72, ROOM, 1.26),
    ),
    "velocity": (Box(LEFT, 1.42, ROOM, 1.0), Box(LEFT, 2.55, ROOM, 4.45)),
    "exposure": (
        Box(LEFT, 1.42, ROOM, 1.0),
        Box(LEFT, 2.42, ROOM, 1.52),
        Box(LEFT, 4.02, _HALF, 2.98),
        Box(LEFT + _HALF + 0.45, 4.02, _HALF, 2.98),
    ),
    "trade_off": (Box(LEFT, 1.42, ROOM, 2.46), Box(LEFT, 3.98, ROOM, 0.66), Box(LEFT, 4.7, ROOM, 2.3)),
    "incidents": (
        Box(LEFT, 1.42, ROOM, 3.45),
        Box(LEFT, 4.95, 6.6, 2.05),
        Box(LEFT + 7.05, 4.95, ROOM - 7.05, 2.05),
    ),
    "decisions": (
        Box(LEFT, 1.42, ROOM, 2.75),
        Box(LEFT, 4.3, 7.2, 2.72),
        Box(LEFT + 7.65, 4.3, ROOM - 7.65, 2.72),
    ),
    "many_decisions": (Box(LEFT, 1.42, ROOM, 4.3), Box(LEFT, 5.85, ROOM, 1.15)),
    "changes": (Box(LEFT, 1.42, ROOM, 3.3), Box(LEFT, 4.95, ROOM, 2.0)),
    "bridges": (
        Box(LEFT, 1.42, _HALF, 2.95),
        Box(LEFT + _HALF + 0.45, 1.42, _HALF, 2.95),
        Box(LEFT, 4.5, 8.6, 2.5),
        Box(LEFT + 8.95, 4.5, ROOM - 8.95, 2.5),
    ),
    "bridge": (Box(LEFT, 1.42, 7.2, 3.1), Box(LEFT + 7.65, 1.42, ROOM - 7.65, 3.1), Box(LEFT, 4.7, ROOM, 2.3)),
    "record": (Box(LEFT, 1.42, ROOM, 1.0), Box(LEFT, 2.6, ROOM, 4.4)),
    "table": (Box(LEFT, 1.42, ROOM, 5.58),),
    "followed": (Box(LEFT, 1.42, ROOM, 3.3), Box(LEFT, 4.95, ROOM, 2.05)),
    "incident": (
        Box(LEFT, 1.42, ROOM, 1.0),
        Box(LEFT, 2.55, _HALF, 2.3),
        Box(LEFT + _HALF + 0.45, 2.55, _HALF, 2.3),
        Box(LEFT, 4.98, _HALF, 2.04),
        Box(LEFT + _HALF + 0.45, 4.98, _HALF, 2.04),
    ),
    "method": (
        Box(LEFT, 1.42, 6.6, 3.85),
        Box(LEFT + 7.05, 1.42, ROOM - 7.05, 3.85),
        Box(LEFT, 5.42, ROOM, 1.58),
    ),
}


RISING: Final[frozenset[Layout]] = frozenset({"decisions", "followed", "many_decisions", "trade_off"})
"""Layouts of which what stands below rises where what stands first is short."""


def boxes(slide: Slide) -> tuple[Box, ...]:
    """Where the blocks of a slide stand; the lowest ones have the room that the first one does not need."""
    known = BOXES[slide.layout]
    if slide.layout not in RISING or not slide.blocks:
        return known
    first, lowest = known[0], max(box.bottom for box in known)
    spare = first.height - _needed(slide.blocks[0], first) - APART
    if spare < LEAST_SPARE:
        return known
    risen = (
        replace(box, top=box.top - spare, height=box.height + (spare if lowest - box.bottom < APART else 0.0))
        for box in known[1:]
    )
    return (replace(first, height=first.height - spare), *risen)


def _needed(block: Block, box: Box) -> float:
    """The height a block takes at most in a box."""
    if not isinstance(block, Table):
        return NOTICE if isinstance(block, Notice) else box.height
    laid = rows(block, replace(box, height=HEIGHT))
    below = AXIS if isinstance(block.chart, XYChart) else MORE if block.more else 0.0
    return laid.box.top - box.top + laid.head + sum(laid.heights) + below


def footer() -> tuple[Box, Box]:
    """Where the footer and the slide's number stand."""
    return Box(LEFT, FOOTER, ROOM - 0.5, 0.2), Box(LEFT + ROOM - 0.5, FOOTER, 0.5, 0.2)


def heading(title: str) -> tuple[Box, float, Box, int]:
    """The title's box and size, and the subtitle's box and lines: together always as high."""
    size = fitting.largest(title, ROOM, (style.TITLE, style.TITLE_LONG), bold=True, most=1)
    if len(fitting.lines(title, ROOM, size, bold=True)) > 1:
        size = fitting.largest(title, ROOM, (style.TITLE, style.TITLE_LONG), bold=True, most=2)
    lines = min(len(fitting.lines(title, ROOM, size, bold=True)), 2)
    high = 0.42 if lines == 1 else 0.68
    below = TOP + high + 0.03
    return Box(LEFT, TOP, ROOM, high), size, Box(LEFT, below, ROOM, 1.34 - below), 2 if lines == 1 else 1


def block_title(title: str, subtitle: str) -> float:
    """How much of a box its title and subtitle take."""
    return (0.24 if title else 0.0) + (0.22 if subtitle else 0.0) + (0.04 if title or subtitle else 0.0)


def rows(table: Table, box: Box) -> Rows:
    """Where the rows of a table stand in its box, under its title: spread a little where there is room.

    Beside a chart every row is as high as the highest, so that bars and points stand on their rows.
    Where the rows would leave the box, cells take fewer lines.
    """
    body = box.below(block_title(table.title, table.subtitle))
    widths = column_widths(table, body.width * (1 - table.chart_share) if table.chart else body.width)
    head = row_height(_head_lines(table, widths), style.TABLE_HEAD)
    axis = AXIS if isinstance(table.chart, XYChart) else 0.0
    left = body.height - head - axis - (MORE if table.more else 0.0)
    most, heights = _heights(table, widths, left)
    spread = min(max(left / sum(heights), 1.0), MOST_SPREAD) if heights else 1.0
    return Rows(Box(body.left, body.top, sum(widths), body.height), head, tuple(h * spread for h in heights), most)


def _head_lines(table: Table, widths: tuple[float, ...]) -> int:
    rooms = cell_rooms(table, widths)
    heads = (
        fitting.lines(column.head, room, style.TABLE_HEAD) for column, room in zip(table.columns, rooms, strict=True)
    )
    return min(max(len(broken) for broken in heads), 2)


def _heights(table: Table, widths: tuple[float, ...], left: float) -> tuple[int, list[float]]:
    """The most lines a cell may take so that all rows fit, and the height of each row then."""
    for most in range(max(column.lines for column in table.columns), 0, -1):
        heights = [row_height(_lines(table, row, widths, most), table_type(table)) for row in table.rows]
        if table.chart is not None and heights:
            heights = [max(heights)] * len(heights)
        if sum(heights) <= left:
            break
    return most, heights


def _lines(table: Table, row: tuple[Cell, ...], widths: tuple[float, ...], most: int) -> int:
    """How many lines the fullest cell of a row takes."""
    size = table_type(table)
    return max(
        min(len(fitting.lines(cell.whole, room, size, cell.bold)), column.lines, most)
        for cell, column, room in zip(row, table.columns, cell_rooms(table, widths), strict=True)
    )


def table_type(table: Table) -> float:
    """The size of a table's type."""
    return style.TABLE_LARGE if table.large else style.TABLE


def cell_pads(table: Table) -> tuple[float, ...]:
    """The space left of each column's text: wide where a text on the left follows numbers on the right."""
    sides = [column.align for column in table.columns]
    return tuple(
        AFTER_NUMBERS if at and side == "left" and sides[at - 1] == "right" else CELL_PAD
        for at, side in enumerate(sides)
    )


def cell_rooms(table: Table, widths: tuple[float, ...]) -> tuple[float, ...]:
    """The width left for text in each column."""
    return tuple(width - pad - CELL_PAD for width, pad in zip(widths, cell_pads(table), strict=True))


def row_height(lines: int, size: float) -> float:
    """The height of a row with that many lines of that size."""
    return lines * size * LINE + 0.105


def column_widths(table: Table, room: float) -> tuple[float, ...]:
    """The columns' widths in inches: their parts of the room, unless a number would be cut for it."""
    pads = [pad + CELL_PAD for pad in cell_pads(table)]
    return columns.widths(table, room, pads, table_type(table), style.TABLE_HEAD)


def along(axis: Axis, value: float) -> float:
    """Where a value stands on its axis, from 0 to 1."""
    if axis.log:
        low, high, value = math.log(axis.least), math.log(axis.greatest), math.log(value)
        return (value - low) / (high - low)
    return (value - axis.least) / (axis.greatest - axis.least)
