"""The cost of one incident on the grid: its mean kept, its cap kept, its kinds together."""

import numpy as np
import pytest

from balance.model.incident_sizes import incident_sizes, masses, steps_to
from balance.model.loss_curve import Grid
from balance.model.loss_shapes import Shape


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
