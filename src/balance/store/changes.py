"""What is new, changed or gone between two snapshots or two days.

Two cells are the same where both are missing or both say the same. A column that only one side
fills is a change like any other. Where each row came from is not compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.errors import StoreError
from balance.roles import Action, needs
from balance.schema import TABLES, Table
from balance.store.as_of import frames_in
from balance.store.connection import Session, Store, reading
from balance.store.frames import frame_of, kinds_of, quoted


@needs(Action.TRACE)
def compare_snapshots(store: Store, before: str, after: str) -> dict[str, dict[str, list[Any]]]:
    """For each table: ids new, cells changed (id, column, before, after) and ids gone.

    A table that the second snapshot lacks is carried forward, so nothing in it changed.
    """
    with reading(store) as session:
        old, new = _frames_of(session, before), _frames_of(session, after)
    both = {name: (old.get(name), new.get(name)) for name in TABLES if name in old or name in new}
    return {name: _compared(first, second, TABLES[name]) for name, (first, second) in both.items()}


@needs(Action.TRACE)
def compare_with_frames(
    store: Store, snapshot_id: str, frames: Mapping[str, pd.DataFrame]
) -> dict[str, dict[str, list[Any]]]:
    """What frames of the same load hold otherwise than the snapshot: ids new, cells changed and ids gone."""
    with reading(store) as session:
        kept = _frames_of(session, snapshot_id)
    both = [name for name in TABLES if name in kept or len(frames.get(name, ()))]
    return {name: _compared(kept.get(name), frames.get(name), TABLES[name]) for name in both}


@needs(Action.TRACE)
def changes_since(store: Store, as_of: date, previous: date) -> dict[str, dict[str, int]]:
    """For each table known as of a day: how many ids are new, changed and gone since the earlier day."""
    with reading(store) as session:
        old, new = frames_in(session, previous), frames_in(session, as_of)
    return {name: count_changes(old[name], frame, TABLES[name].key) for name, frame in new.items() if name in old}


def count_changes(before: pd.DataFrame, after: pd.DataFrame, key: str) -> dict[str, int]:
    """How many ids are new, changed and gone; rows marked gone on a side are not on it any more."""
    old, new = _here(before), _here(after)
    left, right = _side_by_side(before, new, key)
    return {
        "new": len(new) - len(right),
        "changed": int(_differences(left, right).any(axis=1).sum()),
        "gone": int((_places(new, old, key) < 0).sum()),
    }


def _here(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[~frame["gone"]] if "gone" in frame else frame


def _places(frame: pd.DataFrame, other: pd.DataFrame, key: str) -> npt.NDArray[np.intp]:
    """For each row of the other frame the number of the row with its id, -1 where there is none."""
    ids, wanted = (pd.Index(side[key].to_numpy(dtype=object)) for side in (frame, other))
    return np.asarray(ids.get_indexer(wanted), dtype=np.intp)


def _side_by_side(old: pd.DataFrame, new: pd.DataFrame, key: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of the ids on both sides, in the order of the second."""
    places = _places(old, new, key)
    return old.iloc[places[places >= 0]].reset_index(drop=True), new[places >= 0].reset_index(drop=True)


def _frames_of(session: Session, snapshot_id: str) -> dict[str, pd.DataFrame]:
    if not session.rows("SELECT 1 FROM snapshots WHERE snapshot_id = $1", snapshot_id):
        raise StoreError(f"There is no snapshot {snapshot_id!r}. `balance snapshots` lists them.")
    query = "SELECT table_name FROM snapshot_tables WHERE snapshot_id = $1 AND row_count > 0"
    present = {name for (name,) in session.rows(query, snapshot_id)}
    return {name: _rows_of(session, table, snapshot_id) for name, table in TABLES.items() if name in present}


def _rows_of(session: Session, table: Table, snapshot_id: str) -> pd.DataFrame:
    kinds = kinds_of(table)
    query = f'SELECT {quoted(kinds)} FROM "{table.name}" WHERE snapshot_id = $1 ORDER BY "{table.key}"'
    return frame_of(session.table(query, snapshot_id), kinds)


def _compared(before: pd.DataFrame | None, after: pd.DataFrame | None, table: Table) -> dict[str, list[Any]]:
    if after is None:
        return {"new": [], "changed": [], "gone": []}
    old = after.head(0) if before is None else before
    return {
        "new": after.loc[_places(old, after, table.key) < 0, table.key].tolist(),
        "changed": _cells(*_side_by_side(old, after, table.key), table.key),
        "gone": old.loc[_places(after, old, table.key) < 0, table.key].tolist(),
    }


def _cells(left: pd.DataFrame, right: pd.DataFrame, key: str) -> list[dict[str, Any]]:
    """One record per changed cell, row by row."""
    changed = _differences(left, right)
    found: list[tuple[int, int, dict[str, Any]]] = []
    for place, column in enumerate(changed.columns):
        rows = np.flatnonzero(changed[column].to_numpy(dtype=bool))
        cells = zip(rows, left[key].iloc[rows], left[column].iloc[rows], right[column].iloc[rows], strict=True)
        found += [
            (int(row), place, {"id": name, "column": column, "before": _plain(was), "after": _plain(now)})
            for row, name, was, now in cells
        ]
    return [record for _, _, record in sorted(found, key=lambda item: item[:2])]


def _differences(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """True where a cell differs, for the columns of `schema` that both sides have."""
    names = [name for name in _compared_columns(left) if name in right.columns]
    return pd.DataFrame({name: _differ(left[name], right[name]) for name in names})


def _compared_columns(frame: pd.DataFrame) -> list[str]:
    apart = {"source_file", "source_sheet", "source_row", "snapshot_id", "gone"}
    return [str(name) for name in frame.columns if name not in apart]


def _differ(left: pd.Series, right: pd.Series) -> pd.Series:
    same = (left == right).fillna(False).astype(bool) | (left.isna() & right.isna())
    return ~same


def _plain(value: Any) -> Any:  # noqa: ANN401
    """A cell as JSON holds it."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return (value.date() if value == value.normalize() else value).isoformat()
    return value.item() if hasattr(value, "item") else value
