"""How a process first reads a whole store from a server: a piece at a time in memory, and whole in the end."""

from datetime import date

import pandas as pd
import psycopg
import pyarrow as pa
import pytest
from tests import own_postgresql
from tests.store.conftest import typed

from balance.errors import StoreError
from balance.store import StoreLimits, copy, open_store, read_as_of, release, save_snapshot
from balance.store.connection import reading
from balance.store.postgresql import copy_here, replacing, rows

Q2 = date(2026, 6, 30)
ROWS = 3_000
TEXTS = ("", None, 'said "no",\nand left', "nothing\x00there", "x" * 3_000, "t", "NULL")
PIECE_BYTES = 20_000


@pytest.fixture
def url(monkeypatch):
    """A store on a server, of many pieces."""
    monkeypatch.setattr(rows, "PIECE_BYTES", PIECE_BYTES)
    url = own_postgresql.shared().new_schema()
    kept = open_store(url)
    records = [{"incident_id": f"I-{at}", "title": TEXTS[at % len(TEXTS)], "loss": at / 7} for at in range(ROWS)]
    save_snapshot(kept, as_of=Q2, frames={"incidents": typed("incidents", records)}, files=[], who="ana")
    yield url
    release(kept)


@pytest.fixture
def another(url):
    """The same store as a process sees it that has read nothing of it yet."""
    opened = open_store(f"{url}&application_name=another", create=False, limits=StoreLimits(wait_seconds=3))
    yield opened
    release(opened)


@pytest.fixture
def each_piece(monkeypatch):
    """Do something after every piece that was taken over."""

    def after(act):
        real = copy_here.add

        def then(*given):
            real(*given)
            act()

        monkeypatch.setattr(copy_here, "add", then)

    return after


def hang_up(url):
    with psycopg.connect(url) as other:
        other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'another'")


def test_every_row_arrives_as_it_was(url, another):
    pd.testing.assert_frame_equal(
        read_as_of(another, Q2).frames["incidents"], read_as_of(open_store(url), Q2).frames["incidents"]
    )


def test_no_more_than_a_few_pieces_are_held_at_a_time(another, each_piece):
    held = []
    each_piece(lambda: held.append(pa.total_allocated_bytes()))
    with reading(another):
        pass
    assert len(held) > 40
    assert max(held) - held[0] < 10 * PIECE_BYTES


def test_a_connection_lost_on_the_way_is_made_again_and_all_is_read(url, another, each_piece):
    left = [20]

    def once():
        left[0] -= 1
        if not left[0]:
            hang_up(url)

    each_piece(once)
    assert len(read_as_of(another, Q2).frames["incidents"]) == ROWS


def test_one_that_is_lost_each_time_is_one_sentence_and_the_next_reading_has_all(url, another, monkeypatch, each_piece):
    with monkeypatch.context() as lost:
        real = copy_here.add
        lost.setattr(copy_here, "add", lambda *given: (real(*given), hang_up(url)))
        with pytest.raises(StoreError, match=r"The connection to the store .* was lost"):
            read_as_of(another, Q2)
    assert len(read_as_of(another, Q2).frames["incidents"]) == ROWS


def test_a_copy_into_a_server_takes_rows_together(url, tmp_path, monkeypatch):
    """Each statement to a server has it look at all it touched: some rows at a time would be thousands of them."""
    copy(url, tmp_path / "file.duckdb")
    counted = []
    real = replacing.put_rows
    monkeypatch.setattr(replacing, "put_rows", lambda *given: counted.append(given[1]) or real(*given))
    there = own_postgresql.shared().new_schema()
    copy(tmp_path / "file.duckdb", there)
    release(open_store(there))
    assert counted.count("incidents") == 1
