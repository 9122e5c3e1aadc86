"""Which column of the schema each header is: as told, by name, by synonym, by likeness, with the values as witness.

One header for one column and one column for one header. A header of another name that merely looks
alike is taken only where it is nearly the same (`SURE`) and its values can be read; between `ALIKE`
and `SURE` it is asked about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from balance.ingest.evidence import is_health, readable_share
from balance.ingest.grid import Cells
from balance.ingest.headers import candidates, forms, words
from balance.ingest.said import LEAVE_OUT, Question, SheetSaid
from balance.schema import Column, Table

How = Literal["exact", "synonym", "similar", "saved", "given"]

SURE, ALIKE = 94.0, 84.0
QUALIFIERS = frozenset(
    ("actual", "planned", "forecast", "projected", "expected", "baseline", "approved", "revised", "estimated")
)
SYNONYM_SCORE = 0.98
MOST_STAGES = 30
FOREIGN_VALUES = 3


@dataclass(frozen=True)
class Source:
    """A header with the places it stands at; repeated headers are one source. `cells` are those of the first."""

    header: str
    places: tuple[int, ...]
    cells: Cells


@dataclass(frozen=True)
class Mapped:
    """A source recognised as a column."""

    source: Source
    column: Column
    how: How
    score: float


@dataclass(frozen=True)
class Candidate:
    """A source that may be a column; candidates sort best first."""

    rank: int
    misfit: float
    place: int
    position: int
    column: str
    how: How
    score: float


def sources(names: Sequence[str], cells: Sequence[Cells]) -> tuple[Source, ...]:
    """The headers of a sheet in order, repeated ones together; columns without a name are left aside."""
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        if name:
            places.setdefault(name, []).append(place)
    return tuple(Source(name, tuple(found), cells[found[0]]) for name, found in places.items())


def map_by_name(table: Table, found: Sequence[Source], said: SheetSaid) -> tuple[Mapped, ...]:
    """The columns of one table among the headers, by what was said, by name and by synonym."""
    offered = [
        candidate for position, source in enumerate(found) for candidate in _named(table, source, position, said)
    ]
    return _assign(table, found, offered)


def map_by_likeness(
    table: Table, found: Sequence[Source], mapped: Sequence[Mapped], said: SheetSaid
) -> tuple[tuple[Mapped, ...], tuple[Question, ...]]:
    """Columns for the headers left over, by likeness: those that are sure, and questions for those that are not."""
    taken = {entry.column.name for entry in mapped}
    headers = {entry.source.header for entry in mapped} | _told(said)
    free = [column for column in table.columns if column.name not in taken]
    sure: list[Mapped] = []
    questions: list[Question] = []
    for source in found:
        column, score = _likest(source, free) if source.header not in headers else (None, 0.0)
        if column is None or score < ALIKE or not _fits(column, source.cells):
            continue
        answer = said.answer(_key(table, source), (column.name, LEAVE_OUT))
        if answer == column.name or (answer is None and score >= SURE):
            sure.append(Mapped(source, column, "similar" if answer is None else "given", round(score / 100, 2)))
            free.remove(column)
        elif answer is None:
            questions.append(_ask(table, source, column, score))
    return tuple(sure), tuple(questions)


def _named(table: Table, source: Source, position: int, said: SheetSaid) -> list[Candidate]:
    told = said.part("columns")
    if source.header in told:
        column = told[source.header]
        return [Candidate(0, 0, 0, position, str(column), _how(said), 1.0)] if column in _names(table) else []
    known = candidates(table)
    found: list[Candidate] = []
    for level, form in enumerate(forms(source.header)):
        for column_name, exact, place in known.get(form, ()):
            misfit = _misfit(table.column(column_name), source.cells, own_name=exact and not level)
            if misfit < 1:
                how: How = "exact" if exact else "synonym"
                score = 1.0 if exact else SYNONYM_SCORE
                found.append(Candidate(1 + (not exact) + level, misfit, place, position, column_name, how, score))
    return found


def not_taken(
    table: Table, left: Sequence[Source], have: Set[str], said: SheetSaid
) -> tuple[tuple[Source, Column, bool], ...]:
    """The headers left over whose name is known for a column nobody took: their values spoke against it."""
    told, known = _told(said), candidates(table)
    found: list[tuple[Source, Column, bool]] = []
    for source in left:
        named = next((form for form in forms(source.header) if form in known), None)
        if named is None or source.header in told or not source.cells.filled.any():
            continue
        name, exact, _ = known[named][0]
        if name not in have:
            found.append((source, table.column(name), exact))
    return tuple(found)


def _how(said: SheetSaid) -> How:
    return "saved" if said.how == "saved" else "given"


def _names(table: Table) -> set[str]:
    return {column.name for column in table.columns}


def _misfit(column: Column, cells: Cells, own_name: bool) -> float:
    """0 where the values agree with the column, 1 where they speak against it."""
    share, looked_at = readable_share(column, cells)
    if own_name:
        foreign = column.type == "choice" and not column.required and looked_at >= FOREIGN_VALUES and not share
        return 1.0 if foreign or (column.type == "choice" and is_health(cells)) else 0.0
    if column.type == "choice":
        return _choice_misfit(column, cells, share, looked_at)
    return 1.0 if looked_at >= 3 and share < 0.2 and not column.required else round(1 - share, 1) / 2


def _choice_misfit(column: Column, cells: Cells, share: float, looked_at: int) -> float:
    if is_health(cells):
        return 1.0
    if column.required:
        return 1.0 if not share and len(cells.used) > MOST_STAGES else round(1 - share, 1) / 2
    return 1.0 if looked_at and share < 0.5 else round(1 - share, 1) / 2


def _fits(column: Column, cells: Cells) -> bool:
    share, looked_at = readable_share(column, cells)
    return share >= 0.6 and (looked_at > 0 or column.type in ("id", "text", "tags")) and not (
        column.type == "choice" and is_health(cells))  # fmt: skip


def _assign(table: Table, found: Sequence[Source], offered: Sequence[Candidate]) -> tuple[Mapped, ...]:
    taken: dict[str, Candidate] = {}
    used: set[int] = set()
    for candidate in sorted(offered, key=lambda c: (c.rank, c.misfit >= 0.25, c.place, c.position)):
        if candidate.column not in taken and candidate.position not in used:
            taken[candidate.column] = candidate
            used.add(candidate.position)
    return tuple(
        Mapped(found[c.position], table.column(c.column), c.how, c.score)
        for c in sorted(taken.values(), key=lambda c: c.position)
    )


def _told(said: SheetSaid) -> set[str]:
    columns: Mapping[str, object] = said.part("columns")
    return set(columns)


def _likest(source: Source, free: Sequence[Column]) -> tuple[Column | None, float]:
    """The free column whose name or synonym is most like the header, with the likeness in 0..100."""
    header = words(source.header)
    best: tuple[Column | None, float] = (None, 0.0)
    if not 3 <= len(header) <= 60:
        return best
    for column in free:
        for name in (column.name, *column.synonyms):
            score = fuzz.token_sort_ratio(header, words(name), score_cutoff=best[1])
            if score >= SURE and _qualifiers(header) != _qualifiers(words(name)):
                score = ALIKE
            if score > best[1]:
                best = column, score
    return best


def _qualifiers(name: str) -> frozenset[str]:
    """The words that tell a plan from a forecast from what happened: however alike, names that differ here differ."""
    return QUALIFIERS.intersection(name.split())


def _key(table: Table, source: Source) -> str:
    return f"column:{table.name}:{' '.join(source.header.split())[:120]}"


def _ask(table: Table, source: Source, column: Column, score: float) -> Question:
    examples = [text for text in source.cells.texts if text.strip() and text != source.header][:3]
    because = f"the header is like a name of {column.name} ({column.meaning.lower()}) but not one that is known"
    if examples:
        because += "; it holds " + ", ".join(repr(text[:40]) for text in examples)
    return Question(_key(table, source), f"Is {source.header[:80]!r} the column {column.name}?",
                    (column.name, LEAVE_OUT), because)  # fmt: skip
