"""Forecasts written down with each load, and read back beside what came: between `track_record` and the store.

A load is never refused or undone because of its forecasts: they are written right after it, in a transaction of their
own. Where that did not come to pass (the program was stopped, the load was very large), they are written the next time
anybody looks. Where a later day is loaded by then, they are made of exactly what was known before that load, by the
version that loaded them: nothing learnt since can have a say. Where that can no longer be read as it was, or another
version runs, what today's model would have said can be worked out afterwards, and is then always called so.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from functools import partial

import pandas as pd

from balance import MODEL_VERSION, pipeline, roles, store, track_record
from balance.assumptions import resolve
from balance.company import Company
from balance.errors import BalanceError, Problem
from balance.model.fit import fit
from balance.pipeline import Analysis
from balance.report import TrackRecord
from balance.roles import Action
from balance.scenario import Scenario, evaluate
from balance.store import SnapshotInfo, Store

WHILE_LOADING = {"incidents": 10_000, "initiatives": 500}
"""Rows up to which forecasts are made while a load waits: a fraction of a second."""

PATIENCE_SECONDS = 10.0
"""So long a look goes on with forecasts of days that others have followed; each look makes one at least."""

BEFORE_LOADING = {"incidents": 500_000, "initiatives": 5_000}
"""Rows up to which those still owed are made while the next load waits: two seconds, some 250 MB."""


def before_load(kept: Store, as_of: date) -> list[Problem]:
    """Write down what is still owed, while nothing that the load brings can have a say; it never stops the load.

    What could not be written down before `as_of` is loaded, and follows later, comes back as warnings.
    """
    reason = _failing(lambda: catch_up(kept, most=BEFORE_LOADING)) or "very much is loaded"
    owed = [_snapshot(kept, name) for name in store.awaiting_forecasts(kept)]
    passed = [one for one in owed if one and one.as_of < as_of and _something(kept, one.as_of)]
    return [_not_in_time(one.as_of, reason, can_wait=store.can_wait(kept, one.id)) for one in passed]


def after_load(kept: Store, snapshot_ids: Sequence[str]) -> list[Problem]:
    """Write down the forecasts of what was just loaded, and say of which that did not come to pass.

    Whatever goes wrong, the load stands and they follow later.
    """
    told = []
    for name in snapshot_ids:
        reason = _failing(partial(_after, kept, name))
        if reason:
            told.append(_not_with_its_load(name, reason, follows=_follows(kept, name)))
    return told


def _follows(kept: Store, name: str) -> bool:
    """Whether forecasts that were not written down with their load are made later; a day loaded late has but one go."""
    with contextlib.suppress(Exception):  # the load stands, whether that can be asked or not
        return name in store.awaiting_forecasts(kept) or any(one.snapshot_id == name for one in store.overtaken(kept))
    return True


def _after(kept: Store, name: str) -> None:
    snapshot = _snapshot(kept, name)
    if snapshot is None or name in set(store.forecasts(kept, name)["snapshot_id"]):  # the same files once more
        return
    if _something(kept, snapshot.as_of) and _within(kept, snapshot.as_of, WHILE_LOADING):
        freeze(kept, snapshot)


def _failing(work: Callable[[], object]) -> str:
    """Why a piece of work failed, in words; empty where it did not."""
    try:
        work()
    except BalanceError as error:
        return str(error).rstrip(".")
    except Exception as fault:
        return f"a fault of the program, {type(fault).__name__}"
    return ""


def _not_with_its_load(snapshot_id: str, reason: str, *, follows: bool) -> Problem:
    """What was loaded stands without its forecasts; whether they are made later as they would have been."""
    later = (
        f"Nothing needs to be done: those of the snapshot {snapshot_id} are written down when the track record is "
        "next looked at, or before the next load."
    )
    never = (
        f"Those of the snapshot {snapshot_id} count for no verdict, since a later day was loaded before: they can "
        "only be worked out afterwards, and are then called so."
    )
    found = f"The load stands, but its forecasts could not be written down with it ({reason})"
    return Problem("forecast-owed", "warning", found=found, fix=later if follows else never)


def _not_in_time(day: date, reason: str, *, can_wait: bool) -> Problem:
    """A later day is loaded before a day's forecasts are made; whether they can still be made as they were."""
    later = (
        "Nothing needs to be done: it is made of exactly what was known before this load when the track record is "
        "next looked at. Until then take back or delete no load and run the same version, else it counts for no "
        "verdict."
    )
    never = (
        "That day's forecast counts for no verdict: another version loaded it, or a load was taken back, brought "
        "back or deleted since. It can only be worked out afterwards, and is then called so."
    )
    found = f"What was forecast on {day.isoformat()} could not be written down before a later day was loaded ({reason})"
    return Problem("forecast-owed", "warning", found=found, fix=later if can_wait else never)


