"""A process killed at any moment of a load: what it acknowledged is there, whole, and nothing is half there."""

import signal
import subprocess
import sys
import time
from datetime import date

import duckdb
import pytest

from balance.store import list_snapshots, open_store, read_as_of, release

LOAD = """
import sys
from datetime import date, timedelta
import pandas as pd
from balance.schema import FRAME_TYPES, TABLES
from balance.store import open_store, save_snapshot
from balance.store.frames import kinds_of

def frame(table, count):
    kinds = kinds_of(TABLES[table])
    rows = pd.DataFrame({TABLES[table].key: [str(n) for n in range(count)]}, columns=list(kinds))
    return rows.astype({name: FRAME_TYPES[kind] for name, kind in kinds.items()})

frames = {name: frame(name, 400) for name in ("initiatives", "incidents", "changes")}
store = open_store(sys.argv[1])
print("ready", flush=True)
for turn in range(int(sys.argv[2]), int(sys.argv[2]) + 1000):
    saved = save_snapshot(store, as_of=date(2020, 1, 1) + timedelta(turn), frames=frames, files=[])
    print(saved.snapshot_id, flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="only where a process can be killed")
def test_kill_at_any_moment_loses_nothing_acknowledged_and_tears_nothing(tmp_path):
    path = tmp_path / "balance.duckdb"
    acknowledged = set()
    for kill in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", LOAD, str(path), str(kill * 1000)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout.readline() == "ready\n"
        acknowledged.add(process.stdout.readline().strip())  # from here on loads go on one after the other
        time.sleep(0.083 * kill)
        process.send_signal(signal.SIGKILL)
        acknowledged |= set(process.stdout.read().split())
        process.communicate()
        kept = {row.id: row.tables for row in list_snapshots(open_store(path, create=False))}
        assert acknowledged <= set(kept)
        assert all(set(tables.values()) == {400} for tables in kept.values())
        release(open_store(path))
    with duckdb.connect(str(path)) as direct:
        for table in ("initiatives", "incidents", "changes"):
            rows = dict(direct.execute(f"SELECT snapshot_id, count(*) FROM {table} GROUP BY ALL").fetchall())
            assert rows == dict.fromkeys(kept, 400)
    assert acknowledged
    assert read_as_of(open_store(path)).as_of >= date(2020, 1, 1)
