"""What is kept beside the rows of a load: the original files, what was wrong in them, the rows held back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from balance.errors import Problem, StoreError
from balance.roles import Action, needs
from balance.schema import TABLES, Type
from balance.store.connection import Session, Store, now, reading
from balance.store.frames import arrow_of, frame_of, labelled, quoted

PROBLEM_KINDS: dict[str, Type] = {
    "code": "text", "severity": "text", "file": "text", "sheet": "text", "cell": "text", "row": "count",
    "column": "text", "found": "text", "expected": "text", "fix": "text",
}  # fmt: skip

PART_BYTES = 16 * 1024
"""An original is cut into parts, since the engine takes rows into memory by the thousand."""

HELD_KINDS: dict[str, Type] = {
    "table": "text", "file": "text", "sheet": "text", "row": "count", "reasons": "text", "cells": "text",
}  # fmt: skip


def keep_originals(session: Session, snapshot_id: str, files: Sequence[tuple[str, str, bytes]]) -> None:
    """Keep the files a load came from, each content once however often it is loaded."""
    for position, (name, sha256, content) in enumerate(files):
        session.execute("INSERT INTO snapshot_files VALUES ($1, $2, $3, $4)", snapshot_id, position, name, sha256)
        keep_content(session, name, sha256, content)


def keep_content(session: Session, name: str, sha256: str, content: bytes) -> None:
    """Keep the content of one file, once however often it comes."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError(f"{name} is not the file of that hash")
    if not session.rows("SELECT 1 FROM originals WHERE sha256 = $1", sha256):
        session.execute("INSERT INTO originals VALUES ($1, $2, $3)", sha256, len(content), now())
        session.append("original_parts", in_parts(sha256, content))


def forget_unused(session: Session) -> None:
    """Delete the contents that no snapshot came from and no waiting upload needs."""
    used = (
        "SELECT sha256 FROM snapshot_files UNION ALL SELECT f.sha256 FROM waiting_files AS f "
        "JOIN waiting_uploads AS w ON w.waiting_id = f.waiting_id WHERE w.state = 'waiting'"
    )
    for table in ("originals", "original_parts"):
        session.execute(f"DELETE FROM {table} WHERE sha256 NOT IN ({used})")


def forget_drafts(session: Session, hashes: Sequence[str]) -> None:
    """Give up unfinished uploads that hold contents no snapshot has any more; what waits, waits on in sight."""
    for sha256 in hashes:
        if session.rows("SELECT 1 FROM snapshot_files WHERE sha256 = $1", sha256):
            continue
        held = "IN (SELECT draft_id FROM draft_files WHERE sha256 = $1)"
        session.execute(f"DELETE FROM drafts WHERE draft_id {held}", sha256)
        session.execute(f"DELETE FROM draft_files WHERE draft_id {held}", sha256)
    session.execute("DELETE FROM draft_parts WHERE sha256 NOT IN (SELECT sha256 FROM draft_files)")


def in_parts(sha256: str, content: bytes) -> pa.Table:
    """A content cut into parts (sha256, part, content), without copying it."""
    ends = [*range(0, len(content), PART_BYTES), len(content)]
    offsets = pa.py_buffer(np.asarray(ends, dtype=np.int64))
    count = len(ends) - 1
    cut = pa.LargeBinaryArray.from_buffers(pa.large_binary(), count, [None, offsets, pa.py_buffer(content)])
    return pa.table({"sha256": pa.array([sha256] * count, pa.string()), "part": range(count), "content": cut})


def keep_problems(session: Session, snapshot_id: str, problems: Sequence[Problem]) -> None:
    """Keep what was wrong, in the order it was told."""
    if problems:
        frame = pd.DataFrame([problem.as_json() for problem in problems])
        session.append("problems", numbered(arrow_of(frame, PROBLEM_KINDS), snapshot_id))


def keep_held(session: Session, snapshot_id: str, held: pd.DataFrame | None) -> None:
    """Keep the rows held back, so that they can be mended and loaded again."""
    if held is not None and len(held):
        texts = held.assign(reasons=held["reasons"].map(_sentence), cells=held["cells"].map(_sentence))
        session.append("held_rows", numbered(arrow_of(texts, HELD_KINDS), snapshot_id))


def _sentence(value: Any) -> Any:  # noqa: ANN401
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else value


def numbered(rows: pa.Table, snapshot_id: str) -> pa.Table:
    """The rows with their snapshot and their place in it in front."""
    positions = pa.array(range(len(rows)), pa.int64())
    return labelled(rows.add_column(0, "position", positions), snapshot_id)


@needs(Action.TRACE)
def problems_of(store: Store, snapshot_id: str) -> tuple[Problem, ...]:
    """What was wrong in a load, in the order it was told."""
    columns = quoted(PROBLEM_KINDS)
    with reading(store) as session:
        rows = session.rows(f"SELECT {columns} FROM problems WHERE snapshot_id = $1 ORDER BY position", snapshot_id)
    return tuple(Problem(**dict(zip(PROBLEM_KINDS, row, strict=True))) for row in rows)


@needs(Action.OPEN_ORIGINALS)
def held_rows(store: Store, snapshot_id: str) -> pd.DataFrame:
    """The rows a load held back: table, file, sheet, row, reasons, cells (JSON text)."""
    columns = quoted(HELD_KINDS)
    with reading(store) as session:
        rows = session.table(f"SELECT {columns} FROM held_rows WHERE snapshot_id = $1 ORDER BY position", snapshot_id)
    return frame_of(rows, HELD_KINDS)


@needs(Action.OPEN_ORIGINALS)
def original(store: Store, sha256: str) -> bytes:
    """The content of a file some snapshot came from."""
    with reading(store) as session:
        if not session.rows("SELECT 1 FROM originals WHERE sha256 = $1", sha256):
            raise StoreError(f"No original with the hash {sha256!r} is kept.")
        return b"".join(session.content("original_parts", sha256))


@needs(Action.TRACE)
def dates_loaded(store: Store, hashes: Sequence[str]) -> tuple[date, ...]:
    """The as-of dates for which a snapshot that is not dropped came from exactly these contents, oldest first."""
    query = (
        "SELECT snapshots.snapshot_id, as_of, sha256 FROM snapshots "
        "JOIN snapshot_files ON snapshots.snapshot_id = snapshot_files.snapshot_id WHERE NOT dropped"
    )
    with reading(store) as session:
        rows = session.rows(query)
    found: dict[tuple[str, date], set[str]] = {}
    for name, day, sha256 in rows:
        found.setdefault((name, day), set()).add(sha256)
    return tuple(sorted({day for (_, day), held in found.items() if held == set(hashes)}))


@needs(Action.TRACE)
def originals_of(store: Store, snapshot_id: str) -> tuple[tuple[str, str], ...]:
    """The files a snapshot came from: name as uploaded, and sha256."""
    with reading(store) as session:
        rows = session.rows(
            "SELECT name, sha256 FROM snapshot_files WHERE snapshot_id = $1 ORDER BY position", snapshot_id
        )
    return tuple((name, sha256) for name, sha256 in rows)


@needs(Action.TRACE)
def sources_of(store: Store, snapshot_id: str) -> dict[str, frozenset[str]]:
    """For each table of a snapshot the files its rows were read from."""
    with reading(store) as session:
        found = {
            name: session.rows(f'SELECT DISTINCT source_file FROM "{name}" WHERE snapshot_id = $1', snapshot_id)
            for name in TABLES
        }
    return {name: frozenset(file for (file,) in files if file) for name, files in found.items() if files}
