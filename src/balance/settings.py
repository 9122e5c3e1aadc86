"""Technical settings, from the environment (`BALANCE_…`) or `balance.toml`; nothing the model reads.

The environment wins over the file, the file over the defaults. Every field says its unit in its
name. Whatever is wrong is told at once: unknown names, values of the wrong kind, values out of range.
A variable set to nothing counts as not set; one whose name is like no setting may be somebody else's
and is left alone, while one that is nearly a setting is taken for a slip.
"""

from __future__ import annotations

import difflib
import os
import re
import time
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from balance.errors import BalanceError
from balance.language import ENGLISH, LOCALES, PSEUDO

PREFIX = "BALANCE_"
FILE_NAMED_BY = "BALANCE_SETTINGS"
"""The variable that names another file than `balance.toml` in the folder Balance was started in."""

FILE = Path("balance.toml")
MASK = "••••"
_PASSWORD = re.compile(r"([a-z][a-z0-9+.-]*://[^\s:/@]*:)([^\s@]+)(@)")
_OPTION = re.compile(r"([^\s?&=]+)=('[^']*'|[^\s&]*)")
LEVELS = ("debug", "info", "warning", "error")


class SettingsError(BalanceError):
    """Settings that cannot be used; the text lists every one with its mend."""


def _setting(
    default: str | int | float,
    meaning: str,
    least: float = 0,
    greatest: float = 0,
    choices: tuple[str, ...] = (),
    *,
    secret: bool = False,
) -> Any:  # noqa: ANN401
    told = {"meaning": meaning, "least": least, "greatest": greatest, "choices": choices, "secret": secret}
    return field(default=default, metadata=told)


@dataclass(frozen=True)
class Settings:
    """Every technical setting with its default."""

    database: str = _setting(
        "data/balance.duckdb", "the store, where `--database` is not given: a file, or a postgresql:// address"
    )
    port: int = _setting(8501, "the first port the dashboard tries", 1, 65535)
    store_memory_mb: int = _setting(512, "the most memory the database engine takes, in MB", 64, 1_000_000)
    store_threads: int = _setting(2, "how many threads the database engine uses", 1, 256)
    store_temporary_mb: int = _setting(
        2048, "the most disk the database engine takes for sorting, in MB", 0, 10_000_000
    )
    store_wait_seconds: float = _setting(10.0, "how long to wait for a store another program holds", 0, 600)
    store_idle_seconds: float = _setting(1.0, "how long after its last use the store's file is released", 0, 600)
    upload_mb: int = _setting(100, "the largest file that is read, in MB", 1, 10_000)
    load_seconds: int = _setting(28, "how long one file may take to read", 1, 3600)
    load_memory_mb: int = _setting(1100, "the most memory reading one file may take, in MB", 128, 1_000_000)
    load_unpacked_mb: int = _setting(900, "the most a workbook may unpack to, in MB", 1, 100_000)
    load_rows: int = _setting(1_048_576, "the most rows one sheet may have", 1, 1_000_000_000)
    load_cells: int = _setting(20_000_000, "the most cells between the first and the last of a sheet", 1, 1_000_000_000)
    watch_folder: str = _setting("", "the drop folder of the dashboard, where `serve --watch` does not name one")
    watch_settle_seconds: float = _setting(
        5.0, "how long a file in the drop folder must stay unchanged before it is read", 0.05, 3600
    )
    watch_look_seconds: float = _setting(2.0, "how often the drop folder is looked at", 0.05, 3600)
    locale: str = _setting(
        ENGLISH,
        "how numbers, money and dates are written, and the language where there is a file for it",
        choices=(*LOCALES, PSEUDO),
    )
    browser_sandbox: str = _setting(
        "yes", "whether the browser that prints packs boxes itself in; no where a container is the box",
        choices=("yes", "no"),
    )  # fmt: skip
    debug: str = _setting("", "when set, a fault of the program prints where it happened, for its developers")
    log_format: str = _setting("plain", "how the log's lines are written", choices=("plain", "json"))
    log_level: str = _setting("warning", "what the log tells and all that is graver", choices=LEVELS)
    metrics_port: int = _setting(0, "the port for metrics and readiness; 0: none", 0, 65535)
    metrics_address: str = _setting("127.0.0.1", "the address for metrics and readiness")
    metrics_token_file: str = _setting("", "a file that holds the token whoever reads metrics has to send")
    address: str = _setting("127.0.0.1", "the address the dashboard listens on; another one lets other machines in")
    hosts: str = _setting("", "the host names people open besides localhost, parted by commas")
    stop_seconds: float = _setting(45.0, "how long a stop waits for loads in progress", 0, 3600)
    backup_folder: str = _setting("", "where `backup --keep` writes its copies, and where doctor and metrics look")
    backup_max_age_hours: float = _setting(26.0, "how old the newest backup may be before doctor warns", 1, 100_000)
    keep_snapshots_days: int = _setting(0, "`retain` deletes snapshots loaded longer ago; 0: none", 0, 100_000)
    keep_originals_days: int = _setting(0, "`retain` deletes uploaded files loaded longer ago; 0: none", 0, 100_000)
    keep_audit_days: int = _setting(0, "`retain` deletes rows of the audit older than this; 0: none", 0, 100_000)
    store_password_file: str = _setting("", "a file that holds the password of a postgresql:// store, and nothing else")
    noticed_folder: str = _setting(
        "",
        "where sign-ins and refusals wait for a busy store; not set: beside its file, else where Balance was started",
    )
    sign_in: str = _setting("", "the file that says how people sign in and who may do what; without it nobody is asked")


