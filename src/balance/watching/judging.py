"""Whether an upload loads by itself, and if not, why it waits: one sentence, and what stands behind it line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from balance import formats, store
from balance.errors import Problem
from balance.store import Store
from balance.uploading import Upload

MOST_DETAILS = 20


@dataclass(frozen=True)
class Why:
    """Why an upload waits for a person."""

    sentence: str
    details: tuple[str, ...] = ()


def needs(checked: Upload) -> Why | None:
    """What a person has to look at before these files may be loaded; None where nothing is."""
    if checked.status == "ok":
        return None
    intake = checked.intake
    errors = [problem for problem in intake.problems if problem.severity == "error"]
    warnings = [problem for problem in intake.problems if problem.severity == "warning"]
    counted = (
        (len(intake.open_questions), "open question"),
        (len(intake.held), "row held back"),
        (len(errors), "error"),
        (len(warnings), "warning"),
    )
    parts = [_count(number, thing) for number, thing in counted if number]
    begin = "The files cannot be loaded as they are" if checked.status == "refused" else "A person is needed"
    asked = [question.question for question in intake.questions]
    return Why(
        f"{begin}: {formats.listed(parts) or 'no row is left to load'}.", _first((*asked, *_told(errors, warnings)))
    )


def _count(number: int, thing: str) -> str:
    return f"{number:,} rows held back" if thing == "row held back" and number > 1 else formats.count(number, thing)


def _told(*problems: Sequence[Problem]) -> list[str]:
    return [str(problem) for group in problems for problem in group]


def _first(lines: Iterable[str]) -> tuple[str, ...]:
    told = list(lines)
    more = (f"… and {len(told) - MOST_DETAILS:,} more.",) if len(told) > MOST_DETAILS else ()
    return (*told[:MOST_DETAILS], *more)


def carriers(kept: Store | None, as_of: date, tables: Iterable[str]) -> frozenset[str]:
    """The files from which rows of these tables are loaded for that date: a further load would replace those rows."""
    if kept is None:
        return frozenset()
    loads = [row for row in store.list_snapshots(kept) if row.as_of == as_of and not row.dropped]
    wanted = set(tables)
    touched = [row for row in loads if wanted & {name for name, count in row.tables.items() if count}]
    return frozenset(
        file for row in touched for name, files in store.sources_of(kept, row.id).items() if name in wanted
        for file in files
    )  # fmt: skip


def would_replace(as_of: date, tables: Iterable[str], files: Iterable[str]) -> Why:
    """The same tables were loaded from files no longer in the folder: only a person knows whether those still hold."""
    what, named = formats.listed(sorted(tables)), formats.listed(sorted(files))
    return Why(
        f"Loading would replace {what} of {as_of}, which came from {named}; the folder does not hold that any more.",
        ("Put the missing file back beside the new one, or open these files and load them if they are to replace it.",),
    )
