"""Metrics for Prometheus, and whether the dashboard is ready, on a port of their own; none unless one is set.

`/metrics` counts what happens, `/ready` answers 200 when the store can be read and 503 with the reason when not.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from hmac import compare_digest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from balance import MODEL_VERSION, __version__
from balance.door import LOCAL, host_of
from balance.errors import BalanceError
from balance.happening import Facts, listen

if TYPE_CHECKING:
    from prometheus_client import Gauge

ACTIVE_SECONDS = 300.0
READY_KEPT_SECONDS = 5.0
"""How long an answer about readiness holds: whoever asks often does not keep the store from others."""

PATIENCE_SECONDS = 10.0
"""How long to wait for somebody who began to ask and says no more."""

LEAST_TOKEN = 16
"""The fewest letters of a token that nobody guesses."""

SHORT = (0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5)
LONG = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

Ready = Callable[[], str]
"""Why the dashboard is not ready; empty when it is."""


class Metrics:
    """Everything that is counted, fed by what happens."""

    def __init__(self, database: str, backup_folder: str = "") -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
        from prometheus_client import disable_created_metrics as without_times_of_making

        without_times_of_making()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        own = self.registry
        ProcessCollector(registry=own)
        self.loads = Counter("balance_loads", "Loads by outcome", ["outcome"], registry=own)
        self.refused = Counter("balance_files_refused", "Files of loads that were refused", registry=own)
        self.rows = Counter("balance_rows_loaded", "Rows kept by loads", registry=own)
        self.load_seconds = Histogram("balance_load_seconds", "How long loads took", buckets=LONG, registry=own)
        self.page_seconds = Histogram(
            "balance_page_seconds", "How long pages took to make", ["page"], buckets=LONG, registry=own
        )
        self.slider_seconds = Histogram(
            "balance_slider_seconds", "How long a slider's answer took", buckets=SHORT, registry=own
        )
        self.errors = Counter("balance_errors", "Faults of the program by kind", ["kind"], registry=own)
        self.ready = Gauge("balance_ready", "1 when the store could be read at the last look, else 0", registry=own)
        self._seen: dict[str, float] = {}
        self._gauges(Gauge, database, backup_folder)

    def _gauges(self, gauge: type[Gauge], database: str, backup_folder: str) -> None:
        """What is looked up when somebody asks."""
        own = self.registry
        info = gauge("balance_info", "Version of program and model", ["version", "model"], registry=own)
        info.labels(__version__, MODEL_VERSION).set(1)
        gauge("balance_sessions_active", "Visitors of the last five minutes", registry=own).set_function(self._active)
        if "://" not in database:
            gauge("balance_store_bytes", "Size of the store's file", registry=own).set_function(
                lambda: _size(Path(database))
            )
        if backup_folder:
            age = gauge("balance_backup_age_seconds", "Age of the newest backup; NaN without one", registry=own)
            age.set_function(lambda: _age(Path(backup_folder)))

    def hear(self, event: str, facts: Facts) -> None:
        """Count one event."""
        seconds = float(facts.get("seconds", 0.0))
        if event in ("load", "load refused"):
            self.loads.labels(str(facts.get("outcome", ""))).inc()
            self.load_seconds.observe(seconds)
            self.rows.inc(float(facts.get("rows", 0)))
            self.refused.inc(float(facts.get("files", 0)) if event == "load refused" else 0)
        elif event == "page" and facts.get("session"):  # the first page, made at the start, keeps nobody waiting
            self.page_seconds.labels(str(facts["page"])).observe(seconds)
        elif event == "slider":
            self.slider_seconds.observe(seconds)
        elif event == "fault seen":
            self.errors.labels(str(facts["kind"])).inc()
        if facts.get("session"):
            self._seen[str(facts["session"])] = time.monotonic()

    def text(self) -> bytes:
        """Everything as Prometheus reads it."""
        from prometheus_client import generate_latest

        return generate_latest(self.registry)

    def _active(self) -> float:
        since = time.monotonic() - ACTIVE_SECONDS
        self._seen = {session: at for session, at in list(self._seen.items()) if at >= since}
        return len(self._seen)


def serve(metrics: Metrics, address: str, port: int, ready: Ready, token: str = "") -> ThreadingHTTPServer:
    """Answer `/metrics` and `/ready` in threads of their own; BalanceError where the port cannot be taken.

    With a token, metrics and why the dashboard is not ready are for whoever sends it as `Authorization: Bearer`. Where
    only this machine is answered, no other name of it is: a web page may have its own name lead here.
    """
    kept = _Kept(ready)

    class Answering(BaseHTTPRequestHandler):
        server_version, sys_version = "Balance", ""
        timeout = PATIENCE_SECONDS

        def do_GET(self) -> None:
            place = self.path.partition("?")[0]
            if address in LOCAL and host_of(self.headers.get("Host", "")) not in (*LOCAL, ""):
                self._send(400, "text/plain", b"Metrics are not known under this name.\n")
            elif place == "/metrics" and not self._is_trusted():
                self._send(401, "text/plain", b"Metrics are for whoever sends the token.\n")
            elif place == "/metrics":
                metrics.ready.set(not kept.why())
                self._send(200, "text/plain; version=0.0.4; charset=utf-8", metrics.text())
            elif place == "/ready":
                why = kept.why()
                told = {"ready": not why} | ({"reason": why} if why and self._is_trusted() else {})
                self._send(503 if why else 200, "application/json", json.dumps(told).encode())
            else:
                self._send(404, "text/plain", b"There are /metrics and /ready.\n")

        def _is_trusted(self) -> bool:
            sent = self.headers.get("Authorization", "").encode("latin-1")
            return not token or compare_digest(sent, f"Bearer {token}".encode())

        def _send(self, status: int, kind: str, content: bytes) -> None:
            self.send_response(status)
            for name, value in (
                ("Content-Type", kind),
                ("Content-Length", str(len(content))),
                ("Cache-Control", "no-store"),
                *((("WWW-Authenticate", "Bearer"),) if status == 401 else ()),
            ):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Whoever asks every few seconds is not worth a line."""

    try:
        server = _Server((address, port), Answering)
    except OSError as refused:
        said = f"Port {port} of {address} for metrics cannot be taken ({refused.strerror})."
        raise BalanceError(f"{said} Set another with BALANCE_METRICS_PORT.") from refused
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    listen(metrics.hear)
    return server


