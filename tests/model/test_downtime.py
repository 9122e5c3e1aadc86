"""Losses estimated from downtime: only where a cost is stated, and only where own records do not speak against it."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from balance import findings, pipeline
from balance.assumptions import resolve
from balance.company import Company
from balance.model.downtime import FACTOR, FEWEST, estimated
from balance.model.fit import fit
from balance.model.history import history
from balance.model.indicators import missing_loss_share
from balance.reporting.incident_record import incident_record

AS_OF = date(2026, 9, 30)
NAN = np.nan


def given(**rows):
    stated = {"downtime_cost_per_hour": 1_000.0} | rows
    return resolve(pd.DataFrame({"key": list(stated), "value": [str(value) for value in stated.values()]}))


def company(assumptions, recorded=40):
    """Sixty incidents of two hours each; the first ones have a loss of 3,000."""
    opened = pd.Timestamp(AS_OF) - pd.to_timedelta(np.arange(60) * 6 + 1, unit="D")
    frame = pd.DataFrame({
        "incident_id": [f"I{row}" for row in range(60)], "opened_at": opened.astype("datetime64[us]"),
        "class": "outage", "loss": np.where(np.arange(60) < recorded, 3_000.0, NAN), "downtime_hours": 2.0,
        "gone": False,
    })  # fmt: skip
    return Company(AS_OF, assumptions, None, frame)


def test_hours_times_cost_where_nothing_is_known():
    found, told = estimated(np.array([2.0, 2.0, 0.0, NAN]), np.array([NAN, 500.0, NAN, NAN]), given())
    assert found.tolist()[0] == 2_000.0
    assert np.isnan(found[1:]).all()
    assert (told.estimated, told.compared, told.ratio, told.contradicted) == (1, 1, None, False)


@pytest.mark.parametrize(("times", "used"), [(1.0, True), (0.9 * FACTOR, True), (1.1 * FACTOR, False), (0.1, False)])
def test_own_records_have_the_last_word(times, used):
    hours = np.full(FEWEST + 1, 2.0)
    known = np.append(np.full(FEWEST, 2_000.0 * times), NAN)
    found, told = estimated(hours, known, given())
    assert told.ratio == pytest.approx(times)
    assert told.contradicted is not used
    assert np.isfinite(found[-1]) == used
    fewer, told = estimated(hours[1:], known[1:], given())
    assert told.ratio is None
    assert np.isfinite(fewer[-1])


def test_losses_that_are_missing_because_they_are_small_are_not_estimated():
    small = given(**{"loss_recording_floor": 5e4, "loss_recording:missing_means": "below_floor"})
    assert estimated(np.array([2.0]), np.array([NAN]), small)[1] is None
    assert estimated(np.array([2.0]), np.array([NAN]), resolve(None))[1] is None


def test_estimates_are_known_to_the_model_and_missing_to_data_quality():
    past = history(company(given()))
    assert past.downtime.estimated == 20
    assert past.incidents["loss"].notna().all()
    assert past.incidents.loc[past.incidents["estimated"], "loss"].unique().tolist() == [2_000.0]
    assert missing_loss_share(past.incidents) == pytest.approx(20 / 60)
    without = history(company(resolve(None)))
    assert without.downtime is None
    assert without.incidents["loss"].isna().sum() == 20


def test_what_is_stated_of_a_range_is_not_overruled_and_estimates_stand_beside_no_cell():
    known = company(given())
    rows = known.incidents.copy()
    first = rows.index[rows["loss"].isna()][0]
    rows.loc[first, ["loss_low", "loss_high"]] = [0.0, 500.0]
    past = history(replace(known, incidents=rows))
    assert past.downtime.estimated == 19
    assert not past.incidents.set_index("incident_id").loc[rows.loc[first, "incident_id"], "estimated"]
    record = incident_record(fit(replace(known, incidents=rows)))
    assert record.rows["loss"].isna().sum() == 20


@pytest.mark.parametrize(
    ("cost", "said", "beside_the_risk"),
    [
        (1_000.0, "20 losses are estimated from downtime, at $1.0k an hour as stated.", True),
        (90_000.0, "recorded losses of 40 incidents with downtime come to $1.5k an hour", False),
    ],
)
def test_it_is_told_with_the_data_and_beside_the_risk_where_it_moves_it(cost, said, beside_the_risk):
    report = pipeline.analyse(company(given(downtime_cost_per_hour=cost))).report
    assert any(said in caveat for caveat in findings.quality(report).caveats)
    assert any(said in caveat for caveat in findings.risk(report).caveats) == beside_the_risk
