"""What people wrote into a pack in place of Balance's own words, kept with the day whose numbers it quotes.

Each save is a version of its own; nothing is overwritten. The audit names the versions, not the words, so that
purging the last snapshot of a day takes the words along.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from balance.errors import StoreError
from balance.roles import Action, needs
from balance.store.audit import note
from balance.store.connection import Session, Store, now, person, reading, writing
from balance.store.unchanged import while_unchanged

LONGEST = 8_000


@dataclass(frozen=True)
class PackWords:
    """One part of one document as last saved; `said` None: back to Balance's own words."""

    as_of: date
    document: str
    """The pack of a plan, or the page of an incident."""
    part: str
    version: int
    said: str | None
    instead_of: str
    """What Balance said there when it was written."""
    saved_at: datetime
    saved_by: str


@needs(Action.TRACE)
def pack_words(store: Store, as_of: date, document: str) -> dict[str, PackWords]:
    """The newest version of every part of a document, by part; costs no connection while nothing changes."""
    kept = while_unchanged(store, "pack_words", lambda: _asked(store))
    return {row.part: row for row in kept if (row.as_of, row.document) == (as_of, document)}


@needs(Action.WORD)
def save_pack_words(
    store: Store,
    as_of: date,
    document: str,
    said: Mapping[str, tuple[str | None, str]],
    replaces: Mapping[str, int],
    who: str = "",
) -> None:
    """Keep parts of a document, all of them or none: for each part its words (None: Balance's own) and those replaced.

    `replaces` names the version of each part that the person knows (0: none); StoreError where somebody has saved
    another one meanwhile, and nothing is changed.
    """
    if any(len(words or "") > LONGEST for words, _ in said.values()):
        raise StoreError(f"A part of the pack holds {LONGEST:,} letters at most.")
    with writing(store) as session:
        before = {row.part: row for row in _newest(session) if (row.as_of, row.document) == (as_of, document)}
        known = {part: before[part].version if part in before else 0 for part in said}
        _refuse_meanwhile({part: before[part] for part in said if known[part] != replaces.get(part, 0)})
        for part, (words, instead_of) in said.items():
            session.execute(
                "INSERT INTO pack_words VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                as_of, document, part, known[part] + 1, words, instead_of, now(), person(who),
            )  # fmt: skip
            told = {"version": known[part] + 1, "own_words": words is None}
            subject = f"{as_of.isoformat()} {document}: {part}"
            note(session, who, "word pack", subject, before={"version": known[part]}, after=told)


def _refuse_meanwhile(others: Mapping[str, PackWords]) -> None:
    if others:
        who = sorted({row.saved_by for row in others.values()})
        raise StoreError(f"{' and '.join(who)} changed this meanwhile. Look at theirs first; nothing was saved.")


def forget_words(session: Session, as_of: date) -> None:
    """Delete the words of a day of which no snapshot is left."""
    if not session.rows("SELECT 1 FROM snapshots WHERE as_of = $1", as_of):
        session.execute("DELETE FROM pack_words WHERE as_of = $1", as_of)


def _asked(store: Store) -> Sequence[PackWords]:
    with reading(store) as session:
        return _newest(session)


def _newest(session: Session) -> Sequence[PackWords]:
    rows = session.rows(
        "SELECT as_of, document, part, version, said, instead_of, saved_at, saved_by FROM pack_words "
        "ORDER BY as_of, document, part, version"
    )
    return tuple({tuple(row[:3]): _words(row) for row in rows}.values())


def _words(row: tuple[Any, ...]) -> PackWords:
    as_of, document, part, version, said, instead_of, saved_at, saved_by = row
    return PackWords(as_of, document, part, version, said, instead_of, saved_at.replace(tzinfo=UTC), saved_by)
