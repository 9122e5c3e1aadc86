"""How long incidents take to be noticed and to be over: median and slowest tenth, what still runs counted as such.

Times of response are skewed and few, so a mean says nothing: half and nine in ten are told, each with its range, and
two years are compared by a rank test that also takes what is not over yet.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

from balance.model.flow import ENDS, kaplan_meier
from balance.model.signal import Direction, evidence_word
from balance.ranges import LEVEL, UNKNOWN, Range

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

MEDIAN, SLOWEST_TENTH = 0.5, 0.9


def time_until(hours: Array, over: Flags, share: float = MEDIAN) -> Range:
    """The time within which this share of incidents is over, those that still run counted as running.

    Args: hours (n,) and whether each is over; the share, 0.5 for the median. Returns hours with the 80 % range
    (Brookmeyer and Crowley 1982, log-log scale); unknown where so many are not over yet. Nothing may be missing.

    >>> time_until(np.array([2.0, 3, 3, 5, 6, 8]), np.array([1, 1, 0, 1, 0, 1], bool)).value
    5.0
    >>> time_until(np.arange(1.0, 11.0), np.ones(10, bool), SLOWEST_TENTH).value
    9.0
    """
    if not over.any():
        return UNKNOWN
    times, left, spread = kaplan_meier(hours, over)
    wanted = 1.0 - share + 1e-12
    if left[-1] > wanted:
        return UNKNOWN
    inner = np.clip(left, 1e-9, 1 - 1e-9)
    log_log, sd = np.log(-np.log(inner)), np.sqrt(spread) / -np.log(inner)
    z = float(ndtri(ENDS[1]))
    early, late = (np.exp(-np.exp(np.clip(log_log + side * sd, -50, 50))) for side in (z, -z))
    value, low = (float(times[np.argmax(curve <= wanted)]) for curve in (left, early))
    high = float(times[np.argmax(late <= wanted)]) if (late <= wanted).any() else float(times[-1])
    return Range(value, min(low, value), max(high, value), LEVEL, 1.0)


def longer(before: Array, before_over: Flags, after: Array, after_over: Flags) -> Direction:
    """Whether times became longer (sign 1) or shorter (-1), and how sure that is, 0.5..1.

    Args: hours and whether over, of both periods. Formula: log-rank test; z = (expected - observed ends of the later
    period) / sd, chance = Phi(|z|). Reference: Mantel 1966. Nothing over in either: an even chance.

    >>> quick, slow = np.arange(1.0, 21.0), 10 * np.arange(1.0, 21.0)
    >>> longer(quick, np.ones(20, bool), slow, np.ones(20, bool)).evidence
    'signal'
    >>> longer(quick, np.ones(20, bool), quick, np.ones(20, bool)).chance
    0.5
    """
    hours, over = np.concatenate([before, after]), np.concatenate([before_over, after_over])
    times = np.unique(hours[over])
    if not len(times) or not len(before) or not len(after):
        return Direction(1, 0.5, "chance")
    ends = np.array([np.count_nonzero(hours[over] == time) for time in times], dtype=float)
    risk = len(hours) - np.searchsorted(np.sort(hours), times, side="left").astype(float)
    own = len(after) - np.searchsorted(np.sort(after), times, side="left").astype(float)
    expected = float((ends * own / risk).sum())
    spread = ends * own / risk * (1 - own / risk) * (risk - ends) / np.maximum(risk - 1, 1)
    variance = float(spread.sum())
    if variance <= 0:
        return Direction(1, 0.5, "chance")
    z = (expected - float(after_over.sum())) / variance**0.5
    chance = float(ndtr(abs(z)))
    return Direction(1 if z >= 0 else -1, chance, evidence_word(chance))
