"""Each thing the doctor looks at is broken for real, found, told with its mend, and well again once it is mended."""

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import duckdb
import pytest
from tests.own_port import free_port

from balance import cli, jotted, store
from balance.boardpack.pdf import browsers
from balance.doctor import Finding, entry, examine, kept, machine, program, worst
from balance.errors import BalanceError
from balance.roles import machine_name
from balance.serve import serve
from balance.settings import PREFIX, load_settings
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


def test_a_browser_that_starts_and_may_not_print(tmp_path, monkeypatch):
    boxed = tmp_path / "chromium"
    boxed.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo Chromium 1 && exit\necho "No usable sandbox! See" >&2\nexit 1\n'
    )
    boxed.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    told = machine.browser()
    assert told.standing == "warning"
    assert "BALANCE_BROWSER_SANDBOX" in told.found
    boxed.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo Chromium 1 && exit\n'
        'for word; do case $word in --print-to-pdf=*) echo %PDF- > "${word#*=}";; esac; done\n'
    )
    assert machine.browser().found == "Chromium 1 prints"
    monkeypatch.setenv("BALANCE_PORT", "none")
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    assert "BALANCE_PORT" in machine.browser().found, "the settings say whether it boxes itself in"


def test_an_address_that_is_not_this_machine_s_is_not_blamed_on_the_port():
    for address in ("203.0.113.7", "no such host"):
        told = machine.port(address, 0)
        assert told.standing == "warning"
        assert "BALANCE_ADDRESS" in told.mend
    assert machine.port("::1", 0).standing in ("ok", "warning")
    assert "Address family" not in machine.port("::1", 0).found


