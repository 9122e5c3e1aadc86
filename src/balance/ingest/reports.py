"""Files that hold the same rows as reported on several dates: one snapshot is taken, the newest, when so answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from balance.errors import Problem
from balance.ingest.events import as_of_column
from balance.ingest.recognise import Recognised
from balance.ingest.rows import Chosen
from balance.ingest.said import Decision, Question

TOO_FAR = np.timedelta64(45, "D")
CHOICES = ("newest", "every row")


def choose_report(found: Recognised, chosen: Chosen, as_of: date | None) -> tuple[Chosen, Question | None]:
    """The rows of the newest report not after `as_of`, where a column dates the reports and ids come back."""
    key = found.place(found.table.key)
    dated = as_of_column(found)
    if dated is None or len(chosen.rows) < 2:
        return chosen, None
    header, instants = dated
    ids = found.sheet.columns[key.source.places[0]].take(chosen.rows).as_text()
    mine = instants[chosen.rows]
    days = np.unique(mine[~np.isnat(mine)].astype("datetime64[D]"))
    if len(days) == 1 and as_of is not None and abs(days[0] - np.datetime64(as_of)) > TOO_FAR:
        return replace(chosen, problems=(*chosen.problems, _other_date(found, header, days[0], as_of))), None
    if len(days) < 2 or not ids.duplicated().any():
        return chosen, None
    question = f"as_of_column:{found.table.name}"
    answer = found.said.answer(question, CHOICES)
    if answer == "every row":
        return chosen, None
    usable = days[days <= np.datetime64(as_of)] if as_of else days
    newest = usable[-1] if len(usable) else days[0]
    kept = _only(found, chosen, header, mine, newest, len(days))
    return kept, None if answer else _ask(question, header, days, newest)


def _other_date(found: Recognised, header: str, day: np.datetime64, as_of: date) -> Problem:
    return Problem(
        "as-of-differs", "warning", found.sheet.file, found.sheet.name or None, column=found.table.key,
        found=f"{header!r} says {day} in every row", expected=f"a file of {as_of.isoformat()}, the date of the upload",
        fix=f"Load the file with the as-of date {day} if that is the day it speaks of.",
    )  # fmt: skip


def _only(
    found: Recognised, chosen: Chosen, header: str, mine: np.ndarray, newest: np.datetime64, reports: int
) -> Chosen:
    keep = mine.astype("datetime64[D]") == newest
    dropped = int((~keep).sum())
    note = Problem(
        "rows-of-other-reports", "note", found.sheet.file, found.sheet.name or None, column=found.table.key,
        found=f"{dropped} rows reported on other dates than {newest}", expected="the rows of one report",
        fix=f"Load the file again with an earlier as-of date to take an earlier report; {header!r} dates them.",
    )  # fmt: skip
    decision = Decision(found.table.key, f"the report of {newest}", f"{header!r} holds {reports} dates")
    return replace(chosen, rows=chosen.rows[keep], left_out=chosen.left_out + dropped,
                   problems=(*chosen.problems, note), decisions=(*chosen.decisions, decision))  # fmt: skip


def _ask(key: str, header: str, days: np.ndarray, newest: np.datetime64) -> Question:
    shown = ", ".join(str(day) for day in days[-12:])
    return Question(key, f"The file holds {len(days)} dated reports. Take the newest, of {newest}?", CHOICES,
                    f"{header!r} holds {len(days)} dates and ids come back under several of them: {shown}")  # fmt: skip
