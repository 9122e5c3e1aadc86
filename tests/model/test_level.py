"""The level of incidents: the filter against exact answers, and what drift, scatter and trend do to it."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import integrate, stats
from scipy.special import polygamma

from balance.model.level import (
    QUARTERS_AHEAD,
    SCATTERS,
    STEPS,
    YEAR_AHEAD,
    YEAR_APART,
    LevelPrior,
    all_cells,
    draw_level,
    inverse_trigamma,
    learn_level,
    trigamma,
)

STILL = LevelPrior(drift=(np.log(1e-6), 0.05), scatter=(np.log(1e-6), 0.05), trend=(0.0, 0.0))
"""Everything as near to a level that never moves as the cells allow."""

WILD = np.array([5, 30, 4, 28, 6, 33, 5, 29, 4, 31.0])


def mean_of(level, name):
    return float(level.chance @ getattr(level.cells, name))


def test_trigamma_is_that_of_scipy():
    x = np.geomspace(1e-3, 1e6, 200)
    assert trigamma(x) == pytest.approx(polygamma(1, x), rel=1e-8)
    assert inverse_trigamma(polygamma(1, x)) == pytest.approx(x, rel=3e-6)


def test_a_level_that_stands_still_is_the_conjugate_gamma():
    counts = np.array([3.0, 5, 4, 8, 2, 6])
    level = learn_level(counts, np.ones(6), STILL)
    best = int(np.argmax(level.chance))
    assert (level.cells.step[best], level.cells.variance[best]) == (STEPS[0], pytest.approx(SCATTERS[0] ** 2))
    exact = stats.gamma(0.5 + counts.sum(), scale=1 / 6)
    assert np.exp(level.centre[best]) == pytest.approx(exact.mean(), rel=0.02)
    assert level.variance[best] == pytest.approx(polygamma(1, 28.5), rel=0.02)
    assert level.weights[:, best] == pytest.approx(np.ones(6), abs=0.02)


def test_two_quarters_against_integration_over_both_levels():
    """The filter's answer for one cell and that of two integrals: level before, step, scatter and counts."""
    counts, step, scatter = (4.0, 9.0), 0.2, 0.35
    level = learn_level(np.array(counts), np.ones(2), LevelPrior())
    cells = level.cells
    cell = int(np.flatnonzero((cells.step == step) & (cells.variance == scatter**2) & (cells.trend == 0))[0])

    def counted(count, log_level):
        size = 1 / scatter**2
        return stats.nbinom.pmf(count, size, size / (size + np.exp(log_level)))

    x = np.linspace(-3, 5, 401)
    first = np.exp(x / 2) * counted(counts[0], x)
    stepped = np.array([integrate.trapezoid(first * stats.norm.pdf(to, x, step), x) for to in x])
    posterior = stepped * counted(counts[1], x)
    posterior /= integrate.trapezoid(posterior, x)
    mean = integrate.trapezoid(x * posterior, x)
    assert level.centre[cell] == pytest.approx(mean, abs=0.05)
    assert level.variance[cell] == pytest.approx(integrate.trapezoid((x - mean) ** 2 * posterior, x), rel=0.15)


def test_a_level_that_wanders_is_seen_to():
    calm = learn_level(np.full(16, 100.0), np.ones(16), LevelPrior())
    walk = np.array([100, 120, 140, 170, 210, 240, 230, 190, 160, 120, 90, 70, 60, 75, 90, 110.0])
    wandering = learn_level(walk, np.ones(16), LevelPrior())
    assert mean_of(wandering, "step") > 3 * mean_of(calm, "step")


def test_scatter_is_not_taken_for_drift():
    level = learn_level(WILD, np.ones(10), LevelPrior())
    assert mean_of(level, "variance") > 0.25
    assert mean_of(level, "step") < mean_of(learn_level(np.sort(WILD), np.ones(10), LevelPrior()), "step")


