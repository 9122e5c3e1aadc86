"""How often a person may do what costs the machine: so many times an hour, counted in this process.

Each thing has a memory of its own, so that doing one often makes nobody's count of another forgotten. Who has done
something within the hour is never forgotten for whoever comes after: once a memory is full, all newcomers are counted
together, as one person. So nobody gets past a count by coming under many names, and nobody loses their own by that.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

HOUR_SECONDS = 3600.0
MOST_KNOWN = 20_000
"""People whose turns at one thing are remembered; far more than one process can serve in an hour."""

LOOK_SECONDS = 60.0
"""How often a full memory is looked through for whoever has done nothing within the hour."""

NEWCOMERS = "\0newcomers"
"""As whom those are counted whom a full memory does not know; no sign-in gives anybody such a name."""

_LOCK = threading.Lock()
_DONE: dict[str, dict[str, deque[float]]] = {}
"""By thing, a few the program knows, and by person, the moments of the last hour."""
_LOOKED: dict[str, float] = {}
"""By thing, when its full memory was last looked through."""


def took_turn(person: str, what: str, most_per_hour: int, clock: Callable[[], float] = time.monotonic) -> bool:
    """Whether the person may do it once more within the hour; what is refused does not count.

    >>> [took_turn("ada", "a doctest", 2, lambda: 5.0) for _ in range(3)]
    [True, True, False]
    >>> took_turn("ada", "a doctest", 2, lambda: 3606.0)
    True
    """
    now = clock()
    with _LOCK:
        known = _DONE.setdefault(what, {})
        done = known.setdefault(_counted_as(person, what, known, now), deque())
        while done and now - done[0] >= HOUR_SECONDS:
            done.popleft()
        if len(done) >= most_per_hour:
            return False
        done.append(now)
        return True


def _counted_as(person: str, what: str, known: dict[str, deque[float]], now: float) -> str:
    if person in known or len(known) < MOST_KNOWN:
        return person
    if now - _LOOKED.get(what, -LOOK_SECONDS) >= LOOK_SECONDS:
        _LOOKED[what] = now
        for name in [name for name, done in known.items() if not done or now - done[-1] >= HOUR_SECONDS]:
            del known[name]
    return person if len(known) < MOST_KNOWN else NEWCOMERS
