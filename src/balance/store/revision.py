"""Which content the store has: the key under which to keep what was read and computed from it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from balance.errors import MovedOnError
from balance.roles import Action, needs
from balance.store.audit import canonical
from balance.store.connection import MEANT, Session, Store, reading
from balance.store.unchanged import while_unchanged


@needs(Action.VIEW)
def revision(store: Store) -> str:
    """A hash that changes with every load, drop, purge, restore, assumption or link; no connection while idle."""
    return while_unchanged(store, "revision", lambda: _asked(store))


@contextmanager
def only_at(revision: str) -> Iterator[None]:
    """Within, whatever is read is of that revision: MovedOnError where the store holds another one by then.

    So what is kept under a revision is of it, also where something was dropped and brought back meanwhile.
    """

    def ask(session: Session) -> None:
        if _of(session) != revision:
            raise MovedOnError("The store was changed meanwhile; ask again.")

    before = MEANT.set(ask)
    try:
        yield
    finally:
        MEANT.reset(before)


def _asked(store: Store) -> str:
    with reading(store) as session:
        return _of(session)


def _of(session: Session) -> str:
    snapshots = session.rows("SELECT snapshot_id, position FROM snapshots WHERE NOT dropped ORDER BY position")
    statements = session.rows("SELECT * FROM statements ORDER BY position")
    links = session.rows("SELECT * FROM links ORDER BY position")
    return hashlib.sha256(canonical([snapshots, statements, links]).encode()).hexdigest()[:16]
