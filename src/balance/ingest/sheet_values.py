"""The mapped columns of one sheet read as values, column by column, with what each column tells the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, partial
from typing import TypeVar

import numpy as np
import pandas as pd

from balance.ingest import decimals, instants
from balance.ingest.date_witnesses import Earlier, certain_days, with_last_time
from balance.ingest.dates import read_dates
from balance.ingest.grid import EMPTY, TEXT, Cells, Rows
from balance.ingest.loss_ranges import with_ranges
from balance.ingest.mapping import Mapped
from balance.ingest.quantities import read_numbers
from balance.ingest.readings import Reading
from balance.ingest.recognise import Recognised
from balance.ingest.row_currency import with_row_currency
from balance.ingest.said import Decision, SheetSaid
from balance.ingest.shares import read_share
from balance.ingest.unit_of_header import with_line_currency
from balance.ingest.unit_rows import header_with_unit, unit_lines
from balance.ingest.words import read_choice, read_flag, read_id, read_text
from balance.schema import FRAME_TYPES

T = TypeVar("T")


@dataclass(frozen=True)
class SheetValues:
    """The data rows of one sheet as read: a reading and the cells of each column."""

    found: Recognised
    rows: Rows
    readings: Mapping[str, Reading]
    cells: Mapping[str, Cells]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Every column of the table, typed; what was not mapped is missing."""
        types = {c.name: pd.api.types.pandas_dtype(FRAME_TYPES[c.type]) for c in self.found.table.columns}
        absent = cache(lambda dtype: pd.Series(index=pd.RangeIndex(len(self.rows)), dtype=dtype))
        return pd.DataFrame({
            name: self.readings[name].values.astype(dtype) if name in self.readings else absent(dtype)
            for name, dtype in types.items()
        }, copy=False)  # fmt: skip


LastKnown = Callable[[str, Iterable[str]], pd.DataFrame | None]
"""The rows of a table that were last known of some ids; None where nothing of it ever was."""


def nothing_known(table: str, ids: Iterable[str]) -> None:
    """Nothing was ever known of any table."""


NOT_KNOWN: Earlier = partial(nothing_known, "")


@dataclass(frozen=True)
class AlsoKnown:
    """What is known besides the sheet: the date of the upload, where fiscal years begin, its table's rows by their ids
    as last known."""

    as_of: date | None = None
    fiscal_start: int | None = None
    earlier: Earlier = NOT_KNOWN


def read_values(found: Recognised, rows: Rows, known: AlsoKnown) -> SheetValues:
    """Read every mapped column of a sheet."""
    cells = {entry.column.name: column_cells(found, entry, rows) for entry in found.columns}
    table = found.table.name
    dated = {e.column.name: instants.look(cells[e.column.name], e.column, e.source.header, table)
             for e in found.columns if e.column.type in ("date", "moment")}  # fmt: skip
    dated = with_last_time(dated, cells[found.table.key], found.table.key, known.earlier)
    spare = cache(lambda: certain_days(found, rows))
    lines = unit_lines(found, rows) if any(e.column.type == "money" for e in found.columns) else ()
    counted = {e.column.name: replace(decimals.look(cells[e.column.name], e.column, header_with_unit(found, e), table,
                                                    found.header.names), lines=lines)
               for e in found.columns if e.column.type in ("money", "share", "number", "count")}  # fmt: skip
    readings = {}
    for entry in found.columns:
        name = entry.column.name
        if name in dated:
            others = _others(dated, name)
            readings[name] = read_dates(dated[name], others, found.said, known.fiscal_start, known.as_of, spare)
        elif name in counted:
            read = read_share if entry.column.type == "share" else read_numbers
            readings[name] = read(counted[name], _others(counted, name), found.said)
        else:
            readings[name] = _read_words(entry, cells[name], table, found.said)
        readings[name] = _with_repeats(readings[name], found, entry, rows)
    cells |= {end: cells["loss"] for end in ("loss_low", "loss_high") if "loss" in cells and end not in cells}
    readings = with_line_currency(counted, with_row_currency(found, rows, readings), found.said)
    return SheetValues(found, rows, with_ranges(readings), cells)


def _others(looks: Mapping[str, T], name: str) -> Sequence[T]:
    return [look for other, look in looks.items() if other != name]


def _read_words(entry: Mapped, cells: Cells, table: str, said: SheetSaid) -> Reading:
    if entry.column.type == "choice":
        return read_choice(cells, entry.column, table, said)
    if entry.column.type == "flag":
        return read_flag(cells)
    if entry.column.type == "id":
        return read_id(cells, entry.column, table)
    return read_text(cells, entry.column)


def column_cells(found: Recognised, entry: Mapped, rows: Rows) -> Cells:
    """The cells of a source; repeated headers are joined: tags with `; `, of all else the first that is filled."""
    parts = [found.sheet.columns[place].take(rows) for place in entry.source.places]
    if len(parts) == 1 or not any(part.filled.any() for part in parts[1:]):
        return parts[0]
    return _joined(parts) if entry.column.type == "tags" else _first_filled(parts)


def _with_repeats(reading: Reading, found: Recognised, entry: Mapped, rows: Rows) -> Reading:
    """The reading with what became of a header that stands several times."""
    if len(entry.source.places) == 1:
        return reading
    filled = np.sum([found.sheet.columns[place].take(rows).filled for place in entry.source.places], axis=0)
    more, times = int((filled > 1).sum()), len(entry.source.places)
    if entry.column.type == "tags":
        decision = f"{times} columns of that name are one list"
    elif more:
        decision = f"the first of {times} columns of that name that is filled"
    else:
        return reading
    return replace(reading, decisions=(*reading.decisions, Decision(
        entry.column.name, decision, f"{more} rows have more than one of them filled")))  # fmt: skip


def _joined(parts: Sequence[Cells]) -> Cells:
    texts = [part.as_text() for part in parts]
    rows = zip(*(text.astype(object).where(text.notna(), None) for text in texts), strict=True)
    joined = ["; ".join(dict.fromkeys(text for text in row if text)) for row in rows]
    code, found = pd.factorize(np.array(joined, dtype=object))
    kind = np.array([TEXT if text else EMPTY for text in joined], dtype=np.uint8)
    return Cells(kind, np.full(len(joined), np.nan), code.astype(np.int32), tuple(map(str, found)))


def _first_filled(parts: Sequence[Cells]) -> Cells:
    result = parts[0]
    for part in parts[1:]:
        use = ~result.filled & part.filled
        offset = len(result.texts)
        code = np.where(use & (part.code >= 0), part.code + offset, result.code).astype(np.int32)
        form = np.where(use, part.forms + len(result.formats), result.forms).astype(np.uint16)
        result = Cells(np.where(use, part.kind, result.kind), np.where(use, part.number, result.number), code,
                       (*result.texts, *part.texts), form, (*result.formats, *part.formats))  # fmt: skip
    return result
