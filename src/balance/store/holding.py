"""One connection per process and database file, held while it is used and released when idle.

DuckDB lets one process at a time hold a file. So that a scheduler's `load` works beside a running
server, the file is let go a second after its last use, and also under steady use: after
`HOLD_SECONDS` newcomers queue until everyone has finished, the file is closed and for a moment anyone
else's. A file somebody else holds is waited for. Threads share the connection through one cursor per
use; sharing the connection itself would mix up answers.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

from balance.errors import StoreError
from balance.store.migrations import is_current, migrate, taken_in
from balance.store.opening import StoreLimits, busy, connect, may_write

HOLD_SECONDS = 2.0
"""How long one process may keep the file under steady use before it offers it to others."""

BREATH_SECONDS = 0.1
"""How long the file is then left alone: longer than others wait between two tries."""

LEAST_WAIT_SECONDS = 3 * BREATH_SECONDS
"""Who has waited all it may still waits this long, for this process leaves the file alone now and then itself."""


class Holder:
    """The connection to one file in this process: opened on use, counted, closed when idle unless private."""

    def __init__(self, path: Path, *, private: bool = False) -> None:
        self.path = path
        self._private = private
        self.limits = StoreLimits()
        self.writing = threading.RLock()
        self._state = threading.Condition()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._uses: Counter[int] = Counter()
        self._opened = 0.0
        self._last_used = 0.0
        self._not_before = 0.0
        self._exclusive: int | None = None
        self._current: int | None = None
        self._patience: dict[int, float] = {}

    @contextlib.contextmanager
    def cursor(self, *, create: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor for one thread and one piece of work."""
        cursor = self._begin(create)
        try:
            yield cursor
        finally:
            self._end(cursor)

    @contextlib.contextmanager
    def one_wait(self) -> Iterator[None]:
        """All uses of this thread together wait no longer for others than one use may, while this lasts."""
        me = threading.get_ident()
        if me in self._patience:
            yield
            return
        self._patience[me] = self.limits.wait_seconds
        try:
            yield
        finally:
            del self._patience[me]

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody in this process uses the file, and no connection to it is open, while this lasts."""
        with self._state:
            self._wait_until(lambda: self._exclusive is None, time.monotonic() + self.limits.wait_seconds)
            self._exclusive = threading.get_ident()
        try:
            with self._state:
                self._wait_until(lambda: not self._uses, time.monotonic() + self.limits.wait_seconds)
                self._close()
            yield
        finally:
            with self._state:
                self._exclusive = None
                self._state.notify_all()

    def is_current(self) -> bool:
        """Whether this very file was found in its newest shape before; each new connection looks at that again."""
        return self._current is not None and self.path.exists() and self.path.stat().st_ino == self._current

    def look(self, *, create: bool = False) -> bool:
        """Whether the file has the newest shape; one of an older version is left as it is, a new one made if wanted.

        StoreError where it is no store, or a newer program's. An older one is brought up to date by its first use,
        for which whoever uses it needs the right.
        """
        with self.waiting() as deadline, self._state:
            if not self._uses[threading.get_ident()]:
                self._wait_until(self._may_begin, deadline)
            if self._connection is None:
                self._look_into(connect(self.path, self.limits, deadline, create=create), create)
            return self._connection is not None

    def _look_into(self, connection: duckdb.DuckDBPyConnection, create: bool) -> None:
        """Keep a connection to a file of the newest shape; close one to an older file."""
        try:
            if create and taken_in(connection) is None:
                migrate(connection, self.path, fresh=True)
            if is_current(connection, self.path):
                self._keep(connection)
                return
        except BaseException:
            connection.close()
            raise
        connection.close()

    def release(self) -> None:
        """Close the connection now if nobody uses it."""
        with self._state:
            if not self._uses:
                self._close()

    @contextlib.contextmanager
    def waiting(self) -> Iterator[float]:
        """Until when this thread may wait for others; what it waits meanwhile is taken from its patience."""
        me, begun = threading.get_ident(), time.monotonic()
        deadline = begun + self._patience.get(me, self.limits.wait_seconds)
        try:
            yield deadline
        finally:
            if me in self._patience:
                self._patience[me] = max(deadline - time.monotonic(), LEAST_WAIT_SECONDS)

    def _begin(self, create: bool) -> duckdb.DuckDBPyConnection:
        with self.waiting() as deadline:
            return self._cursor_by(deadline, threading.get_ident(), create)

    def _cursor_by(self, deadline: float, me: int, create: bool) -> duckdb.DuckDBPyConnection:
        with self._state:
            if not self._uses[me]:
                self._wait_until(self._may_begin, deadline)
            connection = self._connection or self._open(deadline, create)
            cursor = connection.cursor()
            self._uses[me] += 1
            return cursor

    def _may_begin(self) -> bool:
        """Not while somebody is alone with the file, nor where it has been held long enough."""
        if self._exclusive not in (None, threading.get_ident()):
            return False
        if self._private:
            return True
        if self._connection is None:
            return time.monotonic() >= self._not_before
        return time.monotonic() - self._opened < HOLD_SECONDS

    def _wait_until(self, ready: Callable[[], bool], deadline: float) -> None:
        while not ready():
            self._offer()
            left = deadline - time.monotonic()
            if left <= 0:
                raise StoreError(busy(self.path, self.limits.wait_seconds))
            self._state.wait(min(left, BREATH_SECONDS))

    def _offer(self) -> None:
        """Close where the file has been held long enough and nobody is using it right now."""
        held = time.monotonic() - self._opened >= HOLD_SECONDS and not self._private
        if self._connection is not None and not self._uses and held:
            self._close()
            self._not_before = time.monotonic() + BREATH_SECONDS

    def _end(self, cursor: duckdb.DuckDBPyConnection) -> None:
        cursor.close()
        me = threading.get_ident()
        with self._state:
            self._uses[me] -= 1
            if not self._uses[me]:
                del self._uses[me]
            self._last_used = time.monotonic()
            if not self._uses and not self.limits.idle_seconds and not self._private:
                self._close()
            self._offer()
            self._state.notify_all()

    def _open(self, deadline: float, create: bool) -> duckdb.DuckDBPyConnection:
        connection = connect(self.path, self.limits, deadline, create=create)
        try:
            self._settle(connection, create)
        except BaseException:
            connection.close()
            raise
        self._keep(connection)
        return connection

    def _settle(self, connection: duckdb.DuckDBPyConnection, create: bool) -> None:
        """Give the file its newest shape; one that can only be read has it already or is refused."""
        if create or may_write(self.path):
            migrate(connection, self.path, fresh=create)
        elif not is_current(connection, self.path):
            raise StoreError(
                f"The store {self.path} was written by an older version of Balance and can only be read here, so it "
                "cannot be brought up to date. Copy it to where it may be written: balance backup FILE, then name FILE."
            )

    def _keep(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._current = self.path.stat().st_ino
        self._opened = self._last_used = time.monotonic()
        if not self._private:
            threading.Thread(target=self._close_when_idle, name="store-release", daemon=True).start()

    def _close_when_idle(self) -> None:
        with self._state:
            opened = self._opened
            while self._connection is not None and self._opened == opened:
                idle = time.monotonic() - self._last_used
                if not self._uses and idle >= self.limits.idle_seconds:
                    self._close()
                else:
                    self._state.wait(max(self.limits.idle_seconds - idle, 0.05))

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
            self._state.notify_all()


_HOLDERS: dict[Path, Holder] = {}
_REGISTER = threading.Lock()
_INHERITED: list[dict[Path, Holder]] = []


def holder_of(path: Path) -> Holder:
    """This process's one holder of that file."""
    with _REGISTER:
        return _HOLDERS.setdefault(path, Holder(path))


def release_all() -> None:
    """Close every connection nobody uses."""
    for holder in list(_HOLDERS.values()):
        holder.release()


def _forget_in_child() -> None:
    """A forked child must neither use nor close what its parent holds."""
    global _HOLDERS, _REGISTER
    _INHERITED.append(_HOLDERS)
    _HOLDERS, _REGISTER = {}, threading.Lock()


atexit.register(release_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_in_child)
