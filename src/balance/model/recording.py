"""What a stated recording rule says about losses that are not there: cut off, left blank, or anything.

Where losses below a floor are not recorded, the recorded ones alone look too large. The rule makes that exact:
each loss that is missing because it is small is worth its chance of being so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import betainc, betaln

from balance.assumptions import Assumptions
from balance.ranges import Draws

Reason = Literal["below_floor", "unknown"]

LEAST_RECORDED = 0.05
"""No more than 19 incidents are taken to have gone unrecorded for one that is recorded."""

TINY = 1e-290
"""Chances below this are taken by their logarithms."""


@dataclass(frozen=True)
class Rule:
    """Losses below `floor` are not recorded."""

    floor: float
    rows_absent: bool
    """True: such incidents are no rows at all. False: they are rows without a loss."""
    missing: Reason = "unknown"
    """Why a row has no loss: it was below the floor, or that or anything else."""


@dataclass(frozen=True)
class Unrecorded:
    """What the rows of one class say beside the recorded losses: how many have none, how many are below the floor."""

    missing: int = 0
    below: int = 0
    """Recorded although below the floor: taken as known to be below it and no more."""


def recording_rule(given: Assumptions) -> Rule | None:
    """The rule that is stated, None where no floor is.

    >>> from balance.assumptions import resolve
    >>> recording_rule(resolve(None)) is None
    True
    """
    floor = given.number("loss_recording_floor")
    if floor is None or not np.isfinite(floor) or floor <= 0:
        return None
    missing: Reason = "below_floor" if given.text("loss_recording:missing_means") == "below_floor" else "unknown"
    return Rule(floor, given.text("loss_recording:rows_below") == "absent", missing)


def ln_chance(rule: Rule, known: int, rows: Unrecorded, below: Draws, above: Draws) -> Draws:
    """ln of what the floor adds to the chance of what was recorded, up to a constant.

    Args: the rule; recorded losses at or above the floor; the other rows; ln chance that a loss is below the floor and
    that it is above, any shape. Formula, with P the chance of below: rows absent, (1 - P)^-known; missing means below,
    P^missing; missing may mean anything, the share missing for other reasons integrated out evenly,
    (1 - P)^-(known + 1) x I(1 - P; known + 1, missing + 1), I the regularised incomplete beta function.
    Each loss recorded below the floor adds a factor P, but for absent rows.
    """
    if rule.rows_absent:
        return np.asarray(-known * above)
    told = rows.below * below
    if rule.missing == "below_floor":
        return np.asarray(told + rows.missing * below)
    if rows.missing == 0:
        return np.asarray(told)
    return np.asarray(told - (known + 1) * above + _ln_betainc(known + 1.0, rows.missing + 1.0, below, above))


def _ln_betainc(p: float, q: float, below: Draws, above: Draws) -> Draws:
    """ln I(1 - P; p, q), also where I is too small for a number: by the first terms of its series."""
    whole, share = betainc(p, q, np.exp(above)), np.exp(above) * (p + q) / (p + 1)
    series = p * above + q * below - np.log(p) - betaln(p, q) - np.log1p(-np.minimum(share, 0.99))
    return np.asarray(np.where(whole > TINY, np.log(np.maximum(whole, TINY)), series))


def for_each_recorded(rule: Rule | None, above: Draws, below: Draws) -> Draws:
    """How many incidents there were for each that was recorded: more than one only where rows are absent.

    Args: the rule; chance that a loss is above the floor, (K, C); the share of the incidents recorded although they are
    known to lie below it, (C,): those stand for themselves, not for others.

    >>> rare = np.array([[0.8, 0.01, 0.5]])
    >>> for_each_recorded(Rule(5e3, True), rare, np.array([0.0, 0.0, 0.4])).tolist()
    [[1.25, 20.0, 1.2]]
    """
    if rule is None or not rule.rows_absent:
        return np.ones_like(above)
    return np.maximum((1.0 - below) / np.maximum(above, LEAST_RECORDED), 1.0)
