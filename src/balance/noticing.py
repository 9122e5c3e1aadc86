"""What is noticed of people where they sign in: who came, and what was refused to whom, kept in the audit.

Whoever meets it does not wait for the store: what was noticed goes to a thread of its own that writes it down. The same
is written once in an hour, so that nobody fills the audit by trying again and again. Where there is no store of today's
shape yet, what was noticed waits until its first use has made one: to be refused, or to sign in, is no such use. Where
the store is busy or cannot be reached it waits too, in its order, and is written with the moment it was noticed: the
audit is only ever added to, so that a row stands where it was written. What still waits when the program is stopped is
tried once more, and the log counts what could not be written.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from queue import Empty, SimpleQueue
from typing import NamedTuple

from balance import roles
from balance.errors import CharacterError, StoreError
from balance.happening import happened
from balance.pacing import took_turn
from balance.roles import NOBODY, Action, Person

CAME, REFUSED = "sign-in", "refused"

MOST_SIGN_INS = 60
"""How many sign-ins of one person are written down in an hour."""

MOST_KNOWN = 10_000
"""Sign-ins of which is known that they were written down; of a forgotten one the store itself knows."""

MOST_WAITING = 100_000
"""So much waits for a store at most; then the oldest goes, and the log counts it."""

LOOK_SECONDS = 5.0
"""How often is looked whether what waits can be written down."""

FINISH_SECONDS = 10.0
"""How long a program that is stopped goes on trying."""


class Noticed(NamedTuple):
    """Who, what, of what, when as far as that is known, and when it was noticed (UTC)."""

    who: str
    what: str
    subject: str
    at: str = ""
    met: datetime | None = None


_QUEUE: SimpleQueue[tuple[str, Noticed] | threading.Event] = SimpleQueue()
_STORE: list[str] = []
_CAME: dict[tuple[str, str, str], None] = {}
_LOCK = threading.Lock()


def begin(database: str) -> None:
    """From now on in this process, write down in that store who came and what was refused."""
    roles.tell_refusals_to(_refused)
    with _LOCK:
        if not _STORE:
            threading.Thread(target=_write_on, name="noticing", daemon=True).start()
        _STORE[:] = [database]


def came(person: Person, by: str, at: str = "") -> None:
    """Somebody signed in, `by` a provider or a proxy, `at` a moment where that is known."""
    if not _STORE or (at and not _is_new((person.name, by, at))):
        return
    if took_turn(person.counted_as, CAME if at else f"{CAME}, unknown when", MOST_SIGN_INS if at else 1):
        happened("sign-in")
        _QUEUE.put((_STORE[0], Noticed(person.name, CAME, by, at, _now())))


def finish(seconds: float = FINISH_SECONDS) -> None:
    """The program ends: what waits is tried once more, for at most so long."""
    if _STORE:
        tried = threading.Event()
        _QUEUE.put(tried)
        if not tried.wait(seconds):
            happened("not written down", why="the store was busy to the end")


def _is_new(seen: tuple[str, str, str]) -> bool:
    """Whether this sign-in is met for the first time."""
    with _LOCK:
        if seen in _CAME:
            return False
        _CAME[seen] = None
        while len(_CAME) > MOST_KNOWN:
            del _CAME[next(iter(_CAME))]
        return True


@contextmanager
def at_once(database: str | None) -> Iterator[None]:
    """What is refused within is written down at its end: a command has no thread for it."""
    met: list[Noticed] = []

    def refused(person: Person, action: Action) -> None:
        happened("refused", action=action.name.lower(), person=person.counted_as)
        met.append(Noticed(person.name, REFUSED, action.value, "", _now()))

    before = roles.tell_refusals_to(refused)
    try:
        yield
    finally:
        roles.tell_refusals_to(before)
        missed = sum(not write_down(str(database), noticed) for noticed in met if database)
        if missed:
            happened("not written down", count=missed)


def write_down(database: str, noticed: Noticed) -> bool:
    """Add it to the audit; False where it has to wait for a store of today's shape that takes it."""
    from balance import store  # the server is up before the rooms are loaded

    with suppress(StoreError), roles.acting_as(roles.machine_user()):
        kept = store.existing_store(database)
        if kept is None or not store.is_up_to_date(kept):  # a refusal brings nothing up to date
            return False
        try:
            store.note_noticed(kept, *noticed)
        except CharacterError:  # it would never be written, and all that waits behind it neither
            _count_lost(1)
        return True
    return False


def _refused(person: Person, action: Action) -> None:
    """Of whoever is not signed in nothing is known, and nothing written down."""
    happened("refused", action=action.name.lower(), person=person.counted_as)
    if person.name != NOBODY.name and took_turn(person.counted_as, f"{REFUSED} {action.name}", 1):
        _QUEUE.put((_STORE[0], Noticed(person.name, REFUSED, action.value, "", _now())))


def _now() -> datetime:
    """This moment in UTC, without a zone, as the audit keeps moments."""
    return datetime.now(UTC).replace(tzinfo=None)


def _write_on() -> None:
    waiting: deque[tuple[str, Noticed]] = deque()
    while True:
        met: tuple[str, Noticed] | threading.Event | None = None
        with suppress(Empty):
            met = _QUEUE.get(timeout=LOOK_SECONDS if waiting else None)
        if isinstance(met, tuple):
            waiting.append(met)
        _write_waiting(waiting)
        if isinstance(met, threading.Event):
            _count_lost(len(waiting))
            met.set()
        while len(waiting) > MOST_WAITING:
            _count_lost(1)
            waiting.popleft()


def _count_lost(count: int) -> None:
    if count:
        happened("not written down", count=count)


def _write_waiting(waiting: deque[tuple[str, Noticed]]) -> None:
    """Write down what can be, in its order; what is for a store that does not take it yet goes on waiting."""
    not_yet: set[str] = set()
    for _ in range(len(waiting)):
        database, noticed = waiting.popleft()
        try:
            if database in not_yet or not write_down(database, noticed):
                not_yet.add(database)
                waiting.append((database, noticed))
        except Exception as fault:  # whatever it is, what is noticed next may be written down
            happened("fault seen", kind=type(fault).__name__)
