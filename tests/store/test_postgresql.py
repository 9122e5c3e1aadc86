"""What only a store on a server can meet: several processes, a server that dies, people who may do less."""

import hashlib
import subprocess
import sys
import threading
import time
from datetime import date

import psycopg
import pytest
from tests import own_postgresql
from tests.own_postgresql import cluster_or_skip, directly
from tests.store.conftest import typed
from tests.waiting import PATIENCE_SECONDS

from balance import uploading
from balance.doctor.kept import storage
from balance.errors import StoreError
from balance.saved_mappings import saved_mappings
from balance.serve import not_ready
from balance.store import (
    StoreLimits,
    add_draft_files,
    audit,
    backup,
    begin_draft,
    draft_content,
    draft_of,
    existing_store,
    list_snapshots,
    on_server,
    only_watcher,
    open_store,
    original,
    purge_snapshot,
    purge_with_proof,
    read_as_of,
    release,
    restore,
    revision,
    save_draft,
    save_scenario,
    save_snapshot,
    scenarios,
)
from balance.store import migrations as m
from balance.store.connection import reading, writing
from balance.store.postgresql import connecting, shipment
from balance.store.postgresql.parts import CONTENTS
from balance.store.postgresql.server import Server

Q2, Q3 = date(2026, 6, 30), date(2026, 9, 30)
ONE = {"initiative_id": "A", "name": "Cloud", "stage": "in_flight"}
QUICK, PATIENT = StoreLimits(wait_seconds=3), StoreLimits(wait_seconds=PATIENCE_SECONDS)


def another(store, name="another"):
    """The same store as another process sees it: by an address of its own it has a copy of its own."""
    return open_store(f"{store.url}&application_name={name}", create=False, limits=QUICK)


@pytest.fixture
def url():
    return own_postgresql.shared().new_schema()


@pytest.fixture
def kept(url):
    opened = open_store(url, limits=QUICK)
    yield opened
    release(opened)


@pytest.fixture(scope="module")
def mortal():
    """A server of this module's own, which may be killed."""
    made = cluster_or_skip()
    yield made
    made.stop()


@pytest.fixture
def alive(mortal):
    if mortal.process.poll() is not None:
        mortal.start()
    return mortal


def put(store, day=Q2, rows=300, name="export.csv", **more):
    """A load of many incidents with its file."""
    content = f"{name} {day} {rows}".encode() * 5000
    frame = typed("incidents", [{"incident_id": f"I-{n}", "title": f"{name} {n}"} for n in range(rows)])
    files = [(name, hashlib.sha256(content).hexdigest(), content)]
    return save_snapshot(store, as_of=day, frames={"incidents": frame}, files=files, who="ana", **more)


def whole(store):
    """The snapshots, each checked to have its rows, its file, and one line in the audit."""
    with reading(store) as session:
        files = session.rows("SELECT snapshot_id, sha256 FROM snapshot_files")
        rows = dict(session.rows("SELECT snapshot_id, count(*) FROM incidents GROUP BY snapshot_id"))
    found = list_snapshots(store)
    for _, sha256 in files:
        assert hashlib.sha256(original(store, sha256)).hexdigest() == sha256
    assert rows == {one.id: one.tables["incidents"] for one in found}
    loads = audit(store).query("what == 'load'")["subject"].tolist()
    assert sorted(loads) == sorted(one.id for one in found)
    assert list(audit(store)["number"]) == list(range(1, len(audit(store)) + 1))
    with directly(store) as direct:
        assert direct.execute("SELECT count(*) FROM incidents").fetchall() == [(sum(rows.values()),)]
    return {one.id for one in found}


# Several processes.

LOADS = """
import sys
from datetime import date
sys.path[:0] = sys.argv[3:]
from tests.store.test_postgresql import put
from balance.store import StoreLimits, open_store
store = open_store(sys.argv[1], limits=StoreLimits(wait_seconds=300))
for number in range(6):
    print(put(store, date(2026, 1 + number, 28), 40, sys.argv[2]).snapshot_id, flush=True)
"""


