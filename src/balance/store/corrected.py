"""What was changed in the files of a load before their rows were kept, beside the originals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

import pandas as pd

from balance.corrections import Correction
from balance.roles import Action, needs
from balance.schema import Type
from balance.store.connection import Session, Store, now, person, reading
from balance.store.evidence import numbered
from balance.store.frames import arrow_of, quoted

CORRECTION_KINDS: dict[str, Type] = {
    "sha256": "text", "file": "text", "sheet": "text", "cell": "text", "row": "count", "column": "text",
    "found": "text", "meant": "text", "kind": "text", "who": "text", "why": "text", "made_at": "moment",
}  # fmt: skip


def keep_corrections(session: Session, snapshot_id: str, corrections: Sequence[Correction], who: str) -> None:
    """Keep what was changed, by whom, why and when."""
    if corrections:
        made = pd.Timestamp(now())
        rows = [
            asdict(one)
            | {"row": one.place[0] + 1 if one.place else None, "who": one.who or person(who), "made_at": made}
            for one in corrections
        ]
        session.append("corrections", numbered(arrow_of(pd.DataFrame(rows), CORRECTION_KINDS), snapshot_id))


@needs(Action.TRACE)
def corrections_of(store: Store, snapshot_id: str) -> tuple[Correction, ...]:
    """What was changed in the files of a snapshot, in the order of files and cells."""
    names = [field.name for field in fields(Correction)]
    query = f"SELECT {quoted(names)} FROM corrections WHERE snapshot_id = $1 ORDER BY position"
    with reading(store) as session:
        rows = session.rows(query, snapshot_id)
    texts: list[dict[str, Any]] = [{name: value or "" for name, value in zip(names, row, strict=True)} for row in rows]
    return tuple(Correction(**text) for text in texts)


def identity(corrections: Sequence[Correction]) -> list[list[Any]]:
    """What the name of a snapshot takes from its corrections: what was changed, not by whom or why."""
    return sorted([one.sha256, one.sheet, one.cell, one.found, one.meant, one.kind] for one in corrections)


@needs(Action.TRACE)
def snapshot_with(store: Store, sha256: str) -> str | None:
    """The newest snapshot from a file of that content; one that was taken back only where there is no other."""
    query = (
        "SELECT snapshot_id FROM snapshots JOIN snapshot_files USING (snapshot_id) WHERE sha256 = $1 "
        "ORDER BY dropped, snapshots.position DESC LIMIT 1"
    )
    with reading(store) as session:
        rows = session.rows(query, sha256)
    return str(rows[0][0]) if rows else None


@needs(Action.TRACE)
def name_of_original(store: Store, sha256: str) -> str | None:
    """What a file of that content was called when it was loaded, or had to wait for a person; None where neither."""
    query = (
        "SELECT name FROM (SELECT sha256, name, 0 AS rank, position FROM snapshot_files UNION ALL "
        "SELECT sha256, name, 1, position FROM waiting_files) WHERE sha256 = $1 "
        "AND sha256 IN (SELECT sha256 FROM originals) ORDER BY rank, position, name LIMIT 1"
    )
    with reading(store) as session:
        rows = session.rows(query, sha256)
    return str(rows[0][0]) if rows else None
