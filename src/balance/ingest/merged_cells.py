"""Cells merged over several rows of data: only the first row has the value, and that is told, never filled in."""

from __future__ import annotations

from collections.abc import Iterator

from balance.errors import Problem
from balance.ingest.grid import address
from balance.ingest.mapping import Mapped
from balance.ingest.recognise import Recognised

Area = tuple[int, int, int, int]
MOST_SHOWN = 3


def merged_problems(found: Recognised) -> Iterator[Problem]:
    """One warning for each mapped column with merged cells below the header."""
    sheet = found.sheet
    for entry in found.columns:
        areas = [area for area in sheet.merged if _spoils(found, entry, area)]
        if areas:
            shown = ", ".join(f"{address(*area[:2])}:{address(*area[2:])}" for area in areas[:MOST_SHOWN])
            counted = "1 cell is" if len(areas) == 1 else f"{len(areas)} cells are"
            yield Problem(
                "cells-merged", "warning", sheet.file, sheet.name or None, address(*areas[0][:2]), areas[0][0] + 1,
                entry.column.name, f"{counted} merged over several rows ({shown})", "each value in its own row",
                "Nothing was filled in: only the first row of each has the value. Unmerge the cells in Excel, fill the "
                "value down where it counts for every row, and load the file again.",
            )  # fmt: skip


def _spoils(found: Recognised, entry: Mapped, area: Area) -> bool:
    """Whether a merged area holds a value of this column and takes it from the rows below."""
    sheet, (top, left, _, _) = found.sheet, area
    row, place = top - sheet.first_row, left - sheet.first_column
    inside = found.header.row < row < sheet.rows and place in entry.source.places
    return inside and row not in sheet.aside and bool(sheet.columns[place].filled[row])
