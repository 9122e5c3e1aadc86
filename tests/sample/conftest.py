"""One sample company for all tests of its generator, written once and read back as a stranger would."""

import pandas as pd
import pytest

from balance.sample import write_sample
from balance.sample.world import simulate

TABLES = ("initiatives", "incidents", "changes", "controls", "assumptions")


@pytest.fixture(scope="session")
def world():
    return simulate(7, 12)


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("written")
    write_sample(folder)
    return folder


@pytest.fixture(scope="session")
def exports(written):
    """Quarter-end -> table -> frame with the tool's own headers."""
    quarters = sorted(path for path in written.iterdir() if path.is_dir())
    return {path.name: {name: _read(path / f"{name}.xlsx") for name in TABLES} for path in quarters}


@pytest.fixture(scope="session")
def union(exports):
    """Every incident once, as the newest export shows it."""
    rows = pd.concat([tables["incidents"] for tables in exports.values()], ignore_index=True)
    return rows.drop_duplicates("Number", keep="last").sort_values("Opened", ignore_index=True)


def _read(path):
    return pd.read_excel(path, engine="calamine")
