"""Dates stretched by the record: an earlier day knows nothing of later ones, and the document keeps its section."""

import numpy as np
import pytest
from tests.simulated.correcting import (
    TITLE,
    TRIED,
    dates_of,
    earlier,
    fitted,
    kept,
    section,
    section_of,
    tried,
    with_section,
)
from tests.simulated.firm import AHEAD
from tests.simulated.futures import TODAY, work_left, year_under
from tests.simulated.recording import initiatives
from tests.simulated.world import world

WAYS, SCORES = ("none", "all", "advised"), ("P50", "P80", "range", "bias", "width", "factor")


@pytest.fixture(scope="module")
def made():
    return world(TRIED["growing"], 3)


def test_an_earlier_day_knows_nothing_of_later_ones(made):
    then = earlier(made, 4)
    done = np.isfinite(then.course.finish[0])
    assert done.sum() < np.isfinite(made.course.finish[0]).sum()
    assert (then.course.finish[0][done] <= 0).all()
    assert then.course.finish[0][done] == pytest.approx(made.course.finish[0][done] + 12)
    table = initiatives(then)
    assert len(table) < len(initiatives(made))
    assert (then.firm.start[[int(name[2:]) for name in table["initiative_id"]]] < AHEAD).all()
    assert set(initiatives(earlier(made, 0))["initiative_id"]) == set(initiatives(made)["initiative_id"])


def test_stretched_dates_are_later_and_kept_more_often(made):
    finish = year_under(made, TODAY, work_left(made), 24).finish
    plain, later = (kept(dates_of(fitted(made, factor)), made, finish) for factor in (1.0, 1.5))
    assert later["bias"] > plain["bias"] + 0.2
    assert later["P80"] > plain["P80"]


def test_a_company_is_scored_without_with_all_and_as_advised():
    scores = tried(TRIED["congested"], 4)
    assert {f"{way}: {name}" for way in WAYS for name in SCORES} <= set(scores)
    assert scores["none: factor"] == 1.0 <= scores["advised: factor"]
    assert abs(np.log(scores["advised: factor"])) <= abs(np.log(scores["all: factor"]))


def test_the_section_takes_the_place_of_the_one_before_and_nothing_else():
    row = {f"{way}: {name}": 1.0 for way in WAYS for name in SCORES} | {"dates": 30.0}
    text = section({"growing": [row, row | {"advised: factor": 1.2}]})
    assert "| growing (2) | as advised | 1 | 1.00 |" in text
    assert "| all, 25 dates and more (2) | not corrected | 0 |" in text
    once = with_section("# Document\n\nBody.\n", text)
    assert once == with_section(once, text)
    assert once.startswith("# Document\n\nBody.\n\n" + TITLE)
    assert section_of(once) == text
    assert section_of("# Document\n") == ""
