"""Opening a store, and reading or writing it in one transaction.

Every statement takes its values as parameters `$1`, `$2`…; names of tables and columns come from
`schema` and from constants of this package. A session lasts for one piece of work and is never nested.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from balance.errors import StoreError
from balance.roles import acting, machine_name
from balance.settings import load_settings
from balance.store.holding import Holder, StoreLimits, holder_of, limits_of


@dataclass(frozen=True)
class Store:
    """The address of one store; holds nothing open."""

    path: Path

    @property
    def holder(self) -> Holder:
        """This process's connection to it."""
        return holder_of(self.path)

    @property
    def limits(self) -> StoreLimits:
        """What its engine may take, and how long to wait for it."""
        return self.holder.limits


@dataclass(frozen=True)
class Session:
    """One transaction: everything read in it is of one moment, everything written in it stays or goes together."""

    cursor: duckdb.DuckDBPyConnection

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401
        """The rows of a query, as tuples."""
        return self.cursor.execute(sql, list(values)).fetchall()

    def table(self, sql: str, *values: Any) -> pa.Table:  # noqa: ANN401
        """The rows of a query, as an arrow table."""
        return self.cursor.sql(sql, params=list(values)).to_arrow_table()

    def execute(self, sql: str, *values: Any) -> None:  # noqa: ANN401
        """Run one statement."""
        self.cursor.execute(sql, list(values)).fetchall()

    def append(self, name: str, rows: pa.Table | pa.RecordBatchReader) -> None:
        """Add arrow rows to a table, column by column name."""
        self.cursor.register("incoming", rows)
        try:
            self.execute(f'INSERT INTO "{name}" BY NAME SELECT * FROM incoming')
        finally:
            self.cursor.unregister("incoming")


def open_store(url: str | Path, *, create: bool = True, limits: StoreLimits | None = None) -> Store:
    """The store at that address, made or brought up to date where needed; StoreError where that cannot be.

    The first to open it in a process looks into the file; later calls cost nothing and take it from nobody.
    """
    path = path_of(url)
    if create and not path.exists():
        make_folder(path.parent)
    store = Store(path)
    store.holder.limits = limits or limits_of(load_settings())
    if not store.holder.is_current():
        with telling(store), store.holder.cursor(create=create):
            store.holder.mark_current()
    return store


def path_of(url: str | Path) -> Path:
    """The file that an address of a store means."""
    if "://" in str(url):
        raise StoreError(f"This version keeps its store in a file; {str(url).split('://')[0]}:// is not supported.")
    path = Path(url).expanduser().resolve()
    if path.is_dir():
        raise StoreError(f"{path} is a folder. Name a file in it, for example {path / 'balance.duckdb'}.")
    return path


@contextlib.contextmanager
def reading(store: Store) -> Iterator[Session]:
    """A session that sees one moment of the store and changes nothing."""
    with telling(store), store.holder.cursor() as cursor:
        cursor.begin()
        try:
            yield Session(cursor)
        finally:
            with contextlib.suppress(duckdb.Error):
                cursor.rollback()


@contextlib.contextmanager
def writing(store: Store) -> Iterator[Session]:
    """A session whose changes are kept all together at its end, or not at all."""
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
        told = _told(store, error)
        if told is None:
            raise
        raise StoreError(told) from error


def _told(store: Store, error: duckdb.Error) -> str | None:
    if isinstance(error, duckdb.OutOfMemoryException):
        return (
            f"The store {store.path} needs more than {store.limits.memory_mb} MB of memory or its share of the disk. "
            "Raise BALANCE_STORE_MEMORY_MB or BALANCE_STORE_TEMPORARY_MB."
        )
    if isinstance(error, duckdb.FatalException | duckdb.SerializationException) or "Corrupt" in str(error):
        return f"The store {store.path} is damaged. Restore a backup."
    if isinstance(error, duckdb.IOException | duckdb.TransactionException):
        reason = re.sub(r".*(Original error|Failed to commit|IO Error): ", "", str(error)).splitlines()[0].rstrip(".")
        return (
            f"The store {store.path} could not be read or written ({reason}). Nothing was changed; make room on the "
            "disk or mend its permissions, and try again."
        )
    return None


@contextlib.contextmanager
def one_wait(url: str | Path) -> Iterator[None]:
    """One piece of work of many sessions: all of them together wait no longer for others than one of them may."""
    with holder_of(path_of(url)).one_wait():
        yield


def release(store: Store) -> None:
    """Let the file go now, where nobody in this process is using it."""
    store.holder.release()


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
