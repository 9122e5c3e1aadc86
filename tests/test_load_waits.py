"""A load waits for another that holds the store, longer than who only reads, and says so to who looks on."""

import subprocess
import sys

import pytest
from tests import own_postgresql
from tests.waiting import PATIENCE_SECONDS

from balance import cli, happening, store
from balance.store import holding
from balance.uploading import LOAD_WAITS

HOLD = """
import sys, duckdb
held = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""
WAIT_SECONDS = PATIENCE_SECONDS
CSV = "incident_id,opened_at,class\nI-1,2026-05-01 10:00,outage\n"


@pytest.fixture(params=["file", "server"])
def held(request, tmp_path):
    """A store that somebody else keeps from changes, and how they let go of it."""
    if request.param == "server":
        import psycopg

        url = own_postgresql.shared().new_schema()
        store.release(store.open_store(url))
        with psycopg.connect(url) as other:
            other.execute("SELECT 1 FROM store_state FOR UPDATE")
            yield url, other.rollback
        return
    path = tmp_path / "balance.duckdb"
    store.release(store.open_store(path))
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout.readline() == "held\n"

    def let_go():
        other.stdin.close()
        other.wait(PATIENCE_SECONDS)

    yield str(path), let_go
    other.kill()
    other.wait(PATIENCE_SECONDS)
    other.stdout.close()
    other.stdin.close()


def test_a_load_waits_until_another_lets_go_and_says_so_once(held, tmp_path, monkeypatch, capsys):
    database, let_go = held
    (tmp_path / "incidents.csv").write_text(CSV)
    monkeypatch.setenv("BALANCE_STORE_WAIT_SECONDS", str(WAIT_SECONDS))
    monkeypatch.setattr(holding, "TOLD_SECONDS", 0.05)
    waited = []

    def hear(event, facts):
        if event == "waiting" and not waited:
            waited.append(facts["seconds"])
            let_go()

    deaf = happening.listen(hear)
    try:
        status = cli.main(["load", str(tmp_path / "incidents.csv"), "--as-of", "2026-06-30", "--database", database])
    finally:
        deaf()
    assert status in (0, 1)
    assert 0 <= LOAD_WAITS * WAIT_SECONDS - waited[0] < WAIT_SECONDS, "nearly all of it is left at the first waiting"
    assert capsys.readouterr().err.count("The store is in use by others; waiting for them") == 1
    assert len(store.list_snapshots(store.open_store(database))) == 1
    store.release(store.open_store(database))


def test_who_only_reads_waits_as_long_as_is_set_and_is_not_told(tmp_path):
    kept = store.open_store(tmp_path / "balance.duckdb")
    with kept.holder.waiting():
        assert kept.holder.allowed_seconds == kept.limits.wait_seconds
        assert kept.holder._telling_of_a_long_wait(kept.limits.wait_seconds) is None
    store.release(kept)
