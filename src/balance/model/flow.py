"""How work has flowed: finishes per quarter, share on time, time from start to finish. For display only."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import betaincinv, gammaincinv, ndtri

from balance.ranges import LEVEL, UNKNOWN, Range

Array = npt.NDArray[np.float64]

ENDS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)


def finished_per_quarter(finished: int) -> Range:
    """How many initiatives finish per quarter, from the number of the past year.

    Args: finished in the past four quarters. Returns their mean per quarter, with the 80 % range of the rate
    behind it (Gamma(1/2 + n), Jeffreys). Nothing can be missing.

    >>> finished_per_quarter(8).value
    2.0
    """
    low, high = gammaincinv(0.5 + finished, ENDS) / 4
    return _with(finished / 4, float(low), float(high))


def on_time_share(recent: pd.DataFrame) -> Range:
    """What share of the past year's finished initiatives finished by their planned date.

    Args: rows of `portfolio` that finished in the past year. Returns the share, with the 80 % range of the share
    behind it (Beta(1/2 + on time, 1/2 + late), Jeffreys). Missing: one without a planned date does not count;
    none left: unknown.

    >>> on_time_share(pd.DataFrame({"due": [0.0, 0.0], "finished_on": [-5.0, 3.0]})).value
    0.5
    """
    planned = recent[recent["due"].notna()]
    count, on_time = len(planned), int((planned["finished_on"] <= planned["due"]).sum())
    if not count:
        return UNKNOWN
    low, high = betaincinv(0.5 + on_time, 0.5 + count - on_time, ENDS)
    return _with(on_time / count, float(low), float(high))


def cycle_time(rows: pd.DataFrame) -> Range:
    """The median number of days from start to finish, those not finished counted as still running.

    Args: rows of `portfolio`. Returns the Kaplan-Meier median. Missing: a row without a start, or done without
    a day, does not count; where fewer than half have finished it is unknown.
    """
    return median_duration(*durations(rows))


def durations(rows: pd.DataFrame) -> tuple[Array, npt.NDArray[np.bool_]]:
    """Days from start to finish or up to now, at least 1, and whether each finished; args and missing as `cycle_time`.

    >>> durations(pd.DataFrame({"begun": [-9.0], "ended": [0.0], "known_finish": [False], "stage": ["in_flight"]}))
    (array([9.]), array([False]))
    """
    spent = (rows["ended"] - rows["begun"]).to_numpy(dtype=float)
    done = rows["known_finish"].to_numpy(dtype=bool)
    known = ~np.isnan(spent) & (done | (rows["stage"] != "done").to_numpy(dtype=bool))
    return np.maximum(spent[known], 1.0), done[known]


def mean_duration(days: Array, finished: npt.NDArray[np.bool_]) -> float:
    """The mean of durations of which some are still running, up to the longest of them: the area under the curve.

    Args as `kaplan_meier`. None finished: the longest.

    >>> both = np.array([2.0, 4.0])
    >>> mean_duration(both, np.ones(2, bool)), mean_duration(both, np.zeros(2, bool))
    (3.0, 4.0)
    """
    last = float(days.max(initial=0.0))
    if not finished.any():
        return last
    times, share, _ = kaplan_meier(days, finished)
    widths = np.diff(np.concatenate([[0.0], times, [last]]))
    return float(widths @ np.concatenate([[1.0], share]))


def kaplan_meier(days: Array, finished: npt.NDArray[np.bool_]) -> tuple[Array, Array, Array]:
    """What share has not finished after each time, when some are still running.

    Args: days (n,) and whether each finished. Returns finish times, shares, and Greenwood's sum (variance of the
    log share). One still running counts as at risk up to its days. Reference: Kaplan and Meier 1958.

    >>> kaplan_meier(np.array([2.0, 3, 3, 5, 6, 8]), np.array([1, 1, 0, 1, 0, 1], bool))[1].round(4).tolist()
    [0.8333, 0.6667, 0.4444, 0.0]
    """
    times = np.unique(days[finished])
    at_risk = len(days) - np.searchsorted(np.sort(days), times, side="left")
    ended = np.unique(days[finished], return_counts=True)[1]
    share = np.asarray(np.cumprod(1.0 - ended / at_risk), dtype=np.float64)
    spread = np.cumsum(ended / np.maximum(at_risk * (at_risk - ended), 1e-12))
    return times, share, spread


def median_duration(days: Array, finished: npt.NDArray[np.bool_]) -> Range:
    """The median of durations of which some are still running.

    Args as `kaplan_meier`. Returns the first time by which at least half have finished, with its 80 % range
    (Brookmeyer and Crowley 1982, log-log scale). Not reached: unknown.

    >>> median_duration(np.array([2.0, 3, 3, 5, 6, 8]), np.array([1, 1, 0, 1, 0, 1], bool)).value
    5.0
    """
    if not finished.any():
        return UNKNOWN
    times, share, spread = kaplan_meier(days, finished)
    if share[-1] > 0.5:
        return UNKNOWN
    inner = np.clip(share, 1e-9, 1 - 1e-9)
    log_log, sd = np.log(-np.log(inner)), np.sqrt(spread) / -np.log(inner)
    z = float(ndtri(ENDS[1]))
    early, late = (np.exp(-np.exp(np.clip(log_log + side * sd, -50, 50))) for side in (z, -z))
    high = float(times[np.argmax(late <= 0.5)]) if (late <= 0.5).any() else float(times[-1])
    return _with(float(times[np.argmax(share <= 0.5)]), float(times[np.argmax(early <= 0.5)]), high)


def _with(value: float, low: float, high: float) -> Range:
    return Range(value, min(low, value), max(high, value), LEVEL, 1.0)
