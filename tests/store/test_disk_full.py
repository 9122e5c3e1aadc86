"""A disk that fills up: every refusal is one sentence, nothing is half there, and the store goes on afterwards."""

import subprocess
import sys

import pytest
from tests.waiting import PATIENCE_SECONDS

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
    run = subprocess.run(
        [sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, timeout=PATIENCE_SECONDS
    )
    assert run.returncode == 0, run.stderr
    for file in (path, tmp_path / "copy.duckdb"):
        store = open_store(file, create=False)
        assert len(list_snapshots(store)) == 1
        assert list(audit(store).query("not what.str.startswith('backup')")["what"]) == [
            "load",
            "purge",
            "purge finished",
            "load",
        ]
    assert sorted(file.name for file in tmp_path.iterdir() if file.suffix == ".duckdb") == [
        "balance.duckdb",
        "copy.duckdb",
    ]


ON_A_FULL_DISK = """
import hashlib, sys
from datetime import date
from pathlib import Path
from balance import cli
from balance.errors import StoreError
from balance.store import backup, list_snapshots, open_store, release, wait_for_person, waiting_uploads

disk = Path(sys.argv[1])
path, filler = disk / "balance.duckdb", disk / "filler"

def export(day, rows):
    file = Path(sys.argv[2]) / f"{day}.csv"
    lines = [f"I-{n},{day} 10:00:00,Outage,{hashlib.sha256(f'{day}{n}'.encode()).hexdigest()}" for n in range(rows)]
    file.write_text("incident_id,opened_at,class,title\\n" + "\\n".join(lines))
    return ["load", str(file), "--as-of", day, "--database", str(path)]

def fill():
    with filler.open("wb", buffering=0) as out:
        try:
            while out.write(bytes(4096)):
                pass
        except OSError as full:
            assert full.errno == 28, full

def refused(act):
    try:
        act()
    except StoreError as error:
        assert "\\n" not in str(error), error
        return True
    return False

assert cli.main(export("2026-06-30", 50)) == 0
release(open_store(path))
fill()
assert cli.main(export("2026-07-31", 20000)) == 2
content = bytes(300_000)
waits = [("a.csv", hashlib.sha256(content).hexdigest(), content)]
assert refused(lambda: wait_for_person(open_store(path), waits, "why"))
assert refused(lambda: backup(open_store(path), disk / "copy.duckdb"))
assert not (disk / "copy.duckdb").exists()
assert len(list_snapshots(open_store(path))) == 1
release(open_store(path))
assert len(list_snapshots(open_store(path))) == 1
filler.unlink()
assert cli.main(export("2026-07-31", 2000)) == 0
assert waiting_uploads(open_store(path)) == ()
assert len(list_snapshots(open_store(path))) == 2
backup(open_store(path), disk / "copy.duckdb")
print("done")
"""


@pytest.mark.slow
def test_a_disk_without_room_refuses_in_a_sentence_and_goes_on_when_there_is_room(tmp_path):
    """On a small disk of its own in memory, which really is full."""
    (tmp_path / "disk").mkdir()
    (tmp_path / "script.py").write_text(ON_A_FULL_DISK)
    mount = 'mount -t tmpfs -o size=16m tmpfs "$1" && exec "$2" "$3" "$1" "$4"'
    words = [
        "unshare",
        "-rm",
        "sh",
        "-c",
        mount,
        "sh",
        tmp_path / "disk",
        sys.executable,
        tmp_path / "script.py",
        tmp_path,
    ]
    try:
        run = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    except FileNotFoundError:
        pytest.skip("only where a disk can be made without special rights")
    if "unshare" in run.stderr or "mount" in run.stderr:
        pytest.skip("only where a disk can be made without special rights")
    assert run.stdout.endswith("done\n"), run.stderr + run.stdout
