import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from types import SimpleNamespace

import duckdb
import pytest
from tests.waiting import PATIENCE_SECONDS, until

from balance.errors import StoreError
from balance.store import (
    StoreLimits,
    audit,
    list_snapshots,
    one_wait,
    open_store,
    opening,
    release,
    save_scenario,
    scenarios,
)
from balance.store.connection import reading, store_at, writing
from balance.store.holding import LEAST_WAIT_SECONDS
from balance.store.opening import _held

HOLD = """
import sys, time
from pathlib import Path
import duckdb
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
time.sleep(float(sys.argv[2]))
connection.close()
"""

WRITE = """
import sys
from balance.store import StoreLimits, open_store, save_scenario
store = open_store(sys.argv[1], create=False, limits=StoreLimits(wait_seconds=300))
for number in range(int(sys.argv[2])):
    save_scenario(store, f"other {number}", {}, {})
"""


def program(text, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", text, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def holding(path, seconds):
    holder = program(HOLD, path, seconds)
    assert holder.stdout.readline() == "held\n"
    return holder


def ended(process):
    """What a program complained about until its end."""
    return process.communicate(timeout=PATIENCE_SECONDS)[1]


@pytest.fixture
def waited(monkeypatch):
    """For how long this process meant to wait for a file, in seconds, try by try; a slow machine makes it no longer."""
    meant = []

    def sleep(seconds):
        meant.append(seconds)
        time.sleep(seconds)

    monkeypatch.setattr(opening, "time", SimpleNamespace(monotonic=time.monotonic, sleep=sleep))
    return meant


def test_a_store_is_made_with_its_folder_and_one_file(tmp_path):
    store = open_store(tmp_path / "new" / "company.duckdb")
    assert list_snapshots(store) == ()
    release(store)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["company.duckdb"]


@pytest.mark.of_files
def test_one_wait_of_a_store_that_was_not_opened_yet_is_as_long_as_the_settings_say(tmp_path, monkeypatch):
    monkeypatch.setenv("BALANCE_STORE_WAIT_SECONDS", "500")
    place = tmp_path / "b.duckdb"
    with one_wait(place), store_at(place).holder.waiting() as deadline:
        assert deadline - time.monotonic() > 400


def test_one_wait_is_shared_by_all_uses_of_a_piece_of_work(tmp_path):
    store = open_store(tmp_path / "balance.duckdb", limits=StoreLimits(wait_seconds=0.4))
    release(store)
    other = holding(store.path, PATIENCE_SECONDS)
    with one_wait(store.path):
        with pytest.raises(StoreError, match=r"within 0\.4 s"):
            list_snapshots(store)
        assert store.holder._patience == {threading.get_ident(): LEAST_WAIT_SECONDS}
        with pytest.raises(StoreError, match="in use by another program"), one_wait(store.path):
            list_snapshots(store)
        other.kill()
        other.wait()
        assert list_snapshots(store) == ()
    assert store.holder._patience == {}


def test_addresses_that_cannot_be_a_store(tmp_path):
    text = tmp_path / "notes.txt"
    text.write_text("not a database" * 100)
    foreign = tmp_path / "foreign.duckdb"
    with duckdb.connect(str(foreign)) as other:
        other.execute("CREATE TABLE theirs(a INT)")
    cases = [
        (tmp_path / "none.duckdb", "There is no store at"), (text, "is not a store of Balance"),
        (foreign, "is not a store of Balance"), (tmp_path, "is a folder"), ("mysql://host/db", "not supported"),
    ]  # fmt: skip
    for address, sentence in cases:
        with pytest.raises(StoreError, match=sentence):
            open_store(address, create=False)
    with pytest.raises(StoreError, match="is not a store of Balance"):
        open_store(foreign)
    assert not (tmp_path / "none.duckdb").exists()
    with pytest.raises(StoreError, match="cannot be made"):
        open_store(text / "below" / "balance.duckdb")


def test_an_empty_file_is_no_store_and_said_soon(tmp_path, waited):
    (tmp_path / "empty.duckdb").touch()
    with pytest.raises(StoreError, match="is not a store of Balance"):
        open_store(tmp_path / "empty.duckdb")
    assert sum(waited) < 5


@pytest.mark.of_files
def test_a_store_that_vanished_is_not_made_again(store):
    release(store)
    store.path.unlink()
    with pytest.raises(StoreError, match="There is no store at"):
        list_snapshots(store)
    assert not store.path.exists()


def test_threads_each_get_their_own_answers(store):
    save_scenario(store, "first", {}, {})

    def ask(number):
        with reading(store) as session:
            answers = [session.rows("SELECT $1::BIGINT", number * 1000 + turn)[0][0] for turn in range(20)]
        return answers == [number * 1000 + turn for turn in range(20)] and bool(scenarios(store))

    with ThreadPoolExecutor(12) as pool:
        assert all(pool.map(ask, range(60)))


def test_threads_that_write_lose_nothing(store):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: save_scenario(store, f"plan {number % 4}", {"pace": number}, {}), range(40)))
    assert sorted(row.version for row in scenarios(store)) == [10, 10, 10, 10]


