import hashlib
from datetime import date

import pandas as pd
import pytest
from tests import own_postgresql
from tests.waiting import PATIENCE_SECONDS

from balance.schema import FRAME_TYPES, TABLES
from balance.store import StoreLimits, open_store, release, save_snapshot
from balance.store.frames import kinds_of

Q2, Q3, Q4 = date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)


def typed(table, records):
    """A frame with every column of the table, typed as ingest delivers it."""
    kinds = kinds_of(TABLES[table])
    frame = pd.DataFrame(records, columns=list(kinds))
    return frame.astype({name: FRAME_TYPES[kind] for name, kind in kinds.items()})


@pytest.fixture
def frame():
    return typed


def pytest_generate_tests(metafunc):
    """Every test of the store runs on a file and on a server; a few are about files and say so."""
    if "store" in metafunc.fixturenames:
        of_files = metafunc.definition.get_closest_marker("of_files") is not None
        kinds = ["file"] if of_files else ["file", "postgresql"]
        metafunc.parametrize("store", kinds, indirect=True)


@pytest.fixture
def store(tmp_path, request):
    url = tmp_path / "balance.duckdb" if request.param == "file" else own_postgresql.shared().new_schema()
    opened = open_store(url, limits=StoreLimits(wait_seconds=PATIENCE_SECONDS, idle_seconds=0.2))
    yield opened
    release(opened)


@pytest.fixture
def load(store):
    """Load records of tables: `load(Q2, initiatives=[{...}])`; the content of the file is the records."""

    def save(as_of, *, into=None, files=None, **tables):
        content = repr(sorted(tables.items())).encode()
        named = files or [("export.xlsx", content)]
        return save_snapshot(
            into or store,
            as_of=as_of,
            frames={name: typed(name, records) for name, records in tables.items()},
            files=[(name, hashlib.sha256(body).hexdigest(), body) for name, body in named],
            who="ana",
        )

    return save
