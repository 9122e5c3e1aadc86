"""What keeps the dashboard from being opened as it is set up: all of it at once, before anybody is let in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from balance import metrics
from balance.door import LOCAL, host_of
from balance.errors import BalanceError
from balance.settings import Settings, SettingsError
from balance.sign_in import SignIn, sign_in


def hindrances(settings: Settings, *, port: int | None = None, watch: str = "") -> list[str]:
    """Why the dashboard cannot be opened with these settings, each in sentences with its mend; none where it can.

    The sign-in file is the one that the setting in force names. `port` and `watch` stand for the settings of that name.

    >>> hindrances(Settings(address="0.0.0.0", metrics_port=8501))[1]
    'BALANCE_METRICS_PORT is 8501, which the dashboard itself takes. Name another.'
    """
    rules, told = _signing_in()
    return [
        *told,
        *([] if told else _letting_in(settings, rules)),
        *_misspelt(settings),
        *_measuring(settings, port or settings.port, watching := watch or settings.watch_folder),
        *_dropping(watching),
    ]


def refuse(told: list[str]) -> None:
    """BalanceError with everything that was told; nothing where there is nothing."""
    if told:
        lines = "".join("\n- " + one.replace("\n", "\n  ") for one in told)
        raise BalanceError(told[0] if len(told) == 1 else f"Balance cannot be opened:{lines}")


def hosts(settings: Settings, rules: SignIn | None) -> tuple[str, ...]:
    """The names under which people may open Balance."""
    return tuple(dict.fromkeys(filter(None, (*LOCAL, *_stated(settings), rules.host if rules else ""))))


def _stated(settings: Settings) -> Iterator[str]:
    return (host.strip().lower() for host in settings.hosts.split(",") if host.strip())


def _signing_in() -> tuple[SignIn | None, list[str]]:
    try:
        return sign_in(), []
    except SettingsError as wrong:
        return None, [str(wrong)]


def _letting_in(settings: Settings, rules: SignIn | None) -> Iterator[str]:
    """Other machines are let in only where it is said under which name they come."""
    if settings.address not in LOCAL and hosts(settings, rules) == tuple(LOCAL):
        yield (
            f"BALANCE_ADDRESS is {settings.address}, which lets other machines in. "
            "Say with BALANCE_HOSTS under which host name people open Balance, or listen on 127.0.0.1."
        )


def _misspelt(settings: Settings) -> Iterator[str]:
    """Under a name that no request can carry nobody would be answered."""
    for host in _stated(settings):
        if host_of(host) != host and host_of(f"[{host}]") != host:
            yield f"BALANCE_HOSTS holds {host}. Name hosts alone, without scheme, port or path: balance.example.com."


def _measuring(settings: Settings, port: int, watching: str) -> Iterator[str]:
    if not settings.metrics_port:
        return
    if port in (settings.metrics_port, settings.metrics_port + bool(watching)):
        yield f"BALANCE_METRICS_PORT is {settings.metrics_port}, which the dashboard itself takes. Name another."
    try:
        metrics.token_in(settings.metrics_token_file)
    except BalanceError as wrong:
        yield str(wrong)


def _dropping(folder: str) -> Iterator[str]:
    if not folder:
        return
    try:
        next(Path(folder).iterdir(), None)
    except OSError as wrong:
        yield f"The drop folder {folder} cannot be read ({wrong.strerror or wrong}). Name a folder that can."
