"""Who came and what was refused to whom is in the audit, once in an hour, and nobody waits for it."""

import json
import os
import stat
import subprocess
import sys
import threading
import time
from collections import deque
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest
from tests.waiting import until

from balance import cli, noticing, pacing, roles, store
from balance.errors import CharacterError, StoreError
from balance.jotted import folder_for, found, jot
from balance.noticing import Noticed, Waiting
from balance.roles import Action, NotAllowed, Person, Role
from balance.ui import admission

FILE = """
public_address = "http://localhost:1"
cookie_secret = "one that is long enough for a test of this"
[providers.house]
metadata = "http://localhost:2/.well-known/openid-configuration"
client_id = "balance"
client_secret = "hush"
[roles]
owner = ["ada"]
viewer = ["machine:{machine}", "viewers"]
"""


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """People are asked to sign in, and the machine's user may only look."""
    (tmp_path / "sign_in.toml").write_text(FILE.format(machine=roles.machine_name()))
    monkeypatch.setenv("BALANCE_SIGN_IN", str(tmp_path / "sign_in.toml"))


@pytest.fixture
def noticed(own_quarter_store, monkeypatch):
    """A store in which this process notices, as one that serves does; what its audit has of it so far."""
    kept = store.open_store(own_quarter_store, create=False)
    for name, value in {
        "_STORE": [],
        "_FOLDER": [],
        "_CAME": {},
        "_SEEKING": threading.Event(),
        "_ASIDE": set(),
    }.items():
        monkeypatch.setattr(noticing, name, value)
    monkeypatch.setattr(noticing, "took_turn", lambda *_: True)
    noticing.begin(own_quarter_store)
    yield lambda: told(kept)
    roles.tell_refusals_to(None)


def told(kept):
    with roles.acting_as(roles.machine_user()):
        rows = store.audit(kept)
    rows = rows[rows["what"].isin([noticing.CAME, noticing.REFUSED])]
    return [(row["who"], row["what"], row["subject"]) for row in rows.to_dict("records")]


@contextmanager
def held_by_another(database):
    """The file in use by another program."""
    script = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print(flush=True); sys.stdin.read()"
    store.release(store.open_store(database))
    words = [sys.executable, "-c", script, database]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        try:
            yield
        finally:
            other.kill()


def test_a_command_that_is_refused_is_in_the_audit(own_quarter_store, asked, tmp_path, capsys):
    for _ in range(2):
        assert cli.main(["backup", str(tmp_path / "b.duckdb"), "--json", "--database", own_quarter_store]) == 2
        assert "may not back up" in json.loads(capsys.readouterr().out)["message"]
    me = roles.machine_name()
    assert told(store.open_store(own_quarter_store)) == [(me, "refused", Action.COPY.value)]
    assert cli.main(["report", "--json", "--database", own_quarter_store]) == 0
    assert len(told(store.open_store(own_quarter_store))) == 1, "what is allowed is not noted"
    assert roles.tell_refusals_to(None) is None, "a command listens no longer than it runs"


def made_older(database):
    """The store as an older version left it; what its file holds."""
    with duckdb.connect(database) as direct:
        direct.execute("DELETE FROM schema_version WHERE version = (SELECT max(version) FROM schema_version)")
        for table in ("pack_words", "frozen_packs", "frozen_files", "frozen_parts"):
            direct.execute(f"DROP TABLE {table}")
        direct.execute("ALTER TABLE incidents DROP COLUMN recovered")
        direct.execute("CHECKPOINT")
    return Path(database).read_bytes()


def test_a_refusal_changes_nothing_of_a_store_of_an_older_version(own_quarter_store, asked, tmp_path, capsys):
    before = made_older(own_quarter_store)
    refused = [
        f"backup {tmp_path / 'b.duckdb'}", f"export --all --out {tmp_path / 'out'}", f"restore {tmp_path / 'b.duckdb'}",
        "retain", "purge x", "drop x", "assume a=1", f"load {own_quarter_store} --as-of 2026-09-30",
    ]  # fmt: skip
    for words in map(str.split, refused):
        assert cli.main([*words, "--database", own_quarter_store]) == 2
    assert Path(own_quarter_store).read_bytes() == before
    assert not Path(f"{own_quarter_store}.wal").exists()
    assert "may not" in capsys.readouterr().err
    assert not store.is_up_to_date(store.open_store(own_quarter_store))


