"""Frames as `schema` types them, to arrow and back without a change.

Text stays text whatever it looks like; missing is NULL in the database and NA in the frame.
A date column carries days only: a time of day in it is an error of the caller.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from balance.schema import FRAME_TYPES, PROVENANCE, Table, Type, in_order

PROVENANCE_KINDS: dict[str, Type] = dict(zip(PROVENANCE, ("text", "text", "count"), strict=True))

_BACK = {
    pa.large_string(): pd.StringDtype(na_value=float("nan")),
    pa.string(): pd.StringDtype(na_value=float("nan")),
    pa.int64(): pd.Int64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
}

_TEXTS = (pa.string(), pa.large_string())

_ARROW_KINDS: dict[Type, pa.DataType] = {
    "id": pa.large_string(), "text": pa.large_string(), "choice": pa.large_string(), "tags": pa.large_string(),
    "date": pa.date32(), "moment": pa.timestamp("us"),
    "money": pa.float64(), "share": pa.float64(), "number": pa.float64(), "count": pa.int64(), "flag": pa.bool_(),
}  # fmt: skip


def kinds_of(table: Table) -> dict[str, Type]:
    """Every column a stored row of that table has, with its type of `schema`; provenance included."""
    return {column.name: column.type for column in table.columns} | PROVENANCE_KINDS


def arrow_of(frame: pd.DataFrame, kinds: Mapping[str, Type]) -> pa.Table:
    """The columns of a frame as arrow, in that order; a column the frame lacks is all missing."""
    return pa.table(
        {
            name: _column(frame[name], kind) if name in frame else pa.nulls(len(frame), _ARROW_KINDS[kind])
            for name, kind in kinds.items()
        }
    )


def _column(values: pd.Series, kind: Type) -> pa.Array:
    typed = values.astype(pd.api.types.pandas_dtype(FRAME_TYPES[kind]))
    if kind == "date":
        if (typed.dt.normalize() != typed)[typed.notna()].any():
            raise ValueError(f"{values.name} holds days, and there is a time of day in it")
        return pa.array(typed, type=pa.timestamp("us"), from_pandas=True).cast(pa.date32())
    return pa.array(typed, type=_ARROW_KINDS[kind], from_pandas=True)


def frame_of(rows: pa.Table, kinds: Mapping[str, Type]) -> pd.DataFrame:
    """The frame of an arrow table: named columns typed as `schema` says, others as they come."""
    dates = {name: pa.timestamp("us") for name, kind in kinds.items() if kind == "date"}
    fields = [pa.field(field.name, dates.get(field.name, field.type)) for field in rows.schema]
    frame: pd.DataFrame = rows.cast(pa.schema(fields)).to_pandas(types_mapper=_BACK.get, use_threads=False)
    return typed(frame, kinds)


def frame_of_parts(
    parts: pa.RecordBatchReader, kinds: Mapping[str, Type], names: Sequence[str], by: str
) -> pd.DataFrame:
    """Those columns of rows that come part by part: the frame of all of them at once, by one of the columns, in memory
    of its own.

    What the engine hands over it keeps as long as anything of it is in use, all columns of a part together: a frame
    that shared its texts would hold its numbers twice. Rows mostly come in order, and to sort them costs more than to
    read them, so the engine is not asked to.
    """
    frames = [frame_of(_own_texts(part, names), kinds) for part in parts] or [
        frame_of(parts.schema.empty_table().select(names), kinds)
    ]
    keys = pd.concat([frame[by] for frame in frames], ignore_index=True)
    order = None if in_order(keys) else keys.array.argsort()
    if len(frames) > 1:
        return _one_below_the_other(frames, order)
    return frames[0] if order is None else frames[0].take(order).reset_index(drop=True)


def _one_below_the_other(frames: list[pd.DataFrame], order: npt.NDArray[np.intp] | None) -> pd.DataFrame:
    """The rows of all frames in that order, or in their own, column by column; the frames are used up.

    Columns without any value hold one cell that all their rows show, and texts without any are the same ones.
    """
    names, columns = list(frames[0]), [[frame[name] for name in frame] for frame in frames]
    rows, joined = sum(map(len, frames)), {}
    frames.clear()
    for name in names:
        parts = [of.pop(0) for of in columns]
        nothing = _nothing(parts[0].dtype, rows) if all(part.isna().all() for part in parts) else None
        joined[name] = _joined(parts, order) if nothing is None else nothing
    return pd.DataFrame(joined, copy=False)


def _joined(parts: list[pd.Series], order: npt.NDArray[np.intp] | None) -> pd.Series:
    whole = pd.concat(parts, ignore_index=True)
    return whole if order is None else whole.take(order).reset_index(drop=True)


def _nothing(kind: object, rows: int) -> pd.Series | None:
    """A column of that kind without a value, next to no memory of its own; None for a kind that has no such column."""
    if isinstance(kind, pd.StringDtype):
        return pd.Series(pa.chunked_array([_no_texts(rows)]).to_pandas(types_mapper=_BACK.get), copy=False)
    if isinstance(kind, np.dtype) and kind.kind in "fM":
        return pd.Series(np.broadcast_to(np.array("NaT" if kind.kind == "M" else np.nan, dtype=kind), rows), copy=False)
    return None


def _own_texts(part: pa.RecordBatch, names: Sequence[str]) -> pa.Table:
    """Those columns with texts in memory of their own; a column without any takes next to none."""
    columns = {name: part.column(name) for name in names}
    return pa.table({name: _own(values) if values.type in _TEXTS else values for name, values in columns.items()})


def _own(texts: pa.Array) -> pa.Array:
    if texts.null_count == len(texts):
        return _no_texts(len(texts))
    large = texts.cast(pa.large_string())
    return pa.concat_arrays([large, large[:0]])  # of one array alone nothing would be copied


@lru_cache(maxsize=2)
def _no_texts(rows: int) -> pa.Array:
    """Cells without a text: the same ones for all columns, for nobody changes what arrow holds."""
    return pa.nulls(rows, pa.large_string())


def typed(frame: pd.DataFrame, kinds: Mapping[str, Type]) -> pd.DataFrame:
    """The frame with its named columns typed as `schema` says; the same one where they are so already."""
    found = dict(zip(frame.columns, frame.dtypes, strict=True))
    wrong = {n: FRAME_TYPES[kind] for n, kind in kinds.items() if n in found and found[n] != FRAME_TYPES[kind]}
    return frame.astype(wrong) if wrong else frame


def hand_back_unused() -> None:
    """Hand memory that arrow keeps for later columns back to the system."""
    pa.default_memory_pool().release_unused()


def quoted(names: Iterable[str], prefix: str = "") -> str:
    """Column names for a statement: quoted, with a table alias where given."""
    return ", ".join(f'{prefix}"{name}"' for name in names)


def labelled(rows: pa.Table, snapshot_id: str) -> pa.Table:
    """The rows with the snapshot they belong to in front."""
    return rows.add_column(0, "snapshot_id", pa.array([snapshot_id] * len(rows), pa.string()))
