"""The dashboard's server: started with safe settings on this machine only, and warmed before the first visit."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from balance.errors import BalanceError
from balance.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
"""The project: where `dashboard.py` and its settings stand."""

ADDRESS = "127.0.0.1"
TRIED_PORTS = 20
START_SECONDS = 60

FRUGAL = {"MALLOC_ARENA_MAX": "2"}
"""Each thread of the server with a heap of its own would keep tens of megabytes that nobody uses (Linux only)."""


def serve(database: str, *, port: int | None = None, browser: bool = True, watch: Path | None = None) -> int:
    """Run the dashboard until it is stopped; returns the server's exit status.

    Without a port the first free one from the setting's on is taken. A port that is in use is refused.
    A drop folder is watched by this process meanwhile, while another one makes the pages: neither waits for the other.
    """
    chosen = _port(port)
    with _watching(database, watch):
        return _run(database, chosen, browser)


def _watching(database: str, folder: Path | None) -> AbstractContextManager[None]:
    stated = load_settings().watch_folder
    if folder is None and not stated:
        return nullcontext()
    from balance import watching

    return watching.watching(database, folder or Path(stated), lambda line: print(line, file=sys.stderr, flush=True))


def _run(database: str, chosen: int, browser: bool) -> int:
    process = subprocess.Popen(_command(chosen), cwd=ROOT, env=os.environ | FRUGAL | {"BALANCE_DATABASE": database})
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    threading.Thread(target=_welcome, args=(chosen, browser), daemon=True).start()
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.terminate()
        return process.wait() and 0


def _command(port: int) -> list[str]:
    options = {
        "server.port": port,
        "server.address": ADDRESS,
        "server.headless": "true",
        "server.maxUploadSize": load_settings().upload_mb,
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    return [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard.py"), *flags]


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
    if not _answers(f"{address}/_stcore/script-health-check"):
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
