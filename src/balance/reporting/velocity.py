"""The velocity half of the report: what lands, how fast and how surely."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import betaincinv, gammaincinv, ndtri

from balance.model.fit import Fit
from balance.model.portfolio import QUARTER_DAYS
from balance.ranges import LEVEL, UNKNOWN, Range, of_draws
from balance.report import Velocity
from balance.scenario import Outcome, counts_speak

Array = npt.NDArray[np.float64]

YEAR_DAYS = 365.0
LATEST_QUARTERS = 40.0
"""A finish more than ten years away is not given as a date."""

COLUMNS = ("initiative_id", "name", "business_unit", "stage", "start", "finish_planned", "finish_p10", "finish_p50",
           "finish_p80", "finish_p90", "chance_on_time", "chance_within_year", "annual_value", "expected_value",
           "cost_of_delay_per_week")  # fmt: skip


def velocity(fit: Fit, outcome: Outcome) -> Velocity:
    """What landed, what will land, and how fast work flows.

    Without a table of initiatives everything is unknown. Where more than half of what runs (or of what
    finished) has no value, the value is unknown and counts speak.
    """
    rows = fit.history.portfolio
    if not fit.has_initiatives:
        return Velocity(None, UNKNOWN, UNKNOWN, UNKNOWN, None, UNKNOWN, UNKNOWN, initiatives(fit, outcome))
    recent = rows[rows["finished_on"] > -YEAR_DAYS]
    speak = counts_speak(fit)
    return Velocity(
        value_landed_past_year=_landed_value(recent),
        value_landing_next_year=UNKNOWN if speak else of_draws(outcome.value, measured=fit.delivery.measured_duration),
        finished_per_quarter=finished_per_quarter(len(recent)),
        cycle_time_days=cycle_time(rows),
        in_flight=int(rows["open"].sum()),
        on_time_share=on_time_share(recent),
        load_effect=_median(2.0**-fit.delivery.slowdown, fit.delivery.measured),
        initiatives=initiatives(fit, outcome),
        finished_past_year=len(recent),
        without_value=int(fit.plan.rows["annual_value"].isna().sum()),
        counts_speak=speak,
    )


def finished_per_quarter(finished: int) -> Range:
    """Initiatives finished per quarter over the past year, with the range that chance alone leaves.

    >>> finished_per_quarter(8).value
    2.0
    """
    low, high = gammaincinv(0.5 + finished, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]) / 4
    return Range(finished / 4, min(float(low), finished / 4), max(float(high), finished / 4), LEVEL, 1.0)


def on_time_share(recent: pd.DataFrame) -> Range:
    """The share of the past year's finished initiatives that finished by their planned date; Beta(1/2, 1/2) range."""
    planned = recent[recent["due"].notna()]
    count, on_time = len(planned), int((planned["finished_on"] <= planned["due"]).sum())
    if not count:
        return UNKNOWN
    low, high = betaincinv(0.5 + on_time, 0.5 + count - on_time, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    share = on_time / count
    return Range(share, min(float(low), share), max(float(high), share), LEVEL, 1.0)


def cycle_time(rows: pd.DataFrame) -> Range:
    """Median days from start to finish, those not finished counted as still running (Kaplan-Meier).

    The range comes from Greenwood's variance on the log-log scale; unknown where fewer than half have finished.
    """
    spent = (rows["ended"] - rows["begun"]).to_numpy(dtype=float)
    done = rows["known_finish"].to_numpy(dtype=bool)
    known = ~np.isnan(spent) & (done | (rows["stage"] != "done").to_numpy(dtype=bool))
    return median_duration(np.maximum(spent[known], 1.0), done[known])


def kaplan_meier(days: Array, finished: npt.NDArray[np.bool_]) -> tuple[Array, Array, Array]:
    """Finish times, the share not finished after each, and Greenwood's sum; unfinished ones leave when censored.

    >>> kaplan_meier(np.array([2.0, 3, 3, 5, 6, 8]), np.array([1, 1, 0, 1, 0, 1], bool))[1].round(4).tolist()
    [0.8333, 0.6667, 0.4444, 0.0]
    """
    times = np.unique(days[finished])
    at_risk = (days[None, :] >= times[:, None]).sum(axis=1)
    ended = (days[finished][None, :] == times[:, None]).sum(axis=1)
    share = np.cumprod(1.0 - ended / at_risk)
    spread = np.cumsum(ended / np.maximum(at_risk * (at_risk - ended), 1e-12))
    return times, share, spread


def median_duration(days: Array, finished: npt.NDArray[np.bool_]) -> Range:
    """Median of durations of which some are still running, with its 80 % range; unknown where it is not reached."""
    if not finished.any():
        return UNKNOWN
    times, share, spread = kaplan_meier(days, finished)
    if share[-1] > 0.5:
        return UNKNOWN
    inner = np.clip(share, 1e-9, 1 - 1e-9)
    log_log, sd = np.log(-np.log(inner)), np.sqrt(spread) / -np.log(inner)
    z = float(ndtri((1 + LEVEL) / 2))
    early, late = np.exp(-np.exp(log_log + z * sd)), np.exp(-np.exp(log_log - z * sd))
    middle = float(times[np.argmax(share <= 0.5)])
    low = float(times[np.argmax(early <= 0.5)])
    high = float(times[np.argmax(late <= 0.5)]) if (late <= 0.5).any() else float(times[-1])
    return Range(middle, min(low, middle), max(high, middle), LEVEL, 1.0)


def initiatives(fit: Fit, outcome: Outcome) -> pd.DataFrame:
    """One row per open or approved initiative: when it lands and what waiting for it costs."""
    rows, finish = fit.plan.rows, outcome.year.finish
    day = np.datetime64(fit.as_of, "D")
    value = rows["annual_value"].to_numpy(dtype=float)
    within = outcome.year.landed.mean(axis=1)
    due = rows["due"].to_numpy(dtype=float)
    start = np.where(rows["open"], rows["begun"].to_numpy(dtype=float), rows["starts_in"].to_numpy(dtype=float))
    on_time = np.where(np.isnan(due), np.nan, (finish * QUARTER_DAYS <= due[:, None]).mean(axis=1))
    table = {name: rows[name] for name in ("initiative_id", "name", "business_unit", "stage")}
    table |= {"start": _dates(day, start), "finish_planned": _dates(day, due)}
    for name, level in (("finish_p10", 0.1), ("finish_p50", 0.5), ("finish_p80", 0.8), ("finish_p90", 0.9)):
        quarters = np.quantile(finish, level, axis=1, method="higher") if len(rows) else np.zeros(0)
        table[name] = _dates(day, np.where(quarters <= LATEST_QUARTERS, np.ceil(quarters * QUARTER_DAYS), np.nan))
    table |= {"chance_on_time": on_time, "chance_within_year": within, "annual_value": value}
    table |= {"expected_value": value * within, "cost_of_delay_per_week": value * 7 / YEAR_DAYS}
    return pd.DataFrame(table, columns=list(COLUMNS))


def _dates(day: np.datetime64, ahead: Array) -> pd.Series:
    known = np.isfinite(ahead)
    days = np.where(known, ahead, 0.0).astype("timedelta64[D]")
    return pd.Series(np.where(known, day + days, np.datetime64("NaT")).astype("datetime64[us]"))


def _landed_value(recent: pd.DataFrame) -> float | None:
    """Annual value of what finished in the past year; None where more than half of it has none."""
    if len(recent) and recent["annual_value"].isna().mean() > 0.5:
        return None
    return float(recent["annual_value"].sum())


def _median(draws: Array, measured: float) -> Range:
    return of_draws(draws, float(np.median(draws)), measured)
