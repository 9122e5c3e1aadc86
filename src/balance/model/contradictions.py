"""Dates that contradict each other, or the stage they stand beside."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd


def contradicting_pairs(table: str, frame: pd.DataFrame | None) -> tuple[int, int]:
    """How many pairs of dates, or of dates and stages, could be compared, and how many contradict each other.

    Args: `initiatives` or `incidents`, and its frame; columns may be missing. No table: none.

    >>> days = pd.to_datetime(["2026-03-01", "2026-03-05"])
    >>> contradicting_pairs("incidents", pd.DataFrame({"opened_at": days, "resolved_at": days[::-1]}))
    (2, 1)
    """
    if frame is None or not len(frame):
        return 0, 0
    if table == "incidents":
        return _ordered(frame, "opened_at", "resolved_at")
    pairs = [
        _ordered(frame, *both) for both in (("start_actual", "finish_actual"), ("start_planned", "finish_planned"))
    ]
    finished = ~np.isnat(_moments(frame, "finish_actual"))
    done, running = ((frame["stage"] == stage).to_numpy(dtype=bool, na_value=False) for stage in ("done", "in_flight"))
    odd = (done & ~finished).sum() + (running & finished).sum()
    return len(frame) + sum(pair[0] for pair in pairs), int(odd) + sum(pair[1] for pair in pairs)


def contradicting(table: str, frame: pd.DataFrame | None) -> pd.Series:
    """Which rows hold such a pair, True or False for each row of the frame; no table: no row.

    >>> days = pd.to_datetime(["2026-03-01", "2026-03-05"])
    >>> contradicting("incidents", pd.DataFrame({"opened_at": days, "resolved_at": days[::-1]})).tolist()
    [False, True]
    """
    if frame is None or not len(frame):
        return pd.Series(dtype=bool)
    if table == "incidents":
        return _date(frame, "resolved_at") < _date(frame, "opened_at")
    finished = _date(frame, "finish_actual").notna()
    odd = ((frame["stage"] == "done") & ~finished) | ((frame["stage"] == "in_flight") & finished)
    backwards = _date(frame, "finish_actual") < _date(frame, "start_actual")
    planned = _date(frame, "finish_planned") < _date(frame, "start_planned")
    return odd.fillna(False).astype(bool) | backwards | planned


def _ordered(frame: pd.DataFrame, early: str, late: str) -> tuple[int, int]:
    first, second = _moments(frame, early), _moments(frame, late)
    return int((~np.isnat(first) & ~np.isnat(second)).sum()), int((second < first).sum())


def _moments(frame: pd.DataFrame, name: str) -> npt.NDArray[np.datetime64]:
    return _date(frame, name).to_numpy(dtype="datetime64[us]")


def _date(frame: pd.DataFrame, name: str) -> pd.Series:
    column = frame[name] if name in frame else pd.Series(pd.NaT, index=frame.index)
    return pd.to_datetime(column, errors="coerce")
