"""Forecasts as they were made: written once per snapshot, never mended, so that they can be scored."""

from __future__ import annotations

import pandas as pd

from balance.errors import StoreError
from balance.schema import Type
from balance.store.audit import note
from balance.store.connection import Store, now, reading, writing
from balance.store.frames import arrow_of, frame_of, labelled, quoted

FORECAST_KINDS: dict[str, Type] = {
    "quantity": "text", "subject": "text", "due_on": "date",
    "q05": "number", "q20": "number", "q50": "number", "q80": "number", "q95": "number", "chance": "share",
}  # fmt: skip
"""What is forecast (for example `incidents`, `loss`, `value`, `finished`), of what (an initiative's id, empty
for the company), the day on which it is known, and its quantiles or its chance."""

MADE_KINDS: dict[str, Type] = {"made_at": "moment", "model_version": "text", "data_hash": "text"}


def save_forecasts(store: Store, snapshot_id: str, frame: pd.DataFrame, *, model_version: str, data_hash: str) -> bool:
    """Freeze the forecasts made on a snapshot; False where it has them already, and they stay as they are."""
    with writing(store) as session:
        if not session.rows("SELECT 1 FROM snapshots WHERE snapshot_id = $1", snapshot_id):
            raise StoreError(f"There is no snapshot {snapshot_id!r}. `balance snapshots` lists them.")
        if session.rows("SELECT 1 FROM forecasts WHERE snapshot_id = $1 LIMIT 1", snapshot_id):
            return False
        filled = frame.assign(
            subject=frame["subject"].fillna(""), made_at=now(), model_version=model_version, data_hash=data_hash
        )
        session.append("forecasts", labelled(arrow_of(filled, MADE_KINDS | FORECAST_KINDS), snapshot_id))
        note(session, "", "freeze forecasts", snapshot_id, after={"rows": len(frame), "data_hash": data_hash})
    return True


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
