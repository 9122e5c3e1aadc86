"""An upload beside what is known already: read from the store once, compared, and told with the upload.

It stands between `ingest`, `store` and `reconciling`, which do not know each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pandas as pd

from balance import linking, store
from balance.assumptions import Assumptions, resolve
from balance.ingest import Intake
from balance.reconciling import Earlier, Reconciliation, problems_of, reconcile
from balance.schema import TABLES
from balance.store import Reading, Store

RATE = "exchange_rate:"


@dataclass(frozen=True)
class Beside:
    """An upload with what a person should know about how it differs from what was known before."""

    intake: Intake
    reconciliation: Reconciliation
    changes: dict[str, dict[str, int]] = field(default_factory=dict)
    """By table: how many ids are new, changed and gone since the newest earlier snapshot."""


def beside_earlier(kept: Store | None, intake: Intake, as_of: date | None, before: Reading | None) -> Beside:
    """The upload beside what was known `before`; what is loaded for the same date is told as superseded."""
    earlier = _with_reports(_earlier(before), intake)
    same_day = _same_day(kept, as_of)
    found = reconcile(
        intake.frames,
        earlier,
        own_totals=intake.totals,
        same_day=same_day,
        currency=intake.currency or intake.assumptions.text("reporting_currency"),
        rates=_rates(before, intake),
        held=intake.held_ids,
    )
    tables = (before.frames if before else {}, _that_stay(same_day, intake.frames), intake.frames)
    unknown = linking.problems_of(
        intake.frames,
        _known("initiatives", ["initiative_id", "name"], tables),
        _ids_of(_known("changes", ["change_id"], tables)),
    )
    told = replace(intake, problems=(*intake.problems, *problems_of(found), *unknown))
    return Beside(told, found, _changes(intake.frames, earlier))


def _with_reports(earlier: Earlier, intake: Intake) -> Earlier:
    """What was known before, with the report before the newest where the files themselves hold a later one."""
    frames, dates, snapshots = dict(earlier.frames), dict(earlier.dates), dict(earlier.snapshots)
    for name in intake.frames:
        days = [day for day, report in intake.reports.items() if day is not None and name in report.frames]
        if len(days) > 1 and (name not in dates or dates[name] < days[-2]):
            frames[name] = intake.reports[days[-2]].frames[name].assign(snapshot_id="", gone=False)
            dates[name], snapshots[name] = days[-2], ""
    return Earlier(frames, dates, snapshots)


def _earlier(known: Reading | None) -> Earlier:
    if known is None:
        return Earlier()
    newest = {name: frame.loc[~frame["gone"], "snapshot_id"] for name, frame in known.frames.items()}
    return Earlier(
        known.frames, known.table_dates, {name: str(ids.iloc[0]) for name, ids in newest.items() if len(ids)}
    )


def _that_stay(same_day: Earlier, frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables loaded for the same date that the upload does not replace, for it brings no row of them."""
    return {name: frame for name, frame in same_day.frames.items() if name not in frames or frames[name].empty}


def _known(table: str, columns: list[str], of_all: Sequence[Mapping[str, pd.DataFrame]]) -> pd.DataFrame | None:
    """Some columns of every row of a table known with the upload, the newest of each id; None where there is none."""
    known = [tables[table][columns] for tables in of_all if table in tables]
    return pd.concat(known).drop_duplicates(columns[0], keep="last") if known else None


def _ids_of(known: pd.DataFrame | None) -> pd.Series | None:
    return None if known is None else known.iloc[:, 0]


def _same_day(kept: Store | None, as_of: date | None) -> Earlier:
    """What is loaded for the same date and counts until this upload is kept; nothing on any other date."""
    if kept is None or as_of is None:
        return Earlier()
    if not any(snapshot.as_of == as_of and not snapshot.dropped for snapshot in store.list_snapshots(kept)):
        return Earlier()
    known = _earlier(store.reading_before(kept, as_of + timedelta(days=1)))
    tables = [name for name, day in known.dates.items() if day == as_of and name in known.frames]
    return Earlier({name: known.frames[name] for name in tables}, known.dates, known.snapshots)


def _rates(before: Reading | None, intake: Intake) -> dict[str, tuple[float, float]]:
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
    return {
        name: store.count_changes(earlier.frames[name], frame, TABLES[name].key)
        for name, frame in frames.items()
        if name in earlier.frames
    }
