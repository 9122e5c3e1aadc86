"""What the look through a workbook saw, put beside the cells as read: errors at their address, number formats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from balance.ingest.grid import EMPTY, ERROR, Cells, Sheet
from balance.ingest.sandbox.scan import NO_VALUE

Fault = tuple[int, str]


def with_seen(sheet: Sheet, seen: Mapping[str, Any], buffers: memoryview) -> Sheet:
    """The sheet with its error cells marked and its formats known."""
    told = next((told for told in seen.get("sheets", ()) if told["name"] == sheet.name), None)
    if told is None:
        return sheet
    columns = list(sheet.columns)
    for place, faults in _by_column(sheet, told["faults"]).items():
        columns[place] = _marked(columns[place], faults)
    if told["formatted"]:
        rows, places, formats = (_numbers(buffers, place) for place in told["formatted"])
        columns = _formatted(sheet, columns, rows - sheet.first_row, places - sheet.first_column, formats,
                             tuple(seen["formats"]))  # fmt: skip
    return replace(sheet, columns=tuple(columns), hidden_rows=_runs(told["hidden_rows"]),
                   hidden_columns=_runs(told["hidden_columns"]))  # fmt: skip


def _runs(told: Iterable[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((first, last) for first, last in told)


def _numbers(buffers: memoryview, place: tuple[int, int]) -> np.ndarray:
    return np.frombuffer(buffers[place[0] : place[0] + place[1]], dtype=np.int32)


def _by_column(sheet: Sheet, faults: Iterable[tuple[int, int, str]]) -> dict[int, list[Fault]]:
    found: dict[int, list[Fault]] = defaultdict(list)
    for row, column, what in faults:
        at, place = row - sheet.first_row, column - sheet.first_column
        if 0 <= at < sheet.rows and 0 <= place < len(sheet.columns):
            found[place].append((at, what))
    return found


def _marked(cells: Cells, faults: list[Fault]) -> Cells:
    """The column with its faulty cells; a formula without a value that was read as something is none."""
    real = [(row, what) for row, what in faults if what != NO_VALUE or cells.kind[row] == EMPTY]
    new = dict.fromkeys(what for _, what in real if what not in cells.texts)
    texts = (*cells.texts, *new)  # the places of those that are there must not move, even where two are equal
    place = {text: number for number, text in enumerate(texts)}
    kind, code = cells.kind.copy(), cells.code.copy()
    rows = [row for row, _ in real]
    kind[rows], code[rows] = ERROR, [place[what] for _, what in real]
    return replace(cells, kind=kind, code=code, texts=texts)


def _formatted(
    sheet: Sheet, columns: list[Cells], rows: np.ndarray, places: np.ndarray, formats: np.ndarray,
    codes: tuple[str, ...],
) -> list[Cells]:  # fmt: skip
    """The columns with the format of each cell; the first format is none."""
    inside = (rows >= 0) & (rows < sheet.rows)
    for place in np.unique(places[inside]):
        if 0 <= place < len(columns):
            mine = inside & (places == place)
            form = np.zeros(sheet.rows, dtype=np.uint16)
            form[rows[mine]] = formats[mine] + 1
            columns[int(place)] = replace(columns[int(place)], form=form, formats=("", *codes))
    return columns
