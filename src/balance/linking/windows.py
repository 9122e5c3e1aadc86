"""When an incident may have come from an initiative: while it was in flight, or in the weeks after it went live."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.linking.evidence import Array

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

    def weights(self, opened: Moments) -> Array:
        """How far each initiative comes into question for incidents opened then, 0..1."""
        late = (opened[:, None] - self.end[None, :]) / DAY
        fading = np.where(late <= 0, 1.0, np.exp(-np.maximum(late, 0.0) / FADE_DAYS))
        started = np.where(np.isnat(self.begin)[None, :], UNKNOWN_START, opened[:, None] >= self.begin[None, :])
        use = self.begun[None, :] & (late <= AFTER_DAYS) & ~np.isnat(opened)[:, None]
        weights: Array = np.where(use, fading * started, 0.0)
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
