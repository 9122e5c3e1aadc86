"""What happened, how quickly it was noticed and over, and what it came from: the incidents as a record.

The same incidents count as in the model: none that were cancelled or are a duplicate, none after the as-of date.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.company import Company
from balance.model.fit import Fit
from balance.model.history import happened
from balance.model.response_times import SLOWEST_TENTH, longer, time_until
from balance.model.signal import Direction, count_direction
from balance.model.texts import Texts, texts_of
from balance.ranges import UNKNOWN, Range
from balance.reporting.quarters import quarter_ends, spans
from balance.schema import in_order

Flags = npt.NDArray[np.bool_]

YEAR_DAYS = 365
FEWEST = 5
"""Fewer incidents than this have no slowest tenth worth a number."""

_OVER = re.compile(r"closed|resolved|done|complete|fixed|restored", re.IGNORECASE)
_TEXTS = ("title", "state", "severity", "business_unit", "initiative_id", "change_id", "source_file", "source_sheet")
_MOMENTS = ("opened_at", "occurred_at", "detected_at", "resolved_at", "aware_at", "material_on", "notified_at")
CHANGE, INITIATIVE, NEITHER = "change", "initiative", "neither"


@dataclass(frozen=True)
class Timing:
    """One time of response over a year, in hours: half, slowest tenth, beside the year before."""

    median: Range = UNKNOWN
    slow: Range = UNKNOWN
    median_before: Range = UNKNOWN
    slow_before: Range = UNKNOWN
    direction: Direction | None = None
    """Sign 1: it takes longer than the year before."""
    counted: int = 0
    running: int = 0
    """Of those counted, how many are not over: they count as running, not as left out."""
    unknown: int = 0
    """Incidents of the year whose times cannot be told."""
    before: int = 0


@dataclass(frozen=True)
class IncidentRecord:
    """The record of incidents of one company on one day."""

    rows: pd.DataFrame
    """One row per incident that counts, newest first: incident_id, title, class, unit, state, severity, the moments of
    the schema, quarter_end (NaT before the quarters shown), days_ago, open, hours_to_detect, hours_to_resolve (NaN:
    cannot be told; of an open one up to the as-of date), link (change, initiative, neither), loss, source_*."""
    quarters: pd.DataFrame
    """quarter_end, incidents: oldest first."""
    past_year: int
    year_before: int | None
    """None where the record does not reach back two years."""
    direction: Direction | None
    detect: Timing
    resolve: Timing
    links: Mapping[str, int] = field(default_factory=dict)
    """Of the past year: how many name a change, an initiative only, or neither."""
    links_before: Mapping[str, int] = field(default_factory=dict)
    groups: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    """By class and by unit: name, past_year, year_before, direction, resolve (Range, median hours), largest first."""
    left_out: Mapping[str, int] = field(default_factory=dict)


def incident_record(fit: Fit) -> IncidentRecord:
    """The record as of the fit's day; empty without incidents."""
    rows = _rows(fit.company)
    reach = fit.history.quarters >= 8
    dispersion = 1.0 if fit.losses is None else fit.losses.dispersion
    last, before = _year(rows, 0), _year(rows, 1)
    past, earlier = int(last.sum()), int(before.sum()) if reach else None
    moved = None if earlier is None else count_direction(earlier, past, 1, 1, dispersion)
    return IncidentRecord(
        rows, _by_quarter(rows, fit.company), past, earlier, moved,
        _timing(rows, "hours_to_detect", np.ones(len(rows), dtype=bool), last, before if reach else None),
        _timing(rows, "hours_to_resolve", ~rows["open"].to_numpy(dtype=bool), last, before if reach else None),
        _links(rows[last]), _links(rows[before]) if reach else {},
        {by: _groups(rows, by, last, before if reach else None, dispersion) for by in ("class", "unit")},
        {name: count for name, count in fit.history.left_out.items() if count and name != "before_history"},
    )  # fmt: skip


def _rows(company: Company) -> pd.DataFrame:
    """Every incident that counts, with its moments, its times and where it stands in its file."""
    counted = happened(company)
    given = pd.DataFrame({"incident_id": []}) if company.incidents is None else company.incidents
    own = _those(given, counted["place"].to_numpy(dtype=np.int64))
    rows = counted[["incident_id", "class"]].copy()
    for name in _TEXTS:
        texts = texts_of(own.get(name), len(own))
        rows[name] = texts.column(texts.distinct)
    row = pd.to_numeric(_column(own, "source_row"), errors="coerce")
    rows["source_row"] = row.astype("int64" if row.notna().all() else "float64")
    for name in _MOMENTS:
        rows[name] = pd.to_datetime(_column(own, name), errors="coerce").astype("datetime64[us]")
    units = texts_of(rows.pop("business_unit"))
    rows["unit"] = units.column([unit or "no unit" for unit in units.distinct])
    rows["loss"] = counted["loss"].where(~counted["estimated"].astype(bool)).to_numpy(dtype=float)  # beside its cell
    rows["days_ago"] = -counted["day"].to_numpy(dtype=float)
    rows["link"] = _link_of(rows, counted)
    rows = rows.assign(**_hours(rows, company)).assign(quarter_end=_quarter_of(rows, company))
    by, rising = (
        ("opened_at", False) if in_order(rows["incident_id"]) else (["opened_at", "incident_id"], [False, True])
    )
    return rows.sort_values(by, ascending=rising, kind="stable").reset_index(drop=True)


