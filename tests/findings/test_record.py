"""The record by quarter counts what was finished, open and reported, on whole quarters up to the as-of date."""

from datetime import date

import pandas as pd
import pytest

from balance.assumptions import resolve
from balance.company import Company
from balance.findings.record import cycle_times, finished_by_quarter, incidents_by_quarter, trail_story


def company(initiatives=None, incidents=None) -> Company:
    return Company(date(2026, 9, 30), resolve(None), initiatives=initiatives, incidents=incidents)


@pytest.fixture
def work() -> pd.DataFrame:
    return pd.DataFrame({
        "name": ["A", "B", "C", "D"], "stage": ["done", "done", "in_flight", "cancelled"],
        "start_actual": pd.to_datetime(["2026-01-01", "2026-02-01", "2026-05-01", "2026-01-01"]),
        "finish_actual": pd.to_datetime(["2026-03-31", "2026-09-30", None, "2026-04-01"]),
    })  # fmt: skip


def test_what_finished_on_the_last_day_of_a_quarter_counts_in_it(work):
    record = finished_by_quarter(company(work))
    assert list(record["quarter_end"].dt.strftime("%Y-%m-%d")) == ["2026-03-31", "2026-06-30", "2026-09-30"]
    assert list(record["finished"]) == [1, 0, 1]
    assert list(record["in_flight"]) == [1, 2, 1]


def test_cancelled_work_has_no_cycle_time(work):
    times = cycle_times(company(work))
    assert list(times["name"]) == ["A", "B"]
    assert list(times["days"]) == [89.0, 241.0]


def test_incidents_of_the_last_day_are_in_the_last_quarter():
    rows = pd.DataFrame({"opened_at": pd.to_datetime(["2026-09-30 23:59", "2026-07-01 00:00", "2026-06-30 12:00"])})
    assert list(incidents_by_quarter(company(incidents=rows))["incidents"]) == [1, 2]


def test_no_record_is_an_empty_one():
    assert finished_by_quarter(company()).empty
    assert incidents_by_quarter(company()).empty
    assert cycle_times(company()).empty


def trail(values, chances) -> pd.DataFrame:
    days = pd.date_range("2025-12-31", periods=len(values), freq="QE").date
    return pd.DataFrame({"as_of": days, "value_landing_next_year": values, "chance_beyond_limit": chances,
                         "bad_year_loss": chances})  # fmt: skip


@pytest.mark.parametrize(("values", "chances", "words"), [
    ([1.0, 2.0, 3.0, 4.0], [0.1, 0.2, 0.2, 0.3], "our estimates of value and risk both rose"),
    ([4.0, 2.0, 3.0, 2.0], [0.1, 0.2, 0.2, 0.3], "our estimate of value fell and of risk rose"),
    ([4.0, 4.0, 4.0, 4.0], [0.3, 0.2, 0.2, 0.1], "our estimate of value stayed the same and of risk fell"),
    ([1.0, 2.0], [0.1, 0.2], "too few to call a trend"),
    ([1.0], [float("nan")], "Where we stand today"),
])  # fmt: skip
def test_the_way_is_told_as_the_dots_show_it(values, chances, words):
    assert words in trail_story(trail(values, chances), limit=1e7)
