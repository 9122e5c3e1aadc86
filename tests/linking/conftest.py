"""Small companies, and the sample company with its links hidden and its truth known."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from balance.sample.views import initiatives_as_of
from balance.sample.world import simulate
from balance.schema import FRAME_TYPES, TABLES


def typed(table, records) -> pd.DataFrame:
    """A frame of that table; what is not said is missing."""
    kinds = {column.name: FRAME_TYPES[column.type] for column in TABLES[table].columns}
    return pd.DataFrame(records).reindex(columns=list(kinds)).astype(kinds)


@pytest.fixture
def frame():
    return typed


@pytest.fixture
def decided():
    """Decisions as the store tells them: `decided(("I-1", "P-1", "accepted"), …)`."""

    def made(*rows):
        return pd.DataFrame(list(rows), columns=["incident_id", "initiative_id", "decision"]).astype("str")

    return made


@pytest.fixture(scope="session")
def companies() -> list[SimpleNamespace]:
    """Two simulated companies: their tables without any link on incidents, and what truly caused each incident."""
    return [_company(seed) for seed in (7, 3)]


def _company(seed) -> SimpleNamespace:
    world = simulate(seed, 12)
    first = pd.Timestamp(world.quarters[0]) - pd.DateOffset(months=3)
    seen = world.incidents[world.incidents["opened_at"] >= first].reset_index(drop=True)
    numbers = np.array([one.number for one in world.initiatives], dtype=object)
    truth = [numbers[cause] if cause >= 0 else None for cause in seen["cause"]]
    incidents = typed("incidents", seen.drop(columns=["initiative_id", "change_id"]))
    return SimpleNamespace(
        incidents=incidents, initiatives=typed("initiatives", initiatives_as_of(world, world.quarters[-1])),
        changes=typed("changes", world.changes), truth=dict(zip(incidents["incident_id"], truth, strict=True)),
    )  # fmt: skip
