import duckdb
import pytest

from balance.errors import StoreError
from balance.schema import TABLES
from balance.store import is_up_to_date, list_snapshots, open_store, original, release
from balance.store import migrations as m


def made(path, up_to):
    """A store as a program that knew only the first steps left it."""
    with duckdb.connect(str(path)) as direct:
        direct.execute(
            "CREATE TABLE schema_version(version BIGINT NOT NULL, name VARCHAR NOT NULL, taken_at TIMESTAMP NOT NULL)"
        )
        for number, name, sql in m.steps()[:up_to]:
            m.take(direct, number, name, sql)


def columns_of(path):
    with duckdb.connect(str(path)) as direct:
        rows = direct.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
        ).fetchall()
    return set(rows)


def test_steps_are_numbered_without_gaps():
    assert [number for number, _, _ in m.steps()] == list(range(1, len(m.steps()) + 1))


@pytest.mark.parametrize("version", range(len(m.steps()) + 1))
def test_every_earlier_version_ends_with_the_same_tables(tmp_path, version):
    fresh, old = tmp_path / "fresh.duckdb", tmp_path / "old.duckdb"
    made(old, version)
    before = columns_of(old)
    for path in (fresh, old):
        release(open_store(path))
    assert columns_of(old) == before, "to open it is not to use it"
    assert is_up_to_date(open_store(old)) == (version == m.newest() and before == columns_of(fresh))
    assert list_snapshots(open_store(old)) == ()
    assert is_up_to_date(open_store(old))
    release(open_store(old))
    assert columns_of(old) == columns_of(fresh)


def test_originals_of_the_first_version_are_kept(tmp_path):
    path = tmp_path / "balance.duckdb"
    made(path, 1)
    with duckdb.connect(str(path)) as direct:
        direct.execute("INSERT INTO originals VALUES ('hash', 7, now(), 'content'::BLOB)")
    store = open_store(path)
    assert original(store, "hash") == b"content"


def test_a_newer_store_is_refused_and_left_as_it_is(tmp_path):
    path = tmp_path / "balance.duckdb"
    store = open_store(path)
    release(store)
    with duckdb.connect(str(path)) as direct:
        direct.execute("INSERT INTO schema_version VALUES (9999, 'from the future', now())")
    before = path.read_bytes()
    unseen = tmp_path / "unseen.duckdb"
    unseen.write_bytes(before)
    for act in (lambda: open_store(unseen), lambda: list_snapshots(store)):
        with pytest.raises(StoreError, match=r"newer version of Balance \(step 9999"):
            act()
    assert path.read_bytes() == before


def test_a_column_the_schema_gained_is_added_and_one_it_lost_stays(tmp_path):
    path = tmp_path / "balance.duckdb"
    release(open_store(path))
    with duckdb.connect(str(path)) as direct:
        direct.execute("INSERT INTO changes (snapshot_id, change_id) VALUES ('s', 'C')")
        direct.execute("ALTER TABLE changes DROP COLUMN outcome")
        direct.execute("ALTER TABLE changes ADD COLUMN of_old_times VARCHAR")
        direct.execute("DROP TABLE controls")
    assert list_snapshots(open_store(path)) == ()
    release(open_store(path))
    with duckdb.connect(str(path)) as direct:
        assert direct.execute("SELECT change_id, outcome, of_old_times FROM changes").fetchall() == [("C", None, None)]
        assert direct.execute("SELECT count(*) FROM controls").fetchall() == [(0,)]


def test_a_step_that_fails_leaves_nothing(tmp_path):
    path = tmp_path / "balance.duckdb"
    release(open_store(path))
    with duckdb.connect(str(path)) as direct:
        with pytest.raises(duckdb.Error):
            m.take(direct, 99, "broken", "CREATE TABLE half(a INT); INSERT INTO nowhere VALUES (1)")
        assert m.version_of(direct) == m.newest()
        assert not direct.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'half'").fetchall()


def test_company_tables_have_the_types_of_the_schema(tmp_path):
    path = tmp_path / "balance.duckdb"
    release(open_store(path))
    found = {(table, column): kind for table, column, kind in columns_of(path)}
    for name, table in TABLES.items():
        for column, kind in m.sql_columns(table).items():
            assert found[name, column] == kind
