"""The server as a program: one process, ready when it says so, and gone when it is told to go."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import psutil
import pytest
from tests.own_port import free_port, has_ipv6

from balance import serve

SOURCE = Path(__file__).resolve().parents[1] / "src"
SECONDS = 120
SLIPS = {"BASE_URL_PATH": "elsewhere", "ENABLE_AGENT_API": "true", "TRUSTED_USER_HEADERS": '{"X-Mail": "email"}'}
"""Variables of the server's own that would lead past the door and the sign-in."""


def started(database: str, port: int, folder: Path, *more: str) -> subprocess.Popen[str]:
    words = ["-m", "balance", "serve", "--no-browser", "--database", database, "--port", str(port), *more]
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(SOURCE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(server: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit status and what it still said."""
    try:
        return server.wait(timeout=SECONDS), server.communicate()[1]
    finally:
        server.kill()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals are sent the way of POSIX")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl+C", "terminated"])
def test_it_says_where_it_is_serves_and_goes_in_peace(sample_store, tmp_path, how, monkeypatch):
    for name, value in SLIPS.items():
        monkeypatch.setenv(f"STREAMLIT_SERVER_{name}", value)
    port, database = free_port(), Path(sample_store)
    server = started(os.path.relpath(database, tmp_path), port, tmp_path)  # a path holds from where it was said
    try:
        said = next(line for line in server.stderr if "ready" in line)
        assert f"http://127.0.0.1:{port}" in said
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/app/static/favicon.png", timeout=SECONDS) as icon:
            assert icon.headers["content-type"] == "image/png"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=SECONDS) as page:
            assert page.status == 200
        for place in ("/_stcore/metrics", "/_stcore/agent/openapi.json"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(f"http://127.0.0.1:{port}{place}", timeout=SECONDS)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/script-health-check", timeout=SECONDS) as made:
            assert made.read() == b"ok\n"
        assert psutil.Process(server.pid).children(recursive=True) == []
        server.send_signal(how)
        assert ended(server) == (0, "")
        assert not (tmp_path / "data").exists()
    finally:
        server.kill()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=1)


def answer(address: str, **headers: str) -> str:
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=SECONDS) as told:
        return str(told.read().decode())


@pytest.mark.slow
@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_at_every_address_of_either_kind_it_answers_and_the_page_made_at_the_start_is_no_visitor(
    sample_store, tmp_path, monkeypatch
):
    port, measured = free_port(), free_port()
    for name, value in {"ADDRESS": "::", "HOSTS": "balance.example.com", "METRICS_ADDRESS": "::",
                        "METRICS_PORT": str(measured)}.items():  # fmt: skip
        monkeypatch.setenv(f"BALANCE_{name}", value)
    server = started(sample_store, port, tmp_path)
    try:
        said = next(line for line in server.stderr if "ready" in line)
        assert f"http://127.0.0.1:{port}" in said
        for place in ("127.0.0.1", "[::1]"):
            assert "<title>" in answer(f"http://{place}:{port}/")
            assert "<title>" in answer(f"http://{place}:{port}/", Host="balance.example.com")
            assert json.loads(answer(f"http://{place}:{measured}/ready")) == {"ready": True}
            counted = answer(f"http://{place}:{measured}/metrics")
            assert "balance_sessions_active 0.0" in counted
            assert "balance_page_seconds_count" not in counted
        with pytest.raises(urllib.error.HTTPError, match="400"):
            answer(f"http://[::1]:{port}/", Host="evil.example")
    finally:
        server.terminate()
        ended(server)


@pytest.mark.parametrize("hosts", ["", " , "])
def test_other_machines_are_let_in_only_under_a_name(tmp_path, monkeypatch, hosts):
    monkeypatch.setenv("BALANCE_ADDRESS", "0.0.0.0")
    monkeypatch.setenv("BALANCE_HOSTS", hosts)
    status, said = ended(started("none.duckdb", free_port(), tmp_path))
    assert status == 2
    assert "lets other machines in" in said


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://balance:hush@db.example/x", "holds a password"),
        ("mysql://db.example/x", "is not supported"),
    ],
)
def test_an_address_that_can_never_be_used_is_refused_before_anybody_is_let_in(tmp_path, address, said):
    status, told = ended(started(address, free_port(), tmp_path))
    assert status == 2
    assert said in told
    assert "hush" not in told
    assert "Balance is ready" not in told


def test_a_port_in_use_is_refused_in_one_sentence(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        server = started("none.duckdb", port, tmp_path)
        assert ended(server) == (2, f"Port {port} is in use. Choose another with --port, or leave it out.\n")


@pytest.mark.parametrize("named", ["token", "~/token"])
@pytest.mark.parametrize("words", [[], ["--watch", "drop"]], ids=["alone", "with a drop folder"])
def test_the_token_for_metrics_is_sought_where_it_was_said(tmp_path, monkeypatch, named, words):
    """Read where it was said it is found too short, and that is told in a sentence; sought elsewhere there is none."""
    (tmp_path / "token").write_text("short")
    (tmp_path / "drop").mkdir()
    for name, value in {"METRICS_PORT": str(free_port()), "METRICS_TOKEN_FILE": named}.items():
        monkeypatch.setenv(f"BALANCE_{name}", value)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    status, said = ended(started("none.duckdb", free_port(), tmp_path, *words))
    assert status == 2
    assert "needs at least" in said
    assert "Traceback" not in said


def test_what_the_process_of_the_pages_refuses_is_told_in_a_sentence(tmp_path, monkeypatch):
    (tmp_path / "token").write_text("short")
    monkeypatch.setenv("BALANCE_METRICS_PORT", str(free_port()))
    monkeypatch.setenv("BALANCE_METRICS_TOKEN_FILE", "token")
    pages = [sys.executable, "-m", "balance.serve", str(tmp_path / "none.duckdb"), str(free_port()), "none"]
    told = subprocess.run(
        pages, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(SOURCE)}, capture_output=True, text=True,
        timeout=SECONDS, check=False,
    )  # fmt: skip
    mend = "needs at least 16 plain letters. Name another with BALANCE_METRICS_TOKEN_FILE."
    assert told.stderr == f"The token for metrics in {tmp_path / 'token'} {mend}\n"
    assert told.returncode == 2


@pytest.mark.parametrize(
    ("refused", "said"), [("timeout", "still starting"), ("error", "could not make its first page")]
)
def test_a_first_page_that_takes_long_is_waited_for_and_that_is_said_once(monkeypatch, capsys, refused, said):
    """A large store takes minutes until there is a page: who gave up after one would never be ready."""
    answers = [(503, refused)] * 4 + [(200, "ok")]

    class Server(BaseHTTPRequestHandler):
        def do_GET(self):
            status, text = answers.pop(0)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(f"{text}\n".encode())

        def log_message(self, *_):
            pass

    monkeypatch.setattr(serve, "START_SECONDS", 0.001)
    monkeypatch.setattr(serve, "AGAIN_SECONDS", 0.0)
    with HTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            serve._make_first_page(f"http://127.0.0.1:{server.server_port}/")
        finally:
            server.shutdown()
    assert not answers
    assert capsys.readouterr().err.count(said) == 1
