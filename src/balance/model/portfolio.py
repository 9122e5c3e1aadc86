"""The initiatives as the model reads them: days instead of dates, scores instead of words, one fixed order.

Conventions: days are counted from the as-of date (past negative) and clipped to 40 years; quarters have
91.25 days; rows stand in an order that depends on what an initiative is and not on its id or its place in
the file, so that renaming or reordering changes no answer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.assumptions import Assumptions
from balance.model.priors import DEFAULTS, kept_to
from balance.schema import INITIATIVES, in_order, tags_of

Array = npt.NDArray[np.float64]

QUARTER_DAYS = 91.25
"""A quarter of the model: a fourth of the 365 days the contract calls a year."""

HORIZON_DAYS = 14600.0
"""Dates further away than 40 years are taken as 40 years away."""

SHORTEST_DAYS = 7.0
"""Plans shorter than a week are taken as no plan; work shorter than a week as a week."""

STAGE_SCORE = {"design": 0.0, "late": 1.0, "not_yet": 1.0}
"""How late security joined, 0 at design .. 1 late; at build, and where nobody says when, as is assumed."""

JOINED_LATE = ("build", "late", "not_yet")
"""Stages of joining in which security came after design."""

Assumed = Callable[[str], float]
"""What is assumed for a key, asked for only where the table leaves it open."""

_DATES = ("start_planned", "start_actual", "finish_planned", "finish_forecast", "finish_actual")
_MONEY = ("budget", "actual_cost", "forecast_cost", "annual_value")
_READ = {
    *_DATES,
    *_MONEY,
    "initiative_id",
    "name",
    "stage",
    "business_unit",
    "category",
    "technology",
    "security_joined",
}
_ORDER = ("business_unit", "stage", "begun", "ended", "due", "planned_days", "starts_in", "annual_value", "log_size",
          "score", "cost_left", "tags", "category")  # fmt: skip


def portfolio(initiatives: pd.DataFrame | None, as_of: date, given: Assumptions = DEFAULTS) -> pd.DataFrame:
    """Put every initiative into the few numbers that decide when it lands and how much it is exposed.

    Args: the frame of schema table `initiatives` (None: no table), the as-of date, and the assumptions for what the
    table leaves open.
    Returns one row per initiative in a fixed order: initiative_id, name, business_unit, stage, category, tags;
    open (in flight), running (open or approved), late (open and joined build or later); begun, ended, due,
    finished_on (days from as_of), planned_days, plan_known, starts_in (days), score (0..1), log_size (log of
    budget against the median), annual_value, cost_left (currency), known_finish (bool).
    Missing: a start falls back on the planned one, a plan's length on the company's own median, a size on the
    median; an annual value stays missing. Where the table leaves them open, the length of all plans, the start of
    approved work, the day something stopped and how late security joined are assumptions.

    >>> len(portfolio(None, date(2026, 9, 30)))
    0
    """
    frame = _complete(initiatives)
    days = {name: _days(frame[name], as_of) for name in _DATES}
    stage = frame["stage"].astype("object").fillna("").to_numpy(dtype=object)
    gone = frame["gone"].fillna(False).to_numpy(dtype=bool)
    in_flight, approved = (stage == "in_flight") & ~gone, (stage == "approved") & ~gone
    rows = {
        "initiative_id": frame["initiative_id"], "name": frame["name"], "stage": stage,
        "business_unit": _words(frame["business_unit"]), "category": _words(frame["category"]),
        "tags": [tags_of(text) for text in frame["technology"]], "open": in_flight, "running": in_flight | approved,
    }  # fmt: skip
    assumed = partial(kept_to, given)
    return _in_order(pd.DataFrame(rows | _times(stage, gone, days, assumed) | _traits(frame, in_flight, assumed)))


def stage_score(stage: str, assumed: Assumed) -> float:
    """How late security joined, 0 at design to 1 late; `assumed` at build and where no stage is named.

    >>> [stage_score(stage, {"effect:joined_at_build": 0.4}.get) for stage in ("design", "build", "late")]
    [0.0, 0.4, 1.0]
    """
    if stage in STAGE_SCORE:
        return STAGE_SCORE[stage]
    return assumed("effect:joined_at_build" if stage == "build" else "effect:joined_unknown")


def activity(rows: pd.DataFrame, quarters: int, end: float = 0.0, parts: int = 1) -> Array:
    """How much of each past quarter each initiative was open, 0..1, shape (initiatives, quarters), oldest first.

    The last quarter ends `end` days from the as-of date (0 or negative). With `parts` every quarter falls into so
    many equal spans with a column each.

    >>> one = pd.DataFrame({"begun": [-91.25 * 1.5], "ended": [0.0]})
    >>> activity(one, 3).tolist()
    [[0.0, 0.5, 1.0]]
    """
    days = QUARTER_DAYS / parts
    high = end - days * np.arange(quarters * parts - 1, -1, -1.0)
    begun = rows["begun"].to_numpy(dtype=float)[:, None]
    ended = rows["ended"].to_numpy(dtype=float)[:, None]
    shared = np.minimum(ended, high) - np.maximum(begun, high - days)
    return np.asarray(np.clip(np.nan_to_num(shared), 0.0, days) / days)


def _complete(initiatives: pd.DataFrame | None) -> pd.DataFrame:
    """The frame with every column that is read here, present or not, and one row per id."""
    given = pd.DataFrame() if initiatives is None else initiatives.reset_index(drop=True)
    read = (column for column in INITIATIVES.columns if column.name in _READ)
    columns = {
        column.name: given[column.name] if column.name in given else _absent(column.type, len(given)) for column in read
    }
    gone = given["gone"] if "gone" in given else pd.Series(False, index=range(len(given)))
    return once(pd.DataFrame(columns | {"gone": gone.astype("boolean")}), "initiative_id").reset_index(drop=True)


def once(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """One row per id, the last one.

    >>> once(pd.DataFrame({"id": ["a", "b", "a"], "row": [1, 2, 3]}), "id")["row"].tolist()
    [2, 3]
    """
    if in_order(frame[key]):
        return frame
    again = frame[key].duplicated(keep="last").to_numpy()
    return frame[~again] if again.any() else frame


def _absent(kind: str, rows: int) -> pd.Series:
    types = {"date": "datetime64[us]", "money": "float64", "share": "float64", "number": "float64"}
    return pd.Series([None] * rows, dtype=types.get(kind, "object"))


def _days(column: pd.Series, as_of: date) -> Array:
    """Days from the as-of date, missing as NaN, clipped to the horizon."""
    day = np.datetime64(as_of, "D").astype("datetime64[us]")
    moments = pd.to_datetime(column, errors="coerce").to_numpy(dtype="datetime64[us]")
    days = (moments - day) / np.timedelta64(1, "D")
    return np.asarray(np.clip(np.floor(days), -HORIZON_DAYS, HORIZON_DAYS))


def _words(column: pd.Series) -> npt.NDArray[np.object_]:
    return column.astype("object").fillna("").astype(str).str.strip().to_numpy(dtype=object)


def _first(*choices: Array) -> Array:
    """The first of several columns that is known, element by element."""
    found = choices[0]
    for choice in choices[1:]:
        found = np.where(np.isnan(found), choice, found)
    return found


def _times(
    stage: npt.NDArray[np.object_], gone: npt.NDArray[np.bool_], days: dict[str, Array], assumed: Assumed
) -> dict[str, Array]:
    """When each began, ended or will begin, and how long it was planned to take."""
    planned, known = _planned_days(days, assumed)
    ended = _ended(stage, gone, days, assumed)
    undated = (stage == "approved") & np.isnan(days["start_planned"])
    soon = assumed("effect:approved_start") if undated.any() else 0.0
    starts = np.maximum(_first(days["start_planned"], np.full(len(stage), soon)), 0.0)
    finished = np.where(stage == "done", np.minimum(days["finish_actual"], 0.0), np.nan)
    return {
        "begun": _begun(stage, days, ended, planned),
        "ended": ended,
        "due": days["finish_planned"],
        "finished_on": finished,
        "planned_days": planned,
        "plan_known": known,
        "starts_in": np.where(stage == "approved", starts, 0.0),
        "known_finish": ~np.isnan(finished),
    }


def _planned_days(days: dict[str, Array], assumed: Assumed) -> tuple[Array, npt.NDArray[np.bool_]]:
    """The planned length in days and whether it was stated; unstated ones take the company's median."""
    length = _first(days["finish_planned"], days["finish_forecast"]) - _first(
        days["start_planned"], days["start_actual"]
    )
    known = length >= SHORTEST_DAYS
    taken = days["finish_actual"] - days["start_actual"]
    own = length[known] if known.any() else taken[taken >= SHORTEST_DAYS]
    typical = float(np.median(own)) if len(own) else assumed("effect:plan_length")
    return np.where(known, length, typical), known