def catch_up(kept: Store, known: Analysis | None = None, most: Mapping[str, int] | None = None) -> int:
    """Write down the forecasts that are still owed; how many sets.

    `known` spares working out its own day again; `most` are the rows by table beyond which a day has to wait.
    """
    roles.require(Action.TRACE)
    with roles.acting_as(roles.machine_user()):  # what is owed is written down by whoever looks first, and is nobody's
        return _catch_up(kept, known, most)


def _catch_up(kept: Store, known: Analysis | None, most: Mapping[str, int] | None) -> int:
    written = 0
    for name in store.awaiting_forecasts(kept):
        snapshot = _snapshot(kept, name)
        if snapshot is None or not _something(kept, snapshot.as_of):
            continue
        if most is None or _within(kept, snapshot.as_of, most):
            written += int(freeze(kept, snapshot, known))
    return written + _overtaken_ones(kept, most)


def _overtaken_ones(kept: Store, most: Mapping[str, int] | None) -> int:
    """Write down those that a later day has overtaken, the oldest first, as many as a person waits for."""
    written, begun = 0, time.monotonic()
    for one in store.overtaken(kept):
        snapshot = _snapshot(kept, one.snapshot_id)
        if most and not _within(kept, one.as_of, most):
            break  # more is known of each later day
        if snapshot is None or not _something(kept, one.as_of):
            continue
        if written and time.monotonic() - begun > PATIENCE_SECONDS:
            break
        written += int(_freeze(kept, snapshot, pipeline.company_back_then(kept, one)))
    return written


def freeze(kept: Store, snapshot: SnapshotInfo, known: Analysis | None = None) -> bool:
    """Write down what is forecast of a snapshot's day, from what was known then; False where that was done before."""
    return _freeze(kept, snapshot, pipeline.company_of(kept, snapshot.as_of)[0], known)


def _freeze(kept: Store, snapshot: SnapshotInfo, company: Company, known: Analysis | None = None) -> bool:
    if known is not None and known.today is None and _same(known, company):
        fitted, outcome = known.fit, known.outcome
    else:
        fitted = fit(company)
        outcome = evaluate(fitted, Scenario())
    given = {key: asdict(row) for key, row in sorted(fitted.assumptions.rows.items()) if not row.assumed}
    return store.save_forecasts(
        kept, snapshot.id, track_record.forecasts_of(fitted, outcome),
        model_version=MODEL_VERSION, data_hash=fitted.data_hash, currency=company.currency, assumptions=given,
        who=snapshot.loaded_by,
    )  # fmt: skip


def _same(known: Analysis, company: Company) -> bool:
    """Whether an analysis is of exactly what is known of a day now: another process may have loaded more of it."""
    return (known.company.as_of, known.company.data_hash) == (company.as_of, company.data_hash)