def test_whoever_signs_in_after_an_upgrade_is_in_the_audit_once_the_store_is_used(own_quarter_store):
    before = made_older(own_quarter_store)
    none = str(Path(own_quarter_store).with_name("none.duckdb"))
    waiting = deque([
        Waiting(own_quarter_store, Noticed("ada", noticing.CAME, "house", "2026-09-30T12:00:00Z")),
        Waiting(none, Noticed("eva", noticing.CAME, "house", "2026-09-30T12:00:00Z")),
        Waiting(own_quarter_store, Noticed("ben", noticing.REFUSED, "load files")),
    ])  # fmt: skip
    for _ in range(2):
        noticing._write_waiting(waiting)
        assert len(waiting) == 3
    assert Path(own_quarter_store).read_bytes() == before
    assert not Path(f"{own_quarter_store}.wal").exists()
    kept = store.open_store(own_quarter_store)
    store.list_snapshots(kept)  # the first use
    noticing._write_waiting(waiting)
    assert told(kept) == [("ada", "sign-in", "house"), ("ben", "refused", "load files")]
    store.list_snapshots(store.open_store(none))
    noticing._write_waiting(waiting)
    assert told(store.open_store(none)) == [("eva", "sign-in", "house")]
    assert not waiting


def test_a_refusal_and_a_sign_in_are_in_the_audit_and_nobody_waits(noticed, asked, monkeypatch):
    claims = {"is_logged_in": True, "provider": "house", "email": "ada@example.com", "email_verified": True,
              "iat": int(time.time()), "roles": ["viewers"]}  # fmt: skip
    run = SimpleNamespace(user_info=claims, session_id="one", context_info=None)
    monkeypatch.setattr(admission, "get_script_run_ctx", lambda **_: run)
    monkeypatch.setattr(admission, "st", SimpleNamespace(context=SimpleNamespace(headers={})))
    with roles.acting_as(admission.visitor()):
        for _ in range(3):
            admission.notice()
            with pytest.raises(NotAllowed, match="analysts and owners may"):
                roles.require(Action.LOAD)
    until(lambda: len(noticed()) == 2)
    assert sorted(noticed()) == [
        ("ada@example.com", "refused", "load files"),
        ("ada@example.com", "sign-in", "house"),
    ]


def test_nobody_fills_the_audit_by_signing_in_again_and_again(monkeypatch, tmp_path):
    put = []
    for name, value in {
        "_STORE": ["here"],
        "_FOLDER": [tmp_path],
        "_CAME": {},
        "_QUEUE": SimpleNamespace(put=put.append),
    }.items():
        monkeypatch.setattr(noticing, name, value)
    monkeypatch.setattr(pacing, "_DONE", {})
    ada = Person("ada@example.com", signed_in=True, account="house: 7")
    for second in range(200):
        for _ in range(3):
            noticing.came(ada, "house", f"2026-09-30T12:00:{second:03}Z")
    assert len(put) == noticing.MOST_SIGN_INS
    noticing.came(replace(ada, name="eva@example.com"), "house", "2026-09-30T13:00:00Z")
    assert len(put) == noticing.MOST_SIGN_INS, "another name of the same account"
    for _ in range(5):
        noticing.came(Person("ben", signed_in=True), "proxy")
    (where, noticed, _), *more = put[noticing.MOST_SIGN_INS :]
    assert (where, noticed[:4], more) == ("here", ("ben", "sign-in", "proxy", ""), [])
    monkeypatch.setattr(noticing, "MOST_KNOWN", 10)
    for second in range(50):
        noticing._is_new(("ada", "house", str(second)))
    assert len(noticing._CAME) == 10