def test_a_reader_sees_one_moment_while_others_write(store):
    with reading(store) as session:
        before = session.rows("SELECT count(*) FROM scenarios")
        writer = threading.Thread(target=save_scenario, args=(store, "late", {}, {}))
        writer.start()
        writer.join()
        assert session.rows("SELECT count(*) FROM scenarios") == before
    assert len(scenarios(store)) == 1


@pytest.mark.of_files
def test_a_held_store_is_waited_for(store):
    release(store)
    holder = holding(store.path, 1.0)
    assert list_snapshots(store) == ()
    ended(holder)


@pytest.mark.of_files
def test_a_store_held_too_long_is_one_sentence(tmp_path, waited):
    path = tmp_path / "balance.duckdb"
    release(open_store(path))
    store = open_store(path, limits=StoreLimits(wait_seconds=0.5))
    release(store)
    holder = holding(path, PATIENCE_SECONDS)
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda _: refusal(store), range(4)))
    assert sum(waited) < 3
    assert set(told) == {f"The store {path} is in use by another program and was not released within 0.5 s; try again."}
    holder.kill()
    ended(holder)
    assert list_snapshots(store) == ()


def refusal(store):
    try:
        list_snapshots(store)
    except StoreError as error:
        return str(error)
    return "read"


@pytest.mark.slow
def test_an_idle_process_lets_another_write(store):
    list_snapshots(store)
    assert ended(program(WRITE, store.address, 3)) == ""
    assert len(scenarios(store)) == 3


@pytest.mark.slow
def test_a_process_in_steady_use_lets_another_write(store):
    """No reader pauses, so the file is only free because it is offered from time to time."""
    stop = threading.Event()
    failures = []

    def read_on():
        while not stop.is_set():
            try:
                audit(store)
            except StoreError as error:
                failures.append(error)

    readers = [threading.Thread(target=read_on) for _ in range(3)]
    for reader in readers:
        reader.start()
    said = ended(program(WRITE, store.address, 3))
    stop.set()
    for reader in readers:
        reader.join()
    assert said == ""
    assert not failures
    assert len(scenarios(store)) == 3


@pytest.mark.of_files
def test_the_file_is_free_a_moment_after_the_last_use(store):
    list_snapshots(store)
    assert until(lambda: read_by_another(store.path)) == [(0,)]


def read_by_another(path):
    """How many loads another program finds in a store; nothing while it cannot have the file."""
    try:
        with duckdb.connect(str(path)) as direct:
            return direct.execute("SELECT count(*) FROM snapshots").fetchall()
    except duckdb.Error:
        return None


@pytest.mark.slow
def test_two_processes_make_one_store(tmp_path):
    text = "import sys; from balance.store import StoreLimits, open_store, save_scenario; "
    text += "save_scenario(open_store(sys.argv[1], limits=StoreLimits(wait_seconds=300)), sys.argv[2], {}, {})"
    others = [program(text, tmp_path / "balance.duckdb", name) for name in ("a", "b")]
    assert [ended(other) for other in others] == ["", ""]
    assert [row.name for row in scenarios(open_store(tmp_path / "balance.duckdb"))] == ["a", "b"]