def loading(url, name):
    words = [sys.executable, "-c", LOADS, url, name, *sys.path]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_processes_that_make_the_store_and_load_at_the_same_time_lose_nothing(url):
    """Nobody made the tables before: one of them takes the steps, and all loads are there."""
    processes = [loading(url, name) for name in ("left.csv", "right.csv")]
    told = [process.communicate(timeout=PATIENCE_SECONDS) for process in processes]
    assert [wrong for _, wrong in told] == ["", ""]
    store = open_store(url, create=False)
    assert whole(store) == {name for said, _ in told for name in said.split()}
    assert len(list_snapshots(store)) == 12
    with directly(store) as direct:
        steps = direct.execute("SELECT version FROM schema_version ORDER BY version").fetchall()
    assert [number for (number,) in steps] == [number for number, _, _ in m.steps()]


def test_what_one_replica_keeps_another_sees_at_once(kept):
    other = another(kept)
    put(kept)
    assert [row.id for row in list_snapshots(other)] == [row.id for row in list_snapshots(kept)]
    assert revision(other) == revision(kept)
    assert read_as_of(other).frames["incidents"].equals(read_as_of(kept).frames["incidents"])
    save_scenario(other, "Safer", {}, {})
    assert save_scenario(kept, "Safer", {}, {}) == 2
    with pytest.raises(StoreError, match="saved by somebody else"):
        save_scenario(other, "Safer", {}, {}, replaces=1)


def test_a_person_thrown_to_another_replica_goes_on(kept):
    draft = begin_draft(kept, "ana")
    add_draft_files(kept, draft, [("a.csv", b"id\n1\n")])
    save_draft(kept, draft, as_of=Q3, step="columns", said={"answers": {"dates": "day first"}})
    found = draft_of(another(kept), draft)
    assert (found.step, found.as_of, found.said) == ("columns", Q3, {"answers": {"dates": "day first"}})
    assert draft_content(another(kept), found.files[0].sha256) == b"id\n1\n"


def test_only_what_changed_is_read_again(kept, monkeypatch):
    other = another(kept)
    put(kept, Q2)
    list_snapshots(other)
    asked = []
    real = sys.modules["balance.store.postgresql.server"].take_over
    monkeypatch.setattr(
        "balance.store.postgresql.server.take_over", lambda *given: (asked.append(given[2]), real(*given))
    )
    second = put(kept, Q3, name="second.csv")
    assert len(list_snapshots(other)) == 2
    assert asked[-1]["incidents"] == [second.snapshot_id]
    assert list_snapshots(kept)
    assert len(asked) == 1, "who made the change need not read it"


def test_a_purge_begins_every_copy_anew_without_what_was_deleted(kept):
    other = another(kept)
    frames = {"incidents": typed("incidents", [{"incident_id": "I", "title": "Somebody Secret " * 9}])}
    gone = save_snapshot(kept, as_of=Q2, frames=frames, files=[])
    seen = []
    for act in (lambda: None, lambda: purge_snapshot(kept, gone.snapshot_id)):
        act()
        list_snapshots(other)
        release(other)
        seen.append(b"Somebody Secret" in other.path.read_bytes())
    assert seen == [True, False]


def test_a_purge_on_a_server_is_proven_in_its_tables(kept):
    body = hashlib.sha256(b"seed").hexdigest().encode() * 300 + bytes(range(256)) * 300
    frames = {"incidents": typed("incidents", [{"incident_id": "I"}])}
    gone = save_snapshot(kept, as_of=Q2, frames=frames, files=[("a", hashlib.sha256(body).hexdigest(), body)])
    proof = purge_with_proof(kept, gone.snapshot_id)
    assert proof.holds
    assert proof.found_before > 0


def test_one_watcher_for_a_store_on_whichever_machine(kept):
    with only_watcher(kept.url), pytest.raises(StoreError, match="already watched"), only_watcher(another(kept).url):
        pass
    with only_watcher(another(kept).url):
        pass


def test_a_store_that_others_keep_locked_is_one_sentence(kept):
    list_snapshots(kept)
    with psycopg.connect(kept.url) as other:
        other.execute("SELECT 1 FROM store_state FOR UPDATE")
        quick = open_store(f"{kept.url}&application_name=quick", limits=StoreLimits(wait_seconds=0.3))
        with pytest.raises(StoreError, match=r"in use by others and was not free within 0\.3 s"):
            save_scenario(quick, "Safer", {}, {})
        assert scenarios(quick) == (), "reading waits for nobody"
    assert save_scenario(quick, "Safer", {}, {}) == 1


# What others do to the tables.


