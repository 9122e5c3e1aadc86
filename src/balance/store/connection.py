"""Opening a store, and reading or writing it in one transaction.

Every statement takes its values as parameters `$1`, `$2`…; names of tables and columns come from
`schema` and from constants of this package. A session lasts for one piece of work and is never nested.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from balance.errors import NoStoreError, StoreError
from balance.roles import acting, machine_name
from balance.settings import load_settings
from balance.store.holding import Holder, holder_of
from balance.store.opening import StoreLimits, limits_of, may_write
from balance.store.parts import in_parts
from balance.store.postgresql.address import is_server

if TYPE_CHECKING:
    from balance.store.postgresql.server import Server
    from balance.store.postgresql.shipment import Shipment


@dataclass(frozen=True)
class Store:
    """The address of one store; holds nothing open. With a server's `url`, `path` is this process's copy."""

    path: Path
    url: str = ""

    def __str__(self) -> str:
        return self.server.address.shown if self.server else str(self.path)

    @property
    def address(self) -> str:
        """What opens it again, in any process."""
        return self.url or str(self.path)

    @property
    def server(self) -> Server | None:
        """The server that holds it; None for a file."""
        return _server_of(self.url) if self.url else None

    @property
    def holder(self) -> Holder:
        """This process's connection to it."""
        return self.server.holder if self.server else holder_of(self.path)

    @property
    def limits(self) -> StoreLimits:
        """What its engine may take, and how long to wait for it."""
        return self.holder.limits


@dataclass(frozen=True)
class Session:
    """One transaction: everything read in it is of one moment, everything written in it stays or goes together."""

    cursor: duckdb.DuckDBPyConnection
    server: Server | None = None
    shipment: Shipment | None = None

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401
        """The rows of a query, as tuples."""
        return self.cursor.execute(sql, list(values)).fetchall()

    def table(self, sql: str, *values: Any) -> pa.Table:  # noqa: ANN401
        """The rows of a query, as an arrow table."""
        return self.cursor.sql(sql, params=list(values)).to_arrow_table()

    def parts(self, sql: str, *values: Any) -> pa.RecordBatchReader:  # noqa: ANN401
        """The rows of a query, some at a time: all are taken before anything else is asked."""
        return in_parts(self.cursor.sql(sql, params=list(values)))

    def execute(self, sql: str, *values: Any) -> None:  # noqa: ANN401
        """Run one statement that changes one table; its SQL is of both engines."""
        ((count,),) = self.cursor.execute(sql, list(values)).fetchall()
        if self.shipment is not None:
            self.shipment.statement(sql, list(values), count)

    def append(self, name: str, rows: pa.Table) -> None:
        """Add arrow rows to a table, column by column name."""
        if self.shipment is not None and self.shipment.rows(name, rows):
            return
        with self.beside("incoming", rows):
            self.cursor.execute(f'INSERT INTO "{name}" BY NAME SELECT * FROM incoming').fetchall()

    @contextlib.contextmanager
    def beside(self, name: str, rows: pa.Table) -> Iterator[None]:
        """Arrow rows that queries may name like a table, while this lasts."""
        self.cursor.register(name, rows)
        try:
            yield
        finally:
            self.cursor.unregister(name)

    def content(self, table: str, sha256: str) -> list[bytes]:
        """The parts of the content of that hash, in order; nothing where there is none, or it is empty."""
        if self.server is not None:
            return self.server.content(table, sha256)
        return [part for (part,) in self.rows(f"SELECT content FROM {table} WHERE sha256 = $1 ORDER BY part", sha256)]


def open_store(url: str | Path, *, create: bool = True, limits: StoreLimits | None = None) -> Store:
    """The store at that address, made where needed; StoreError where that cannot be.

    The first to open it in a process looks into the file, or asks the server; later calls cost nothing and take it
    from nobody. What an older version wrote is brought up to date when it is first used: whoever may not use it leaves
    it as it is.
    """
    store = store_at(url)
    if not store.server and create and not store.path.exists():
        make_folder(store.path.parent)
    store.holder.limits = limits or limits_of(load_settings())
    if store.server:
        store.server.open(create=create)
    elif not store.holder.is_current():
        with telling(store):
            store.holder.look(create=create)
    return store


def is_up_to_date(store: Store) -> bool:
    """Whether an opened store was found in its newest shape, so that using it changes nothing of that."""
    return store.server.is_current() if store.server else store.holder.is_current()


def may_be_written(store: Store) -> bool:
    """Whether this process may change the store: not a file it may only read, a standby, or a user who only reads."""
    return store.server.may_be_written() if store.server else may_write(store.path)


def existing_store(url: str | Path) -> Store | None:
    """The store at that address, as `open_store` opens it; None where there is none yet."""
    if "://" not in str(url) and not Path(url).exists():
        return None
    try:
        return open_store(url, create=False)
    except NoStoreError:
        return None


def store_at(url: str | Path) -> Store:
    """The address alone, not looked at."""
    if is_server(url):
        return Store(_server_of(str(url)).path, str(url))
    return Store(path_of(url))