def test_a_steady_rise_goes_on():
    rising = learn_level(np.round(20 * 1.05 ** np.arange(16)), np.ones(16), LevelPrior())
    assert mean_of(rising, "trend") > 0.01
    flat = draw_level(learn_level(np.full(16, 40.0), np.ones(16), LevelPrior()))
    assert draw_level(rising).year.mean() > 4 * 20 * 1.05**15
    assert flat.year.mean() == pytest.approx(160, rel=0.04)


def test_exposure_explains_what_would_look_like_drift():
    counts, exposure = np.array([20.0, 20, 20, 20, 40, 40, 40, 40]), np.repeat([0.67, 1.33], 4)
    blind, told = (learn_level(counts, e, LevelPrior()) for e in (np.ones(8), exposure))
    assert mean_of(told, "step") < mean_of(blind, "step")
    assert np.exp(told.chance @ told.centre) == pytest.approx(30, rel=0.05)


def test_the_walk_ahead_has_the_spread_it_should():
    rng = np.random.default_rng(3)
    walk = np.cumsum(rng.normal(0, 1, (200_000, 8)), axis=1)
    assert (walk[:, :4].mean(axis=1)).var() == pytest.approx(YEAR_AHEAD, rel=0.02)
    assert (walk[:, 4:].mean(axis=1) - walk[:, :4].mean(axis=1)).var() == pytest.approx(YEAR_APART, rel=0.02)
    assert np.arange(1, 5).mean() == QUARTERS_AHEAD


def test_drift_ahead_widens_the_year_and_keeps_its_mean():
    level = learn_level(np.full(12, 50.0), np.ones(12), LevelPrior())
    still = draw_level(replace(level, cells=replace(level.cells, step=np.zeros_like(level.cells.step))))
    moving = draw_level(level)
    assert moving.year.std() > still.year.std()
    assert moving.year.mean() == pytest.approx(still.year.mean(), rel=0.01)


def test_more_drift_assumed_weighs_recent_quarters_more():
    little, much = (
        learn_level(np.full(12, 20.0), np.ones(12), LevelPrior(drift=(np.log(drift), 0.1))) for drift in (0.02, 0.4)
    )
    assert (little.chance @ little.weights.T)[0] > 2 * (much.chance @ much.weights.T)[0]


def test_forgetting_weighs_recent_quarters_more():
    counts = np.array([5.0] * 6 + [20.0] * 6)
    kept, forgot = (
        learn_level(counts, np.ones(12), replace(STILL, forgetting=share)).chance
        @ learn_level(counts, np.ones(12), replace(STILL, forgetting=share)).centre
        for share in (1.0, 0.7)
    )
    assert np.exp(kept) < 16 < np.exp(forgot) < 21


@pytest.mark.parametrize("quarters", [1, 2, 20])
def test_one_more_incident_now_never_lowers_the_year(quarters):
    counts = np.full(quarters, 4.0)
    years = []
    for more in range(6):
        counts[-1] = 4 + more
        years.append(draw_level(learn_level(counts, np.ones(quarters), LevelPrior())).year.mean())
    assert (np.diff(years) > 0).all()


def test_chances_of_cells_add_up():
    cells = all_cells(LevelPrior())
    assert np.exp(cells.log_chance).sum() == pytest.approx(1.0)
    assert np.exp(cells.log_chance) @ cells.trend == pytest.approx(0.0, abs=1e-12)
    assert np.exp(cells.log_chance) @ cells.trend**2 == pytest.approx((0.0716 / 4) ** 2)


@pytest.mark.parametrize("counts", [[0.0], [0.0, 0.0, 0.0], [1e4, 0.0, 1e4], [400.0] * 20, [0.3, 0.7]])
def test_odd_histories_give_finite_levels(counts):
    found = draw_level(learn_level(np.array(counts), np.ones(len(counts)), LevelPrior()))
    assert np.isfinite(found.year).all()
    assert found.year.min() > 0
    assert np.isfinite(found.next_quarter).all()
