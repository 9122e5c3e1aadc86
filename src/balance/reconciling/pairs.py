"""The rows of an upload beside the rows known before, id by id.

Of initiatives and controls an export is a whole list: what the newest earlier snapshot had and this one
lacks is gone. Of incidents and changes it is often one period: then the earlier rows stay, and nothing is gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
class Beyond:
    """Rows known before that are not at hand, for no row of the upload has their ids; counted and added up.

    `newest` of them are in the newest snapshot and `gone` are not. By money column `sums` in whole ten-thousandths,
    of all of them; by column `filled` counts the cells filled in the newest snapshot.
    """

    newest: int = 0
    gone: int = 0
    sums: Mapping[str, int] = field(default_factory=dict)
    filled: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Pairs:
    """One table now and before: `place` is the row of `before` with the same id for each row of `now`, else -1.

    `before` is the newest earlier snapshot, or everything known before where loads hold one period each; then
    `beyond` says what of it is not at hand.
    """

    table: Table
    now: pd.DataFrame
    before: pd.DataFrame
    place: npt.NDArray[np.intp]
    by_period: bool
    returned: tuple[str, ...]
    """Ids that an earlier snapshot had, the newest one lacked, and this one has again."""
    beyond: Beyond = field(default_factory=Beyond)

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


def pair(table: Table, now: pd.DataFrame, known: pd.DataFrame, beyond: Beyond | None = None) -> Pairs:
    """The rows of an upload beside the rows known before it; `known` has the column `gone`.

    Where not all rows known are at hand, `beyond` counts the others; those of the newest snapshot have to be at hand
    unless `is_period` says that loads hold one period each.
    """
    beyond = beyond or Beyond()
    now, known = now.reset_index(drop=True), known.reset_index(drop=True)
    if is_period(table, now, known, beyond):
        return Pairs(table, now, known, _places(known, now, table.key), True, (), beyond)
    gone = known["gone"].to_numpy(dtype=bool)
    here = known[~gone].reset_index(drop=True)
    away = _places(known[gone], now, table.key) >= 0
    returned = tuple(now.loc[away, table.key].tolist())
    return Pairs(table, now, here, _places(here, now, table.key), by_period=False, returned=returned)


def is_period(table: Table, now: pd.DataFrame, known: pd.DataFrame, beyond: Beyond) -> bool:
    """Whether loads hold one period each: earlier ones did, or this one is mostly new and lacks most of the last."""
    if table.name not in LOGS:
        return False
    here = known[~known["gone"].to_numpy(dtype=bool)]
    gone, newest = len(known) - len(here) + beyond.gone, len(here) + beyond.newest
    if gone + newest and gone / (gone + newest) >= OFTEN_GONE:
        return True
    found = int((_places(here, now, table.key) >= 0).sum())
    return found < newest / 2 and found < len(now) / 2


def _places(frame: pd.DataFrame, other: pd.DataFrame, key: str) -> npt.NDArray[np.intp]:
    ids, wanted = (pd.Index(side[key].to_numpy(dtype=object)) for side in (frame, other))
    return np.asarray(ids.get_indexer(wanted), dtype=np.intp)
