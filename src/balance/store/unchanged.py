"""Answers that hold until the file changes, so that asking again does not take it from others.

Screens ask the same on every move. The file is opened again only when it has changed on the disk
since the answer. A change of the last moment is never taken as settled, for two in one tick of the
clock look the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from balance.store.connection import MEANT, Store
from balance.store.copies import wal_of

SETTLED_NANOSECONDS = 200_000_000

Answer = TypeVar("Answer")
Look = tuple[tuple[int, int, int], ...]

_ANSWERS: dict[tuple[Path, str], tuple[Any, Any]] = {}


def while_unchanged(store: Store, question: str, ask: Callable[[], Answer]) -> Answer:
    """The answer given last time if the file is still the same, else a new one; never change what it returns.

    Where only one content is meant it is asked for anew, for only who reads can say that it is that one.
    """
    look = store.server.look() if store.server else _look(store.path)
    known = _ANSWERS.get((store.path, question))
    if known is not None and known[0] == look and MEANT.get() is None:
        same: Answer = known[1]
        return same
    answer = ask()
    if isinstance(look, tuple) and not _is_settled(look):
        return answer
    _ANSWERS[store.path, question] = (look, answer)
    return answer


def _is_settled(look: Look) -> bool:
    return bool(look) and max(written for _, _, written in look) < time.time_ns() - SETTLED_NANOSECONDS


def _look(path: Path) -> Look:
    """Which file it is, how large and when written; the same for what is not yet merged into it."""
    files = [file.stat() for file in (path, wal_of(path)) if file.exists()]
    return tuple((state.st_ino, state.st_size, state.st_mtime_ns) for state in files)
