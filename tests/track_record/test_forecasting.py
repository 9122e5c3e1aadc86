"""What is forecast of a day: rising quantiles, chances that never fall, the same for the same company."""

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.evaluation import company
from pandas.testing import assert_frame_equal

from balance.model.fit import fit
from balance.scenario import Scenario, evaluate
from balance.track_record import forecasts_of
from balance.track_record.distribution import LEVELS

COMPANY = company(30, 3, 20, seed=5)


def forecasts(of):
    fitted = fit(of)
    return forecasts_of(fitted, evaluate(fitted, Scenario()))


@pytest.fixture(scope="module")
def told():
    return forecasts(COMPANY)


def test_quantiles_rise_and_hold_the_middle(told):
    rows = told[told["q50"].notna()]
    levels = rows[list(LEVELS)].to_numpy()
    assert (np.diff(levels, axis=1)[~np.isnan(np.diff(levels, axis=1))] >= -1e-9).all()
    assert told["chance"].dropna().between(0, 1).all()


def test_the_chance_to_be_done_never_falls_with_time(told):
    chances = told[told["quantity"] == "finished_by"].sort_values("due_on")
    assert (chances.groupby("subject")["chance"].diff().dropna() >= 0).all()
    assert (chances.groupby("subject").size() == 4).all()


def test_a_year_holds_more_than_its_first_quarter(told):
    mean = told[told["subject"] == ""].set_index("quantity")["expected"]
    for thing in ("incidents", "loss", "value", "finished"):
        assert 0 < mean[f"{thing}_next_quarter"] < mean[f"{thing}_next_year"]


def test_units_add_up_to_the_company(told):
    rows = told[told["quantity"] == "finished_next_quarter"]
    whole = rows.loc[rows["subject"] == "", "expected"].iloc[0]
    assert rows.loc[rows["subject"] != "", "expected"].sum() == pytest.approx(whole)


def test_the_order_of_rows_changes_nothing(told):
    turned = replace(COMPANY, incidents=COMPANY.incidents.iloc[::-1], initiatives=COMPANY.initiatives.iloc[::-1])
    key = ["quantity", "subject", "due_on"]
    assert_frame_equal(
        forecasts(turned).sort_values(key).reset_index(drop=True), told.sort_values(key).reset_index(drop=True)
    )


def test_one_table_alone_forecasts_its_half():
    without = set(forecasts(replace(COMPANY, incidents=None))["quantity"])
    assert "value_next_year" in without
    assert not {name for name in without if name.startswith(("incidents", "loss", "bad"))}
    alone = set(forecasts(replace(COMPANY, initiatives=None))["quantity"])
    assert {"incidents_next_quarter", "loss_next_year"} <= alone
    assert not {name for name in alone if name.startswith(("finish", "value"))}


def test_without_values_counts_are_forecast():
    bare = set(forecasts(replace(COMPANY, initiatives=COMPANY.initiatives.assign(annual_value=np.nan)))["quantity"])
    assert "value_next_year" not in bare
    assert "finished_next_year" in bare
