"""The address of a server: what it says, what may be shown of it, and where its password comes from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from balance.errors import StoreError
from balance.settings import load_settings

SCHEMES = ("postgresql://", "postgres://")

EXPECTED = "Expected postgresql://USER@HOST:PORT/DATABASE, with options such as ?sslmode=verify-full."

PATIENCE = {
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "15000",
    "target_session_attrs": "read-write",
    "application_name": "balance",
}
"""What the address does not say: a machine that died is noticed soon, and only a server that may write is taken."""


def is_server(url: object) -> bool:
    """Whether an address names a server and no file.

    >>> is_server("postgresql://balance@db/company"), is_server("data/balance.duckdb")
    (True, False)
    """
    return str(url).startswith(SCHEMES)


@dataclass(frozen=True)
class Address:
    """Where a server is: `options` as its client library takes them, `shown` for people, without options."""

    options: tuple[tuple[str, str], ...]
    shown: str

    def options_with_password(self) -> dict[str, str]:
        """What to connect with. The password comes from the file that the settings name, else from the environment."""
        stated = dict(self.options)
        file = load_settings().store_password_file
        if file:
            stated["password"] = _password_in(Path(file))
        return stated


def address_of(url: str) -> Address:
    """What an address says; StoreError where it cannot be used, without repeating what may be secret."""
    from psycopg import ProgrammingError, conninfo

    try:
        stated = {name: str(value) for name, value in conninfo.conninfo_to_dict(url).items() if value is not None}
    except ProgrammingError:
        raise StoreError(f"The address of the PostgreSQL server cannot be understood. {EXPECTED}") from None
    if {"password", "sslpassword"} & set(stated):
        raise StoreError(
            "The address of the PostgreSQL server holds a password, which others could read. Leave it out, and name "
            "a file that holds it with BALANCE_STORE_PASSWORD_FILE, or set PGPASSWORD or PGPASSFILE."
        )
    return Address(tuple(sorted((PATIENCE | stated).items())), _shown(stated))


def _shown(stated: dict[str, str]) -> str:
    user = f"{stated['user']}@" if "user" in stated else ""
    hosts, ports = stated.get("host", "").split(","), stated.get("port", "").split(",")
    ports = ports * len(hosts) if len(ports) == 1 else ports
    places = ",".join(host + (f":{port}" if port else "") for host, port in zip(hosts, ports, strict=False))
    return f"postgresql://{user}{places}/{stated.get('dbname', '')}"


def _password_in(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        mend = "Name a file that this account may read with BALANCE_STORE_PASSWORD_FILE."
        raise StoreError(f"The password of the store cannot be read from {file} ({reason}). {mend}") from error