def _begun(stage: npt.NDArray[np.object_], days: dict[str, Array], ended: Array, planned: Array) -> Array:
    """The day work began; NaN for what never began."""
    stopped = np.isin(stage, ["cancelled", "on_hold"])
    begun = np.where(stopped, days["start_actual"], _first(days["start_actual"], days["start_planned"]))
    begun = np.where((stage == "in_flight") & np.isnan(begun), np.minimum(days["finish_planned"] - planned, 0.0), begun)
    begun = np.where((stage == "done") & np.isnan(begun), ended - planned, begun)
    begun = np.where(np.isin(stage, ["in_flight", "done"]), np.minimum(np.nan_to_num(begun, nan=0.0), ended), begun)
    return np.where(np.isin(stage, ["in_flight", "done", "cancelled", "on_hold"]) & (begun <= ended), begun, np.nan)


def _ended(
    stage: npt.NDArray[np.object_], gone: npt.NDArray[np.bool_], days: dict[str, Array], assumed: Assumed
) -> Array:
    """The day work stopped, 0 for what goes on; a stop nobody dated is taken as long ago as is assumed."""
    dated = np.minimum(_first(days["finish_actual"], days["finish_forecast"], days["finish_planned"]), 0.0)
    asked = np.isin(stage, ["cancelled", "on_hold"]) | gone | ((stage == "done") & np.isnan(dated))
    ago = assumed("effect:undated_stop") if asked.any() else 0.0
    unknown = np.full(len(stage), -ago)
    stopped = np.minimum(_first(days["finish_actual"], days["finish_planned"], unknown), -ago)
    ended = np.where(stage == "done", _first(dated, unknown), 0.0)
    ended = np.where((stage == "cancelled") & (days["finish_actual"] <= 0), days["finish_actual"], ended)
    undated = np.isin(stage, ["cancelled", "on_hold"]) & ~((stage == "cancelled") & (days["finish_actual"] <= 0))
    ended = np.where(undated, stopped, ended)
    return np.where(gone & (stage == "in_flight"), unknown, ended)


