"""Signal or chance: whether a change is more than luck, and whether luck could be told apart at all.

Chances are 0..1. Observed counts are per period and are divided by the dispersion before they are compared;
modelled quantities are compared draw by draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import bdtr, bdtrik, betainc, gammaln, ndtr, xlogy

from balance.ranges import Draws

Counts = npt.NDArray[np.int64]
Evidence = Literal["signal", "probably", "chance"]

SURE = 0.90
LIKELY = 0.70
RARELY = 0.05
LONGEST = 120
"""Quarters after which waiting for a signal is called hopeless."""


MOST_SCORES = 200
"""Scored forecasts beyond which no record of this kind will come in a working life."""


@dataclass(frozen=True)
class Direction:
    """Which way something moved (1 up, -1 down), how sure that is (0.5..1) and the word for it."""

    sign: Literal[1, -1]
    chance: float
    evidence: Evidence


@dataclass(frozen=True)
class ProcessLimits:
    """What a series does when nothing happens: its mean and natural limits, and the places outside them."""

    mean: float
    low: float
    high: float
    outside: tuple[int, ...]


def evidence_word(chance: float) -> Evidence:
    """The word for the chance that a statement is true: from 90 in 100 "signal", from 70 "probably", else "chance".

    >>> evidence_word(0.93), evidence_word(0.71), evidence_word(0.5)
    ('signal', 'probably', 'chance')
    """
    return "signal" if chance >= SURE else "probably" if chance >= LIKELY else "chance"


def direction(differences: Draws) -> Direction:
    """Which way a modelled quantity moved, from its paired differences (K,) in any unit.

    The chance is the share of draws with that sign; a draw without a difference counts half to each. Draws that are
    not a number are left out; none left, or no difference at all: an even chance, called "chance".

    >>> direction(np.array([1.0, 2.0, 3.0, -1.0]))
    Direction(sign=1, chance=0.75, evidence='probably')
    """
    known = differences[~np.isnan(differences)]
    up = float(np.mean((known > 0) + 0.5 * (known == 0))) if len(known) else 0.5
    return _directed(up)


def count_direction(before: float, after: float, t_before: float, t_after: float, dispersion: float = 1.0) -> Direction:
    """Which way the rate of an observed count moved, and how sure that is: 1 - half the mid-p.

    Args: counts before and after; how long each was counted (same unit); dispersion of the counts, at least 1.
    No count at all: an even chance.

    >>> count_direction(40, 18, 4, 4).evidence
    'signal'
    """
    sure = 1 - rate_ratio_p(before, after, t_before, t_after, dispersion) / 2
    return _directed(sure if after * t_before > before * t_after else 1 - sure)


def sum_direction(before: npt.ArrayLike, after: npt.ArrayLike) -> Direction:
    """Which way what lands in a year moved, from the amounts that landed in two years, and how sure that is.

    Args: the amounts of each year, same unit; missing ones are left out. Formula: the number and the size of what lands
    are luck both, so that a year's sum scatters by the root of the sum of its squares (compound Poisson); the chance is
    that of a normal difference. Few amounts of very different size: nearly even. No amount at all: an even chance.

    >>> sum_direction([1.0] * 8, [1.0] * 9).evidence, sum_direction([1.0] * 10, [1.0] * 30).evidence
    ('chance', 'signal')
    """
    first, second = (np.asarray(amounts, dtype=np.float64) for amounts in (before, after))
    scatter = float(np.sqrt(np.nansum(first**2) + np.nansum(second**2)))
    return _directed(float(ndtr((np.nansum(second) - np.nansum(first)) / scatter)) if scatter > 0 else 0.5)


def rate_ratio_p(x1: float, x2: float, t1: float, t2: float, dispersion: float = 1.0) -> float:
    """How often chance alone makes two rates differ at least as much: the two-sided mid-p, 0..1.

    Args: counts x1, x2; how long each was counted; dispersion by which both counts are divided. Formula: x2 given
    x1 + x2 is binomial with p = t2 / (t1 + t2); mid-p = 2 min(P(<x2) + P(x2)/2, P(>x2) + P(x2)/2), continued to
    fractions by the incomplete beta function. Reference: Przyborowski and Wilenski 1940; mid-p of Lancaster 1961.
    No count: 1.

    >>> round(rate_ratio_p(8, 3, 1, 1), 8), rate_ratio_p(0, 0, 1, 1)
    (0.14599609, 1.0)
    """
    a, b = x1 / dispersion, x2 / dispersion
    if a + b <= 0:
        return 1.0
    p = t2 / (t1 + t2)
    fewer = 0.0 if b <= 0 else float(betainc(a + 1, b, 1 - p))
    at_most = 1.0 if a <= 0 else float(betainc(a, b + 1, 1 - p))
    lower = (fewer + at_most) / 2
    return min(1.0, 2 * min(lower, 1 - lower))


def process_limits(values: npt.ArrayLike) -> ProcessLimits:
    """Between which limits a series moves when nothing has happened, and which values lie outside.

    Args: values in time order, any unit. Formula: mean +- 2.66 x mean moving range (XmR chart; Wheeler 1993).
    Good for "something broke", useless for a change of a quarter. Missing values are left out; one: no limits.

    >>> limits = process_limits([12, 9, 14, 11, 10, 13])
    >>> limits.mean, round(limits.low, 2), round(limits.high, 2), limits.outside
    (11.5, 3.52, 19.48, ())
    """
    series = np.asarray(values, dtype=np.float64)
    known = series[~np.isnan(series)]
    if len(known) < 2:
        return ProcessLimits(float(known.mean()) if len(known) else np.nan, -np.inf, np.inf, ())
    mean, reach = float(known.mean()), 2.66 * float(np.abs(np.diff(known)).mean())
    outside = np.flatnonzero((series < mean - reach) | (series > mean + reach))
    return ProcessLimits(mean, mean - reach, mean + reach, tuple(int(place) for place in outside))


def power(per_quarter: float, before: float, after: float, change: float = -0.25, dispersion: float = 1.0) -> float:
    """The chance that a change of the rate would show as a signal, 0..1.

    Args: incidents per quarter before the change; quarters before and after; relative change (-0.25 = a quarter
    fewer); dispersion. One-sided test at 5 in 100 on counts given their sum. Formula: sum over both Poisson counts of
    the chance of every pair the exact conditional binomial test rejects.

    >>> round(power(20, 8, 11), 6)
    0.810421
    """
    total = per_quarter / dispersion * (before + (1 + change) * after)
    n = np.arange(max(0, int(total - 9 * np.sqrt(total) - 9)), int(total + 9 * np.sqrt(total)) + 10)
    fewer = after if change < 0 else before  # the side whose count is tested for being low
    moved = (1 + change) * after if change < 0 else before
    share, truth = fewer / (before + after), moved / (before + (1 + change) * after)
    return float(_poisson(n, total) @ _at_most(_critical(n, share), n, truth))


@lru_cache(maxsize=256)
def quarters_until_detectable(
    per_quarter: float, before: float, change: float = -0.25, dispersion: float = 1.0, wanted: float = 0.8
) -> int | None:
    """How many quarters after a change it would show with this chance; None when 120 are not enough.

    Args as `power`; wanted, the chance of seeing it.

    >>> quarters_until_detectable(50, 8), quarters_until_detectable(5, 8)
    (3, None)
    """
    if power(per_quarter, before, LONGEST, change, dispersion) < wanted:
        return None
    return next(q for q in range(1, LONGEST + 1) if power(per_quarter, before, q, change, dispersion) >= wanted)


def overconfidence_limit(scores: int, level: float = 0.9, alpha: float = 0.05) -> int:
    """The most hits with which a record of forecasts is called over-confident; -1 where none would do.

    Args: forecasts scored; the share their ranges promise; the chance of a false alarm that is accepted.

    >>> [overconfidence_limit(n) for n in (8, 20, 25, 40)]
    [5, 15, 19, 32]
    """
    hits = np.arange(scores + 1)
    return int(np.searchsorted(_at_most(hits, np.full(scores + 1, scores), level), alpha, side="right")) - 1


def overcaution_limit(scores: int, level: float = 0.8, alpha: float = 0.05) -> int:
    """The fewest hits with which the ranges of a record are called wider than need be; scores + 1 where none would do.

    Args as `overconfidence_limit`.

    >>> [overcaution_limit(n) for n in (8, 25, 40)]
    [9, 24, 37]
    """
    hits = np.arange(scores + 1)
    reached = 1.0 - _at_most(hits - 1, np.full(scores + 1, scores), level)
    return int(np.argmax(reached <= alpha)) if (reached <= alpha).any() else scores + 1


@lru_cache(maxsize=64)
def scores_until_told(true_share: float, level: float = 0.9, alpha: float = 0.05, wanted: float = 0.8) -> int | None:
    """How many forecasts must be scored until ranges that hold too little are found out; None when 200 are not enough.

    Args: the share that the ranges truly hold; the share they promise; the chance of a false alarm; the chance of
    finding out. The first number that is likely enough: a few more may do slightly worse, because hits are whole
    numbers. Formula: binomial chance of no more hits than `overconfidence_limit`.

    >>> [scores_until_told(share) for share in (0.5, 0.7, 0.8)]
    [8, 25, 78]
    """
    n = np.arange(1, MOST_SCORES + 1)
    limits = np.array([overconfidence_limit(int(count), level, alpha) for count in n])
    found = _at_most(limits, n, true_share) >= wanted
    return int(n[found.argmax()]) if found.any() else None


def _directed(up: float) -> Direction:
    chance = max(up, 1 - up)
    return Direction(1 if up >= 0.5 else -1, chance, evidence_word(chance))


def _critical(n: Counts, share: float) -> Counts:
    """The highest count of n that is so low that chance alone gives it, or less, only RARELY; -1 where none is."""
    near = np.maximum(np.floor(np.nan_to_num(bdtrik(RARELY, n, share))), 0).astype(np.int64)
    tried = np.stack([near + 1, near, near - 1])
    rare = _at_most(tried, n, share) <= RARELY
    return np.asarray(np.where(rare.any(axis=0), tried[rare.argmax(axis=0), np.arange(len(n))], -1), dtype=np.int64)


def _at_most(k: Counts, n: Counts, share: float) -> Draws:
    """The chance of k or fewer of n, each happening with chance share."""
    return np.asarray(np.where(k < 0, 0.0, bdtr(np.clip(k, 0, n), n, share)), dtype=np.float64)


def _poisson(n: Counts, mean: float) -> Draws:
    """The chance of exactly n when so many are expected."""
    return np.asarray(np.exp(xlogy(n, mean) - mean - gammaln(n + 1)), dtype=np.float64)
