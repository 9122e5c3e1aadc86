"""What many tests need: the sample company, in a database of its own built once, never in the user's."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")
"""The same examples on every run and no clock; `--hypothesis-profile=default` goes looking for new ones."""

ROOT = Path(__file__).resolve().parents[1]


WORKED_OUT = {
    "balance.way_here": ("_REPORTS", "_HASHES", "_BRIDGES"),
    "balance.store.unchanged": ("_ANSWERS",),
    "balance.store.postgresql.timeline": ("_NEWEST",),
    "balance.pacing": ("_DONE", "_LOOKED"),
    "balance.noticing": ("_CAME", "_ASIDE"),
    "balance.ui.admission": ("_since",),
    "balance.settings": ("_KEPT",),
}
"""What a process remembers of what it was asked, by module: `tests/architecture/test_memories.py` knows of all."""


@pytest.fixture(autouse=True, scope="module")
def a_process_of_its_own() -> None:
    """A module of tests finds nothing that one before it had worked out: in whichever order they run, each is alone."""
    for module, names in WORKED_OUT.items():
        for name in names if module in sys.modules else ():
            getattr(sys.modules[module], name).clear()
    if "balance.language" in sys.modules:
        sys.modules["balance.language"].speak("en-GB")
        for name in ("_catalogue", "_counting"):
            getattr(sys.modules["balance.language"], name).cache_clear()
    forget_pages()


def forget_pages() -> None:
    """What Streamlit keeps for all visitors of this process."""
    if "streamlit.runtime.caching" in sys.modules:
        sys.modules["streamlit"].cache_data.clear()
        sys.modules["streamlit"].cache_resource.clear()


@pytest.fixture
def nothing_worked_out() -> Iterator[None]:
    """What is worked out in another language, or from invented numbers, is shown to no other test, nor theirs here."""
    forget_pages()
    yield
    forget_pages()


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def sample_quarters(project) -> list[Path]:
    """The folders of the shipped sample company, oldest first."""
    from balance import first_start

    return first_start.quarters_of(project / "data" / "sample")


@pytest.fixture(scope="session")
def store_before_last(sample_quarters, tmp_path_factory) -> str:
    """A database with all quarters of the sample company but the newest. For reading only."""
    from balance import first_start

    database = str(tmp_path_factory.mktemp("before_last") / "balance.duckdb")
    for quarter in sample_quarters[:-1]:
        first_start.load_quarter(database, quarter)
    return database


@pytest.fixture(scope="session")
def sample_store(sample_quarters, store_before_last, tmp_path_factory) -> str:
    """A database with the whole sample company. For reading only."""
    from balance import first_start

    database = copy_of(store_before_last, tmp_path_factory.mktemp("sample"))
    first_start.load_quarter(database, sample_quarters[-1])
    return database


@pytest.fixture(scope="session")
def one_quarter_store(sample_quarters, tmp_path_factory) -> str:
    """A database with the newest quarter of the sample company alone: all its tables, no way here. For reading only."""
    from balance import first_start

    database = str(tmp_path_factory.mktemp("one_quarter") / "balance.duckdb")
    first_start.load_quarter(database, sample_quarters[-1])
    return database


@pytest.fixture
def own_quarter_store(one_quarter_store, tmp_path) -> str:
    """A copy of the database with one quarter that a test may change."""
    return copy_of(one_quarter_store, tmp_path)


@pytest.fixture
def own_sample_store(sample_store, tmp_path) -> str:
    """A copy of the sample company's database that a test may change."""
    return copy_of(sample_store, tmp_path)


@pytest.fixture
def own_store_before_last(store_before_last, tmp_path) -> str:
    """A copy of the database without the newest quarter that a test may change."""
    return copy_of(store_before_last, tmp_path)


def copy_of(database: str, folder: Path) -> str:
    """A copy of a database that nobody else changes, past the store: a backup would be noted in the one copied."""
    from balance.store.copies import copy_file

    target = folder / "balance.duckdb"
    copy_file(Path(database), target, 30)
    return str(target)
