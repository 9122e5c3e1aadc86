"""A stated assumption nobody can mean is told as such and never used."""

import pandas as pd
import pytest

from balance.assumptions import resolve, senseless


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("reporting_currency", "banana"), ("fiscal_year_start_month", 13), ("loss_limit", -5), ("loss_limit", 0),
        ("loss_limit_chance", 5), ("appetite:1000000", 3), ("class:outage:external", 7), ("exchange_rate:GBP", -1),
        ("effect:late_joining", 0), ("effect:change_caused_share", 1.5), ("cash_buffer", -1),
    ],
)  # fmt: skip
def test_a_senseless_value_is_not_used(key, value):
    assert senseless(key, value)
    found = resolve(pd.DataFrame({"key": [key], "value": [str(value)]})).get(key)
    assert found is None or found.assumed


def test_an_exchange_rate_of_a_currency_that_does_not_exist_is_told():
    found = resolve(pd.DataFrame({"key": ["exchange_rate:ZZZ", "exchange_rate:CHF"], "value": ["2", "3"]}))
    assert [(row.key, row.why) for row in found.unused] == [("exchange_rate:ZZZ", "no assumption has this name")]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("reporting_currency", "EUR"), ("fiscal_year_start_month", 12), ("loss_limit", 1e300), ("loss_limit_chance", 0),
        ("appetite:1000000", 1), ("exchange_rate:GBP", 1.2), ("effect:load_risk", -2), ("materiality_floor", 0),
        ("kri:anything", -4), ("never heard of", -4), ("loss_limit", "no number at all"),
    ],
)  # fmt: skip
def test_what_can_be_meant_is_left_alone(key, value):
    assert senseless(key, value) is None
