"""What the record shows quarter by quarter: finished work, how long it took, and the way both axes went.

A quarter is three months here and ends on the as-of date or a whole number of quarters before it, so that the
last point is as complete as the others.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance import formats
from balance.company import Company
from balance.language import say
from balance.report import Report
from balance.reporting.quarters import quarter_ends, spans

TRAIL = ("as_of", "value_landing_next_year", "chance_beyond_limit", "bad_year_loss")
"""Columns of a trail: one row per as-of date, oldest first, missing numbers as NaN."""
FEWEST_FOR_A_STORY = 4


def trail_of(reports: Sequence[Report]) -> pd.DataFrame:
    """Both axes at every as-of date, in the columns of `TRAIL`."""
    rows = [
        (
            report.as_of,
            _number(report.velocity.value_landing_next_year.value),
            _number(report.risk.chance_beyond_limit.value if report.risk.chance_beyond_limit else None),
            _number(report.risk.bad_year_loss.value),
        )
        for report in sorted(reports, key=lambda report: report.as_of)
    ]
    return pd.DataFrame(rows, columns=list(TRAIL))


def trail_story(trail: pd.DataFrame, limit: float | None) -> str:
    """The way both axes went, in one sentence that the dots can be checked against."""
    risk = "chance_beyond_limit" if limit is not None else "bad_year_loss"
    known = trail.dropna(subset=["value_landing_next_year", risk])
    if known.empty:
        return say("Where we stand today")
    if len(known) < FEWEST_FOR_A_STORY:
        return say(
            "Where we stand; {quarters} so far, too few to call a trend", quarters=formats.count(len(known), "quarter")
        )
    first, last = known.iloc[0], known.iloc[-1]
    since = formats.quarter(pd.Timestamp(first["as_of"]))
    value = _went(first["value_landing_next_year"], last["value_landing_next_year"])
    chance = _went(first[risk], last[risk])
    if value == chance:
        return say("Since {since} our estimates of value and risk both {value}", since=since, value=value)
    return say(
        "Since {since} our estimate of value {value} and of risk {chance}", since=since, value=value, chance=chance
    )


def finished_by_quarter(company: Company) -> pd.DataFrame:
    """quarter_end, finished, in_flight: what finished in each quarter and was open at its end, oldest first."""
    empty = pd.DataFrame({"quarter_end": pd.to_datetime([]), "finished": [], "in_flight": []})
    rows = company.initiatives
    if rows is None or not {"finish_actual", "start_actual"} <= set(rows.columns):
        return empty
    finished = rows["finish_actual"].where(rows["stage"] == "done")
    ends = quarter_ends(finished.min(), company.as_of)
    starts, running = rows["start_actual"], rows["stage"] == "in_flight"
    return pd.DataFrame(
        {
            "quarter_end": ends,
            "finished": [int(((finished >= first) & (finished < after)).sum()) for first, after in spans(ends)],
            "in_flight": [int(((starts <= end) & (running | (finished > end))).sum()) for end in ends],
        }
    )


def cycle_times(company: Company) -> pd.DataFrame:
    """name, finish_actual, days: how long each finished initiative took from start to done."""
    rows = company.initiatives
    if rows is None or not {"finish_actual", "start_actual"} <= set(rows.columns):
        return pd.DataFrame({"name": [], "finish_actual": pd.to_datetime([]), "days": []})
    done = rows[(rows["stage"] == "done") & rows["finish_actual"].notna() & rows["start_actual"].notna()]
    days = (done["finish_actual"] - done["start_actual"]).dt.total_seconds() / 86_400
    found = pd.DataFrame({"name": done["name"], "finish_actual": done["finish_actual"], "days": days})
    return found[found["days"] > 0].reset_index(drop=True)


def incidents_by_quarter(company: Company) -> pd.DataFrame:
    """quarter_end, incidents: how many were opened in each quarter, oldest first."""
    rows = company.incidents
    if rows is None or not len(rows):
        return pd.DataFrame({"quarter_end": pd.to_datetime([]), "incidents": []})
    opened = rows["opened_at"]
    ends = quarter_ends(opened.min(), company.as_of)
    counts = [int(((opened >= first) & (opened < after)).sum()) for first, after in spans(ends)]
    return pd.DataFrame({"quarter_end": ends, "incidents": counts})


def coverage_by_quarter(
    company: Company, counted: Collection[str], without_loss: Collection[str], without_link: Collection[str]
) -> pd.DataFrame:
    """quarter_end, incidents, with_loss, linked (both 0..1, NaN in a quarter without incidents), oldest first.

    Args: the company, and the ids of incidents that count, that state no loss and that lead to no initiative.
    """
    rows = company.incidents
    if rows is not None:
        rows = rows[_among(rows, counted)]
    if rows is None or not len(rows):
        return pd.DataFrame({"quarter_end": pd.to_datetime([]), "incidents": [], "with_loss": [], "linked": []})
    ends = quarter_ends(rows["opened_at"].min(), company.as_of)
    lossless, unlinked, opened = _among(rows, without_loss), _among(rows, without_link), rows["opened_at"]
    told = []
    for first, after in spans(ends):
        inside = ((opened >= first) & (opened < after)).to_numpy(dtype=bool)
        told.append((int(inside.sum()), 1 - _share(lossless[inside]), 1 - _share(unlinked[inside])))
    shares = pd.DataFrame(told, columns=["incidents", "with_loss", "linked"])
    return shares.assign(quarter_end=ends)


def _among(rows: pd.DataFrame, ids: Collection[str]) -> npt.NDArray[np.bool_]:
    """Which incidents are among these, looked up once for all of them."""
    chosen = frozenset(ids)
    return np.fromiter((str(one) in chosen for one in rows["incident_id"].to_numpy(dtype=object)), bool, len(rows))


def _share(flags: npt.NDArray[np.bool_]) -> float:
    return float(flags.mean()) if len(flags) else float("nan")


def _went(before: float, now: float) -> str:
    if abs(now - before) <= 0.03 * max(abs(before), 1e-12):
        return say("stayed the same")
    return say("rose") if now > before else say("fell")


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)