def test_no_statement_reaches_files_or_extensions(store):
    statements = [
        "SELECT * FROM read_text('/etc/passwd')", "COPY (SELECT 1) TO '/tmp/stolen.csv'", "INSTALL httpfs",
        "LOAD httpfs", "ATTACH '/tmp/other.duckdb'", "SET enable_external_access = true", "SET threads = 8",
        "SELECT * FROM glob('/*')", "EXPORT DATABASE '/tmp/stolen'",
        f"ATTACH '{store.path}.copies/../elsewhere.duckdb' AS elsewhere",
    ]  # fmt: skip
    list_snapshots(store)
    for statement in statements:
        with pytest.raises(duckdb.Error), store.holder.cursor() as cursor:
            cursor.execute(statement)


def test_a_failed_write_leaves_nothing(store):
    def fail():
        with writing(store) as session:
            session.execute("INSERT INTO snapshot_tables VALUES ('x', 'initiatives', 1)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with reading(store) as session:
        assert session.rows("SELECT count(*) FROM snapshot_tables") == [(0,)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only where processes fork")
def test_a_forked_child_leaves_the_parent_s_store_alone(store):
    list_snapshots(store)
    child = os.fork()
    if not child:
        os._exit(0 if not __import__("balance.store.holding", fromlist=["_HOLDERS"])._HOLDERS else 1)
    assert os.waitpid(child, 0)[1] == 0
    save_scenario(store, "after", {}, {})
    assert len(scenarios(store)) == 1


def test_dates_are_dates(store):
    with reading(store) as session:
        assert session.rows("SELECT $1::DATE", date(2026, 6, 30)) == [(date(2026, 6, 30),)]


@pytest.mark.parametrize(
    "said",
    [
        'IO Error: Could not set lock on file "/a": Conflicting lock is held in /usr/bin/python3 (PID 7) by user ana.',
        'IO Error: Cannot open file "C:\\a": The process cannot access the file because it is being used by another '
        "process.\n\nFile is already open in \nC:\\python.exe (PID 8252)",
        'IO Error: Cannot open file "C:\\a": 另一个程序正在使用此文件，进程无法访问。\n'
        "File is already open in \nC:\\x.exe (PID 1)",
    ],
)
def test_a_store_in_use_is_known_on_every_system(said):
    assert _held(duckdb.IOException(said))
    assert not _held(duckdb.IOException("IO Error: Cannot open file: Permission denied"))


@pytest.mark.parametrize("reach", ["read_text('/etc/hostname')", "read_csv('/etc/passwd')", "glob('/etc/*')"])
def test_a_store_that_reaches_outside_is_refused_in_one_sentence(tmp_path, reach):
    store = open_store(tmp_path / "balance.duckdb")
    release(store)
    with duckdb.connect(str(store.path)) as direct:
        direct.execute("DROP TABLE links")
        direct.execute(f"CREATE VIEW links AS SELECT * FROM {reach}")
    with pytest.raises(StoreError, match="reaches for what is outside of it"), reading(store) as session:
        session.rows("SELECT * FROM links")


def test_a_file_put_beside_what_was_not_merged_into_another_is_told_so(tmp_path):
    for name in ("one", "two"):
        release(open_store(tmp_path / f"{name}.duckdb"))
    with duckdb.connect(str(tmp_path / "one.duckdb")) as direct:
        direct.execute("PRAGMA disable_checkpoint_on_shutdown")
        direct.execute("INSERT INTO mappings VALUES ('late', 1, '{}', now()::TIMESTAMP, 'ada', false)")
    (tmp_path / "one.duckdb.wal").rename(tmp_path / "two.duckdb.wal")
    with pytest.raises(StoreError, match=r"two.duckdb.wal beside it do not belong together"):
        list_snapshots(open_store(tmp_path / "two.duckdb"))
