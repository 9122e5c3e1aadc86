"""Sums of money now and before, and the parts between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.reconciling.pairs import Mask, Pairs

WHOLE = 10_000
"""Amounts are counted in whole ten-thousandths, so that parts add up without a rounding of their own."""

SAFE = 9e18
SAME_RATIO = 1e-6
FEWEST_SCALED, MOSTLY = 5, 0.9

Whole = npt.NDArray[np.int64] | npt.NDArray[np.object_]


@dataclass(frozen=True)
class ColumnSum:
    """One money column: sums in the reporting currency, what explains their difference, and how many cells did.

    `now - before = difference = new + gone + changed + blanked + filled`, exactly; gone and blanked are never
    above zero where amounts are not below it. Without an earlier snapshot all but `now`, `in_file` and
    `own_total` are None. `in_file` is the sum of the upload, `own_total` the file's own row of totals.
    `factor` is the one ratio by which nearly all amounts changed: another unit or rate.
    """

    column: str
    now: float
    in_file: float
    own_total: float | None = None
    before: float | None = None
    difference: float | None = None
    new: float | None = None
    gone: float | None = None
    changed: float | None = None
    blanked: float | None = None
    filled: float | None = None
    new_rows: int = 0
    gone_rows: int = 0
    changed_cells: int = 0
    blanked_cells: int = 0
    filled_cells: int = 0
    factor: float | None = None
    by_rate: float | None = None
    """The part of `changed` whose amounts moved exactly as an exchange rate did: only the rate is another one."""
    by_rate_cells: int = 0

    @property
    def parts(self) -> tuple[float, ...]:
        """What explains the difference, in the order of the class; empty without an earlier snapshot."""
        parts = (self.new, self.gone, self.changed, self.blanked, self.filled)
        return tuple(part for part in parts if part is not None)


def sum_of(column: str, frame: pd.DataFrame, own_total: float | None) -> ColumnSum:
    """The sum of a column that nothing earlier stands beside."""
    now = _said(_total(_whole(_amounts(frame[column]))))
    return ColumnSum(column, now, now, own_total)


def compare_sums(pairs: Pairs, column: str, own_total: float | None, rate_ratios: Sequence[float] = ()) -> ColumnSum:
    """The sum of a column now and before, and what lies between; `rate_ratios` are new exchange rates over old ones."""
    now, was = _amounts(pairs.now[column]), _amounts(pairs.before[column])
    here, there = _whole(now), _whole(was)
    on = pairs.matched
    filled, known = np.isfinite(now[on]), np.isfinite(was[pairs.place[on]])
    left, right = here[on], there[pairs.place[on]]
    differs: Mask = filled & known & (left != right).astype(bool)
    lost: Mask = np.zeros(len(was), dtype=bool) if pairs.by_period else pairs.missing
    rated: Mask = differs & _moved_alike(now[on], was[pairs.place[on]], rate_ratios)
    parts = {
        "new": _total(here[~on]),
        "gone": -_total(there[lost]),
        "changed": _total(left[differs]) - _total(right[differs]),
        "blanked": -_total(right[known & ~filled]),
        "filled": _total(left[filled & ~known]),
    }
    before, difference = _total(there) + pairs.beyond.sums.get(column, 0), sum(parts.values())
    return ColumnSum(
        column, _said(before + difference), _said(_total(here)), own_total, _said(before), _said(difference),
        **{name: _said(part) for name, part in parts.items()},
        new_rows=int(np.isfinite(now[~on]).sum()), gone_rows=int(np.isfinite(was[lost]).sum()),
        changed_cells=int(differs.sum()), blanked_cells=int((known & ~filled).sum()),
        filled_cells=int((filled & ~known).sum()),
        factor=_one_factor(now[on][filled & known], was[pairs.place[on]][filled & known]),
        by_rate=_said(_total(left[rated]) - _total(right[rated])), by_rate_cells=int(rated.sum()),
    )  # fmt: skip


def _amounts(cells: pd.Series) -> npt.NDArray[np.float64]:
    amounts = cells.to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(np.isfinite(amounts), amounts, np.nan)


def _whole(amounts: npt.NDArray[np.float64]) -> Whole:
    """Amounts in whole ten-thousandths, missing ones as 0; beyond 64 bits as Python's own numbers."""
    given = np.where(np.isnan(amounts), 0.0, amounts)
    if len(given) and float(np.abs(given).sum()) * WHOLE > SAFE:
        return np.array([round(value * WHOLE) for value in given.tolist()], dtype=object)
    whole: Whole = np.rint(given * WHOLE).astype(np.int64)
    return whole


def _total(whole: Whole) -> int:
    return int(whole.sum()) if len(whole) else 0


def _said(whole: int) -> float:
    return whole / WHOLE


def _moved_alike(now: npt.NDArray[np.float64], was: npt.NDArray[np.float64], ratios: Sequence[float]) -> Mask:
    """The amounts that are what they were times one of the ratios, to one part in a million."""
    with np.errstate(invalid="ignore", over="ignore"):
        alike = [np.abs(now - was * ratio) <= SAME_RATIO * np.abs(now) for ratio in ratios]
    return np.any(alike, axis=0) if alike else np.zeros(len(now), dtype=bool)


def _one_factor(now: npt.NDArray[np.float64], was: npt.NDArray[np.float64]) -> float | None:
    """The one ratio by which nearly all amounts changed, if there is one; 1 is none."""
    use = (was != 0) & (now != 0)
    if use.sum() < FEWEST_SCALED:
        return None
    ratio = now[use] / was[use]
    middle = float(np.median(ratio))
    same = np.abs(ratio / middle - 1) < 1e-3
    return middle if same.mean() >= MOSTLY and abs(middle - 1) > 1e-3 else None
