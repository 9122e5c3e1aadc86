"""What is noticed of people where they sign in: who came, and what was refused to whom, kept in the audit.

Whoever meets it does not wait for the store: what was noticed goes to a thread of its own that writes it down. The same
is written once in an hour, so that nobody fills the audit by trying again and again. Where there is no store of today's
shape yet, what was noticed waits until its first use has made one: to be refused, or to sign in, is no such use.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue

from balance import roles
from balance.errors import BalanceError
from balance.happening import happened
from balance.pacing import took_turn
from balance.roles import NOBODY, Action, Person

CAME, REFUSED = "sign-in", "refused"

MOST_SIGN_INS = 60
"""How many sign-ins of one person are written down in an hour."""

MOST_KNOWN = 10_000
"""Sign-ins of which is known that they were written down; of a forgotten one the store itself knows."""

LOOK_SECONDS = 5.0
"""How often is looked whether what waits can be written down."""

Noticed = tuple[str, str, str, str]
"""Who, what, of what, and when as far as that is known."""

_QUEUE: SimpleQueue[tuple[str, Noticed]] = SimpleQueue()
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
        _QUEUE.put((_STORE[0], (person.name, CAME, by, at)))


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
        happened("refused", action=action.name.lower())
        met.append((person.name, REFUSED, action.value, ""))

    before = roles.tell_refusals_to(refused)
    try:
        yield
    finally:
        roles.tell_refusals_to(before)
        for noticed in met if database else ():
            write_down(str(database), noticed)


def write_down(database: str, noticed: Noticed) -> bool:
    """Add it to the audit of a store that can be written; False where there is none of today's shape yet."""
    from balance import store  # the server is up before the rooms are loaded

    with suppress(BalanceError), roles.acting_as(roles.machine_user()):
        kept = store.existing_store(database)
        if kept is None or not store.is_up_to_date(kept):  # a refusal brings nothing up to date
            return False
        store.note_noticed(kept, *noticed)
    return True


def _refused(person: Person, action: Action) -> None:
    """Of whoever is not signed in nothing is known, and nothing written down."""
    happened("refused", action=action.name.lower())
    if person.name != NOBODY.name and took_turn(person.counted_as, f"{REFUSED} {action.name}", 1):
        _QUEUE.put((_STORE[0], (person.name, REFUSED, action.value, "")))


def _write_on() -> None:
    waiting: deque[tuple[str, Noticed]] = deque(maxlen=MOST_KNOWN)
    while True:
        with suppress(Empty):
            waiting.append(_QUEUE.get(timeout=LOOK_SECONDS if waiting else None))
        _write_waiting(waiting)


def _write_waiting(waiting: deque[tuple[str, Noticed]]) -> None:
    """Write down what can be, in its order; what is for a store that is not of today's shape yet goes on waiting."""
    not_yet: set[str] = set()
    for _ in range(len(waiting)):
        database, noticed = waiting.popleft()
        try:
            if database in not_yet or not write_down(database, noticed):
                not_yet.add(database)
                waiting.append((database, noticed))
        except Exception as fault:  # whatever it is, what is noticed next may be written down
            happened("fault seen", kind=type(fault).__name__)
