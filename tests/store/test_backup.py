import os
import random
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import duckdb
import pytest

from balance import exporting
from balance.errors import StoreError
from balance.store import (
    StoreLimits,
    audit,
    backup,
    compact,
    drop_snapshot,
    list_snapshots,
    mappings,
    open_store,
    purge_snapshot,
    read_as_of,
    release,
    restore,
    revision,
    save_scenario,
    scenarios,
    state_assumption,
)
from balance.store import copy as moved
from balance.store.migrations import newest

Q2, Q3 = date(2026, 6, 30), date(2026, 9, 30)
ONE = {"initiative_id": "A", "name": "Cloud", "stage": "in_flight"}

IN_USE = """
import sys, time
from balance.store import StoreLimits, open_store, scenarios, save_scenario
store = open_store(sys.argv[1], create=False, limits=StoreLimits(idle_seconds=0.2, wait_seconds=300))
print("up", flush=True)
for number in range(int(sys.argv[2])):
    save_scenario(store, f"plan {number}", {}, {})
    print(number, flush=True)
    time.sleep(0.03)
"""


def server(path, turns):
    process = subprocess.Popen(
        [sys.executable, "-c", IN_USE, str(path), str(turns)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "up\n"
    return process


def rest_of(process):
    """What a process still says until it ends; `communicate` would lose lines that came with the one read before."""
    said = process.stdout.read(), process.stderr.read()
    process.wait(timeout=300)
    return said


def test_a_backup_is_a_whole_store(store, load, tmp_path):
    load(Q2, initiatives=[ONE])
    state_assumption(store, {"key": "loss_limit", "value": 1})
    backup(store, tmp_path / "deep" / "copy.duckdb")
    copy = open_store(tmp_path / "deep" / "copy.duckdb", create=False)
    assert revision(copy) == revision(store)
    assert list_snapshots(copy) == list_snapshots(store)
    assert audit(copy).equals(audit(store))
    release(store)
    release(copy)
    assert {path.name for path in tmp_path.iterdir()} - {"balance.duckdb"} == {"deep"}
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["copy.duckdb"]


def test_only_an_older_backup_is_written_over(store, load, tmp_path):
    target = tmp_path / "copy.duckdb"
    backup(store, target)
    load(Q2, initiatives=[ONE])
    backup(store, target)
    assert len(list_snapshots(open_store(target))) == 1
    precious = tmp_path / "thesis.docx"
    precious.write_bytes(b"precious")
    for bad in (precious, store.path, tmp_path):
        with pytest.raises(StoreError):
            backup(store, bad)
    assert precious.read_bytes() == b"precious"


def older(path):
    """A file that holds what the store does as the version before kept it, where this process has seen none yet."""
    there = path.with_name("older.duckdb")
    there.write_bytes(path.read_bytes())
    path.unlink()
    with duckdb.connect(str(there)) as direct:
        direct.execute("DELETE FROM schema_version WHERE version = (SELECT max(version) FROM schema_version)")
        for table in ("pack_words", "frozen_packs", "frozen_files", "frozen_parts"):
            direct.execute(f"DROP TABLE {table}")
        direct.execute("CHECKPOINT")
    return there


def test_a_store_of_an_older_version_is_backed_up_as_it_is(store, load, tmp_path):
    load(Q2, initiatives=[ONE])
    if store.server:
        pytest.skip("a server's copy is made by the rows")
    release(store)
    path, target = older(store.path), tmp_path / "deep" / "copy.duckdb"
    backup(open_store(path), target)
    for made in (path, target):
        with duckdb.connect(str(made)) as direct:
            assert max(direct.execute("SELECT version FROM schema_version").fetchall())[0] < newest()
            told = direct.execute("SELECT what, subject FROM audit ORDER BY number DESC LIMIT 1").fetchall()
            assert told == [("backup", "copy.duckdb")]
    assert {path.name for path in target.parent.iterdir()} == {"copy.duckdb"}
    assert len(list_snapshots(open_store(target))) == 1


@pytest.fixture
def only_read(monkeypatch):
    """Makes a folder and what is in it readable only, for the system's owner as well."""
    barred = []

    def bar(folder):
        barred.append(folder)
        for path in (*folder.iterdir(), folder):
            path.chmod(0o555 if path.is_dir() else 0o444)

    may = os.access
    monkeypatch.setattr(os, "access", lambda path, mode, **how: may(path, mode, **how) and not (
        mode == os.W_OK and any(Path(path).resolve().is_relative_to(one) for one in barred)))  # fmt: skip
    yield bar
    for folder in barred:
        folder.chmod(0o755)


def test_what_can_only_be_read_is_read_and_backed_up_and_nothing_is_written_there(tmp_path, only_read):
    folder, target = tmp_path / "replica", tmp_path / "copies" / "copy.duckdb"
    folder.mkdir()
    kept = open_store(folder / "balance.duckdb")
    save_scenario(kept, "less at once", {"wip_limit": 9}, {})
    release(kept)
    before = kept.path.read_bytes()
    only_read(folder)
    assert [row.name for row in scenarios(open_store(kept.path))] == ["less at once"]
    with pytest.raises(StoreError, match=r"can only be read here\. Nothing was changed"):
        save_scenario(kept, "more at once", {"wip_limit": 90}, {})
    backup(kept, target)
    exporting.export(str(kept.path), tmp_path / "out", ["csv"])
    moved(kept.path, tmp_path / "moved.duckdb")
    release(kept)
    assert kept.path.read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["balance.duckdb"]
    copy = open_store(target)
    assert [row.name for row in scenarios(copy)] == ["less at once"]
    assert list(audit(copy)["what"]) == ["save scenario", "backup"], "the copy says that it was made"
    save_scenario(copy, "more at once", {"wip_limit": 90}, {})


def test_what_an_older_version_wrote_and_can_only_be_read_is_backed_up_and_used_there(tmp_path, only_read):
    folder, target = tmp_path / "replica", tmp_path / "copy.duckdb"
    folder.mkdir()
    kept = open_store(folder / "balance.duckdb")
    save_scenario(kept, "less at once", {"wip_limit": 9}, {})
    release(kept)
    path = older(kept.path)
    before = path.read_bytes()
    only_read(folder)
    with pytest.raises(StoreError, match=r"older version of Balance and can only be read here.*balance backup FILE"):
        scenarios(open_store(path))
    backup(open_store(path), target)
    assert path.read_bytes() == before
    assert [row.name for row in scenarios(open_store(target))] == ["less at once"]


def test_a_backup_of_what_can_only_be_read_has_what_was_not_merged_into_the_file(tmp_path, only_read):
    folder = tmp_path / "replica"
    folder.mkdir()
    release(open_store(folder / "balance.duckdb"))
    with duckdb.connect(str(folder / "balance.duckdb")) as direct:
        direct.execute("PRAGMA disable_checkpoint_on_shutdown")
        direct.execute("INSERT INTO mappings VALUES ('late', 1, '{}', now()::TIMESTAMP, 'ada', false)")
    assert (folder / "balance.duckdb.wal").exists()
    only_read(folder)
    kept = open_store(folder / "balance.duckdb")
    assert list(mappings(kept)) == ["late"]
    backup(kept, tmp_path / "copy.duckdb")
    assert list(mappings(open_store(tmp_path / "copy.duckdb"))) == ["late"]


def test_a_copy_of_what_can_only_be_read_has_what_was_not_merged_into_the_file(tmp_path, only_read):
    """Into a folder that is not there yet, too; and the copy is one file alone."""
    folder, target = tmp_path / "replica", tmp_path / "copies" / "deep" / "copy.duckdb"
    folder.mkdir()
    release(open_store(folder / "balance.duckdb"))
    with duckdb.connect(str(folder / "balance.duckdb")) as direct:
        direct.execute("PRAGMA disable_checkpoint_on_shutdown")
        direct.execute("INSERT INTO mappings VALUES ('late', 1, '{}', now()::TIMESTAMP, 'ada', false)")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert "balance.duckdb.wal" in before
    only_read(folder)
    assert moved(folder / "balance.duckdb", target).rows["mappings"] == 1
    assert list(mappings(open_store(target))) == ["late"]
    release(open_store(target))
    assert [path.name for path in target.parent.iterdir()] == ["copy.duckdb"]
    release(open_store(folder / "balance.duckdb"))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_restoring_brings_everything_back_and_keeps_the_audit(store, load, tmp_path):
    first = load(Q2, initiatives=[ONE])
    backup(store, tmp_path / "copy.duckdb")
    kept = revision(store)
    load(Q3, initiatives=[ONE])
    drop_snapshot(store, first.snapshot_id, "eve")
    restore(tmp_path / "copy.duckdb", store.address, "ana")
    assert revision(store) == kept
    assert list(audit(store)["what"]) == ["load", "backup", "load", "drop", "restore"]
    assert list(audit(store)["number"]) == [1, 2, 3, 4, 5]
    assert list(audit(store)["who"])[-2:] == ["eve", "ana"]
    assert len(list_snapshots(open_store(tmp_path / "copy.duckdb"))) == 1


@pytest.mark.of_files
def test_restoring_where_there_is_no_store_and_over_a_damaged_one(store, load, tmp_path):
    load(Q2, initiatives=[ONE])
    backup(store, tmp_path / "copy.duckdb")
    restore(tmp_path / "copy.duckdb", tmp_path / "else" / "where.duckdb")
    assert len(list_snapshots(open_store(tmp_path / "else" / "where.duckdb", create=False))) == 1
    release(store)
    store.path.write_bytes(b"damaged" * 1000)
    with pytest.raises(StoreError, match="restore a backup"):
        list_snapshots(store)
    restore(tmp_path / "copy.duckdb", store.address)
    assert len(list_snapshots(store)) == 1


def test_what_is_no_backup_is_refused_and_nothing_changes(store, load, tmp_path):
    load(Q2, initiatives=[ONE])
    release(store)
    text, foreign, newer, torn = (
        tmp_path / name for name in ("text.duckdb", "foreign.duckdb", "newer.duckdb", "torn.duckdb")
    )
    text.write_text("hello" * 5000)
    with duckdb.connect(str(foreign)) as other:
        other.execute("CREATE TABLE theirs(a INT)")
    backup(store, newer)
    torn.write_bytes(newer.read_bytes()[: newer.stat().st_size // 2])
    with duckdb.connect(str(newer)) as other:
        other.execute("INSERT INTO schema_version VALUES (9999, 'later', now())")
    before = revision(store)
    for bad in (text, foreign, newer, torn, tmp_path / "none.duckdb", store.path, tmp_path):
        with pytest.raises(StoreError):
            restore(bad, store.address)
    for bad in (tmp_path, "mysql://host/db"):
        with pytest.raises(StoreError):
            restore(newer, bad)
    assert revision(store) == before
    assert list(audit(store)["what"]) == ["load", "backup"]


def test_a_flipped_byte_in_a_backup_is_found(store, load, tmp_path):
    content = os.urandom(500_000)
    load(Q2, initiatives=[ONE], files=[("a", content)])
    backup(store, tmp_path / "copy.duckdb")
    body = bytearray((tmp_path / "copy.duckdb").read_bytes())
    place = bytes(body).index(content[1000:1100])
    body[place + 10] ^= 0xFF
    (tmp_path / "copy.duckdb").write_bytes(body)
    with pytest.raises(StoreError, match="damaged"):
        restore(tmp_path / "copy.duckdb", store.address)
    assert len(list_snapshots(store)) == 1


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.of_files
def test_a_damaged_store_is_one_sentence_or_still_right(store, load, seed):
    load(Q2, initiatives=[ONE], incidents=[{"incident_id": str(n), "title": "outage " * 9} for n in range(300)])
    expected = read_as_of(store).frames["incidents"]
    release(store)
    pick = random.Random(seed)
    body = bytearray(store.path.read_bytes())
    for _ in range(30):
        body[pick.randrange(0 if seed % 2 else 12288, len(body))] ^= pick.randrange(1, 256)
    store.path.write_bytes(body)
    said = ""
    try:
        assert read_as_of(store).frames["incidents"].equals(expected)
    except StoreError as error:
        said = str(error)
    assert said == "" or (("Restore a backup" in said or "is not a store" in said) and "\n" not in said)


def test_backup_while_threads_write(store, load, tmp_path):
    stop = threading.Event()
    written = []

    def write_on():
        while not stop.is_set():
            written.append(save_scenario(store, "plan", {}, {}))

    writer = threading.Thread(target=write_on)
    writer.start()
    for number in range(3):
        backup(store, tmp_path / f"copy{number}.duckdb")
    stop.set()
    writer.join()
    for number in range(3):
        copy = open_store(tmp_path / f"copy{number}.duckdb", create=False)
        noted = audit(copy)["what"].value_counts()
        assert noted.get("save scenario", 0) == sum(row.version for row in scenarios(copy))
        assert noted["backup"] == number + 1, "a backup tells of itself"
    assert scenarios(store)[0].version == written[-1] == len(audit(store)) - 3


@pytest.mark.slow
def test_backup_purge_and_restore_beside_another_process_lose_nothing(store, load, tmp_path):
    gone = load(Q2, initiatives=[ONE])
    load(Q3, initiatives=[ONE])
    release(store)
    other = server(store.address, 25)
    backup(store, tmp_path / "copy.duckdb")
    purge_snapshot(store, gone.snapshot_id)
    compact(store)
    compact(store)
    acknowledged = rest_of(other)[0].split()
    assert other.returncode == 0
    assert len(acknowledged) == 25
    assert len(scenarios(store)) == 25
    restore(tmp_path / "copy.duckdb", store.address)
    assert len(list_snapshots(store)) == 2
    assert read_as_of(store).as_of == Q3


READS = """
import sys, time
from pathlib import Path
from balance.store import StoreLimits, list_snapshots, open_store, read_as_of
store = open_store(sys.argv[1], create=False, limits=StoreLimits(idle_seconds=0.2, wait_seconds=300))
print("up", flush=True)
times, end = 0, Path(sys.argv[2])
while times <= 10 or not end.exists():  # a slow machine reads as often, only later
    assert len(list_snapshots(store)) == 1
    assert len(read_as_of(store).frames["initiatives"]) == 1
    print("read", flush=True)
    times += 1
    time.sleep(0.02)
"""


@pytest.mark.slow
def test_backup_and_restore_while_other_processes_read_and_write(store, load, tmp_path):
    patient = StoreLimits(wait_seconds=300, idle_seconds=0.2)
    open_store(store.address, limits=patient)
    load(Q2, initiatives=[ONE])
    save_scenario(store, "before", {}, {})
    release(store)
    backup(store, tmp_path / "first.duckdb")
    release(store)
    writer = server(store.address, 40)
    reader = subprocess.Popen(
        [sys.executable, "-c", READS, str(store.address), str(tmp_path / "restored")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout.readline() == "up\n"
    for number in range(3):
        backup(store, tmp_path / f"copy {number}.duckdb")
        restore(tmp_path / "first.duckdb", store.address, limits=patient)
    (tmp_path / "restored").touch()
    written, wrong = rest_of(writer)
    assert (writer.returncode, wrong, len(written.split())) == (0, "", 40)
    read, wrong = rest_of(reader)
    assert (reader.returncode, wrong) == (0, "")
    assert len(read.split()) > 10
    for path in (store.address, *(tmp_path / f"copy {number}.duckdb" for number in range(3))):
        copy = open_store(path, create=False)
        assert len(list_snapshots(copy)) == 1
        assert "before" in {row.name for row in scenarios(copy)}
    assert list(audit(store)["what"]).count("restore") == 3
