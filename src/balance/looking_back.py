"""A company on an earlier day out of the same company on a later one: what has stayed as it was is not read again.

Millions of incidents are the same on both days but for those of the loads between. Of them only what a report is made
of is taken along; the hash is of all of it, for each row brings its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import union_categoricals

from balance import linking, roles, store
from balance.company import Company
from balance.content import LATER, MODELLED, Marks, marked, marks_of, remember
from balance.known_company import known_company
from balance.model.history import READ, REPEATED
from balance.roles import Action
from balance.store import Known, Store

KEY = "incident_id"
NEEDED = (*READ, "records_affected", "gone")
"""What a report is made of, of an incident."""

NUMBERED = (*REPEATED, "snapshot_id")
"""Texts that few rows have alone: kept as the number of each."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Ground:
    """The incidents of a company that its earlier days are made of, and the mark of each row."""

    incidents: pd.DataFrame
    marks: Marks


def ground_of(company: Company) -> Ground | None:
    """What a company's earlier days can be made of.

    None for whoever sees some units only, and where its incidents are not exactly those of the store.
    """
    rows, whole = company.incidents, roles.acting().units is None and roles.may(Action.TRACE)
    marks = None if rows is None else marks_of("incidents", rows)
    if rows is None or marks is None or not marks.read_at or not whole:
        return None
    return Ground(_needed(rows), marks)


def company_on(kept: Store, day: date, ground: Ground) -> Company | None:
    """The company as it was known on a day, for a report; None where it has to be read as a whole."""
    known = store.known_before(kept, day + timedelta(days=1))
    if known is None or "incidents" not in known.loads or store.revision(kept) != ground.marks.read_at:
        return None
    reading = store.read_as_of(kept, day, without=("incidents",))
    rows = _incidents(known, ground, reading.frames.get("initiatives"), store.link_decisions(kept))
    if rows is None:
        return None
    frames = {name: reading.frames.get(name) for name in MODELLED} | {"incidents": rows}
    return known_company(reading, frames)


def _incidents(
    known: Known, ground: Ground, initiatives: pd.DataFrame | None, links: pd.DataFrame
) -> pd.DataFrame | None:
    """The incidents known then: those that no later load told anew, and the others read as they were."""
    rows, loads = ground.incidents, {load.snapshot_id for load in known.loads["incidents"]}
    if not loads <= set(rows["snapshot_id"].cat.categories):  # a load of which nothing is left, or one that came since
        return None
    linked = links.loc[links["decision"] == "accepted", KEY]
    stays = (rows["snapshot_id"].isin(loads) & ~rows[KEY].isin(linked)).to_numpy(dtype=bool)
    told_since = set(rows["snapshot_id"].cat.categories) - loads
    read = store.rows_told_again(known, "incidents", told_since, linked)
    again, columns = linking.with_accepted(read, initiatives, links), ground.marks.columns
    left, last = rows[stays], known.loads["incidents"][-1].snapshot_id
    if again is None or _later(left, again) != LATER.intersection(columns):
        return None
    told = _joined(left, again).reset_index(drop=True)
    told["gone"] = (told["snapshot_id"] != last).to_numpy(dtype=bool)
    return _by_id(told, Marks(columns, np.concatenate([ground.marks.rows[stays], marked(again, columns)])))


def _by_id(told: pd.DataFrame, marks: Marks) -> pd.DataFrame:
    """The rows in the order of their ids, with what marks them."""
    if not told[KEY].is_monotonic_increasing:
        told = told.sort_values(KEY)
        marks = Marks(marks.columns, marks.rows[told.index.to_numpy()])
        told = told.reset_index(drop=True)
    remember(told, marks)
    return told


def _later(*parts: pd.DataFrame) -> set[str]:
    """The columns of later versions that somebody has filled."""
    return {name for name in LATER for part in parts if name in part and part[name].notna().any()}


def _needed(rows: pd.DataFrame) -> pd.DataFrame:
    """Those columns, repeated texts as the number of each."""
    taken = rows[[name for name in (*NEEDED, *sorted(LATER), "snapshot_id") if name in rows]]
    return taken.astype({name: "category" for name in NUMBERED if name in taken})


def _joined(rows: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """The rows of both, each with the columns and kinds of the first."""
    if more.empty:
        return rows
    both = rows, _needed(more)
    columns = {name: [part[name] for part in both] for name in rows}
    told = {
        name: pd.Series(union_categoricals(parts)) if name in NUMBERED else pd.concat(parts, ignore_index=True)
        for name, parts in columns.items()
    }
    return pd.DataFrame(told, copy=False)
