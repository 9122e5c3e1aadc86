"""A disk that fills up: every refusal is one sentence, nothing is half there, and the store goes on afterwards."""

import subprocess
import sys

import pytest

from balance.store import audit, list_snapshots, open_store

resource = pytest.importorskip("resource", reason="only where the size of files can be limited")

FULL = """
import hashlib, os, resource, signal, sys
from datetime import date, timedelta
from pathlib import Path
import pandas as pd
from balance.errors import StoreError
from balance.schema import FRAME_TYPES, TABLES
from balance.store import backup, compact, list_snapshots, open_store, purge_snapshot, release, save_snapshot
from balance.store.frames import kinds_of

path, folder = Path(sys.argv[1]), Path(sys.argv[1]).parent
store = open_store(path)
kinds = kinds_of(TABLES["controls"])
rows = pd.DataFrame({"control_id": ["C"]}, columns=list(kinds)).astype({n: FRAME_TYPES[k] for n, k in kinds.items()})

def save(turn, size):
    body = os.urandom(size)
    files = [("f", hashlib.sha256(body).hexdigest(), body)]
    return save_snapshot(store, as_of=date(2026, 1, 1) + timedelta(turn), frames={"controls": rows}, files=files)

def refused(act):
    try:
        act()
    except StoreError as error:
        assert "\\n" not in str(error), error
        return True
    return False

first = save(0, 100_000).snapshot_id
release(store)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
assert refused(lambda: save(1, 3_000_000))
assert refused(lambda: backup(store, folder / "copy.duckdb"))
assert not (folder / "copy.duckdb").exists()
assert refused(lambda: purge_snapshot(store, first))
assert list_snapshots(store) == ()
release(store)
assert list_snapshots(store) == ()
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
purge_snapshot(store, first)
save(2, 1000)
backup(store, folder / "copy.duckdb")
"""


@pytest.mark.slow
def test_a_full_disk_leaves_the_store_usable(tmp_path):
    path = tmp_path / "balance.duckdb"
    run = subprocess.run([sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    for file in (path, tmp_path / "copy.duckdb"):
        store = open_store(file, create=False)
        assert len(list_snapshots(store)) == 1
        assert list(audit(store)["what"]) == ["load", "purge", "purge finished", "load"]
    assert sorted(file.name for file in tmp_path.iterdir() if file.suffix == ".duckdb") == [
        "balance.duckdb",
        "copy.duckdb",
    ]
