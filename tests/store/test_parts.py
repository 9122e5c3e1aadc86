"""What goes wrong while rows are handed over is told by its kind, as where they come all at once."""

import duckdb
import pytest

from balance.store.parts import ROWS_AT_ONCE, in_parts

LATE = (
    f"SELECT CASE WHEN i = {4 * ROWS_AT_ONCE} THEN error('%s') ELSE i END AS i FROM range({5 * ROWS_AT_ONCE}) AS r(i)"
)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Out of Memory Error: 1 GB", duckdb.OutOfMemoryException),
        ("IO Error: no space left", duckdb.IOException),
        ("something else", duckdb.Error),
    ],
)
def test_what_fails_after_the_first_part_is_the_engine_s_own_error(said, kind):
    with duckdb.connect() as connection:
        parts = in_parts(connection.sql(LATE % said))
        with pytest.raises(kind, match=said):
            list(parts)


def test_all_rows_come_in_their_order():
    with duckdb.connect() as connection:
        parts = list(in_parts(connection.sql(f"SELECT i FROM range({2 * ROWS_AT_ONCE + 1}) AS r(i) ORDER BY i")))
    assert len(parts) > 1
    assert [i for part in parts for i in part.column("i").to_pylist()] == list(range(2 * ROWS_AT_ONCE + 1))
