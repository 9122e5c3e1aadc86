"""One server as this process knows it: its copy, the moment the copy is of, and sessions that read and change it."""

from __future__ import annotations

import atexit
import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import duckdb
import psycopg

from balance.errors import StoreError
from balance.store.holding import Holder
from balance.store.migrations import newest, refuse_newer
from balance.store.opening import StoreLimits
from balance.store.postgresql import connecting
from balance.store.postgresql.address import Address, address_of
from balance.store.postgresql.copy_here import Mark, Workplace, tables_here, take_over, was_kept
from balance.store.postgresql.layout import bring_up_to_date, is_current
from balance.store.postgresql.shipment import Diverged, Shipment, deliver

Connection = psycopg.Connection[Any]
Told = TypeVar("Told")

_STATE = "SELECT store_id, revision, token, (SELECT max(version) FROM schema_version) FROM store_state"

_WORKPLACE: list[Workplace] = []


class Server:
    """The one object of a process for one server and schema."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.address: Address = address_of(url)
        if not _WORKPLACE:
            _WORKPLACE.append(Workplace())
        self.path = _WORKPLACE[0].folder / f"{len(_SERVERS)}.duckdb"
        self.holder = Holder(self.path, private=True)
        self.mark: Mark | None = None
        self._current = False
        self._asking = threading.RLock()
        self._kept: Connection | None = None

    @property
    def limits(self) -> StoreLimits:
        """What the engine here may take, and how long to wait for the server."""
        return self.holder.limits

    def open(self, *, create: bool) -> None:
        """Look whether the server holds a store, once; make it where there is none. An older one is left as it is."""
        if not self._current:
            with self.telling(), self.connected() as connection:
                self._current = is_current(connection, self.address.shown, fresh=create)

    def is_current(self) -> bool:
        """Whether the store was found in its newest shape."""
        return self._current

    def settle(self) -> None:
        """Bring what an older version wrote up to date; free where that was done."""
        if not self._current:
            with self.telling(), self.connected() as connection:
                bring_up_to_date(connection, self.address.shown, fresh=False)
            self._current = True

    def may_be_written(self) -> bool:
        """Whether the server takes changes, and from this user."""
        with self.telling(), self._asking:
            return self._asked(connecting.takes_changes)

    def telling(self) -> contextlib.AbstractContextManager[None]:
        """What the server refuses, in one sentence."""
        return connecting.telling(self.address, self.limits.wait_seconds)

    @contextlib.contextmanager
    def connected(self) -> Iterator[Connection]:
        """A connection of its own for a while."""
        with self.holder.waiting() as deadline:
            connection = connecting.connect(self.address, deadline)
        try:
            yield connection
        finally:
            connection.close()

    # Reading.

    def look(self) -> Mark:
        """Which moment the server is at now."""
        self.settle()
        with self.telling(), self._asking:
            return self._asked(self._state)

    def _asked(self, ask: Callable[[Connection], Told]) -> Told:
        """An answer of the kept connection; where that was lost in the meantime, of a new one."""
        for last in (False, True):
            if self._kept is None or self._kept.closed:
                with self.holder.waiting() as deadline:
                    self._kept = connecting.connect(self.address, deadline)
            try:
                return ask(self._kept)
            except psycopg.Error as error:
                self.release()
                if last or not connecting.is_lost(error):
                    raise
        raise AssertionError

    def release(self) -> None:
        """Give the kept connection back."""
        with self._asking:
            if self._kept is not None:
                self._kept.close()
            self._kept = None

    def _state(self, connection: Connection, lock: str = "") -> Mark:
        ((store_id, revision, token, version),) = connection.execute((_STATE + lock).encode()).fetchall()
        if version != newest():
            refuse_newer(version, self.address.shown)
            raise StoreError(f"The store {self.address.shown} was put back by an older version. Start Balance again.")
        return Mark(store_id, revision, token)

    def catch_up(self) -> None:
        """Bring the copy to the moment the server is at."""
        if self.look() == self.mark:
            return
        with self.holder.writing, self.telling(), self._asking:
            self._asked(self._catch_up_at_once)

    def _catch_up_at_once(self, connection: Connection) -> None:
        with connection.transaction():
            self._catch_up_in_one_moment(connection)

    def _catch_up_in_one_moment(self, connection: Connection) -> None:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        self.follow(connection, self._state(connection))

    def follow(self, connection: Connection, now: Mark) -> None:
        """Read what changed up to a moment that lasts as long as the transaction under way."""
        if now == self.mark:
            return
        known = self.mark if self.mark is not None and self._is_ahead_of(connection, self.mark, now) else None
        if known is None:
            self._begin_anew()
        parts: dict[str, Any] = {}
        rows = connection.execute("SELECT table_name, part FROM changed_parts WHERE revision > $1 ORDER BY 1, 2",
                                  [known.revision if known else -1]).fetchall()  # fmt: skip
        for table, part in rows:
            parts.setdefault(table, []).append(part)
        self.mark = None
        with self.holder.cursor(create=True) as cursor:
            here = tables_here(cursor)
            take_over(cursor, connection, {t: p if known else None for t, p in parts.items() if t in here})
        self.mark = now

    def _is_ahead_of(self, connection: Connection, known: Mark, now: Mark) -> bool:
        """Whether the server's history has the moment of the copy in it: a standby that took over may have lost it."""
        asked = "SELECT count(*) FROM store_changes WHERE revision = $1 AND token = $2"
        ((found,),) = connection.execute(asked.encode(), [known.revision, known.token]).fetchall()
        return now.store_id == known.store_id and (bool(found) or known.revision == 0)

    def _begin_anew(self) -> None:
        """Throw the copy away, with whatever was deleted from it."""
        self.mark = None
        with self.holder.alone():
            for file in self.path.parent.glob(f"{self.path.name}*"):
                if file.is_file():
                    file.unlink()

    def content(self, table: str, sha256: str) -> list[bytes]:
        """The parts of a file's content, in order; they are kept on the server only."""
        query = f"SELECT content FROM {table} WHERE sha256 = $1 ORDER BY part"
        with self.telling(), self._asking:
            rows = self._asked(lambda kept: kept.execute(query.encode(), [sha256], binary=True).fetchall())
        return [part for (part,) in rows]

    def holding(self, marks: Sequence[bytes]) -> int:
        """How many of these pieces stand in a kept original."""
        query = (
            "SELECT count(*) FROM unnest($1::bytea[]) AS mark "
            "WHERE EXISTS (SELECT 1 FROM original_parts WHERE position(mark IN content) > 0)"
        )
        with self.telling(), self._asking:
            ((count,),) = self._asked(lambda connection: connection.execute(query.encode(), [list(marks)]).fetchall())
        return int(count)

    @contextlib.contextmanager
    def one_moment(self) -> Iterator[tuple[duckdb.DuckDBPyConnection, Connection]]:
        """The copy and the server at the same moment for as long as this lasts; nothing here is changed meanwhile."""
        self.settle()
        with self.holder.writing, self.telling(), self.connected() as connection, connection.transaction():
            self._catch_up_in_one_moment(connection)
            with self.holder.cursor() as cursor:
                yield cursor, connection

    # Changing.

    @contextlib.contextmanager
    def changing(self) -> Iterator[tuple[duckdb.DuckDBPyConnection, Shipment]]:
        """A session here whose changes the server keeps all together at its end, or not at all."""
        self.settle()
        with self.holder.writing, self.telling(), contextlib.ExitStack() as open_ones:
            connection = open_ones.enter_context(self._locked())
            shipment = Shipment()
            cursor = open_ones.enter_context(self.holder.cursor())
            cursor.begin()
            try:
                yield cursor, shipment
                if shipment.changes:
                    self._ship(connection, shipment, cursor)
            finally:
                with contextlib.suppress(duckdb.Error):  # committed already, where the server has kept it
                    cursor.rollback()

    @contextlib.contextmanager
    def alone(self) -> Iterator[Connection]:
        """A transaction on the server that nobody else changes anything beside; the copy has no part in it."""
        self.settle()
        with self.holder.writing, self.telling(), self.connected() as connection:
            self._lock(connection)
            yield connection
            connection.execute("COMMIT")

    @contextlib.contextmanager
    def only_one(self, what: str) -> Iterator[bool]:
        """Whether nobody else does this for the store, on any machine; nobody then begins while this lasts."""
        asked = "SELECT pg_try_advisory_lock(hashtextextended($1 || ' ' || current_schema(), 0))"
        with self.telling(), self.connected() as connection:
            ((alone,),) = connection.execute(asked.encode(), [f"balance {what}"]).fetchall()
            yield bool(alone)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[Connection]:
        """A transaction that nobody else changes anything beside, with the copy at its moment."""
        with self.connected() as connection:
            self.follow(connection, self._lock(connection))
            yield connection

    def _lock(self, connection: Connection) -> Mark:
        connection.execute(f"SET lock_timeout = {max(1, int(self.limits.wait_seconds * 1000))}".encode())
        connection.execute("BEGIN")
        return self._state(connection, " FOR UPDATE")

    def _ship(self, connection: Connection, shipment: Shipment, cursor: duckdb.DuckDBPyConnection) -> None:
        """Have the server keep the change, then this copy; a connection that is lost is made again while it may be."""
        try:
            reached = self._kept_by_server(connection, shipment)
        except Diverged as wrong:
            self.mark = None
            raise StoreError(
                f"The copy of {self.address.shown} here was not right ({wrong}). Nothing was changed; try again."
            ) from wrong
        self.mark = None
        with contextlib.suppress(duckdb.Error):  # the server has it: the copy is then read anew
            cursor.commit()
            self.mark = reached

    def _kept_by_server(self, connection: Connection, shipment: Shipment) -> Mark:
        deadline, tried = time.monotonic() + self.limits.wait_seconds, list[Mark]()
        while True:
            try:
                return self._sent(connection, shipment, tried)
            except psycopg.Error as error:
                if not connecting.is_lost(error):
                    raise
            finally:
                connection.close()
            connection, kept = self._again(deadline, tried)
            if kept is not None:
                connection.close()
                return kept

    def _sent(self, connection: Connection, shipment: Shipment, tried: list[Mark]) -> Mark:
        """Make the changes and commit; what is committed is written down before, for a commit nobody confirmed."""
        deliver(connection, shipment)
        reached = self._state(connection)
        tried.append(reached)
        connection.execute("COMMIT")
        return reached

    def _again(self, deadline: float, tried: list[Mark]) -> tuple[Connection, Mark | None]:
        """A new connection where the change can be sent again, or the moment at which it was kept after all."""
        try:
            connection = self._locked_again(deadline)
        except (StoreError, psycopg.Error) as error:
            if not tried:
                raise
            raise StoreError(
                f"The connection to the store {self.address.shown} was lost at the moment of keeping the change. When "
                "it is back, see whether the change is there, or do the same again: a load is never kept twice."
            ) from error
        with connecting.closed_on_failure(connection):
            now = self._state(connection)
            kept = next((mark for mark in tried if was_kept(connection, mark)), None)
            tried.clear()
            if kept is None and now != self.mark:
                raise StoreError(
                    f"The connection to the store {self.address.shown} was lost, and others have changed it since. "
                    "Nothing was changed here; try again."
                )
        return connection, kept

    def _locked_again(self, deadline: float) -> Connection:
        """A new connection that has the lock, so that nothing of the lost one is still under way."""
        while True:
            connection = connecting.connect(self.address, deadline)
            try:
                with connecting.closed_on_failure(connection):
                    self._lock(connection)
            except psycopg.Error as error:
                if time.monotonic() >= deadline or not connecting.is_lost(error):
                    raise
            else:
                return connection


_SERVERS: dict[str, Server] = {}
_REGISTER = threading.Lock()
_INHERITED: list[Any] = []


def server_of(url: str) -> Server:
    """This process's one object for that server."""
    with _REGISTER:
        if url not in _SERVERS:
            _SERVERS[url] = Server(url)
        return _SERVERS[url]


def _forget_in_child() -> None:
    """A forked child must neither use nor close what its parent holds."""
    global _SERVERS, _WORKPLACE, _REGISTER
    _INHERITED.append((_SERVERS, _WORKPLACE))
    _SERVERS, _WORKPLACE, _REGISTER = {}, [], threading.Lock()


def _release_all() -> None:
    for server in list(_SERVERS.values()):
        server.release()


atexit.register(_release_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_in_child)
