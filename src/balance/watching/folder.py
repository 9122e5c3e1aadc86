"""What lies in a drop folder: the spreadsheets to take, what is just being written, and what is left alone and why.

Only the folder itself and folders in it that are named by a date are looked into. Links are never followed,
nothing is opened for writing, moved or deleted.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from balance.errors import BalanceError
from balance.watching.names import date_of_folder, label

KINDS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv")
UNFINISHED = (".part", ".crdownload", ".partial", ".download", ".filepart", ".tmp", ".temp", ".swp")

Mark = tuple[int, int, int]
"""Which file it is, how large and when written: what changes while a file is being written."""


@dataclass(frozen=True)
class Entry:
    """One file that may be taken; `folder_date` is that of the folder it lies in."""

    path: Path
    label: str
    folder_date: date | None
    mark: Mark
    unfinished: bool = False

    @property
    def place(self) -> str:
        """Where it lies in the drop folder, for a person."""
        return f"{self.folder_date}/{self.label}" if self.folder_date else self.label


@dataclass(frozen=True)
class Ignored:
    """Something in the folder that is not taken, and why; with `attention` a person should see to it."""

    file: str
    reason: str
    attention: bool = False


@dataclass(frozen=True)
class Listing:
    """One look at the folder; `unfinished` are files under the names that programs use while they write."""

    files: tuple[Entry, ...]
    unfinished: tuple[Entry, ...]
    ignored: tuple[Ignored, ...]


def look(folder: Path, most_bytes: int) -> Listing:
    """What lies in the folder now; BalanceError where it cannot be read."""
    try:
        found = list(_of_folder(folder, None, most_bytes))
    except OSError as error:
        raise BalanceError(
            f"The drop folder {folder} cannot be read ({error.strerror or error}). Name a folder that can."
        ) from error
    entries = sorted((one for one in found if isinstance(one, Entry)), key=lambda entry: str(entry.path))
    ignored = sorted((one for one in found if isinstance(one, Ignored)), key=lambda one: one.file)
    return Listing(
        tuple(entry for entry in entries if not entry.unfinished),
        tuple(entry for entry in entries if entry.unfinished),
        tuple(ignored),
    )


def _of_folder(folder: Path, day: date | None, most_bytes: int) -> Iterator[Entry | Ignored]:
    with os.scandir(folder) as inside:
        for one in inside:
            name = label(one.name) if day is None else f"{day}/{label(one.name)}"
            try:
                yield from _of_entry(one, name, day, most_bytes)
            except OSError as error:
                yield Ignored(name, f"it cannot be read ({error.strerror or error})", attention=True)


def _of_entry(one: os.DirEntry[str], name: str, day: date | None, most_bytes: int) -> Iterator[Entry | Ignored]:
    state = os.lstat(one.path)  # not what the folder says of it, which Windows brings up to date late
    if stat.S_ISLNK(state.st_mode) or _is_junction(one):
        yield Ignored(name, "it is a link; only files themselves are read")
    elif stat.S_ISDIR(state.st_mode):
        yield from _of_inner(one, name, day, most_bytes)
    elif not stat.S_ISREG(state.st_mode):
        yield Ignored(name, "it is no file")
    else:
        yield from _of_file(one, name, day, state, most_bytes)


def _of_inner(one: os.DirEntry[str], name: str, day: date | None, most_bytes: int) -> Iterator[Entry | Ignored]:
    inner = date_of_folder(one.name) if day is None else None
    if inner is not None:
        yield from _of_folder(Path(one.path), inner, most_bytes)
    else:
        yield Ignored(name, "it is a folder; only folders named by a date like 2026-09-30 are looked into, no deeper")


def _of_file(
    one: os.DirEntry[str], name: str, day: date | None, state: os.stat_result, most_bytes: int
) -> Iterator[Entry | Ignored]:
    entry = Entry(Path(one.path), label(one.name), day, (state.st_ino, state.st_size, state.st_mtime_ns))
    suffix = Path(one.name).suffix.lower()
    if one.name.startswith(("~$", ".~lock.")):
        yield Ignored(name, "it is the mark a spreadsheet program leaves while a workbook is open")
    elif suffix in UNFINISHED or one.name.endswith("~"):
        yield Entry(entry.path, entry.label, day, entry.mark, unfinished=True)
        yield Ignored(name, "its name says that it is still being written")
    elif one.name.startswith("."):
        yield Ignored(name, "it is hidden")
    elif suffix not in KINDS:
        yield Ignored(name, f"it is no spreadsheet ({' '.join(KINDS)})")
    elif not state.st_size:
        yield Entry(entry.path, entry.label, day, entry.mark, unfinished=True)
        yield Ignored(name, "it is empty")
    elif state.st_size > most_bytes:
        yield Ignored(
            name, f"it is larger than {most_bytes / 2**20:.0f} MB; raise BALANCE_UPLOAD_MB to read it", attention=True
        )
    else:
        yield entry


def _is_junction(one: os.DirEntry[str]) -> bool:
    asked = getattr(one, "is_junction", None)  # from Python 3.12 on; a link between folders on Windows
    return bool(asked and asked())


def content_of(entry: Entry) -> bytes:
    """The content of a file, if it is still the very file that was looked at; OSError where it is not.

    A file swapped for a link, a pipe or another file between the look and the reading is not read.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(entry.path, flags), "rb") as file:
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode) or before.st_size != entry.mark[1]:
            raise OSError(0, "it has just been changed")
        content = file.read(before.st_size + 1)
        after = os.fstat(file.fileno())
    if len(content) != before.st_size or after.st_mtime_ns != entry.mark[2]:
        raise OSError(0, "it has just been changed")
    return content
