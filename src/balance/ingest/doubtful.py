"""Headers in doubt: those that merely resemble a name, and those that no longer hold what they held before.

A header that merely looks alike is taken only where it is nearly the same (`SURE`) and its values can be read; between
`ALIKE` and `SURE` it is asked about.
"""

from __future__ import annotations

from collections.abc import Sequence

from balance.ingest.fitness import Known, contradicts, fits
from balance.ingest.headers import squash
from balance.ingest.likeness import ALIKE, SURE, likest
from balance.ingest.mapping import Mapped, Source, answered, column_key, column_names
from balance.ingest.said import LEAVE_OUT, Decision, Question, SheetSaid
from balance.schema import Column, Table

EXAMPLES = 3


def map_by_likeness(
    table: Table, found: Sequence[Source], mapped: Sequence[Mapped], said: SheetSaid, known: Known | None = None
) -> tuple[tuple[Mapped, ...], tuple[Question, ...]]:
    """Columns for the headers left over, by likeness: those that are sure, and questions for those that are not."""
    taken = {entry.column.name for entry in mapped}
    headers = {entry.source.header for entry in mapped} | set(said.part("columns"))
    free = [column for column in table.columns if column.name not in taken]
    sure: list[Mapped] = []
    questions: list[Question] = []
    for source in found:
        column, score = likest(source.header, table, free) if source.header not in headers else (None, 0.0)
        if column is None or score < ALIKE or answered(table, source, said):
            continue
        if not fits(column, source.cells, known or {}, table):
            continue
        if score >= SURE:
            sure.append(Mapped(source, column, "similar", round(score / 100, 2)))
            free.remove(column)
        else:
            questions.append(_ask(table, source, column))
    return tuple(sure), tuple(questions)


def contradicted(
    table: Table, found: Sequence[Source], mapped: Sequence[Mapped], said: SheetSaid, known: Known | None = None
) -> tuple[Question, ...]:
    """Questions about headers whose values no longer fit the column they were taken for in an earlier load."""
    if said.how != "remembered":
        return ()
    taken, headers = {entry.column.name for entry in mapped}, {entry.source.header for entry in mapped}
    asked = []
    for source in found:
        name = said.part("columns").get(source.header)
        own = source.header in said.own.get("columns", {})
        if (
            own
            or name in taken
            or source.header in headers
            or name not in column_names(table)
            or answered(table, source, said)
        ):
            continue
        column = table.column(str(name))
        if contradicts(table, column, source.cells, known or {}):
            asked.append(Question(
                column_key(table, source), f"Is {source.header[:80]!r} still the column {column.name}?",
                (column.name, LEAVE_OUT), f"it was {said.source}, but now {_holds(source)}",
            ))  # fmt: skip
    return tuple(asked)


def remembered(mapped: Sequence[Mapped], said: SheetSaid) -> tuple[Decision, ...]:
    """What is said about columns that are what they were taken for in an earlier load."""
    if said.how != "remembered":
        return ()
    return tuple(
        Decision(entry.column.name, f"{entry.source.header[:120]!r} is {entry.column.name}", said.source)
        for entry in mapped if entry.how == "saved"
    )  # fmt: skip


def _ask(table: Table, source: Source, column: Column) -> Question:
    because = f"the header is like a name of {column.name} ({column.meaning.lower()}) but not one that is known"
    return Question(column_key(table, source), f"Is {source.header[:80]!r} the column {column.name}?",
                    (column.name, LEAVE_OUT), f"{because}; {_holds(source)}")  # fmt: skip


def _holds(source: Source) -> str:
    shown = example_values(source)
    return "it holds " + ", ".join(repr(text[:40]) for text in shown) if shown else "it holds nothing"


def example_values(source: Source) -> list[str]:
    """The first few different values under a header as text."""
    cells = source.cells.take(source.cells.filled.nonzero()[0][:50])
    shown = (cells.shown(row).strip() for row in range(len(cells)))
    return [text for text in dict.fromkeys(shown) if text and squash(text) != squash(source.header)][:EXAMPLES]
