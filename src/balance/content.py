"""What a report rests on, as one hash: the same content has the same hash, wherever and whenever it was loaded."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from datetime import date

import numpy as np
import pandas as pd

from balance.assumptions import Assumptions
from balance.schema import PROVENANCE, TABLES, in_order

MODELLED = ("initiatives", "incidents", "changes", "controls")
"""The tables a report is made of, besides the assumptions."""

NOT_CONTENT = {*PROVENANCE, "snapshot_id"}
LATER = {"notified_at"}
"""Columns that came with a later version: content only where somebody fills them."""

ROWS_AT_ONCE = 200_000
"""So many rows are hashed together: each by itself, so that nothing of it shows in the hash."""

STATED = ("key", "value", "low", "high", "unit", "owner", "stated_on", "reason", "source", "year")
"""What of an assumption the company states; the rest is the program's, and the model version speaks for it."""


def content_hash(
    as_of: date, frames: Mapping[str, pd.DataFrame | None], dates: Mapping[str, date], assumptions: Assumptions
) -> str:
    """One hash of exactly what was loaded and stated: no path, no load time, no order of rows, no documented default.

    A newer program that documents more assumptions, or others, leaves it as it is: report and pack name the model
    version beside it. A statement that cannot be used is told in the report, and so counts as well. Only of initiatives
    does it matter that an id is gone, so that cumulative exports and those of one quarter agree.
    """
    digest = hashlib.sha256(as_of.isoformat().encode())
    for name in MODELLED:
        frame = frames.get(name)
        if frame is not None:
            digest.update(f"{name} of {dates.get(name, as_of)}".encode())
            without = NOT_CONTENT if name == "initiatives" else NOT_CONTENT | {"gone"}
            for part in _hashed(frame, TABLES[name].key, without):
                digest.update(part)
    digest.update(repr(_stated(assumptions)).encode())
    return digest.hexdigest()


def _stated(assumptions: Assumptions) -> list[tuple[object, ...]]:
    """What the company stated, in an order that depends on nothing else."""
    rows = [tuple(getattr(row, name) for name in STATED) for row in assumptions.rows.values() if not row.assumed]
    unused = [("unused", row.key, row.found) for row in assumptions.unused]
    return sorted([*rows, *unused], key=repr)


def _hashed(frame: pd.DataFrame, key: str, without: Collection[str]) -> Iterator[bytes]:
    """The hashes of the rows, by id, some rows at a time."""
    names = [str(name) for name in frame.columns if name not in without]
    kept = sorted(name for name in names if name not in LATER or frame[name].notna().any())
    ordered = in_order(frame[key]) or frame[key].is_monotonic_increasing
    content = frame if ordered else frame[kept].sort_values(key)
    for begin in range(0, len(content), ROWS_AT_ONCE):
        hashed = pd.util.hash_pandas_object(content.iloc[begin : begin + ROWS_AT_ONCE][kept], index=False)
        yield np.ascontiguousarray(hashed.to_numpy()).tobytes()
