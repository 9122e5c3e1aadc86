"""A fresh copy of a store's file while others use it, and putting a file in the store's place.

A copy is written by the database engine from one moment of the store, without what was deleted. It is
made in a folder of its own beside the store and moved when it is complete, so that a half-written one
is never taken for a whole. A file is put in place while no process has the store open.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import duckdb

from balance.errors import NewerStoreError, StoreError
from balance.roles import Action, needs
from balance.store.connection import Store, may_be_written, telling
from balance.store.locks import taken
from balance.store.migrations import version_of
from balance.store.opening import RETRY_SECONDS, busy, connect, copies_of

if TYPE_CHECKING:
    from balance.store.postgresql.server import Server

try:
    import fcntl
except ImportError:  # Windows refuses to replace an open file by itself
    fcntl = None  # type: ignore[assignment]

TRIES = 5
"""How often the file is written anew where others write in between."""

IN_USE = ".in-use"
"""The ending of the mark beside a copy that is being made: held while somebody works on it."""

STRAGGLER_SECONDS = 0.1
"""How long the replaced file stays locked: whoever opened it a moment too early is refused and tries again."""


@contextlib.contextmanager
def workplace(path: Path) -> Iterator[Path]:
    """A place for one file in the folder for copies; whatever is left there goes at the end.

    What a process that was killed has left there goes too: it may hold what was deleted since.
    """
    folder = copies_of(path)
    file = folder / f"{uuid.uuid4().hex}.duckdb"
    mark = file.with_suffix(IN_USE)
    try:
        with _in_use(mark):
            _sweep(folder)
            yield file
    except OSError as error:
        raise StoreError(f"The copy could not be written ({error.strerror}: {error.filename}).") from error
    finally:
        for left in (file, wal_of(file), mark):
            left.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # another copy may be under way in it
            folder.rmdir()


@contextlib.contextmanager
def _in_use(mark: Path) -> Iterator[None]:
    """Hold the mark; tried again where another's sweep or its end took mark or folder away in the same moment."""
    with contextlib.ExitStack() as stack:
        for _ in range(TRIES):
            mark.parent.mkdir(exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                handle = stack.enter_context(mark.open("ab"))
                if taken(handle) and mark.exists():
                    break
        yield


def _sweep(folder: Path) -> None:
    """Delete what nobody works on any more: files whose mark is not held, or is missing."""
    for file in folder.glob("*.duckdb*"):
        mark = file.with_name(f"{file.name.partition('.')[0]}{IN_USE}")
        with contextlib.suppress(OSError):  # another sweep may have been faster
            if _abandoned(mark):
                file.unlink(missing_ok=True)
    for mark in folder.glob(f"*{IN_USE}"):
        with contextlib.suppress(OSError):
            if _abandoned(mark):
                mark.unlink(missing_ok=True)


def _abandoned(mark: Path) -> bool:
    if not mark.exists():
        return True
    with mark.open("ab") as handle:
        return taken(handle)


def copy_store(store: Store, target: Path) -> None:
    """Write a complete copy of one moment of the store; `target` is a place of `workplace`.

    Beside a file that can only be read there is none: then it is copied byte by byte, and merged with what was not yet.
    """
    if not may_be_written(store) and not store.server:
        copy_file(store.path, target, store.limits.wait_seconds)
        _merge(store, target)
    elif store.server:
        with telling(store), store.server.one_moment() as (cursor, connection):
            _copy_database(cursor, target)
            _replacing().put_contents(connection, target, store.limits)
    else:
        with telling(store), store.holder.cursor() as cursor:
            _copy_database(cursor, target)
    _refuse_incomplete(store, target)


def _merge(store: Store, target: Path) -> None:
    """Take into a copied file what lies beside it, so that the file alone is whole."""
    if wal_of(target).exists():
        with telling(store), connect(target, store.limits, time.monotonic()) as connection:
            _run(connection, "CHECKPOINT")


def _replacing() -> ModuleType:
    """What only stores on a server need, loaded when there is one."""
    return importlib.import_module("balance.store.postgresql.replacing")


def _copy_database(cursor: duckdb.DuckDBPyConnection, target: Path) -> None:
    name = f"copy_{target.stem}"
    source = _quoted(cursor.execute("SELECT current_database()").fetchall()[0][0], '"')
    place = _quoted(str(target), "'")
    _run(cursor, f"ATTACH {place} AS {name}")
    try:
        _run(cursor, f"COPY FROM DATABASE {source} TO {name}")
        _run(cursor, f"CHECKPOINT {name}")
    finally:
        with contextlib.suppress(duckdb.Error):
            _run(cursor, f"DETACH {name}")


def _run(cursor: duckdb.DuckDBPyConnection, sql: str) -> None:
    cursor.execute(sql).fetchall()


def _quoted(text: str, mark: str) -> str:
    return mark + text.replace(mark, mark * 2) + mark


def _refuse_incomplete(store: Store, target: Path) -> None:
    """A full disk can cut a copy short without a word, so it is opened and asked before anybody relies on it."""
    incomplete = StoreError(f"The copy of {store} could not be written whole. Make room on the disk and try again.")
    if wal_of(target).exists():
        raise incomplete
    try:
        connection = connect(target, store.limits, time.monotonic())
    except StoreError as error:
        raise incomplete from error
    version = version_of(connection)
    connection.close()
    if version is None:
        raise incomplete


def put_in_place(store: Store, file: Path, before: Callable[[], None]) -> None:
    """Make `file` the store's content, waiting until no process has the store open; a server takes it in at once.

    `before` looks at the store, and may write into `file` or raise, at a moment after which nobody changes the store;
    where somebody did, it is called again.
    """
    if store.server:
        _open_to_replace(store.server)
        _replacing().replace_all(store.server, file, before)
        return
    with store.holder.writing, store.holder.alone():
        for _ in range(TRIES):
            before()
            store.holder.release()
            if _replaced_unchanged(store, file):
                return
    raise StoreError(busy(store.path, store.limits.wait_seconds))


def _open_to_replace(server: Server) -> None:
    """A file is replaced whatever wrote it; on a server the tables of a newer version would stay beside ours."""
    try:
        server.open(create=True)
    except NewerStoreError as error:
        raise StoreError(
            f"The store {server.address.shown} was written by a newer version of Balance, so nothing is put in its "
            "place. Have its schema emptied (DROP SCHEMA … CASCADE, CREATE SCHEMA …), and restore again."
        ) from error


def _replaced_unchanged(store: Store, file: Path) -> bool:
    """Replace the store's file; False where another process has changed it since we closed it."""
    seen = _mark(store.path)
    with held(store.path, store.limits.wait_seconds):
        if _mark(store.path) != seen:
            return False
        _replace(store.path, file)
    return True


@needs(Action.COPY)
def compact(store: Store) -> None:
    """Write the store's file or tables anew, without what was deleted from it."""
    if store.server:
        _replacing().write_out(store.server)
        return
    with store.holder.writing, store.holder.alone(), workplace(store.path) as place:
        for _ in range(TRIES):
            copy_store(store, place)
            store.holder.release()
            if _replaced_unchanged(store, place):
                return
            place.unlink()
    raise StoreError(busy(store.path, store.limits.wait_seconds))


def _mark(path: Path) -> tuple[int, int, int]:
    """What changes when another process has written between our closing the file and locking it."""
    if not path.exists():
        return 0, 0, 0
    state = path.stat()
    return state.st_ino, state.st_size, state.st_mtime_ns


def _replace(path: Path, file: Path) -> None:
    """Within `held`: the new file first, then what belonged to the old one; a crash between loses neither."""
    stale = wal_of(path)
    aside = stale.with_name(f"{stale.name}.before")
    if stale.exists():
        stale.replace(aside)
    file.replace(path)
    aside.unlink(missing_ok=True)
    time.sleep(STRAGGLER_SECONDS)


@contextlib.contextmanager
def held(path: Path, seconds: float, *, to_read: bool = False) -> Iterator[None]:
    """No other process opens that database file while this lasts; `to_read` needs no right to write it."""
    if fcntl is None or not path.exists():
        yield
        return
    deadline = time.monotonic() + seconds
    with path.open("rb" if to_read else "r+b") as handle:
        while not _locked(handle.fileno(), to_read):
            if time.monotonic() >= deadline:
                raise StoreError(busy(path, seconds))
            time.sleep(RETRY_SECONDS)
        yield


def _locked(descriptor: int, to_read: bool) -> bool:
    try:
        fcntl.lockf(descriptor, (fcntl.LOCK_SH if to_read else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def copy_file(source: Path, target: Path, seconds: float) -> None:
    """Copy a database file that nobody has open, with what was not yet merged into it."""
    with Store(source).holder.alone(), held(source, seconds, to_read=True):
        shutil.copyfile(source, target)
        if wal_of(source).exists():
            shutil.copyfile(wal_of(source), wal_of(target))


def wal_of(path: Path) -> Path:
    """Where the engine keeps what is not yet merged into that file."""
    return path.with_name(f"{path.name}.wal")


def move(file: Path, target: Path) -> None:
    """Move a complete file to where it belongs, also to another disk, so that it is there whole or not at all."""
    near = target.with_name(f".{target.name}.{file.stem}.part")
    try:
        shutil.copyfile(file, near)
        with near.open("rb+") as handle:
            os.fsync(handle.fileno())
        near.replace(target)
    finally:
        near.unlink(missing_ok=True)
