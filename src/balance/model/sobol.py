"""Sobol points, scrambled: evenly spread numbers in the unit cube, as many as the readings of the evidence need.

Written here for the first 256 points of up to 32 dimensions, which is all the draws use; the library that has
the general ones costs the server a sixth of its memory. The points are the ones of `scipy.stats.qmc.Sobol`,
digit by digit, and a test compares them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from balance.ranges import Draws

BITS = 30
"""Binary digits of each number."""

STEPS = 8
"""Direction numbers a dimension: 2 to this many points can be made."""

# One row a dimension, one number a step, from the primitive polynomials of Joe and Kuo (2008, new-joe-kuo-6.21201).
# fmt: off
DIRECTIONS = (
    (1, 1, 1, 1, 1, 1, 1, 1),
    (1, 3, 5, 15, 17, 51, 85, 255),
    (1, 3, 3, 9, 29, 23, 71, 197),
    (1, 3, 1, 5, 31, 29, 81, 147),
    (1, 1, 1, 11, 31, 55, 61, 157),
    (1, 1, 3, 3, 25, 9, 43, 251),
    (1, 3, 5, 13, 11, 37, 31, 227),
    (1, 1, 5, 5, 17, 9, 9, 45),
    (1, 1, 5, 5, 5, 53, 53, 113),
    (1, 1, 7, 11, 19, 37, 69, 91),
    (1, 1, 5, 1, 1, 27, 79, 35),
    (1, 1, 1, 3, 11, 43, 75, 43),
    (1, 3, 5, 5, 31, 35, 113, 51),
    (1, 3, 3, 9, 7, 49, 33, 163),
    (1, 1, 1, 15, 21, 21, 77, 157),
    (1, 3, 1, 13, 27, 49, 35, 133),
    (1, 1, 1, 15, 7, 5, 123, 103),
    (1, 3, 1, 15, 13, 25, 27, 109),
    (1, 1, 5, 5, 19, 61, 87, 187),
    (1, 3, 7, 11, 23, 15, 103, 65),
    (1, 3, 7, 13, 13, 15, 69, 81),
    (1, 1, 3, 13, 7, 35, 63, 113),
    (1, 3, 5, 9, 1, 25, 53, 137),
    (1, 3, 1, 13, 9, 35, 107, 57),
    (1, 3, 1, 5, 27, 61, 31, 149),
    (1, 1, 5, 11, 19, 41, 61, 213),
    (1, 3, 5, 3, 3, 13, 69, 157),
    (1, 1, 7, 13, 1, 19, 1, 181),
    (1, 3, 7, 5, 13, 19, 59, 247),
    (1, 1, 3, 9, 25, 29, 41, 3),
    (1, 3, 5, 13, 23, 1, 55, 151),
    (1, 3, 7, 3, 13, 59, 17, 43),
)
# fmt: on


LOWEST_ZERO = np.array([((number + 1) & ~number).bit_length() - 1 for number in range(2**STEPS - 1)])
"""The place of the lowest binary digit of each number that is 0."""


def scrambled(points: int, dimensions: int, rng: np.random.Generator) -> Draws:
    """Evenly spread points: any stretch of 2, 4, 8, … of them fills the cube better than chance would.

    Args: how many points, at most 256; how many dimensions, at most 32; the source of the scramble. Returns numbers
    in 0..1, shape (points, dimensions). Formula: Gray-code Sobol sequence with a random lower triangular scramble of
    its digits and a random digital shift. Reference: Sobol 1967; Matousek 1998. Nothing can be missing.

    >>> scrambled(4, 2, np.random.default_rng(1)).round(3).tolist()
    [[0.155, 0.589], [0.838, 0.104], [0.613, 0.859], [0.423, 0.343]]
    """
    if points > 2**STEPS or dimensions > len(DIRECTIONS):
        raise ValueError(f"at most {2**STEPS} points of {len(DIRECTIONS)} dimensions")
    shift = rng.integers(2, size=(dimensions, BITS), dtype=np.uint32) @ (1 << np.arange(BITS, dtype=np.uint32))
    triangles = np.tril(rng.integers(2, size=(dimensions, BITS, BITS), dtype=np.uint32))
    steps = _scramble(triangles, dimensions)
    flipped = np.vstack([np.zeros((1, dimensions), np.uint32), steps.T[LOWEST_ZERO[: points - 1]]])
    return np.asarray((np.bitwise_xor.accumulate(flipped) ^ shift) / 2.0**BITS, dtype=np.float64)


def _scramble(triangles: npt.NDArray[np.uint32], dimensions: int) -> npt.NDArray[np.uint32]:
    """Each direction number, as binary digits from the highest, times its dimension's matrix over the field of two."""
    matrices = triangles | np.eye(BITS, dtype=np.uint32)
    numbers = np.array(DIRECTIONS[:dimensions], np.uint32) << (BITS - 1 - np.arange(STEPS, dtype=np.uint32))
    weights = np.arange(BITS - 1, -1, -1, dtype=np.uint32)
    digits = (numbers[:, None, :] >> weights[None, :, None]) & 1
    # sums of at most 30 ones are exact in any type, and only products of reals are quick
    mixed = np.matmul(matrices, digits, dtype=np.float64, casting="unsafe").astype(np.uint32) & 1
    return np.asarray((mixed << weights[None, :, None]).sum(axis=1), dtype=np.uint32)
