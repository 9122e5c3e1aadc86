"""The cost of one incident on the grid: its mean kept, its cap kept, its kinds together."""

import numpy as np
import pytest

from balance.model.incident_sizes import NARROW, incident_sizes, masses, steps_to
from balance.model.loss_curve import Grid
from balance.model.loss_shapes import Shape, limited_mean


def test_masses_keep_the_mean_known_answer():
    m = masses(np.array([10.0]), np.array([1.0]), np.inf, Grid(20000 * 256, 256))[0]
    assert m[[0, 1, 2, 7]] == pytest.approx([0.21383551, 0.39814988, 0.17834196, 0.010483639], abs=5e-9)


def test_masses_stop_at_the_cap():
    m = masses(np.array([11.0]), np.array([1.5]), 1e6, Grid(4e6, 256))[0]
    assert m.sum() == pytest.approx(1.0)
    assert m @ (np.arange(len(m)) * 4e6 / 256) == pytest.approx(149566.23, abs=0.01)
    assert len(m) == 65


@pytest.mark.parametrize("cap", [1e-3, 1.0, 30.0, 30.5, 62.9, 63.0, 64.0, 1e9, np.inf])
def test_no_chance_is_lost_whatever_the_cap(cap):
    """Below the top all of it is there and has the mean of the capped loss; only what passes the top is dropped."""
    m = masses(np.array([2.0]), np.array([0.5]), cap, Grid(64.0, 64))[0]
    assert len(m) == steps_to(cap, Grid(64.0, 64)) <= 64
    assert m.min() >= -1e-15
    assert m.sum() == pytest.approx(1.0, abs=1e-4 if cap > 63 else 1e-12)


@pytest.mark.parametrize("spread", [0.1, NARROW - 1e-9, NARROW, 0.6, 1.0, 2.0, 4.0])
@pytest.mark.parametrize("cap", [7.3e6, 5e7, np.inf])
@pytest.mark.parametrize("points", [128, 2048])
def test_far_up_the_grid_every_step_is_as_worked_out_one_by_one(spread, cap, points):
    """The mean capped costs go through few exact values there; the masses are their second differences."""
    grid, mu = Grid(5e7, points), np.array([9.0, 12.0, 15.0])
    limits = np.minimum(grid.step * np.arange(1, steps_to(cap, grid) + 1), cap)
    exact = limited_mean(mu[:, None], spread, np.append(1e-300, limits))
    means = np.diff(exact, axis=1) / grid.step
    found = masses(mu, np.full(3, spread), cap, grid)
    assert found[:, 0] == pytest.approx(1 - means[:, 0], abs=1e-11)
    rounding = 1e-14 * exact.max() / grid.step
    assert found[:, 1:] == pytest.approx(means[:, :-1] - means[:, 1:], abs=1e-11 + rounding)


def test_classes_of_narrow_and_wide_losses_stand_side_by_side():
    mu, sigma, grid = np.full(4, 11.0), np.array([0.2, 1.0, 0.3, 2.0]), Grid(8e6, 512)
    together = masses(mu, sigma, 5e6, grid)
    alone = np.vstack([masses(mu[:1], sigma[[row]], 5e6, grid) for row in range(4)])
    assert together == pytest.approx(alone, abs=1e-12)


def test_every_part_holds_the_widest_class_and_the_others_end_earlier():
    found = incident_sizes(np.full((2, 2), 11.0), np.ones((2, 2)), np.array([1e6, 2e6]), Grid(8e6, 256))
    (part,) = found.parts
    assert part.shape == (2, 2, 65)
    assert (part[:, 0, 33:] == 0).all()
    assert part.sum(axis=2) == pytest.approx(1.0)
    assert part @ (np.arange(65) * 8e6 / 256) == pytest.approx(found.means, rel=1e-9)


def test_two_kinds_are_added_by_their_shares():
    share, place, width = (np.array(pair).reshape(2, 1, 1) for pair in ((0.9, 0.1), (-0.2, 1.8), (0.8, 1.5)))
    both = incident_sizes(
        np.full((1, 1), 11.0), np.ones((1, 1)), np.array([1e6]), Grid(4e6, 256),
        Shape(share, place, width, np.zeros((1, 1))),
    ).parts[0][0, 0]  # fmt: skip
    first, second = (masses(np.array([11 + at]), np.array([wide]), 1e6, Grid(4e6, 256))[0]
                     for at, wide in ((-0.2, 0.8), (1.8, 1.5)))  # fmt: skip
    assert both == pytest.approx(0.9 * first + 0.1 * second, abs=1e-15)


def test_nothing_to_lose_is_nothing_kept():
    none = np.zeros((2, 0))
    assert incident_sizes(none, none, np.zeros(0), Grid(1.0, 64)).parts[0].shape == (2, 0, 0)
