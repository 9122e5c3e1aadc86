"""From the numbers of one date to those of the next, cause by cause: what time and the plan did, what incidents did.

The company of the earlier date is turned into that of the later one step by step; each step is fitted and evaluated on
the same draws as the one before, so the steps add up exactly. What a step does depends on those taken before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.company import Company
from balance.content import marked, marks_of
from balance.model.fit import Fit, fit
from balance.model.history import READ, REPEATED
from balance.ranges import Range
from balance.scenario import BASE, Comparison, Outcome, compare_fits, evaluate, headlines
from balance.schema import in_order

ENDED, NEW, REPLANNED = "ended", "new", "replanned"
CORRECTED, INCIDENTS, CHANGES, CONTROLS, ASSUMPTIONS = "corrected", "incidents", "changes", "controls", "assumptions"
OVER = ("done", "cancelled")
_TOLD = {"snapshot_id", "source_file", "source_sheet", "source_row"}

Frame = pd.DataFrame | None
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Step:
    """One cause: what it did to the four headline numbers, against the step before."""

    cause: str
    rows: int
    """How many rows it is about: initiatives that ended, incidents that are new."""
    comparison: Comparison


@dataclass(frozen=True)
class Bridge:
    """The four headline numbers on the earlier date, on the later one, and the steps between, in the order taken."""

    before: dict[str, Range]
    after: dict[str, Range]
    steps: tuple[Step, ...]


def bridge(earlier: Company, later: Company, after: tuple[Fit, Outcome] | None = None) -> Bridge | None:
    """What led from the earlier company's numbers to the later one's, today's plan in both.

    Args: the same company on two dates; the later one's fit and outcome, where they are worked out already. Returns
    None where the reporting currency changed in between, because amounts then cannot be set side by side. A cause that
    changed nothing is left out.
    """
    if earlier.currency != later.currency:
        return None
    here = _worked_out(earlier)
    before, steps = headlines(*here), []
    for cause, rows, company in _turned(earlier, later):
        there = after if after is not None and company is later else _worked_out(company)
        steps.append(Step(cause, rows, compare_fits(*here, *there)))
        here = there
    return Bridge(before, headlines(*here), tuple(steps))


def _worked_out(company: Company) -> tuple[Fit, Outcome]:
    fitted = fit(company)
    return fitted, evaluate(fitted, BASE)


def _turned(earlier: Company, later: Company) -> Iterator[tuple[str, int, Company]]:
    """The company after each cause that changed something; the last one is the later company itself.

    One is made when it is asked for, for its incidents may be millions.
    """
    company, waiting = replace(earlier, as_of=later.as_of), None
    for cause, turn in (*_PLAN, *_RECORD):
        turned, rows = turn(company, later)
        if rows or cause == ENDED:
            if waiting is not None:
                yield waiting
            waiting = cause, rows, turned
        company = turned
    if waiting is not None:
        yield waiting[0], waiting[1], later


Turned = tuple[Company, int]


def _ended(company: Company, later: Company) -> Turned:
    """Time passed, and what is finished, cancelled or gone from the list says so."""
    old, new = company.initiatives, later.initiatives
    if old is None or new is None:
        return company, 0
    over = new["initiative_id"][new["stage"].isin(OVER) | new["gone"].astype(bool)]
    open_ = old["initiative_id"][~(old["stage"].isin(OVER) | old["gone"].astype(bool))]
    ended = set(over) & set(open_)
    return _with_initiatives(company, _exchanged(old, new, ended), later), len(ended)


def _new(company: Company, later: Company) -> Turned:
    """Initiatives nobody had listed before."""
    old, new = company.initiatives, later.initiatives
    if new is None:
        return company, 0
    ids = set(new["initiative_id"]) - (set() if old is None else set(old["initiative_id"]))
    added = new[new["initiative_id"].isin(ids)]
    rows = added if old is None else pd.concat([old, added], ignore_index=True)
    return (_with_initiatives(company, rows, later), len(ids)) if ids else (company, 0)


def _replanned(company: Company, later: Company) -> Turned:
    """Dates, progress, values and all else that is said anew of the rest."""
    return _with_initiatives(company, later.initiatives, later), _differing(
        company.initiatives, later.initiatives, "initiative_id"
    )


def _corrected(company: Company, later: Company) -> Turned:
    """Incidents of the time before, recorded late or amended."""
    new, old = later.incidents, company.incidents
    if new is None or old is None:
        return company, 0
    known_to = pd.Timestamp(company.table_dates.get("incidents", company.as_of)) + timedelta(days=1)
    before = (new["opened_at"] < known_to).to_numpy(dtype=bool)
    rows = _incidents_differing(old, new, before)
    if not rows:
        return company, 0
    read = new[[name for name in READ if name in new]]
    read = read.astype({name: "category" for name in REPEATED if name in read})
    return replace(company, incidents=read[before].reset_index(drop=True)), rows


def _incidents(company: Company, later: Company) -> Turned:
    """What happened since."""
    more = 0 if later.incidents is None else len(later.incidents)
    return _carried(company, later, "incidents"), more - (0 if company.incidents is None else len(company.incidents))


def _changes(company: Company, later: Company) -> Turned:
    return _carried(company, later, "changes"), _differing(company.changes, later.changes, "change_id")


def _controls(company: Company, later: Company) -> Turned:
    return _carried(company, later, "controls"), _differing(company.controls, later.controls, "control_id")


def _assumptions(company: Company, later: Company) -> Turned:
    old, new = company.assumptions.rows, later.assumptions.rows
    moved = [key for key in {*old, *new} if _stated(old.get(key)) != _stated(new.get(key))]
    return replace(company, assumptions=later.assumptions), len(moved)


_PLAN: tuple[tuple[str, Callable[[Company, Company], Turned]], ...] = (
    (ENDED, _ended), (NEW, _new), (REPLANNED, _replanned),
)  # fmt: skip
_RECORD: tuple[tuple[str, Callable[[Company, Company], Turned]], ...] = (
    (CORRECTED, _corrected), (INCIDENTS, _incidents), (CHANGES, _changes), (CONTROLS, _controls),
    (ASSUMPTIONS, _assumptions),
)  # fmt: skip


def _stated(row: object) -> object:
    """What of an assumption goes into numbers."""
    return None if row is None else tuple(getattr(row, name, None) for name in ("value", "low", "high", "shape"))


def _exchanged(old: pd.DataFrame, new: pd.DataFrame, ids: set[str]) -> pd.DataFrame:
    kept, taken = old[~old["initiative_id"].isin(ids)], new[new["initiative_id"].isin(ids)]
    return pd.concat([kept, taken], ignore_index=True) if ids else old


def _with_initiatives(company: Company, rows: Frame, later: Company) -> Company:
    day = later.table_dates.get("initiatives", later.as_of)
    return replace(company, initiatives=rows, table_dates={**company.table_dates, "initiatives": day})


def _carried(company: Company, later: Company, table: str) -> Company:
    day = later.table_dates.get(table, later.as_of)
    rows: dict[str, Any] = {table: getattr(later, table)}
    return replace(company, table_dates={**company.table_dates, table: day}, **rows)


def _incidents_differing(old: pd.DataFrame, new: pd.DataFrame, before: Flags) -> int:
    """How many incidents are in one of them only, or say something else in the other; of the new ones those before.

    There may be millions: rows are set side by side by a number for each id, and compared by their marks.
    """
    key, (one, other) = "incident_id", (marks_of("incidents", frame) for frame in (old, new))
    if one.columns != other.columns or not (in_order(old[key]) and in_order(new[key])):
        return _differing(old, new[before].reset_index(drop=True), key)
    was, is_now = (marked(frame, [key]) for frame in (old, new))
    was_at, is_at = _in_both(was, is_now[before])
    alone = len(was) + int(before.sum()) - 2 * len(was_at)
    return alone + int((one.rows[was_at] != other.rows[before][is_at]).sum())


def _in_both(one: Numbers, other: Numbers) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Where each number that is in both stands in either."""
    if np.array_equal(one, other):
        return np.arange(len(one)), np.arange(len(one))
    _, here, there = np.intersect1d(one, other, assume_unique=True, return_indices=True)
    return here, there


def _differing(old: Frame, new: Frame, key: str) -> int:
    """How many rows are there in one of them only, or say something else in the other."""
    if old is None or new is None:
        return sum(len(one) for one in (old, new) if one is not None)
    apart = _TOLD if key == "initiative_id" else {*_TOLD, "gone"}  # exports of one quarter leave old incidents out
    columns = sorted((set(old.columns) | set(new.columns)) - apart)
    one, other = (_hashed(frame, key, columns) for frame in (old, new))
    same = one.index.intersection(other.index)
    return len(one) + len(other) - 2 * len(same) + int((one.loc[same] != other.loc[same]).sum())


def _hashed(frame: pd.DataFrame, key: str, columns: list[str]) -> pd.Series:
    content = frame.reindex(columns=columns).drop_duplicates(key, keep="last").set_index(key).astype("string")
    return pd.util.hash_pandas_object(content.fillna(""), index=False)
