"""What is noticed of people where they sign in: who came, and what was refused to whom, kept in the audit.

Whoever meets it does not wait for the store: what was noticed goes to a thread of its own that writes it down. The same
is written once in an hour, so that nobody fills the audit by trying again and again. Where there is no store of today's
shape yet, what was noticed waits until its first use has made one: to be refused, or to sign in, is no such use. Where
the store is busy or cannot be reached it waits too, in its order, and is written with the moment it was noticed: the
audit is only ever added to, so that a row stands where it was written. Whatever waits is jotted down in a file of its
own from the first moment, so that it outlives the process: the next one writes it down, and what both know is written
once. Where nothing can be jotted down it waits in memory, and the log counts what was lost when the program is stopped.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import NamedTuple

from balance import roles
from balance.errors import CharacterError, StoreError
from balance.happening import happened
from balance.jotted import Noticed, folder_for, found, jot, strike
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


SEEK_SECONDS = 60.0
"""How often is looked for what other processes jotted down and could not write."""


class Waiting(NamedTuple):
    """What waits for a store, and the file in which it is jotted down."""

    database: str
    noticed: Noticed
    file: Path | None = None


_QUEUE: SimpleQueue[Waiting | threading.Event] = SimpleQueue()
_STORE: list[str] = []
_FOLDER: list[Path] = []
_SEEKING = threading.Event()
_ASIDE: set[Path] = set()
"""What could not be written for a fault of the program: it stays jotted down for the next start."""
_CAME: dict[tuple[str, str, str], None] = {}
_LOCK = threading.Lock()


def begin(database: str) -> None:
    """From now on in this process, write down in that store who came and what was refused."""
    roles.tell_refusals_to(_refused)
    with _LOCK:
        if not _STORE:
            threading.Thread(target=_write_on, name="noticing", daemon=True).start()
        _STORE[:], _FOLDER[:] = [database], [folder_for(database)]


def came(person: Person, by: str, at: str = "") -> None:
    """Somebody signed in, `by` a provider or a proxy, `at` a moment where that is known."""
    if not _STORE or (at and not _is_new((person.name, by, at))):
        return
    if took_turn(person.counted_as, CAME if at else f"{CAME}, unknown when", MOST_SIGN_INS if at else 1):
        happened("sign-in")
        _wait(Noticed(person.name, CAME, by, at, _now(), person.account))


def seek() -> None:
    """The rooms are loaded: from now on look for what processes that are gone left behind, at once and now and then."""
    if _STORE:
        _SEEKING.set()
        _QUEUE.put(threading.Event())


def finish(seconds: float = FINISH_SECONDS) -> None:
    """The program ends: what waits is tried once more, for at most so long."""
    if _STORE:
        tried = threading.Event()
        _QUEUE.put(tried)
        if not tried.wait(seconds):
            happened("not written down", why="the store was busy to the end")


def _wait(noticed: Noticed) -> None:
    """Jot it down, and have the thread write it down when it can."""
    file = jot(_FOLDER[0], noticed)
    if file is None:
        happened("not jotted down")
    _QUEUE.put(Waiting(_STORE[0], noticed, file))


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
        met.append(Noticed(person.name, REFUSED, action.value, "", _now(), person.account))

    before = roles.tell_refusals_to(refused)
    try:
        yield
    finally:
        roles.tell_refusals_to(before)
        missed = [noticed for noticed in met if database and not write_down(str(database), noticed)]
        _count_lost(sum(jot(folder_for(str(database)), noticed) is None for noticed in missed))


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
    known = {"person": person.counted_as} if person != NOBODY else {}
    happened("refused", action=action.name.lower(), **known)
    if person.name != NOBODY.name and took_turn(person.counted_as, f"{REFUSED} {action.name}", 1):
        _wait(Noticed(person.name, REFUSED, action.value, "", _now(), person.account))


def _now() -> datetime:
    """This moment in UTC, without a zone, as the audit keeps moments."""
    return datetime.now(UTC).replace(tzinfo=None)


def _write_on() -> None:
    waiting: deque[Waiting] = deque()
    while True:
        met: Waiting | threading.Event | None = None
        with suppress(Empty):
            met = _QUEUE.get(timeout=LOOK_SECONDS if waiting else SEEK_SECONDS if _SEEKING.is_set() else None)
        if isinstance(met, Waiting):
            waiting.append(met)
        else:
            waiting.extend(_left_behind({one.file for one in waiting} | _ASIDE))
        _write_waiting(waiting)
        if isinstance(met, threading.Event):
            _count_lost(sum(one.file is None for one in waiting))
            met.set()
        while len(waiting) > MOST_WAITING:
            _count_lost(1)
            strike(waiting.popleft().file)


def _left_behind(known: Collection[Path | None]) -> list[Waiting]:
    """What is jotted down for the store by processes that are gone, or by others that wait as well."""
    read = found(_FOLDER[0]) if _SEEKING.is_set() else {}
    return [Waiting(_STORE[0], noticed, file) for file, noticed in read.items() if file not in known]


def _count_lost(count: int) -> None:
    if count:
        happened("not written down", count=count)


def _write_waiting(waiting: deque[Waiting]) -> None:
    """Write down what can be, in its order; what is for a store that does not take it yet goes on waiting."""
    not_yet: set[str] = set()
    for _ in range(len(waiting)):
        one = waiting.popleft()
        try:
            if one.database in not_yet or not write_down(one.database, one.noticed):
                not_yet.add(one.database)
                waiting.append(one)
            else:
                strike(one.file)
        except Exception as fault:  # whatever it is, what is noticed next may be written down
            happened("fault seen", kind=type(fault).__name__)
            _ASIDE.update(filter(None, [one.file]))
