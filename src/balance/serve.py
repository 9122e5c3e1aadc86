"""The dashboard's server: started with safe settings on this machine only, and warmed before the first visit."""

from __future__ import annotations

import gc
import os
import runpy
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

from balance import frugal
from balance.errors import BalanceError
from balance.places import ROOT
from balance.settings import load_settings

ADDRESS = "127.0.0.1"
TRIED_PORTS = 20
START_SECONDS = 60


def serve(database: str, *, port: int | None = None, browser: bool = True, watch: Path | None = None) -> int:
    """Run the dashboard until it is stopped; returns the server's exit status.

    Without a port the first free one from the setting's on is taken. A port that is in use is refused.
    Where a drop folder is watched, this process does that, and another makes the pages: neither waits for the other.
    """
    chosen = _port(port)
    place = database if "://" in database else str(Path(database).absolute())
    stated = load_settings().watch_folder
    if watch is None and not stated:
        return pages(place, chosen, browser)
    frugal.be_frugal()
    from balance import watching

    with watching.watching(place, watch or Path(stated), lambda line: print(line, file=sys.stderr, flush=True)):
        return _in_another_process(place, chosen, browser)


def pages(database: str, port: int, browser: bool) -> int:
    """Make the pages in this process until it is stopped; returns the exit status."""
    os.environ["BALANCE_DATABASE"] = database
    frugal.be_frugal()
    gc.disable()  # until the first page: there is nothing to collect, and looking for it costs a tenth of the start
    os.chdir(ROOT)  # where the server looks for its settings
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: sys.exit(0))  # until the server minds the signals itself
    threading.Thread(target=_welcome, args=(port, browser), daemon=True).start()
    try:
        return _run(_words(port))
    finally:
        gc.unfreeze()  # libraries complain at the end about what was never collected


def _in_another_process(database: str, port: int, browser: bool) -> int:
    words = [sys.executable, "-m", "balance.serve", database, str(port), "browser" if browser else "none"]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # before there is anything that could be left behind
    process = subprocess.Popen(words)
    try:
        return process.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        process.terminate()
        process.wait()


def _run(words: list[str]) -> int:
    """Streamlit's command line, in this process: it costs neither a second Python nor a second start."""
    sys.argv = words
    try:
        runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


def _words(port: int) -> list[str]:
    options = {
        "server.port": port,
        "server.address": ADDRESS,
        "server.headless": "true",
        "server.maxUploadSize": load_settings().upload_mb,
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    return ["streamlit", "run", str(ROOT / "dashboard.py"), *flags]


def _collect_garbage_from_here() -> None:
    """What is there after the first page stays: it is never searched for garbage again."""
    gc.collect()
    gc.freeze()
    gc.collect()  # the collector now knows how little is left to search, and does so often enough
    gc.enable()


def _port(wanted: int | None) -> int:
    if wanted is not None:
        if not _free(wanted):
            raise BalanceError(f"Port {wanted} is in use. Choose another with --port, or leave it out.")
        return wanted
    first = load_settings().port
    free = next((port for port in range(first, min(first + TRIED_PORTS, 65536)) if _free(port)), None)
    if free is None:
        raise BalanceError(f"No free port from {first} on. Choose one with --port.")
    return free


def _free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            return False
    return True


def _welcome(port: int, browser: bool) -> None:
    """Run the first script before a person does: it pays for the imports and settles the menu."""
    address = f"http://{ADDRESS}:{port}"
    answers = _answers(f"{address}/_stcore/script-health-check")
    _collect_garbage_from_here()
    if not answers:
        print(f"The dashboard did not answer within {START_SECONDS} s; see the messages above.", file=sys.stderr)
        return
    print(f"Balance is ready: {address}  (Ctrl+C stops it)", file=sys.stderr, flush=True)
    if browser and _has_screen():
        webbrowser.open(address)


def _answers(url: str) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=START_SECONDS) as answer:  # noqa: S310 - our own address
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    return False


def _has_screen() -> bool:
    return sys.platform in {"win32", "darwin"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(pages(sys.argv[1], int(sys.argv[2]), browser=sys.argv[3] == "browser"))
