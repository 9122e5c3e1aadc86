"""An upload as snapshots: one, or one for each dated report of its files; and what a repeated load would read today.

It stands between `ingest` and `store`, which do not know each other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from balance import store
from balance.errors import Problem
from balance.ingest import Intake, Report
from balance.store import Load, Saved, Store


def loads_of(intake: Intake, as_of: date) -> tuple[Load, ...]:
    """What is kept as one snapshot each, oldest first; sheets without dates of their own belong to `as_of`.

    What was wrong is told with the newest, for it is told of the files as a whole.
    """
    if not intake.reports:
        return (Load(as_of, intake.frames, intake.problems, intake.held),)
    found: dict[date, Load] = {}
    for day, report in intake.reports.items():
        of_day = as_of if day is None else day
        found[of_day] = _joined(found.get(of_day, Load(of_day, {})), report)
    filled = [load for _, load in sorted(found.items()) if any(len(frame) for frame in load.frames.values())]
    return (*filled[:-1], *(Load(last.as_of, last.frames, intake.problems, last.held) for last in filled[-1:]))


def _joined(load: Load, report: Report) -> Load:
    """One snapshot of a dated report and of what is not dated but belongs to the same day."""
    frames = dict(load.frames)
    for name, frame in report.frames.items():
        frames[name] = pd.concat([frames[name], frame], ignore_index=True) if name in frames else frame
    held = report.held if load.held is None else pd.concat([load.held, report.held], ignore_index=True)
    return Load(load.as_of, frames, held=held)


def save(
    kept: Store, intake: Intake, as_of: date, mapping: Mapping[str, Any], answers: Mapping[str, str], who: str,
    mends: str | None = None, same_as: Mapping[date, str] | None = None,
) -> tuple[Saved, ...]:  # fmt: skip
    """Keep the upload, all its snapshots in one transaction or none, oldest first.

    `mends` and `same_as` as in `save_snapshots`; with corrections it is a load of its own.
    """
    return store.save_snapshots(
        kept,
        loads_of(intake, as_of),
        files=[(original.name, original.sha256, original.content) for original in intake.originals],
        mapping=dict(intake.mapping),
        answers=dict(answers) | ({"mapping": json.dumps(mapping, sort_keys=True)} if mapping else {}),
        states=_found_currency(intake),
        who=who,
        corrections=intake.corrections,
        mends=mends,
        same_as=None if intake.corrections or mends else same_as,
    )


def _found_currency(intake: Intake) -> list[dict[str, str]]:
    """The reporting currency that all money cells carry, stated with the load where nobody stated another."""
    reason = "read from the money cells of the upload"
    found = intake.currency
    return [{"key": "reporting_currency", "value": found, "reason": reason}] if found else []


def as_json(intake: Intake, as_of: date | None, saved: Sequence[Saved] = ()) -> list[dict[str, Any]]:
    """Every snapshot the upload is or would be, oldest first: id, as-of date, whether it was known, rows by table."""
    loads = loads_of(intake, as_of or date.max)
    known: Sequence[Saved | None] = saved or [None] * len(loads)
    return [
        {
            "id": one.snapshot_id if one else None,
            "as_of": one.as_of if one else (as_of if load.as_of == date.max else load.as_of),
            "repeated": one.repeated if one else False,
            "tables": {name: len(frame) for name, frame in load.frames.items()},
        }
        for load, one in zip(loads, known, strict=True)
    ]


def read_otherwise(kept: Store, intake: Intake, as_of: date, saved: Sequence[Saved]) -> list[Problem]:
    """For each snapshot known already: a warning where the same files would be read otherwise today."""
    told = []
    for load, one in zip(loads_of(intake, as_of), saved, strict=True):
        if one.repeated:
            found = store.compare_with_frames(kept, one.snapshot_id, load.frames)
            if any(part for table in found.values() for part in table.values()):
                told.append(_differs(one, found))
    return told


def _differs(one: Saved, found: Mapping[str, Mapping[str, Sequence[Any]]]) -> Problem:
    cells = [cell for table in found.values() for cell in table["changed"]]
    rows = sum(len(table["new"]) + len(table["gone"]) for table in found.values())
    columns = ", ".join(sorted({cell["column"] for cell in cells})[:6])
    what = [f"{len(cells)} cell{'s' if len(cells) > 1 else ''} of {columns}"] if cells else []
    what += [f"{rows} rows more or less"] if rows else []
    return Problem(
        "repeated-differs", "warning", found=f"{' and '.join(what)} would be read otherwise today",
        expected=f"the snapshot {one.snapshot_id} of {one.as_of.isoformat()}, loaded already and left as it was",
        fix="An assumption such as an exchange rate or the start of the fiscal year has changed since, or the program. "
            f"To take today's reading, purge the snapshot {one.snapshot_id} and load the files again.",
    )  # fmt: skip
