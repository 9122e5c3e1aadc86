"""From stated assumptions to priors: what cannot be used falls back on the default."""

import numpy as np
import pandas as pd
import pytest

from balance.assumptions import resolve
from balance.model import priors


def stated(**rows):
    return resolve(pd.DataFrame({"key": list(rows), "value": [str(value) for value in rows.values()]}))


def with_range(key, value, low, high):
    return resolve(pd.DataFrame({"key": [key], "value": [str(value)], "low": [low], "high": [high]}))


@pytest.mark.parametrize("value", [0, -1, "abc"])
def test_a_factor_that_cannot_be_falls_back(value):
    assert priors.prior(stated(**{"effect:late_joining": value}), "effect:late_joining") == priors.prior(
        resolve(None), "effect:late_joining"
    )


def test_a_range_gives_the_spread():
    _, narrow = priors.prior(with_range("effect:load_risk", 0.2, 0.1, 0.3), "effect:load_risk")
    assert narrow == pytest.approx(0.1 / 1.2815515655, rel=1e-9)


def test_one_technology_may_have_a_prior_of_its_own():
    centre, _ = priors.prior(stated(**{"effect:technology:ai": 2.0}), "effect:technology:ai")
    assert centre == pytest.approx(0.6931, abs=1e-4)
    assert priors.prior(resolve(None), "effect:technology:iot") == priors.prior(resolve(None), "effect:technology")


def test_a_stated_share_becomes_a_beta_with_its_mean():
    a, b = priors.beta_prior(with_range("effect:change_caused_share", 0.7, 0.6, 0.8), "effect:change_caused_share")
    assert a / (a + b) == pytest.approx(0.7)
    assert priors.beta_prior(stated(**{"effect:change_caused_share": 1.5}), "effect:change_caused_share") == (5.0, 5.0)


def test_appetite_points_that_make_no_sense_are_left_out():
    given = stated(
        **{"loss_limit": 1e6, "appetite:5000000": 0.01, "appetite:x": 0.1, "appetite:-1": 0.1, "appetite:9": 7}
    )
    assert priors.appetite(given) == ((1e6, 0.05), (5e6, 0.01))


def test_the_cap_is_stated_else_revenue_else_a_multiple():
    assert priors.loss_cap(stated(loss_cap=5e6, revenue=1e9), 1e4) == priors.LossCap(5e6, False)
    assert priors.loss_cap(stated(revenue=1e9), 1e4) == priors.LossCap(1e9, True)
    assert priors.loss_cap(resolve(None), None) == priors.LossCap(1e7, True)
    assert priors.loss_cap(resolve(None), 1e6) == priors.LossCap(1e8, True)


def test_stated_class_shares_beat_words():
    given = stated(**{"class:Phishing:external": 0.2, "class:phishing:duration": 0.9})
    found = priors.class_shares(given, ["Phishing", "Supplier outage", "Qqq"])
    assert found.external.tolist() == [0.2, 0.5, 0.5]
    assert found.duration.tolist() == [0.9, 1.0, 0.5]
    assert found.stated == (True, False, False)


def test_numbers_are_clipped_to_what_makes_sense():
    assert priors.number(stated(**{"effect:forgetting": 0.6}), "effect:forgetting", 0.7, 1.0) == 0.7
    assert priors.number(resolve(None), "effect:forgetting", 0.5, 1.0) == 1.0


def test_a_statement_on_all_technologies_holds_for_each_without_its_own():
    given = stated(**{"effect:technology": 2.0, "effect:technology:iot": 3.0})
    assert priors.prior(given, "effect:technology:ai")[0] == pytest.approx(np.log(2.0))
    assert priors.prior(given, "effect:technology:iot")[0] == pytest.approx(np.log(3.0))


def test_a_class_whose_name_does_not_tell_takes_the_stated_share():
    found = priors.class_shares(stated(**{"effect:unknown_class": 0.3}), ["Zzz", "Phishing"])
    assert (found.external.tolist(), found.duration.tolist()) == ([0.3, 1.0], [0.3, 0.0])


@pytest.mark.parametrize("tag", ["https://example.com", "cloud: azure", ":", "a:b:c"])
def test_a_technology_may_be_called_anything(tag):
    assert priors.prior(resolve(None), f"effect:technology:{tag}") == priors.prior(resolve(None), "effect:technology")
