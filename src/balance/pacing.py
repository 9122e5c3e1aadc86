"""How often a person may do what costs the machine: so many times an hour, counted in this process."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

HOUR_SECONDS = 3600.0
MOST_KNOWN = 10_000

_LOCK = threading.Lock()
_DONE: dict[tuple[str, str], deque[float]] = {}


def took_turn(person: str, what: str, most_per_hour: int, clock: Callable[[], float] = time.monotonic) -> bool:
    """Whether the person may do it once more within the hour; what is refused does not count.

    >>> [took_turn("ada", "a doctest", 2, lambda: 5.0) for _ in range(3)]
    [True, True, False]
    >>> took_turn("ada", "a doctest", 2, lambda: 3606.0)
    True
    """
    now = clock()
    with _LOCK:
        done = _DONE.setdefault((person, what), deque())
        while done and now - done[0] >= HOUR_SECONDS:
            done.popleft()
        if len(done) >= most_per_hour:
            return False
        done.append(now)
        while len(_DONE) > MOST_KNOWN:
            _DONE.pop(next(iter(_DONE)))
        return True
