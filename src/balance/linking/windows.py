"""When an incident may have come from an initiative: while it was in flight, or in the weeks after it went live."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.linking.evidence import Array, Codes

Moments = npt.NDArray[np.datetime64]

AFTER_DAYS, FADE_DAYS = 90.0, 30.0
"""The window after go-live, and how fast it fades."""

UNKNOWN_START = 0.3
"""How much an initiative of unknown start counts at any time up to its end."""

BEGUN = ("in_flight", "on_hold", "done", "cancelled")
DAY = np.timedelta64(1, "D")
FAR = np.datetime64("2200-01-01", "us")


@dataclass(frozen=True)
class Windows:
    """When each initiative was worked on: begin and end (NaT: not known, or never), and whether it has begun."""

    begin: Moments
    end: Moments
    begun: npt.NDArray[np.bool_]

    def columns(self, opened: Moments) -> Codes:
        """The initiatives that come into question for any incident opened then."""
        known = opened[~np.isnat(opened)]
        if not len(known):
            return np.zeros(0, dtype=np.intp)
        started = np.isnat(self.begin) | (self.begin <= known.max())
        not_over = self.end + np.timedelta64(int(AFTER_DAYS), "D") >= known.min()
        return np.flatnonzero(self.begun & started & not_over)

    def weights(self, opened: Moments, columns: Codes) -> Array:
        """How far these initiatives come into question for incidents opened then, 0..1."""
        begin, end = self.begin[columns], self.end[columns]
        late = (opened[:, None] - end[None, :]) / DAY
        after = (late > 0) & (late <= AFTER_DAYS)
        weights = np.where(late <= 0, 1.0, 0.0)
        weights[after] = np.exp(-late[after] / FADE_DAYS)
        weights *= np.where(np.isnat(begin)[None, :], UNKNOWN_START, opened[:, None] >= begin[None, :])
        weights[np.isnat(opened)] = 0.0
        return weights


def windows(initiatives: pd.DataFrame) -> Windows:
    """From the actual start, or the planned one of what has begun, to the day it went live or was to stop."""
    stage = initiatives["stage"].to_numpy(dtype=object)
    begin, end = _first(initiatives, ("start_actual", "start_planned")), _moments(initiatives, "finish_actual")
    over = np.isin(stage, ("done", "cancelled")) & np.isnat(end)
    end[over] = _first(initiatives, ("finish_forecast", "finish_planned"))[over]
    begun = np.isin(stage, BEGUN) | ~np.isnat(_moments(initiatives, "start_actual"))
    end[np.isnat(end)] = FAR
    return Windows(begin, end, begun)


def _first(frame: pd.DataFrame, names: tuple[str, str]) -> Moments:
    first, second = (_moments(frame, name) for name in names)
    return np.where(np.isnat(first), second, first)


def _moments(frame: pd.DataFrame, name: str) -> Moments:
    return frame[name].to_numpy(dtype="datetime64[us]").copy()
