"""Where things stand on a slide of 13.33 x 7.5 inches: one grid, the same margins on every slide.

Boxes are left, top, width and height in inches. Blocks take the boxes of their slide's layout in order.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from balance.boardpack import fitting, style
from balance.boardpack.slides import Axis, Layout, Table

WIDTH: Final = 13.333
HEIGHT: Final = 7.5
LEFT: Final = 0.55
ROOM: Final = WIDTH - 2 * LEFT
TOP: Final = 0.36
FOOTER: Final = 7.1

GUTTER: Final = 0.3
CELL_PAD: Final = 0.05
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
    """Where the rows of a table stand: the box it covers, the height of its head and of each row."""

    box: Box
    head: float
    heights: tuple[float, ...]


_HALF = (ROOM - 0.45) / 2

BOXES: Final[dict[Layout, tuple[Box, ...]]] = {
    "answer": (
        Box(LEFT, 1.42, ROOM, 1.0),
        Box(LEFT, 2.62, 7.2, 3.0),
        Box(LEFT + 7.65, 2.62, ROOM - 7.65, 3.0),
        Box(LEFT, 5.72, ROOM, 1.26),
    ),
    "velocity": (Box(LEFT, 1.42, ROOM, 1.0), Box(LEFT, 2.55, ROOM, 4.45)),
    "exposure": (
        Box(LEFT, 1.42, ROOM, 1.0),
        Box(LEFT, 2.48, ROOM, 1.6),
        Box(LEFT, 4.12, _HALF, 2.88),
        Box(LEFT + _HALF + 0.45, 4.12, _HALF, 2.88),
    ),
    "trade_off": (Box(LEFT, 1.42, ROOM, 2.6), Box(LEFT, 4.1, ROOM, 2.9)),
    "incidents": (
        Box(LEFT, 1.42, ROOM, 3.5),
        Box(LEFT, 5.02, 6.6, 1.98),
        Box(LEFT + 7.05, 5.02, ROOM - 7.05, 1.98),
    ),
    "decisions": (Box(LEFT, 1.42, ROOM, 4.3), Box(LEFT, 5.82, ROOM, 1.15)),
    "method": (
        Box(LEFT, 1.42, 6.4, 3.75),
        Box(LEFT + 6.85, 1.42, ROOM - 6.85, 3.75),
        Box(LEFT, 5.3, _HALF, 1.65),
        Box(LEFT + _HALF + 0.45, 5.3, _HALF, 1.65),
    ),
}

CHART_SHARE: Final = 0.34
"""The part of a table's width that the chart beside its rows takes."""


def heading(title: str) -> tuple[Box, float, Box, int]:
    """The title's box and size, and the subtitle's box and lines: together always as high."""
    size = fitting.largest(title, ROOM, (style.TITLE, 18.0), bold=True, most=2)
    lines = min(len(fitting.lines(title, ROOM, size, bold=True)), 2)
    high = 0.42 if lines == 1 else 0.68
    below = TOP + high + 0.03
    return Box(LEFT, TOP, ROOM, high), size, Box(LEFT, below, ROOM, 1.34 - below), 2 if lines == 1 else 1


def block_title(title: str, subtitle: str) -> float:
    """How much of a box its title and subtitle take."""
    return (0.24 if title else 0.0) + (0.22 if subtitle else 0.0) + (0.04 if title or subtitle else 0.0)


def rows(table: Table, box: Box) -> Rows:
    """Where the rows of a table stand in its box, under its title."""
    body = box.below(block_title(table.title, table.subtitle))
    widths = column_widths(table, body.width * (1 - CHART_SHARE) if table.chart else body.width)
    head = max(
        (len(fitting.lines(column.head, width - 2 * CELL_PAD, style.TABLE_HEAD)))
        for column, width in zip(table.columns, widths, strict=True)
    )
    heights = tuple(
        row_height(
            max(
                min(len(fitting.lines(cell.text, width - 2 * CELL_PAD, style.TABLE, cell.bold)), column.lines)
                for cell, column, width in zip(row, table.columns, widths, strict=True)
            ),
            style.TABLE,
        )
        for row in table.rows
    )
    return Rows(Box(body.left, body.top, sum(widths), body.height), row_height(min(head, 2), style.TABLE_HEAD), heights)


def row_height(lines: int, size: float) -> float:
    """The height of a row with that many lines of that size."""
    return lines * size * LINE + 0.105


def column_widths(table: Table, room: float) -> tuple[float, ...]:
    """The columns' widths in inches: their parts of the room."""
    whole = sum(column.width for column in table.columns)
    return tuple(column.width / whole * room for column in table.columns)


def along(axis: Axis, value: float) -> float:
    """Where a value stands on its axis, from 0 to 1."""
    if axis.log:
        low, high, value = math.log(axis.least), math.log(axis.greatest), math.log(value)
        return (value - low) / (high - low)
    return (value - axis.least) / (axis.greatest - axis.least)
