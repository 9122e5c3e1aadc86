"""An upload told: its status, the document the command line prints, and the same in lines for a person."""

from __future__ import annotations

import math
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from balance import formats, keeping, mending, reconciling
from balance.earlier import Beside
from balance.errors import Problem
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
    """The same for a person: status, sheets, tables, what changed, questions, corrections, problems."""
    changed = {name: part["changed"] for name, part in document["changes_since_last"].items()}
    told = (
        status,
        *_snapshots(document),
        *_sheets(document),
        *_decided(document),
        *(_table_line(name, part, reconciliation.currency) for name, part in document["tables"].items()),
        *reconciling.lines_of(reconciliation, changed),
        *(line for question in intake.questions for line in _question(question)),
        *(f"corrected: {told}" for told in mending.told(intake.corrections)),
        *problem_lines(intake.problems),
    )
    return [part for part in told if part]


SHEETS = ("File", "Sheet", "Read as", "Header row", "Rows read", "Accepted", "Held back", "Left out")


def _sheets(document: Mapping[str, Any]) -> list[str]:
    """Each sheet: what it was read as, and what became of its rows."""
    rows = [
        (
            file["file"], sheet["sheet"] or "", sheet["table"] or "not read", str(sheet["header_row"] or ""),
            *(formats.count(sheet["rows"][name]) for name in ("read", "accepted", "held", "left_out")),
        )
        for file in document["files"] for sheet in file["sheets"]
    ]  # fmt: skip
    return formats.lined_up(rows, SHEETS, right=range(3, len(SHEETS)))


def _decided(document: Mapping[str, Any]) -> list[str]:
    """What was decided for whole columns, and on what evidence."""
    return [
        f"decided: {' '.join(filter(None, (file['file'], sheet['sheet'], one['column'])))}: {one['decision']}"
        f"{', for ' if one['evidence'] else ''}{one['evidence']}"
        for file in document["files"] for sheet in file["sheets"] for one in sheet["decisions"]
    ]  # fmt: skip


def _table_line(name: str, part: Mapping[str, Any], currency: str) -> str:
    """How many rows of a table, over which days, and the sums of its money."""
    told = [formats.count(part["rows"], "row")]
    if part.get("first"):
        first, last = (formats.day(date.fromisoformat(part[end])) for end in ("first", "last"))
        told.append(f"opened {first} to {last}")
    sums = part.get("sums", {})
    told += [f"{column.replace('_', ' ')} {formats.money(total, currency)}" for column, total in sums.items() if total]
    return f"{name}: {', '.join(told)}"


def _question(question: Question) -> list[str]:
    default = f" Until then: {question.default}." if question.default else ""
    return [
        f"question: {question.question}",
        f"  because {question.because}.{default}",
        f"  Answer with --answer {_quoted(f'{question.key}=…')}, one of: {' | '.join(question.choices)}",
    ]


def _quoted(text: str) -> str:
    """A word for a command line, so that no shell reads anything into it."""
    return shlex.quote(text) if set(text) & set('$`"\\!') else f'"{text}"'


ALIKE = 3
"""So many problems of one kind in one column are told one by one; of more, the first and how many there are."""
ORDER = ("error", "warning", "note")


def problem_lines(problems: Sequence[Problem]) -> list[str]:
    """The problems, gravest first; many of one kind in one column in few lines, for --problems writes each of them."""
    alike: dict[tuple[object, ...], list[Problem]] = {}
    for one in sorted(problems, key=lambda one: ORDER.index(one.severity)):
        alike.setdefault((one.severity, one.code, one.file, one.sheet, one.column, one.fix), []).append(one)
    return [line for group in alike.values() for line in _group(group)]


def _group(group: Sequence[Problem]) -> list[str]:
    first = group[0]
    if len(group) <= ALIKE:
        return [f"{one.severity}: {one}" for one in group]
    if len({(one.found, one.expected) for one in group}) == 1 and all(one.cell for one in group):
        cells = ", ".join(str(one.cell) for one in group[:ALIKE])
        more = f"{cells} and {len(group) - ALIKE:,} more, the last {group[-1].cell}"
        return [f"{first.severity}: {replace(first, cell=more)}"]
    last = group[-1].cell
    more = f"and {len(group) - ALIKE:,} more such places{f', the last {last}' if last else ''}"
    return [*(f"{one.severity}: {one}" for one in group[:ALIKE]),
            f"{first.severity}: {first.file}: {more}; --problems OUT.csv writes each of them."]  # fmt: skip


def _snapshots(document: Mapping[str, Any]) -> list[str]:
    snapshot, several = document["snapshot"], document["snapshots"]
    known = f"snapshot {snapshot['id']}{' (already loaded)' if snapshot['repeated'] else ''}" if snapshot["id"] else ""
    reports = (
        [f"{formats.day(date.fromisoformat(str(one['as_of'])))}: {_rows(one['tables'])}" for one in several]
        if len(several) > 1
        else []
    )
    return [known, *reports]


def _rows(tables: Mapping[str, int]) -> str:
    return ", ".join(f"{formats.count(count, 'row')} of {name}" for name, count in tables.items())
