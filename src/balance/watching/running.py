"""Watching a drop folder: once for a scheduler, or on and on beside the dashboard, one watcher for a store.

The folder is looked at every few seconds; the store is touched only when something in the folder has changed and come
to rest. Nothing ends the watching but its being told to stop: what goes wrong is told in one sentence, once.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from balance import store
from balance.errors import BalanceError
from balance.happening import happened
from balance.settings import load_settings
from balance.watching.dealing import existing
from balance.watching.folder import Listing, look
from balance.watching.outcome import Turn, document
from balance.watching.settling import Seen, settled
from balance.watching.turn import Memory, turn

MB = 2**20

BREATH_SECONDS = 0.2
"""How soon a watcher at rest notices that it is to stop."""

LONGEST_PAUSE = 60.0
"""While something goes wrong again and again, looks become rarer, in seconds."""

Tell = Callable[[str], object]
Stopped = Callable[[], bool]
"""Whether to stop; asked often."""

Given = Mapping[str, Any] | None
"""A mapping to read with, where one is given."""


def watch_once(database: str, folder: Path, mapping: Given = None) -> dict[str, Any]:
    """Look twice, as far apart as a file must rest, deal with what has rested, and say what came of it."""
    settings = load_settings()
    with store.only_watcher(database):
        seen: Seen = {}
        first = look(folder, settings.upload_mb * MB)
        settled(seen, _all(first), time.monotonic(), settings.watch_settle_seconds)
        if first.files:
            time.sleep(settings.watch_settle_seconds)
        listing = look(folder, settings.upload_mb * MB)
        quiet = settled(seen, _all(listing), time.monotonic(), settings.watch_settle_seconds)
        done = turn(database, listing, quiet, Memory(), mapping)
        if done.failed and not (done.loaded or done.aside):
            raise BalanceError(" ".join(done.failed))
        return _told(database, done)


def watch(database: str, folder: Path, stopped: Stopped, tell: Tell, mapping: Given = None) -> dict[str, Any]:
    """Watch until `stopped` says so; what happened is told as it happens, and all of it at the end."""
    look(folder, 0)  # a folder that cannot be read is refused now, one that goes away later is waited for
    with store.only_watcher(database):
        return _told(database, _on_and_on(database, folder, stopped, tell, mapping))


@contextmanager
def watching(database: str, folder: Path, tell: Tell) -> Iterator[None]:
    """Watch in a thread of its own while this lasts; BalanceError at once where that cannot be."""
    look(folder, 0)
    stop = threading.Event()
    with store.only_watcher(database):
        thread = threading.Thread(target=_on_and_on, args=(database, folder, stop.is_set, tell, None), daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join(timeout=load_settings().stop_seconds)


def _on_and_on(database: str, folder: Path, stopped: Stopped, tell: Tell, mapping: Given) -> Turn:
    settings, seen, memory, total = load_settings(), Seen(), Memory(), Turn()
    handled: object = None
    said: set[str] = set()
    pause = settings.watch_look_seconds
    while not stopped():
        pause = min(2 * pause, LONGEST_PAUSE)
        try:
            listing = look(folder, settings.upload_mb * MB)
            quiet = settled(seen, _all(listing), time.monotonic(), settings.watch_settle_seconds)
            if (listing, quiet) != handled:
                done = turn(database, listing, quiet, memory, mapping)
                _report(done, total, tell, said, at_rest=len(quiet) == len(_all(listing)))
                handled = None if done.failed else (listing, quiet)
            pause = pause if handled is None else settings.watch_look_seconds
        except BalanceError as refused:
            _once(" ".join(str(refused).split()), tell, said)
        except Exception as fault:  # whatever it is, the next look may go well
            _once(f"A fault of the program while watching ({type(fault).__name__}: {fault}).", tell, said)
        _rest(pause, stopped)
    return total


def _rest(seconds: float, stopped: Stopped) -> None:
    end = time.monotonic() + seconds
    while not stopped() and time.monotonic() < end:
        time.sleep(min(seconds, BREATH_SECONDS))


def _report(done: Turn, total: Turn, tell: Tell, said: set[str], *, at_rest: bool) -> None:
    """Tell what happened; what is left alone only when the folder is at rest, for it may just be on its way."""
    if done.loaded or done.aside or done.failed:
        happened("drop folder", loaded=len(done.loaded), waiting=len(done.aside), failed=len(done.failed))
    for event in (*done.loaded, *done.aside):
        tell(str(event))
    for one in done.ignored if at_rest else ():
        _once(f"{one.file} is left alone: {one.reason}.", tell, said)
    for failed in done.failed:
        _once(failed, tell, said)
    if not done.failed:
        said -= {line for line in said if "will be tried again" in line}
    total.loaded += done.loaded
    total.aside += done.aside
    total.ignored, total.later = done.ignored, done.later


def _once(line: str, tell: Tell, said: set[str]) -> None:
    if line not in said:
        said.add(line)
        tell(line)


def _all(listing: Listing) -> list[Any]:
    return [*listing.files, *listing.unfinished]


def _told(database: str, done: Turn) -> dict[str, Any]:
    kept = existing(database)
    return document(done, store.waiting_uploads(kept) if kept else ())
