"""Which content the store has: the key under which to keep what was read and computed from it."""

from __future__ import annotations

import hashlib

from balance.roles import Action, needs
from balance.store.audit import canonical
from balance.store.connection import Store, reading
from balance.store.unchanged import while_unchanged


@needs(Action.VIEW)
def revision(store: Store) -> str:
    """A hash that changes with every load, drop, purge, restore, assumption or link; no connection while idle."""
    return while_unchanged(store, "revision", lambda: _asked(store))


def _asked(store: Store) -> str:
    with reading(store) as session:
        snapshots = session.rows("SELECT snapshot_id, position FROM snapshots WHERE NOT dropped ORDER BY position")
        statements = session.rows("SELECT * FROM statements ORDER BY position")
        links = session.rows("SELECT * FROM links ORDER BY position")
    return hashlib.sha256(canonical([snapshots, statements, links]).encode()).hexdigest()[:16]
