"""Files that hold the same rows as reported on several dates: each report a snapshot of its own, or one of them.

Which it is is asked, for all rows together would count everything several times over.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from balance.errors import Problem, Severity
from balance.ingest.events import as_of_column
from balance.ingest.grid import Mask
from balance.ingest.recognise import Recognised
from balance.ingest.rows import Chosen
from balance.ingest.said import Decision, Question

TOO_FAR = np.timedelta64(45, "D")
EACH, NEWEST, EVERY = "one snapshot per date", "newest", "every row"
CHOICES = (EACH, NEWEST, EVERY)
MOST_SHOWN = 12


def choose_report(found: Recognised, chosen: Chosen, as_of: date | None) -> tuple[Chosen, Question | None]:
    """The rows of the reports not after `as_of` that are wanted, where a column dates them and ids come back."""
    dated = as_of_column(found)
    if dated is None or len(chosen.rows) < 2:
        return chosen, None
    header, instants = dated
    mine = instants[chosen.rows].astype("datetime64[D]")
    days = np.unique(mine[~np.isnat(mine)])
    if len(days) == 1 and as_of is not None and abs(days[0] - np.datetime64(as_of)) > TOO_FAR:
        return replace(chosen, problems=(*chosen.problems, _other_date(found, header, days[0], as_of))), None
    if len(days) < 2 or not _come_back(found, chosen):
        return chosen, None
    key = f"as_of_column:{found.table.name}"
    answer = found.said.answer(key, CHOICES)
    if answer == EVERY:
        return chosen, None
    usable = days[days <= np.datetime64(as_of)] if as_of else days
    if answer == EACH and len(usable):
        return _each(found, chosen, header, mine, instants, usable), None
    newest = usable[-1] if len(usable) else days[0]
    kept = _newest(found, chosen, header, mine, newest, len(days))
    return kept, None if answer else _ask(key, header, days, mine, as_of)


def _come_back(found: Recognised, chosen: Chosen) -> bool:
    """Whether an id stands in more than one row."""
    key = found.place(found.table.key)
    return bool(found.sheet.columns[key.source.places[0]].take(chosen.rows).as_text().duplicated().any())


def _other_date(found: Recognised, header: str, day: np.datetime64, as_of: date) -> Problem:
    return _problem(found, "as-of-differs", "warning", f"{header!r} says {day} in every row",
                    f"a file of {as_of.isoformat()}, the date of the upload",
                    f"Load the file with the as-of date {day} if that is the day it speaks of.")  # fmt: skip


def _each(
    found: Recognised, chosen: Chosen, header: str, mine: np.ndarray, instants: np.ndarray, usable: np.ndarray
) -> Chosen:
    """Every report up to the date of the upload, each with its day."""
    keep, undated = np.isin(mine, usable), np.isnat(mine)
    problems = list(chosen.problems)
    later = int((~keep & ~undated).sum())
    if later:
        what = f"{later} rows reported after {usable[-1]}"
        fix = "Load the file again with a later as-of date to take the later reports."
        problems.append(_problem(found, "rows-of-other-reports", "note", what, "reports of earlier days", fix))
    if undated.any():
        what, expected = f"{int(undated.sum())} rows without a day", f"a day in {header!r} for every row"
        fix = "Fill it: a row without the day of its report belongs to no snapshot."
        problems.append(_problem(found, "report-undated", "warning", what, expected, fix))
    evidence = f"{header!r} holds {len(usable)} dates from {usable[0]} to {usable[-1]}; as answered"
    decision = Decision(found.table.key, f"{len(usable)} reports, a snapshot each", evidence)
    left = _only(chosen, keep)
    return replace(left, problems=tuple(problems), decisions=(*chosen.decisions, decision),
                   days=instants.astype("datetime64[D]"))  # fmt: skip


def _newest(
    found: Recognised, chosen: Chosen, header: str, mine: np.ndarray, newest: np.datetime64, reports: int
) -> Chosen:
    """The one report that is wanted."""
    keep = mine == newest
    what = f"{int((~keep).sum())} rows reported on other dates than {newest}"
    fix = f"Take a snapshot for each date, or load the file again with an earlier as-of date; {header!r} dates them."
    note = _problem(found, "rows-of-other-reports", "note", what, "the rows of one report", fix)
    decision = Decision(found.table.key, f"the report of {newest}", f"{header!r} holds {reports} dates")
    return replace(_only(chosen, keep), problems=(*chosen.problems, note), decisions=(*chosen.decisions, decision))


def _only(chosen: Chosen, keep: Mask) -> Chosen:
    return replace(chosen, rows=chosen.rows[keep], left_out=chosen.left_out + int((~keep).sum()))


def _problem(found: Recognised, code: str, severity: Severity, what: str, expected: str, fix: str) -> Problem:
    return Problem(code, severity, found.sheet.file, found.sheet.name or None, column=found.table.key, found=what,
                   expected=expected, fix=fix)  # fmt: skip


def _ask(key: str, header: str, days: np.ndarray, mine: np.ndarray, as_of: date | None) -> Question:
    usable = days[days <= np.datetime64(as_of)] if as_of else days
    shown = ", ".join(f"{day} ({int((mine == day).sum())} rows)" for day in days[-MOST_SHOWN:])
    later = len(days) - len(usable)
    after = f"; {later} of them after the date of the upload, which are left out" if later and as_of else ""
    return Question(
        key, f"The file holds {len(days)} dated reports. Keep a snapshot of each?", CHOICES,
        f"{header!r} holds {len(days)} dates and ids come back under several of them{after}: {shown}",
    )  # fmt: skip