def test_a_change_by_hand_is_seen(kept):
    save_scenario(kept, "Safer", {}, {})
    assert len(scenarios(kept)) == 1
    with directly(kept) as direct:
        direct.execute("UPDATE scenarios SET name = 'Safest'")
    assert [row.name for row in scenarios(kept)] == ["Safest"]
    with directly(kept) as direct:
        direct.execute("TRUNCATE scenarios")
    assert scenarios(kept) == ()


def test_a_server_that_lost_the_last_changes_is_followed(kept):
    """A standby that took over before it had everything, and then went on by itself."""
    save_scenario(kept, "kept", {}, {})
    with directly(kept) as direct:
        state = direct.execute("SELECT revision, token FROM store_state").fetchone()
    save_scenario(kept, "lost", {}, {})
    assert len(scenarios(kept)) == 2
    with directly(kept) as direct:
        for table in ("scenarios", "audit"):
            direct.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        direct.execute("DELETE FROM scenarios WHERE name = 'lost'")
        direct.execute("DELETE FROM audit WHERE subject = 'lost'")
        direct.execute("DELETE FROM store_changes WHERE revision > %s", state[:1])
        direct.execute("UPDATE store_state SET revision = %s, token = %s", state)
        for table in ("scenarios", "audit"):
            direct.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    other = another(kept)
    save_scenario(other, "went on", {}, {})
    assert [row.name for row in scenarios(kept)] == ["kept", "went on"]


def test_a_copy_that_is_not_right_is_thrown_away_and_nothing_is_changed(kept):
    save_scenario(kept, "Safer", {}, {})
    with kept.holder.cursor() as cursor:
        cursor.execute("INSERT INTO scenarios SELECT * FROM scenarios").fetchall()
    with pytest.raises(StoreError, match="Nothing was changed"), writing(kept) as session:
        session.execute("UPDATE scenarios SET removed = true WHERE name = $1", "Safer")
    assert len(scenarios(kept)) == 1
    with writing(kept) as session:
        session.execute("UPDATE scenarios SET removed = true WHERE name = $1", "Safer")
    assert scenarios(kept) == ()


def test_the_bytes_of_files_stay_on_the_server(kept):
    """A new table with bytes belongs into CONTENTS, and is read by `Session.content`."""
    put(kept)
    with reading(kept) as session:
        found = session.rows("SELECT table_name FROM duckdb_columns() WHERE data_type = 'BLOB' AND NOT internal")
        assert {name for (name,) in found} == set(CONTENTS)
        assert [session.rows(f"SELECT count(*) FROM {name}") for name in CONTENTS] == [[(0,)]] * len(CONTENTS)


def test_every_statement_names_the_table_it_changes():
    assert shipment.target_of("UPDATE drafts SET step = $1") == "drafts"
    with pytest.raises(ValueError, match="not a statement"):
        shipment.target_of("WITH a AS (SELECT 1) INSERT INTO b SELECT * FROM a")


def test_a_newer_store_is_refused_also_by_who_has_it_open(kept):
    list_snapshots(kept)
    with directly(kept) as direct:
        direct.execute("INSERT INTO schema_version VALUES (9999, 'from the future', now())")
    assert "step 9999 of" in storage(kept.url, QUICK)[0].found
    for act in (lambda: list_snapshots(kept), lambda: save_scenario(kept, "a", {}, {}), lambda: another(kept, "late")):
        with pytest.raises(StoreError, match=r"newer version of Balance \(step 9999"):
            act()


def test_the_way_back_on_a_server_begins_with_an_empty_schema(kept, tmp_path):
    """An older version restores its own backup: not over tables that it does not know, but where they were."""
    saved, schema = put(kept), kept.url.rpartition("%3D")[2]
    backup(kept, tmp_path / "before.duckdb")
    with directly(kept) as direct:
        direct.execute("INSERT INTO schema_version VALUES (9999, 'from the future', now())")
    older = f"{kept.url}&application_name=older"
    with pytest.raises(StoreError, match="Have its schema emptied"):
        restore(tmp_path / "before.duckdb", older, limits=QUICK)
    own_postgresql.shared().execute(f"DROP SCHEMA {schema} CASCADE", f"CREATE SCHEMA {schema}")
    restore(tmp_path / "before.duckdb", older, limits=QUICK)
    assert whole(open_store(older)) == {saved.snapshot_id}


