"""The log tells what happens in counts and ids, and nothing of what stands in files."""

import json
import logging
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from balance import happening, logs, metrics, uploading
from balance.errors import BalanceError
from balance.roles import machine_name

SOURCE = Path(__file__).resolve().parents[1] / "src"
MARK = "Zebrafish7731"


@pytest.fixture
def told():
    """Events as they are told, until the test ends."""
    events = []
    end = happening.listen(lambda event, facts: events.append((event, dict(facts))))
    yield events
    end()


@pytest.fixture
def log(capsys):
    """A log that writes JSON, and what was before it, afterwards."""
    factory, handlers = logging.getLogRecordFactory(), list(logs.OURS.handlers)
    level, propagates = logs.OURS.level, logs.OURS.propagate

    def read(form="json"):
        text = capsys.readouterr().err
        return [json.loads(line) for line in text.splitlines()] if form == "json" else text

    yield read
    for end in logs._ENDS:
        end()
    logs._ENDS.clear()
    logging.setLogRecordFactory(factory)
    logging.captureWarnings(capture=False)
    logging.getLogger("py.warnings").handlers.clear()
    logging.lastResort.setFormatter(None)
    logs.OURS.handlers[:], logs.OURS.propagate = handlers, propagates
    logs.OURS.setLevel(level)


