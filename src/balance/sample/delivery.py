"""Delivery month by month: the more a unit has open at once, the slower each of them moves.

Speed = (open in the unit / its usual level) ^ -load_delivery, in planned months of work per month.
Arrays have one row per initiative and one column per month from `first_month`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from balance.sample.calendar import days_in, first_day, month_of, share_of_month
from balance.sample.initiatives import Initiative
from balance.sample.portfolio import UNITS
from balance.sample.truth import Truth

Array = npt.NDArray[np.float64]

FLOOR = 0.25
"""The least work in progress a unit is counted with."""


@dataclass(frozen=True)
class Delivery:
    """What happened, and what would happen beyond the last export if nothing new began."""

    first_month: int
    active: Array
    """Share of each month in which the initiative was open and worked on."""
    work: Array
    """Planned months of work done in each month."""
    finished_on: tuple[date | None, ...]

    def done_by(self, row: int, day: date) -> float:
        """Planned months of work done by the end of a day."""
        month = month_of(day) - self.first_month
        into = day.day / days_in(month_of(day))
        return float(self.work[row, :month].sum() + into * self.work[row, month])

    def quarter(self, end: date) -> Array:
        """Share of the quarter ending on `end` in which each initiative was active."""
        last = month_of(end) - self.first_month
        return np.asarray(self.active[:, last - 2 : last + 1].mean(axis=1))


def membership(initiatives: Sequence[Initiative]) -> Array:
    """One row per unit, one column per initiative, 1 where it belongs."""
    return np.array([[float(one.idea.unit == unit) for one in initiatives] for unit in UNITS])


def speed_of(open_in_unit: Array, truth: Truth) -> Array:
    """Planned months of work done in a month, by unit, for the work open at once (last axis: units)."""
    usual = np.array([truth.usual_open[unit] for unit in UNITS])
    return np.asarray((np.maximum(open_in_unit, FLOOR) / usual) ** -truth.load_delivery)


def deliver(initiatives: Sequence[Initiative], truth: Truth, first_month: int, months: int) -> Delivery:
    """Lets every initiative run to its end, month by month."""
    units = membership(initiatives)
    window = _windows(initiatives, first_month, months)
    remaining = np.array([one.work_ratio * one.idea.months for one in initiatives])
    active, work = np.zeros_like(window), np.zeros_like(window)
    finished: list[date | None] = [None] * len(initiatives)
    for month in range(months):
        share = window[:, month] * (remaining > 0.0)
        able = share * (speed_of(units @ share, truth) @ units)
        part = np.where(able > 0.0, np.minimum(remaining / np.maximum(able, 1e-12), 1.0), 0.0)
        active[:, month], work[:, month] = share * part, able * part
        remaining = remaining - work[:, month]
        for row in np.flatnonzero((able > 0.0) & (remaining <= 1e-9)).tolist():
            remaining[row] = 0.0
            finished[row] = _finish(initiatives[row], first_month + month, float(active[row, month]))
    return Delivery(first_month, active, work, tuple(finished))


def _windows(initiatives: Sequence[Initiative], first_month: int, months: int) -> Array:
    """Share of each month in which an initiative is started, not cancelled and not on hold."""
    rows = [[_window(one, first_month + month) for month in range(months)] for one in initiatives]
    return np.array(rows)


def _window(one: Initiative, month: int) -> float:
    if one.held is not None and month_of(one.held[0]) <= month < month_of(one.held[1]):
        return 0.0
    return share_of_month(month, one.started_on, one.cancelled_on)


def _finish(one: Initiative, month: int, active: float) -> date:
    begin = max(first_day(month), one.started_on)
    end = begin + timedelta(days=int(active * days_in(month)))
    return min(end, first_day(month + 1) - timedelta(days=1))
