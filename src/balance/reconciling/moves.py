"""What moved between two snapshots without a word: ids, baselines, stages, finishes, losses, whole columns."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

import numpy as np
import pandas as pd

from balance.reconciling.pairs import Pairs

BASELINES = ("finish_planned", "start_planned")
NOT_FINISHED = ("approved", "in_flight", "on_hold")
RANK = {"idea": 0, "approved": 1, "in_flight": 2, "on_hold": 2, "done": 3, "cancelled": 3}

FEWEST_FILLED, OFTEN_FILLED = 5, 0.2
"""A column counts as filled before from so many cells and this share of them on."""


def vanished(pairs: Pairs, held: Collection[str] = ()) -> pd.DataFrame:
    """Rows of the newest earlier snapshot that are missing now, those not finished and dearest first.

    Columns: id, name, stage (text or NA), budget (currency or NaN), not_finished, held (bool: its row is in the
    upload and waits for mending), now_called (the new id that alone has its name, or NA). Empty where loads hold one
    period each: then a missing row means nothing.
    """
    lost = pairs.before[pairs.missing & (not pairs.by_period)]
    stage, budget = _column(lost, "stage", "str"), _column(lost, "budget", "float64")
    frame = pd.DataFrame({
        "id": lost[pairs.table.key], "name": _column(lost, "name", "str"), "stage": stage, "budget": budget,
        "not_finished": stage.isin(NOT_FINISHED), "held": lost[pairs.table.key].isin(list(held)),
        "now_called": _now_called(pairs, lost),
    })  # fmt: skip
    return frame.sort_values(["not_finished", "budget", "id"], ascending=[False, False, True], ignore_index=True)


def _now_called(pairs: Pairs, lost: pd.DataFrame) -> pd.Series:
    """For each missing row the id of the one new row with its name; NA where none has it, or more than one row does."""
    new = pairs.now[~pairs.matched]
    if not len(lost) or "name" not in new or "name" not in lost:
        return pd.Series(pd.NA, index=lost.index, dtype="str")
    named = new.dropna(subset="name").drop_duplicates("name", keep=False).set_index("name")[pairs.table.key]
    own = lost["name"].where(~lost["name"].duplicated(keep=False))
    return own.map(named).astype("str")


def moved_dates(pairs: Pairs, column: str) -> pd.DataFrame:
    """Where a date of the same id is another one now, the largest move first.

    Columns: id, stage (before), before, after (days), days (positive: later).
    """
    after, before = pairs.both(column)
    at = (after.notna() & before.notna() & (after != before)).to_numpy(dtype=bool)
    stage = pairs.both("stage")[1] if "stage" in pairs.before else pd.Series(pd.NA, index=after.index, dtype="str")
    days = (after - before).dt.days.to_numpy(dtype="float64")
    frame = pd.DataFrame({
        "id": pairs.ids[at], "stage": stage[at], "before": before[at], "after": after[at], "days": days[at],
    })  # fmt: skip
    return _largest_first(frame, "days")


def moved_amounts(pairs: Pairs, column: str) -> pd.DataFrame:
    """Where an amount of the same id is another one now, the largest move first: id, before, after, change."""
    after, before = pairs.both(column)
    at = (after.notna() & before.notna() & (after != before)).to_numpy(dtype=bool)
    frame = pd.DataFrame({"id": pairs.ids[at], "before": before[at], "after": after[at]})
    return _largest_first(frame.assign(change=frame["after"] - frame["before"]), "change")


def went_back(pairs: Pairs) -> pd.DataFrame:
    """Initiatives whose stage went backwards, or that were done and are not: id, before, after."""
    after, before = pairs.both("stage")
    back = after.map(RANK).to_numpy(dtype="float64") < before.map(RANK).to_numpy(dtype="float64")
    undone = (before == "done").to_numpy(dtype=bool) & (after == "cancelled").to_numpy(dtype=bool)
    at = back | undone
    frame = pd.DataFrame({"id": pairs.ids[at], "before": before[at], "after": after[at]})
    return frame.sort_values(["before", "id"], ignore_index=True)


def removed(pairs: Pairs, column: str) -> pd.DataFrame:
    """Where a cell of the same id was filled and is empty: id, before."""
    after, before = pairs.both(column)
    at = (after.isna() & before.notna()).to_numpy(dtype=bool)
    return pd.DataFrame({"id": pairs.ids[at], "before": before[at]}).sort_values("id", ignore_index=True)


def emptied(pairs: Pairs, newest: pd.DataFrame) -> pd.DataFrame:
    """Columns that the newest earlier snapshot filled and this one leaves empty: column, filled_before, rows_before."""
    names = [column.name for column in pairs.table.columns[1:] if column.name in newest and column.name in pairs.now]
    if len(pairs.now) < FEWEST_FILLED or not names:
        return pd.DataFrame({"column": [], "filled_before": [], "rows_before": []})
    filled = newest[names].notna().sum() + pd.Series({name: pairs.beyond.filled.get(name, 0) for name in names})
    rows = len(newest) + pairs.beyond.newest
    often = (filled >= FEWEST_FILLED) & (filled >= OFTEN_FILLED * rows)
    away = often & ~pairs.now[names].notna().any()
    found = filled[away]
    return pd.DataFrame({"column": found.index, "filled_before": found.to_numpy(), "rows_before": rows})


def _column(frame: pd.DataFrame, name: str, kind: Literal["str", "float64"]) -> pd.Series:
    return frame[name] if name in frame else pd.Series(np.nan, index=frame.index).astype(kind)


def _largest_first(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    order = np.lexsort((frame["id"].to_numpy(dtype=object).astype(str), -frame[column].abs().to_numpy()))
    return frame.iloc[order].reset_index(drop=True)