def workbook(place, rows):
    """A workbook of initiatives in which every text is a mark, and in which much is wrong."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = f"{MARK} plan"
    for row in rows:
        sheet.append(row)
    book.save(place)
    return place


def marked(place):
    head = ["initiative_id", "name", "stage", "finish_planned", "budget", f"{MARK} column"]
    good = [f"{MARK}-1", f"{MARK} cloud", "in_flight", date(2026, 12, 1), 100000, MARK]
    bad = [f"{MARK}-2", f"{MARK} data", "in_flight", f"{MARK} date", f"{MARK} money", MARK]
    return workbook(place, [head, good, bad])


@pytest.mark.parametrize("form", ["plain", "json"])
def test_nothing_of_a_file_is_in_the_log(tmp_path, log, form, told):
    file = marked(tmp_path / f"{MARK}.xlsx")
    logs.begin(form, "debug")
    uploading.load(str(tmp_path / "b.duckdb"), [file], as_of=date(2026, 9, 30), who="ana")
    refused = workbook(tmp_path / f"{MARK} refused.xlsx", [[MARK, MARK], [MARK, 1]])
    uploading.load(str(tmp_path / "b.duckdb"), [refused], as_of=date(2026, 9, 30), who="ana")
    try:
        raise ValueError(f"could not read {MARK}")
    except ValueError as raised:
        logs.fault(raised)
        logging.getLogger("balance").exception("a library says %s", "so")
    said = log("text")
    assert [event for event, _ in told] == ["load", "load refused", "fault seen", "fault seen"]
    assert len(said.splitlines()) == 4
    assert MARK not in said
    assert "ValueError" in said
    assert "test_logs.py" in said


def test_a_line_has_its_facts_and_for_whom(log):
    logs.begin("json", "info")
    happening.who_asks(lambda: {"session": "abc", "person": "p-1"})
    try:
        happening.happened("page", page="overview", seconds=0.25)
    finally:
        happening._ASKERS.clear()
    line, *rest = log()
    assert rest == []
    assert {name: line[name] for name in ("level", "event", "page", "seconds", "session", "person")} == {
        "level": "info", "event": "page", "page": "overview", "seconds": 0.25, "session": "abc", "person": "p-1",
    }  # fmt: skip


def test_a_line_break_makes_no_second_line_and_a_repeated_begin_no_second_copy(log):
    logs.begin("plain", "info")
    logs.begin("plain", "info")
    happening.happened("page\nFAKE", page="a\nb")
    assert log("text").count("\n") == 1


@pytest.mark.parametrize("form", ["plain", "json"])
@pytest.mark.parametrize("letter", ["\r", "\x0b", "\x1b", "\x7f", "\x85", "\x9b", "\u2028", "\u202e", "\u2066"])
def test_what_somebody_else_has_said_steers_no_terminal_and_ends_no_line(log, form, letter):
    logs.begin(form, "info")
    logging.getLogger("balance").warning("the sign-in says: %s", f"a{letter}[2Jb")
    said = log("text")
    assert said.count("\n") == len(said.splitlines()) == 1
    assert letter not in said
    assert f"a\\{'r' if letter == chr(13) and form == 'json' else f'u{ord(letter):04x}'}[2Jb" in said


def test_a_library_that_never_said_where_to_log_is_told_in_the_same_form(log, monkeypatch):
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    logs.begin("json", "info")
    logging.getLogger("a.library").warning("Unsupported upgrade request.")
    assert [(line["logger"], line["event"]) for line in log()] == [("a.library", "Unsupported upgrade request.")]


def test_a_command_tells_itself_where_the_log_is_json(sample_store, tmp_path):
    words = [sys.executable, "-m", "balance", "snapshots", "--json", "--database", sample_store]
    told = subprocess.run(
        words, capture_output=True, text=True, cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(SOURCE), "BALANCE_LOG_FORMAT": "json", "BALANCE_LOG_LEVEL": "info"},
    )  # fmt: skip
    assert json.loads(told.stdout)["snapshots"]
    line = json.loads(told.stderr)
    assert (line["event"], line["command"], line["status"]) == ("command", "snapshots", 0)
    assert line["person"] == f"machine:{machine_name()}"


def asked(server, place, **headers):
    wanted = urllib.request.Request(f"http://127.0.0.1:{server.server_port}{place}", headers=headers)
    try:
        with urllib.request.urlopen(wanted, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def test_metrics_count_what_happened_and_readiness_says_why_not(tmp_path):
    why = [""]
    counted = metrics.Metrics(str(tmp_path / "b.duckdb"), str(tmp_path))
    server = metrics.serve(counted, "127.0.0.1", 0, lambda: why[0])
    try:
        happening.happened("load", outcome="ok", files=2, rows=30, seconds=1.5, session="a")
        happening.happened("load refused", outcome="refused", files=3, rows=0, seconds=0.5, session="b")
        happening.happened("page", page="risk", seconds=0.2, session="b")
        happening.happened("page", page="overview", seconds=9.0)
        happening.happened("slider", seconds=0.02)
        happening.happened("fault seen", kind="KeyError")
        status, text = asked(server, "/metrics")
        assert status == 200
        expected = """
            balance_loads_total{outcome="ok"} 1.0
            balance_loads_total{outcome="refused"} 1.0
            balance_files_refused_total 3.0
            balance_rows_loaded_total 30.0
            balance_page_seconds_count{page="risk"} 1.0
            balance_slider_seconds_bucket{le="0.02"} 1.0
            balance_errors_total{kind="KeyError"} 1.0
            balance_sessions_active 2.0
            balance_ready 1.0
            balance_backup_age_seconds NaN
            balance_store_bytes 0.0
        """
        assert {line.strip() for line in expected.strip().splitlines()} <= set(text.splitlines())
        assert asked(server, "/ready") == (200, '{"ready": true}')
        assert asked(server, "/else")[0] == 404
        with pytest.raises(BalanceError, match="BALANCE_METRICS_PORT"):
            metrics.serve(counted, "127.0.0.1", server.server_port, lambda: "")
    finally:
        server.shutdown()
        server.server_close()
    why[0] = "The store is away."
    other = metrics.serve(metrics.Metrics("postgresql://h/d"), "127.0.0.1", 0, lambda: why[0])
    try:
        assert asked(other, "/ready") == (503, '{"ready": false, "reason": "The store is away."}')
        assert "balance_ready 0.0" in asked(other, "/metrics")[1]
    finally:
        other.shutdown()
        other.server_close()
        happening._LISTENERS.clear()


def test_metrics_are_for_whoever_sends_the_token_and_comes_by_a_known_name(tmp_path):
    secret = tmp_path / "token"
    for wrong in ("short", "ä" * 20, "sixteen letters\nand more"):
        secret.write_text(wrong)
        with pytest.raises(BalanceError, match="BALANCE_METRICS_TOKEN_FILE"):
            metrics.token_in(str(secret))
    with pytest.raises(BalanceError, match="cannot be read"):
        metrics.token_in(str(tmp_path / "none"))
    secret.write_text("a-token-of-this-test\n")
    token = metrics.token_in(str(secret))
    assert metrics.token_in("") == ""
    server = metrics.serve(metrics.Metrics("postgresql://h/d"), "127.0.0.1", 0, lambda: "/data is away.", token)
    try:
        assert asked(server, "/ready") == (503, '{"ready": false}'), "why is for whoever sends the token"
        for sent in ("", "Bearer", "Bearer ", "Bearer a-token-of-this-tes", f"Basic {token}", token, "Bearer \xe4"):
            assert asked(server, "/metrics", Authorization=sent)[0] == 401
        assert asked(server, "/metrics", Authorization=f"Bearer {token}")[0] == 200
        assert "/data is away" in asked(server, "/ready", Authorization=f"Bearer {token}")[1]
        for host, status in {
            "evil.example": 400,
            "localhost:9464": 200,
            "[::1]": 200,
            "127.0.0.1.evil.example": 400,
        }.items():
            assert asked(server, "/metrics", Authorization=f"Bearer {token}", Host=host)[0] == status
    finally:
        server.shutdown()
        server.server_close()
        happening._LISTENERS.clear()


def test_nobody_is_sent_to_a_server_that_is_starting(tmp_path, monkeypatch):
    from balance import serve
    from balance.settings import Settings

    asked_of, made = [], threading.Event()
    monkeypatch.setattr(metrics, "serve", lambda *given: asked_of.append(given[3]))
    monkeypatch.setattr(serve, "not_ready", lambda database: f"looked at {database}")
    serve._measure("here", Settings(metrics_port=1), 1, until=made)
    assert asked_of[0]() == "Balance is starting."
    made.set()
    assert asked_of[0]() == "looked at here"


def test_ready_means_that_the_store_can_be_read(tmp_path, own_sample_store, monkeypatch):
    from balance import serve, store

    monkeypatch.setenv("BALANCE_STORE_WAIT_SECONDS", "0.3")
    assert serve.not_ready(str(tmp_path / "none.duckdb")) == ""
    assert serve.not_ready(own_sample_store) == ""
    torn = tmp_path / "torn.duckdb"
    torn.write_bytes(b"no store" * 1000)
    assert "not a store of Balance" in serve.not_ready(str(torn))
    store.release(store.open_store(own_sample_store, create=False))