def token_in(file: str) -> str:
    """The token a file holds and nothing else, empty where none is named; BalanceError where it cannot be used."""
    if not file:
        return ""
    mend = "Name another with BALANCE_METRICS_TOKEN_FILE."
    try:
        token = Path(file).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as wrong:
        raise BalanceError(f"The file with the token for metrics, {file}, cannot be read. {mend}") from wrong
    if len(token) < LEAST_TOKEN or not token.isascii() or not token.isprintable():
        raise BalanceError(f"The token for metrics in {file} needs at least {LEAST_TOKEN} plain letters. {mend}")
    return token


class _Server(ThreadingHTTPServer):
    """At an address of either kind; at `::` it answers both, as the dashboard's own server does."""

    daemon_threads = True

    def __init__(self, place: tuple[str, int], answering: type[BaseHTTPRequestHandler]) -> None:
        self.address_family = socket.AF_INET6 if ":" in place[0] else socket.AF_INET
        super().__init__(place, answering)

    def server_bind(self) -> None:
        if self.address_family == socket.AF_INET6:
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        super().server_bind()


class _Kept:
    """The last answer about readiness, for a few seconds."""

    def __init__(self, ask: Ready) -> None:
        self._ask, self._lock, self._at, self._why = ask, threading.Lock(), -READY_KEPT_SECONDS, ""

    def why(self) -> str:
        with self._lock:
            if time.monotonic() - self._at >= READY_KEPT_SECONDS:
                self._why, self._at = self._ask(), time.monotonic()
            return self._why


def _size(file: Path) -> float:
    return float(file.stat().st_size) if file.is_file() else 0.0


def _age(folder: Path) -> float:
    newest = max((file.stat().st_mtime for file in folder.glob("*.duckdb")), default=None)
    return float("nan") if newest is None else time.time() - newest
