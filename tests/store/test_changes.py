from datetime import date

import pandas as pd
import pytest

from balance.errors import StoreError
from balance.store import changes_since, compare_snapshots, count_changes, frames_before

Q1, Q2, Q3 = date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)


def one(name, **more):
    return {"initiative_id": name, "name": name, "stage": "in_flight"} | more


def test_comparing_snapshots_cell_by_cell(store, load):
    before = load(Q2, initiatives=[
        one("A", budget=1.0, finish_planned=pd.Timestamp("2026-10-01")), one("B", findings_open=3), one("C"),
    ])  # fmt: skip
    after = load(Q3, initiatives=[
        one("A", budget=2.5, finish_planned=pd.Timestamp("2026-11-01")), one("B", internet_facing=True), one("D"),
    ])  # fmt: skip
    assert compare_snapshots(store, before.snapshot_id, after.snapshot_id) == {
        "initiatives": {
            "new": ["D"],
            "changed": [
                {"id": "A", "column": "finish_planned", "before": "2026-10-01", "after": "2026-11-01"},
                {"id": "A", "column": "budget", "before": 1.0, "after": 2.5},
                {"id": "B", "column": "findings_open", "before": 3, "after": None},
                {"id": "B", "column": "internet_facing", "before": None, "after": True},
            ],
            "gone": ["C"],
        }
    }


def test_where_a_row_came_from_is_no_change(store, load):
    before = load(Q2, initiatives=[one("A", source_row=2)])
    after = load(Q3, initiatives=[one("A", source_row=9, source_file="g.xlsx")])
    assert compare_snapshots(store, before.snapshot_id, after.snapshot_id)["initiatives"]["changed"] == []


def test_tables_on_one_side_only(store, load):
    before = load(Q2, initiatives=[one("A")])
    after = load(Q3, incidents=[{"incident_id": "I"}])
    compared = compare_snapshots(store, before.snapshot_id, after.snapshot_id)
    assert compared["initiatives"] == {"new": [], "changed": [], "gone": []}
    assert compared["incidents"] == {"new": ["I"], "changed": [], "gone": []}
    with pytest.raises(StoreError, match="no snapshot 'x'"):
        compare_snapshots(store, "x", after.snapshot_id)


def test_changes_between_days(store, load):
    load(Q1, initiatives=[one("A"), one("B"), one("Z")])
    load(Q2, initiatives=[one("A"), one("B")])
    load(Q3, initiatives=[one("A", budget=3.0), one("C"), one("Z")])
    assert changes_since(store, Q3, Q2) == {"initiatives": {"new": 1, "changed": 1, "gone": 1}}
    assert changes_since(store, Q2, Q1) == {"initiatives": {"new": 0, "changed": 0, "gone": 1}}


def test_counting_what_a_load_would_change(store, load, frame):
    load(Q2, initiatives=[one("A"), one("B")])
    incoming = frame("initiatives", [one("A", budget=1.0), one("C")])
    earlier = frames_before(store, Q3)["initiatives"]
    assert count_changes(earlier, incoming, "initiative_id") == {"new": 1, "changed": 1, "gone": 1}
    assert count_changes(incoming, incoming, "initiative_id") == {"new": 0, "changed": 0, "gone": 0}
    assert count_changes(incoming.head(0), incoming, "initiative_id") == {"new": 2, "changed": 0, "gone": 0}
