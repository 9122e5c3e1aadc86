"""The register of controls as this room reads it: days instead of dates, shares as numbers, tags instead of text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.company import Company
from balance.schema import tags_of

Array = npt.NDArray[np.float64]

SHARES = ("coverage", "frequency_reduction_low", "frequency_reduction_high", "loss_reduction_low",
          "loss_reduction_high")  # fmt: skip
WORDS = ("kind", "status", "class", "owner")
DAYS = ("requested_on", "in_force_on", "last_reviewed")


def register(company: Company) -> pd.DataFrame:
    """One row per control, policy, guardrail or training that is still in the register, in a fixed order.

    Returns control_id, name, kind, status, class, owner (text, empty where missing), tags (tuple), the shares of the
    schema (0..1), annual_cost, review_every_days, and requested_on, in_force_on, last_reviewed as days from the as-of
    date (past negative); what is missing is NaN. Without a table there are no rows.

    >>> from balance.assumptions import resolve
    >>> len(register(Company(date(2026, 9, 30), resolve(None))))
    0
    """
    frame = company.controls
    if frame is None or not len(frame):
        frame = pd.DataFrame({"control_id": [], "name": []})
    if frame["control_id"].duplicated().any():
        frame = frame.drop_duplicates("control_id", keep="last")
    if "gone" in frame and frame["gone"].any():
        frame = frame[~frame["gone"].fillna(False).to_numpy(dtype=bool)]
    columns: dict[str, Any] = {name: words(frame, name) for name in ("control_id", "name", *WORDS)}
    columns["tags"] = [tags_of(text) for text in words(frame, "technology")]
    columns |= {name: numbers(frame, name) for name in (*SHARES, "annual_cost", "review_every_days")}
    columns |= {name: days(frame, name, company.as_of) for name in DAYS}
    order = sorted(range(len(frame)), key=lambda at: (columns["name"][at], columns["control_id"][at]))
    return pd.DataFrame({name: _taken(column, order) for name, column in columns.items()})


def _taken(column: Sequence[object] | Array, order: Sequence[int]) -> npt.NDArray[Any]:
    """A column in that order; text and tags as they are."""
    if isinstance(column, np.ndarray):
        return np.asarray(column[list(order)])
    found = np.empty(len(order), dtype=object)
    found[:] = [column[at] for at in order]
    return found


def words(frame: pd.DataFrame, name: str) -> list[str]:
    """A column of text; what is missing is empty."""
    column = frame[name].tolist() if name in frame else [None] * len(frame)
    return [value.strip() if isinstance(value, str) else "" for value in column]


def numbers(frame: pd.DataFrame, name: str) -> Array:
    """A column of numbers; what is missing or not finite is NaN."""
    if name not in frame:
        return np.full(len(frame), np.nan)
    found = pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isfinite(found), found, np.nan)


def days(frame: pd.DataFrame, name: str, as_of: date) -> Array:
    """A column of dates as whole days from the as-of date, past ones negative; what is missing is NaN."""
    if name not in frame:
        return np.full(len(frame), np.nan)
    moments = pd.to_datetime(frame[name], errors="coerce").to_numpy(dtype="datetime64[us]")
    since = (moments - np.datetime64(as_of, "D").astype("datetime64[us]")) / np.timedelta64(1, "D")
    return np.asarray(np.floor(since), dtype=np.float64)


def working(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Which rows of the register are in force."""
    return (rows["status"] == "in_force").to_numpy(dtype=bool)


def lacking(rows: pd.DataFrame, *names: str) -> tuple[str, ...]:
    """Which of these columns hold nothing at all, although there are rows."""
    return tuple(name for name in names if len(rows) and not _filled(rows[name]))


def _filled(column: pd.Series) -> bool:
    return bool((column != "").any()) if column.dtype == object else bool(column.notna().any())
