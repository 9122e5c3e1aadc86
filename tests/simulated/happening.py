"""How many incidents to expect, in truth: by initiative or unit, by quarter, by class."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from tests.simulated.cases import Case
from tests.simulated.delivering import Course, membership
from tests.simulated.firm import Initiatives, Truth


@dataclass(frozen=True)
class Base:
    """What makes the history's mean number of incidents the true one: per exposed quarter, and of other causes."""

    own: float
    other: float


def risk(firm: Initiatives, truth: Truth, secured=None):
    """How much more often than a plain one each initiative causes incidents; `secured` (share 0..1) from design on."""
    late = truth.late * firm.score
    if secured is not None:
        late = late - secured * truth.secured * np.maximum(late, 0.0)
    size = truth.size * np.log(firm.budget / np.median(firm.budget))
    return np.exp(late + firm.tags @ truth.technology + size)


def exposure(case: Case, course: Course, truth: Truth, firm: Initiatives, pace: float = 1.0):
    """Exposed quarters of each initiative by month: open time or work done, times load^elasticity."""
    follows = course.active if case.world == "time" else course.done / pace
    load = np.exp(truth.load * course.log_load)[:, firm.unit, :]
    return follows / 3.0 * load * pace**truth.pace_risk


def own_by_quarter(each, multiplier, firm: Initiatives, units: int):
    """Exposure times risk, summed by unit and quarter, (runs, units, quarters)."""
    months = each * multiplier[:, None]
    by_unit = np.swapaxes(membership(firm.unit, units).T @ months, 1, 2)
    return np.swapaxes(by_unit.reshape(len(each), -1, 3, units).sum(axis=2), 1, 2)


def other_by_quarter(course: Course, truth: Truth):
    """Other incidents by unit and quarter against usual, (runs, units, quarters)."""
    load = np.exp(truth.load_other * course.log_load)
    mean = load.reshape(*load.shape[:2], -1, 3).mean(axis=3)
    return mean * truth.unit_share[:, None]


def base_of(own, other, truth: Truth) -> Base:
    """So that an average quarter of the history expects the company's number of incidents."""
    wanted = truth.per_quarter * truth.quarters
    share = truth.change_caused if own.sum() > 0 else 0.0
    return Base(wanted * share / max(own.sum(), 1e-9), wanted * (1 - share) / other.sum())
