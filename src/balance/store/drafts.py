"""Unfinished uploads: the files and everything said about them, kept until they are loaded, discarded or too old.

A draft is found by an id that cannot be guessed. What it holds is no snapshot: nothing reads it as data.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from balance.errors import StoreError
from balance.roles import Action, needs
from balance.store.audit import canonical
from balance.store.connection import Session, Store, now, person, reading, writing
from balance.store.evidence import in_parts
from balance.store.unchanged import while_unchanged

KEPT_DAYS = 7
"""How long an unfinished upload is kept after its last change."""

MOST_KEPT = 20
"""So many unfinished uploads are kept at once; the next one takes the place of the one nobody touched for longest."""

ID_BYTES = 18


@dataclass(frozen=True)
class DraftFile:
    """One file of a draft: its name as uploaded, its content's hash and its size."""

    name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True)
class Draft:
    """An unfinished upload; `said` is whatever the screen needs to go on, as JSON holds it. Moments are UTC."""

    id: str
    begun_at: datetime
    changed_at: datetime
    begun_by: str
    as_of: date | None = None
    step: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[DraftFile, ...] = ()


@needs(Action.LOAD)
def begin_draft(store: Store, who: str = "") -> str:
    """Begin an unfinished upload; returns its id. Those nobody came back to are deleted on the way."""
    name = secrets.token_urlsafe(ID_BYTES)
    with writing(store) as session:
        _forget_old(session)
        session.execute("INSERT INTO drafts VALUES ($1, $2, $2, $3, NULL, '', '{}')", name, now(), person(who))
    return name


@needs(Action.LOAD)
def add_draft_files(store: Store, draft_id: str, files: Sequence[tuple[str, bytes]]) -> tuple[DraftFile, ...]:
    """Keep files (name, content) with a draft, each content once; returns all files of the draft."""
    with writing(store) as session:
        _known(session, draft_id)
        held = _files_of(session).get(draft_id, ())
        for place, (name, content) in enumerate(files, start=len(held)):
            sha256 = hashlib.sha256(content).hexdigest()
            if not session.rows("SELECT 1 FROM draft_files WHERE sha256 = $1 LIMIT 1", sha256):
                session.append("draft_parts", in_parts(sha256, content))
            session.execute(
                "INSERT INTO draft_files VALUES ($1, $2, $3, $4, $5)", draft_id, place, name, sha256, len(content)
            )
        _touch(session, draft_id)
        return _files_of(session)[draft_id]


@needs(Action.LOAD)
def remove_draft_file(store: Store, draft_id: str, place: int) -> tuple[DraftFile, ...]:
    """Take one file, by its place from 0, out of a draft; returns those left."""
    with writing(store) as session:
        _known(session, draft_id)
        session.execute("DELETE FROM draft_files WHERE draft_id = $1 AND position = $2", draft_id, place)
        session.execute(
            "UPDATE draft_files SET position = position - 1 WHERE draft_id = $1 AND position > $2", draft_id, place
        )
        _sweep(session)
        _touch(session, draft_id)
        return _files_of(session).get(draft_id, ())


@needs(Action.LOAD)
def save_draft(store: Store, draft_id: str, *, as_of: date | None, step: str, said: Mapping[str, Any]) -> None:
    """Keep what was said so far and where the person is."""
    with writing(store) as session:
        _known(session, draft_id)
        session.execute(
            "UPDATE drafts SET as_of = $2, step = $3, said = $4, changed_at = $5 WHERE draft_id = $1",
            draft_id, as_of, step, canonical(said), now(),
        )  # fmt: skip


@needs(Action.OPEN_ORIGINALS)
def drafts(store: Store) -> tuple[Draft, ...]:
    """Every unfinished upload that is not too old, the newest change first; costs no connection while idle."""
    limit = _oldest()
    return tuple(one for one in while_unchanged(store, "drafts", lambda: _asked(store)) if one.changed_at >= limit)


@needs(Action.OPEN_ORIGINALS)
def draft_of(store: Store, draft_id: str) -> Draft | None:
    """The unfinished upload of that id; None where there is none, or not any more."""
    return next((one for one in drafts(store) if secrets.compare_digest(one.id.encode(), draft_id.encode())), None)


@needs(Action.OPEN_ORIGINALS)
def draft_content(store: Store, sha256: str) -> bytes:
    """The content of a file some draft holds."""
    with reading(store) as session:
        if not session.rows("SELECT 1 FROM draft_files WHERE sha256 = $1", sha256):
            raise StoreError("This unfinished upload is not kept any more. Add the files again.")
        return b"".join(session.content("draft_parts", sha256))


@needs(Action.LOAD)
def discard_draft(store: Store, draft_id: str) -> None:
    """Delete an unfinished upload and the files no other one holds; an unknown id changes nothing."""
    with writing(store) as session:
        _forget(session, [draft_id])


def _asked(store: Store) -> tuple[Draft, ...]:
    with reading(store) as session:
        rows = session.rows("SELECT * FROM drafts ORDER BY changed_at DESC, draft_id")
        files = _files_of(session)
    return tuple(
        Draft(name, _aware(begun), _aware(changed), who, as_of, step, json.loads(said), files.get(name, ()))
        for name, begun, changed, who, as_of, step, said in rows
    )


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)


def _oldest() -> datetime:
    return datetime.now(UTC) - timedelta(days=KEPT_DAYS)


def _files_of(session: Session) -> dict[str, tuple[DraftFile, ...]]:
    found: dict[str, tuple[DraftFile, ...]] = {}
    rows = session.rows("SELECT draft_id, name, sha256, size_bytes FROM draft_files ORDER BY draft_id, position")
    for owner, *file in rows:
        found[owner] = (*found.get(owner, ()), DraftFile(*file))
    return found


def _known(session: Session, draft_id: str) -> None:
    if not session.rows("SELECT 1 FROM drafts WHERE draft_id = $1", draft_id):
        raise StoreError("This unfinished upload is not kept any more. Add the files again.")


def _touch(session: Session, draft_id: str) -> None:
    session.execute("UPDATE drafts SET changed_at = $2 WHERE draft_id = $1", draft_id, now())


def _forget_old(session: Session) -> None:
    limit = _oldest().replace(tzinfo=None)
    rows = session.rows("SELECT draft_id, changed_at FROM drafts ORDER BY changed_at DESC, draft_id")
    _forget(session, [name for at, (name, changed) in enumerate(rows) if changed < limit or at >= MOST_KEPT - 1])


def _forget(session: Session, names: Sequence[str]) -> None:
    for name in names:
        for table in ("drafts", "draft_files"):
            session.execute(f"DELETE FROM {table} WHERE draft_id = $1", name)
    if names:
        _sweep(session)


def _sweep(session: Session) -> None:
    """Delete contents that no draft holds any more."""
    session.execute("DELETE FROM draft_parts WHERE sha256 NOT IN (SELECT sha256 FROM draft_files)")
