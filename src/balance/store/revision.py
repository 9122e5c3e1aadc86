"""Which content the store has: the key under which to keep what was read from it.

Answering must not take the file from others, so the file is asked only when it has changed on the
disk since the last answer. A change of the last moment is never taken as settled, for two in one tick
of the clock look the same.
"""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

from balance.store.audit import canonical
from balance.store.connection import Store, reading
from balance.store.copies import wal_of

SETTLED_NANOSECONDS = 200_000_000

Look = tuple[tuple[int, int, int], ...]

_ANSWERS: dict[Path, tuple[Look, str]] = {}


def revision(store: Store) -> str:
    """A hash that changes with every load, drop, purge, restore and assumption; costs no connection while idle."""
    look = _look(store.path)
    known = _ANSWERS.get(store.path)
    if known is not None and known[0] == look:
        return known[1]
    answer = _asked(store)
    if look and max(changed for _, _, changed in look) < time.time_ns() - SETTLED_NANOSECONDS:
        _ANSWERS[store.path] = (look, answer)
    return answer


def _look(path: Path) -> Look:
    """Which file it is, how large and when written; the same for what is not yet merged into it."""
    files = [file.stat() for file in (path, wal_of(path)) if file.exists()]
    return tuple((state.st_ino, state.st_size, state.st_mtime_ns) for state in files)


def _asked(store: Store) -> str:
    with reading(store) as session:
        snapshots = session.rows("SELECT snapshot_id, position FROM snapshots WHERE NOT dropped ORDER BY position")
        statements = session.rows("SELECT * FROM statements ORDER BY position")
    return hashlib.sha256(canonical([snapshots, statements]).encode()).hexdigest()[:16]
