"""What comes of a plan, in words no stronger and no weaker than the readings."""

from dataclasses import replace

import pandas as pd
import pytest

from balance import pipeline
from balance.ranges import UNKNOWN, Range
from balance.scenario import Comparison
from balance.ui import balance_points, plan_results
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


def test_a_half_that_is_not_loaded_says_what_it_needs_instead_of_a_range_of_dashes(sample_store):
    report = pipeline.analysis_of(sample_store).report
    half = replace(report, risk=replace(report.risk, bad_year_loss=UNKNOWN, chance_beyond_limit=None, limit=None))
    same = Comparison({}, {}, dict.fromkeys(("bad_year_loss",), Range(0.0, 0.0, 0.0)), 0.0, None, None, 0.0, 0.0)
    told = plan_results.readouts(same, half)
    assert ">needs a list of incidents<" in told
    assert "likely –" not in told
    assert "exceeded in 5 of 100" not in told
    assert balance_points.how_to_read(pd.DataFrame(), half) == "The line is today. Shaded: likely range."
