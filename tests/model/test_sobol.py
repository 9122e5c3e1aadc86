"""The points are those of the library that has the general ones."""

import numpy as np
import pytest
from scipy.stats import qmc

from balance.model.sobol import DIRECTIONS, STEPS, scrambled


@pytest.mark.parametrize("seed", [0, 1, 1729, (1729, 2, 1)])
def test_the_points_are_the_librarys_digit_by_digit(seed):
    theirs = qmc.Sobol(len(DIRECTIONS), scramble=True, rng=np.random.default_rng(seed)).random(2**STEPS)
    ours = scrambled(2**STEPS, len(DIRECTIONS), np.random.default_rng(seed).spawn(1)[0])
    assert np.array_equal(ours, theirs)


@pytest.mark.parametrize("points", [2, 16, 256])
def test_every_dimension_has_one_point_in_each_slice(points):
    slices = np.sort(np.floor(scrambled(points, 32, np.random.default_rng(3)) * points), axis=0)
    assert (slices == np.arange(points)[:, None]).all()


def test_more_than_it_can_make_is_refused():
    with pytest.raises(ValueError, match="at most 256 points of 32 dimensions"):
        scrambled(257, 1, np.random.default_rng(1))
