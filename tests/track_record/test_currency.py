"""Money forecast in another currency: converted by a stated rate, else left out, and always told."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.assumptions import resolve
from balance.report import Translated
from balance.track_record.currency import in_currency, rates_of
from balance.track_record.distribution import LEVELS, of_draws, place_in

DAY = pd.Timestamp("2026-03-31")


def forecast(quantity, currency, curve=True):
    row = of_draws(np.arange(1.0, 101.0)) | {"quantity": quantity, "chance": 0.1, "as_of": DAY, "currency": currency}
    return row if curve else row | dict.fromkeys(LEVELS, np.nan) | {"curve": None}


def test_only_money_of_other_currencies_is_touched():
    rows = pd.DataFrame(
        [forecast("loss_next_year", "USD"), forecast("incidents_next_year", "USD"), forecast("loss_next_year", "EUR")]
    )
    told, translated = in_currency(rows, "EUR", {"USD": 0.8})
    assert translated == (Translated("USD", 1, 0.8),)
    assert told["q50"].tolist() == pytest.approx([0.8 * rows["q50"][0], rows["q50"][1], rows["q50"][2]])
    assert told["chance"].tolist() == [0.1] * 3
    left, translated = in_currency(rows, "EUR", {"CHF": 0.8})
    assert translated == (Translated("USD", 1, None),)
    assert left["quantity"].tolist() == ["incidents_next_year", "loss_next_year"]


def test_a_limit_without_a_distribution_is_converted_too():
    told, _ = in_currency(pd.DataFrame([forecast("chance_beyond_limit", "USD", curve=False)]), "EUR", {"USD": 2.0})
    assert told["expected"].tolist() == [101.0]
    assert told["curve"].isna().all()


@given(st.floats(0.001, 1000.0), st.integers(1, 100))
def test_an_outcome_lies_where_it_lay(rate, outcome):
    rows = pd.DataFrame([forecast("loss_next_year", "USD")])
    told, _ = in_currency(rows, "EUR", {"USD": rate})
    assert place_in(told["curve"][0], outcome * rate) == pytest.approx(place_in(rows["curve"][0], outcome))
    assert json.loads(told["curve"][0])[1] == json.loads(rows["curve"][0])[1]


def test_rates_are_what_is_stated():
    stated = pd.DataFrame({"key": ["exchange_rate:usd", "loss_limit"], "value": ["0.8", "5"]})
    assert rates_of(resolve(stated)) == {"USD": 0.8}
