"""Proof that what was deleted for good is gone: marks of it are looked for in the store's file, before and after.

A mark is a few bytes of an uploaded file that no other kept file holds. Found before and not after, they show that the
file was written anew without it.
"""

from __future__ import annotations

import mmap
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from balance.roles import Action, needs
from balance.store.backup import purge_snapshot
from balance.store.connection import Session, Store, reading, release
from balance.store.copies import wal_of

MARK_BYTES = 24
MARKS_PER_FILE = 40


@dataclass(frozen=True)
class Proof:
    """How many marks of deleted files were looked for, and how many the store's file held before and holds now.

    `packs` are the ids of the frozen packs that went with the snapshot.
    """

    looked_for: int
    found_before: int
    found_after: int
    packs: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the search found something before and finds nothing now; also where there was nothing to find."""
        return not self.found_after and (self.found_before > 0 or not self.looked_for)

    def __str__(self) -> str:
        if not self.looked_for:
            return "Its files are kept by other loads too, so only its rows were deleted."
        return (
            f"Of {self.looked_for} marks of its files the store held {self.found_before} before "
            f"and holds {self.found_after} now."
        )


@needs(Action.PURGE)
def purge_with_proof(
    store: Store, snapshot_id: str, who: str = "", agreed: Collection[str] | None = None
) -> Proof:  # fmt: skip
    """Delete a snapshot for good, and show that the originals that go with it are no longer in the store's file.

    `agreed` are the frozen packs that may go with it, as in `purge_snapshot`.
    """
    with reading(store) as session:
        marks = marks_of(session, _only_of(session, snapshot_id))
    before = found(store, marks)
    packs = purge_snapshot(store, snapshot_id, who, agreed)
    return Proof(len(marks), before, found(store, marks), packs)


def _only_of(session: Session, snapshot_id: str) -> list[str]:
    """The contents that no other snapshot came from and no waiting upload needs."""
    query = (
        "SELECT DISTINCT sha256 FROM snapshot_files WHERE snapshot_id = $1 AND sha256 NOT IN "
        "(SELECT sha256 FROM snapshot_files WHERE snapshot_id <> $1) AND sha256 NOT IN "
        "(SELECT f.sha256 FROM waiting_files AS f JOIN waiting_uploads AS w ON w.waiting_id = f.waiting_id "
        "WHERE w.state = 'waiting') ORDER BY sha256"
    )
    return [name for (name,) in session.rows(query, snapshot_id)]


def marks_of(session: Session, hashes: Sequence[str]) -> list[bytes]:
    """Marks of these originals that stand in no other original."""
    wanted = {mark for name in hashes for mark in _cut(_content(session, name))}
    others = [
        name for (name,) in session.rows("SELECT sha256 FROM originals ORDER BY sha256") if name not in set(hashes)
    ]
    for name in others:
        content = _content(session, name)
        wanted = {mark for mark in wanted if mark not in content}
    return sorted(wanted)


def _content(session: Session, name: str) -> bytes:
    return b"".join(session.content("original_parts", name))


def _cut(content: bytes) -> Iterator[bytes]:
    """Pieces from all over a content; those of one repeated letter say nothing."""
    step = max(len(content) // MARKS_PER_FILE, MARK_BYTES)
    for start in range(0, len(content) - MARK_BYTES, step):
        piece = content[start : start + MARK_BYTES]
        if len(set(piece)) > MARK_BYTES // 3:
            yield piece


def found(store: Store, marks: Sequence[bytes]) -> int:
    """How many of the marks stand anywhere in the store's file, or in what is not yet merged into it.

    On a server its tables are asked: what their files hold beside them is the administrator's to see.
    """
    if store.server:
        return store.server.holding(marks)
    release(store)
    return sum(any(_holds(file, mark) for file in (store.path, wal_of(store.path))) for mark in marks)


def _holds(file: Path, mark: bytes) -> bool:
    if not file.is_file() or not file.stat().st_size:
        return False
    with file.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(mark) >= 0
