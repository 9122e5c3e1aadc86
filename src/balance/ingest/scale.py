"""Amounts that are probably written in another unit: 1,000 or a million times what fits. They are told, never changed.

A cell is suspected where another money column of its row, or the same cell last time, fits its neighbours and
the cell does not; a greatest amount where the next is a thousandth of it; a whole column where nearly every row
is 1,000 times what it was last time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from balance.errors import Problem
from balance.ingest.date_witnesses import Earlier
from balance.ingest.grid import Mask
from balance.ingest.problems import cell_address
from balance.ingest.sheet_values import SheetValues

FACTORS = (-6.0, -3.0, 3.0, 6.0)
NEAR = 0.5
LEAST_ROWS = 8
LEAST_MATCHED = 5
MOSTLY = 0.8
USUAL_SPREAD = 1.0
TOP_ROWS = 3
GAP = 3.0
MOST_TOLD = 50
GROWING = frozenset({"actual_cost", "value_realised", "recovered"})
"""Amounts that begin at nothing: a thousandth of what fits is where they begin."""


@dataclass(frozen=True)
class Suspect:
    """One amount that does not fit: about 10 to the `factor` times what fits, and what says so."""

    row: int
    factor: float
    because: str


def scale_problems(values: SheetValues, kept: Mask, earlier: Earlier) -> Iterator[Problem]:
    """The warnings about amounts in another unit, among the accepted rows of one sheet."""
    names = [name for name in values.found.table.money if values.found.has(name)]
    logs = {name: _log(values.frame[name], kept) for name in names}
    before = _last_time(values, names, earlier)
    for name in names:
        rescaled = _rescaled(logs[name], before[name]) if name in before else None
        if rescaled is not None:
            yield _column_problem(values, name, *rescaled)
            continue
        found = (suspect for suspect in _suspects(name, logs, before) if suspect.factor > 0 or name not in GROWING)
        suspects = {suspect.row: suspect for suspect in found}
        for row in sorted(suspects)[:MOST_TOLD]:
            yield _cell_problem(values, name, suspects[row])


def _log(column: pd.Series, kept: Mask) -> np.ndarray:
    """Decimal logarithms of the amounts over zero, NaN elsewhere."""
    amounts = column.to_numpy(dtype=float)
    positive = kept & (amounts > 0)
    return np.where(positive, np.log10(np.where(positive, amounts, 1.0)), np.nan)


def _last_time(values: SheetValues, names: list[str], earlier: Earlier) -> dict[str, np.ndarray]:
    """The same cells as last known, as logarithms."""
    key = values.found.table.key
    rows = earlier(values.frame[key].dropna()) if names else None
    if rows is None or not len(rows):
        return {}
    known = rows.drop_duplicates(key)
    places = pd.Index(known[key].to_numpy(dtype=object)).get_indexer(values.frame[key].to_numpy(dtype=object))
    return {
        name: np.where(places < 0, np.nan, _log(known[name], np.ones(len(known), dtype=bool))[places])
        for name in names if name in known
    }  # fmt: skip


def _nearest(distance: np.ndarray) -> np.ndarray:
    """The factor each distance is near to, 0 where it is near none."""
    found = np.zeros(len(distance))
    for factor in FACTORS:
        found = np.where(np.abs(distance - factor) <= NEAR, factor, found)
    return found


def _rescaled(now: np.ndarray, before: np.ndarray) -> tuple[float, int, int] | None:
    """The factor by which nearly every known row of a column changed, with how many of how many did."""
    distance = (now - before)[np.isfinite(now - before)]
    if len(distance) < LEAST_MATCHED:
        return None
    near = _nearest(distance)
    for factor in FACTORS:
        if (near == factor).mean() >= MOSTLY:
            return factor, int((near == factor).sum()), len(distance)
    return None


def _suspects(name: str, logs: Mapping[str, np.ndarray], before: Mapping[str, np.ndarray]) -> Iterator[Suspect]:
    """The amounts of one column that do not fit; what another column or last time says comes last, for it says more."""
    mine = logs[name]
    known = np.isfinite(mine)
    if known.sum() < LEAST_ROWS:
        return
    yield from _alone_on_top(mine)
    for other, theirs in logs.items():
        if other != name:
            yield from _beside(mine, theirs, f"{other} of the row fits")
    if name in before:
        yield from _beside(mine, before[name], "the row's amount of last time fits")


def _beside(mine: np.ndarray, theirs: np.ndarray, because: str) -> Iterator[Suspect]:
    """Rows whose amount is far from what its partner says, where the partner fits its own column and it does not."""
    both = np.isfinite(mine) & np.isfinite(theirs)
    if both.sum() < LEAST_ROWS:
        return
    ratio = mine - theirs
    distance = ratio - np.median(ratio[both])
    if (np.abs(distance[both]) < USUAL_SPREAD).mean() < MOSTLY:
        return
    own = np.abs(mine - np.median(mine[both]))
    its = np.abs(theirs - np.median(theirs[both]))
    near = _nearest(np.where(both, distance, 0.0))
    for row in map(int, np.flatnonzero(both & (near != 0) & (own > its + GAP / 2))):
        yield Suspect(row, float(near[row]), because)


def _alone_on_top(mine: np.ndarray) -> Iterator[Suspect]:
    """The few greatest amounts where the next one is a thousandth of them."""
    order = np.argsort(np.where(np.isfinite(mine), mine, -np.inf))[::-1]
    count = int(np.isfinite(mine).sum())
    for top in range(1, min(TOP_ROWS, count // LEAST_ROWS) + 1):
        gap = mine[order[top - 1]] - mine[order[top]]
        if gap >= GAP:
            for row in map(int, order[:top]):
                yield Suspect(row, float(np.floor(mine[row] - mine[order[top]])), "no other amount comes near it")
            return


def _times(factor: float) -> str:
    return f"{10 ** abs(factor):,.0f} times" if factor > 0 else f"one {10 ** abs(factor):,.0f}th of"


def _cell_problem(values: SheetValues, name: str, suspect: Suspect) -> Problem:
    entry, sheet = values.found.place(name), values.found.sheet
    amount = float(values.frame[name].iloc[suspect.row])
    alone = suspect.because.startswith("no other")
    fits = "" if alone else f": {amount / 10**suspect.factor:,.10g} would fit"
    return Problem(
        "scale-outlier", "warning", sheet.file, sheet.name or None, cell_address(values, entry, suspect.row),
        sheet.row_number(values.rows[suspect.row]), name, values.cells[name].shown(suspect.row)[:200],
        f"an amount like its neighbours; it is about {_times(suspect.factor)} {'the next' if alone else 'what fits'}, "
        f"{'and' if alone else 'while'} {suspect.because}",
        f"Nothing was changed. If it was written in another unit or by mistake, correct it{fits}.", verbatim=True,
    )  # fmt: skip


def _column_problem(values: SheetValues, name: str, factor: float, changed: int, known: int) -> Problem:
    entry, sheet = values.found.place(name), values.found.sheet
    return Problem(
        "column-rescaled", "warning", sheet.file, sheet.name or None,
        sheet.cell(values.found.header.row, entry.source.places[0]), None, name,
        f"{changed} of {known} rows known from last time are about {_times(factor)} what they were",
        "amounts in the unit of last time",
        "Nothing was changed. See whether the export now counts in another unit; a mapping file can state the unit.",
    )  # fmt: skip