def test_a_store_of_an_earlier_program_is_brought_up_to_date(url, monkeypatch):
    """All steps but the last three, with a row in it; then the program of today."""
    from balance.store.postgresql import layout

    known = m.steps()[:-3]
    with monkeypatch.context() as earlier:
        earlier.setattr(layout, "_steps", lambda: tuple(known))
        with psycopg.connect(url, autocommit=True, cursor_factory=psycopg.RawCursor) as connection:
            layout.bring_up_to_date(connection, "here", fresh=True)
            connection.execute("INSERT INTO mappings VALUES ('m', 1, '{}', now(), 'ana', false)")
    latest = m.newest()
    assert on_server(url) == (latest - 3, latest, 0), "a look takes no step"
    assert storage(url, QUICK)[0].found == f"readable, 0 snapshots, step {latest - 3} of {latest}; " + (
        "the next use brings it up to date, so back it up first"
    )
    assert on_server(url) == (latest - 3, latest, 0)
    store = open_store(url, create=False)
    assert on_server(url) == (latest - 3, latest, 0), "to open it is not to use it"
    assert list_snapshots(store) == ()
    assert on_server(url) == (latest, latest, 0)
    with reading(store) as session:
        assert session.rows("SELECT name FROM mappings") == [("m",)]
        assert session.rows("SELECT count(currency) FROM forecast_sets") == [(0,)]
    assert begin_draft(store)


def test_the_first_load_makes_the_store_on_an_empty_server(url, tmp_path):
    file = tmp_path / "plan.csv"
    file.write_text("initiative_id,name,stage,finish_planned\nI1,New shop,in_flight,2026-12-31\n")
    assert existing_store(url) is None
    assert on_server(url) is None
    assert storage(url, QUICK)[0].standing == "note"
    assert not_ready(url) == ""
    assert saved_mappings(url) == {}
    assert uploading.check(url, [file], as_of=Q3).status == "ok"
    assert existing_store(url) is None
    assert uploading.load(url, [file], as_of=Q3).status == "ok"
    assert [snapshot.as_of for snapshot in list_snapshots(existing_store(url))] == [Q3]


def test_addresses_that_cannot_be_a_store_on_a_server(url, tmp_path, monkeypatch):
    secret = tmp_path / "password"
    secret.write_text("hunter2\n")
    monkeypatch.setenv("BALANCE_STORE_PASSWORD_FILE", str(secret))
    cases = [
        (url, "There is no store at"),
        (url.replace("owner@", "nobody@"), "cannot be opened"),
        (url.replace("/postgres?", "/elsewhere?"), r'opened \(database "elsewhere" does not exist\)'),
        (url.replace("owner@", "owner:hunter2@"), "holds a password"),
        ("postgresql://host/db?unknown_option=hunter2", "cannot be understood"),
        ("postgresql://owner@127.0.0.1:1/db", r"cannot be reached \(Connection refused\)"),
        (f"{url}&sslmode=require", "cannot be opened"),
        (url.replace("search_path%3D", "search_path%3Dnone"), "There is no store"),
    ]
    for address, sentence in cases:
        with pytest.raises(StoreError, match=sentence) as told:
            open_store(address, create=False, limits=StoreLimits(wait_seconds=0.2))
        assert "hunter2" not in str(told.value)
        assert "\n" not in str(told.value)
    with pytest.raises(StoreError, match="no schema to keep tables in"):
        open_store(url.replace("search_path%3D", "search_path%3Dnone"))
    monkeypatch.setenv("BALANCE_STORE_PASSWORD_FILE", str(tmp_path / "none"))
    with pytest.raises(StoreError, match="password of the store cannot be read"):
        open_store(url)


@pytest.mark.parametrize("theirs", ["incidents", "orders", "schema_version"])
def test_a_schema_with_tables_of_something_else_is_refused(url, theirs):
    with psycopg.connect(url) as direct:
        direct.execute(f"CREATE TABLE {theirs} (version TEXT)")
    with pytest.raises(StoreError, match=f"tables of something else, such as {theirs}. Give Balance a schema of its"):
        open_store(url)
    with psycopg.connect(url) as direct:  # as it was
        direct.execute(f"INSERT INTO {theirs} VALUES ('1.2')")
        assert direct.execute("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()").fetchone() == (1,)


