"""A change on its way to the server: the statements and rows of one session, in their order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pyarrow as pa

from balance.store.postgresql.parts import CONTENTS
from balance.store.postgresql.rows import put_rows

_TARGET = re.compile(r'\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.IGNORECASE)


class Diverged(Exception):
    """The server changed another number of rows than the copy did: the copy is not what the server holds."""


@dataclass
class Shipment:
    """What a session has changed so far."""

    changes: list[tuple[str, Sequence[Any] | pa.Table, int]] = field(default_factory=list)

    def statement(self, text: str, values: Sequence[Any], count: int) -> None:
        """One statement, with its values and how many rows it changed here."""
        if count or target_of(text) in CONTENTS:
            self.changes.append((text, values, count))

    def rows(self, table: str, rows: pa.Table) -> bool:
        """Rows added to a table; True where they belong on the server only."""
        if len(rows):
            self.changes.append((table, rows, len(rows)))
        return table in CONTENTS


def target_of(statement: str) -> str:
    """The table that a statement changes.

    >>> target_of('DELETE FROM "incidents" WHERE snapshot_id = $1')
    'incidents'
    """
    found = _TARGET.match(statement)
    if found is None:
        raise ValueError(f"not a statement that changes one table: {statement}")
    return found[1]


def deliver(connection: psycopg.Connection[Any], shipment: Shipment) -> None:
    """Make every change within the transaction under way on the server; Diverged where one has another effect."""
    for text, what, count in shipment.changes:
        if isinstance(what, pa.Table):
            done, table = put_rows(connection, text, what), text
        else:
            done, table = connection.execute(text.encode(), what).rowcount, target_of(text)
        if done != count and table not in CONTENTS:
            raise Diverged(f"{table}: {done} rows on the server, {count} here")
