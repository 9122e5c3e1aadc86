"""A loss written as a range ("$12 M - $15 M") is kept as the least and the most it may have been."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from balance.ingest.grid import Mask
from balance.ingest.readings import Reading
from balance.ingest.said import Decision

ENDS = {"loss": ("loss_low", "loss_high")}
WITH_ENDS = frozenset({("incidents", "loss")})


def with_ranges(readings: dict[str, Reading]) -> dict[str, Reading]:
    """The readings with the ends of ranges in their own columns, where the table has such columns."""
    spread = dict(readings)
    for name, columns in ENDS.items():
        reading = readings.get(name)
        if reading is None or reading.low is None or reading.high is None:
            continue
        where = np.isfinite(reading.low)
        if where.any():
            spread[name] = _without_refusals(name, reading, where)
            for column, ends in zip(columns, (reading.low, reading.high), strict=True):
                spread[column] = _filled(readings.get(column), ends, reading)
    return spread


def _without_refusals(name: str, reading: Reading, where: Mask) -> Reading:
    refusals = tuple(replace(refusal, where=refusal.where & ~where) for refusal in reading.refusals)
    decision = Decision(name, "ranges as low and high", f"{int(where.sum())} cells hold a range or an open end")
    return replace(reading, refusals=refusals, decisions=(*reading.decisions, decision))


def _filled(own: Reading | None, ends: np.ndarray, loss: Reading) -> Reading:
    """The column of one end: its own cells where they are filled, else the end of the range."""
    if own is None:
        return Reading(pd.Series(ends), currency=loss.currency)
    use = own.values.isna().to_numpy() & np.isfinite(ends)
    currency = np.where(use, np.asarray(loss.currency), np.asarray(own.currency))
    return replace(own, values=own.values.where(~use, pd.Series(ends)), currency=currency)
