"""Files to a snapshot: check says what load would do, load does it, both tell it in one document.

`check` writes nothing, not even an empty store. `load` is all or nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from balance import ingest, pipeline, reconciling, store
from balance.earlier import Beside, beside_earlier
from balance.ingest import Intake, Limits
from balance.ingest.limits import MB
from balance.reconciling import Reconciliation
from balance.schema import TABLES
from balance.settings import Settings, load_settings
from balance.store import Store

EXIT_STATUS = {"ok": 0, "attention": 1, "refused": 2}


@dataclass(frozen=True)
class Upload:
    """What happened, or would happen, to the files."""

    status: str
    document: dict[str, Any]
    intake: Intake
    snapshot_id: str | None = None
    mapping: Mapping[str, Any] = field(default_factory=dict)
    reconciliation: Reconciliation = field(default_factory=Reconciliation)

    @property
    def exit_status(self) -> int:
        """The command line's exit status for it."""
        return EXIT_STATUS[self.status]

    @property
    def text(self) -> str:
        """The document for a person, in lines."""
        return "\n".join(_lines(self))


def check(
    database: str,
    files: Sequence[Path],
    *,
    as_of: date | None = None,
    mapping: Mapping[str, Any] | None = None,
    answers: Mapping[str, str] | None = None,
) -> Upload:
    """What `load` would do with the files; nothing is written."""
    kept = _existing(database)
    beside = beside_earlier(kept, _read(kept, files, as_of, mapping, answers or {}), as_of)
    document = _document(beside, as_of)
    document["mapping"] = beside.intake.mapping
    status = _status(beside.intake, refuse_questions=False)
    return _upload(status, document, beside)


def load(
    database: str,
    files: Sequence[Path],
    *,
    as_of: date,
    mapping: Mapping[str, Any] | None = None,
    answers: Mapping[str, str] | None = None,
    who: str = "",
) -> Upload:
    """Keep one snapshot of every table found in the files, or change nothing and say why."""
    known = _existing(database)
    beside = beside_earlier(known, _read(known, files, as_of, mapping, answers or {}), as_of)
    return _kept(database, beside, as_of, mapping or {}, answers or {}, who)


def keep(
    database: str,
    checked: Upload,
    *,
    as_of: date,
    mapping: Mapping[str, Any] | None = None,
    answers: Mapping[str, str] | None = None,
    who: str = "",
) -> Upload:
    """Keep exactly what `check` has read, with the same date, mapping and answers; refused as `load` would be."""
    beside = Beside(checked.intake, checked.reconciliation, checked.document["changes_since_last"])
    return _kept(database, beside, as_of, mapping or {}, answers or {}, who)


def reported_as_of(file: Path, mapping: Mapping[str, Any] | None = None) -> tuple[date, ...]:
    """The days a file itself says it speaks of, in a column such as "Reported as of"; empty where none does."""
    return ingest.reported_as_of(file, mapping=mapping, limits=_limits(load_settings()))


def _kept(
    database: str, beside: Beside, as_of: date, mapping: Mapping[str, Any], answers: Mapping[str, str], who: str
) -> Upload:
    status, document = _status(beside.intake, refuse_questions=True), _document(beside, as_of)
    if status == "refused":
        return replace(_upload(status, document, beside), mapping={})
    saved = _save(store.open_store(database), beside.intake, as_of, mapping, answers, who)
    document["snapshot"] = {"id": saved.snapshot_id, "as_of": as_of, "repeated": saved.repeated}
    return replace(_upload(status, document, beside), snapshot_id=saved.snapshot_id)


def _upload(status: str, document: dict[str, Any], beside: Beside) -> Upload:
    return Upload(
        status, {"status": status} | document, beside.intake, None, beside.intake.mapping, beside.reconciliation
    )


def _existing(database: str) -> Store | None:
    return store.open_store(database, create=False) if pipeline.exists(database) else None


