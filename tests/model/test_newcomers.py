"""What starts beside the plan: the usual pace, once what is approved is used up."""

import numpy as np
import pandas as pd
import pytest

from balance.model.delivery import DeliveryPrior, fit_delivery
from balance.model.newcomers import STEPS, newcomers

DURATIONS = fit_delivery(np.zeros(0), np.zeros(0, dtype=bool), np.zeros(0), DeliveryPrior())
TWO_YEARS = np.ones(8, dtype=bool)


def table(begun, approved=0, planned=2000.0, starts_in=10.0):
    stages = ["in_flight"] * len(begun) + ["approved"] * approved
    return pd.DataFrame({
        "begun": [*begun, *[np.nan] * approved], "stage": stages,
        "starts_in": [0.0] * len(begun) + [starts_in] * approved,
        "planned_days": planned,
    })  # fmt: skip


EVEN = table(-91.25 * (np.arange(16) / 2 + 0.25))
"""Two starts a quarter for two years."""


def come(rows, share=1.0, unit=None, units=1):
    unit = np.zeros(len(rows), dtype=np.int64) if unit is None else np.asarray(unit)
    return newcomers(rows, unit, units, TWO_YEARS, DURATIONS, share)


def test_a_steady_pace_goes_on():
    found = come(EVEN).open[0]
    assert found == pytest.approx(2.0 * (np.arange(STEPS) + 0.5) / 3, abs=1e-9)


def test_what_is_approved_covers_the_first_part_of_the_year():
    found = come(pd.concat([EVEN, table([], approved=4)], ignore_index=True)).open[0]
    assert (found[:5] == 0).all()
    assert found[-1] == pytest.approx(2.0 * 11.5 / 3 - 4, abs=1e-9)
    assert (come(pd.concat([EVEN, table([], approved=9)], ignore_index=True)).open == 0).all()


def test_what_is_approved_for_a_later_year_covers_nothing_of_this_one():
    later = pd.concat([EVEN, table([], approved=4, starts_in=700.0)], ignore_index=True)
    assert come(later).open == pytest.approx(come(EVEN).open)


def test_short_work_is_over_within_the_year():
    short = come(EVEN.assign(planned_days=60.0)).open[0]
    assert short[-1] < 0.5 * come(EVEN).open[0][-1]


def test_each_unit_takes_its_part():
    unit = np.array([0] * 12 + [1] * 4)[np.argsort(np.tile(np.arange(4), 4), kind="stable")]
    found = come(EVEN, unit=unit, units=3).open
    assert found.sum(axis=0) == pytest.approx(come(EVEN).open[0])
    assert found[0, -1] > found[1, -1] > found[2, -1] > 0


def test_luck_has_mean_one_and_is_larger_where_few_come():
    found = come(EVEN, unit=[0] * 15 + [1], units=2)
    assert found.luck.mean(axis=1) == pytest.approx([1.0, 1.0], abs=0.02)
    assert found.luck[1].std() > found.luck[0].std()


@pytest.mark.parametrize("rows", [table([]), table([-5000.0]), EVEN.assign(begun=np.nan)])
def test_without_a_start_in_the_record_nobody_comes(rows):
    assert (come(rows).open == 0).all()


def test_the_assumption_turns_them_off():
    assert (come(EVEN, share=0.0).open == 0).all()
    assert come(EVEN, share=0.5).open == pytest.approx(0.5 * come(EVEN).open)