def test_of_whoever_is_not_signed_in_nothing_is_written(noticed, asked):
    with roles.acting_as(roles.NOBODY), pytest.raises(NotAllowed):
        roles.require(Action.LOAD)
    with roles.acting_as(Person("ben", frozenset({Role.VIEWER}), signed_in=True)), pytest.raises(NotAllowed):
        roles.require(Action.PURGE)
    until(noticed)
    assert noticed() == [("ben", "refused", Action.PURGE.value)]


def test_a_store_that_cannot_be_written_stops_nobody(monkeypatch, own_quarter_store):
    def fails(*_):
        raise StoreError("in use")

    monkeypatch.setattr(store, "note_noticed", fails)
    assert not noticing.write_down(own_quarter_store, ("ada", "refused", "load files", ""))
    assert not noticing.write_down(f"{own_quarter_store}.none", ("ada", "refused", "load files", ""))


def test_what_the_store_can_never_keep_holds_up_nothing(own_quarter_store, monkeypatch):
    real, told = store.note_noticed, []

    def keeps(kept, who, *more):
        if who == "Łucja":
            raise CharacterError("Take it out.")
        real(kept, who, *more)

    monkeypatch.setattr(store, "note_noticed", keeps)
    monkeypatch.setattr(noticing, "happened", lambda event, **facts: told.append((event, facts)))
    people = ("Łucja", "ben")
    waiting = deque(Waiting(own_quarter_store, Noticed(who, noticing.REFUSED, "load files")) for who in people)
    noticing._write_waiting(waiting)
    assert not waiting
    assert store.audit(store.open_store(own_quarter_store))["who"].tolist()[-1] == "ben"
    assert told == [("not written down", {"count": 1})]


def test_who_comes_while_the_store_is_busy_is_in_the_audit_later_in_order_and_says_when(own_quarter_store, monkeypatch):
    noon = datetime(2026, 9, 30, 12)
    came = [("ada", noticing.CAME, "proxy", ""), ("ben", noticing.REFUSED, "load files", ""),
            ("eva", noticing.CAME, "house", "2026-09-30T12:00:02Z"), ("ben", noticing.REFUSED, "load files", ""),
            ("ben", noticing.REFUSED, "load files", "")]  # fmt: skip
    minutes = (0, 1, 2, 30, 65)
    waiting = deque(
        Waiting(own_quarter_store, Noticed(*one, noon + timedelta(minutes=at)))
        for one, at in zip(came, minutes, strict=True)
    )
    monkeypatch.setenv("BALANCE_STORE_WAIT_SECONDS", "0.2")
    with held_by_another(own_quarter_store):
        for _ in range(2):
            noticing._write_waiting(waiting)
            assert [one.noticed.who for one in waiting] == ["ada", "ben", "eva", "ben", "ben"]
    noticing._write_waiting(waiting)
    assert not waiting
    kept = store.open_store(own_quarter_store)
    assert told(kept) == [
        ("ada", "sign-in", "proxy"), ("ben", "refused", "load files"), ("eva", "sign-in", "house"),
        ("ben", "refused", "load files"),
    ]  # fmt: skip
    rows = store.audit(kept).tail(4)
    assert rows["after"].tolist() == [
        f'{{"at":"2026-09-30T{at}Z"}}' for at in ("12:00:00", "12:01:00", "12:00:02", "13:05:00")
    ]
    assert rows["changed_at"].is_monotonic_increasing, "a row stands where it was written"
    assert (rows["changed_at"] > noon).all()


