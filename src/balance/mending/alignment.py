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

MOST_TOGETHER = 40_000
"""The largest stretch, in rows gone out times rows come back, in which deleted rows are looked for."""
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
    for (a, b), (c, d) in pairwise(stops):
        if c - a > 1 or d - b > 1:
            pairs += _stretch(out, back, range(a + 1, c), range(b + 1, d), (ours, theirs))
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


def _stretch(
    out: Sequence[Cells], back: Sequence[Cells], ours: range, theirs: range, marks: tuple[Marks, Marks]
) -> list[tuple[int, int]]:
    """The rows between two fixed points: equal ones at both ends first, then the changed ones in order."""
    head: list[tuple[int, int]] = []
    while ours and theirs and len(ours) != len(theirs) and marks[0][ours[0]] == marks[1][theirs[0]]:
        head.append((ours[0], theirs[0]))
        ours, theirs = ours[1:], theirs[1:]
    while ours and theirs and len(ours) != len(theirs) and marks[0][ours[-1]] == marks[1][theirs[-1]]:
        head.append((ours[-1], theirs[-1]))
        ours, theirs = ours[:-1], theirs[:-1]
    if len(ours) == len(theirs):
        return [*head, *zip(ours, theirs, strict=True)]
    if len(theirs) > len(ours):
        raise Unlike("rows were added")
    if not theirs:
        return head
    if len(ours) * len(theirs) > MOST_TOGETHER:
        raise Unlike("too much was changed and deleted at once to tell which row is which")
    return [*head, *_most_alike(_alike(out, back, ours, theirs), ours, theirs)]


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
