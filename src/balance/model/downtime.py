"""Losses that nobody recorded, estimated from hours of downtime where the company states what an hour costs.

The company's own records have the last word: where recorded losses of incidents with downtime are far from what the
stated cost makes of them, nothing is estimated, and both are told.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.assumptions import Assumptions
from balance.model.recording import recording_rule

Array = npt.NDArray[np.float64]

FEWEST = 8
"""From so many incidents on that have both a loss and downtime, they are asked whether the stated cost is right."""

FACTOR = 3.0
"""Recorded losses further than this from the stated cost, in the middle, contradict it."""


@dataclass(frozen=True)
class Downtime:
    """What the stated cost of an hour does: losses estimated with it, and how it stands to recorded ones."""

    per_hour: float
    estimated: int
    """Losses estimated; 0 where own records contradict the stated cost."""
    compared: int
    """Incidents with a recorded loss and downtime."""
    ratio: float | None
    """Recorded losses over hours times the stated cost, in the middle; None with too few to compare."""
    contradicted: bool


def recorded(incidents: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Which incidents state a loss, or both ends of its range, themselves; an estimate is not recorded."""
    stated = incidents["loss"].notna() & ~incidents["estimated"].astype(bool)
    ranged = incidents["loss_low"].notna() & incidents["loss_high"].notna()
    return (stated | ranged).to_numpy(dtype=bool)


def estimated(hours: Array, known: Array, given: Assumptions) -> tuple[Array, Downtime | None]:
    """The estimated loss of each incident without a known one (NaN where none is), and what that rests on.

    Args: hours of downtime (n,), NaN or 0 where there was none; the recorded loss, or the middle of its range (n,), NaN
    where neither is known. Formula: hours x cost. None where no cost is stated, or where it is stated that losses are
    missing because they are small.

    >>> from balance.assumptions import resolve
    >>> estimated(np.array([2.0]), np.array([np.nan]), resolve(None))[1] is None
    True
    """
    per_hour, rule = given.number("downtime_cost_per_hour"), recording_rule(given)
    nothing = np.full(len(known), np.nan)
    if per_hour is None or not per_hour > 0 or (rule is not None and rule.missing == "below_floor"):
        return nothing, None
    costed = np.where(hours > 0, hours * per_hour, np.nan)
    both = (known > 0) & (costed > 0)
    ratio = float(np.exp(np.median(np.log(known[both] / costed[both])))) if both.sum() >= FEWEST else None
    contradicted = ratio is not None and not 1 / FACTOR <= ratio <= FACTOR
    found = nothing if contradicted else np.where(np.isnan(known), costed, np.nan)
    return found, Downtime(per_hour, int(np.isfinite(found).sum()), int(both.sum()), ratio, contradicted)
