"""The dashboard's server: start to first page, a page's rerun and memory when idle, beside a bare Streamlit page.

The visitor here is a connection that asks for a page and listens until the script has ended, so that
what is measured is the server and not a browser.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from balance.screens import SCREENS
from benchmarks.measurement import Measurement, against
from benchmarks.sample_store import sample_store

ROOT = Path(__file__).resolve().parents[1]
BARE_PAGE = ROOT / "benchmarks" / "bare_page.py"
STARTS = 3
RERUNS = 15
IDLE_SECONDS = 5.0
FIRST_PAGE_LIMIT = 2.0
MEMORY_LIMIT_MB = 300.0
MEGABYTE = 2**20


@dataclass(frozen=True)
class Running:
    """A server with the moment it was started and the address it is asked at."""

    process: psutil.Process
    port: int
    started: float

    @property
    def family(self) -> list[psutil.Process]:
        """The process and all its children."""
        return [self.process, *self.process.children(recursive=True)]

    @property
    def processor_ms(self) -> float:
        """Processor time of the server so far."""
        return sum(sum(one.cpu_times()[:2]) for one in self.family) * 1000

    @property
    def memory_mb(self) -> tuple[float, float]:
        """Resident memory of all its processes, and the part of it that is theirs alone."""
        resident = sum(one.memory_info().rss for one in self.family)
        own = sum(one.memory_full_info().uss for one in self.family)
        return resident / MEGABYTE, own / MEGABYTE


def measure() -> list[Measurement]:
    """Starts in turns with a bare page, then reruns of every page, then memory."""
    ours = ["-m", "balance", "serve", "--database", sample_store(), "--no-browser", "--port"]
    bare = ["-m", "streamlit", "run", str(BARE_PAGE), "--server.headless=true", "--server.port"]
    starts = [(first_page(ours), first_page(bare)) for _ in range(STARTS)]
    return [*first_page_figures(starts), *rerun_figures(ours, bare)]


@dataclass(frozen=True)
class FirstPage:
    """From the start of a server: when its first page was on the screen, and when nothing more came; in ms."""

    shown: float
    processor: float
    complete: float


def first_page_figures(starts: list[tuple[FirstPage, FirstPage]]) -> list[Measurement]:
    """Start to first page by the clock on the wall and by processor time, each against the bare page's."""

    def middle(part: str) -> tuple[float, float]:
        ours, bare = ([getattr(start[who], part) for start in starts] for who in (0, 1))
        return statistics.median(ours), statistics.median(bare)

    return [
        against("server start to first page, elapsed", *middle("shown"), FIRST_PAGE_LIMIT),
        against("server start to first page, processor", *middle("processor"), FIRST_PAGE_LIMIT),
        against("server start until the first page is complete, elapsed", *middle("complete")),
    ]


def first_page(words: list[str]) -> FirstPage:
    """A visitor who comes as soon as the server answers."""
    with running(words, "health") as server, visitor(server.port) as socket_:
        shown, processor = ask(socket_, clock=lambda: (time.monotonic(), server.processor_ms))
        return FirstPage((shown - server.started) * 1000, processor, (time.monotonic() - server.started) * 1000)


def rerun_figures(ours: list[str], bare: list[str]) -> list[Measurement]:
    """Each page's rerun against the bare page's, and the server's memory some seconds after the last visit."""
    with running(ours, "script-health-check") as server, running(bare, "health") as floor:
        with visitor(server.port) as ours_, visitor(floor.port) as bare_:
            ask(bare_)
            figures = [
                rerun_figure(screen.title, screen.path.strip("/"), (server, ours_), (floor, bare_))
                for screen in SCREENS
            ]
        time.sleep(IDLE_SECONDS)
        resident, own = server.memory_mb
        return [
            *figures,
            Measurement("memory of the idle server, resident", resident, "MB", limit=MEMORY_LIMIT_MB),
            Measurement("memory of the idle server, without files that are mapped and shared", own, "MB"),
        ]


Side = tuple[Running, ClientConnection]


def rerun_figure(title: str, page: str, ours: Side, bare: Side) -> Measurement:
    """The mean processor time of a page's rerun, in turns with the bare page's."""
    ask(ours[1], page)
    spent = [(rerun(ours, page), rerun(bare, "")) for _ in range(RERUNS)]
    value, floor = (statistics.fmean(column) for column in zip(*spent, strict=True))
    return against(f"rerun of the page {title}, processor", value, floor)


def rerun(side: Side, page: str) -> float:
    """Processor time in ms that one more run of the page costs its server."""
    server, socket_ = side
    before = server.processor_ms
    ask(socket_, page)
    return server.processor_ms - before


def ask(
    visitor_: ClientConnection,
    page: str = "",
    clock: Callable[[], tuple[float, float]] | None = None,
    patience: float = 60.0,
) -> tuple[float, float]:
    """Ask for a page and listen until its script has ended; what the clock said when its last element arrived.

    A script that runs itself again has shown its page before it does so: the clock stops there.
    """
    request = BackMsg()
    request.rerun_script.page_name = page
    visitor_.send(request.SerializeToString())
    shown, last, again = None, (0.0, 0.0), True
    while again:
        answer = ForwardMsg.FromString(visitor_.recv(timeout=patience))
        kind = answer.WhichOneof("type")
        if kind == "delta" and shown is None and clock is not None:
            last = clock()
        if kind == "script_finished":
            shown = shown or last
            again = answer.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
    return shown or last


@contextmanager
def visitor(port: int) -> Iterator[ClientConnection]:
    """A visitor's connection to a server."""
    with connect(f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=["streamlit"], max_size=None) as opened:
        yield opened


@contextmanager
def running(words: list[str], probe: str, **settings: object) -> Iterator[Running]:
    """A server on a free port, from its start until it is no longer needed; `settings` go to its environment."""
    port, started = free_port(), time.monotonic()
    environment = os.environ | {name: str(value) for name, value in settings.items()}
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, *words, str(port)], cwd=ROOT, stdout=said, stderr=said, env=environment
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/{probe}", process, said)
            yield Running(psutil.Process(process.pid), port, started)
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_for(url: str, process: subprocess.Popen[bytes], said: IO[bytes], seconds: float = 60.0) -> None:
    """Until an address answers; a server that never does is shown with what it said."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=seconds) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.02)
    said.seek(0)
    raise TimeoutError(f"{url} did not answer. The server said:\n{said.read().decode(errors='replace')}")


def free_port() -> int:
    """A port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
