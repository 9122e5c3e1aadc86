"""The velocity half of the report: what lands, how fast and how surely."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.model.fit import Fit
from balance.model.flow import cycle_time, finished_per_quarter, on_time_share
from balance.model.portfolio import QUARTER_DAYS
from balance.ranges import UNKNOWN, Range, of_draws
from balance.report import Velocity
from balance.scenario import Outcome, counts_speak, headlines

Array = npt.NDArray[np.float64]

YEAR_DAYS = 365.0
LATEST_QUARTERS = 40.0
"""A finish more than ten years away is not given as a date."""

WINDOW = 1.0
"""Quarters around the year's end over which the chance of landing is taken to change evenly with a delay."""


def velocity(fit: Fit, outcome: Outcome) -> Velocity:
    """What landed, what will land, and how fast work flows.

    Without a table of initiatives everything is unknown. Where more than half of what runs (or of what
    finished) has no value, the value is unknown and counts speak.
    """
    rows = fit.history.portfolio
    if not fit.has_initiatives:
        return Velocity(None, UNKNOWN, UNKNOWN, UNKNOWN, None, UNKNOWN, UNKNOWN, initiatives(fit, outcome))
    recent, dated = finished_within(rows, 0), not undated(rows)
    speak = counts_speak(fit)
    return Velocity(
        value_landed_past_year=landed_value(recent) if dated else None,
        value_landing_next_year=headlines(fit, outcome)["value_landing_next_year"],
        finished_per_quarter=finished_per_quarter(len(recent)) if dated else UNKNOWN,
        cycle_time_days=cycle_time(rows),
        in_flight=int(rows["open"].sum()),
        on_time_share=on_time_share(recent),
        load_effect=_median(2.0**-fit.delivery.slowdown, fit.delivery.measured),
        initiatives=initiatives(fit, outcome),
        finished_past_year=len(recent),
        without_value=int(fit.plan.rows["annual_value"].isna().sum()),
        counts_speak=speak,
    )


def initiatives(fit: Fit, outcome: Outcome) -> pd.DataFrame:
    """One row per open or approved initiative: when it lands and what waiting for it costs."""
    rows, finish = fit.plan.rows, outcome.year.finish
    day = np.datetime64(fit.as_of, "D")
    value = rows["annual_value"].to_numpy(dtype=float)
    within = outcome.year.landed.mean(axis=1)
    due = rows["due"].to_numpy(dtype=float)
    start = np.where(rows["open"], rows["begun"].to_numpy(dtype=float), rows["starts_in"].to_numpy(dtype=float))
    on_time = np.where(np.isnan(due), np.nan, (finish * QUARTER_DAYS <= due[:, None]).mean(axis=1))
    table: dict[str, Any] = {name: rows[name] for name in ("initiative_id", "name", "business_unit", "stage")}
    table |= {"start": _dates(day, start), "finish_planned": _dates(day, due)}
    for name, level in (("finish_p10", 0.1), ("finish_p50", 0.5), ("finish_p80", 0.8), ("finish_p90", 0.9)):
        quarters = np.quantile(finish, level, axis=1, method="higher") if len(rows) else np.zeros(0)
        table[name] = _dates(day, np.where(quarters <= LATEST_QUARTERS, np.ceil(quarters * QUARTER_DAYS), np.nan))
    table |= {"chance_on_time": on_time, "chance_within_year": within, "annual_value": value}
    table |= {"expected_value": value * within, "cost_of_delay_per_week": value * 7 / YEAR_DAYS}
    table["landed_lost_per_week"] = value * lost_per_week(finish)
    return pd.DataFrame(table)


def lost_per_week(finish: Array) -> Array:
    """By how much a week's delay lowers the chance of landing within the year, (n,).

    Args: quarters to the finish (n, K). Formula: the share of the draws that finish within `WINDOW` of the year's end,
    over the weeks of that window: the slope of the chance, from draws on both sides of the end.

    >>> lost_per_week(np.array([[3.9, 4.1, 1.0, 9.0], [1.0, 1.0, 1.0, 1.0]])).round(4).tolist()
    [0.0384, 0.0]
    """
    near = np.abs(finish - 4.0) <= WINDOW / 2
    return np.asarray(near.mean(axis=1) / (WINDOW * QUARTER_DAYS / 7)) if finish.size else np.zeros(len(finish))


def _dates(day: np.datetime64, ahead: Array) -> pd.Series:
    known = np.isfinite(ahead)
    days = np.where(known, ahead, 0.0).astype("timedelta64[D]")
    return pd.Series(np.where(known, day + days, np.datetime64("NaT")).astype("datetime64[us]"))


def finished_within(rows: pd.DataFrame, years_ago: int) -> pd.DataFrame:
    """The initiatives that finished in the year that ended that many years before the as-of date."""
    ended = -YEAR_DAYS * years_ago
    return rows[(rows["finished_on"] > ended - YEAR_DAYS) & (rows["finished_on"] <= ended)]


def undated(rows: pd.DataFrame) -> int:
    """How many initiatives are done where none says on which day; 0 where one does, for the others then count in none.

    >>> undated(pd.DataFrame({"stage": ["done", "in_flight"], "finished_on": [np.nan, np.nan]}))
    1
    """
    return 0 if rows["finished_on"].notna().any() else int((rows["stage"] == "done").sum())


def landed_value(recent: pd.DataFrame) -> float | None:
    """Annual value of what finished in the past year; None where more than half of it has none."""
    if len(recent) and recent["annual_value"].isna().mean() > 0.5:
        return None
    return float(recent["annual_value"].sum())


def _median(draws: Array, measured: float) -> Range:
    return of_draws(draws, float(np.median(draws)), measured)
