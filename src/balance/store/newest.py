"""The rows of one table that count as of a date.

Of the snapshots not dropped and not after the date, a later load of the same date replaces an earlier
one, table by table. Over what is left each id is there once, from the newest snapshot that has it; an
id that the newest snapshot of its table lacks is `gone`. A load in which no row of a table was accepted
says nothing about that table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from balance.schema import TABLES, Table
from balance.store.connection import Session
from balance.store.frames import frame_of, frame_of_parts, kinds_of, quoted

FOREVER = date(9999, 12, 31)
ENDLESS = 2**62
"""A place in the order of loads and statements that none reaches."""


@dataclass(frozen=True)
class Counted:
    """One load that counts for one table."""

    snapshot_id: str
    as_of: date
    position: int


def counted(session: Session, as_of: date, before: int = ENDLESS) -> dict[str, list[Counted]]:
    """For each table known as of a date the loads that count, oldest first; of those before a place in their order."""
    rows = session.rows(
        "SELECT t.table_name, s.snapshot_id, s.as_of, s.position FROM snapshots AS s "
        "JOIN snapshot_tables AS t ON t.snapshot_id = s.snapshot_id "
        "WHERE NOT s.dropped AND s.as_of <= $1 AND t.row_count > 0 AND s.position < $2 ORDER BY s.as_of, s.position",
        as_of,
        before,
    )
    last = {(table, day): Counted(snapshot_id, day, position) for table, snapshot_id, day, position in rows}
    found = {name: [load for (table, _), load in last.items() if table == name] for name in TABLES}
    return {name: loads for name, loads in found.items() if loads}


def rows_of_id(session: Session, table: Table, loads: Sequence[Counted], row_id: str) -> pd.DataFrame:
    """What each load said of one id, oldest first: the columns of the table, where each came from, and snapshot_id."""
    kinds = kinds_of(table)
    rows = session.table(
        "WITH counted AS (SELECT unnest($1::VARCHAR[]) AS snapshot_id, unnest($2::BIGINT[]) AS age) "
        f'SELECT {quoted(kinds, "r.")}, r.snapshot_id FROM "{table.name}" AS r '
        f'JOIN counted AS c ON c.snapshot_id = r.snapshot_id WHERE r."{table.key}" = $3 ORDER BY c.age',
        [load.snapshot_id for load in loads], list(range(len(loads))), row_id,
    )  # fmt: skip
    return frame_of(rows, kinds | {"snapshot_id": "text"})


def newest_rows(session: Session, table: Table, loads: Sequence[Counted]) -> pd.DataFrame:
    """One row per id, ordered by id: the columns of the table, where each came from, snapshot_id and gone.

    All columns are asked for at once: naming each takes the engine longer than reading a table of usual size.
    """
    kinds = kinds_of(table)
    key = f'"{table.key}"'
    parts = session.parts(
        "WITH counted AS (SELECT unnest($1::VARCHAR[]) AS snapshot_id, unnest($2::BIGINT[]) AS age), newest AS ("
        f'SELECT arg_max(r.rowid, c.age) AS place FROM "{table.name}" AS r '
        f"JOIN counted AS c ON c.snapshot_id = r.snapshot_id GROUP BY r.{key}) "
        f'SELECT *, snapshot_id <> $3 AS gone FROM "{table.name}" WHERE rowid IN (SELECT place FROM newest)',
        [load.snapshot_id for load in loads], list(range(len(loads))), loads[-1].snapshot_id if loads else "",
    )  # fmt: skip
    frame = frame_of_parts(parts, kinds | {"snapshot_id": "text"}, [*kinds, "snapshot_id", "gone"], table.key)
    frame["gone"] = frame["gone"].to_numpy(dtype=bool)
    return frame
