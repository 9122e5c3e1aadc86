"""The dashboard's server: started with safe settings on this machine only, and warmed before the first visit."""

from __future__ import annotations

import gc
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path

from balance import frugal, logs, metrics, noticing, people, roles, stopping
from balance.application import DASHBOARD, application, options
from balance.door import CHECK, KEY, LOCAL
from balance.errors import BalanceError
from balance.happening import happened
from balance.opening import hindrances, refuse
from balance.places import ROOT
from balance.settings import FILE_NAMED_BY, Settings, load_settings, settings_file
from balance.sign_in import SignIn, sign_in

HERE = "127.0.0.1"
TRIED_PORTS = 20
START_SECONDS = 60
"""After this long the person who waits is told what takes so long; it is gone on with."""

PAGE_SECONDS = 120
"""How long to wait for an answer about a page: longer than the server itself looks at one."""

AGAIN_SECONDS = 5.0
"""How long to wait, from then on, before the first page is tried again where it could not be made."""

_MADE = threading.Event()
"""Set when the first page was made: until then no other thread may load the rooms, or both find them half loaded."""

_KEY = secrets.token_urlsafe()
"""The word by which this process asks its own server for the first page; nobody else learns it."""


def serve(database: str, *, port: int | None = None, browser: bool = True, watch: Path | None = None) -> int:
    """Run the dashboard until it is stopped; returns the server's exit status.

    Without a port the first free one from the setting's on is taken. A port that is in use is refused.
    Where a drop folder is watched, this process does that, and another makes the pages: neither waits for the other.
    """
    settings = load_settings()
    refuse(hindrances(settings, port=port, watch="" if watch is None else str(watch)))
    rules = sign_in()
    chosen = _port(port, settings)
    place = database if "://" in database else str(Path(database).absolute())
    _understand(place)
    if settings_file().is_file():
        os.environ[FILE_NAMED_BY] = str(settings_file().absolute())  # it holds from where it was said
    if watch is None and not settings.watch_folder:
        return pages(place, chosen, browser)
    frugal.be_frugal()
    from balance import watching

    if rules is not None:
        roles.ask_with(lambda: people.from_machine(rules))
        noticing.begin(place)
        noticing.seek()
    logs.begin(settings.log_format, settings.log_level)
    _measure(place, settings, settings.metrics_port + 1)
    told = _to_person if settings.log_format == "plain" else _to_nobody
    with watching.watching(place, watch or Path(settings.watch_folder), told):
        return _in_another_process(place, chosen, browser)


def _understand(place: str) -> None:
    """BalanceError where no store can ever be at an address, such as one that shows its password to every account."""
    if "://" in place:
        from balance import store

        store.store_at(place)


def pages(database: str, port: int, browser: bool) -> int:
    """Make the pages in this process until it is stopped; returns the exit status."""
    rules = sign_in()
    if rules is not None:
        roles.ask_with(lambda: roles.NOBODY)  # until the screens can say who it is
        noticing.begin(database)
        os.environ["BALANCE_SIGN_IN"] = str(Path(load_settings().sign_in).expanduser().absolute())
    os.environ["BALANCE_DATABASE"] = database
    _hold_places(load_settings())
    frugal.be_frugal()
    settings = load_settings()
    logs.begin(settings.log_format, settings.log_level)
    gc.disable()  # until the first page: there is nothing to collect, and looking for it costs a tenth of the start
    os.chdir(ROOT)  # where the server looks for its settings
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: sys.exit(0))  # until the server minds the signals itself
    stopping.in_peace(settings.stop_seconds, _to_person if settings.log_format == "plain" else _to_nobody)
    _measure(database, settings, settings.metrics_port, until=_MADE)
    threading.Thread(target=_welcome, args=(port, browser), daemon=True).start()
    try:
        return _run(port, settings, rules)
    finally:
        noticing.finish()
        happened("stopped")
        gc.unfreeze()  # libraries complain at the end about what was never collected


def _hold_places(settings: Settings) -> None:
    """A file or folder of the settings holds from where it was said, also once the server works elsewhere."""
    if settings.metrics_token_file:
        os.environ["BALANCE_METRICS_TOKEN_FILE"] = str(Path(settings.metrics_token_file).expanduser().absolute())
    if settings.backup_folder:
        os.environ["BALANCE_BACKUP_FOLDER"] = str(Path(settings.backup_folder).absolute())
    if settings.noticed_folder:
        os.environ["BALANCE_NOTICED_FOLDER"] = str(Path(settings.noticed_folder).expanduser().absolute())


