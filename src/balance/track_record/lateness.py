"""By how much dates ran late: the time an initiative took over the time that was forecast for it in the middle.

Honest dates have a middle ratio of 1. What is not finished yet counts as still running, so that late ones are not
forgotten. Told only with enough dates; what it would take to correct for it is an assumption that a person states.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from balance.model.flow import median_duration
from balance.ranges import UNKNOWN, Range
from balance.track_record.outcomes import Finishes
from balance.track_record.scores import apart

FEWEST_DATES = 25
"""Dates that have to come due before anything is said about them."""


def advised(late: Range, dates: int, trust: float) -> float:
    """By how much dates to come should be stretched for what the record says; 1 unless it says that they run late.

    The model has learnt from the very durations that are late here, so the record is believed with n dates to the part
    n / (n + trust), on the log scale, and dates are never drawn nearer.

    >>> round(advised(Range(1.44, 1.1, 1.8), 50, 50.0), 3), advised(Range(0.8, 0.7, 0.9), 50, 50.0)
    (1.2, 1.0)
    """
    if late.value is None or late.low is None or late.low <= 1.0:
        return 1.0
    return float(late.value ** (dates / (dates + trust)))


def lateness(due: pd.DataFrame, known: Finishes | None, fewest: int = FEWEST_DATES) -> tuple[Range, int]:
    """How many times as long as forecast work took, in the middle, with its 80 % range; and of how many dates.

    `due` are forecasts written down, whose day has come, with `corrected`, the factor by which they were stretched
    already: the ratio is to what was forecast without it. Forecasts of one initiative that overlap count once. Unknown
    below the `fewest` dates. Reference: the median of Kaplan and Meier 1958.
    """
    rows = due[(due["quantity"] == "finish_in_days") & (due["q50"] > 0)]
    rows = rows[apart(rows)] if len(rows) else rows
    if known is None or len(rows) < fewest:
        return UNKNOWN, 0
    place = np.array([known.place.get(str(name), -1) for name in rows["subject"]], dtype=np.int64)
    there = (place >= 0) & ~known.off[place]
    rows, place = rows[there], place[there]
    made = (rows["as_of"] - pd.Timestamp(known.as_of)).dt.days.to_numpy(dtype=float)
    today = float((known.known_to - known.as_of).days)
    day = known.day[place]
    done = day <= today
    taken = np.where(done, day, today) - made
    ratio = taken / rows["q50"].to_numpy(dtype=float) * rows["corrected"].to_numpy(dtype=float)
    sound = taken > 0
    if sound.sum() < fewest:
        return UNKNOWN, 0
    return median_duration(ratio[sound], done[sound]), int(sound.sum())