def test_a_table_somebody_puts_beside_the_store_is_never_touched(kept, tmp_path):
    """Neither a step of a later version, nor a restore, nor a purge takes it for one of the store."""
    saved = put(kept)
    with psycopg.connect(kept.url) as direct:
        direct.execute("CREATE TABLE orders AS SELECT 1 AS number")
        before = direct.execute("SELECT pg_relation_filenode('orders')").fetchone()
        direct.execute("DELETE FROM schema_version WHERE version > 8")  # a step is taken again
        direct.execute("DROP TABLE pack_words, frozen_packs, frozen_files, frozen_parts")
    release(kept)
    kept.server._current = False
    open_store(kept.url)
    backup(kept, tmp_path / "b.duckdb")
    restore(tmp_path / "b.duckdb", kept.url)
    purge_snapshot(kept, saved.snapshot_id)
    with psycopg.connect(kept.url) as direct:
        direct.execute("INSERT INTO orders VALUES (2)")
        assert direct.execute("SELECT count(*) FROM orders").fetchone() == (2,)
        assert direct.execute("SELECT pg_relation_filenode('orders')").fetchone() == before


def test_a_user_who_may_do_less_can_work_and_not_rewrite_the_audit(kept):
    """The grants of the operations guide: no owner, no superuser, nothing but adding to the audit."""
    server, schema = own_postgresql.shared(), kept.url.rpartition("%3D")[2]
    user = f"app_{schema}"
    server.execute(
        f"CREATE ROLE {user} LOGIN", f"GRANT USAGE ON SCHEMA {schema} TO {user}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {user}",
        f"REVOKE UPDATE, DELETE ON {schema}.audit FROM {user}",
    )  # fmt: skip
    less = open_store(server.url(schema, user), create=False, limits=QUICK)
    saved = put(less)
    assert whole(kept) == {saved.snapshot_id}
    with pytest.raises(StoreError, match="may not do this"), writing(less) as session:
        session.execute("UPDATE audit SET who = $1", "nobody")
    assert set(audit(kept)["who"]) == {"ana"}
    with pytest.raises(StoreError, match="deleted, but the store could not be written anew"):
        purge_snapshot(less, saved.snapshot_id)
    assert list_snapshots(kept) == ()
    purge_snapshot(kept, saved.snapshot_id)
    assert list(audit(kept)["what"]) == ["load", "purge", "purge finished"]


# A server that goes away.


def test_no_connection_is_left_open_where_a_server_that_is_back_is_refused(kept, monkeypatch):
    made, plain = [], psycopg.connect

    def connect(*given, **named):
        made.append(plain(*given, **named))
        return made[-1]

    def older(self, connection, lock=""):
        raise StoreError("put back by an older version")

    monkeypatch.setattr(psycopg, "connect", connect)
    with monkeypatch.context() as later:
        later.setattr(Server, "_state", older)
        for ask in (kept.server._locked_again, lambda deadline: kept.server._again(deadline, [])):
            with pytest.raises(StoreError, match="older version"):
                ask(time.monotonic() + PATIENCE_SECONDS)
    later.setattr(connecting, "_SETTINGS", ("SET no_such_setting = 1",))
    with pytest.raises(StoreError):
        connecting.connect(kept.server.address, time.monotonic())
    later.undo()
    assert len(made) >= 3
    assert all(one.closed for one in made)


def test_a_connection_that_was_ended_is_made_again(kept):
    save_scenario(kept, "Safer", {}, {})
    with psycopg.connect(kept.url) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
            "AND application_name = 'balance'"
        )
    assert len(scenarios(kept)) == 1


def after(monkeypatch, name, act):
    """Do something once, right after that method of a server; `act` may raise."""
    real, done = getattr(Server, name), []

    def then(*given, **named):
        answer = real(*given, **named)
        if not done:
            done.append(True)
            act()
        return answer

    monkeypatch.setattr(Server, name, then)
    return done


def before(monkeypatch, name, act):
    """Do something once, right before that method of a server."""
    real, done = getattr(Server, name), []

    def first(*given, **named):
        if not done:
            done.append(True)
            act()
        return real(*given, **named)

    monkeypatch.setattr(Server, name, first)
    return done


