"""How the room of a table is shared among its columns: by their parts, unless text that must stay whole needs more.

Lengths are inches, sizes points.
"""

from __future__ import annotations

from collections.abc import Sequence

from balance.boardpack import fitting
from balance.boardpack.slides import Column, Table

NAME = 0.6
"""The part of its width a column of names keeps where numbers would be cut."""

AIR = 0.06
"""What a column that gives keeps beside its widest text."""


def widths(table: Table, room: float, pads: Sequence[float], size: float, head_size: float) -> tuple[float, ...]:
    """The columns' widths; where a column would cut its text, others give what they do not need: numbers are served
    first, then the names in the first column.

    `pads` is what stands beside each column's text, `size` and `head_size` the sizes of type. Columns whose cells may
    wrap keep their part. The widths fill the room.
    """
    whole = sum(column.width for column in table.columns)
    shared = [column.width / whole * room for column in table.columns]
    needed = [_needed(table, at, has - pads[at], size, head_size) + pads[at] for at, has in enumerate(shared)]
    number = [_is_number(table, at) for at in range(len(shared))]
    loose = [column.lines == 1 for column in table.columns]
    at_least = [need if is_one else min(need, NAME * has)
                for need, is_one, has in zip(needed, number, shared, strict=True)]  # fmt: skip
    asks = [need if is_one else 0.0 for need, is_one in zip(needed, number, strict=True)]
    names = [needed[0], *(0.0 for _ in needed[1:])]
    told = _served(_served(shared, asks, at_least, loose), names, needed, loose)
    return tuple(_served(told, needed, needed, loose))


def _served(
    has: Sequence[float], asks: Sequence[float], keeps: Sequence[float], loose: Sequence[bool]
) -> Sequence[float]:
    """Widths after the loose columns that have less than they ask got it from those that have more than they keep."""
    lacking = [free * max(ask - one, 0.0) for one, ask, free in zip(has, asks, loose, strict=True)]
    spare = [free * max(one - keep, 0.0) for one, keep, free in zip(has, keeps, loose, strict=True)]
    moved = min(sum(spare), sum(lacking))
    if moved <= 0:
        return has
    gets, gives = moved / sum(lacking), moved / sum(spare)
    return [one + gets * lacks - gives * left for one, lacks, left in zip(has, lacking, spare, strict=True)]


def _needed(table: Table, at: int, room: float, size: float, head_size: float) -> float:
    """The width at which no cell of a column is cut and its head takes no more lines than in the room it has."""
    cells = (fitting.least_room(row[at].whole, size, row[at].bold) for row in table.rows)
    return max([_head(table.columns[at], room, head_size, bold=at == 0), *cells]) + AIR


def _head(column: Column, room: float, size: float, bold: bool) -> float:
    """The width of a head: on one line where it has the room, else on two."""
    whole, words = fitting.least_room(column.head, size, bold), column.head.split(" ")
    halves = (
        max(fitting.least_room(" ".join(part), size, bold) for part in (words[:cut], words[cut:]))
        for cut in range(1, len(words))
    )
    return whole if whole <= room else min(halves, default=whole)


def _is_number(table: Table, at: int) -> bool:
    """Whether a column holds numbers or dates rather than names."""
    told = [row[at].text for row in table.rows if row[at].text]
    return bool(at) and any(any(letter.isdigit() for letter in text) for text in told)
