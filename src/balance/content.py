"""What a report rests on, as one hash: the same content has the same hash, wherever and whenever it was loaded."""

from __future__ import annotations

import hashlib
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
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
            digest.update(_by_id(frame[TABLES[name].key], marks_of(name, frame).rows).tobytes())
    digest.update(repr(_stated(assumptions)).encode())
    return digest.hexdigest()


def _stated(assumptions: Assumptions) -> list[tuple[object, ...]]:
    """What the company stated, in an order that depends on nothing else."""
    rows = [tuple(getattr(row, name) for name in STATED) for row in assumptions.rows.values() if not row.assumed]
    unused = [("unused", row.key, row.found) for row in assumptions.unused]
    return sorted([*rows, *unused], key=repr)


@dataclass(frozen=True, eq=False)
class Marks:
    """For each row of a table, in its order, a hash of what these columns of it say."""

    columns: tuple[str, ...]
    rows: npt.NDArray[np.uint64]
    read_at: str = ""
    """The revision of the store that the very frame was read at, where that is known."""


_MARKS: dict[int, tuple[weakref.ref[pd.DataFrame], Marks]] = {}
"""The marks of frames that are in use, by their identity: nobody changes a frame that was read."""


def marks_of(name: str, frame: pd.DataFrame) -> Marks:
    """The marks of a table's rows, worked out once while the frame is in use."""
    known = _MARKS.get(id(frame))
    if known is not None and known[0]() is frame:
        return known[1]
    without = NOT_CONTENT if name == "initiatives" else NOT_CONTENT | {"gone"}
    names = [str(column) for column in frame.columns if column not in without]
    columns = tuple(sorted(one for one in names if one not in LATER or frame[one].notna().any()))
    return remember(frame, Marks(columns, marked(frame, columns)))


def remember(frame: pd.DataFrame, marks: Marks) -> Marks:
    """Let these be the marks of a frame, as long as it is in use."""
    place = id(frame)

    def forget(gone: weakref.ref[pd.DataFrame]) -> None:
        if (known := _MARKS.get(place)) is not None and known[0] is gone:
            _MARKS.pop(place, None)

    _MARKS[place] = weakref.ref(frame, forget), marks
    return marks


def marked(frame: pd.DataFrame, columns: Sequence[str]) -> npt.NDArray[np.uint64]:
    """A hash of what these columns say in each row, some rows at a time."""
    parts = [
        pd.util.hash_pandas_object(frame.iloc[begin : begin + ROWS_AT_ONCE][list(columns)], index=False).to_numpy()
        for begin in range(0, len(frame), ROWS_AT_ONCE)
    ]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint64)


def _by_id(ids: pd.Series, rows: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The marks in the order of the ids."""
    if in_order(ids) or ids.is_monotonic_increasing:
        return rows
    order = pd.DataFrame({"id": ids.reset_index(drop=True)}).sort_values("id").index
    return np.asarray(rows[order.to_numpy()])
