"""The notification clock: published periods on known moments, and what cannot be told."""

from datetime import date, datetime

import pandas as pd
import pytest

from balance.model.notification import MET, OVER, PASSED, RUNNING, UNKNOWN, clock
from balance.regimes import BY_CODE, PERIODS, REGIMES, due, periods_of

AS_OF = date(2026, 9, 30)


def one(aware=None, material=None, told=None):
    moments = {"aware_at": [aware], "material_on": [material], "notified_at": [told]}
    return pd.DataFrame({"incident_id": ["A"]} | {name: pd.to_datetime(value) for name, value in moments.items()})


@pytest.mark.parametrize(
    ("regime", "step", "start", "until"),
    [
        ("gdpr", 0, datetime(2026, 3, 27, 22), datetime(2026, 3, 30, 22)),
        ("nis2", 0, datetime(2026, 9, 1, 10), datetime(2026, 9, 2, 10)),
        ("nis2", 1, datetime(2026, 9, 1, 10), datetime(2026, 9, 4, 10)),
        ("nis2", 2, datetime(2026, 9, 1, 10), datetime(2026, 10, 4, 10)),
        ("dora", 0, datetime(2026, 9, 1, 10), datetime(2026, 9, 2, 10)),
        ("dora", 1, datetime(2026, 9, 1, 10), datetime(2026, 9, 5, 10)),
        ("dora", 2, datetime(2026, 12, 27, 10), datetime(2027, 1, 31, 10)),
        ("sec", 0, datetime(2026, 9, 30), datetime(2026, 10, 6, 23, 59, 59)),
        ("sec", 0, datetime(2026, 10, 2), datetime(2026, 10, 8, 23, 59, 59)),
        ("sec", 0, datetime(2026, 10, 3), datetime(2026, 10, 8, 23, 59, 59)),
        ("sec", 0, datetime(2026, 10, 4), datetime(2026, 10, 8, 23, 59, 59)),
        ("sec", 0, datetime(2026, 10, 5), datetime(2026, 10, 9, 23, 59, 59)),
        ("sec", 0, datetime(9999, 12, 31), datetime(9999, 12, 31, 23, 59, 59)),
        ("gdpr", 0, datetime(9999, 12, 31, 12), datetime(9999, 12, 31, 23, 59, 59)),
    ],
)
def test_a_period_runs_out_when_it_is_published_to(regime, step, start, until):
    assert due(periods_of({regime})[step], start) == pd.Timestamp(until)


def test_every_period_has_a_regime_with_its_source_and_one_first_step():
    assert {period.regime for period in PERIODS} == set(BY_CODE)
    for regime in REGIMES:
        assert regime.source
        assert regime.year
        assert [period.first for period in periods_of({regime.code})].count(True) == 1


@pytest.mark.parametrize(
    ("aware", "told", "state"),
    [
        ("2026-09-01 10:00", "2026-09-04 10:00", MET), ("2026-09-01 10:00", "2026-09-04 10:01", OVER),
        ("2026-09-01 10:00", "2025-09-02", UNKNOWN), ("2026-09-01 10:00", "2026-09-04", UNKNOWN),
        ("2026-09-29 10:00", "2026-12-01", RUNNING), ("2026-09-01 10:00", "2026-09-03", MET),
        ("2026-09-01 10:00", None, PASSED), ("2026-09-29 10:00", None, RUNNING), (None, "2026-09-01 10:00", UNKNOWN),
    ],
)  # fmt: skip
def test_a_first_notice_is_met_over_running_or_cannot_be_told(aware, told, state):
    assert clock(one(aware, None, told), periods_of({"gdpr"}), AS_OF)["state"].tolist() == [state]


def test_the_end_of_the_day_looked_from_still_counts():
    until = clock(one("2026-09-27 23:00"), periods_of({"gdpr"}), AS_OF)
    assert until["due"].iloc[0] == pd.Timestamp("2026-09-30 23:00")
    assert until["state"].tolist() == [PASSED]


def test_later_steps_are_not_answered_by_the_first_notice():
    found = clock(one("2026-09-01 10:00", None, "2026-09-01 12:00"), periods_of({"nis2"}), AS_OF)
    assert found["state"].tolist() == [MET, PASSED, RUNNING]


def test_an_incident_without_any_moment_has_no_clock():
    assert clock(one(), periods_of({"gdpr", "sec"}), AS_OF).empty


def test_a_regime_needs_its_own_start():
    found = clock(one("2026-09-29 10:00"), periods_of({"gdpr", "sec"}), AS_OF).set_index("regime")
    assert found.loc["sec", "state"] == UNKNOWN
    assert pd.isna(found.loc["sec", "due"])
