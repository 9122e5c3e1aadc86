"""When a file is complete: its size and its time of writing have not changed for a while, by our own clock.

The times in a folder are not compared with ours: a network share has a clock of its own, and a copied file keeps the
time of the one it was copied from. The folder is looked at every few seconds instead of being notified of changes,
because that a file has *stopped* changing is nothing a notification tells, and shares send none.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from balance.watching.folder import Entry, Mark

Seen = dict[Path, tuple[Mark, float]]
"""For each file how it looked and since when it has looked so, in seconds of a clock that never goes back."""


def settled(seen: Seen, entries: Sequence[Entry], now: float, seconds: float) -> frozenset[Path]:
    """The files that have looked the same for that long; `seen` is brought up to this look."""
    for entry in entries:
        if seen.get(entry.path, (None, 0.0))[0] != entry.mark:
            seen[entry.path] = (entry.mark, now)
    for path in seen.keys() - {entry.path for entry in entries}:
        del seen[path]
    return frozenset(entry.path for entry in entries if now - seen[entry.path][1] >= seconds)
