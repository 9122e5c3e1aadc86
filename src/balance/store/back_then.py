"""What was known of a day when the first load of a later day came: read back from what is kept, which never changes.

A load takes its place in the order of all loads and statements. What stands before the first load of a later day is
what was known until then, and nothing learnt since is in it. Where something was taken back, brought back or deleted
since, so that this can no longer be read as it was, nothing is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from balance import __version__
from balance.errors import StoreError
from balance.roles import Action, needs
from balance.store.as_of import Reading, reading_of
from balance.store.connection import Session, Store, reading
from balance.store.links import decisions_until


@dataclass(frozen=True)
class Overtaken:
    """A snapshot without forecasts, its day, and the place and moment at which the first load of a later day came."""

    snapshot_id: str
    as_of: date
    position: int
    moment: datetime


_OVERTAKEN = """
SELECT s.snapshot_id, s.as_of, min(q.position), min(q.loaded_at)
FROM snapshots AS s JOIN snapshots AS q ON q.as_of > s.as_of AND q.position > s.position
WHERE NOT s.dropped AND s.program_version = $1
AND NOT EXISTS (SELECT 1 FROM forecast_sets AS f WHERE f.snapshot_id = s.snapshot_id)
AND NOT EXISTS (SELECT 1 FROM snapshots AS b WHERE b.as_of > s.as_of AND b.position < s.position)
GROUP BY s.snapshot_id, s.as_of, s.position
HAVING NOT EXISTS (SELECT 1 FROM snapshots AS t WHERE t.as_of = s.as_of AND NOT t.dropped
                   AND t.position > s.position AND t.position < min(q.position))
ORDER BY s.as_of
"""
"""Loaded by this very version, before any later day, and the last of its day then."""

_MOVED = """
SELECT count(*) FROM audit AS a LEFT JOIN snapshots AS s ON s.snapshot_id = a.subject
WHERE a.number > (SELECT max(number) FROM audit WHERE what = 'load' AND subject = $1)
AND (a.what IN ('purge', 'load again') OR (a.what IN ('drop', 'undrop') AND s.as_of <= $2))
"""
"""What since then took a load out of its place, or one that counts for the day away or back."""


@needs(Action.TRACE)
def overtaken(store: Store) -> tuple[Overtaken, ...]:
    """Snapshots whose forecasts can still be made from exactly what was known before a later day was loaded."""
    with reading(store) as session:
        found = [Overtaken(*row) for row in session.rows(_OVERTAKEN, __version__)]
        return tuple(one for one in found if _stands(session, one.snapshot_id, one.as_of))


@needs(Action.TRACE)
def can_wait(store: Store, snapshot_id: str) -> bool:
    """Whether the forecasts of a snapshot that waits for them can still be made once a later day is loaded, from
    exactly what is known now."""
    of_this_version = "SELECT as_of FROM snapshots WHERE snapshot_id = $1 AND NOT dropped AND program_version = $2"
    with reading(store) as session:
        found = session.rows(of_this_version, snapshot_id, __version__)
        return any(_stands(session, snapshot_id, as_of) for (as_of,) in found)


def _stands(session: Session, snapshot_id: str, as_of: date) -> bool:
    """Whether the audit reaches back to the load, and nothing was moved since."""
    known = "SELECT 1 FROM audit WHERE what = 'load' AND subject = $1"
    moved = session.rows(_MOVED, snapshot_id, as_of)
    return bool(session.rows(known, snapshot_id)) and moved == [(0,)]


@needs(Action.TRACE)
def read_back_then(store: Store, one: Overtaken) -> tuple[Reading, pd.DataFrame]:
    """What was known of its day, and what was decided about links, when the first load of a later day came."""
    with reading(store) as session:
        if not _stands(session, one.snapshot_id, one.as_of):
            raise StoreError(f"What was known on {one.as_of} can no longer be read as it was.")
        return reading_of(session, one.as_of, before=one.position), decisions_until(session, one.moment)
