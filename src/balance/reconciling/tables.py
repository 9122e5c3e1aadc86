"""Each table of an upload beside the newest earlier snapshot of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from balance.reconciling import moves
from balance.reconciling.pairs import Beyond, Pairs, pair
from balance.reconciling.sums import ColumnSum, compare_sums, sum_of
from balance.schema import ASSUMPTIONS, TABLES, Table

MOVED_DATES = (*moves.BASELINES, "finish_actual")
REMOVED = ("finish_planned", "finish_actual")


@dataclass(frozen=True)
class Earlier:
    """What was known before: frames with the column `gone`, and how old the newest snapshot of each table is.

    Rows of ids that the upload lacks need not be in the frames where loads hold one period each: `beyond` counts them.
    """

    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    dates: Mapping[str, date] = field(default_factory=dict)
    snapshots: Mapping[str, str] = field(default_factory=dict)
    """Of each table the id of the newest snapshot."""
    beyond: Mapping[str, Beyond] = field(default_factory=dict)
    """By table what was known beside the rows of the frames."""


@dataclass(frozen=True)
class Superseded:
    """The load of the same date that this one would replace: its snapshot, its rows, and what differs from it."""

    snapshot: str
    rows: int
    new: int
    gone: int
    differences: dict[str, float]
    """By money column: the sum now minus the sum in that load."""


@dataclass(frozen=True)
class TableReconciliation:
    """One table of an upload beside the newest earlier snapshot of it.

    Without one, `compared_with` is None, the lists are empty and the sums stand alone. The frames are
    described in `moves`: vanished, moved (by column), back (stages), removed (by column), revised (losses),
    emptied (columns).
    """

    table: str
    rows: int
    sums: tuple[ColumnSum, ...]
    compared_with: date | None = None
    by_period: bool = False
    """Loads hold one period each: earlier rows stay, and the sums are of everything known."""
    rows_before: int | None = None
    new: int = 0
    vanished: pd.DataFrame = field(default_factory=pd.DataFrame)
    returned: tuple[str, ...] = ()
    moved: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    back: pd.DataFrame = field(default_factory=pd.DataFrame)
    removed: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    revised: pd.DataFrame = field(default_factory=pd.DataFrame)
    emptied: pd.DataFrame = field(default_factory=pd.DataFrame)
    superseded: Superseded | None = None
    file: str = ""
    sheet: str | None = None

    @property
    def rows_fell(self) -> bool:
        """Whether more than half of the rows are missing: the export may be a part only."""
        return not self.by_period and (self.rows_before or 0) >= 10 and 2 * self.rows < (self.rows_before or 0)


@dataclass(frozen=True)
class Reconciliation:
    """Every table of an upload beside what was known before, and the exchange rates that are other ones now."""

    tables: tuple[TableReconciliation, ...] = ()
    currency: str = ""
    rates: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """By currency: one of it in the reporting currency, before and now."""


def reconcile(
    frames: Mapping[str, pd.DataFrame],
    earlier: Earlier,
    *,
    own_totals: Mapping[str, Mapping[str, float]] | None = None,
    same_day: Earlier | None = None,
    currency: str = "",
    rates: Mapping[str, tuple[float, float]] | None = None,
    held: Mapping[str, Collection[str]] | None = None,
) -> Reconciliation:
    """Set an upload beside what was known before it.

    Args: the accepted rows by table; what was known before; by table and column the files' own totals in the
    reporting currency; what is loaded for the same day already; the currency; by currency the rates before and
    now; by table the ids of rows that are held back.
    """
    totals, again, waiting = own_totals or {}, same_day or Earlier(), held or {}
    ratios = tuple(now / was for was, now in (rates or {}).values() if was)
    tables = tuple(
        _table(TABLES[name], frame, earlier, totals.get(name, {}), again, waiting.get(name, ()), ratios)
        for name, frame in frames.items()
        if name != ASSUMPTIONS.name
    )
    return Reconciliation(tables, currency, rates or {})


def _table(
    table: Table, frame: pd.DataFrame, earlier: Earlier, totals: Mapping[str, float], again: Earlier,
    held: Collection[str], rate_ratios: Sequence[float],
) -> TableReconciliation:  # fmt: skip
    file, sheet = _source(frame)
    superseded = _superseded(table, frame, again)
    known = earlier.frames.get(table.name)
    if known is None:
        sums = tuple(sum_of(column, frame, totals.get(column)) for column in table.money)
        return TableReconciliation(table.name, len(frame), sums, superseded=superseded, file=file, sheet=sheet)
    beyond = earlier.beyond.get(table.name, Beyond())
    pairs, newest = pair(table, frame, known, beyond), known[~known["gone"]]
    sums = tuple(compare_sums(pairs, column, totals.get(column), rate_ratios) for column in table.money)
    return TableReconciliation(
        table.name, len(frame), sums,
        earlier.dates.get(table.name), pairs.by_period, len(newest) + beyond.newest, int((~pairs.matched).sum()),
        moves.vanished(pairs, held), pairs.returned, *_moves(table, pairs), moves.emptied(pairs, newest), superseded,
        file, sheet,
    )  # fmt: skip


def _moves(
    table: Table, pairs: Pairs
) -> tuple[Mapping[str, pd.DataFrame], pd.DataFrame, Mapping[str, pd.DataFrame], pd.DataFrame]:
    if table.name == "incidents":
        return {}, pd.DataFrame(), {}, moves.moved_amounts(pairs, "loss")
    if table.name != "initiatives":
        return {}, pd.DataFrame(), {}, pd.DataFrame()
    moved = {column: moves.moved_dates(pairs, column) for column in MOVED_DATES}
    moved["budget"] = moves.moved_amounts(pairs, "budget")
    removed = {column: moves.removed(pairs, column) for column in REMOVED}
    return moved, moves.went_back(pairs), removed, pd.DataFrame()


def _superseded(table: Table, frame: pd.DataFrame, again: Earlier) -> Superseded | None:
    """What the load of the same date held that counts until this one is kept."""
    known = again.frames.get(table.name)
    if known is None or not again.snapshots.get(table.name):
        return None
    last = known[~known["gone"]].reset_index(drop=True)
    ids, old = pd.Index(frame[table.key].to_numpy(dtype=object)), pd.Index(last[table.key].to_numpy(dtype=object))
    differences = {column: sum_of(column, frame, None).now - sum_of(column, last, None).now for column in table.money}
    new, gone = int((~ids.isin(old)).sum()), int((~old.isin(ids)).sum())
    rounded = {column: round(difference, 4) for column, difference in differences.items()}
    return Superseded(again.snapshots[table.name], len(last), new, gone, rounded)


def _source(frame: pd.DataFrame) -> tuple[str, str | None]:
    """The one file and sheet all rows came from; nothing where there are several."""
    if "source_file" not in frame or not len(frame):
        return "", None
    files, sheets = (pd.unique(frame[name].to_numpy(dtype=object)) for name in ("source_file", "source_sheet"))
    if len(files) != 1:
        return "", None
    return str(files[0]), str(sheets[0]) if len(sheets) == 1 and isinstance(sheets[0], str) and sheets[0] else None


def median_days(moved: pd.DataFrame) -> float:
    """By how many days dates moved in the median; positive is later."""
    return float(np.median(moved["days"])) if len(moved) else float("nan")
