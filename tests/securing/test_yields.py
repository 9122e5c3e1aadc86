"""A control's yield is what its columns and the losses say, no more; what is missing is named."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.securing.conftest import control

from balance.securing.yields import avoided_loss, yields

SHARES = st.floats(0.0, 1.0)


def found(registered, fitted, outcome, *rows):
    table = yields(fitted, registered(*rows), outcome)
    return {row["control_id"]: row for row in table.controls.to_dict("records")}, table.missing


def test_a_control_at_work_all_the_while_avoids_what_would_come_back_without_it():
    before = np.array([1000.0])  # without the control; the record shows what is left of it
    left = before * (1 - 0.5 * 0.4)
    again = avoided_loss(left, 0.5, np.array([0.4]), np.array([0.0]), at_work=1.0)
    assert again == pytest.approx(before - left)


def test_fewer_and_smaller_act_one_after_the_other():
    both = avoided_loss(np.array([100.0]), 1.0, np.array([0.5]), np.array([0.5]))
    assert both == pytest.approx([75.0])


@given(SHARES, SHARES, SHARES, SHARES, SHARES)
def test_more_coverage_or_reduction_never_avoids_less(coverage, more, fewer, smaller, at_work):
    one, loss = np.ones(1), np.full(1, 1e6)
    least, most = sorted((coverage, more))
    low = avoided_loss(loss, least, fewer * one, smaller * one, at_work)
    assert 0 <= low[0] <= avoided_loss(loss, most, fewer * one, smaller * one, at_work)[0] + 1e-6
    assert np.isfinite(low).all()


def test_a_reduction_known_exactly_takes_its_part_of_the_expected_loss(registered, fitted, outcome):
    row = control(1, in_force_on=None, coverage=0.5, frequency_reduction_low=0.4, frequency_reduction_high=0.4)
    told, _ = found(registered, fitted, outcome, row)
    assert told["C1"]["avoided"].value == pytest.approx(0.2 * outcome.expected_loss.mean())
    share = float((0.2 * outcome.expected_loss > 100_000).mean())
    assert told["C1"]["pays"] == share
    assert told["C1"]["net"].value == pytest.approx(told["C1"]["avoided"].value - 100_000)


def test_the_chance_that_it_pays_falls_with_cost_and_rises_with_coverage(registered, fitted, outcome):
    middle = float(np.median(0.15 * outcome.expected_loss))
    rows = [control(n, annual_cost=middle * times) for n, times in enumerate((0.5, 0.9, 1.1, 2.0))]
    rows += [control(10 + n, annual_cost=middle, coverage=share) for n, share in enumerate((0.1, 0.4, 0.6, 1.0))]
    told, _ = found(registered, fitted, outcome, *rows)
    by_cost = [told[f"C{n}"]["pays"] for n in range(4)]
    by_coverage = [told[f"C{10 + n}"]["pays"] for n in range(4)]
    assert by_cost == sorted(by_cost, reverse=True)
    assert by_cost[0] > by_cost[-1]
    assert by_coverage == sorted(by_coverage)
    assert by_coverage[0] < by_coverage[-1]


def test_a_control_of_one_class_acts_on_its_losses_only(registered, fitted, outcome):
    rows = [control(n, **{"class": f" Class  {n} "}, in_force_on=None) for n in range(3)]
    told, _ = found(registered, fitted, outcome, *rows, control(9, in_force_on=None))
    parts = sum(told[f"C{n}"]["avoided"].value for n in range(3))
    assert parts == pytest.approx(told["C9"]["avoided"].value)


def test_a_control_of_one_technology_acts_on_the_part_of_the_losses_with_it(registered, fitted, outcome):
    told, _ = found(registered, fitted, outcome, control(1, technology="cloud"), control(2), control(3, technology="x"))
    all_of_it = told["C2"]["avoided"].value
    assert 0 < told["C3"]["avoided"].value < 0.02 * all_of_it < told["C1"]["avoided"].value < 0.6 * all_of_it


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"coverage": None}, "coverage"),
        ({"frequency_reduction_high": None}, "frequency_reduction_high"),
        ({"frequency_reduction_low": None, "frequency_reduction_high": None}, "frequency_reduction or loss_reduction"),
        ({"frequency_reduction_low": 0.5}, "above its high"),
        ({"class": "nobody knows"}, "no incident of its class"),
        ({"status": "planned", "coverage": 0.0}, "planned"),
        ({"annual_cost": None}, "annual_cost"),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_guessed(registered, fitted, outcome, cells, said):
    told, _ = found(registered, fitted, outcome, control(1, **cells))
    assert said in told["C1"]["why_not"]
    assert np.isnan(told["C1"]["pays"])
    assert not told["C1"]["net"].known
    assert told["C1"]["avoided"].known == ("annual_cost" in cells)


def test_order_and_ids_change_nothing(registered, fitted, outcome):
    rows = [control(n, name=f"N{n}", annual_cost=1e5 * n, technology="ai" if n % 2 else None) for n in range(1, 6)]
    first, _ = found(registered, fitted, outcome, *rows)
    again, _ = found(
        registered, fitted, outcome, *[row | {"control_id": f"X{row['control_id']}"} for row in rows[::-1]]
    )
    assert {key: row["net"] for key, row in first.items()} == {key[1:]: row["net"] for key, row in again.items()}


def test_without_a_register_the_columns_that_would_help_are_named(registered, fitted, outcome):
    table = yields(fitted, registered(control(1)).iloc[:0], outcome)
    assert table.controls.empty
    assert "annual_cost" in table.missing[0]