def _read(
    kept: Store | None,
    files: Sequence[Path],
    as_of: date | None,
    mapping: Mapping[str, Any] | None,
    answers: Mapping[str, str],
) -> Intake:
    stated = store.stated_assumptions(kept, as_of) if kept else None
    return ingest.read_files(
        files, as_of=as_of, mapping=mapping, answers=answers, stated=stated, limits=_limits(load_settings()),
        last_known=store.frames_before(kept, as_of) if kept else None,
    )  # fmt: skip


def _limits(settings: Settings) -> Limits:
    """What one file may ask of the machine, as the settings say it; the processor's clock stops a little earlier."""
    return Limits(
        file_bytes=settings.upload_mb * MB,
        child_memory_bytes=settings.load_memory_mb * MB,
        child_wall_seconds=float(settings.load_seconds),
        child_cpu_seconds=max(settings.load_seconds - 3, 1),
    )


def _save(
    kept: Store, intake: Intake, as_of: date, mapping: Mapping[str, Any], answers: Mapping[str, str], who: str
) -> store.Saved:
    return store.save_snapshot(
        kept,
        as_of=as_of,
        frames=intake.frames,
        files=[(original.name, original.sha256, original.content) for original in intake.originals],
        problems=intake.problems,
        held=intake.held,
        mapping=dict(intake.mapping),
        answers=dict(answers) | ({"mapping": json.dumps(mapping, sort_keys=True)} if mapping else {}),
        states=_found_currency(intake),
        who=who,
    )


def _found_currency(intake: Intake) -> list[dict[str, str]]:
    """The reporting currency that all money cells carry, stated with the load where nobody stated another."""
    reason = "read from the money cells of the upload"
    found = intake.currency
    return [{"key": "reporting_currency", "value": found, "reason": reason}] if found else []


def _status(intake: Intake, *, refuse_questions: bool) -> str:
    nothing_left = not any(len(frame) for frame in intake.frames.values())
    if intake.refused or nothing_left or (intake.questions and refuse_questions):
        return "refused"
    wants_a_person = intake.questions or len(intake.held) or any(p.severity != "note" for p in intake.problems)
    return "attention" if wants_a_person else "ok"


def _document(beside: Beside, as_of: date | None) -> dict[str, Any]:
    intake = beside.intake
    return {
        "snapshot": {"id": None, "as_of": as_of, "repeated": False},
        "files": [file.as_json() for file in intake.files],
        "tables": {name: _table(name, frame) for name, frame in intake.frames.items()},
        "changes_since_last": beside.changes,
        "reconciliation": reconciling.as_json(beside.reconciliation),
        "questions": [question.as_json() for question in intake.questions],
        "problems": [problem.as_json() for problem in intake.problems],
    }


def _table(name: str, frame: pd.DataFrame) -> dict[str, Any]:
    told: dict[str, Any] = {"rows": len(frame)}
    if name == "incidents":
        opened = frame["opened_at"].dropna()
        told |= {"first": _day(opened.min()), "last": _day(opened.max())}
    sums = {column: float(frame[column].sum()) for column in TABLES[name].money}
    return told | ({"sums": sums} if sums else {})


def _day(moment: Any) -> str | None:  # noqa: ANN401 - a Timestamp or NaT
    return None if pd.isna(moment) else moment.date().isoformat()


def _lines(upload: Upload) -> list[str]:
    tables = [f"{name}: {part['rows']} rows" for name, part in upload.document["tables"].items()]
    changed = {name: part["changed"] for name, part in upload.document["changes_since_last"].items()}
    beside = reconciling.lines_of(upload.reconciliation, changed)
    questions = [
        f"question {q.key}: {q.question} ({' | '.join(q.choices)}) because {q.because}" for q in upload.intake.questions
    ]
    problems = [f"{problem.severity}: {problem}" for problem in upload.intake.problems]
    snapshot = upload.document["snapshot"]
    known = f"snapshot {snapshot['id']}{' (already loaded)' if snapshot['repeated'] else ''}" if snapshot["id"] else ""
    return [part for part in (upload.status, known, *tables, *beside, *questions, *problems) if part]
