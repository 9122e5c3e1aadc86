"""The past in quarters."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from balance.assumptions import resolve
from balance.company import Company
from balance.model.history import MOST_CLASSES, OTHER_CLASSES, history

AS_OF = date(2026, 9, 30)


def incidents(days_ago, **columns):
    opened = pd.Timestamp(AS_OF) - pd.to_timedelta(np.asarray(days_ago, dtype=float), unit="D")
    frame = pd.DataFrame({"opened_at": opened, "class": "outage"}).astype({"opened_at": "datetime64[us]"})
    return frame.assign(incident_id=[f"N{row}" for row in range(len(frame))], **columns)


def company(days_ago=(), initiatives=None, changes=None, table_dates=None, **columns):
    frame = incidents(days_ago, **columns) if len(days_ago) else None
    return Company(AS_OF, resolve(None), initiatives, frame, changes, table_dates=table_dates or {})


STEADY = np.arange(2.0, 365.0, 4.0)


def test_a_year_of_incidents_is_four_quarters():
    past = history(company(STEADY))
    assert past.quarters == 4
    assert past.counts["outage"].tolist() == [23, 23, 22, 23]


def test_one_quarter():
    assert history(company(STEADY[:20])).quarters == 1


def test_a_stray_old_date_does_not_stretch_the_history():
    past = history(company([*STEADY, 3000.0]))
    assert past.quarters == 4
    assert past.left_out["before_history"] == 1


def test_at_most_twenty_quarters():
    assert history(company(np.arange(1.0, 4000.0, 10))).quarters == 20


def test_incidents_of_the_as_of_day_count_and_later_ones_do_not():
    past = history(company([0.0, -0.9, -1.5, 5.0]))
    assert past.left_out["after_as_of"] == 1
    assert len(past.incidents) == 3


@pytest.mark.parametrize("state", ["Cancelled", "closed - duplicate", "Rejected", "False positive"])
def test_what_did_not_happen_does_not_count(state):
    past = history(company(STEADY, state=[state, *["Closed"] * (len(STEADY) - 1)]))
    assert (len(past.incidents), past.left_out["cancelled_or_duplicate"]) == (len(STEADY) - 1, 1)


def test_the_history_ends_with_an_older_table():
    past = history(company(STEADY + 92, table_dates={"incidents": date(2026, 6, 30)}))
    assert past.end_days == -92
    assert past.counts["outage"].iloc[-1] > 15


def test_a_record_that_fell_silent_ends_where_it_fell_silent():
    past = history(company(STEADY + 400))
    assert past.silent_since is not None
    assert past.end_days == -402
    assert past.counts["outage"].iloc[-1] > 15


def test_rare_classes_are_pooled():
    names = [f"k{min(row // 3, 40)}" for row in range(len(STEADY))]
    past = history(company(STEADY, **{"class": names}))
    assert len(past.classes) == MOST_CLASSES + 1
    assert OTHER_CLASSES in past.classes
    assert past.counts.to_numpy().sum() == len(STEADY)


def initiatives():
    frame = pd.DataFrame({"initiative_id": ["A", "B"], "name": "x", "stage": ["in_flight", "done"],
                          "start_actual": ["2025-10-01", "2025-10-01"], "finish_planned": ["2027-01-01", "2026-03-01"],
                          "finish_actual": [None, "2026-03-31"]})  # fmt: skip
    return frame.astype(dict.fromkeys(("start_actual", "finish_planned", "finish_actual"), "datetime64[us]"))


def test_links_come_from_the_incident_else_from_its_change():
    changes = pd.DataFrame({"change_id": ["C1", "C2"], "initiative_id": ["B", None]})
    named, caused = ["A", None, None, "nowhere", None], [None, "C1", "C2", None, "C9"]
    past = history(company([10.0, 20, 30, 40, 50], initiatives(), changes, initiative_id=named, change_id=caused))
    assert past.linked == 3
    named = past.portfolio["initiative_id"].to_numpy()
    assert [named[row] if row >= 0 else None for row in past.incidents["initiative"]] == ["A", "B", None, None, None]


def test_an_id_nobody_knows_gives_way_to_the_change_and_a_cell_may_list_several():
    changes = pd.DataFrame({"change_id": ["C1", "C2"], "initiative_id": ["B", None]})
    named, caused = ["nowhere", None, None, None], ["C1", "C2, C1", "C2;C7", "C9"]
    past = history(company([10.0, 20, 30, 40], initiatives(), changes, initiative_id=named, change_id=caused))
    ids = past.portfolio["initiative_id"].to_numpy()
    assert [ids[row] if row >= 0 else None for row in past.incidents["initiative"]] == ["B", "B", None, None]
    assert past.unlinked == 2


def test_without_a_portfolio_those_that_name_none_are_unlinked():
    past = history(company([10.0, 20], None, None, initiative_id=["A", None]))
    assert (past.linked, past.unlinked) == (1, 1)


def test_linked_incidents_meet_the_quarter_in_which_work_went_on():
    past = history(company([*STEADY, 150.0], initiatives(), initiative_id=[*[None] * len(STEADY), "B"]))
    row = int(np.flatnonzero(past.portfolio["initiative_id"] == "B")[0])
    assert past.linked_counts[row].tolist() == [0, 1, 0, 0]
    assert past.open_share[row, 2] < 0.01


def test_initiatives_alone_give_the_quarters_of_their_own_past():
    past = history(company(initiatives=initiatives()))
    assert (past.quarters, past.classes, len(past.incidents)) == (4, (), 0)


def test_nothing_at_all():
    past = history(company())
    assert (past.quarters, len(past.portfolio), len(past.incidents)) == (1, 0, 0)
