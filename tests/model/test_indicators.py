"""Key-risk indicators are counted by hand on a small company, and cross their threshold from below only."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from balance.assumptions import resolve
from balance.company import Company
from balance.model.fit import fit
from balance.model.indicators import indicators
from balance.thresholds import INDICATORS

AS_OF = date(2026, 9, 30)


def days(*offsets):
    return pd.to_datetime([None if d is None else pd.Timestamp(AS_OF) + pd.Timedelta(days=d) for d in offsets])


INITIATIVES = pd.DataFrame({
    "initiative_id": list("ABCD"), "name": list("abcd"), "stage": ["in_flight", "in_flight", "in_flight", "done"],
    "start_actual": days(-400, -300, -200, -900), "finish_planned": days(-10, 100, 200, -500),
    "finish_actual": days(None, None, None, -450), "business_unit": "one",
    "security_joined": ["design", "late", None, "late"], "last_assessed": days(-30, -400, None, -30),
    "findings_open": [2.0, 4.0, None, 90.0], "oldest_finding_on": days(-40, -200, None, -999), "gone": False,
})  # fmt: skip

INCIDENTS = pd.DataFrame({
    "incident_id": [f"N{n}" for n in range(8)], "opened_at": days(-5, -15, -25, -35, -45, -55, -65, -85),
    "class": "outage", "loss": [10.0, None, 5.0, None, 1.0, 1.0, 1.0, 1.0],
    "loss_low": [None, 1.0, *[None] * 6], "loss_high": [None, 2.0, *[None] * 6],
    "initiative_id": ["A", None, "B", *[None] * 5], "gone": False,
})  # fmt: skip

CONTROLS = pd.DataFrame({
    "control_id": list("wxyz"), "status": ["in_force", "in_force", "in_force", "retired"],
    "in_force_on": days(-900, -500, -10, -900), "last_reviewed": days(-10, None, None, -900),
    "review_every_days": [90.0, 365.0, 30.0, 30.0], "gone": False,
})  # fmt: skip

WHOLE = Company(AS_OF, resolve(None), INITIATIVES, INCIDENTS, None, CONTROLS,
                table_dates={"initiatives": AS_OF, "incidents": date(2026, 6, 30)})  # fmt: skip


def found(company):
    return {each.name: each for each in indicators(fit(company))}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("unlinked_share", 6 / 8), ("missing_loss_share", 1 / 8), ("joined_late_share", 1 / 2),
        ("past_due_share", 1 / 3), ("unassessed_share", 2 / 3), ("findings", 3.0), ("oldest_finding_days", 200.0),
        ("overdue_reviews_share", 1 / 3), ("data_age_days", 92.0),
    ],
)  # fmt: skip
def test_each_is_what_a_person_would_count(name, value):
    counted = found(replace(WHOLE, table_dates={"initiatives": date(2026, 6, 30)}))[name]
    assert counted.value == pytest.approx(value)
    assert counted.crossed == (value > counted.threshold)


def test_every_documented_indicator_is_there_in_order():
    assert [f"kri:{name}" for name in found(WHOLE)] == [threshold.key for threshold in INDICATORS]


def test_without_tables_nothing_is_counted_and_nothing_crossed():
    empty = found(Company(AS_OF, resolve(None)))
    assert {each.value for each in empty.values()} == {None}
    assert {each.crossed for each in empty.values()} == {None}


def test_columns_that_are_missing_leave_their_indicator_silent():
    bare = INITIATIVES[["initiative_id", "name", "stage", "start_actual", "finish_planned", "gone"]]
    counted = found(Company(AS_OF, resolve(None), bare))
    silent = ("joined_late_share", "unassessed_share", "findings", "oldest_finding_days", "overdue_reviews_share")
    assert all(counted[name].value is None for name in silent)
    assert counted["past_due_share"].value == pytest.approx(1 / 3)


def test_a_stated_threshold_decides():
    own = resolve(pd.DataFrame({"key": ["kri:findings"], "value": ["2.5"]}))
    counted = found(replace(WHOLE, assumptions=own))["findings"]
    assert (counted.threshold, counted.crossed, counted.assumed) == (2.5, True, False)
    at_it = resolve(pd.DataFrame({"key": ["kri:findings"], "value": ["3"]}))
    assert not found(replace(WHOLE, assumptions=at_it))["findings"].crossed


def test_incidents_stand_beside_the_usual_quarter():
    opened = days(*[-10 - 91 * quarter - n for quarter in range(5) for n in range(6 if quarter == 0 else 3)])
    rows = pd.DataFrame(
        {"incident_id": range(len(opened)), "opened_at": opened, "class": "x", "loss": None, "gone": False}
    )
    assert found(Company(AS_OF, resolve(None), None, rows))["incidents_quarter"].value == pytest.approx(2.0, rel=0.4)
