"""How each table falls into parts: what is read again together when something in it has changed."""

from __future__ import annotations

from collections.abc import Iterable

CONTENTS = ("original_parts", "draft_parts", "frozen_parts")
"""Tables with the bytes of files: they stay on the server and are read there when somebody asks for one."""

BOOKKEEPING = ("store_state", "store_changes", "changed_parts", "schema_version")
"""Tables that only the server has, or that each store has of its own."""

OF_SNAPSHOTS = 'CAST("snapshot_id" AS TEXT)'
OF_NUMBERS = 'CAST(CAST(floor("number" / 1000.0) AS BIGINT) AS TEXT)'
WHOLE = "CAST('' AS TEXT)"


def part_of(columns: Iterable[str]) -> str:
    """The expression, in the SQL of both engines, that says to which part a row of such a table belongs.

    Rows of a snapshot belong together; what is only ever added to comes by the thousand; a small table is one part.
    """
    names = set(columns)
    if "snapshot_id" in names:
        return OF_SNAPSHOTS
    return OF_NUMBERS if "number" in names else WHOLE