@dataclass(frozen=True)
class Stated:
    """One setting in force: its value, where that comes from, and what it means. Secrets are masked."""

    name: str
    value: str | int | float
    source: str
    default: str | int | float
    meaning: str

    @property
    def variable(self) -> str:
        """The environment variable it is stated by."""
        return PREFIX + self.name.upper()


def load_settings(environment: Mapping[str, str] | None = None, file: Path | None = None) -> Settings:
    """The settings in force; SettingsError tells everything that is wrong with them."""
    if environment is not None or file is not None:
        return _read(environment, file)[0]
    now = _look()
    if _KEPT.get("look") != now:
        settings = _read(None, None)[0]
        _KEPT.update(look=now if _is_settled(now) else None, settings=settings)
    kept: Settings = _KEPT["settings"]
    return kept


SETTLED_NANOSECONDS = 200_000_000
_KEPT: dict[str, Any] = {}
"""The settings last read, and what they were read from: every answer of a screen asks for them many times."""

_Look = tuple[object, Path, tuple[int, int, int, int] | None]


def _look() -> _Look:
    """What settings are read from, as it is now: the environment, and which file, how large and when written."""
    inside = getattr(os.environ, "_data", None)  # to copy it takes a hundredth of reading it name by name
    environment = dict(os.environ if inside is None else inside)
    file = settings_file()
    try:
        seen = file.stat()
    except FileNotFoundError:
        return environment, file, None
    except OSError:  # what cannot be looked at is never taken as settled
        return environment, file, (0, 0, 0, time.time_ns())
    return environment, file, (seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns)


def _is_settled(look: _Look) -> bool:
    """Whether the file was not written just now: two changes in one tick of the clock look the same."""
    return look[2] is None or look[2][3] < time.time_ns() - SETTLED_NANOSECONDS


def stated_settings(environment: Mapping[str, str] | None = None, file: Path | None = None) -> tuple[Stated, ...]:
    """Every setting with its value, where it comes from and what it means; SettingsError as `load_settings`."""
    settings, places = _read(environment, file)
    return tuple(
        Stated(
            known.name,
            masked(getattr(settings, known.name), secret=known.metadata["secret"]),
            places.get(known.name, "default"),
            known.default,  # type: ignore[arg-type]
            known.metadata["meaning"],
        )
        for known in fields(Settings)
    )


