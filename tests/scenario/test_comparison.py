"""Two scenarios side by side."""

import json
from dataclasses import replace

import numpy as np
import pytest
from benchmarks.evaluation import company

from balance import formats
from balance.assumptions import resolve
from balance.model.fit import fit
from balance.ranges import Range, of_differences, of_draws
from balance.scenario import BASE, Scenario, compare, counts_speak, evaluate, inside

COMPANY = company(24, 3, 12, seed=4)
FITTED = fit(COMPANY)
TODAY = evaluate(FITTED, BASE)


def test_differences_are_paired():
    other = evaluate(FITTED, Scenario(pace=1.2))
    found = compare(FITTED, TODAY, other)
    change = found.difference["value_landing_next_year"]
    assert change.value == pytest.approx(found.scenario["value_landing_next_year"].value
                                         - found.base["value_landing_next_year"].value)  # fmt: skip
    assert change.value == pytest.approx((other.value - TODAY.value).mean())
    low, high = np.quantile(other.value - TODAY.value, [0.1, 0.9])
    assert (change.low, change.high) == pytest.approx((low, high))


def test_a_difference_pulled_away_by_few_draws_says_what_most_of_them_say():
    draws = np.array([-550.0] * 30 + [-20.0] * 150 + [0.0] * 66 + [6000.0] * 10)
    told = of_differences(draws)
    assert told.value == told.high > 0
    assert told.typical == (-550.0, -20.0, 0.0)
    assert told.middle == -20.0
    assert Range.from_json(json.loads(json.dumps(told.as_json()))) == told
    assert formats.money_range(replace(told, value=None), "GBP") == formats.MISSING
    assert formats.money_range(told, "GBP", signed=True) == "−£550 to £0, middle −£20"
    for plain in (np.arange(256.0), np.zeros(256), np.full(256, -3.0)):
        assert of_differences(plain) == of_draws(plain)
    scaled = of_differences(draws * 1e6)
    assert scaled.typical == tuple(part * 1e6 for part in told.typical)


def test_better_on_both_counts_draws():
    safer = compare(FITTED, TODAY, evaluate(FITTED, Scenario(control_spend=3e5)))
    assert safer.better_on_both == safer.less_risk > 0.9
    assert safer.more_value == 0.0
    assert safer.inside_after >= safer.inside_before
    slow = evaluate(FITTED, Scenario(pace=0.7))
    found = compare(FITTED, TODAY, slow)
    assert found.more_value == 0.0
    assert (
        found.better_on_both == ((slow.value == TODAY.value) & (slow.beyond_limit < TODAY.beyond_limit - 1e-9)).mean()
    )


def test_without_a_limit_expected_loss_is_the_risk():
    fitted = fit(replace(COMPANY, assumptions=resolve(None)))
    base, other = evaluate(fitted, BASE), evaluate(fitted, Scenario(control_spend=1e5))
    found = compare(fitted, base, other)
    assert found.difference["chance_beyond_limit"].value is None
    assert found.better_on_both == 1.0
    assert inside(fitted, base) is None


def test_without_values_counts_speak():
    frame = COMPANY.initiatives.assign(annual_value=np.nan)
    fitted = fit(replace(COMPANY, initiatives=frame))
    assert counts_speak(fitted)
    found = compare(fitted, evaluate(fitted, BASE), evaluate(fitted, Scenario(pace=1.5)))
    assert found.difference["value_landing_next_year"].value is None
    assert found.more_value > 0.7


def test_without_incidents_or_initiatives_what_cannot_be_said_is_null():
    only = fit(replace(COMPANY, incidents=None))
    found = compare(only, evaluate(only, BASE), evaluate(only, Scenario(pace=1.5)))
    assert (found.better_on_both, found.less_risk) == (None, None)
    assert found.as_json()["difference"]["bad_year_loss"]["value"] is None
    assert found.difference["value_landing_next_year"].value > 0
    alone = fit(replace(COMPANY, initiatives=None))
    found = compare(alone, evaluate(alone, BASE), evaluate(alone, Scenario(threat=2.0)))
    assert (found.better_on_both, found.more_value) == (None, None)
    assert found.difference["bad_year_loss"].value > 0


def test_the_json_has_the_contracts_keys():
    found = compare(FITTED, TODAY, TODAY).as_json()
    assert list(found) == ["base", "scenario", "difference", "better_on_both"]
    four = ["value_landing_next_year", "expected_annual_loss", "bad_year_loss", "chance_beyond_limit"]
    assert all(list(found[part]) == four for part in ("base", "scenario", "difference"))
