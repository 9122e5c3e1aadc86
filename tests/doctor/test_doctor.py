"""Each thing the doctor looks at is broken for real, found, told with its mend, and well again once it is mended."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from tests.own_port import free_port

from balance import cli, store
from balance.boardpack.pdf import browsers
from balance.doctor import Finding, examine, kept, machine, program, worst
from balance.settings import PREFIX
from balance.store import StoreLimits

QUICK = StoreLimits(wait_seconds=0.3)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def held_by_another(database: str) -> subprocess.Popen[str]:
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    words = [sys.executable, "-c", hold, database]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    return process


def test_a_whole_installation_is_well(own_sample_store):
    found = {finding.check: finding for finding in examine(own_sample_store)}
    well = ("packages", "settings", "writing", "disk", "store", "clock")
    assert {name: found[name].standing for name in well} == dict.fromkeys(well, "ok")
    assert "12 snapshots" in found["store"].found
    assert found["backups"].standing == "note"


def test_what_is_not_well_has_its_mend():
    with pytest.raises(ValueError, match="needs its mend"):
        Finding("disk", "warning", "full")
    assert worst([]) == "ok"


def test_python_that_is_too_old():
    assert program.python((3, 10)).standing == "error"
    assert program.python((3, 11)).standing == "ok"
    assert program.python((3, 99)).standing == "note"


def test_packages_that_are_missing_or_other_than_tested(tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text("numpy==1.0 \\\n    --hash=sha256:0\nnosuchthing==1.0\nonlyelsewhere==2 ; sys_platform == 'aix'\n")
    told = program.packages(lock)
    assert told.standing == "error"
    assert "nosuchthing 1.0 is missing; numpy is" in told.found
    assert "onlyelsewhere" not in told.found
    lock.write_text("numpy==1.0\n")
    assert program.packages(lock).standing == "warning"


def test_settings_are_told_all_at_once_and_the_rest_is_looked_at_still(monkeypatch, capsys):
    Path("balance.toml").write_text("port = 'x'\n")
    monkeypatch.setenv("BALANCE_UPLOAD_MB", "0")
    status = cli.main(["doctor", "--json"])
    told = {one["check"]: one for one in json.loads(capsys.readouterr().out)["findings"]}
    assert status == 2
    assert "balance.toml port" in told["settings"]["found"]
    assert "BALANCE_UPLOAD_MB" in told["settings"]["found"]
    assert told["settings"]["mend"]
    assert {"disk", "store", "port", "browser"} <= set(told)


@pytest.mark.skipif(sys.platform != "linux", reason="a folder in which nobody may write is at hand on Linux")
def test_a_folder_that_cannot_be_written():
    assert machine.writing([Path("/proc/balance")]).standing == "error"
    assert cli.main(["doctor", "--database", "/proc/balance/x.duckdb"]) == 2


def test_a_disk_without_room(tmp_path):
    free = shutil.disk_usage(tmp_path).free
    assert machine.disk(tmp_path, 0, free // 2**20 + 1000).standing == "warning"
    assert machine.disk(tmp_path, free * 2).standing == "error"
    assert machine.disk(tmp_path / "not" / "yet", 0, 0).standing == "ok"


def test_a_store_that_is_not_there_is_no_fault(tmp_path):
    finding, state = kept.storage(str(tmp_path / "none.duckdb"), QUICK)
    assert (finding.standing, state) == ("note", None)
    assert not (tmp_path / "none.duckdb").exists()


def test_a_store_another_program_holds(own_sample_store):
    other = held_by_another(own_sample_store)
    try:
        finding, _ = kept.storage(own_sample_store, QUICK)
        assert finding.standing == "error"
        assert "in use by another program" in finding.found
        assert finding.mend
    finally:
        other.communicate("")
    assert kept.storage(own_sample_store, QUICK)[0].standing == "ok"


@pytest.mark.parametrize("content", [b"not a database" * 500, b""], ids=["another file", "empty"])
def test_a_file_that_is_no_store(tmp_path, content):
    place = tmp_path / "x.duckdb"
    place.write_bytes(content)
    finding, _ = kept.storage(str(place), QUICK)
    assert finding.standing == "error"
    assert "not a store of Balance" in finding.found


def test_a_torn_store(own_sample_store):
    content = Path(own_sample_store).read_bytes()
    Path(own_sample_store).write_bytes(content[: len(content) // 2])
    finding, _ = kept.storage(own_sample_store, QUICK)
    assert finding.standing == "error"
    assert "backup" in finding.mend.lower()


def test_a_newer_store_and_an_original_that_is_not_what_was_kept(own_sample_store):
    with duckdb.connect(own_sample_store) as other:
        other.execute(
            "UPDATE original_parts SET content = 'x'::BLOB "
            "WHERE part = 0 AND sha256 = (SELECT min(sha256) FROM originals)"
        )
    finding, _ = kept.storage(own_sample_store, QUICK)
    assert finding.found.startswith("1 kept originals are damaged")
    with duckdb.connect(own_sample_store) as other:
        other.execute("INSERT INTO schema_version VALUES (9999, 'later', now())")
    finding, _ = kept.storage(own_sample_store, QUICK)
    assert finding.standing == "error"
    assert "Update Balance" in finding.mend


def test_what_is_dated_in_the_future(own_sample_store):
    whole = store.condition(own_sample_store, QUICK, date(2026, 9, 30))
    assert kept.days(whole).standing == "ok"
    earlier = kept.days(store.condition(own_sample_store, QUICK, date(2026, 6, 29)))
    assert earlier.standing == "warning"
    kept_now = store.read_as_of(store.open_store(own_sample_store)).frames["incidents"]
    opened = int((kept_now["opened_at"] >= "2026-06-30").sum())
    assert opened > 50
    assert f"loaded as of 30 Jun 2026 and 30 Sep 2026, still to come; {opened} incidents opened" in earlier.found
    assert "Answers are as of 30 Sep 2026" in earlier.mend
    newest = store.list_snapshots(store.open_store(own_sample_store))[-1]
    store.drop_snapshot(store.open_store(own_sample_store), newest.id)
    store.release(store.open_store(own_sample_store))
    assert kept.days(store.condition(own_sample_store, QUICK, date(2026, 6, 30))).standing == "ok"


def test_the_doctor_leaves_an_old_store_as_it_is(own_sample_store):
    with duckdb.connect(own_sample_store) as other:
        other.execute("DELETE FROM schema_version WHERE version = (SELECT max(version) FROM schema_version)")
    for _ in range(2):
        assert kept.storage(own_sample_store, QUICK)[0].standing == "note"


def test_backups_that_are_missing_old_and_fresh(tmp_path, own_sample_store):
    assert kept.backups(str(tmp_path / "none"), 26).standing == "warning"
    store.backup(store.open_store(own_sample_store, create=False), tmp_path / "copies" / "a.duckdb")
    assert kept.backups(str(tmp_path / "copies"), 26).standing == "ok"
    old = time.time() - 48 * 3600
    os.utime(tmp_path / "copies" / "a.duckdb", (old, old))
    told = kept.backups(str(tmp_path / "copies"), 26)
    assert (told.standing, told.found) == ("warning", "the newest is 48 hours old, and should not be over 26")


def test_a_clock_behind_what_the_store_has_seen(own_sample_store):
    later = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=400)
    with duckdb.connect(own_sample_store) as other:
        other.execute("UPDATE audit SET changed_at = $1 WHERE number = (SELECT max(number) FROM audit)", [later])
    found = {finding.check: finding for finding in examine(own_sample_store)}
    assert found["clock"].standing == "warning"


def test_a_port_that_is_taken():
    number = free_port()
    with socket.socket() as other:
        other.bind(("127.0.0.1", number))
        other.listen()
        assert machine.port("127.0.0.1", number).standing == "warning"
    assert machine.port("127.0.0.1", number).standing == "ok"


def test_no_browser_and_one_that_does_not_start(tmp_path, monkeypatch):
    monkeypatch.setattr(browsers, "_usual_places", list)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert machine.browser().standing == "note"
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    if os.name != "nt":
        assert machine.browser().standing == "warning"


@pytest.mark.skipif(shutil.which("fc-list") is None, reason="this system does not tell its fonts")
def test_a_machine_without_fonts(tmp_path, monkeypatch):
    assert machine.fonts().standing == "ok"
    empty = tmp_path / "fonts.conf"
    empty.write_text(
        f"<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig><dir>{tmp_path}</dir></fontconfig>"
    )
    monkeypatch.setenv("FONTCONFIG_FILE", str(empty))
    assert machine.fonts().standing == "warning"
