"""Amounts in another unit are suspected with their factor and never changed."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

BUDGETS = [120_000, 450_000, 310_000, 95_000, 780_000, 222_000, 640_000, 150_000, 505_000, 333_000]


def told(intake, code="scale-outlier"):
    return [(problem.cell, problem.column) for problem in intake.problems if problem.code == code]


def table(budgets, **more):
    return {"Budget": [str(value) for value in budgets]} | more


@pytest.mark.parametrize("factor", [1e3, 1e6, 1e-3])
def test_a_row_whose_other_amount_fits_is_suspected(initiatives, factor):
    budgets = [value * (factor if row == 3 else 1) for row, value in enumerate(BUDGETS)]
    forecast = {"Forecast cost": [str(value * 1.1) for value in BUDGETS]}
    intake = initiatives(table(budgets, **forecast))
    assert told(intake) == [("E5", "budget")]
    assert intake.frames["initiatives"]["budget"].tolist() == pytest.approx(budgets)
    (problem,) = [problem for problem in intake.problems if problem.code == "scale-outlier"]
    assert "95,000 would fit" in problem.fix
    assert "forecast_cost of the row fits" in problem.expected


def test_a_row_that_is_large_altogether_is_not(initiatives):
    budgets = [value * (1000 if row == 3 else 1) for row, value in enumerate(BUDGETS)]
    forecast = {"Forecast cost": [str(value * 1.1) for value in budgets]}
    assert (
        told(initiatives(table([*budgets, 90_000_000], **{"Forecast cost": [*forecast["Forecast cost"], "9e7"]}))) == []
    )


def test_work_that_has_just_begun_is_no_slip_of_the_unit(initiatives):
    spent = [str(value * (0.001 if row == 2 else 0.9)) for row, value in enumerate(BUDGETS)]
    assert told(initiatives(table(BUDGETS, **{"Actual cost": spent}))) == []


def test_one_slip_among_small_losses(read_rows):
    cells = [500, 90_000, 12_000, 3_300, 45_000, 8_000, 700, 10**15, 61_000, 2_500]
    rows = [[f"INC{row}", "2026-05-01", "Outage", cell] for row, cell in enumerate(cells)]
    intake = read_rows([["Incident ID", "Opened", "Category", "Loss"], *rows], kind="csv")
    assert told(intake) == [("D9", "loss")]
    assert intake.frames["incidents"]["loss"].max() == 10**15


def test_a_column_that_counts_in_another_unit_than_last_time(initiatives):
    ids = [f"P-{row + 1:03}" for row in range(len(BUDGETS))]
    known = pd.DataFrame({"initiative_id": pd.array(ids, dtype="str"), "budget": [value / 1000 for value in BUDGETS]})
    intake = initiatives(table(BUDGETS), last_known={"initiatives": known})
    assert told(intake, "column-rescaled") == [("E1", "budget")]
    assert not initiatives(table(BUDGETS), last_known={"initiatives": known.assign(budget=BUDGETS)}).problems


def test_one_row_that_jumped_since_last_time(initiatives):
    ids = [f"P-{row + 1:03}" for row in range(len(BUDGETS))]
    known = pd.DataFrame({"initiative_id": pd.array(ids, dtype="str"), "budget": BUDGETS})
    now = [value * (1000 if row == 5 else 1) for row, value in enumerate(BUDGETS)]
    intake = initiatives(table(now), last_known={"initiatives": known})
    assert told(intake) == [("E7", "budget")]
    assert "last time" in next(problem.expected for problem in intake.problems)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.floats(3.5, 6.4), min_size=10, max_size=30), st.sampled_from([1.0, 1e3, 1e-2]))
def test_usual_amounts_are_never_suspected_in_whatever_unit(initiatives, logs, unit):
    """Metamorphic: the whole sheet in another unit says the same."""
    budgets = [10**log * unit for log in logs]
    assert told(initiatives(table(budgets, **{"Forecast cost": [str(value * 1.2) for value in budgets]}))) == []