def _server_of(url: str) -> Server:
    try:
        from balance.store.postgresql.server import server_of
    except ImportError as error:
        raise StoreError(
            "A store on a PostgreSQL server needs a package that is not installed. Run: pip install psycopg[binary]"
        ) from error
    return server_of(url)


def path_of(url: str | Path) -> Path:
    """The file that an address of a store means."""
    if is_server(url):
        raise StoreError("Here a file is expected, and no server. Name a file.")
    if "://" in str(url):
        kind = str(url).split("://")[0]
        raise StoreError(f"A store is a file or postgresql://…; {kind}:// is not supported. Name one of these.")
    path = Path(url).expanduser().resolve()
    if path.is_dir():
        raise StoreError(f"{path} is a folder. Name a file in it, for example {path / 'balance.duckdb'}.")
    return path


MEANT: ContextVar[Callable[[Session], None] | None] = ContextVar("meant", default=None)
"""What each session that reads is asked first, where only one content of the store is meant."""


@contextlib.contextmanager
def reading(store: Store) -> Iterator[Session]:
    """A session that sees one moment of the store and changes nothing."""
    if store.server:
        store.server.catch_up()
    with telling(store), store.holder.cursor() as cursor:
        cursor.begin()
        try:
            session, ask = Session(cursor, store.server), MEANT.get()
            if ask is not None:
                ask(session)
            yield session
        finally:
            with contextlib.suppress(duckdb.Error):
                cursor.rollback()


@contextlib.contextmanager
def writing(store: Store) -> Iterator[Session]:
    """A session whose changes are kept all together at its end, or not at all."""
    if store.server:
        with telling(store), store.server.changing() as (cursor, shipment):
            yield Session(cursor, store.server, shipment)
        return
    if store.path.exists() and not may_write(store.path):
        raise StoreError(
            f"The store {store} can only be read here. Nothing was changed; mend the rights of file and folder, "
            "or name a copy of it."
        )
    with telling(store), store.holder.writing, store.holder.cursor() as cursor:
        cursor.begin()
        try:
            yield Session(cursor)
            cursor.commit()
        except BaseException:
            with contextlib.suppress(duckdb.Error):  # a failed commit has already ended it
                cursor.rollback()
            raise


@contextlib.contextmanager
def telling(store: Store) -> Iterator[None]:
    """What the machine refuses, in one sentence; faults of the program pass. A connection that failed is given up."""
    try:
        yield
    except duckdb.Error as error:
        store.holder.release()
        if store.server:
            store.server.mark = None  # whatever it is, the copy is read anew
        told = _told(store, error)
        if told is None:
            raise
        raise StoreError(told) from error


def _told(store: Store, error: duckdb.Error) -> str | None:
    if isinstance(error, duckdb.OutOfMemoryException):
        return (
            f"The store {store} needs more than {store.limits.memory_mb} MB of memory or its share of the disk. "
            "Raise BALANCE_STORE_MEMORY_MB or BALANCE_STORE_TEMPORARY_MB."
        )
    if isinstance(error, duckdb.FatalException | duckdb.SerializationException) or "Corrupt" in str(error):
        return f"The store {store} is damaged. Restore a backup."
    if isinstance(error, duckdb.PermissionException):
        return (
            f"The store {store} holds something that reaches for what is outside of it, which no store does, so it is "
            "not read. Restore a backup."
        )
    if isinstance(error, duckdb.IOException | duckdb.TransactionException):
        reason = re.sub(r".*(Original error|Failed to commit|IO Error): ", "", str(error)).splitlines()[0].rstrip(".")
        return (
            f"The store {store} could not be read or written ({reason}). Nothing was changed; make room on the "
            "disk or mend its permissions, and try again."
        )
    return None


@contextlib.contextmanager
def one_wait(url: str | Path) -> Iterator[None]:
    """One piece of work of many sessions: all of them together wait no longer for others than one of them may."""
    holder = store_at(url).holder
    if holder.limits == StoreLimits():  # not opened yet, so that nobody has said how long that may be
        holder.limits = limits_of(load_settings())
    with holder.one_wait():
        yield


def release(store: Store) -> None:
    """Let the file go now, where nobody in this process is using it."""
    store.holder.release()
    if store.server:
        store.server.release()


def now() -> datetime:
    """This moment in UTC, without a zone, as moments are kept."""
    return datetime.now(UTC).replace(tzinfo=None)


def person(who: str) -> str:
    """The name to put to a change: of whoever is signed in, else the one given, else the user of this machine."""
    acts = acting()
    return acts.name if acts.signed_in else who.strip() or machine_name()


def only(rows: Sequence[tuple[Any, ...]]) -> Any:  # noqa: ANN401
    """The one value of a query that always answers with one."""
    return rows[0][0]


def make_folder(folder: Path) -> None:
    """The folder of a store, made where it is missing; StoreError where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The folder {folder} cannot be made ({error.strerror}). Name another place.") from error
