"""How long it takes from a finding or a new threat to the control in force, and whether that has changed.

Those still waiting count as not done yet. Two years are compared by how soon a waiting control came into force in
each, so that what was asked late in a year is neither left out nor taken for quick.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.language import noted
from balance.model.flow import kaplan_meier, median_duration
from balance.model.signal import Direction, count_direction
from balance.ranges import UNKNOWN, Range
from balance.securing.register import lacking

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
YEAR_DAYS = 365.0
SLOWEST = 0.9


@dataclass(frozen=True)
class Pace:
    """One year's pace: how many came into force, and how many days of waiting stand behind them."""

    came: int
    waited_days: float

    @property
    def days_each(self) -> float:
        """Days of waiting for each that came into force; NaN where none did."""
        return self.waited_days / self.came if self.came else float("nan")


@dataclass(frozen=True, eq=False)
class Adaptation:
    """From asked to in force.

    controls: control_id, name, kind, asked_days, done_days (from the as-of date, NaN still waiting), took_days (so far
    where it waits), waiting. Newest first.
    """

    controls: pd.DataFrame
    median_days: Range
    slowest_days: float
    """Nine in ten are in force by then, those waiting counted; NaN where fewer have come so far."""
    past_year: Pace
    year_before: Pace
    change: Direction | None
    """Whether a waiting control came into force sooner (sign 1) or later; None where neither year tells anything."""
    left_out: int
    """In force or waiting without the day it was asked for, or with days the wrong way round."""
    missing: tuple[str, ...]


def adaptation(rows: pd.DataFrame) -> Adaptation:
    """How long controls take from the day they are asked for until they are in force.

    Args: the register. Median by Kaplan and Meier, as for initiatives. Missing: what has no day of request, or came
    into force before it, is left out and counted; so is what was withdrawn before it came.
    """
    asked, done = rows["requested_on"].to_numpy(dtype=float), rows["in_force_on"].to_numpy(dtype=float)
    came = done <= 0
    waits = ~came & (rows["status"] != "retired").to_numpy(dtype=bool)
    sound = (asked <= 0) & (waits | (done >= asked)) & ((rows["status"] != "in_force").to_numpy(dtype=bool) | came)
    used = rows[sound & (came | waits)]
    asked, done, came = asked[used.index], done[used.index], came[used.index]
    took = np.maximum(np.where(came, done, 0.0) - asked, 1.0)
    frame = pd.DataFrame({
        "control_id": used["control_id"], "name": used["name"], "kind": used["kind"], "asked_days": asked,
        "done_days": np.where(came, done, np.nan), "took_days": took, "waiting": ~came,
    })  # fmt: skip
    now, before = (pace(asked, np.where(came, done, np.inf), -YEAR_DAYS * back) for back in (0, 1))
    return Adaptation(
        frame.sort_values(["asked_days", "name"], ascending=[False, True], kind="stable").reset_index(drop=True),
        median_duration(took, came) if len(took) else UNKNOWN, reached(took, came, SLOWEST), now, before,
        _change(now, before), len(rows) - len(used), _missing(rows),
    )  # fmt: skip


def pace(asked: Array, done: Array, end: float) -> Pace:
    """How many came into force in the year that ended on that day, and the days waited in it altogether.

    Args: days asked and done (infinite: not yet); the last day of the year.

    >>> pace(np.array([-400.0, -100.0]), np.array([-200.0, np.inf]), 0.0)
    Pace(came=1, waited_days=265.0)
    """
    begin = end - YEAR_DAYS
    waited = np.clip(np.minimum(done, end) - np.maximum(asked, begin), 0.0, None)
    return Pace(int(((done > begin) & (done <= end)).sum()), float(waited.sum()))


def reached(days: Array, finished: Flags, share: float) -> float:
    """By when this share has finished, those still running counted (Kaplan and Meier); NaN where it is not reached.

    >>> reached(np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10]), np.ones(10, bool), 0.9)
    9.0
    """
    if not len(days) or not finished.any():
        return float("nan")
    times, left, _ = kaplan_meier(days, finished)
    there = left <= 1 - share + 1e-9
    return float(times[np.argmax(there)]) if there.any() else float("nan")


def _change(now: Pace, before: Pace) -> Direction | None:
    if min(now.waited_days, before.waited_days) <= 0 or now.came + before.came == 0:
        return None
    return count_direction(before.came, now.came, before.waited_days, now.waited_days)


def _missing(rows: pd.DataFrame) -> tuple[str, ...]:
    if not len(rows):
        return (noted("the table controls (requested_on, in_force_on)"),)
    return tuple(f"controls: {name}" for name in lacking(rows, "requested_on", "in_force_on"))
