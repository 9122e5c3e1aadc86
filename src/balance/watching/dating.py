"""Which day each file of a drop folder speaks of: its folder says it, else its name, else a column of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from balance import uploading
from balance.watching.copies import Dropped, on_disk
from balance.watching.folder import Entry
from balance.watching.names import dates_in


@dataclass(frozen=True)
class Dated:
    """What is known of a file's day: the day, or why a person must say it."""

    as_of: date | None
    because: str = ""


def said_by_place(entry: Entry, fiscal_start: int) -> Dated | None:
    """The day that the folder or the name says; None where the file's own columns must be asked."""
    if entry.folder_date is not None:
        return Dated(entry.folder_date)
    named = dates_in(PurePath(entry.label).stem, fiscal_start)
    if len(named) > 1:
        return Dated(None, f"the name of {entry.label} holds several dates: {_listed(named)}")
    return Dated(named[0]) if named else None


def said_by_columns(file: Dropped, mapping: Mapping[str, Any] | None) -> Dated:
    """The day that a column such as "Reported as of" says in every row."""
    with on_disk([file]) as (path,):
        days = uploading.reported_as_of(path, mapping)
    if len(days) == 1:
        return Dated(days[0])
    if days:
        return Dated(None, f"the rows of {file.label} were reported on several dates: {_listed(days)}")
    return Dated(None, f"neither the name nor a column of {file.label} says it")


def which_date(because: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The question to a person where no day was found, and what was found instead, file by file."""
    told = f"{because[0][:1].upper()}{because[0][1:]}." if len(because) == 1 else "No single date was found."
    how = "Name the file or a folder round it by the date, such as 2026-09-30, or open it and choose the date."
    return f"As of which date? {told}", (*because, how)


def _listed(days: Sequence[date]) -> str:
    shown = ", ".join(day.isoformat() for day in days[:6])
    return f"{shown} and {len(days) - 6} more" if len(days) > 6 else shown
