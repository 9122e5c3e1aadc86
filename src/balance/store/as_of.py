"""What was known on a day: the union of all loads up to it, the newest row of each id."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pandas as pd

from balance.errors import StoreError
from balance.roles import Action, needs
from balance.schema import ASSUMPTIONS, TABLES
from balance.store.connection import Session, Store, reading
from balance.store.newest import ENDLESS, FOREVER, Counted, counted, newest_rows, rows_of_id
from balance.store.statements import stated_in


@dataclass(frozen=True)
class Reading:
    """Everything known as of a day.

    `frames` holds the tables ever loaded, without assumptions: the columns of `schema`, where each row
    came from, snapshot_id and gone. `table_dates` says how old each is. `stated` is the table of
    assumptions in force. `previous_as_of` is the as-of date before the newest one read.
    """

    as_of: date
    previous_as_of: date | None
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    table_dates: dict[str, date] = field(default_factory=dict)
    stated: pd.DataFrame = field(default_factory=pd.DataFrame)


@needs(Action.VIEW)
def read_as_of(store: Store, as_of: date | None = None, *, without: Collection[str] = ()) -> Reading:
    """What was known on that day; without a day, as of the newest snapshot. The rows of some tables may be left out."""
    with reading(store) as session:
        days = last_dates(session, as_of or FOREVER)
        if not days:
            raise StoreError(_nothing(_first_date(session), as_of))
        return _reading(session, days, as_of, without=without)


def reading_of(session: Session, as_of: date, before: int) -> Reading:
    """What was known of a day when what has that place in the order of loads and statements came."""
    return _reading(session, (as_of,), as_of, before)


def _reading(
    session: Session,
    days: Sequence[date],
    as_of: date | None = None,
    before: int = ENDLESS,
    without: Collection[str] = (),
) -> Reading:
    day, previous = as_of or days[0], days[1] if len(days) > 1 else None
    loads = counted(session, day, before)
    dates = {name: of_table[-1].as_of for name, of_table in loads.items()}
    frames = _frames(session, {name: of for name, of in loads.items() if name not in without})
    return Reading(day, previous, frames, dates, stated_in(session, loads, before=before))


@needs(Action.TRACE)
def history_of(store: Store, table: str, row_id: str, as_of: date | None = None) -> pd.DataFrame:
    """What each load up to a day said of one id, oldest first, with the as-of date of the load in column `as_of`."""
    with reading(store) as session:
        loads = counted(session, as_of or FOREVER).get(table, [])
        rows = rows_of_id(session, TABLES[table], loads, row_id)
    days = {load.snapshot_id: load.as_of for load in loads}
    return rows.assign(as_of=[days[one] for one in rows["snapshot_id"]])


@needs(Action.TRACE)
def frames_before(store: Store, as_of: date | None = None) -> dict[str, pd.DataFrame]:
    """The tables as they were known before a day (default: as they are known now); empty where none was."""
    with reading(store) as session:
        return frames_in(session, FOREVER if as_of is None else as_of - timedelta(days=1))


def frames_in(session: Session, as_of: date) -> dict[str, pd.DataFrame]:
    """The tables known as of a date, read within a transaction."""
    return _frames(session, counted(session, as_of))


def _frames(session: Session, loads: Mapping[str, Sequence[Counted]]) -> dict[str, pd.DataFrame]:
    names = [name for name in loads if name != ASSUMPTIONS.name]
    return {name: newest_rows(session, TABLES[name], loads[name]) for name in names}


def last_dates(session: Session, as_of: date) -> list[date]:
    """The newest as-of date up to a day and the one before it, as far as there are any."""
    rows = session.rows(
        "SELECT DISTINCT as_of FROM snapshots WHERE NOT dropped AND as_of <= $1 ORDER BY as_of DESC LIMIT 2", as_of
    )
    return [day for (day,) in rows]


def _first_date(session: Session) -> date | None:
    return session.rows("SELECT min(as_of) FROM snapshots WHERE NOT dropped")[0][0]  # type: ignore[no-any-return]


def _nothing(first: date | None, as_of: date | None) -> str:
    if first is None:
        return "Nothing has been loaded yet. Load initiatives or incidents first."
    return f"Nothing was loaded as of {as_of}; the first snapshot is of {first}."
