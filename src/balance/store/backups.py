"""Backups on schedule: a copy named by its moment, read back whole, and the oldest beyond a number deleted."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from balance.errors import StoreError
from balance.roles import Action, needs
from balance.store.backup import backup
from balance.store.condition import Condition, condition
from balance.store.connection import Store, now

NAME = re.compile(r"balance-\d{8}T\d{6}Z\.duckdb")
READ_BACK_SECONDS = 30.0


@dataclass(frozen=True)
class Kept:
    """One backup that was written and read back, and the older ones that went."""

    path: Path
    condition: Condition
    removed: tuple[Path, ...]


@needs(Action.COPY)
def keep_backup(store: Store, folder: Path, count: int, moment: datetime | None = None) -> Kept:
    """Write a backup into a folder, read all of it back, and keep the newest `count` of the folder's own.

    StoreError where the copy is not whole; then it is deleted, and no older one is.
    """
    path = folder.expanduser().absolute() / f"balance-{moment or now():%Y%m%dT%H%M%SZ}.duckdb"
    backup(store, path)
    try:
        state = condition(path, replace(store.limits, wait_seconds=READ_BACK_SECONDS))
    except StoreError as error:
        path.unlink(missing_ok=True)
        raise StoreError(f"The backup could not be read back and was deleted. {error}") from error
    if state.damaged:
        raise StoreError(f"The backup {path} holds {len(state.damaged)} damaged originals. See balance doctor.")
    own = sorted(file for file in path.parent.iterdir() if NAME.fullmatch(file.name))
    removed = tuple(own[: max(len(own) - count, 0)])
    for file in removed:
        file.unlink(missing_ok=True)
    return Kept(path, state, removed)
