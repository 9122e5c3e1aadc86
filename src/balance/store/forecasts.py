"""Forecasts as they were made: one set per snapshot, written once, never mended, so that they can be scored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from balance.errors import StoreError
from balance.roles import Action, needs
from balance.schema import Type
from balance.store.audit import canonical, note
from balance.store.connection import Store, now, reading, writing
from balance.store.frames import arrow_of, frame_of, labelled, quoted

FORECAST_KINDS: dict[str, Type] = {
    "quantity": "text", "subject": "text", "due_on": "date",
    "q05": "number", "q10": "number", "q20": "number", "q50": "number", "q80": "number", "q90": "number",
    "q95": "number", "expected": "number", "chance": "share", "curve": "text",
}  # fmt: skip
"""What is forecast, of what (an initiative's id, a unit, empty for the company), the day on which it is known, its
quantiles and mean, or its chance; `curve` is the whole distribution as JSON: values and the chance of at most each."""

MADE_KINDS: dict[str, Type] = {"made_at": "moment", "model_version": "text", "data_hash": "text"}

SETS = ("snapshot_id", "as_of", "position", "made_at", "model_version", "data_hash", "assumptions", "currency")
"""Columns of `forecast_sets`: `position` is the place of the load among all loads, `assumptions` JSON text, `currency`
that of its money (missing where an earlier version wrote it down)."""


@needs(Action.LOAD)
def save_forecasts(
    store: Store,
    snapshot_id: str,
    frame: pd.DataFrame,
    *,
    model_version: str,
    data_hash: str,
    currency: str | None = None,
    assumptions: Mapping[str, Any] | None = None,
    who: str = "",
) -> bool:
    """Freeze the forecasts made on a snapshot; False where it has them already, and they stay as they are.

    `currency` is that of the money among them.
    """
    with writing(store) as session:
        if not session.rows("SELECT 1 FROM snapshots WHERE snapshot_id = $1", snapshot_id):
            raise StoreError(f"There is no snapshot {snapshot_id!r}. `balance snapshots` lists them.")
        if session.rows("SELECT 1 FROM forecast_sets WHERE snapshot_id = $1", snapshot_id):
            return False
        made_at, given = now(), canonical(dict(assumptions or {}))
        session.execute(
            "INSERT INTO forecast_sets (snapshot_id, made_at, model_version, data_hash, assumptions, currency) "
            "VALUES ($1, $2, $3, $4, $5, $6)",
            snapshot_id, made_at, model_version, data_hash, given, currency,
        )  # fmt: skip
        filled = frame.assign(
            subject=frame["subject"].fillna(""), made_at=made_at, model_version=model_version, data_hash=data_hash
        )
        if len(filled):
            session.append("forecasts", labelled(arrow_of(filled, MADE_KINDS | FORECAST_KINDS), snapshot_id))
        note(session, who, "freeze forecasts", snapshot_id, after={"rows": len(frame), "data_hash": data_hash})
    return True


@needs(Action.TRACE)
def forecasts(store: Store, snapshot_id: str | None = None) -> pd.DataFrame:
    """Forecasts of snapshots not dropped, with `as_of` and `made_at`, oldest first; of one snapshot where named."""
    with reading(store) as session:
        rows = session.table(
            f"SELECT f.snapshot_id, {quoted(MADE_KINDS | FORECAST_KINDS, 'f.')}, s.as_of FROM forecasts AS f "
            "JOIN snapshots AS s ON s.snapshot_id = f.snapshot_id "
            "WHERE NOT s.dropped AND ($1 IS NULL OR f.snapshot_id = $1) "
            "ORDER BY s.as_of, s.position, f.quantity, f.subject, f.due_on",
            snapshot_id,
        )
    kinds: dict[str, Type] = {"snapshot_id": "text", "as_of": "date"}
    return frame_of(rows, kinds | MADE_KINDS | FORECAST_KINDS)


@needs(Action.TRACE)
def forecast_sets(store: Store) -> pd.DataFrame:
    """Every snapshot that is not dropped, in the columns of `SETS`, oldest first; nothing made: missing."""
    with reading(store) as session:
        rows = session.rows(
            "SELECT s.snapshot_id, s.as_of, s.position, f.made_at, f.model_version, f.data_hash, f.assumptions, "
            "f.currency FROM snapshots AS s LEFT JOIN forecast_sets AS f ON f.snapshot_id = s.snapshot_id "
            "WHERE NOT s.dropped ORDER BY s.as_of, s.position"
        )
    return pd.DataFrame(rows, columns=list(SETS))


@needs(Action.TRACE)
def awaiting_forecasts(store: Store) -> tuple[str, ...]:
    """Snapshots without forecasts on which nothing learnt since could have a say: no later date is loaded."""
    with reading(store) as session:
        rows = session.rows(
            "SELECT s.snapshot_id FROM snapshots AS s WHERE NOT s.dropped "
            "AND NOT EXISTS (SELECT 1 FROM forecast_sets AS f WHERE f.snapshot_id = s.snapshot_id) "
            "AND NOT EXISTS (SELECT 1 FROM snapshots AS later WHERE later.as_of > s.as_of "
            "OR (later.as_of = s.as_of AND later.position > s.position AND NOT later.dropped)) "
            "ORDER BY s.as_of"
        )
    return tuple(name for (name,) in rows)
