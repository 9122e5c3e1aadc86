"""A primary that dies and a streaming standby that takes over: nothing kept is lost or torn, and work goes on."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from types import SimpleNamespace

import pytest
from psycopg import errors
from tests.own_postgresql import cluster_or_skip, standby_or_skip
from tests.store.test_postgresql import put, whole
from tests.waiting import PATIENCE_SECONDS, until

from balance.errors import CharacterError, StoreError
from balance.store import StoreLimits, audit, backup, list_snapshots, open_store, read_as_of, release
from balance.store.postgresql import connecting, timeline
from balance.store.postgresql.address import address_of
from balance.store.postgresql.server import Server

pytestmark = pytest.mark.slow

PATIENT, QUICK = StoreLimits(wait_seconds=PATIENCE_SECONDS), StoreLimits(wait_seconds=0.5)


@pytest.fixture
def pair():
    """A primary and a hot standby of it, both answering."""
    primary = cluster_or_skip()
    standby = standby_or_skip(primary)
    until(lambda: primary.execute("SELECT count(*) FROM pg_stat_replication") == [(1,)])
    yield primary, standby
    for one in (primary, standby):
        one.stop()


def url_of(primary, standby, name):
    """One address for both, as the operations guide says."""
    schema = f"s{primary.port}"
    primary.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    ports = f"{primary.port},{standby.port}"
    return (
        f"postgresql://owner@/postgres?host=127.0.0.1,127.0.0.1&port={ports}&application_name={name}"
        f"&options=-csearch_path%3D{schema}"
    )


def incidents_seen(store, seen, wrong, over):
    """What somebody meets who asks for the company again and again, as a moving slider does."""
    while not over.is_set():
        try:
            seen.append(len(read_as_of(store).frames["incidents"]))
        except Exception as error:  # whatever it is, a person would have seen it
            wrong.append(error)
        time.sleep(0.02)


def test_a_standby_that_confirms_takes_over_in_the_middle_of_a_load_and_nobody_notices(pair, monkeypatch):
    """Synchronous replication: what counts as kept is on the standby whenever the primary dies."""
    primary, standby = pair
    store, reader = (open_store(url_of(*pair, name), limits=PATIENT) for name in ("loads", "reads"))
    put(store, date(2026, 1, 1), 100)
    primary.execute("ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()")
    until(lambda: primary.execute("SELECT sync_state FROM pg_stat_replication") == [("sync",)])
    sent, dies_before = Server._sent, iter([False, False, True])

    def sending(server, *given):
        if next(dies_before, False):
            primary.kill()
            threading.Timer(0.5, standby.promote).start()
        return sent(server, *given)

    monkeypatch.setattr(Server, "_sent", sending)
    seen, wrong, over = [], [], threading.Event()
    reading = threading.Thread(target=incidents_seen, args=(reader, seen, wrong, over))
    reading.start()
    until(lambda: seen or wrong)  # somebody reads before anything happens
    loads = [put(store, date(2026, 1, day), 100 * day) for day in range(2, 8)]
    until(lambda: seen[-1] == 700)
    over.set()
    reading.join()
    assert wrong == []
    assert seen == sorted(seen), "what was kept stays"
    assert set(seen) <= {100 * day for day in range(1, 8)}, "no load is seen in part"
    assert {one.snapshot_id for one in loads} < whole(store) == whole(reader)
    assert len(whole(store)) == 7
    assert standby.execute("SELECT pg_is_in_recovery()") == [(False,)]
    for one in (store, reader):
        release(one)


def test_a_standby_that_missed_a_change_is_followed_and_the_old_primary_is_not_gone_back_to(pair):
    """Without synchronous replication a confirmed change can be lost; then no process goes on as if it were kept."""
    primary, standby = pair
    store = open_store(url_of(*pair, "loads"), limits=QUICK)
    first = put(store)
    until(lambda: primary.execute("SELECT replay_lsn >= pg_current_wal_lsn() FROM pg_stat_replication") == [(True,)])
    standby.halt()
    put(store, date(2026, 9, 30))
    assert len(list_snapshots(store)) == 2
    primary.kill()
    standby.start()
    for act in (lambda: list_snapshots(store), lambda: put(store, date(2026, 9, 30))):
        with pytest.raises(StoreError, match=r"cannot be reached .* Nothing was changed") as told:
            act()  # nobody takes changes yet
        assert "\n" not in str(told.value)
    standby.promote()
    assert {one.id for one in list_snapshots(store)} == {first.snapshot_id}
    primary.start()  # nobody fenced it: it takes changes, too, and stands first in the address
    as_it_was = primary.execute(f"SELECT * FROM s{primary.port}.store_state")
    again = put(store, date(2026, 9, 30))
    assert not again.repeated
    assert {one.id for one in list_snapshots(store)} == {first.snapshot_id, again.snapshot_id}
    standby.halt()
    with pytest.raises(StoreError, match="only a server answers that another has taken over from"):
        put(store, date(2026, 12, 31))
    assert primary.execute(f"SELECT * FROM s{primary.port}.store_state") == as_it_was
    release(store)


def test_a_server_that_does_not_tell_its_timeline_is_taken():
    class Silent:
        broken = False

        def execute(self, asked):
            raise timeline.psycopg.errors.InsufficientPrivilege(asked.decode())

    assert not timeline.is_replaced(Silent())
    assert timeline.without({"host": "one"}, {("one", "5432")}) == {"host": "one"}, "there is no other"


def test_a_character_that_is_never_kept_is_told_apart_from_a_server_that_is_busy():
    address = address_of("postgresql://owner@old/postgres")
    with pytest.raises(CharacterError, match="Take it out"), connecting.telling(address, 1.0):
        raise errors.UntranslatableCharacter("no Ł in LATIN1")
    with pytest.raises(StoreError) as busy, connecting.telling(address, 1.0):
        raise errors.LockNotAvailable("busy")
    assert not isinstance(busy.value, CharacterError)


def test_the_one_that_took_over_is_asked_however_little_time_the_one_it_replaced_has_left(monkeypatch):
    def made(options):
        host = options["host"].split(",")[0]
        return SimpleNamespace(info=SimpleNamespace(host=host, port=5432), close=lambda: None)

    monkeypatch.setattr(connecting, "_made", made)
    monkeypatch.setattr(connecting, "is_replaced", lambda one: one.info.host == "old")
    for hosts in ("old,new", "new,old"):
        address = address_of(f"postgresql://owner@/postgres?host={hosts}")
        assert connecting.connect(address, time.monotonic() - 1).info.host == "new"
    with pytest.raises(StoreError, match="only a server answers that another has taken over from"):
        connecting.connect(address_of("postgresql://owner@old/postgres"), time.monotonic() - 1)


def test_a_standby_is_read_and_backed_up_and_refuses_changes_in_one_sentence(pair, tmp_path):
    primary, standby = pair
    there = open_store(url_of(primary, standby, "kept"), limits=PATIENT)
    put(there, date(2026, 6, 30), 3)
    replica = f"postgresql://owner@/postgres?host=127.0.0.1&port={standby.port}&target_session_attrs=any"
    until(lambda: standby.execute("SELECT pg_last_wal_replay_lsn()") == primary.execute("SELECT pg_current_wal_lsn()"))
    kept = open_store(f"{replica}&options=-csearch_path%3Ds{primary.port}", create=False, limits=QUICK)
    assert len(read_as_of(kept).frames["incidents"]) == 3
    with pytest.raises(StoreError, match=r"takes no changes: it is a standby.*Nothing was changed"):
        put(kept, date(2026, 9, 30), 1)
    backup(kept, tmp_path / "copy.duckdb")
    copy = open_store(tmp_path / "copy.duckdb")
    assert len(read_as_of(copy).frames["incidents"]) == 3
    assert list(audit(copy)["what"]) == ["load", "backup"]
    assert list(audit(there)["what"]) == ["load"]


def test_threads_that_note_timelines_at_once_never_go_back_to_an_earlier_one(monkeypatch):
    class Slow(dict):
        def get(self, *asked):
            found = super().get(*asked)
            time.sleep(0.002)  # another thread goes on between the look and the note
            return found

    monkeypatch.setattr(timeline, "_NEWEST", Slow())
    servers = [SimpleNamespace(execute=lambda _, at=at: SimpleNamespace(fetchall=lambda: [(7, f"{at:08X}")]))
               for at in range(1, 17)]  # fmt: skip
    with ThreadPoolExecutor(16) as threads:
        list(threads.map(timeline.is_replaced, servers[::-1]))
    assert timeline._NEWEST == {7: 16}
    assert timeline.is_replaced(servers[0])
    assert not timeline.is_replaced(servers[-1])


def test_a_connection_that_is_lost_while_it_is_asked_does_not_say_that_another_took_over():
    class Lost:
        broken = True

        def execute(self, asked):
            raise timeline.psycopg.OperationalError("server closed the connection unexpectedly")

    with pytest.raises(timeline.psycopg.OperationalError, match="unexpectedly"):
        timeline.is_replaced(Lost())