def _traits(frame: pd.DataFrame, running: npt.NDArray[np.bool_], assumed: Assumed) -> dict[str, npt.NDArray[Any]]:
    """Score of joining, size, value and the money still to spend."""
    joined = frame["security_joined"].astype("object").to_numpy(dtype=object)
    words = [word if isinstance(word, str) else "" for word in joined]
    scores = {word: stage_score(word, assumed) for word in set(words)}
    score = np.array([scores[word] for word in words])
    late = np.array([word in JOINED_LATE for word in words], dtype=bool)
    money = {name: _money(frame[name]) for name in _MONEY}
    left = _first(money["forecast_cost"], money["budget"]) - np.nan_to_num(money["actual_cost"])
    return {
        "score": score,
        "late": late & running,
        "log_size": _log_size(money["budget"]),
        "annual_value": money["annual_value"],
        "cost_left": np.maximum(left, 0.0),
    }


def _money(column: pd.Series) -> Array:
    """Sums as numbers; what is not finite is missing."""
    sums = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isfinite(sums), sums, np.nan)


def _log_size(budget: Array) -> Array:
    """Log of the budget against the company's median, 0 where unknown, clipped at a factor of 20."""
    positive = budget > 0
    if not positive.any():
        return np.zeros(len(budget))
    logs = np.log(np.where(positive, budget, 1.0))
    return np.where(positive, np.clip(logs - np.median(logs[positive]), -3.0, 3.0), 0.0)


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows sorted by what they are, unit first; equal ones keep their place."""
    keys = [_rank(rows[name]) for name in reversed(_ORDER)]
    return rows.iloc[np.lexsort(keys)].reset_index(drop=True) if len(rows) else rows


def _rank(column: pd.Series) -> Array:
    """A sortable number for every value, missing last."""
    values = column.to_numpy()
    if values.dtype.kind != "O":
        return np.asarray(values, dtype=float)
    return np.unique(np.array([str(value) for value in values]), return_inverse=True)[1].astype(float)
