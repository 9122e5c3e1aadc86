"""Our forecast beside the estimates that owners gave in their own tool: the finish they expect, the cost they expect.

A date is set beside the likely range of the forecast; a cost beside what spending so far says at the progress reported.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.company import Company
from balance.report import Report

Array = npt.NDArray[np.float64]

COLUMNS = ("initiative_id", "name", "finish_planned", "theirs", "ours", "ours_low", "ours_high", "ours_late",
           "chance_by_theirs", "days_later", "budget", "spent", "progress", "cost_theirs", "cost_implied")  # fmt: skip
EARLIEST_PROGRESS = 0.2
"""With less done, spending over progress says nothing of the cost at the end."""
_AT = (0.1, 0.5, 0.8, 0.9)


def own_estimates(company: Company, report: Report) -> pd.DataFrame:
    """One row per open initiative for which its owners state a finish or a cost.

    Columns: initiative_id, name, finish_planned, theirs (the finish its owners expect), ours, ours_low, ours_high (the
    finish by which 50, 10 and 90 in 100 are done), ours_late (80 in 100; NaT beyond ten years), chance_by_theirs (0..1:
    done by their date, read off those four dates, held to 0.1 and 0.9 outside of them), days_later (ours less theirs),
    budget, spent, cost_theirs (the cost they expect in all), cost_implied (spent over progress; currency, NaN where too
    little is done) and progress (0..1). Frozen order: largest gap in days first, then by name.
    """
    rows, forecast = company.initiatives, report.velocity.initiatives
    if rows is None or forecast.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    found = forecast.merge(_said(rows), on="initiative_id", how="inner")
    found = found[found["theirs"].notna() | found["cost_theirs"].notna()]
    days = (found["finish_p50"] - found["theirs"]).dt.days
    told = found.assign(
        ours=found["finish_p50"], ours_low=found["finish_p10"], ours_high=found["finish_p90"],
        ours_late=found["finish_p80"], days_later=days,
        chance_by_theirs=[_chance_by(row) for row in found.to_dict("records")],
    )  # fmt: skip
    return told.sort_values(["days_later", "name"], ascending=[False, True], kind="stable")[list(COLUMNS)]


def _said(rows: pd.DataFrame) -> pd.DataFrame:
    """What owners say of each initiative."""
    wanted = rows.reindex(
        columns=["initiative_id", "finish_forecast", "budget", "actual_cost", "forecast_cost", "percent_complete"]
    ).drop_duplicates("initiative_id", keep="last")
    spent, done = (pd.to_numeric(wanted[name], errors="coerce") for name in ("actual_cost", "percent_complete"))
    enough = done.between(EARLIEST_PROGRESS, 1.0)
    return pd.DataFrame(
        {
            "initiative_id": wanted["initiative_id"],
            "theirs": pd.to_datetime(wanted["finish_forecast"], errors="coerce"),
            "budget": pd.to_numeric(wanted["budget"], errors="coerce"),
            "spent": spent,
            "progress": done,
            "cost_theirs": pd.to_numeric(wanted["forecast_cost"], errors="coerce"),
            "cost_implied": (spent / done.where(enough)).astype("float64"),
        }
    )


def _chance_by(row: dict[Any, Any]) -> float:
    """The chance to be done by their date, read off the dates by which 10, 50, 80 and 90 in 100 are done."""
    theirs = row["theirs"]
    known = [(at, day) for at in _AT if not pd.isna(day := row[f"finish_p{round(100 * at)}"])]
    if pd.isna(theirs) or not known:
        return float("nan")
    days = np.array([day.toordinal() for _, day in known], dtype=float)
    return float(np.interp(theirs.toordinal(), days, [at for at, _ in known]))
