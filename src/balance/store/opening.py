"""Opening a store's file with the database engine: with patience, within limits, and out of reach of anything else."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

from balance.errors import StoreError
from balance.settings import Settings

RETRY_SECONDS = 0.03

BIRTH_SECONDS = 1.0
"""How long a file without content may be one that another program is just making."""


@dataclass(frozen=True)
class StoreLimits:
    """What the database engine may take, and how long to wait for and to hold its file."""

    memory_mb: int = 512
    threads: int = 2
    temporary_mb: int = 2048
    wait_seconds: float = 10.0
    idle_seconds: float = 1.0


def limits_of(settings: Settings) -> StoreLimits:
    """The limits that the technical settings state."""
    return StoreLimits(
        settings.store_memory_mb, settings.store_threads, settings.store_temporary_mb, settings.store_wait_seconds,
        settings.store_idle_seconds,
    )  # fmt: skip


def connect(path: Path, limits: StoreLimits, deadline: float, *, create: bool = False) -> duckdb.DuckDBPyConnection:
    """A hardened connection to the file, waiting for whoever holds it until the deadline.

    What may not be written is opened to be read only.
    """
    born = time.monotonic() + BIRTH_SECONDS
    while True:
        if not create and not path.exists():
            raise StoreError(f"There is no store at {path}. Load files first, or name another with --database.")
        try:
            only_read = path.exists() and not may_write(path)
            return _harden(duckdb.connect(str(path), read_only=only_read, config=_config(limits)), path)
        except duckdb.Error as error:
            making = time.monotonic() < born and path.exists() and not path.stat().st_size
            if not making and not _held(error):
                raise StoreError(_unusable(path, error)) from error
        if time.monotonic() >= deadline:
            raise StoreError(busy(path, limits.wait_seconds))
        time.sleep(RETRY_SECONDS)


def may_write(path: Path) -> bool:
    """Whether this process may change that file: it, and what the engine keeps beside it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def busy(path: object, seconds: float) -> str:
    """The one sentence for a store that others kept in use."""
    return f"The store {path} is in use by another program and was not released within {seconds:g} s; try again."


def _config(limits: StoreLimits) -> dict[str, str | bool | int | float | list[str]]:
    return {
        "memory_limit": f"{limits.memory_mb}MB",
        "threads": limits.threads,
        "max_temp_directory_size": f"{limits.temporary_mb}MB",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
    }


def _harden(connection: duckdb.DuckDBPyConnection, path: Path) -> duckdb.DuckDBPyConnection:
    """No file, network or extension within reach of any statement, and no statement that changes that.

    The folder for copies of the store itself is the one exception.
    """
    folder = str(copies_of(path)).replace("'", "''")
    connection.execute(f"SET allowed_directories = ['{folder}']")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def copies_of(path: Path) -> Path:
    """The folder in which copies of a store are made before they are moved to where they belong."""
    return path.with_name(f"{path.name}.copies")


_HELD_BY_OTHERS = ("Could not set lock", "being used by another process", "File is already open in")
"""How the engine says so: on Linux and macOS; on an English Windows; and what it adds on a Windows of any language."""


def _held(error: duckdb.Error) -> bool:
    return any(said in str(error) for said in _HELD_BY_OTHERS)


def _unusable(path: Path, error: duckdb.Error) -> str:
    first = str(error).splitlines()[0]
    if "newer version" in first or "version number" in first:
        return f"The store {path} was written by another version of the database engine. Use the program that wrote it."
    if "WAL does not match" in first:
        return (
            f"{path} and {path.name}.wal beside it do not belong together: one of them was copied or put back without "
            "the other. Put back both as they were, or restore a backup."
        )
    if "Corrupt" in first:
        return f"The store {path} is damaged. Restore a backup."
    if "not a valid DuckDB database" in first:
        return f"{path} is not a store of Balance. Name another with --database, or restore a backup."
    return f"The store {path} cannot be opened ({first}). Check the path and its permissions."
