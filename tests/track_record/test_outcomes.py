"""What came of forecasts: the first and last day of a period, what is missing, and what cannot be had."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from balance.assumptions import resolve
from balance.company import Company
from balance.model.fit import fit
from balance.track_record.outcomes import happened_by, with_outcomes
from balance.track_record.since import since

MADE, DUE, NOW = date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)


def day(text):
    return pd.Timestamp(text)


INCIDENTS = pd.DataFrame(
    [
        ("on the day it was made", "2026-03-31 09:00", 1000.0, "closed"),
        ("on the first day", "2026-04-01 00:00", 10.0, "closed"),
        ("on the last day", "2026-06-30 23:59", 20.0, "closed"),
        ("on the last day too", "2026-06-30 00:00", 40.0, "closed"),
        ("a day late", "2026-07-01 00:00", 1000.0, "closed"),
        ("called off", "2026-05-01 00:00", 1000.0, "cancelled"),
        ("without a loss", "2026-05-02 00:00", np.nan, "closed"),
    ],
    columns=["incident_id", "opened_at", "loss", "state"],
).assign(**{"class": "outage", "loss_low": np.nan, "loss_high": np.nan, "gone": False})
INCIDENTS["opened_at"] = pd.to_datetime(INCIDENTS["opened_at"])

INITIATIVES = pd.DataFrame(
    [
        ("before", "done", "2026-03-31", 1.0), ("within", "done", "2026-06-30", 2.0),
        ("after", "done", "2026-07-01", 4.0), ("open", "in_flight", None, 8.0), ("off", "cancelled", None, 16.0),
        ("undated", "done", None, 32.0),
    ],
    columns=["initiative_id", "stage", "finish_actual", "annual_value"],
).assign(name="x", business_unit="Retail", start_actual=day("2025-09-01"), start_planned=day("2025-09-01"),
         finish_planned=day("2026-06-01"), gone=False)  # fmt: skip
INITIATIVES["finish_actual"] = pd.to_datetime(INITIATIVES["finish_actual"])


def fitted(**more):
    return fit(Company(NOW, resolve(None), initiatives=INITIATIVES, incidents=INCIDENTS, **more))


def came(quantity, subject="", expected=np.nan, of=None, due=DUE):
    row = {"quantity": quantity, "subject": subject, "expected": expected, "as_of": day(MADE), "due_on": day(due)}
    found = with_outcomes(pd.DataFrame([row]), happened_by(of or fitted())).iloc[0]
    return found["outcome"], found["missing_share"]


def test_a_period_is_from_the_day_after_to_the_day_itself():
    assert came("incidents_next_quarter")[0] == 4
    assert came("finished_next_quarter")[0] == 1
    assert came("finished_next_quarter", "Retail")[0] == 1
    assert came("finished_next_quarter", "Elsewhere")[0] == 0
    assert came("value_next_quarter")[0] == 2.0


def test_a_missing_loss_is_filled_in_and_told():
    lost, missing = came("loss_next_quarter")
    assert missing == pytest.approx(1 / 4)
    assert lost > 70.0
    assert came("chance_beyond_limit", expected=69.0)[0] == 1.0
    assert came("bad_year_loss", expected=1e15)[0] == 0.0


def test_what_one_initiative_came_to():
    outcomes = {name: came("finished_by", name)[0] for name in INITIATIVES["initiative_id"]}
    assert [outcomes[name] for name in ("before", "within", "after", "open")] == [1.0, 1.0, 0.0, 0.0]
    assert np.isnan([outcomes["off"], outcomes["undated"], came("finished_by", "unknown")[0]]).all()


def test_a_day_that_the_table_does_not_reach_is_not_known():
    old = fitted(table_dates={"incidents": DUE - timedelta(days=1), "initiatives": NOW})
    assert np.isnan(came("incidents_next_quarter", of=old)[0])
    assert came("finished_next_quarter", of=old)[0] == 1
    assert np.isnan(came("incidents_next_quarter", due=NOW + timedelta(days=1))[0])


def test_what_happened_since_a_day():
    found = since(fitted(), DUE, {"open": "pause", "within": "run", "nobody": "stop"})
    assert (found.days, found.incidents, found.loss, found.finished, found.value) == (92, 1, 1000.0, 1, 4.0)
    assert [(one.initiative_id, one.done) for one in found.actions] == [
        ("nobody", None),
        ("open", False),
        ("within", True),
    ]
