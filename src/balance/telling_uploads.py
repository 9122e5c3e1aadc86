"""An upload told: its status, the document the command line prints, and the same in lines for a person."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from balance import keeping, mending, reconciling
from balance.earlier import Beside
from balance.ingest import Intake, Question
from balance.reconciling import Reconciliation
from balance.schema import TABLES


def status_of(intake: Intake, *, refuse_questions: bool) -> str:
    """Whether the upload is ok, wants a person's attention or is refused; open questions refuse a load, not a check."""
    nothing_left = not any(len(frame) for frame in intake.frames.values())
    if intake.refused or nothing_left or (intake.open_questions and refuse_questions):
        return "refused"
    wants_a_person = intake.questions or len(intake.held) or any(p.severity != "note" for p in intake.problems)
    return "attention" if wants_a_person else "ok"


def document_of(beside: Beside, as_of: date | None) -> dict[str, Any]:
    """The document of an upload that is not kept (yet), as the command line's contract says."""
    intake = beside.intake
    return {
        "snapshot": {"id": None, "as_of": as_of, "repeated": False},
        "snapshots": keeping.as_json(intake, as_of),
        "files": [file.as_json() for file in intake.files],
        "tables": {name: _table(name, frame) for name, frame in intake.frames.items()},
        "changes_since_last": beside.changes,
        "reconciliation": reconciling.as_json(beside.reconciliation),
        "questions": [question.as_json() for question in intake.questions],
        "problems": [problem.as_json() for problem in intake.problems],
        "corrections": [correction.as_json() for correction in intake.corrections],
    }


def _table(name: str, frame: pd.DataFrame) -> dict[str, Any]:
    told: dict[str, Any] = {"rows": len(frame)}
    if name == "incidents":
        opened = frame["opened_at"].dropna()
        told |= {"first": _day(opened.min()), "last": _day(opened.max())}
    # Added exactly and then rounded, so that neither the order of rows nor binary fractions show in the last digits.
    sums = {column: round(math.fsum(frame[column].dropna()), 6) for column in TABLES[name].money}
    return told | ({"sums": sums} if sums else {})


def _day(moment: Any) -> str | None:  # noqa: ANN401 - a Timestamp or NaT
    return None if pd.isna(moment) else moment.date().isoformat()


def lines_of(
    status: str, document: Mapping[str, Any], intake: Intake, reconciliation: Reconciliation
) -> list[str]:  # fmt: skip
    """The same for a person: status, snapshots, tables, what changed, questions, corrections, problems."""
    tables = [f"{name}: {part['rows']} rows" for name, part in document["tables"].items()]
    changed = {name: part["changed"] for name, part in document["changes_since_last"].items()}
    beside = reconciling.lines_of(reconciliation, changed)
    questions = [
        f"question {q.key}: {q.question} ({' | '.join(q.choices)}) because {q.because}{_by_default(q)}"
        for q in intake.questions
    ]
    mended = [f"corrected: {told}" for told in mending.told(intake.corrections)]
    problems = [f"{problem.severity}: {problem}" for problem in intake.problems]
    told = (status, *_snapshots(document), *tables, *beside, *questions, *mended, *problems)
    return [part for part in told if part]


def _by_default(question: Question) -> str:
    return f"; {question.default!r} until it is answered" if question.default else ""


def _snapshots(document: Mapping[str, Any]) -> list[str]:
    snapshot, several = document["snapshot"], document["snapshots"]
    known = f"snapshot {snapshot['id']}{' (already loaded)' if snapshot['repeated'] else ''}" if snapshot["id"] else ""
    reports = [f"{one['as_of']}: {_rows(one['tables'])}" for one in several] if len(several) > 1 else []
    return [known, *reports]


def _rows(tables: Mapping[str, int]) -> str:
    return ", ".join(f"{count} rows of {name}" for name, count in tables.items())
