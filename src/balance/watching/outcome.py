"""What watching did, as values: loads, uploads set aside for a person, files left alone, files left for later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from balance import formats
from balance.store import Waiting
from balance.watching.folder import Ignored


@dataclass(frozen=True)
class Loaded:
    """One load: the snapshot it became and the files it came from."""

    as_of: date
    snapshot: str
    files: tuple[str, ...]
    repeated: bool

    def __str__(self) -> str:
        again = " (it was known already)" if self.repeated else ""
        return f"Loaded {formats.listed(self.files)} as of {self.as_of}: snapshot {self.snapshot}{again}."

    def as_json(self) -> dict[str, Any]:
        """The load as the command line prints it."""
        return {"as_of": self.as_of, "snapshot": self.snapshot, "files": list(self.files), "repeated": self.repeated}


@dataclass(frozen=True)
class Aside:
    """One upload that was set aside for a person just now."""

    as_of: date | None
    files: tuple[str, ...]
    why: str

    def __str__(self) -> str:
        of = f" of {self.as_of}" if self.as_of else ""
        return f"{formats.listed(self.files)}{of} {'waits' if len(self.files) == 1 else 'wait'} for you: {self.why}"


@dataclass
class Turn:
    """What one turn did; `later` are files that were left for the next one, `failed` says what the machine refused."""

    loaded: list[Loaded] = field(default_factory=list)
    aside: list[Aside] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    later: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def document(turn: Turn, waiting: Sequence[Waiting]) -> dict[str, Any]:
    """What the command line prints: what was loaded now, all that waits, and what was left alone, with the reasons."""
    left = [{"file": one.file, "reason": one.reason} for one in turn.ignored]
    left += [{"file": name, "reason": "it is still being written, or was just now; next time"} for name in turn.later]
    left += [{"file": "", "reason": sentence} for sentence in turn.failed]
    needed = waiting or turn.failed or any(one.attention for one in turn.ignored)
    return {
        "status": "attention" if needed else "ok",
        "loaded": [one.as_json() for one in turn.loaded],
        "waiting": [
            {
                "id": row.id, "as_of": row.as_of, "files": list(row.names), "why": row.why,
                "details": list(row.details), "noticed_at": row.noticed_at,
            }
            for row in waiting
        ],
        "ignored": left,
    }  # fmt: skip


def lines(told: dict[str, Any]) -> list[str]:
    """The same for a person."""
    loaded = [f"loaded as of {one['as_of']}: {', '.join(one['files'])} ({one['snapshot']})" for one in told["loaded"]]
    waiting = [f"waits{_of(one['as_of'])}: {', '.join(one['files'])}. {one['why']}" for one in told["waiting"]]
    ignored = [f"left alone: {one['file']}, because {one['reason']}" for one in told["ignored"]]
    return [told["status"], *loaded, *waiting, *ignored]


def _of(as_of: date | None) -> str:
    return f" (as of {as_of})" if as_of else ""
