"""The rows of one table that count as of a date.

Of the snapshots not dropped and not after the date, a later load of the same date replaces an earlier
one, table by table. Over what is left each id is there once, from the newest snapshot that has it; an
id that the newest snapshot of its table lacks is `gone`. A load in which no row of a table was accepted
says nothing about that table.
"""

from __future__ import annotations

from datetime import date

import pandas as pd
import pyarrow as pa

from balance.schema import Table
from balance.store.connection import Session
from balance.store.frames import frame_of, kinds_of, quoted

FOREVER = date(9999, 12, 31)

COUNTED = """
counted AS (
    SELECT s.snapshot_id, s.as_of, row_number() OVER (ORDER BY s.as_of) AS age
    FROM snapshots AS s JOIN snapshot_tables AS t ON t.snapshot_id = s.snapshot_id
    WHERE NOT s.dropped AND s.as_of <= $1 AND t.table_name = $2 AND t.row_count > 0 AND NOT EXISTS (
        SELECT 1 FROM snapshots AS later JOIN snapshot_tables AS l ON l.snapshot_id = later.snapshot_id
        WHERE NOT later.dropped AND later.as_of = s.as_of AND later.position > s.position
            AND l.table_name = $2 AND l.row_count > 0)
)"""
"""The snapshots of table $2 that count as of date $1, the newest with the greatest age."""


def newest_rows(session: Session, table: Table, as_of: date | None) -> pd.DataFrame:
    """One row per id, ordered by id: the columns of the table, where each came from, snapshot_id and gone."""
    kinds = kinds_of(table)
    key = f'"{table.key}"'
    rows: pa.Table = session.table(
        f"WITH {COUNTED}, newest AS ("
        f'SELECT r.{key} AS id, max(c.age) AS age FROM "{table.name}" AS r '
        f"JOIN counted AS c ON c.snapshot_id = r.snapshot_id GROUP BY r.{key}) "
        f"SELECT {quoted(kinds, 'r.')}, r.snapshot_id, n.age < (SELECT max(age) FROM counted) AS gone "
        f'FROM "{table.name}" AS r JOIN counted AS c ON c.snapshot_id = r.snapshot_id '
        f"JOIN newest AS n ON n.id = r.{key} AND n.age = c.age ORDER BY r.{key}",
        as_of or FOREVER, table.name,
    )  # fmt: skip
    return frame_of(rows, kinds).astype({"snapshot_id": "str", "gone": "bool"})


def table_date(session: Session, table: str, as_of: date | None) -> date | None:
    """The as-of date of the newest snapshot of a table, None where there is none."""
    rows = session.rows(f"WITH {COUNTED} SELECT max(as_of) FROM counted", as_of or FOREVER, table)
    return rows[0][0]  # type: ignore[no-any-return]