@pytest.mark.slow
def test_a_server_killed_in_the_middle_of_a_load_and_back_in_time_costs_nothing(alive, monkeypatch):
    store = open_store(alive.new_schema(), limits=PATIENT)
    first = put(store)

    def die():
        alive.kill()
        threading.Timer(1, alive.start).start()

    done = before(monkeypatch, "_sent", die)
    second = put(store, Q3, 2000)
    assert done
    assert not second.repeated
    assert whole(store) == {first.snapshot_id, second.snapshot_id}
    release(store)


@pytest.mark.slow
def test_a_server_killed_and_not_back_is_one_sentence_and_the_load_can_be_done_again(alive, monkeypatch):
    store = open_store(alive.new_schema(), limits=StoreLimits(wait_seconds=0.5))
    first = put(store)
    before(monkeypatch, "_sent", alive.kill)
    with pytest.raises(StoreError, match="cannot be reached") as told:
        put(store, Q3)
    assert "\n" not in str(told.value)
    with pytest.raises(StoreError, match="cannot be reached"):
        list_snapshots(store)
    alive.start()
    assert whole(store) == {first.snapshot_id}
    second = put(store, Q3)
    assert not second.repeated
    assert whole(store) == {first.snapshot_id, second.snapshot_id}
    release(store)


@pytest.mark.slow
def test_a_commit_that_nobody_confirmed_is_found_and_not_done_twice(alive, monkeypatch):
    store = open_store(alive.new_schema(), limits=PATIENT)

    def die():
        alive.kill()
        threading.Timer(0.5, alive.start).start()
        raise psycopg.OperationalError("server closed the connection unexpectedly")

    done = after(monkeypatch, "_sent", die)
    saved = put(store)
    assert done
    assert not saved.repeated
    assert whole(store) == {saved.snapshot_id}
    assert put(store).repeated
    release(store)


@pytest.mark.slow
def test_a_commit_that_nobody_confirms_in_time_is_said_to_be_uncertain(alive, monkeypatch):
    store = open_store(alive.new_schema(), limits=StoreLimits(wait_seconds=0.5))

    def die():
        alive.kill()
        raise psycopg.OperationalError("server closed the connection unexpectedly")

    after(monkeypatch, "_sent", die)
    with pytest.raises(StoreError, match="lost at the moment of keeping the change") as told:
        put(store)
    assert "Nothing was changed" not in str(told.value)
    alive.start()
    assert put(store).repeated, "it was kept"
    assert len(whole(store)) == 1
    release(store)


@pytest.mark.slow
def test_what_others_changed_while_the_server_was_away_is_not_written_over(alive, monkeypatch):
    store = open_store(alive.new_schema(), limits=PATIENT)
    save_scenario(store, "Safer", {}, {})
    other = another(store)
    assert len(scenarios(other)) == 1
    lost = psycopg.OperationalError("server closed the connection unexpectedly")

    def meanwhile(connection, *_):
        connection.close()
        save_scenario(other, "Safer", {"pace": 1.2}, {})
        raise lost

    real = Server._sent
    monkeypatch.setattr(
        Server, "_sent", lambda server, connection, *rest: meanwhile(connection)
        if server is store.server else real(server, connection, *rest),
    )  # fmt: skip
    with pytest.raises(StoreError, match="others have changed it since"):
        save_scenario(store, "Safer", {"pace": 1.1}, {}, replaces=1)
    assert scenarios(store)[0].levers == {"pace": 1.2}


@pytest.mark.slow
@pytest.mark.parametrize("pause", [0.1, 0.5])
def test_kills_at_any_moment_lose_nothing_that_was_acknowledged(alive, pause):
    url = alive.new_schema()
    store = open_store(url, limits=PATIENT)
    acknowledged, stop, failed = [], threading.Event(), []

    def load_on():
        for number in range(1, 9):
            if stop.is_set():
                break
            try:
                acknowledged.append(put(store, date(2026, 1, number), 500).snapshot_id)
            except StoreError as error:
                failed.append(str(error))

    loader = threading.Thread(target=load_on)
    loader.start()
    for _ in range(2):
        time.sleep(pause)
        alive.kill()
        alive.start()
    stop.set()
    loader.join()
    assert set(acknowledged) <= whole(store)
    assert len(whole(store)) <= len(acknowledged) + len(failed)
    release(store)
    assert whole(open_store(f"{url}&application_name=fresh")) == whole(store)
