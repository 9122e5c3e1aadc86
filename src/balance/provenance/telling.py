"""A trace as the command line prints it, and its rows as a table to take along."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import pandas as pd

from balance import formats
from balance.language import say
from balance.provenance.rows import Part
from balance.provenance.tracing import Given, Trace
from balance.ranges import Range

SHOWN = 50
"""How many rows are shown; all are in the table to take along."""


def as_json(told: Trace) -> dict[str, Any]:
    """The trace with plain values: rows with file, sheet and row, columns, assumptions, originals, problems."""
    days = days_of(told)
    return {
        "what": told.what, "title": told.title, "how": told.how,
        "value": told.value.as_json() if isinstance(told.value, Range) else told.value,
        "as_of": told.as_of, "data_hash": told.data_hash,
        "rows": [row for part in told.parts for row in _rows(part, days)],
        "columns": [_column(asdict(read)) for read in told.columns],
        "assumptions": [_given(one) for one in told.assumptions],
        "originals": [{"snapshot": one.snapshot_id, "as_of": one.as_of, "file": one.file, "sha256": one.sha256}
                      for one in told.originals],
        "problems": [problem.as_json() for problem in told.problems],
        "amended": [{"snapshot": one.pop("snapshot_id"), **one} for one in map(asdict, told.amended)],
    }  # fmt: skip


def _rows(part: Part, days: Mapping[str, date]) -> Iterator[dict[str, Any]]:
    for row in part.rows.to_dict("records"):
        yield {
            "table": part.table, "id": row[part.key], "role": part.role, "snapshot": row["snapshot_id"],
            "as_of": days.get(row["snapshot_id"]), "file": row["source_file"], "sheet": row["source_sheet"],
            "row": row["source_row"], "values": {name: cell(row[name]) for name in part.columns},
        }  # fmt: skip


def _column(read: dict[str, Any]) -> dict[str, Any]:
    return read | {"snapshot": read.pop("snapshot_id"), "headers": list(read["headers"]), "words": dict(read["words"])}


def _given(one: Given) -> dict[str, Any]:
    row, (file, sheet, number) = one.stated, one.place or (None, None, None)
    return {
        "key": row.key, "value": row.value, "low": row.low, "high": row.high, "assumed": row.assumed,
        "owner": row.owner, "stated_on": row.stated_on, "reason": row.reason, "source": row.source,
        "snapshot": one.snapshot_id or None, "file": file, "sheet": sheet, "row": number,
    }  # fmt: skip


def cell(value: Any) -> Any:  # noqa: ANN401 - whatever a cell of a frame holds
    """A cell of a row as a plain value: missing is None, a moment at midnight is a day."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat() if value == value.normalize() else value.isoformat()
    return value.item() if hasattr(value, "item") else value


def lines(told: Trace) -> list[str]:
    """The trace for a person: the first rows of each part, where they came from, and what was taken as given."""
    said = [f"{told.title} ({told.what}), as of {formats.day(told.as_of)}", told.how]
    said += [line for part in told.parts for line in _lines_of(part, days_of(told))]
    said += [f"read {read.column} from {' and '.join(read.headers)!r} of {read.file}: {read.decided}"
             for read in told.columns if read.decided]  # fmt: skip
    said += [f"taken as given: {_stated(one, days_of(told))}" for one in told.assumptions]
    said += [f"given by a person: {one}" for one in told.amended]
    return said + [f"noticed: {problem}" for problem in told.problems]


def _lines_of(part: Part, days: Mapping[str, date]) -> Iterator[str]:
    yield f"{formats.count(len(part.rows), part.table.removesuffix('s'))}, {part.role}:"
    for row in part.rows.head(SHOWN).to_dict("records"):
        values = ", ".join(f"{name} {_shown(row[name])}" for name in part.columns if cell(row[name]) is not None)
        place = place_of(row["source_file"], row["source_sheet"], row["source_row"], days.get(row["snapshot_id"]))
        yield f"  {row[part.key]}: {place}: {values}"
    if len(part.rows) > SHOWN:
        yield f"  and {len(part.rows) - SHOWN:,} more; --json lists all"


def _shown(value: Any) -> str:  # noqa: ANN401 - whatever a cell of a frame holds
    """A cell as people write it: days and moments, and numbers with all their figures, in the marks of the locale.

    >>> _shown(pd.Timestamp(2026, 9, 30, 7, 5)), _shown(17800.0), _shown(0.25), _shown("Closed")
    ('30 Sep 2026, 07:05', '17,800', '0.25', 'Closed')
    """
    if isinstance(value, pd.Timestamp):
        return formats.day(value) if value == value.normalize() else formats.moment(value)
    plain = None if value is None else cell(value)
    if plain is None:
        return formats.MISSING
    return formats.exactly(plain) if isinstance(plain, int | float) and not isinstance(plain, bool) else f"{plain}"


def days_of(told: Trace) -> dict[str, date]:
    """The as-of date of each snapshot that rows came from."""
    return {one.snapshot_id: one.as_of for one in told.originals}


def place_of(file: object, sheet: object, row: object, of: date | None) -> str:
    """File, date of its load, sheet and row in a phrase.

    >>> place_of("a.xlsx", "Page 1", 7, date(2026, 9, 30)), place_of("a.csv", "", 7, None)
    ("a.xlsx of 2026-09-30, sheet 'Page 1', row 7", 'a.csv, row 7')
    """
    where = say("{file} of {date}", file=file, date=of) if of else file
    if not sheet:
        return say("{file}, row {row}", file=where, row=row)
    return say("{file}, sheet {sheet!r}, row {row}", file=where, sheet=sheet, row=row)


def _stated(one: Given, days: Mapping[str, date]) -> str:
    row = one.stated
    if one.place:
        return f"{row.key} {_shown(row.value)} ({place_of(*one.place, days.get(one.snapshot_id))})"
    return f"{row.key} {_shown(row.value)} ({'assumed' if row.assumed else 'stated on screen'})"


def table(told: Trace) -> str:
    """Every row as CSV text: where it came from, then the columns used; text a spreadsheet would run is disarmed."""
    names = list(dict.fromkeys(name for part in told.parts for name in part.columns))
    days = days_of(told)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["table", "id", "role", "as_of", "snapshot", "file", "sheet", "row", *names])
    for part in told.parts:
        for row in _rows(part, days):
            place = [row[name] for name in ("table", "id", "role", "as_of", "snapshot", "file", "sheet", "row")]
            writer.writerow([_harmless(one) for one in (*place, *(row["values"].get(name) for name in names))])
    return out.getvalue()


def _harmless(value: Any) -> Any:  # noqa: ANN401
    """Text that a spreadsheet would run gets an apostrophe in front; numbers stay numbers.

    >>> _harmless("=1+1"), _harmless(-5.0), _harmless(None)
    ("'=1+1", -5.0, '')
    """
    return formats.disarmed(value) if isinstance(value, str) else "" if value is None else value
