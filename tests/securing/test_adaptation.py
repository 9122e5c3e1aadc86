"""From asked to in force, counted by hand: what waits is not done yet."""

import numpy as np
from tests.securing.conftest import control

from balance.securing.adaptation import adaptation, pace


def test_what_still_waits_counts_as_not_done_yet(registered):
    done = [control(n, requested_on="2025-01-01", in_force_on="2025-04-11") for n in range(3)]
    waiting = [control(10 + n, requested_on="2025-06-01", in_force_on=None, status="planned") for n in range(2)]
    assert adaptation(registered(*done)).median_days.value == 100
    both = adaptation(registered(*done, *waiting))
    assert both.median_days.value == 100
    assert both.controls["waiting"].sum() == 2
    assert np.isnan(both.slowest_days)
    more = [control(20 + n, requested_on="2025-06-01", in_force_on=None, status="planned") for n in range(3)]
    assert not adaptation(registered(*done, *waiting, *more)).median_days.known


def test_days_the_wrong_way_round_are_left_out_and_counted(registered):
    found = adaptation(registered(
        control(1, requested_on="2026-01-01", in_force_on="2025-01-01"), control(2, requested_on=None), control(3),
        control(4, requested_on="2027-01-01", in_force_on=None, status="planned"),
        control(5, in_force_on=None, status="retired"), control(6, in_force_on=None),
    ))  # fmt: skip
    assert found.controls["control_id"].tolist() == ["C3"]
    assert found.left_out == 5


def test_two_years_are_compared_by_the_days_waited_in_each():
    asked, done = np.array([-700.0, -500.0, -100.0]), np.array([-600.0, -200.0, np.inf])
    now, before = pace(asked, done, 0.0), pace(asked, done, -365.0)
    assert (now.came, now.waited_days) == (1, 165 + 100)
    assert (before.came, before.waited_days) == (1, 100 + 135)


def test_a_year_in_which_controls_come_much_later_is_a_signal(registered):
    def asked(number: int, requested: str, came: str | None):
        return control(number, requested_on=requested, in_force_on=came, status="in_force" if came else "planned")

    quick = [asked(n, "2024-11-01", "2024-12-01") for n in range(12)]
    slow = [asked(50 + n, "2025-10-05", None) for n in range(12)]
    found = adaptation(registered(*quick, *slow))
    assert found.change is not None
    assert found.change.sign < 0
    assert found.change.evidence == "signal"
    same = [asked(50 + n, "2025-11-01", "2025-12-01") for n in range(12)]
    found = adaptation(registered(*quick, *same))
    assert found.change is not None
    assert found.change.evidence == "chance"
