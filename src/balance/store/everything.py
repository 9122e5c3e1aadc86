"""Everything a store holds, table by table, as frames: for who wants to take it elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from balance.roles import Action, needs
from balance.store.connection import Store, reading
from balance.store.postgresql.parts import CONTENTS

NOT_TABLES_OF_THEIR_OWN = set(CONTENTS)
"""Contents of files, which leave as files."""


@needs(Action.COPY)
def table_names(store: Store) -> tuple[str, ...]:
    """Every table with something in it, in the order of the alphabet."""
    query = "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' ORDER BY table_name"
    with reading(store) as session:
        names = [name for (name,) in session.rows(query) if name not in NOT_TABLES_OF_THEIR_OWN]
        return tuple(name for name in names if session.rows(f'SELECT 1 FROM "{name}" LIMIT 1'))


@needs(Action.COPY)
def whole_table(store: Store, name: str) -> pd.DataFrame:
    """Every row of one of `table_names`, with its columns as they are kept, in one order."""
    if name not in table_names(store):
        raise ValueError(f"there is no table {name}")
    with reading(store) as session:
        frame: pd.DataFrame = session.table(f'SELECT * FROM "{name}" ORDER BY ALL').to_pandas()
    return frame


@needs(Action.COPY)
def kept_files(store: Store) -> Iterator[tuple[str, str]]:
    """Every kept file once: its hash, and the name it was uploaded under."""
    query = (
        "SELECT o.sha256, coalesce(min(f.name), min(w.name), 'file') FROM originals AS o "
        "LEFT JOIN snapshot_files AS f ON f.sha256 = o.sha256 LEFT JOIN waiting_files AS w ON w.sha256 = o.sha256 "
        "GROUP BY o.sha256 ORDER BY o.sha256"
    )
    with reading(store) as session:
        rows = session.rows(query)
    yield from rows


@needs(Action.COPY)
def frozen_files(store: Store) -> Iterator[tuple[str, str]]:
    """Every file of a frozen pack once: its hash, and the name it was handed out under."""
    with reading(store) as session:
        rows = session.rows("SELECT sha256, min(name) FROM frozen_files GROUP BY sha256 ORDER BY sha256")
    yield from rows


@needs(Action.COPY)
def drafted_files(store: Store) -> Iterator[tuple[str, str]]:
    """Every file of an unfinished upload once: its hash, and the name it was uploaded under."""
    with reading(store) as session:
        rows = session.rows("SELECT sha256, min(name) FROM draft_files GROUP BY sha256 ORDER BY sha256")
    yield from rows