def masked(value: str | int | float, *, secret: bool = False) -> str | int | float:
    """A value as it may be shown: a secret not at all, an address without its password.

    >>> masked("postgresql://balance:hush@db.example/balance")
    'postgresql://balance:••••@db.example/balance'
    >>> masked("postgresql://balance@db.example/balance?password=hush&sslmode=require")
    'postgresql://balance@db.example/balance?password=••••&sslmode=require'
    """
    if not isinstance(value, str) or not value:
        return value
    return MASK if secret else _OPTION.sub(_masked_option, _PASSWORD.sub(rf"\1{MASK}\3", value))


def _masked_option(found: re.Match[str]) -> str:
    """An option of an address; its name, too, may be written with escapes."""
    name, given = found.groups()
    return f"{name}={MASK if 'password' in unquote(name).lower() else given}"


def settings_file(environment: Mapping[str, str] | None = None) -> Path:
    """The file settings are read from: the one the environment names, else `balance.toml` where Balance was started."""
    named = (os.environ if environment is None else environment).get(FILE_NAMED_BY, "").strip()
    return Path(named) if named else FILE


def require_named_file() -> None:
    """SettingsError at a start where the file of settings that the environment names is not there: a slip in its name
    would have the store sought where the defaults say. What goes away later is as if it said nothing.
    """
    file = settings_file()
    if file != FILE and not file.exists():
        raise SettingsError(f"{file}, which {FILE_NAMED_BY} names, is not there. Name the file of settings.")


def _read(environment: Mapping[str, str] | None, file: Path | None) -> tuple[Settings, dict[str, str]]:
    """The settings and where each stated one comes from."""
    given = os.environ if environment is None else environment
    stated = dict(_from_file(file or settings_file(given))) | dict(_from_environment(given))
    known = {setting.name: setting for setting in fields(Settings)}
    values: dict[str, Any] = {}
    problems: list[str] = []
    for name, (place, raw) in stated.items():
        if name not in known:
            near = difflib.get_close_matches(name, list(known), n=1)
            if near or not place.startswith("environment"):
                wish = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}."
                problems.append(f"{place}: there is no such setting. {wish}")
            continue
        told = known[name].metadata
        try:
            values[name] = _value(raw, type(known[name].default), told)
        except ValueError as wrong:
            shown = repr(MASK) if told["secret"] else repr(masked(raw) if isinstance(raw, str) else raw)
            problems.append(f"{place}: found {shown}, expected {wrong}.")
    if problems:
        raise SettingsError("The settings cannot be used:\n" + "\n".join(f"- {problem}" for problem in problems))
    return Settings(**values), {name: place for name, (place, _) in stated.items()}


def _from_environment(environment: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, object]]]:
    for name, value in environment.items():
        if name.startswith(PREFIX) and name != FILE_NAMED_BY and value.strip():
            yield name.removeprefix(PREFIX).lower(), (f"environment {name}", value)


def _from_file(file: Path) -> Iterator[tuple[str, tuple[str, object]]]:
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as wrong:
        raise SettingsError(f"{file} cannot be read ({wrong}). Mend it or take it away.") from wrong
    try:
        stated = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise SettingsError(f"{file} is not valid TOML: {wrong}. Mend that line.") from wrong
    for name, value in stated.items():
        yield name, (f"{file} {name}", value)


def _value(raw: object, kind: type, bounds: Mapping[str, Any]) -> str | int | float:
    if kind is str:
        if not isinstance(raw, str) or not raw.strip():
            raise ValueError(f"text: {bounds['meaning']}")
        if bounds["choices"] and raw.strip() not in bounds["choices"]:
            raise ValueError(f"one of {', '.join(bounds['choices'])}")
        return raw.strip()
    wanted = f"a {'whole ' if kind is int else ''}number from {bounds['least']:g} to {bounds['greatest']:g}"
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise ValueError(wanted)
    try:
        number = float(raw)
    except ValueError:
        raise ValueError(wanted) from None
    if not bounds["least"] <= number <= bounds["greatest"] or (kind is int and number != int(number)):
        raise ValueError(wanted)
    return int(number) if kind is int else number
