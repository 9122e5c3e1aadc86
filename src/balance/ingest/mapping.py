"""Which column of the schema each header is: as told, by name and by synonym, with the values as witness.

One header for one column and one column for one header.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import Literal

from balance.ingest.baselines import approved_first, expected_finish
from balance.ingest.evidence import table_votes
from balance.ingest.fitness import Known, contradicts, misfit
from balance.ingest.grid import Cells
from balance.ingest.headers import candidates, forms
from balance.ingest.said import LEAVE_OUT, SheetSaid
from balance.ingest.whole_sheet import EVERY_ROW, missing_key
from balance.schema import Column, Table

How = Literal["exact", "synonym", "similar", "saved", "given"]

SYNONYM_SCORE = 0.98
LEAST_FOREIGN = 0.5
_NUMBERED = re.compile(r"^(?P<name>.+?)\.(?P<number>[1-9]\d{0,2})$", re.DOTALL)


@dataclass(frozen=True)
class Source:
    """A header with the places it stands at; repeated headers are one source. `cells` are those of the first.

    `also` is another name of it: the lower of the two lines of a header.
    """

    header: str
    places: tuple[int, ...]
    cells: Cells
    also: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        """The comparable forms of the header, the whole one first."""
        return tuple(dict.fromkeys((*forms(self.header), *(forms(self.also) if self.also else ()))))


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


def sources(names: Sequence[str], cells: Sequence[Cells], also: Sequence[str] = ()) -> tuple[Source, ...]:
    """The headers of a sheet in order, repeated ones together; columns without a name are left aside.

    A header that a tool has numbered because it came back ("Labels", "Labels.1") is a repeated one.
    """
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        numbered = _NUMBERED.match(name)
        base = numbered["name"] if numbered and numbered["name"] in places else name
        if name:
            places.setdefault(base, []).append(place)
    return tuple(
        Source(name, tuple(found), cells[found[0]], also[found[0]] if also else "") for name, found in places.items()
    )


def map_by_name(
    table: Table, found: Sequence[Source], said: SheetSaid, known: Known | None = None
) -> tuple[Mapped, ...]:
    """The columns of one table among the headers, by what was said, by name and by synonym.

    What was understood of an earlier load and comes out the same by name alone is told as that.
    """
    mapped = _mapped(table, found, said, known or {})
    if not any(entry.how == "saved" for entry in mapped):
        return mapped
    alone = {
        (entry.source.header, entry.column.name): entry
        for entry in _mapped(table, found, replace(said, entry={}), known or {})
    }
    return tuple(alone.get((entry.source.header, entry.column.name), entry) for entry in mapped)


def _mapped(table: Table, found: Sequence[Source], said: SheetSaid, known: Known) -> tuple[Mapped, ...]:
    offered = [
        candidate
        for position, source in enumerate(found)
        for candidate in _offered(table, source, position, said, known)
    ]
    return _assign(table, found, approved_first(found, offered))


def answered(table: Table, source: Source, said: SheetSaid) -> str | None:
    """The column that a header was answered to be, or that it is left out; None where nothing was answered."""
    return said.answer(column_key(table, source), (*(column.name for column in table.columns), LEAVE_OUT))


def _is_missing_one(table: Table, source: Source, said: SheetSaid) -> str | None:
    """The required column that a header was answered to be, where the question was which header is the column."""
    for column in table.required:
        given = said.answers.get(missing_key(table, column))
        if given is not None and header_text(given).casefold() == header_text(source.header).casefold():
            said.heard.keys.add(missing_key(table, column))
            return column.name
    return None


def _offered(table: Table, source: Source, position: int, said: SheetSaid, known: Known) -> list[Candidate]:
    given = answered(table, source, said) or _is_missing_one(table, source, said)
    if given is not None:
        return [] if given == LEAVE_OUT else [Candidate(0, 0, 0, position, given, "given", 1.0)]
    told = said.part("columns")
    if source.header not in told:
        if source.header.startswith(EVERY_ROW):
            return _stated_for_all(table, source, position, said)
        return _named(table, source, position, known)
    column = told[source.header]
    own = source.header in said.own.get("columns", {})
    if said.how != "remembered" or own:
        how: How = "saved" if said.how == "saved" and not own else "given"
        return [Candidate(0, 0, 0, position, str(column), how, 1.0)] if column in column_names(table) else []
    named = _named(table, source, position, known)
    if column not in column_names(table) or contradicts(table, table.column(str(column)), source.cells, known):
        return named
    return [Candidate(0, 0, 1, position, str(column), "saved", 1.0), *named]


def _stated_for_all(table: Table, source: Source, position: int, said: SheetSaid) -> list[Candidate]:
    """The column that an answer stated one value of for every row."""
    named = [c.name for c in table.required if said.answers.get(missing_key(table, c), "") == source.header]
    said.heard.keys.update(missing_key(table, table.column(name)) for name in named)
    return [Candidate(0, 0, 0, position, name, "given", 1.0) for name in named]


def _named(table: Table, source: Source, position: int, known: Known) -> list[Candidate]:
    """What a header may be by name: by its whole form, else by its form without brackets, unit or upper line."""
    names = candidates(table)
    found: list[Candidate] = []
    for level, form in enumerate(source.forms):
        for column_name, exact, place in names.get(form, ()):
            column = table.column(column_name)
            against = misfit(table, column, source.cells, exact and not level, known)
            if against < 1:
                how: How = "exact" if exact else "synonym"
                score = 1.0 if exact else SYNONYM_SCORE
                found.append(Candidate(1 + (not exact), against, place, position, column_name, how, score))
        if found:
            break
    return found


def not_taken(
    table: Table, left: Sequence[Source], have: Set[str], said: SheetSaid
) -> tuple[tuple[Source, Column, bool], ...]:
    """The headers left over whose name is known for a column nobody took: their values spoke against it."""
    told = set((said.own if said.how == "remembered" else said.entry).get("columns", {}))
    names = candidates(table)
    found: list[tuple[Source, Column, bool]] = []
    for source in left:
        named = next((form for form in source.forms if form in names), None)
        if named is None or source.header in told or not source.cells.filled.any() or answered(table, source, said):
            continue
        name, exact, _ = names[named][0]
        if name not in have:
            found.append((source, table.column(name), exact))
    return tuple(found)


def kinds_of_issue(found: Sequence[Source], table: Table) -> float:
    """How far a column of kinds of issue ("Epic", "Incident") says that the rows are of the table, in 0..1."""
    votes = [table_votes(form, source.cells).get(table.name, 0.0) for source in found for form in source.forms]
    return max(votes, default=0.0)


def column_names(table: Table) -> set[str]:
    """The names of the columns of a table."""
    return {column.name for column in table.columns}


def _assign(table: Table, found: Sequence[Source], offered: Sequence[Candidate]) -> tuple[Mapped, ...]:
    """One header for each column, the best candidates first; a required column may take one from an optional column."""
    taken: dict[str, Candidate] = {}
    used: dict[int, str] = {}
    ordered = sorted(offered, key=lambda c: (c.rank, c.misfit >= 0.25, c.place, c.position))
    for candidate in ordered:
        if candidate.column not in taken and candidate.position not in used:
            taken[candidate.column] = candidate
            used[candidate.position] = candidate.column
    for column in table.required:
        if column.name not in taken:
            _take_back(table, column, ordered, taken, used)
    expected = expected_finish(found, ordered, taken, used)
    if expected is not None:
        taken[expected.column] = expected
    return tuple(
        Mapped(found[c.position], table.column(c.column), c.how, c.score)
        for c in sorted(taken.values(), key=lambda c: c.position)
    )


def _take_back(
    table: Table, column: Column, ordered: Sequence[Candidate], taken: dict[str, Candidate], used: dict[int, str]
) -> None:
    """Give a required column the best header that an optional column took by its name."""
    for spare in ordered:
        holder = used.get(spare.position, "")
        free = holder and not table.column(holder).required and taken[holder].rank
        if free and spare.column == column.name and spare.misfit < LEAST_FOREIGN:
            del taken[holder]
            taken[column.name], used[spare.position] = spare, column.name
            return


def column_key(table: Table, source: Source) -> str:
    """The key of the question which column a header is."""
    return f"column:{table.name}:{header_text(source.header)}"


def header_text(header: str) -> str:
    """A header as keys of questions and choices write it: on one line, and not endless."""
    return " ".join(header.split())[:120].strip()