def with_record(database: str, analysis: Analysis) -> Analysis:
    """The analysis with the record of earlier forecasts in its report; forecasts still owed are written down first."""
    kept = store.open_store(database, create=False)
    with contextlib.suppress(Exception):  # a store that cannot be written can still be read
        catch_up(kept, analysis)
    return replace(analysis, report=replace(analysis.report, track_record=record(kept, analysis)))


def record(kept: Store, analysis: Analysis, afterwards: Sequence[Analysis] = ()) -> TrackRecord:
    """How earlier forecasts turned out, looking back from the day of an analysis.

    `afterwards` are analyses of earlier days without a forecast: what today's model would have said then.
    """
    days = track_record.chosen(_with_currency(store.forecast_sets(kept)))
    made = store.forecasts(kept).merge(days[["snapshot_id", "currency", "corrected"]], on="snapshot_id")
    made = made.assign(how=track_record.FROZEN)
    missing = [one for one in afterwards if one.company.as_of not in set(days["as_of"])]
    hindsight = [_hindsight(one) for one in missing]
    more = pd.DataFrame([_day_afterwards(one) for one in missing], columns=days.columns)
    everything = pd.concat([made, *hindsight], ignore_index=True) if hindsight else made
    every_day = pd.concat([days, more], ignore_index=True).sort_values("as_of") if len(more) else days
    return track_record.record_of(everything, every_day, analysis.fit)


def _with_currency(sets: pd.DataFrame) -> pd.DataFrame:
    """The sets with the currency of each, and the correction of dates in force then.

    Earlier versions kept the currency with the assumptions stated then, or not at all.
    """
    unsaid = resolve(None).text("reporting_currency")
    told = zip(sets["currency"], sets["assumptions"], strict=True)
    currency = [_text(kept) or _stated_then(given, "reporting_currency") or unsaid for kept, given in told]
    corrected = [float(_stated_then(given, "effect:date_correction") or 1.0) for given in sets["assumptions"]]
    return sets.assign(currency=currency, corrected=corrected)


def _stated_then(given: object, key: str) -> str:
    """What was stated for a key when forecasts were written down; empty where nothing was."""
    row = json.loads(_text(given) or "{}").get(key)
    return str(row["value"]) if row else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def days_without(kept: Store, before: date) -> tuple[date, ...]:
    """Days before that on which something was loaded and no forecast written down, oldest first."""
    sets = store.forecast_sets(kept)
    made = set(sets.loc[sets["made_at"].notna(), "as_of"])
    return tuple(sorted({day for day in sets["as_of"] if day < before and day not in made}))


def _hindsight(analysis: Analysis) -> pd.DataFrame:
    rows = track_record.forecasts_of(analysis.fit, analysis.outcome)
    day, how = pd.Timestamp(analysis.company.as_of), track_record.AFTERWARDS
    return rows.assign(
        as_of=day, how=how, model_version=MODEL_VERSION, currency=analysis.company.currency, corrected=1.0
    )


def _day_afterwards(analysis: Analysis) -> dict[str, object]:
    return {
        "as_of": analysis.company.as_of, "snapshot_id": "", "how": track_record.AFTERWARDS,
        "model_version": MODEL_VERSION, "made_at": pd.NaT, "currency": analysis.company.currency, "corrected": 1.0,
    }  # fmt: skip


def _snapshot(kept: Store, name: str) -> SnapshotInfo | None:
    return next((one for one in store.list_snapshots(kept) if one.id == name and not one.dropped), None)


def _something(kept: Store, as_of: date) -> bool:
    """Whether there is anything to forecast from: assumptions alone say nothing of what will come."""
    loaded = (one for one in store.list_snapshots(kept) if one.as_of <= as_of and not one.dropped)
    return any(set(one.tables) - {"assumptions"} for one in loaded)


def _within(kept: Store, as_of: date, most: Mapping[str, int]) -> bool:
    """Whether of no table more is known as of a day than that."""
    return not any(store.is_larger(kept, name, rows, as_of) for name, rows in most.items())