PROCESS = """
import sys
from balance import noticing, roles
from balance.roles import Action, NotAllowed, Person, Role
noticing.begin(sys.argv[1])
ada = Person("ada@example.com", frozenset({Role.VIEWER}), signed_in=True, account="house: 7")
noticing.came(ada, "house", "2026-09-30T12:00:00Z")
try:
    with roles.acting_as(ada):
        roles.require(Action.LOAD)
except NotAllowed:
    print("refused", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(os.name == "nt", reason="a process is killed the way of POSIX")
def test_what_waits_outlives_a_process_that_is_killed_and_is_written_once(noticed, own_quarter_store, tmp_path):
    folder = folder_for(own_quarter_store)
    before = datetime.now(UTC).replace(tzinfo=None)
    with held_by_another(own_quarter_store):
        words = [sys.executable, "-c", PROCESS, own_quarter_store]
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout.readline() == "refused\n"
            process.kill()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()] == [0o600, 0o600]
    left = {file: file.read_bytes() for file in folder.iterdir()}
    for _ in range(2):
        noticing.seek()
        until(lambda: not any(folder.iterdir()))
        assert noticed() == [("ada@example.com", "sign-in", "house"), ("ada@example.com", "refused", "load files")]
        for file, content in left.items():  # as if it had been killed between the audit and the folder
            file.write_bytes(content)
    rows = store.audit(store.open_store(own_quarter_store)).tail(2)
    assert rows["after"].tolist() == [
        '{"account":"house: 7","at":"2026-09-30T12:00:00Z"}', '{"account":"house: 7"}'
    ]  # fmt: skip
    assert (rows["changed_at"] >= before).all(), "a row stands where it was written"


def test_a_command_that_finds_the_store_in_use_jots_down_what_it_refused(
    own_quarter_store, asked, tmp_path, monkeypatch
):
    monkeypatch.setenv("BALANCE_STORE_WAIT_SECONDS", "0.2")
    with held_by_another(own_quarter_store):
        assert cli.main(["backup", str(tmp_path / "b.duckdb"), "--database", own_quarter_store]) == 2
    (noticed,) = found(folder_for(own_quarter_store)).values()
    assert noticed[:3] == (roles.machine_name(), "refused", Action.COPY.value)


def test_what_cannot_be_jotted_down_waits_in_memory(noticed, own_quarter_store, monkeypatch):
    told = []
    monkeypatch.setattr(noticing, "jot", lambda *_: None)
    monkeypatch.setattr(noticing, "happened", lambda event, **facts: told.append(event))
    noticing.came(Person("ada", signed_in=True), "proxy")
    until(noticed)
    assert noticed() == [("ada", "sign-in", "proxy")]
    assert "not jotted down" in told


def test_a_fault_leaves_what_is_jotted_down_for_the_next_start(tmp_path, monkeypatch):
    def write_down(database, noticed):
        raise OSError("no space")

    monkeypatch.setattr(noticing, "write_down", write_down)
    monkeypatch.setattr(noticing, "_ASIDE", set())
    file = jot(tmp_path / "n", one := Noticed("ada", noticing.CAME, "proxy"))
    waiting = deque([Waiting("here", one, file)])
    noticing._write_waiting(waiting)
    assert not waiting
    assert (file.exists(), noticing._ASIDE) == (True, {file})


def test_what_still_waits_when_the_program_stops_is_tried_once_more_and_else_counted(monkeypatch):
    told, written, busy = [], [], [True]
    items = iter(
        [Waiting("here", "first"), Waiting("here", "second"), one := threading.Event(), two := threading.Event()]
    )

    def get(timeout):
        for item in items:
            busy[0] = item is not two
            return item
        raise KeyboardInterrupt

    monkeypatch.setattr(noticing, "write_down", lambda _, noticed: not busy[0] and not written.append(noticed))
    monkeypatch.setattr(noticing, "_QUEUE", SimpleNamespace(get=get))
    monkeypatch.setattr(noticing, "happened", lambda event, **facts: told.append((event, facts)))
    with pytest.raises(KeyboardInterrupt):
        noticing._write_on()
    assert one.is_set()
    assert two.is_set()
    assert told == [("not written down", {"count": 2})]
    assert written == ["first", "second"]


def test_a_fault_met_while_writing_one_down_does_not_end_the_noticing(monkeypatch):
    waiting, written = iter(["first", "second"]), []

    def write_down(database, noticed):
        if noticed == "first":
            raise OSError("no space")
        written.append((database, noticed))
        return True

    def get(timeout):
        assert timeout is None, "nothing waits"
        for noticed in waiting:
            return Waiting("here", noticed)
        raise KeyboardInterrupt  # nothing else ends it

    monkeypatch.setattr(noticing, "write_down", write_down)
    monkeypatch.setattr(noticing, "_QUEUE", SimpleNamespace(get=get))
    with pytest.raises(KeyboardInterrupt):
        noticing._write_on()
    assert written == [("here", "second")]
