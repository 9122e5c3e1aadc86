"""Files that hold many rows for one id: logs of events, where the last state of each counts, and dates of reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from balance.errors import Problem
from balance.ingest.date_order import order_of
from balance.ingest.evidence import readable_share
from balance.ingest.headers import squash
from balance.ingest.instants import DateLook, days_of, look
from balance.ingest.recognise import Recognised
from balance.ingest.rows import Chosen
from balance.ingest.said import Decision
from balance.schema import Column

_UPDATED = (
    "updated, updated on, updated at, sys_updated_at, sys_updated_on, last modified, last modified date, "
    "last updated, last update, modified, modified on, modified date, changed on, updated date, last changed, "
    "event time, event date, timestamp, aktualisiert, geändert am, mis à jour"
)
_AS_OF = (
    "date reported as of, as of, as of date, as at, report date, reporting date, reported date, snapshot date, "
    "reported as of, status date, data date, stichtag, extract date, report period, reporting period, snapshot, "
    "snapshot month, snapshot quarter, report month, report quarter, reporting month, reporting quarter, as of month, "
    "as of quarter, period end, period ending, reporting period end, extracted on, export date, berichtsdatum, "
    "berichtsmonat, berichtsquartal, date du rapport, date d'arrêté, fecha de corte, fecha del informe, data de corte, "
    "data do relatório"
)
UPDATED, AS_OF = (frozenset(map(squash, names.split(", "))) for names in (_UPDATED, _AS_OF))
EVENT_SHARE = 0.2


def last_states(found: Recognised, chosen: Chosen) -> Chosen:
    """The newest row of each id where the sheet is a log of events; all rows where it is not one."""
    key = found.place(found.table.key)
    ids = found.sheet.columns[key.source.places[0]].take(chosen.rows).as_text()
    updated = (
        _moment_column(found, UPDATED, Column("updated", "moment", ""))
        if len(ids) and ids.duplicated().mean() > EVENT_SHARE
        else None
    )
    if updated is None:
        return chosen
    place, instants = updated
    order = np.lexsort((chosen.rows, np.nan_to_num(instants[chosen.rows].astype("int64"))))
    last = (~ids.iloc[order].duplicated(keep="last") | ids.iloc[order].isna()).to_numpy()
    kept = np.sort(chosen.rows[order][last])
    dropped = len(chosen.rows) - len(kept)
    header = found.header.names[place]
    note = Problem(
        "rows-superseded", "note", found.sheet.file, found.sheet.name or None, None, None, found.table.key,
        f"{len(chosen.rows):,} rows for {len(kept):,} ids: a log of events", "one row for each id",
        f"Nothing to do: of each id the row with the newest {header!r} is kept, {dropped:,} earlier ones are left out.",
    )  # fmt: skip
    decision = Decision(found.table.key, "last state of each id",
                        f"{len(chosen.rows)} rows hold {len(kept)} ids; the newest {header!r} counts")  # fmt: skip
    return replace(chosen, rows=kept, left_out=chosen.left_out + dropped, problems=(*chosen.problems, note),
                   decisions=(decision,))  # fmt: skip


def _moment_column(found: Recognised, names: frozenset[str], column: Column) -> tuple[int, np.ndarray] | None:
    """The place and instants of the first column of that name whose values are dates in a decided order."""
    for place, name in enumerate(found.header.names):
        if squash(name) not in names:
            continue
        cells = found.sheet.columns[place]
        body = cells.take(np.arange(found.header.row + 1, found.sheet.rows))
        if readable_share(column, body)[0] < 0.9:
            continue
        seen = look(body, column, name, "rows")
        ordered = order_of(seen, _other_dates(found), found.said)
        if ordered.order is not None:
            instants = np.full(found.sheet.rows, np.datetime64("NaT", "s"))
            instants[found.header.row + 1 :] = days_of(seen, ordered.order)[0]
            return place, instants
    return None


def _other_dates(found: Recognised) -> Sequence[DateLook]:
    rows = np.arange(found.header.row + 1, found.sheet.rows)
    return [
        look(found.sheet.columns[entry.source.places[0]].take(rows), entry.column, entry.source.header, "rows")
        for entry in found.columns if entry.column.type in ("date", "moment")
    ]  # fmt: skip


def as_of_column(found: Recognised) -> tuple[str, np.ndarray] | None:
    """The header and instants of a column that dates each row's report, where ids come back under several dates."""
    dated = _moment_column(found, AS_OF, Column("reported", "date", ""))
    return (found.header.names[dated[0]], dated[1]) if dated else None
