"""The made-up companies are what they say: moments against theory, futures against what then happens."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.stats import kstest, norm
from tests.simulated.cases import CASES
from tests.simulated.delivering import Order, deliver, has_place
from tests.simulated.firm import TAIL_BEGINS, WARM_UP, ratios, stream, truth_of
from tests.simulated.futures import (
    PATHS,
    YEARS,
    Plan,
    expected_losses,
    futures,
    next_level,
    running,
    work_left,
    year_under,
)
from tests.simulated.loss_laws import lognormal, mixture, power
from tests.simulated.world import World, world

GENERAL = CASES["general"]
LAWS = {"lognormal": lognormal(10.0, 1.4, 1e6), "mixture": mixture(10.0, 1.4, 5e7), "power": power(10.0, 1.2, 5e7)}


@cache
def companies() -> list[World]:
    """Forty general companies."""
    return [world(GENERAL, seed) for seed in range(40)]


@pytest.mark.parametrize("name", LAWS)
def test_drawn_losses_follow_their_law(name):
    law, rng = LAWS[name], np.random.default_rng(3)
    drawn = law.draw(rng, 200_000)
    for amount in np.quantile(drawn, [0.1, 0.5, 0.9, 0.99, 0.999]):
        assert (drawn > amount).mean() == pytest.approx(float(law.beyond(amount)), abs=4e-3)
    assert drawn.max() <= law.cap
    assert drawn.mean() == pytest.approx(law.mean, rel=5 * drawn.std() / drawn.mean() / np.sqrt(len(drawn)))


def test_the_mean_of_a_capped_lognormal_is_the_closed_form():
    law = lognormal(11.0, 1.5, 1e6)
    z = (np.log(1e6) - 11.0) / 1.5
    closed = np.exp(11.0 + 1.5**2 / 2) * norm.cdf(z - 1.5) + 1e6 * norm.sf(z)
    assert closed == pytest.approx(149566.23, abs=0.01)
    assert law.mean == pytest.approx(closed, rel=1e-4)


def test_a_mixture_has_two_kinds_and_a_power_law_no_end():
    assert LAWS["mixture"].beyond(np.exp(12.0)) > 3 * lognormal(10.0, 1.0, 5e7).beyond(np.exp(12.0))
    start = LAWS["power"].tail_from
    assert LAWS["power"].beyond(10 * start) == pytest.approx(0.1 * 10**-1.3)


def test_work_still_to_do_is_that_of_the_same_law():
    truth, rng = truth_of(GENERAL, 1, 30), np.random.default_rng(5)
    whole = ratios(rng, truth, np.zeros(400_000))
    for done in (0.5, 1.0, 2.0):
        left = ratios(rng, truth, np.full(20_000, done))
        assert (left >= done).all()
        assert kstest(left, whole[whole > done]).statistic < 0.02
    assert (whole > TAIL_BEGINS).mean() > 0.8 * truth.duration[2]


def test_what_then_happens_is_one_of_the_futures():
    """Companies that go on with the work they truly have land where their futures say, neither earlier nor later."""
    landed, chances, places = [], [], []
    for made in companies():
        firm, months, rows = made.firm, 3 * made.truth.quarters + WARM_UP, running(made)
        work = (firm.planned * firm.ratio)[None, :]
        whole = deliver(firm, work, made.usual, made.truth.slowdown, -months, months + 12).finish[0, rows]
        year = year_under(made)
        value = float((whole <= 12.0) @ firm.value[rows])
        landed += (whole <= 12.0).tolist()
        chances += (year.finish <= 4.0).mean(axis=0).tolist()
        places.append(float((year.value < value).mean() + 0.5 * np.isclose(year.value, value).mean()))
    spread = np.sqrt(np.sum(np.multiply(chances, np.subtract(1, chances))))
    assert abs(np.sum(landed) - np.sum(chances)) < 2.5 * spread
    assert 0.4 < np.mean(places) < 0.6


@pytest.mark.parametrize("name", ["general", "work", "drift_10", "severe", "units_of_one"])
def test_futures_agree_with_the_expectations_they_are_drawn_from(name):
    made = world(CASES[name], 11)
    coming = futures(made)
    error = coming.counts.sum(axis=1).std() / np.sqrt(PATHS)
    assert coming.counts.sum(axis=1).mean() == pytest.approx(coming.rate, abs=4 * error)
    error = coming.loss.std() / np.sqrt(PATHS * YEARS) + expected_losses(made, coming.year).std() / np.sqrt(PATHS)
    assert coming.loss.mean() == pytest.approx(coming.expected_loss, abs=4 * error)
    assert (coming.loss > coming.bad_year).mean() == pytest.approx(0.05, abs=1e-3)


def test_a_history_has_as_many_incidents_as_it_should():
    seen = np.array([len(made.incidents.month) for made in companies()])
    meant = np.array([made.truth.per_quarter * made.truth.quarters for made in companies()])
    assert seen.sum() / meant.sum() == pytest.approx(1.0, abs=0.05)


def test_the_share_that_initiatives_cause_is_the_true_one():
    caused = sum((made.incidents.cause >= 0).sum() for made in companies())
    meant = sum(made.truth.change_caused * len(made.incidents.cause) for made in companies())
    assert caused / meant == pytest.approx(1.0, abs=0.05)


def test_incidents_fall_into_the_time_their_initiative_was_worked_on():
    made = world(GENERAL, 4)
    happened, firm = made.incidents, made.firm
    own = happened.cause >= 0
    assert (happened.month[own] >= firm.start[happened.cause[own]] - 1e-9).all()
    assert (happened.month[own] <= made.course.finish[0, happened.cause[own]] + 1e-6).all()
    assert (happened.month < 0).all()


def test_luck_of_a_unit_and_quarter_has_its_variance():
    still = replace(GENERAL, luck=(1e-6, 1e-6), per_quarter=(40.0, 40.0))
    assert ratio_of_scatter(still) == pytest.approx(1.0, abs=0.15)
    assert ratio_of_scatter(replace(still, luck=(1.0, 1.0))) > 4.0


def ratio_of_scatter(case) -> float:
    """Variance over mean of next quarter's incidents, path by path, where nothing else varies."""
    found = []
    for seed in range(6):
        counts = futures(world(case, seed)).counts[:, 0].reshape(-1, YEARS)
        found.append((counts.var(axis=1, ddof=1) / counts.mean(axis=1)).mean())
    return float(np.mean(found))


