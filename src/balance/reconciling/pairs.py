"""The rows of an upload beside the rows known before, id by id.

Of initiatives and controls an export is a whole list: what the newest earlier snapshot had and this one
lacks is gone. Of incidents and changes it is often one period: then the earlier rows stay, and nothing is gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.schema import Table

LOGS = ("incidents", "changes")
"""Tables whose rows are events: an export may hold those of one period only."""

OFTEN_GONE = 1 / 3
"""Where at least this share of the rows known before is not in the newest snapshot, each load was of one period."""

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Pairs:
    """One table now and before: `place` is the row of `before` with the same id for each row of `now`, else -1.

    `before` is the newest earlier snapshot, or everything known before where loads hold one period each.
    """

    table: Table
    now: pd.DataFrame
    before: pd.DataFrame
    place: npt.NDArray[np.intp]
    by_period: bool
    returned: tuple[str, ...]
    """Ids that an earlier snapshot had, the newest one lacked, and this one has again."""

    @cached_property
    def matched(self) -> Mask:
        """Rows of `now` whose id was there before."""
        found: Mask = self.place >= 0
        return found

    @cached_property
    def missing(self) -> Mask:
        """Rows of `before` that are not in `now`."""
        left = np.ones(len(self.before), dtype=bool)
        left[self.place[self.matched]] = False
        return left

    def both(self, column: str) -> tuple[pd.Series, pd.Series]:
        """The cells of the ids on both sides, now and before, in the order of now."""
        was = self.before[column].iloc[self.place[self.matched]]
        return self.now[column][self.matched].reset_index(drop=True), was.reset_index(drop=True)

    @cached_property
    def ids(self) -> pd.Series:
        """The ids on both sides, in the order of now."""
        return self.now[self.table.key][self.matched].reset_index(drop=True)


def pair(table: Table, now: pd.DataFrame, known: pd.DataFrame) -> Pairs:
    """The rows of an upload beside the rows known before it; `known` has the column `gone`."""
    now, known = now.reset_index(drop=True), known.reset_index(drop=True)
    gone = known["gone"].to_numpy(dtype=bool)
    here = known[~gone].reset_index(drop=True)
    place = _places(here, now, table.key)
    if table.name in LOGS and _one_period(gone, place, len(here)):
        return Pairs(table, now, known, _places(known, now, table.key), by_period=True, returned=())
    away = _places(known[gone], now, table.key) >= 0
    return Pairs(table, now, here, place, by_period=False, returned=tuple(now.loc[away, table.key].tolist()))


def _one_period(gone: Mask, place: npt.NDArray[np.intp], here: int) -> bool:
    """Whether loads hold one period each: earlier ones did, or this one is mostly new and lacks most of the last."""
    if len(gone) and gone.mean() >= OFTEN_GONE:
        return True
    found = int((place >= 0).sum())
    return found < here / 2 and found < len(place) / 2


def _places(frame: pd.DataFrame, other: pd.DataFrame, key: str) -> npt.NDArray[np.intp]:
    ids, wanted = (pd.Index(side[key].to_numpy(dtype=object)) for side in (frame, other))
    return np.asarray(ids.get_indexer(wanted), dtype=np.intp)
