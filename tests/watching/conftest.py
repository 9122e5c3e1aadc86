import os
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from balance import store, watching
from balance.watching import running as running_module
from balance.watching.folder import look
from balance.watching.turn import Memory, turn

MB = 2**20
INITIATIVES = "initiative_id,name,stage,finish_planned,budget\n"
INCIDENTS = "incident_id,opened_at,class,loss\n"
ASSUMPTIONS = "key,value\nreporting_currency,EUR\n"


def initiatives(*names, stage="in_flight"):
    """A clean table of initiatives with these ids."""
    return INITIATIVES + "".join(f"{name},Work on {name},{stage},2027-03-31,1000\n" for name in names)


def incidents(*names):
    """A clean table of incidents with these ids."""
    return INCIDENTS + "".join(f"{name},2026-05-0{at} 10:00:00,Outage,100\n" for at, name in enumerate(names, start=1))


@pytest.fixture
def folder(tmp_path):
    """An empty drop folder."""
    made = tmp_path / "drop"
    made.mkdir()
    return made


@pytest.fixture
def put(folder):
    """Put a file into the drop folder: `put("2026-09-30/a.csv", text)`."""

    def write(name, content):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def database(tmp_path):
    """A store that is not there yet, with the currency stated so that sums of money are clear."""
    path = tmp_path / "balance.duckdb"
    opened = store.open_store(path)
    store.state_assumption(opened, {"key": "reporting_currency", "value": "EUR"})
    yield str(path)
    store.release(opened)


@pytest.fixture
def kept(database):
    return store.open_store(database)


@pytest.fixture
def go(folder, database):
    """One turn over everything in the folder, as if it had settled."""
    memory = Memory()

    def once(moving=()):
        listing = look(folder, 100 * MB)
        every = (*listing.files, *listing.unfinished)
        quiet = frozenset(entry.path for entry in every if entry.path.name not in moving)
        return turn(database, listing, quiet, memory)

    return once


@pytest.fixture
def quick(monkeypatch):
    """Files rest for a moment only, and the folder is looked at often."""
    monkeypatch.setenv("BALANCE_WATCH_SETTLE_SECONDS", "0.5")
    monkeypatch.setenv("BALANCE_WATCH_LOOK_SECONDS", "0.05")


@pytest.fixture
def running(folder, database, quick):
    """A watcher beside the test; what it tells."""
    told = []
    with watching.watching(database, folder, told.append):
        yield told


@pytest.fixture
def moment(monkeypatch):
    """What the watcher's own clock says: it goes on only while the watcher rests, however slow the machine is."""
    now, rest = [0.0], time.sleep

    def sleep(seconds):
        now[0] += seconds
        rest(0.001)

    monkeypatch.setattr(running_module, "time", SimpleNamespace(monotonic=lambda: now[0], sleep=sleep))
    return lambda: now[0]


@pytest.fixture
def before_looks(monkeypatch):
    """Have things happen before the watcher's looks into the folder, one before each: `before_looks([act, act])`."""

    def arranged(acts):
        left = iter(acts)

        def looking(*given):
            next(left, lambda: None)()
            return look(*given)

        monkeypatch.setattr(running_module, "look", looking)

    return arranged


def as_root():
    """Whether rights of files do not hold for us."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def unchanged(folder: Path):
    """How everything in a folder looks: to be compared before and after."""
    return sorted((str(path), path.lstat().st_mtime_ns, path.lstat().st_size) for path in folder.rglob("*"))
