import json
from dataclasses import replace

import numpy as np
import pytest

from balance.sample.futures import next_year, work_left
from balance.sample.initiatives import draw_work_ratio
from balance.sample.truth import Truth


@pytest.fixture(scope="module")
def truth(written):
    return json.loads((written / "truth.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("done", [0.0, 0.9, 1.7])
def test_work_left_follows_the_drawn_ratios_beyond_what_is_done(done):
    rng = np.random.default_rng(5)
    ratios = np.array([draw_work_ratio(rng, Truth()) for _ in range(60_000)])
    expected = ratios[ratios > done] - done
    drawn = work_left(rng, Truth(), np.array([done]), 40_000)[:, 0]
    for share in (0.2, 0.5, 0.8):
        assert np.quantile(drawn, share) == pytest.approx(np.quantile(expected, share), rel=0.06, abs=0.01)


def test_the_mean_loss_is_rate_times_mean_of_one(world):
    plain = replace(world, truth=replace(world.truth, unit_quarter_variance=1e-6))
    futures = next_year(plain, world.quarters[-1], 3_000)
    assert futures.loss.mean() == pytest.approx(world_loss(plain, futures), rel=0.05)


def world_loss(world, futures):
    """Incidents of the futures times the mean loss of their classes, with the shares of cause seen there."""
    kinds = world.truth.classes
    each = [np.exp(np.log(kind.median_loss) + kind.spread**2 / 2) for kind in kinds]
    own = np.dot(each, [kind.of_initiatives for kind in kinds])
    other = np.dot(each, [kind.of_others for kind in kinds])
    others = world.truth.other_incidents_per_quarter * 4.0 * 1.07
    return others * other + (futures.incidents.mean() - others) * own


def test_the_truth_tells_the_story_the_screens_should_show(truth):
    year = truth["next_year"]
    assert 0.12 < year["chance_beyond_limit"] < 0.35
    assert 4e6 < year["expected_annual_loss"] < 12e6
    assert year["bad_year_loss"] > 1.5 * year["expected_annual_loss"]
    assert 8e6 < year["value_landing_mean"] < 40e6
    assert year["value_landing_p10"] < year["value_landing_mean"] < year["value_landing_p90"]


def test_what_came_is_near_what_was_to_be_expected(truth):
    expected = sum(quarter["incidents_expected"] for quarter in truth["quarters"])
    assert sum(quarter["incidents"] for quarter in truth["quarters"]) == pytest.approx(expected, rel=0.2)
    assert truth["shares"]["loss_missing"] == pytest.approx(1 - truth["parameters"]["loss_known_share"], abs=0.06)
    linked = truth["shares"]["linked_directly_of_caused"]
    assert linked == pytest.approx(truth["parameters"]["linked_directly"], abs=0.08)


def test_the_truth_names_the_effects_as_the_report_does(truth):
    assert {"load", "load_effect", "security_joined_late", "technology:ai"} <= set(truth["multipliers"])
    assert truth["multipliers"]["load"] == pytest.approx(2 ** truth["parameters"]["load_risk"], abs=1e-4)
