"""What one more million would buy: the sentence follows the sign and the size of what it buys."""

import pytest

from balance import findings
from balance.ranges import UNKNOWN, Range
from balance.spending import NOTHING, Curve, Point, Spending


def curve(bought: Range, step: float = 1e6, comes: float = 2e7) -> Curve:
    return Curve((Point(0.0, Range(comes, comes, comes), UNKNOWN),), 0.0, step, bought)


@pytest.mark.parametrize(("value", "words"), [
    (Range(1.2e6, 0.2e6, 2e6), "The last £1.0M for initiatives lands £1.2M a year"),
    (Range(1e4, -1e6, 1e6), "lands hardly anything"),
    (Range(-1.2e6, -2e6, -0.1e6), "£1.2M more would land: too much is open"),
])  # fmt: skip
def test_the_last_million_is_worth_what_it_lands(value, words):
    told = findings.spending(Spending(curve(value), NOTHING, of_chance=True), "GBP")
    assert words in told.headline
    assert "Safety needs a list of incidents" in told.text


def test_speed_and_safety_stand_side_by_side():
    made = Spending(curve(Range(1e6, 0, 2e6)), curve(Range(-0.07, -0.1, -0.02), step=5e5), of_chance=True)
    told = findings.spending(made, "GBP").headline
    assert told.startswith("The last £1.0M for initiatives lands £1.0M a year; £500k more for controls lowers")
    assert "the chance beyond the limit by 7 in 100" in told
    loss = findings.spending(Spending(NOTHING, curve(Range(-2e6, -3e6, -1e6)), of_chance=False), "GBP")
    assert "lowers a bad year by £2.0M" in loss.headline
    assert "Speed needs" in loss.text


def test_without_budgets_and_incidents_nothing_is_claimed():
    told = findings.spending(Spending(NOTHING, NOTHING, of_chance=False), "GBP")
    assert "needs budgets" in told.headline
