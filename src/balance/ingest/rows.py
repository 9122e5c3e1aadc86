"""Which rows below the header are data: blank rows, totals, repeated headers, repeats and superseded events are not.

Every row left out is named in a note. Rows count from 0 within the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from balance.errors import Problem
from balance.ingest.date_order import order_of
from balance.ingest.evidence import readable_share
from balance.ingest.grid import TEXT, Cells, Mask, Rows, Sheet
from balance.ingest.headers import squash
from balance.ingest.instants import DateLook, days_of, look
from balance.ingest.recognise import Recognised
from balance.ingest.said import Decision
from balance.schema import Column

TOTAL = re.compile(
    r"\s*(?=[tsgopz])(?:(?:grand|sub|overall|portfolio)[- ]?)?"
    r"(?:totals?|sum|summe|gesamt(?:summe)?|zwischensumme|sous-total|total général|somme|suma|soma|subtotal)\b"
    r"(?:\s*[:=].*|\s+(?:of|for|all|général|general|\(.*\)|\d).*)?\s*:?\s*",
    re.IGNORECASE,
)
_UPDATED = frozenset(
    [
        "updated",
        "updatedon",
        "updatedat",
        "sysupdatedat",
        "sysupdatedon",
        "lastmodified",
        "lastmodifieddate",
        "lastupdated",
        "lastupdate",
        "modified",
        "modifiedon",
        "modifieddate",
        "changedon",
        "updateddate",
        "lastchanged",
        "eventtime",
        "eventdate",
        "timestamp",
    ]
)
_AS_OF = frozenset(
    [
        "datereportedasof",
        "asof",
        "asofdate",
        "asat",
        "reportdate",
        "reportingdate",
        "reporteddate",
        "snapshotdate",
        "reportedasof",
        "statusdate",
        "datadate",
        "stichtag",
        "extractdate",
        "reportperiod",
    ]
)
EVENT_SHARE = 0.2
MOST_LISTED = 10


@dataclass(frozen=True)
class Chosen:
    """The rows to read, how many were left out, what is said about them and what was decided."""

    rows: Rows
    read: int
    left_out: int
    problems: tuple[Problem, ...] = ()
    decisions: tuple[Decision, ...] = ()


def choose_rows(found: Recognised) -> Chosen:
    """The data rows of a recognised sheet."""
    sheet, first = found.sheet, found.header.row + 1
    last = _last_filled(sheet, first)
    body = np.arange(first, last)
    blank = sheet.blank[first:last]
    total = ~blank & _totals(found, body)
    header = ~blank & ~total & _repeated_headers(found, body)
    notes = (
        _note(sheet, "rows-blank", body[blank], "blank rows", "Nothing to do."),
        _note(sheet, "row-total", body[total], "a row of totals", "Nothing to do: sums are made from the rows."),
        _note(sheet, "row-header-repeated", body[header], "the headers once more", "Nothing to do."),
    )
    kept = body[~(blank | total | header)]
    problems = tuple(note for per_kind in notes for note in per_kind)
    return _without_repeats(found, Chosen(kept, len(body), len(body) - len(kept), problems))


def _last_filled(sheet: Sheet, first: int) -> int:
    filled = np.flatnonzero(~sheet.blank)
    return int(filled[-1]) + 1 if len(filled) and filled[-1] >= first else first


def _totals(found: Recognised, body: Rows) -> Mask:
    """Rows whose id or first text says total, and which lack most of what a row must have."""
    total = np.zeros(len(body), dtype=bool)
    for cells in found.sheet.columns[:8]:
        total |= _says_total(cells, body)
    if not total.any():
        return total
    required = [entry for entry in found.columns if entry.column.required]
    missing = sum(1 * ~_cells(found, entry.source.places[0]).filled[body] for entry in required)
    spoken = sum(1 * _says_total(_cells(found, entry.source.places[0]), body) for entry in required)
    return total & (missing + spoken >= max(1, len(required) - 1))


def _says_total(cells: Cells, body: Rows) -> Mask:
    codes = [code for code, text in enumerate(cells.texts) if len(text) < 80 and TOTAL.fullmatch(text)]
    said: Mask = (cells.kind[body] == TEXT) & np.isin(cells.code[body], codes) if codes else np.zeros(len(body), bool)
    return said


def _cells(found: Recognised, place: int) -> Cells:
    return found.sheet.columns[place]


def _repeated_headers(found: Recognised, body: Rows) -> Mask:
    """Rows that repeat the headers over at least half of the mapped columns."""
    same = np.zeros(len(body), dtype=int)
    for entry in found.columns:
        cells = _cells(found, entry.source.places[0])
        code = {text: place for place, text in enumerate(cells.texts)}.get(entry.source.header, -2)
        same += (cells.kind[body] == TEXT) & (cells.code[body] == code)
    repeated: Mask = same >= max(2, len(found.columns) / 2)
    return repeated


def _note(sheet: Sheet, code: str, rows: Rows, what: str, fix: str) -> list[Problem]:
    """One note for each run of rows left out."""
    runs = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1) if len(rows) else []
    notes = []
    for run in runs:
        first, last = sheet.row_number(run[0]), sheet.row_number(run[-1])
        where = f"row {first}" if first == last else f"rows {first} to {last}"
        notes.append(Problem(code, "note", sheet.file, sheet.name or None, sheet.cell(run[0], 0), first,
                             found=f"{what} ({where})", expected="a row of data", fix=fix))  # fmt: skip
    return notes


def _without_repeats(found: Recognised, chosen: Chosen) -> Chosen:
    """Identical rows once; where a log holds many states of one id, the last state of each."""
    key = found.place(found.table.key)
    if not len(chosen.rows):
        return chosen
    ids = _cells(found, key.source.places[0]).take(chosen.rows).as_text()
    if not ids.duplicated().any():
        return chosen
    event_log = _last_states(found, chosen, ids)
    return event_log or _identical_once(found, chosen)


def _identical_once(found: Recognised, chosen: Chosen) -> Chosen:
    """Rows equal in every cell of the sheet are one row."""
    frame = pd.DataFrame({place: _row_values(cells, chosen.rows) for place, cells in enumerate(found.sheet.columns)})
    again = frame.duplicated().to_numpy()
    if not again.any():
        return chosen
    rows = chosen.rows[again]
    shown = ", ".join(str(found.sheet.row_number(row)) for row in rows[:MOST_LISTED])
    more = f" and {len(rows) - MOST_LISTED} more" if len(rows) > MOST_LISTED else ""
    note = Problem(
        "row-repeated", "note", found.sheet.file, found.sheet.name or None, found.sheet.cell(rows[0], 0),
        found.sheet.row_number(rows[0]), found=f"{len(rows)} rows equal to an earlier one (rows {shown}{more})",
        expected="each row once", fix="Nothing to do: one of each is kept.",
    )  # fmt: skip
    return replace(chosen, rows=chosen.rows[~again], left_out=chosen.left_out + len(rows),
                   problems=(*chosen.problems, note))  # fmt: skip


def _row_values(cells: Cells, rows: Rows) -> np.ndarray:
    part = cells.take(rows)
    values: np.ndarray = np.where(part.code >= 0, part.code.astype(float), np.nan_to_num(part.number, nan=-0.5))
    return np.asarray(values + part.kind * 1e13)


def _last_states(found: Recognised, chosen: Chosen, ids: pd.Series) -> Chosen | None:
    """The newest row of each id where the sheet is a log of events; None where it is not one."""
    repeated = ids.duplicated().mean()
    updated = _moment_column(found, _UPDATED)
    if repeated <= EVENT_SHARE or updated is None:
        return None
    place, instants = updated
    order = np.lexsort((chosen.rows, np.nan_to_num(instants[chosen.rows].astype("int64"))))
    last = (~ids.iloc[order].duplicated(keep="last") | ids.iloc[order].isna()).to_numpy()
    kept = np.sort(chosen.rows[order][last])
    dropped = len(chosen.rows) - len(kept)
    header = found.header.names[place]
    note = Problem(
        "rows-superseded", "note", found.sheet.file, found.sheet.name or None, None, None, found.table.key,
        f"{len(chosen.rows)} rows for {len(kept)} ids: a log of events", "one row for each id",
        f"Nothing to do: the row with the newest {header!r} is kept for each id, {dropped} earlier ones are left out.",
    )  # fmt: skip
    decision = Decision(found.table.key, "last state of each id",
                        f"{len(chosen.rows)} rows hold {len(kept)} ids; the newest {header!r} counts")  # fmt: skip
    return replace(chosen, rows=kept, left_out=chosen.left_out + dropped, problems=(*chosen.problems, note),
                   decisions=(decision,))  # fmt: skip


def _moment_column(found: Recognised, names: frozenset[str]) -> tuple[int, np.ndarray] | None:
    """The place and instants of the first column of that name whose values are dates in a decided order."""
    column = Column("updated", "moment", "")
    for place, name in enumerate(found.header.names):
        if squash(name) not in names:
            continue
        cells = _cells(found, place)
        body = cells.take(np.arange(found.header.row + 1, found.sheet.rows))
        if readable_share(column, body)[0] < 0.9:
            continue
        seen = look(body, column, name, "rows")
        ordered = order_of(seen, _other_dates(found), found.said)
        if ordered.order is not None:
            instants = np.full(found.sheet.rows, np.datetime64("NaT", "s"))
            instants[found.header.row + 1 :] = days_of(seen, ordered.order)[0]
            return place, instants
    return None


def _other_dates(found: Recognised) -> Sequence[DateLook]:
    rows = np.arange(found.header.row + 1, found.sheet.rows)
    return [
        look(_cells(found, entry.source.places[0]).take(rows), entry.column, entry.source.header, "rows")
        for entry in found.columns if entry.column.type in ("date", "moment")
    ]  # fmt: skip


def as_of_column(found: Recognised) -> tuple[str, np.ndarray] | None:
    """The header and instants of a column that dates each row's report, where ids come back under several dates."""
    dated = _moment_column(found, _AS_OF)
    return (found.header.names[dated[0]], dated[1]) if dated else None