def _those(given: pd.DataFrame, place: npt.NDArray[np.int64]) -> pd.DataFrame:
    """What is told of the rows at these places; where all rows are told of, the very columns."""
    told = given[[name for name in (*_TEXTS, *_MOMENTS, "source_row") if name in given]]
    return told if np.array_equal(place, np.arange(len(given))) else told.iloc[place].reset_index(drop=True)


def _column(own: pd.DataFrame, name: str) -> pd.Series:
    return own[name] if name in own else pd.Series(None, index=own.index, dtype="object")


def _link_of(rows: pd.DataFrame, counted: pd.DataFrame) -> pd.Series:
    """What each incident names as its cause; one that names both counts under the change."""
    changed, linked = (rows["change_id"] != "").to_numpy(dtype=bool), counted["linked"].to_numpy(dtype=bool)
    return Texts(np.where(changed, 0, np.where(linked, 1, 2)), ()).column((CHANGE, INITIATIVE, NEITHER))


def _hours(rows: pd.DataFrame, company: Company) -> dict[str, npt.NDArray[Any]]:
    """Hours from begin to notice, hours from opening to the end, and what is still open."""
    until = pd.Timestamp(company.table_dates.get("incidents", company.as_of)) + timedelta(days=1)
    began = rows["occurred_at"].fillna(rows["opened_at"])
    noticed = _span(began, rows["detected_at"])
    closed = texts_of(rows["state"]).each(lambda state: bool(_OVER.search(state))).astype(bool)
    still = rows["resolved_at"].isna().to_numpy(dtype=bool) & ~closed
    end = rows["resolved_at"].where(~still, until)
    return {"open": still, "hours_to_detect": noticed, "hours_to_resolve": _span(rows["opened_at"], end)}


def _span(start: pd.Series, end: pd.Series) -> npt.NDArray[np.float64]:
    """Hours between two moments; NaN where one is missing or they run backwards."""
    hours = (end - start).dt.total_seconds().to_numpy(dtype=float) / 3600
    return np.where(hours >= 0, hours, np.nan)


def _quarter_of(rows: pd.DataFrame, company: Company) -> pd.Series:
    found = pd.Series(pd.NaT, index=rows.index, dtype="datetime64[us]")
    ends = quarter_ends(rows["opened_at"].min(), company.as_of)
    for end, (first, after) in zip(ends, spans(ends), strict=True):
        found = found.mask((rows["opened_at"] >= first) & (rows["opened_at"] < after), end)
    return found


def _by_quarter(rows: pd.DataFrame, company: Company) -> pd.DataFrame:
    ends = quarter_ends(rows["opened_at"].min(), company.as_of) if len(rows) else pd.DatetimeIndex([])
    counts = [int((rows["quarter_end"] == end).sum()) for end in ends]
    return pd.DataFrame({"quarter_end": ends, "incidents": counts})


def _year(rows: pd.DataFrame, ago: int) -> Flags:
    """The incidents of the last 365 days, or of as many before them."""
    days = rows["days_ago"].to_numpy(dtype=float)
    return np.asarray((days >= YEAR_DAYS * ago - (1 if ago == 0 else 0)) & (days < YEAR_DAYS * (ago + 1)))


def _timing(rows: pd.DataFrame, column: str, over: Flags, last: Flags, before: Flags | None) -> Timing:
    hours = rows[column].to_numpy(dtype=float)
    known = np.isfinite(hours)
    now, then = last & known, known & (before if before is not None else np.zeros(len(rows), dtype=bool))
    return Timing(
        time_until(hours[now], over[now]), _slow(hours[now], over[now]),
        time_until(hours[then], over[then]), _slow(hours[then], over[then]),
        longer(hours[then], over[then], hours[now], over[now]) if then.any() and now.any() else None,
        int(now.sum()), int((now & ~over).sum()), int((last & ~known).sum()), int(then.sum()),
    )  # fmt: skip


def _slow(hours: npt.NDArray[np.float64], over: Flags) -> Range:
    return time_until(hours, over, SLOWEST_TENTH) if len(hours) >= FEWEST else UNKNOWN


def _links(rows: pd.DataFrame) -> dict[str, int]:
    return {kind: int((rows["link"] == kind).sum()) for kind in (CHANGE, INITIATIVE, NEITHER)}


def _groups(rows: pd.DataFrame, by: str, last: Flags, before: Flags | None, dispersion: float) -> pd.DataFrame:
    found = []
    over = ~rows["open"].to_numpy(dtype=bool)
    hours = rows["hours_to_resolve"].to_numpy(dtype=float)
    for name in sorted(texts_of(rows[by]).distinct):
        mine = (rows[by] == name).to_numpy(dtype=bool)
        now, then = mine & last, None if before is None else int((mine & before).sum())
        known = now & np.isfinite(hours)
        moved = None if then is None else count_direction(then, int(now.sum()), 1, 1, dispersion)
        found.append((name, int(now.sum()), then, moved, time_until(hours[known], over[known])))
    frame = pd.DataFrame(found, columns=["name", "past_year", "year_before", "direction", "resolve"])
    return frame.sort_values(["past_year", "name"], ascending=[False, True], kind="stable").reset_index(drop=True)
