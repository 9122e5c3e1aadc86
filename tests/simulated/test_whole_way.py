"""A made-up company handed over as an analyst would: workbooks, read, kept and read back, give the same numbers."""

import pandas as pd
import pytest
from tests.simulated.cases import CASES
from tests.simulated.recording import AS_OF, assumptions, company
from tests.simulated.world import World, world

from balance import pipeline, uploading
from balance.company import Company
from balance.model.fit import fit
from balance.scenario import BASE, evaluate

LIMIT = 4e6


@pytest.fixture(scope="module")
def made() -> World:
    """A company of moderate size with links, changes and losses of every kind."""
    return world(CASES["ranges"], 1004)


@pytest.fixture(scope="module")
def known(made) -> Company:
    """What the judge hands to the model."""
    return company(made, LIMIT)


@pytest.fixture(scope="module")
def read_back(made, known, tmp_path_factory) -> pipeline.Analysis:
    """The same, written into workbooks, loaded into a store and analysed from there."""
    folder = tmp_path_factory.mktemp("made_up")
    frames = {"initiatives": known.initiatives, "incidents": known.incidents, "changes": known.changes,
              "assumptions": assumptions(made, LIMIT)}  # fmt: skip
    for name, frame in frames.items():
        frame.to_excel(folder / f"{name}.xlsx", index=False)
    database = str(folder / "balance.duckdb")
    loaded = uploading.load(database, sorted(folder.glob("*.xlsx")), as_of=AS_OF, who="test")
    assert loaded.status == "ok", loaded.text
    return pipeline.analysis_of(database)


def test_every_row_arrives(read_back, known):
    for name in ("initiatives", "incidents", "changes"):
        assert len(getattr(read_back.company, name)) == len(getattr(known, name))


def test_the_ranges_are_those_that_are_judged(read_back, known):
    fitted = fit(known)
    outcome = evaluate(fitted, BASE)
    told = read_back.outcome
    assert told.rates.mean() == pytest.approx(outcome.rates.mean(), rel=1e-9)
    assert told.expected_loss == pytest.approx(outcome.expected_loss, rel=1e-6)
    assert told.bad_year.predictive == pytest.approx(outcome.bad_year.predictive, rel=1e-6)
    assert told.value == pytest.approx(outcome.value, rel=1e-9)
    pd.testing.assert_frame_equal(
        read_back.report.velocity.initiatives[["initiative_id", "finish_p50"]],
        pipeline.report_of(known, fitted, outcome).velocity.initiatives[["initiative_id", "finish_p50"]],
    )
