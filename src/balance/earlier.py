"""An upload beside what is known already: read from the store as far as it is needed, compared, and told with it.

It stands between `ingest`, `store` and `reconciling`, which do not know each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pandas as pd

from balance import linking, store
from balance.assumptions import Assumptions, resolve
from balance.errors import Problem
from balance.ingest import Intake
from balance.reconciling import LOGS, WHOLE, Beyond, Earlier, Reconciliation, is_period, problems_of, reconcile
from balance.schema import TABLES, Table
from balance.store import Known, Store

RATE = "exchange_rate:"


@dataclass(frozen=True)
class Beside:
    """An upload with what a person should know about how it differs from what was known before."""

    intake: Intake
    reconciliation: Reconciliation
    changes: dict[str, dict[str, int]] = field(default_factory=dict)
    """By table: how many ids are new, changed and gone since the newest earlier snapshot."""


def beside_earlier(kept: Store | None, intake: Intake, as_of: date | None, before: Known | None) -> Beside:
    """The upload beside what was known `before`; what is loaded for the same date is told as superseded."""
    earlier = _with_reports(_earlier(before, intake.frames), intake)
    loaded = _same_day(kept, as_of)
    found = reconcile(
        intake.frames,
        earlier,
        own_totals=intake.totals,
        same_day=_superseded(loaded, intake.frames),
        currency=intake.currency or intake.assumptions.text("reporting_currency"),
        rates=_rates(before, intake),
        held=intake.held_ids,
    )
    unknown = _unknown(intake.frames, _letters(intake), before, loaded)
    told = replace(intake, problems=(*intake.problems, *problems_of(found), *unknown))
    return Beside(told, found, _changes(intake.frames, earlier))


def _with_reports(earlier: Earlier, intake: Intake) -> Earlier:
    """What was known before, with the report before the newest where the files themselves hold a later one."""
    frames, dates, snapshots = dict(earlier.frames), dict(earlier.dates), dict(earlier.snapshots)
    beyond = dict(earlier.beyond)
    for name in intake.frames:
        days = [day for day, report in intake.reports.items() if day is not None and name in report.frames]
        if len(days) > 1 and (name not in dates or dates[name] < days[-2]):
            frames[name] = intake.reports[days[-2]].frames[name].assign(snapshot_id="", gone=False)
            dates[name], snapshots[name] = days[-2], ""
            beyond.pop(name, None)
    return Earlier(frames, dates, snapshots, beyond)


def _earlier(known: Known | None, frames: Mapping[str, pd.DataFrame]) -> Earlier:
    """What an upload is compared with, of the tables it brings: its own ids, and whole lists where lists are loaded."""
    if known is None:
        return Earlier()
    newest = {name: loads[-1] for name, loads in known.loads.items()}
    read = {
        name: _compared(known, TABLES[name], frame, rows)
        for name, frame in frames.items()
        if (rows := store.rows_known(known, name, frame[TABLES[name].key])) is not None
    }
    return Earlier(
        {name: rows for name, (rows, _) in read.items()},
        {name: load.as_of for name, load in newest.items()},
        {name: load.snapshot_id for name, load in newest.items()},
        {name: beyond for name, (_, beyond) in read.items()},
    )


def _compared(known: Known, table: Table, frame: pd.DataFrame, rows: pd.DataFrame) -> tuple[pd.DataFrame, Beyond]:
    """The rows of a table that are compared with those of the upload, and what was known beside them.

    `rows` are those of the upload's own ids; they do where loads hold one period each.
    """
    if table.name in LOGS:
        rest = store.rest_of(known, table.name, frame[table.key], WHOLE)
        beyond = Beyond(rest.newest, rest.gone, rest.sums, rest.filled)
        if is_period(table, frame, rows, beyond):
            return rows, beyond
    left = rows[rows["gone"].to_numpy(dtype=bool)]
    newest = store.newest_load(known, table.name)
    whole = pd.concat([newest, left], ignore_index=True) if len(left) else newest
    return whole, Beyond(gone=rest.gone) if table.name in LOGS else Beyond()


def _same_day(kept: Store | None, as_of: date | None) -> Known | None:
    """What is loaded for the same date and counts until this upload is kept; None on any other date."""
    if kept is None or as_of is None:
        return None
    if not any(snapshot.as_of == as_of and not snapshot.dropped for snapshot in store.list_snapshots(kept)):
        return None
    known = store.known_before(kept, as_of + timedelta(days=1))
    if known is None:
        return None
    return replace(known, loads={name: loads for name, loads in known.loads.items() if loads[-1].as_of == as_of})


def _superseded(loaded: Known | None, frames: Mapping[str, pd.DataFrame]) -> Earlier:
    """The load of the same date of each table that the upload brings."""
    if loaded is None:
        return Earlier()
    newest = {name: loads[-1] for name, loads in loaded.loads.items() if name in frames}
    return Earlier(
        {name: store.newest_load(loaded, name) for name in newest},
        {name: load.as_of for name, load in newest.items()},
        {name: load.snapshot_id for name, load in newest.items()},
    )


def _letters(intake: Intake) -> linking.Letters:
    """Where each column stands in its sheet; not told of a sheet with several tables of a kind, which may differ."""
    found: dict[tuple[str, str | None, str, str], str] = {}
    for file in intake.files:
        tables = Counter((sheet.sheet, sheet.table) for sheet in file.sheets)
        for sheet in file.sheets:
            if sheet.table is not None and tables[sheet.sheet, sheet.table] == 1:
                found |= {(file.file, sheet.sheet or None, sheet.table, one.column): one.letters
                          for one in sheet.mapping}  # fmt: skip
    return found


def _unknown(frames: Mapping[str, pd.DataFrame], letters: linking.Letters, *known: Known | None) -> Iterator[Problem]:
    """What links in the upload name that neither it nor anything loaded knows.

    Of the tables loaded for the same date those count that the upload does not replace, for it brings no row of them.
    """
    before, loaded = known
    stays = {
        name: of for name, of in (loaded.loads if loaded else {}).items() if name not in frames or frames[name].empty
    }
    asked = [one for one in (before, replace(loaded, loads=stays) if loaded else None) if one is not None]
    yield from linking.problems_of(frames, _initiatives(frames, asked), _changes_named(frames, asked), letters)


def _initiatives(frames: Mapping[str, pd.DataFrame], known: Sequence[Known]) -> pd.DataFrame | None:
    """Id and name of every initiative known with the upload, the newest of each; None where there is none."""
    columns = ["initiative_id", "name"]
    cells = [store.cells_known(one, "initiatives", columns) for one in known]
    found = [*cells, frames["initiatives"][columns] if "initiatives" in frames else None]
    parts = [one for one in found if one is not None]
    return pd.concat(parts).drop_duplicates("initiative_id", keep="last") if parts else None


def _changes_named(frames: Mapping[str, pd.DataFrame], known: Sequence[Known]) -> pd.Series | None:
    """The known ones of the changes that incidents of the upload name; None where no change is known at all."""
    own = frames["changes"]["change_id"] if "changes" in frames else pd.Series([], dtype="str")
    if not len(own) and not any("changes" in one.loads for one in known):
        return None
    named = linking.changes_named(frames.get("incidents"))
    loaded = [name for one in known for name in store.ids_among(one, "changes", named)]
    return pd.concat([own, pd.Series(loaded, dtype="str")], ignore_index=True)


def _rates(before: Known | None, intake: Intake) -> dict[str, tuple[float, float]]:
    """Exchange rates that this upload used and that are other ones than before, by currency."""
    if before is None:
        return {}
    was, rates = _stated_rates(resolve(before.stated)), _stated_rates(intake.assumptions)
    return {name: (was[name], rates[name]) for name in _used(intake, rates) if name in was and was[name] != rates[name]}


def _used(intake: Intake, rates: Mapping[str, float]) -> list[str]:
    """The currencies that amounts of the upload were converted from."""
    decisions = {one.decision for file in intake.files for sheet in file.sheets for one in sheet.decisions}
    return [name for name in rates if any(decision.startswith(f"{name} times ") for decision in decisions)]


def _stated_rates(assumptions: Assumptions) -> dict[str, float]:
    stated = assumptions.with_prefix(RATE)
    return {name: float(row.value) for name, row in stated.items() if isinstance(row.value, int | float)}


def _changes(frames: Mapping[str, pd.DataFrame], earlier: Earlier) -> dict[str, dict[str, int]]:
    """New, changed and gone ids beside the newest earlier snapshot of each table."""
    found = {}
    for name, frame in frames.items():
        if name in earlier.frames:
            found[name] = store.count_changes(earlier.frames[name], frame, TABLES[name].key)
            found[name]["gone"] += earlier.beyond.get(name, Beyond()).newest
    return found
