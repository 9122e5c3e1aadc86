"""The record of incidents: what counts, in which quarter, how long it took, and what it names as its cause."""

from datetime import date

import pandas as pd
import pytest

from balance.assumptions import resolve
from balance.company import Company
from balance.model.fit import fit
from balance.reporting.incident_record import incident_record

AS_OF = date(2026, 9, 30)


def record(rows, **columns):
    """Incidents opened on these days, with other columns as given."""
    opened = pd.to_datetime(rows)
    frame = pd.DataFrame({"incident_id": [f"I{n}" for n in range(len(rows))], "opened_at": opened, "class": "Outage",
                          "gone": False} | columns)  # fmt: skip
    return incident_record(fit(Company(AS_OF, resolve(None), incidents=frame)))


def days(count, first="2024-10-02"):
    return [str(day) for day in pd.date_range(first, periods=count, freq="6D")]


def test_without_incidents_there_is_nothing_to_tell():
    found = incident_record(fit(Company(AS_OF, resolve(None))))
    assert found.rows.empty
    assert found.past_year == 0
    assert not found.resolve.median.known


def test_quarters_end_on_the_as_of_date_and_hold_every_incident_once():
    found = record(days(120))
    assert found.quarters["quarter_end"].iloc[-1] == pd.Timestamp(AS_OF)
    assert found.quarters["incidents"].sum() == found.rows["quarter_end"].notna().sum() == 120
    assert found.past_year + found.year_before == 120


def test_a_short_record_is_compared_with_nothing():
    found = record(days(20, "2026-06-01"))
    assert (found.year_before, found.direction, found.resolve.direction) == (None, None, None)


def test_cancelled_and_later_ones_do_not_count():
    found = record(["2026-09-01", "2026-09-02", "2026-12-01"], state=["Cancelled", "Closed", "New"])
    assert found.rows["incident_id"].tolist() == ["I1"]
    assert found.left_out == {"cancelled_or_duplicate": 1, "after_as_of": 1}


def test_open_ones_count_as_running_and_closed_ones_without_an_end_as_unknown():
    opened = ["2026-09-01 10:00", "2026-09-02 10:00", "2026-09-03 10:00"]
    ends = [pd.Timestamp("2026-09-01 14:00"), pd.NaT, pd.NaT]
    found = record(opened, state=["Closed", "In Progress", "Closed"], resolved_at=ends)
    assert (found.resolve.counted, found.resolve.running, found.resolve.unknown) == (2, 1, 1)
    hours = found.rows.set_index("incident_id")["hours_to_resolve"]
    assert hours["I0"] == 4.0
    assert hours["I1"] == pytest.approx(28 * 24 + 14)


def test_noticing_is_counted_from_the_beginning_and_never_backwards():
    opened = ["2026-09-01 10:00"] * 3
    began = pd.to_datetime(["2026-09-01 08:00", None, "2026-09-01 09:00"])
    noticed = pd.to_datetime(["2026-09-01 09:30", "2026-09-01 10:30", "2026-09-01 08:00"])
    found = record(opened, occurred_at=began, detected_at=noticed)
    hours = found.rows.set_index("incident_id")["hours_to_detect"].fillna(-1)
    assert hours.round(3).to_dict() == {"I0": 1.5, "I1": 0.5, "I2": -1}
    assert found.detect.unknown == 1


def test_an_incident_that_names_both_counts_under_the_change():
    found = record(["2026-09-01"] * 4, change_id=["C1", "C2", None, None], initiative_id=["P1", None, "P2", None])
    assert found.links == {"change": 2, "initiative": 1, "neither": 1}


def test_the_order_of_rows_changes_nothing():
    rows = days(120)
    kinds = ["A", "B", "C", "A", "B"] * 24
    one = record(rows, **{"class": kinds})
    frame = pd.DataFrame({"day": rows, "kind": kinds}).sample(frac=1, random_state=1)
    other = record(frame["day"].tolist(), **{"class": frame["kind"].tolist()})
    assert one.groups["class"].equals(other.groups["class"])
    assert one.quarters.equals(other.quarters)
