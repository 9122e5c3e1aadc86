"""Whole commands killed at moments that matter: while the store's files change, and anywhere in between.

`BALANCE_TEST_KILLS=200` makes of each handful of kills that many.
"""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from tests.store.test_earlier import FILES, unpacked

from balance import cli, store
from balance.store import list_snapshots, open_store, original, originals_of, read_as_of, release

KILLS = int(os.environ.get("BALANCE_TEST_KILLS", "2"))
ROWS = 1500
DAYS = [date(2026, month, 28) for month in range(1, 13)]

LOSE = """
import os, signal, sys
from balance import cli, store

real = store.save_snapshots

def save(*given, **named):
    real(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)

store.save_snapshots = save
cli.main(sys.argv[1:])
"""
"""The command killed at the moment when the store has the load and nobody has been told."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="only where a process can be killed"),
]


def export(folder: Path, day: date) -> Path:
    """An export of incidents of its own for each day, large enough that loading it takes a moment to write."""
    path = folder / f"incidents {day}.csv"
    lines = [f"I-{n},{day} 10:00:00,Outage,{n % 97}.5,{secret(day, n)}" for n in range(ROWS)]
    path.write_text("incident_id,opened_at,class,downtime_hours,title\n" + "\n".join(lines))
    return path


def secret(day: date, number: int) -> str:
    """A text that is in one row of one export and nowhere else."""
    return hashlib.sha256(f"{day}{number}".encode()).hexdigest()


def killed(words: list[str], path: Path, chance: random.Random) -> str:
    """Run a command and kill it a moment after the store's files changed, or anywhere; what it had said."""
    before = _look(path)
    process = subprocess.Popen(
        [sys.executable, "-m", "balance", *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    patience = time.monotonic() + (30 if chance.random() < 0.8 else chance.uniform(0.2, 1.5))
    while process.poll() is None and time.monotonic() < patience and _look(path) == before:
        time.sleep(0.001)
    time.sleep(chance.choice([0, 0.001, 0.005, 0.02, 0.08]) * chance.random() * 2)
    process.kill()
    return process.communicate()[0]


def _look(path: Path) -> list[tuple[str, int, int]]:
    found = []
    for file in path.parent.glob(f"{path.name}*/*"), path.parent.glob("*.duckdb*"):
        for one in file:
            try:
                state = one.stat()
            except FileNotFoundError:
                continue
            found.append((one.name, state.st_size, state.st_mtime_ns))
    return sorted(found)


def whole(path: Path) -> dict[str, date]:
    """The snapshots of a store, each checked to be whole: its rows, its originals, its line in the audit."""
    opened = open_store(path, create=False)
    kept = list_snapshots(opened)
    for row in kept:
        assert row.tables == {"incidents": ROWS}
        for _, sha256 in originals_of(opened, row.id):
            assert hashlib.sha256(original(opened, sha256)).hexdigest() == sha256
        if not row.dropped:
            frame = read_as_of(opened, row.as_of).frames["incidents"]
            assert (frame["snapshot_id"] == row.id).sum() == ROWS
    loads = store.audit(opened).query("what == 'load'")["subject"].tolist()
    assert len(loads) == len(set(loads))
    assert {row.id for row in kept} <= set(loads)
    release(opened)
    return {row.id: row.as_of for row in kept}


@pytest.fixture
def path(tmp_path):
    """A store with two loads."""
    made = tmp_path / "balance.duckdb"
    for day in DAYS[:2]:
        assert cli.main(["load", str(export(tmp_path, day)), "--as-of", str(day), "--database", str(made)]) == 0
    release(open_store(made))
    return made


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_load_that_was_killed_is_there_or_not_and_is_recognised_when_it_comes_again(path, tmp_path, seed, capsys):
    before, day = whole(path), DAYS[2]
    words = ["load", str(export(tmp_path, day)), "--as-of", str(day), "--json", "--database", str(path)]
    said = killed(words, path, random.Random(seed))
    after = whole(path)
    assert before.items() <= after.items()
    if said.strip().endswith("}"):
        assert json.loads(said)["snapshot"]["id"] in after, "what was acknowledged is there"
    capsys.readouterr()
    assert cli.main(words) == 0
    again = json.loads(capsys.readouterr().out)["snapshot"]
    assert again["repeated"] == (len(after) > len(before))
    assert set(whole(path)) == {*before, again["id"]}


def test_a_load_whose_answer_was_lost_is_repeated(path, tmp_path, capsys):
    """Killed after the store has it and before anybody was told."""
    day = DAYS[2]
    words = ["load", str(export(tmp_path, day)), "--as-of", str(day), "--json", "--database", str(path)]
    lost = subprocess.run([sys.executable, "-c", LOSE, *words], capture_output=True, text=True)
    assert (lost.returncode, lost.stdout) == (-signal.SIGKILL, "")
    capsys.readouterr()
    assert cli.main(words) == 0
    told = json.loads(capsys.readouterr().out)["snapshot"]
    assert told["repeated"] is True
    assert len(whole(path)) == 3


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_backup_that_was_killed_leaves_the_old_one_or_the_new_one(path, tmp_path, seed):
    copy = tmp_path / "elsewhere" / "copy.duckdb"
    words = ["backup", str(copy), "--database", str(path)]
    before = whole(path)
    if seed % 2:
        assert cli.main(words) == 0
    killed(words, path, random.Random(seed))
    assert whole(path) == before
    if copy.exists():
        assert whole(copy) == before
    assert cli.main(words) == 0
    assert whole(copy) == before
    assert not (tmp_path / "balance.duckdb.copies").exists()


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_restore_that_was_killed_leaves_the_old_store_or_the_backup(path, tmp_path, seed):
    copy = tmp_path / "elsewhere" / "copy.duckdb"
    assert cli.main(["backup", str(copy), "--database", str(path)]) == 0
    saved = whole(path)
    day = DAYS[2]
    assert cli.main(["load", str(export(tmp_path, day)), "--as-of", str(day), "--database", str(path)]) == 0
    newer = whole(path)
    killed(["restore", str(copy), "--database", str(path)], path, random.Random(seed))
    assert whole(path) in (saved, newer)
    assert whole(copy) == saved
    assert cli.main(["restore", str(copy), "--database", str(path)]) == 0
    assert whole(path) == saved


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_purge_that_was_killed_can_be_finished_and_then_nothing_is_left(path, tmp_path, seed):
    before = whole(path)
    gone, kept = sorted(before, key=before.get)
    assert secret(DAYS[0], 7).encode() in path.read_bytes()
    killed(["purge", gone, "--database", str(path)], path, random.Random(seed))
    assert set(whole(path)) in ({gone, kept}, {kept})
    opened = open_store(path)
    if list(store.audit(opened)["what"])[-1] != "purge finished":
        assert cli.main(["purge", gone, "--database", str(path)]) == 0
    release(opened)
    assert set(whole(path)) == {kept}
    left = [file for file in tmp_path.rglob("*") if file.is_file() and "duckdb" in str(file)]
    assert [file.name for file in left if secret(DAYS[0], 7).encode() in file.read_bytes()] == []


@pytest.mark.parametrize("seed", range(KILLS))
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name[:9])
def test_bringing_a_store_up_to_date_can_be_killed_and_goes_on_next_time(tmp_path, file, seed):
    path = unpacked(file, tmp_path)
    killed(["snapshots", "--database", str(path)], path, random.Random(seed))
    opened = open_store(path, create=False)
    kept = list_snapshots(opened)
    assert [row.as_of for row in kept] == [date(2026, 6, 30), date(2026, 9, 15), date(2026, 9, 30)]
    for row in kept:
        for _, sha256 in originals_of(opened, row.id):
            assert hashlib.sha256(original(opened, sha256)).hexdigest() == sha256
    release(opened)
