"""Which row of a workbook that came back is which row of the one that went out.

Rows that are the same and occur once on both sides are fixed points. What lies between two of them
was changed in place, or some of it was deleted. Rows that were added or moved are not followed: then
the workbook is read for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from balance.ingest.grid import EMPTY, Cells, Rows
from balance.mending.plain import Marks, column_marks, differ, row_marks

MOST_TOGETHER, MOST_STRETCHES = 40_000, 300
"""How far deleted rows are looked for among changed ones: pairs of rows in all, and stretches of rows."""
FEW_ROWS = 6


class Unlike(Exception):
    """The sheets cannot be laid beside each other; the text says what was done to the one that came back."""


@dataclass(frozen=True)
class Alignment:
    """Rows that belong together, and rows that are gone; all count from 0."""

    out: Rows
    back: Rows
    gone: Rows


def align(out: Sequence[Cells], back: Sequence[Cells]) -> Alignment:
    """The rows of a sheet that went out beside those that came back; Unlike where they cannot be told."""
    ours, theirs = row_marks(out, back)
    ours, theirs = _without_end(ours), _without_end(theirs)
    fixed_out, fixed_back = _fixed_points(ours, theirs)
    if len(fixed_back) and (np.diff(fixed_back) < 0).any():
        raise Unlike("rows were moved or sorted")
    if len(fixed_back) * 2 < len(theirs) and len(theirs) > FEW_ROWS:
        _refuse_moved_columns(out, back)
    pairs: list[tuple[int, int]] = list(zip(fixed_out.tolist(), fixed_back.tolist(), strict=True))
    stops = [(-1, -1), *pairs, (len(ours), len(theirs))]
    unclear: list[tuple[range, range]] = []
    for (a, b), (c, d) in pairwise(stops):
        same, mine, other = _equal_ends(range(a + 1, c), range(b + 1, d), ours, theirs)
        pairs += same
        if len(mine) == len(other):
            pairs += zip(mine, other, strict=True)
        elif len(other) > len(mine):
            raise Unlike("rows were added")
        elif other:
            unclear.append((mine, other))
    if len(unclear) > MOST_STRETCHES or sum(len(mine) * len(other) for mine, other in unclear) > MOST_TOGETHER:
        raise Unlike("too much was changed and deleted at once to tell which row is which")
    for mine, other in unclear:
        pairs += _most_alike(_alike(out, back, mine, other), mine, other)
    pairs.sort()
    matched = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    gone = np.setdiff1d(np.arange(len(ours)), matched[:, 0])
    return Alignment(matched[:, 0], matched[:, 1], gone[ours[gone] != 0].astype(np.intp))


def _without_end(marks: Marks) -> Marks:
    """The rows up to the last one with content."""
    filled = np.flatnonzero(marks)
    return marks[: filled[-1] + 1] if len(filled) else marks[:0]


def _fixed_points(ours: Marks, theirs: Marks) -> tuple[Rows, Rows]:
    once, places = _once(ours)
    once_back, places_back = _once(theirs)
    _, at, at_back = np.intersect1d(once, once_back, assume_unique=True, return_indices=True)
    order = np.argsort(places[at])
    return places[at][order], places_back[at_back][order]


def _once(marks: Marks) -> tuple[Marks, Rows]:
    values, first, counts = np.unique(marks, return_index=True, return_counts=True)
    single = (counts == 1) & (values != 0)
    return values[single], first[single]


def _equal_ends(ours: range, theirs: range, out: Marks, back: Marks) -> tuple[list[tuple[int, int]], range, range]:
    """The equal rows at both ends of a stretch between two fixed points, and what is left of it."""
    same: list[tuple[int, int]] = []
    while ours and theirs and out[ours[0]] == back[theirs[0]]:
        same.append((ours[0], theirs[0]))
        ours, theirs = ours[1:], theirs[1:]
    while ours and theirs and out[ours[-1]] == back[theirs[-1]]:
        same.append((ours[-1], theirs[-1]))
        ours, theirs = ours[:-1], theirs[:-1]
    return same, ours, theirs


def _alike(out: Sequence[Cells], back: Sequence[Cells], ours: range, theirs: range) -> npt.NDArray[np.int64]:
    """How many filled cells two rows share, for every pair of rows of a stretch."""
    a, b = (part.ravel() for part in np.meshgrid(np.array(ours), np.array(theirs), indexing="ij"))
    shared = np.zeros(len(a), dtype=np.int64)
    for one, other in zip(out, back, strict=True):
        shared += ~differ(one, a, other, b) & (one.kind[a] != EMPTY)
    return shared.reshape(len(ours), len(theirs))


def _most_alike(alike: npt.NDArray[np.int64], ours: range, theirs: range) -> list[tuple[int, int]]:
    """Every row that came back beside one that went out, in order, with the most cells shared."""
    rows, columns = alike.shape
    best = np.full((rows + 1, columns + 1), -1, dtype=np.int64)
    best[:, 0] = 0
    for row in range(1, rows + 1):
        for column in range(1, min(row, columns) + 1):
            take = best[row - 1, column - 1] + alike[row - 1, column - 1] if best[row - 1, column - 1] >= 0 else -1
            best[row, column] = max(take, best[row - 1, column])
    pairs, row, column = [], rows, columns
    while column:
        if best[row - 1, column] == best[row, column]:
            row -= 1
        else:
            pairs.append((ours[row - 1], theirs[column - 1]))
            row, column = row - 1, column - 1
    return pairs


def _refuse_moved_columns(out: Sequence[Cells], back: Sequence[Cells]) -> None:
    """Where most rows changed: a column that came back with what another one held was moved."""
    ours, theirs = column_marks(out, back)
    changed = [place for place, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b]
    if {ours[place] for place in changed} & {theirs[place] for place in changed} - {0}:
        raise Unlike("columns were inserted, deleted or moved")
