"""What comes of a plan, in words no stronger and no weaker than the readings."""

import pytest

from balance.ui.plan_results import sure

WORDS = ("more value", "less value", "the same value")


@pytest.mark.parametrize(
    ("better", "worse", "said"),
    [
        (0.95, 0.02, "more value in 95 of 100"),
        (0.02, 0.95, "less value in 95 of 100"),
        (0.45, 0.4, "more value in 45 of 100: too close to call"),
        (0.02, 0.6, "less value in 60 of 100: too close to call"),
        (0.07, 0.05, "the same value in 88 of 100: too close to call"),
        (0.0, 0.0, "the same value"),
        (0.4, None, "less value in 60 of 100: too close to call"),
    ],
)
def test_the_side_that_most_readings_take_is_the_one_named(better, worse, said):
    """A plan that lands less in 60 readings and more in 2 is not told as "more value in 2 of 100"."""
    assert sure(better, worse, WORDS)[0] == said
