"""Connections to a server: made with patience, and their failures in one sentence."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import conninfo, errors

from balance.errors import CharacterError, StoreError
from balance.store.postgresql.address import Address
from balance.store.postgresql.texts import TextDumper
from balance.store.postgresql.timeline import is_replaced, without

RETRY_SECONDS = 0.2

_PASSING = (
    "starting up",
    "not yet accepting",
    "shutting down",
    "recovery",
    "too many",
    "remaining connection slots",
    "terminating",
)
"""What a server says that refuses now and may not in a moment."""

_SETTINGS = (
    "SET DateStyle = ISO", "SET TimeZone = UTC", "SET client_min_messages = warning", "SET extra_float_digits = 1",
    "SET bytea_output = hex", "SET client_encoding = UTF8",
)  # fmt: skip

_GUESSES = (
    "Is the server",
    "Multiple connection",
    "This probably",
    "before or while",
    "DETAIL",
    "HINT",
    "CONTEXT",
    "- host:",
)

LOST = (psycopg.InterfaceError, errors.AdminShutdown, errors.CrashShutdown, errors.CannotConnectNow,
        errors.ReadOnlySqlTransaction, errors.IdleInTransactionSessionTimeout)  # fmt: skip

_CHARACTER = (errors.CharacterNotInRepertoire, errors.UntranslatableCharacter, psycopg.DataError)


def connect(address: Address, deadline: float) -> psycopg.Connection[Any]:
    """A connection of its own to the server, tried again until the deadline; StoreError where it refuses for good.

    Past a server that was replaced the next one of the address is asked at once, however little time is left.
    """
    replaced: set[tuple[str, str]] = set()
    while True:
        try:
            made = _made(without(address.options_with_password(), replaced))
            if not is_replaced(made):
                return made
            place = (made.info.host, str(made.info.port))
            made.close()
            if place not in replaced:
                replaced.add(place)
                continue
            if time.monotonic() >= deadline:
                raise StoreError(_taken_over(address))
        except psycopg.Error as error:
            if time.monotonic() >= deadline or _for_good(error):
                raise StoreError(_taken_over(address) if replaced else _unreachable(address, error)) from error
        time.sleep(RETRY_SECONDS)


def _made(options: dict[str, str]) -> psycopg.Connection[Any]:
    made = psycopg.connect(
        conninfo.make_conninfo(**options), autocommit=True, prepare_threshold=None, cursor_factory=psycopg.RawCursor
    )
    with closed_on_failure(made):
        made.adapters.register_dumper(str, TextDumper)
        made.execute(";".join(_SETTINGS).encode())
    return made


@contextlib.contextmanager
def closed_on_failure(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Close the connection where what is done within fails: nobody else would."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _taken_over(address: Address) -> str:
    return (
        f"Of {address.shown} only a server answers that another has taken over from. Nothing was changed. Start the "
        "one that took over, and stop this one until it is a standby."
    )


def _for_good(error: psycopg.Error) -> bool:
    """Whether a server answered and means no: a wrong password, a database that is not there, a certificate."""
    said = str(error)
    return ("FATAL" in said or "certificate" in said or "SSL" in said) and not any(word in said for word in _PASSING)


def _unreachable(address: Address, error: psycopg.Error) -> str:
    reason = _reason(error)
    if _for_good(error):
        return f"The store {address.shown} cannot be opened ({reason}). Check the address, the user and its password."
    return f"The store {address.shown} cannot be reached ({reason}). Nothing was changed; try again when it is back."


def _reason(error: psycopg.Error) -> str:
    """What the library says happened, without its guesses at why."""
    lines = [line.strip() for line in str(error).splitlines()]
    told = [line for line in lines if line and not line.startswith(_GUESSES)] or ["no reason was given"]
    return told[-1].rpartition("failed: ")[2].rpartition("FATAL:")[2].strip().rstrip(".")


def takes_changes(connection: psycopg.Connection[Any]) -> bool:
    """Whether a server keeps what it is told, and from this user: a standby does not, nor for one who may only read."""
    ((may,),) = connection.execute(
        b"SELECT current_setting('transaction_read_only') = 'off' AND has_table_privilege('store_state', 'UPDATE') "
        b"AND has_table_privilege('audit', 'INSERT')"
    ).fetchall()
    return bool(may)


def is_lost(error: psycopg.Error) -> bool:
    """Whether the connection is gone or its server no longer takes changes, so that a new one may do."""
    return isinstance(error, LOST) or (
        isinstance(error, psycopg.OperationalError) and error.sqlstate in (None, "57P05")
    )


@contextlib.contextmanager
def telling(address: Address, wait_seconds: float) -> Iterator[None]:
    """What the server refuses, in one sentence; faults of the program pass."""
    try:
        yield
    except psycopg.Error as error:
        told = _told(address, error, wait_seconds)
        if told is None:
            raise
        raise (CharacterError if isinstance(error, _CHARACTER) else StoreError)(told) from error


def _told(address: Address, error: psycopg.Error, wait_seconds: float) -> str | None:
    if isinstance(error, errors.LockNotAvailable):
        return f"The store {address.shown} is in use by others and was not free within {wait_seconds:g} s; try again."
    if isinstance(error, errors.ReadOnlySqlTransaction):
        return (
            f"The server that answers at {address.shown} takes no changes: it is a standby, or may only be read. "
            "Nothing was changed; name the server that may be written to."
        )
    if is_lost(error):
        return (
            f"The connection to the store {address.shown} was lost ({_reason(error)}). Nothing was changed; try again."
        )
    if isinstance(error, errors.InsufficientPrivilege):
        return f"The user of {address.shown} may not do this ({_first(error)}). Have the owner of its tables grant it."
    if isinstance(error, errors.UndefinedTable):
        return f"There is no store at {address.shown} any more. Load files first, or name another with --database."
    if isinstance(error, _CHARACTER):
        return f"The store {address.shown} cannot keep a character in what was given ({_first(error)}). Take it out."
    if isinstance(error, psycopg.OperationalError):
        return f"The store {address.shown} could not be read or written ({_first(error)}). Nothing was changed."
    return None


def _first(error: psycopg.Error) -> str:
    return str(error).splitlines()[0].rstrip(".")
