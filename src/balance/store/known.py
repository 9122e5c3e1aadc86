"""What was known before a load, read only as far as the load asks.

A store of millions of rows is neither read nor held for one more quarter: the rows of the ids in the upload
are read, the newest snapshot of a table where a whole list is compared, and of all else counts and sums, taken
by the engine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa

from balance.roles import Action, needs
from balance.schema import ASSUMPTIONS, TABLES, Table
from balance.store.as_of import last_dates
from balance.store.connection import Session, Store, only, reading
from balance.store.frames import frame_of, kinds_of, quoted
from balance.store.newest import FOREVER, Counted, counted
from balance.store.statements import stated_in

MOST_BY_ENGINE = 9e14
"""Amounts from here on are added up outside the engine: ten thousand times as much no longer fits its whole numbers."""

_COUNTED = "WITH counted AS (SELECT unnest($1::VARCHAR[]) AS snapshot_id, unnest($2::BIGINT[]) AS age)"


@dataclass(frozen=True)
class Known:
    """What was known before a day, not read yet: by table the loads that count, oldest first, and what was stated."""

    store: Store
    loads: Mapping[str, Sequence[Counted]]
    stated: pd.DataFrame
    _read: dict[str, tuple[frozenset[str], pd.DataFrame]] = field(default_factory=dict, repr=False)
    """By table the ids that were asked for, and their rows."""

    def newest(self, table: str) -> Counted | None:
        """The newest load of a table; None where it was never loaded."""
        return self.loads[table][-1] if table in self.loads else None


@dataclass(frozen=True)
class Rest:
    """The rows of a table that were known beside those of an upload, counted and added up.

    `newest` of them are in its newest snapshot and `gone` are not. `sums` by money column are in whole parts of the
    currency, of all of them; `filled` by column counts the cells filled in the newest snapshot.
    """

    newest: int
    gone: int
    sums: Mapping[str, int]
    filled: Mapping[str, int]


@needs(Action.TRACE)
def known_before(store: Store, as_of: date | None = None) -> Known | None:
    """What was known before a day (default: what is known now), to be asked; None where nothing was loaded yet."""
    before = FOREVER if as_of is None else as_of - timedelta(days=1)
    with reading(store) as session:
        days = last_dates(session, before)
        if not days:
            return None
        loads = counted(session, days[0])
        return Known(store, {n: of for n, of in loads.items() if n != ASSUMPTIONS.name}, stated_in(session, loads))


@needs(Action.TRACE)
def rows_known(known: Known, table: str, ids: Iterable[str]) -> pd.DataFrame | None:
    """The newest row of each of these ids, as `read_as_of` gives them; None where the table was never loaded.

    What was read for the ids of a sheet is not read again for those of its rows that were taken.
    """
    if table not in known.loads:
        return None
    asked = frozenset(one for one in ids if isinstance(one, str))
    seen, rows = known._read.get(table, (frozenset(), None))
    if rows is None or not asked <= seen:
        seen = asked | seen
        with reading(known.store) as session:
            rows = _rows_of_ids(session, TABLES[table], known.loads[table], _texts(seen))
        known._read[table] = (seen, rows)
    if len(asked) == len(seen):
        return rows
    return rows[rows[TABLES[table].key].isin(asked)].reset_index(drop=True)


@needs(Action.TRACE)
def rows_told_again(known: Known, table: str, later: Collection[str], ids: Iterable[str]) -> pd.DataFrame:
    """The newest row known of each id that later snapshots hold too, and of these ids, as `read_as_of` gives them."""
    key = TABLES[table].key
    with reading(known.store) as session:
        there = session.table(
            f'SELECT DISTINCT "{key}" AS id FROM "{table}" WHERE snapshot_id IN (SELECT unnest($1::VARCHAR[]))',
            sorted(later),
        )
        asked = pa.concat_tables([there, _texts(ids)], promote_options="permissive")
        return _rows_of_ids(session, TABLES[table], known.loads[table], asked)


def _rows_of_ids(session: Session, table: Table, loads: Sequence[Counted], asked: pa.Table) -> pd.DataFrame:
    """Snapshot by snapshot, for the rows of one lie together: the others are passed over."""
    with session.beside("asked", asked):
        placed = session.table(
            f'{_COUNTED} SELECT r."{table.key}" AS id, arg_max(r.snapshot_id, c.age) AS snapshot_id '
            f'FROM "{table.name}" AS r JOIN counted AS c ON c.snapshot_id = r.snapshot_id '
            f'WHERE r."{table.key}" IN (SELECT id FROM asked) GROUP BY ALL',
            *_ages(loads),
        )
    with session.beside("placed", placed):
        there = placed.column("snapshot_id").unique().to_pylist()
        parts = [_of_snapshot(session, table, name, "AND {} IN (SELECT id FROM placed WHERE snapshot_id = $1)")
                 for name in there or [""]]  # fmt: skip
    frame = frame_of(pa.concat_tables(parts), kinds_of(table) | {"snapshot_id": "text"})
    gone = (frame["snapshot_id"] != loads[-1].snapshot_id).to_numpy(dtype=bool)
    return frame.assign(gone=gone).sort_values(table.key, ignore_index=True)


def _of_snapshot(session: Session, table: Table, name: str, which: str = "") -> pa.Table:
    columns = [*kinds_of(table), "snapshot_id"]
    rows = session.table(
        f'SELECT * FROM "{table.name}" WHERE snapshot_id = $1 {which.format(quoted([table.key]))} '
        f"ORDER BY {quoted([table.key])}",
        name,
    )
    return rows.select(columns)


@needs(Action.TRACE)
def newest_load(known: Known, table: str) -> pd.DataFrame:
    """The rows of the newest snapshot of a table, as `read_as_of` gives them."""
    with reading(known.store) as session:
        rows = _of_snapshot(session, TABLES[table], known.loads[table][-1].snapshot_id)
    return frame_of(rows, kinds_of(TABLES[table]) | {"snapshot_id": "text"}).assign(gone=False)


@needs(Action.TRACE)
def cells_known(known: Known, table: str, columns: Sequence[str]) -> pd.DataFrame | None:
    """Some columns of the newest row of every id known, by id; None where the table was never loaded."""
    if table not in known.loads:
        return None
    kinds = {name: kind for name, kind in kinds_of(TABLES[table]).items() if name in columns}
    key, newest = TABLES[table].key, ", ".join(f'arg_max_null(r."{name}", c.age) AS "{name}"' for name in columns)
    with reading(known.store) as session:
        rows = session.table(
            f'{_COUNTED} SELECT {newest} FROM "{table}" AS r JOIN counted AS c ON c.snapshot_id = r.snapshot_id '
            f'GROUP BY r."{key}" ORDER BY r."{key}"',
            *_ages(known.loads[table]),
        )
    return frame_of(rows, kinds)


@needs(Action.TRACE)
def ids_among(known: Known, table: str, ids: Collection[str]) -> list[str]:
    """Those of the ids that are known."""
    if table not in known.loads:
        return []
    key = TABLES[table].key
    with reading(known.store) as session, session.beside("asked", _texts(ids)):
        rows = session.rows(
            f'{_COUNTED} SELECT DISTINCT r."{key}" FROM "{table}" AS r JOIN counted AS c '
            f'ON c.snapshot_id = r.snapshot_id WHERE r."{key}" IN (SELECT id FROM asked)',
            *_ages(known.loads[table]),
        )
    return [name for (name,) in rows]


@needs(Action.TRACE)
def rest_of(known: Known, table: str, ids: Iterable[str], parts: int) -> Rest:
    """What a table held beside these ids; sums are in so many parts of the currency, each amount rounded to one."""
    of, loads, last = TABLES[table], known.loads[table], known.loads[table][-1]
    filled = [column.name for column in of.columns]
    with reading(known.store) as session, session.beside("asked", _texts(ids)):
        everything, newest, *sums = session.rows(_rest_sql(of, parts), *_ages(loads), len(loads) - 1)[0]
        counts = session.rows(
            f'SELECT {", ".join(f"count({quoted([name])})" for name in filled)} FROM "{table}" '
            f"AS r WHERE r.snapshot_id = $1 AND {_not_asked(of)}",
            last.snapshot_id,
        )[0]
    whole = {
        name: int(sums[2 * at]) + sum(round(amount * parts) for amount in sums[2 * at + 1] or ())
        for at, name in enumerate(of.money)
    }
    return Rest(newest, everything - newest, whole, dict(zip(filled, counts, strict=True)))


def _rest_sql(table: Table, parts: int) -> str:
    """Count and add up the newest row of each id that was not asked for; very large amounts are handed out."""
    newest = ["max(c.age) AS age", *(f'arg_max_null(r."{name}", c.age) AS "{name}"' for name in table.money)]
    told = ["count(*)", "count(*) FILTER (age = $3)"]
    for name in table.money:
        small, large = f'abs("{name}") < {MOST_BY_ENGINE}', f'abs("{name}") >= {MOST_BY_ENGINE} AND isfinite("{name}")'
        told.append(f'coalesce(sum(CASE WHEN {small} THEN CAST("{name}" * {float(parts)} AS BIGINT) END), 0)')
        told.append(f'list("{name}") FILTER ({large})')
    return (
        f'{_COUNTED}, newest AS (SELECT {", ".join(newest)} FROM "{table.name}" AS r JOIN counted AS c '
        f'ON c.snapshot_id = r.snapshot_id WHERE {_not_asked(table)} GROUP BY r."{table.key}") '
        f"SELECT {', '.join(told)} FROM newest"
    )


def _not_asked(table: Table) -> str:
    return f'NOT EXISTS (SELECT 1 FROM asked AS a WHERE a.id = r."{table.key}")'


@needs(Action.VIEW)
def is_larger(store: Store, table: str, most: int, as_of: date | None = None) -> bool:
    """Whether more than so many ids of a table are known as of a day; counted only where loads do not say it."""
    with reading(store) as session:
        loads = counted(session, as_of or FOREVER).get(table, [])
        held = dict(
            session.rows(
                "SELECT snapshot_id, row_count FROM snapshot_tables WHERE table_name = $1 AND row_count > 0", table
            )
        )
        rows = [held[load.snapshot_id] for load in reversed(loads)]
        if max(rows, default=0) > most or sum(rows) <= most:
            return max(rows, default=0) > most
        newest = [load.snapshot_id for load in reversed(loads)]
        return any(_ids_in(session, table, newest[:many]) > most for many in _enough(rows, most))


def _enough(rows: Sequence[int], most: int) -> Iterator[int]:
    """Of how many loads to count the ids: at first those that hold just more rows, then twice as many, then of all."""
    many = int(np.searchsorted(np.cumsum(rows), most, side="right")) + 1
    while many < len(rows):
        yield many
        many *= 2
    yield len(rows)


def _ids_in(session: Session, table: str, snapshot_ids: Sequence[str]) -> int:
    """How many ids these snapshots hold."""
    known = f'SELECT count(DISTINCT "{TABLES[table].key}") FROM "{table}" '
    return int(only(session.rows(f"{known}WHERE snapshot_id IN (SELECT unnest($1::VARCHAR[]))", snapshot_ids)))


def _texts(ids: Iterable[str]) -> pa.Table:
    return pa.table({"id": pa.array([one for one in dict.fromkeys(ids) if isinstance(one, str)], pa.string())})


def _ages(loads: Sequence[Counted]) -> tuple[list[str], list[int]]:
    return [load.snapshot_id for load in loads], list(range(len(loads)))
