from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.boardpack import axes

numbers = st.lists(st.floats(-1e9, 1e9, allow_nan=False), min_size=1, max_size=8)


@given(numbers, st.booleans())
def test_an_axis_holds_its_values_in_few_whole_steps(values, zero):
    axis = axes.axis("", values, zero=zero)
    assert axis.least <= min(values)
    assert max(values) <= axis.greatest
    assert 2 <= (axis.greatest - axis.least) / axis.step <= 14


def test_an_axis_of_nothing_is_still_an_axis():
    axis = axes.axis("", [None, float("nan"), float("inf")])
    assert axis.least < axis.greatest


@pytest.mark.parametrize("days", [1, 90, 400, 1800, 3650])
def test_dates_start_today_and_have_at_most_seven_ticks(days):
    start = date(2026, 9, 30)
    last = date.fromordinal(start.toordinal() + days)
    axis = axes.dates([last], start)
    assert axis.least == axes.serial(start)
    assert axes.serial(last) < axis.greatest
    assert (axis.greatest - axis.least) / axis.step < 7


def test_serial_days_count_as_spreadsheets_do():
    assert axes.serial(date(2026, 9, 30)) == 46295


def test_factors_are_symmetric_around_no_effect():
    axis = axes.factors([0.4, 1.2, None])
    assert (axis.least, axis.greatest, axis.log) == (0.25, 4.0, True)
