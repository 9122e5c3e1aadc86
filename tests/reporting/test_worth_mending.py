"""What mending the data would bring: every lack has its cells, one more cell helps a little, all of them wholly."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from benchmarks.evaluation import company

from balance.findings.mending import mending, narrower, where
from balance.model import at_fault
from balance.pipeline import analyse, worth_mending_of
from balance.reporting.precision import headline_width, shares
from balance.reporting.worth_mending import PLACES, reached

WHOLE = company(30, 3, 20, seed=5)


@pytest.fixture(scope="module")
def lacking():
    """A company whose record lacks losses, values and words on security, with one row that contradicts itself."""
    initiatives, incidents = WHOLE.initiatives.copy(), WHOLE.incidents.copy()
    initiatives.loc[::3, ["annual_value", "security_joined"]] = np.nan
    incidents.loc[::2, ["loss", "loss_low", "loss_high"]] = np.nan
    incidents.loc[incidents.index[1], "resolved_at"] = incidents["opened_at"].iloc[1] - pd.Timedelta(days=9)
    return analyse(replace(WHOLE, initiatives=initiatives, incidents=incidents))


@pytest.fixture(scope="module")
def mends(lacking):
    return {(mend.part, mend.columns[:1]): mend for mend in worth_mending_of(lacking)}


def test_every_effect_of_data_quality_has_its_cells(lacking):
    for part in lacking.report.quality.parts:
        for effect in part.effects:
            assert (part.part, effect.of, effect.on) in PLACES


def test_cells_are_counted_in_the_data(lacking, mends):
    rows = lacking.company.incidents
    known = rows["loss"].notna() | (rows["loss_low"].notna() & rows["loss_high"].notna())
    counted = rows["incident_id"].isin(at_fault.counted(lacking.fit))
    assert mends["losses", ("loss",)].cells == int((~known & counted).sum()) > 0
    assert mends["consistency", ("opened_at",)].cells == 1
    assert at_fault.contradicted(lacking.fit)["incidents"] == (str(rows["incident_id"].iloc[1]),)


def test_one_more_cell_helps_and_all_of_them_help_most(mends):
    found = [mend for mend in mends.values() if mend.width_after_one is not None]
    assert len(found) >= 3
    for mend in found:
        assert 1.0 <= mend.width_after_one < mend.width
        assert narrower(mend) > 0


def test_the_score_said_is_the_score_that_comes(lacking, mends):
    before = lacking.report.quality.score
    assert all(mend.score_after >= before for mend in mends.values())
    mended = lacking.company.initiatives.assign(annual_value=WHOLE.initiatives["annual_value"].fillna(1e6))
    after = analyse(replace(lacking.company, initiatives=mended)).report.quality.score
    assert after == pytest.approx(mends["completeness", ("annual_value",)].score_after, abs=0.01)


def test_one_more_loss_is_what_the_model_says_of_one_more_loss(lacking, mends):
    """Counted again from the start: the file comes back with that one cell filled."""
    mend = mends["losses", ("loss",)]
    rows = lacking.fit.history.incidents
    missing = rows[rows["incident_id"].isin(at_fault.without_loss(lacking.fit))]
    first = missing.loc[missing["class"] == missing["class"].value_counts().sort_index(kind="stable").idxmax()]
    frame = lacking.company.incidents
    filled = frame["loss"].mask(frame["incident_id"] == first["incident_id"].iloc[0], frame["loss"].median())
    again = analyse(replace(lacking.company, incidents=frame.assign(loss=filled)))
    part = next(part for part in again.report.quality.parts if part.part == "losses")
    share = shares(lacking.fit, lacking.outcome)["severity"]
    expected = headline_width(part.effects[0].width, share, included=True)
    assert mend.width_after_one == pytest.approx(expected, rel=1e-9)


def test_halves_are_put_together_as_the_score_is(lacking):
    value, loss = reached(lacking.report)
    assert lacking.report.quality.score == pytest.approx((value + loss) / 2)
    alone = analyse(replace(lacking.company, incidents=None))
    assert reached(alone.report)[1] is None
    assert {mend.on for mend in worth_mending_of(alone)} <= {"delivery"}


def test_the_finding_names_the_cells_that_help_most(lacking):
    found = worth_mending_of(lacking)
    told = mending(lacking.report, found)
    assert told.headline.startswith(where(found[0]))
    assert told.headline.endswith(".")
    assert mending(lacking.report, ()).headline.endswith(".")
