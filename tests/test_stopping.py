"""A stop in the middle of a load, in a process of its own and with real signals."""

import os
import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest

from balance import stopping, store

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are sent the way of POSIX")

LOADING = """
import signal, sys, threading, time
from pathlib import Path
from balance import first_start, stopping, store
stopping.in_peace(600, lambda line: print(line, file=sys.stderr, flush=True))
gone = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: gone.set())
quarter = Path(sys.argv[2])
plain = store.save_snapshots
def slow(*given, **more):
    print("loading", flush=True)
    while not stopping.stopping(): time.sleep(0.01)
    return plain(*given, **more)
store.save_snapshots = slow
threading.Thread(target=first_start.load_quarter, args=(sys.argv[1], quarter)).start()
while not gone.wait(0.05): pass
try:
    first_start.load_quarter(sys.argv[1], quarter)
except Exception as refused:
    print(refused, flush=True)
"""

TOO_LONG = """
import signal, sys, threading, time
from balance import stopping
stopping.GRACE_SECONDS = 0.3
stopping.in_peace(float(sys.argv[1]), lambda line: print(line, file=sys.stderr, flush=True))
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
def work():
    with stopping.at_work():
        print("loading", flush=True)
        time.sleep(60)
threading.Thread(target=work).start()
time.sleep(60)
"""


def started(program: str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_a_load_in_progress_is_finished_and_no_new_one_begun(sample_quarters, tmp_path):
    database = str(tmp_path / "balance.duckdb")
    process = started(LOADING, database, str(sample_quarters[0]))
    try:
        assert process.stdout.readline() == "loading\n"
        process.send_signal(signal.SIGTERM)
        out, said = process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == 0
    assert "finishes 1 load first, for at most 600 s" in said
    assert "All loads are finished." in said
    assert "being stopped, so nothing was loaded" in out
    assert len(store.list_snapshots(store.open_store(database, create=False))) == 1


@pytest.mark.parametrize("times", [1, 2], ids=["waited for", "told twice"])
def test_what_takes_too_long_is_cut_off_and_a_second_signal_stops_at_once(times):
    process = started(TOO_LONG, "0.5" if times == 1 else "50")
    try:
        assert process.stdout.readline() == "loading\n"
        process.send_signal(signal.SIGTERM)
        assert "finishes 1 load first" in process.stderr.readline()
        if times == 2:
            process.send_signal(signal.SIGTERM)
        said = process.stderr.read()  # `communicate` would lose what came with the line read before
        assert ("took too long" in said) == (times == 1)
        assert process.wait() == 1
    finally:
        process.kill()
        process.communicate()


def test_on_windows_the_signal_is_raised_and_does_not_end_the_process_unheard(monkeypatch):
    raised = []
    monkeypatch.setattr(stopping, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(stopping.signal, "raise_signal", raised.append)
    stopping._tell_again(15)
    assert raised == [15]