def test_everything_that_keeps_the_dashboard_from_opening_is_told_at_once(tmp_path, monkeypatch):
    monkeypatch.setenv("BALANCE_ADDRESS", "0.0.0.0")
    monkeypatch.setenv("BALANCE_METRICS_PORT", "8501")
    monkeypatch.setenv("BALANCE_METRICS_TOKEN_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("BALANCE_WATCH_FOLDER", str(tmp_path / "nowhere"))
    found = {one.check: one for one in examine(str(tmp_path / "b.duckdb"))}
    assert found["opening"].standing == "error"
    for part in ("BALANCE_ADDRESS is 0.0.0.0", "which the dashboard itself takes", "token for metrics", "nowhere"):
        assert part in found["opening"].found
    with pytest.raises(
        BalanceError, match=r"opened:\n- BALANCE_ADDRESS(.|\n)*\n- BALANCE_METRICS_PORT(.|\n)*\n- The f"
    ):
        serve(str(tmp_path / "b.duckdb"), browser=False)


@pytest.mark.parametrize("host", ["https://balance.example.com", "balance.example.com:8443", "balance.example.com/x"])
def test_a_host_that_nobody_can_come_under_is_told(host, monkeypatch, tmp_path):
    monkeypatch.setenv("BALANCE_HOSTS", f"fine.example.com, {host}")
    assert f"holds {host}" in entry.opening(load_settings()).found


def test_a_sign_in_file_that_cannot_be_used_is_told_with_all_that_is_wrong(monkeypatch, tmp_path):
    file = tmp_path / "sign_in.toml"
    monkeypatch.setenv("BALANCE_SIGN_IN", str(file))
    assert "cannot be read" in entry.opening(load_settings()).found
    file.write_text('public_address = "http://balance.example.com"\n[roles]\nadmin = ["x"]\n')
    told = entry.opening(load_settings())
    assert told.standing == "error"
    for part in ("expected https://", "no such role", "at least one owner", "either [providers.NAME] or [proxy]"):
        assert part in told.found
    assert list(entry.signing_in()) == []


class House(BaseHTTPRequestHandler):
    """A provider that says of itself what its class holds."""

    said: ClassVar[bytes] = b"{}"

    def do_GET(self):
        self.send_response(404 if "astray" in self.path else 200)
        self.end_headers()
        self.wfile.write(self.said)

    def log_message(self, *_):
        pass


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A sign-in file with one provider of this machine; its address and the file."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), House)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    file = tmp_path / "sign_in.toml"
    monkeypatch.setenv("BALANCE_SIGN_IN", str(file))
    yield f"http://127.0.0.1:{server.server_port}/.well-known/openid-configuration", file
    server.shutdown()
    server.server_close()


def asked(address: str, file: Path, owner: str = "x") -> list[Finding]:
    file.write_text(
        'public_address = "http://localhost"\n[providers.house]\nclient_id = "b"\nclient_secret = "s"\n'
        f'metadata = "{address}"\n[roles]\nowner = ["{owner}"]\n'
    )
    return list(entry.signing_in())


def test_a_provider_is_asked_where_people_sign_in(house, monkeypatch):
    address, file = house
    assert "does not say its authorization_endpoint" in asked(address, file)[0].found
    monkeypatch.setattr(House, "said", b"<html>")
    assert "does not answer with a document" in asked(address, file)[0].found
    assert "answers 404" in asked(address.replace(".well", "astray/.well"), file)[0].found
    whole = dict.fromkeys(entry.NEEDED, "x")
    monkeypatch.setattr(House, "said", json.dumps(whole).encode())
    assert asked(address, file)[0].found.endswith("stay signed in there")
    monkeypatch.setattr(House, "said", json.dumps(whole | {"end_session_endpoint": "x"}).encode())
    assert (asked(address, file)[0].standing, asked(address, file)[0].found[-7:]) == ("ok", "answers")
    closed = asked("http://127.0.0.1:9/.well-known/openid-configuration", file)[0]
    assert closed.standing == "warning"
    assert "SSL_CERT_FILE" in closed.mend
    monkeypatch.setenv("SSL_CERT_FILE", str(file.with_name("none.pem")))
    assert "SSL_CERT_FILE" in asked(address, file)[0].mend


def test_an_account_that_may_not_back_up_is_told(house):
    address, file = house
    told = asked(address, file)[-1]
    assert (told.check, told.standing) == ("account", "note")
    assert f"machine:{machine_name()}" in told.mend
    assert asked(address, file, owner=f"machine:{machine_name()}")[-1].standing == "ok"


@pytest.mark.parametrize(
    ("address", "password", "mend"),
    [
        ("postgresql://balance:hush@127.0.0.1:9/x", "", "Leave it out"),
        ("postgresql://balance@127.0.0.1:9/x", "none", "BALANCE_STORE_PASSWORD_FILE"),
        ("mysql://balance/x", "", "Name one of these"),
    ],
)
def test_a_store_s_own_mend_is_the_doctor_s(address, password, mend, monkeypatch, tmp_path):
    if password:
        monkeypatch.setenv("BALANCE_STORE_PASSWORD_FILE", str(tmp_path / password))
    told = kept.storage(address, QUICK)[0]
    assert told.standing == "error"
    assert mend in told.mend
    assert "hush" not in str(told)


def test_a_folder_for_backups_that_cannot_be_written(tmp_path, monkeypatch):
    monkeypatch.setenv("BALANCE_BACKUP_FOLDER", "/proc/nothing")
    found = {one.check: one for one in examine(str(tmp_path / "b.duckdb"))}
    assert "/proc/nothing" in found["writing"].found
    assert "BALANCE_BACKUP_FOLDER" in found["writing"].mend


def test_settings_named_in_a_file_that_is_not_there(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("BALANCE_SETTINGS", str(tmp_path / "slip.toml"))
    assert cli.main(["snapshots"]) == 2
    assert "slip.toml, which BALANCE_SETTINGS names, is not there" in capsys.readouterr().err
    assert program.settings().standing == "error"
    assert {one.check: one for one in examine()}["settings"].standing == "error"


@pytest.mark.skipif(shutil.which("fc-list") is None, reason="this system does not tell its fonts")
def test_a_machine_without_fonts(tmp_path, monkeypatch):
    assert machine.fonts().standing == "ok"
    empty = tmp_path / "fonts.conf"
    empty.write_text(
        f"<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig><dir>{tmp_path}</dir></fontconfig>"
    )
    monkeypatch.setenv("FONTCONFIG_FILE", str(empty))
    assert machine.fonts().standing == "warning"


def test_what_waits_for_the_audit_and_whether_it_outlives_the_process(tmp_path, monkeypatch):
    database = str(tmp_path / "b.duckdb")
    assert kept.waiting(database) is None
    jotted.jot(jotted.folder_for(database), jotted.Noticed("ada", "sign-in", "house"))
    told = kept.waiting(database)
    assert (told.standing, told.found.startswith("waiting for the store: 1 sign-in or refusal in")) == ("note", True)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("BALANCE_NOTICED_FOLDER", str(tmp_path / "file" / "n"))
    told = kept.waiting(database)
    assert told.standing == "warning"
    assert "BALANCE_NOTICED_FOLDER" in told.mend
