"""How each unit runs against the company as a whole: some take longer than their plans say whatever the load.

A unit's shift b is a logarithm: all its durations are exp(b) times what the company's would be. It is weighed against
a prior around none, so a unit with few durations runs like the company, with more doubt.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from balance.model import draws
from balance.model.delivery import Delivery, share_done_by

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.int64]

SHIFTS = np.linspace(-3.0, 3.0, 25)
"""Shifts looked at, in standard deviations of the prior."""

GRAIN = 0.25
"""The step between them."""


def unit_pace(
    ratio: Array, finished: npt.NDArray[np.bool_], felt: Array, unit: Index, units: int, delivery: Delivery, sd: float
) -> Array:
    """By how much the durations of each unit run over the company's, as draws of a logarithm, (units, K).

    Args: actual or elapsed over planned, which are finished, the load each met, its unit (n,); how many units; the
    company's durations; standard deviation between units. The company's part is held at its mean, the unit's shift is
    weighed on a grid of 25. No rows: the prior alone.

    >>> from balance.model.delivery import DeliveryPrior, fit_delivery
    >>> slow, done = np.full(12, 1.5), np.ones(12, bool)
    >>> found = fit_delivery(np.full(40, 0.95), np.ones(40, bool), np.zeros(40), DeliveryPrior())
    >>> unit_pace(slow, done, np.zeros(12), np.zeros(12, int), 2, found, 0.15).mean(axis=1).round(1).tolist()
    [0.4, 0.0]
    """
    logs = np.repeat(-0.5 * SHIFTS[None, :] ** 2, units, axis=0)
    np.add.at(logs, unit, _log_likelihood(ratio, finished, felt, delivery, sd * SHIFTS))
    chance = np.exp(logs - logs.max(axis=1, keepdims=True))
    below = np.cumsum(chance, axis=1)
    below /= below[:, -1:]
    u = draws.numbered("unit_pace", units)
    low, width = SHIFTS[0] - GRAIN / 2, GRAIN
    place = np.array([np.searchsorted(share, mine) for mine, share in zip(u, below, strict=True)], np.int64)
    place = place.reshape(u.shape)
    before = np.take_along_axis(np.concatenate([np.zeros((units, 1)), below], axis=1), place, axis=1)
    inside = (u - before) / np.maximum(np.take_along_axis(below, place, axis=1) - before, 1e-300)
    return np.asarray(sd * (low + width * (place + inside)))


def _log_likelihood(
    ratio: Array, finished: npt.NDArray[np.bool_], felt: Array, delivery: Delivery, shift: Array
) -> Array:
    """Log likelihood of each row at each shift, (n, shifts), with the company's part at its mean."""
    m, s, w, g = (
        float(draw.mean()) for draw in (delivery.median, delivery.spread, delivery.tail_weight, delivery.slowdown)
    )
    far = delivery.tail
    start, alpha = far.start, far.exponent
    work = np.clip(ratio[:, None] * np.exp(-g * felt[:, None] - shift), 1e-3, far.end * 0.999)
    z = (np.log(work) - m) / s
    body = np.exp(-0.5 * z**2) / (np.sqrt(2 * np.pi) * s)
    tail = alpha * start**alpha * work**-alpha / far.mass * (work >= start)
    left = 1.0 - share_done_by(work, np.asarray(m), np.asarray(s), np.asarray(w), far)
    found = np.where(finished[:, None], (1 - w) * body + w * tail, left)
    return np.asarray(np.log(np.maximum(found, 1e-12)))