def test_levels_wander_as_far_as_the_case_says():
    steps = [np.diff(np.log(truth_of(CASES["drift_10"], seed, 30).level), axis=1).ravel() for seed in range(60)]
    first = [np.diff(np.log(truth_of(CASES["drift_classes"], seed, 30).level), axis=1) for seed in range(60)]
    assert np.concatenate(steps).std() == pytest.approx(0.10, rel=0.05)
    assert all(np.ptp(level, axis=0).max() < 1e-9 for level in [truth_of(CASES["drift_5"], 1, 9).level])
    assert min(np.ptp(one, axis=0).max() for one in first) > 0.01
    assert (next_level(world(GENERAL, 1)) == 1.0).all()


def test_more_at_once_is_slower_for_each():
    made = world(replace(GENERAL, throughput=(0.15, 0.0)), 8)
    alone = year_under(made, Plan(), work_left(made))
    double = replace(made, usual=made.usual / 2)
    assert year_under(double, Plan(), work_left(made)).value.mean() < alone.value.mean()


def test_a_limit_lets_the_first_of_a_unit_run():
    order = Order(np.array([1, 2]), np.array([5, 4, 0, 1, 2]))
    waiting = np.array([[True, True, True, False, True]])
    assert has_place(waiting, np.array([0, 0, 1, 1, 1]), order).tolist() == [[False, True, True, True, True]]


def test_a_lever_moves_the_same_futures():
    made = world(GENERAL, 9)
    left = work_left(made)
    today, faster = year_under(made, left=left), year_under(made, Plan(pace=1.25), left)
    assert (faster.value >= today.value - 1e-6).all()
    secured = year_under(made, Plan(secured=1.0), left)
    assert (secured.value <= today.value + 1e-6).all()


def test_each_part_of_a_company_has_random_numbers_of_its_own():
    plain, other = world(GENERAL, 21), world(CASES["mixture"], 21)
    assert (plain.firm.start == other.firm.start).all()
    assert (plain.incidents.month == other.incidents.month).all()
    assert (plain.incidents.loss != other.incidents.loss).any()
    assert stream(1, "a").integers(10**9) != stream(1, "b").integers(10**9)