def _in_another_process(database: str, port: int, browser: bool) -> int:
    words = [sys.executable, "-m", "balance.serve", database, str(port), "browser" if browser else "none"]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # before there is anything that could be left behind
    process = subprocess.Popen(words)
    try:
        return process.wait()
    except KeyboardInterrupt:  # the other process was told so too, and may have a load to finish
        process.wait()
        return 0
    finally:
        process.terminate()
        process.wait()


def _run(port: int, settings: Settings, rules: SignIn | None) -> int:
    """The server in this process: it costs neither a second Python nor a second start."""
    sys.argv = [str(DASHBOARD)]
    try:
        application(settings, rules, _KEY, _MADE.is_set).run(config=options(port, settings, rules))
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


def _measure(database: str, settings: Settings, port: int, until: threading.Event | None = None) -> None:
    """Answer with metrics and readiness, where a port is set for them; nobody is sent here before `until` is set."""
    if settings.metrics_port:
        token = metrics.token_in(settings.metrics_token_file)
        counted = metrics.Metrics(database, settings.backup_folder)
        starting = "Balance is starting."
        ready = lambda: starting if until and not until.is_set() else not_ready(database)  # noqa: E731
        metrics.serve(counted, settings.metrics_address, port, ready, token)


def not_ready(database: str) -> str:
    """Why nobody should be sent here just now; empty when the store can be read, or there is none yet."""
    from balance import store  # the server is up before the rooms are loaded

    if stopping.stopping():
        return "Balance is being stopped."
    try:
        kept = store.existing_store(database)
        if kept is not None:
            with roles.acting_as(roles.machine_user()):  # whoever asks learns whether, and nothing else
                store.list_snapshots(kept)
    except BalanceError as refused:
        return str(refused)
    return ""


def _to_person(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _to_nobody(_: str) -> None:
    """With a log of JSON lines, what a person would be told stands there as events."""


def _collect_garbage_from_here() -> None:
    """What is there after the first page stays: it is never searched for garbage again."""
    gc.collect()
    gc.freeze()
    gc.collect()  # the collector now knows how little is left to search, and does so often enough
    gc.enable()


def _port(wanted: int | None, settings: Settings) -> int:
    if wanted is not None:
        if not _free(settings.address, wanted):
            raise BalanceError(f"Port {wanted} is in use. Choose another with --port, or leave it out.")
        return wanted
    first = settings.port
    tried = range(first, min(first + TRIED_PORTS, 65536))
    free = next((port for port in tried if _free(settings.address, port)), None)
    if free is None:
        raise BalanceError(f"No free port from {first} on. Choose one with --port.")
    return free


def _free(address: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True


def _welcome(port: int, browser: bool) -> None:
    """Run the first script before a person does: it pays for the imports and settles the menu."""
    listens = load_settings().address
    here = HERE if listens in {"0.0.0.0", "::"} else f"[{listens}]" if ":" in listens else listens  # noqa: S104
    address = f"http://{here}:{port}"
    _make_first_page(f"{address}{CHECK}")
    _collect_garbage_from_here()
    _MADE.set()
    noticing.seek()
    happened("ready", port=port)
    if load_settings().log_format == "plain":
        _to_person(f"Balance is ready: {address}  (Ctrl+C stops it)")
    if browser and _has_screen():
        webbrowser.open(address)


def _make_first_page(url: str) -> None:
    """Have the server make its first page, however long that takes; whoever waits is told once why it takes long.

    What was read and worked out for a page that took too long is kept, and the next one goes on from there.
    """
    asked = urllib.request.Request(url, headers={"Host": LOCAL[0], KEY.decode(): _KEY})  # noqa: S310 - our own address
    late, told = time.monotonic() + START_SECONDS, False
    while hindered := _hindrance(asked):
        if not told and time.monotonic() >= late:
            told = True
            gc.enable()
            happened("slow start")
            _to_person(hindered)
        time.sleep(AGAIN_SECONDS if told else 0.1)


def _hindrance(asked: urllib.request.Request) -> str:
    """What keeps the server from its first page; empty where it was made. It is asked by its name on this machine."""
    at_work = "Balance is still starting: a large store is read and worked out once, which may take some minutes."
    try:
        with urllib.request.urlopen(asked, timeout=PAGE_SECONDS):  # noqa: S310 - our own address
            return ""
    except urllib.error.HTTPError as refused:
        if refused.read().strip() == b"timeout":
            return at_work
    except TimeoutError:
        return at_work
    except (urllib.error.URLError, ConnectionError):
        pass
    return f"The dashboard could not make its first page within {START_SECONDS} s; see the messages above."


def _has_screen() -> bool:
    return sys.platform in {"win32", "darwin"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    try:
        sys.exit(pages(sys.argv[1], int(sys.argv[2]), browser=sys.argv[3] == "browser"))
    except BalanceError as refused:
        _to_person(str(refused))
        sys.exit(2)
