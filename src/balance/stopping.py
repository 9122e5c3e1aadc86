"""Stopping in peace: loads in progress are finished first, within a stated time, and no new one is begun."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from balance.errors import BalanceError
from balance.happening import happened

GRACE_SECONDS = 5.0
"""How long the program may take to end once it was told to, after which it is ended."""

_WORK = threading.Condition()
_STATE = {"at work": 0, "stopping": False}

Handler = Callable[[int, FrameType | None], object]


@contextmanager
def at_work() -> Iterator[None]:
    """A piece of work that a stop waits for; BalanceError where the program is being stopped already."""
    with _WORK:
        if _STATE["stopping"]:
            raise BalanceError("Balance is being stopped, so nothing was loaded. Load it again when it is back.")
        _STATE["at work"] += 1
    try:
        yield
    finally:
        with _WORK:
            _STATE["at work"] -= 1
            _WORK.notify_all()


def stopping() -> bool:
    """Whether the program was told to stop."""
    return bool(_STATE["stopping"])


def finish(seconds: float) -> bool:
    """Begin nothing new and wait for work in progress, as long as stated; whether all of it was finished."""
    with _WORK:
        _STATE["stopping"] = True
        return _WORK.wait_for(lambda: not _STATE["at work"], timeout=seconds)


def in_peace(seconds: float, tell: Callable[[str], object]) -> None:
    """From here on, who minds SIGTERM and SIGINT is told of them when work in progress is done.

    A second signal is told at once. Work that takes longer than the stated seconds is cut off; nothing of it is kept.
    """
    plain = signal.signal

    def minded(number: int, handler: Handler | int | None) -> object:
        if number not in (signal.SIGTERM, signal.SIGINT) or not callable(handler):
            return plain(number, handler)
        return plain(number, lambda got, frame: _told(got, frame, handler, seconds, tell))

    signal.signal = minded  # type: ignore[assignment]


def _told(
    number: int, frame: FrameType | None, handler: Handler, seconds: float, tell: Callable[[str], object]
) -> None:
    waiting = _STATE["at work"] and not _STATE["stopping"]
    _STATE["stopping"] = True
    if not waiting:
        if _STATE["at work"]:
            threading.Thread(target=_end_by_force, name="stopping", daemon=True).start()
        happened("stopping", loads=int(_STATE["at work"]))
        handler(number, frame)
        return
    threading.Thread(target=_finish_then, args=(number, seconds, tell), name="stopping", daemon=True).start()


def _finish_then(number: int, seconds: float, tell: Callable[[str], object]) -> None:
    count = int(_STATE["at work"])
    loads = f"{count} load{'s' if count != 1 else ''}"
    tell(
        f"Balance is told to stop. It finishes {loads} first, for at most {seconds:g} s; stop it again to stop at once."
    )
    done = finish(seconds)
    tell("All loads are finished." if done else f"{loads.capitalize()} took too long and left nothing half done.")
    happened("loads finished" if done else "loads cut off", loads=count)
    _tell_again(number)


def _tell_again(number: int) -> None:
    """Give this process a signal; on Windows the usual way would end it there and then, unheard."""
    if sys.platform == "win32":
        signal.raise_signal(number)
    else:
        os.kill(os.getpid(), number)


def _end_by_force() -> None:
    """The interpreter would wait for threads that are still loading."""
    threading.Event().wait(GRACE_SECONDS)
    sys.stderr.flush()
    os._exit(1)
