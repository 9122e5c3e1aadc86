"""The pack of the sample company with everything that can stand beside it, built once."""

from datetime import date

import pytest

from balance import deciding, packing, pipeline, store, way_here
from balance.scenario import Scenario
from conftest import copy_of


@pytest.fixture(scope="session")
def kept_sample(sample_store, tmp_path_factory) -> str:
    """The sample company with a saved plan, a decision that is asked and one that was taken a quarter earlier."""
    database = copy_of(sample_store, tmp_path_factory.mktemp("packed"))
    plan = Scenario(name="Slower and safer", wip_limit=14.0)
    pipeline.keep_scenario(database, "Slower and safer", plan, who="R. Lund", why="Fewer at once")
    kept = store.open_store(database, create=False)
    earlier, today = pipeline.analysis_of(database, date(2026, 6, 30)), pipeline.analysis_of(database)
    due = {"owner": "M. Okafor", "due_on": date(2026, 9, 1), "who": "R. Lund"}
    deciding.take(kept, earlier, "Pause the yard trial", why="It carries most of the bad year", **due)
    deciding.take(
        kept, today, "Run at most 14 initiatives", scenario="Slower and safer", owner="CIO", why="Fewer at once"
    )
    return database


@pytest.fixture(scope="session")
def sample_analysis(kept_sample):
    """The sample company, fitted once."""
    return pipeline.analysis_of(kept_sample)


@pytest.fixture(scope="session")
def sample_outline(kept_sample, sample_analysis):
    """The whole pack of the sample company."""
    kept = store.open_store(kept_sample, create=False)
    trail = way_here.trail(kept, sample_analysis.company.as_of, 3)
    return packing.outline_of(sample_analysis, trail, kept=kept)
