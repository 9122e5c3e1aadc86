"""What was noticed and is not in the audit yet, jotted down in files of its own: so that it outlives its process.

One small file for each, of the account alone, in a folder beside the store: nobody who meets it waits for the store, no
two processes write into one file, and what the store has taken is deleted alone. The process that jotted it deletes it
moments later; what is left by one that was killed is found by the next. Files that are not of this account, or not of
this shape, are left alone: nobody else writes into the audit by way of this folder.
"""

from __future__ import annotations

import json
import os
import secrets
import stat
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from balance.settings import load_settings

MOST_BYTES = 65_536
ENDING, UNFINISHED = ".noticed.json", ".unfinished"
_WORDS = ("who", "what", "subject", "at", "account")


class Noticed(NamedTuple):
    """Who, what, of what, when as far as that is known, when it was noticed (UTC), and the house's word for whom."""

    who: str
    what: str
    subject: str
    at: str = ""
    met: datetime | None = None
    account: str = ""


def folder_for(database: str) -> Path:
    """Where what waits for a store is jotted down: beside its file; of a server's store, where Balance was started."""
    named = load_settings().noticed_folder
    is_server = "://" in database
    place = database if is_server else str(Path(database).expanduser().absolute())
    name = "balance" if is_server else Path(place).name
    if named or is_server:
        name = f"{name}-{sha256(place.encode()).hexdigest()[:12]}"
    beside = Path.cwd() if is_server else Path(place).parent
    return (Path(named).expanduser().absolute() if named else beside) / f"{name}.noticed"


def can_be_jotted(folder: Path) -> bool:
    """Whether this account could jot something down there."""
    try:
        if folder.is_symlink() or folder.exists():
            return _is_own(folder) and os.access(folder, os.W_OK | os.X_OK)
        there = next(one for one in folder.parents if one.exists())
        return os.access(there, os.W_OK | os.X_OK)
    except OSError:
        return False


def jot(folder: Path, noticed: Noticed) -> Path | None:
    """The file in which it is jotted down; None where none can be written."""
    said = noticed._asdict() | {"met": noticed.met.isoformat() if noticed.met else ""}
    content = json.dumps(said).encode()
    named = f"{noticed.met or datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(8)}"
    unfinished, file = folder / f"{named}{UNFINISHED}", folder / f"{named}{ENDING}"
    if len(content) > MOST_BYTES:
        return None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_own(folder):
            return None
        with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as handle:
            handle.write(content)
        unfinished.rename(file)  # whoever reads the folder finds all of it or nothing
    except OSError:
        return None
    return file


def found(folder: Path) -> dict[Path, Noticed]:
    """What is jotted down there, in the order in which it was noticed."""
    try:
        files = sorted(folder.glob(f"*{ENDING}")) if _is_own(folder) else []
    except OSError:
        return {}
    read = {file: _read(file) for file in files}
    return {file: noticed for file, noticed in read.items() if noticed is not None}


def strike(file: Path | None) -> None:
    """It is in the audit, or can never be."""
    if file is not None:
        with suppress(OSError):
            file.unlink(missing_ok=True)


def _read(file: Path) -> Noticed | None:
    try:
        with os.fdopen(os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as handle:
            if not _is_the_account_s(os.fstat(handle.fileno()), stat.S_ISREG):
                return None
            said = json.loads(handle.read(MOST_BYTES + 1))
        words = {name: said[name] for name in _WORDS}
        if not all(isinstance(word, str) for word in words.values()):
            return None
        return Noticed(**words, met=datetime.fromisoformat(said["met"]) if said["met"] else None)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _is_own(folder: Path) -> bool:
    """Whether it is a folder, no link, of this account, into which nobody else may write."""
    return _is_the_account_s(folder.lstat(), stat.S_ISDIR)


def _is_the_account_s(seen: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    if not hasattr(os, "geteuid"):  # Windows: the rights of the folder above hold
        return is_kind(seen.st_mode)
    others = stat.S_IWGRP | stat.S_IWOTH
    return is_kind(seen.st_mode) and seen.st_uid == os.geteuid() and not seen.st_mode & others
