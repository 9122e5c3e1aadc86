"""One event on top of the year: shifts the loss and nothing else, never lowers anything, and keeps every mean."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import lognorm

from balance.model import annual_loss
from balance.model.delivery import Tail
from balance.model.incident_sizes import incident_sizes
from balance.model.loss_curve import AnnualLoss, Grid
from balance.model.single_event import Event, Overrun, event, mean_cost, with_event

ONE = np.ones((2, 1))


@pytest.fixture(scope="module")
def year() -> AnnualLoss:
    """Two readings of a year with four incidents of about 60,000."""
    kept = incident_sizes(11 * ONE, 1.2 * ONE, np.array([1e6]), Grid(8e6, 1024))
    return annual_loss.annual_loss(kept, np.array([[4.0], [6.0]]))


def test_an_event_of_nothing_changes_no_bit(year):
    for nothing in (Event(0.0, 1.0), event(0.0, None, None), Overrun(0.0)):
        assert with_event(year, nothing) is year


@given(
    median=st.floats(1e2, 3e7), spread=st.floats(0.0, 2.5), cap=st.floats(1e5, 1e9),
    chance=st.sampled_from([0.9, 0.5, 0.2, 0.05, 0.01]),
)  # fmt: skip
def test_an_event_never_lowers_a_quantile_or_a_chance(year, median, spread, cap, chance):
    after = with_event(year, Event(median, spread, cap))
    assert (after.bad_year(chance).draws >= year.bad_year(chance).draws - 1e-6).all()
    assert after.bad_year(chance).predictive >= year.bad_year(chance).predictive - 1e-6
    losses = np.linspace(0, 8e6, 40)
    assert (after.chance_beyond(losses) >= year.chance_beyond(losses) - 1e-9).all()
    assert (np.diff(after.beyond, axis=1) <= 1e-9).all()


@given(low=st.floats(1e3, 1e6), factor=st.floats(1.0, 50.0))
def test_a_costlier_event_is_worse_everywhere(year, low, factor):
    less, more = (with_event(year, Event(cost, 0.8)) for cost in (low, low * factor))
    losses = np.linspace(1e4, 8e6, 30)
    assert (more.chance_beyond(losses) >= less.chance_beyond(losses) - 1e-9).all()


def test_a_certain_sum_shifts_the_curve_by_that_sum(year):
    step = year.grid.step
    after = with_event(year, Event(100 * step, 0.0))
    assert np.allclose(after.beyond[:, 100:1024], year.beyond[:, : 1024 - 100], atol=1e-4)
    assert after.bad_year().predictive == pytest.approx(year.bad_year().predictive + 100 * step, rel=1e-4)


def test_against_a_hundred_thousand_events(year):
    what = Event(5e5, 0.9, 3e6)
    limit = 1.5e6
    law = lognorm(what.spread, scale=what.median)

    cost = np.minimum(law.ppf((np.arange(100_000) + 0.5) / 100_000), what.cap)
    wanted = np.where(cost > limit, 1.0, year.chance_beyond(np.maximum(limit - cost, 0.0))[0]).mean()
    assert float(with_event(year, what).chance_beyond([limit])[0, 0]) == pytest.approx(wanted, abs=2e-4)


def test_means_are_kept_on_the_grid():
    grid = Grid(40e6, 4096)
    for what in (Event(1e6, 0.8, 20e6), Overrun(2e6)):
        chances = what.on(grid)
        assert chances.min() > -1e-12
        assert float(chances @ (grid.step * np.arange(grid.points))) == pytest.approx(mean_cost(what), rel=1e-6)


def test_the_mean_of_an_overrun_is_that_of_the_reference_class():
    assert mean_cost(Overrun(1.0)) == pytest.approx(Tail().mean - 1.0)
    assert Overrun(1.0).chance_above(0.5) == 1.0
    assert Overrun(1.0).chance_above(2.0) == pytest.approx((0.5**1.4 - 0.15**1.4) / (1 - 0.15**1.4))


def test_the_chance_that_one_event_alone_is_that_dear():
    law = lognorm(0.9, scale=1e6)
    assert Event(1e6, 0.9).chance_above(3e6) == pytest.approx(law.sf(3e6))
    assert Event(1e6, 0.9, 2e6).chance_above(2e6) == 0.0


def test_a_range_is_read_as_eighty_in_a_hundred():
    stated = event(1e6, 2e5, 5e6)
    inside = stated.chance_above(2e5) - stated.chance_above(5e6)
    assert inside == pytest.approx(0.8, abs=1e-6)
