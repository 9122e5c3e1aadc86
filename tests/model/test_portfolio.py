"""Initiatives as the model reads them."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from balance.model.portfolio import activity, portfolio

AS_OF = date(2026, 9, 30)


def table(**columns):
    rows = max(len(values) for values in columns.values())
    basic = {"initiative_id": [f"I{row}" for row in range(rows)], "name": ["x"] * rows, "stage": ["in_flight"] * rows}
    frame = pd.DataFrame(basic | columns)
    for name in frame.columns:
        if name.startswith(("start_", "finish_")):
            frame[name] = pd.to_datetime(frame[name]).astype("datetime64[us]")
    return frame


def one(**columns):
    return portfolio(table(**{name: [value] for name, value in columns.items()}), AS_OF).iloc[0]


def test_dates_become_days_from_the_as_of_date():
    row = one(start_actual="2026-09-20", start_planned="2026-09-10", finish_planned="2026-10-10")
    assert (row["begun"], row["ended"], row["due"], row["planned_days"]) == (-10, 0, 10, 30)
    assert (row["open"], row["running"], row["plan_known"]) == (True, True, True)


@pytest.mark.parametrize(("stage", "runs"), [
    ("idea", False), ("approved", True), ("in_flight", True), ("on_hold", False), ("done", False), ("cancelled", False),
])  # fmt: skip
def test_only_open_and_approved_ones_run(stage, runs):
    assert one(stage=stage, finish_planned="2026-12-31")["running"] == runs


def test_gone_ones_do_not_run_but_stay_history():
    row = one(start_actual="2025-09-30", finish_planned="2026-12-31", gone=True)
    assert not row["running"]
    assert row["begun"] == -365
    assert row["ended"] < 0


def test_approved_ones_begin_when_planned_else_in_the_middle_of_next_quarter():
    assert one(stage="approved", start_planned="2026-10-30")["starts_in"] == 30
    assert one(stage="approved", start_planned="2026-01-01")["starts_in"] == 0
    assert one(stage="approved")["starts_in"] == pytest.approx(91.25 / 2)


def test_a_plan_nobody_stated_has_the_median_length():
    rows = portfolio(table(start_planned=["2026-01-01", "2026-01-01", None],
                           finish_planned=["2026-04-11", "2026-07-20", "2026-12-31"]), AS_OF)  # fmt: skip
    assert rows.set_index("initiative_id").loc["I2", "planned_days"] == 150
    assert not rows.set_index("initiative_id").loc["I2", "plan_known"]


def test_dates_centuries_off_are_clipped():
    row = one(start_actual="1066-10-14", finish_planned="2999-01-01")
    assert (row["begun"], row["due"]) == (-14600, 14600)


def test_a_finish_before_the_start_is_survived():
    row = one(stage="done", start_actual="2026-06-01", finish_actual="2026-05-01", finish_planned="2026-05-01")
    assert row["begun"] <= row["ended"]


def test_done_without_a_day_is_not_a_known_finish():
    row = one(stage="done", finish_planned="2026-06-30")
    assert (row["known_finish"], row["ended"]) == (False, -92)


def test_scores_and_missing_ones():
    rows = portfolio(table(security_joined=["design", "build", "late", "not_yet", None]), AS_OF)
    rows = rows.set_index("initiative_id")
    assert rows["score"].loc[[f"I{n}" for n in range(5)]].tolist() == [0, 0.5, 1, 1, 0.5]
    assert rows["late"].loc[[f"I{n}" for n in range(5)]].tolist() == [False, True, True, True, False]


def test_size_is_against_the_median_and_clipped():
    rows = portfolio(table(budget=[1.0, 1e6, 1e6, 1e15, np.nan]), AS_OF).set_index("initiative_id")
    assert rows["log_size"].loc[[f"I{n}" for n in range(5)]].tolist() == [-3, 0, 0, 3, 0]


def test_order_does_not_depend_on_ids_or_place():
    frame = table(budget=[3.0, 1, 2], annual_value=[1.0, 2, 3], finish_planned=["2027-01-01"] * 3)
    again = frame.iloc[::-1].assign(initiative_id=["z", "a", "m"])
    first, second = portfolio(frame, AS_OF), portfolio(again, AS_OF)
    assert first.drop(columns="initiative_id").equals(second.drop(columns="initiative_id"))


def test_activity_is_the_share_of_each_quarter():
    rows = pd.DataFrame({"begun": [-91.25, np.nan, -1e4], "ended": [-91.25 / 2, 0.0, -1e3]})
    assert activity(rows, 2).tolist() == [[0.0, 0.5], [0.0, 0.0], [0.0, 0.0]]


def test_no_table_and_no_columns():
    assert len(portfolio(None, AS_OF)) == 0
    assert len(portfolio(pd.DataFrame({"initiative_id": ["a"], "name": ["b"], "stage": ["idea"]}), AS_OF)) == 1
