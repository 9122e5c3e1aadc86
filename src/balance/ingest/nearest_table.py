"""Which table of ours a sheet is nearest to by its headers, ids and names, and whether it is a list of another kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from balance.ingest.evidence import id_votes
from balance.ingest.fitness import LINKS
from balance.ingest.grid import MOMENT, Sheet
from balance.ingest.headers import candidates, squash
from balance.ingest.mapping import Source, kinds_of_issue, map_by_name
from balance.ingest.other_lists import OtherList, other_list, telling
from balance.ingest.said import SheetSaid
from balance.schema import TABLES, Table

HINTS = {
    "initiatives": ("initiative", "project", "projekt", "projet", "proyecto", "projeto", "demand", "epic", "portfolio"),
    "incidents": (
        "incident",
        "vorfall",
        "vorfalle",
        "incidente",
        "incidencia",
        "breach",
        "outage",
        "lossevent",
        "storung",
        "ausfall",
        "ausfalle",
        "guasto",
        "guasti",
        "storingen",
    ),
    "changes": ("change", "release", "deployment", "anderung", "changement", "cambio", "mudanca"),
    "controls": ("control", "policy", "policies", "guardrail", "training", "kontrolle", "massnahme", "controle"),
    "assumptions": ("assumption", "annahme", "parameter", "hypothese", "supuesto", "premissa"),
}
ID_WEIGHT, SHEET_HINT, FILE_HINT = 12.0, 3.0, 2.0
FEW = 2
LEAST_DATES = 2


@dataclass(frozen=True)
class Score:
    """How far a sheet is a table: points, headers known, whether what it needs and its id are there, whose ids.

    `but_for_key` is whether nothing is missing but the id.
    """

    points: float
    headers: frozenset[str]
    complete: bool
    but_for_key: bool
    keyed: bool
    numbered: bool
    key: str = ""
    """The header that would be the id."""
    id_points: float = 0.0
    """How many of the points the ids gave."""
    required_share: float = 0.0
    links: Mapping[str, str] = field(default_factory=dict)
    """By table the header that would name a row of it."""

    @property
    def known(self) -> int:
        """How many columns are known."""
        return len(self.headers)


def scores_of(sheet: Sheet, found: Sequence[Source], said: SheetSaid) -> tuple[dict[str, Score], tuple[str, str]]:
    """How far a sheet is each of the tables, and the two that it is most."""
    alone = {name: _score(sheet, table, found, said) for name, table in TABLES.items()}
    scores = {name: _without_links(sheet, name, alone) for name in alone}
    best, second = sorted(scores, key=lambda name: -scores[name].points)[:2]
    return scores, (best, second)


def _without_links(sheet: Sheet, name: str, scores: Mapping[str, Score]) -> Score:
    """The score of a table, less what ids gave it that are links of a list of another table with ids of its own.

    That incidents name the projects they came from makes them no list of projects.
    """
    score = scores[name]
    for other, its in scores.items():
        named_by_link = bool(score.id_points) and its.links.get(name) == score.key and its.key != score.key
        if named_by_link and its.required_share > score.required_share and _is_list_of(sheet, other, name, its.key):
            return replace(score, points=score.points - score.id_points, numbered=False)
    return score


def _is_list_of(sheet: Sheet, table: str, instead_of: str, key: str) -> bool:
    """Whether a sheet speaks of a table and not of the other: its ids are called as those of no other, or it is."""
    named = f"{sheet.name} {sheet.file}"
    return _tables_with_ids_called(key) == [table] or (_hinted(table, named) and not _hinted(instead_of, named))


def _tables_with_ids_called(header: str) -> list[str]:
    called = squash(header)
    return [t.name for t in TABLES.values() if any(name == t.key for name, *_ in candidates(t).get(called, ()))]


def other_list_of(found: Sequence[Source], score: Score, said: SheetSaid) -> OtherList | None:
    """The list of another kind that a sheet is, where nobody said what it is and fewer of its headers are ours."""
    headers = [source.header for source in found]
    other = None if score.complete or score.numbered or said.part("columns") else other_list(headers)
    if other is None:
        return None
    theirs = set(telling(other, headers))
    return other if len(score.headers - theirs) < len(theirs) else None


def nothing_is_ours(sheet: Sheet, found: Sequence[Source], said: SheetSaid) -> bool:
    """Whether a sheet that is no table is a list of another kind, with no id, name or header of a table of ours."""
    scores, (best, _) = scores_of(sheet, found, said)
    score = scores[best]
    other = other_list_of(found, score, said)
    if other is None or score.known <= FEW:
        return other is not None
    own = score.headers - set(telling(other, score.headers))
    return (
        not score.keyed
        and not score.but_for_key
        and not any(_speaks_of_ours(text, other) for text in (sheet.name, *own))
    )


def _speaks_of_ours(text: str, other: OtherList) -> bool:
    """Whether a name has a word for a table of ours that the list of another kind does not go by itself."""
    hints = (hint for words in HINTS.values() for hint in words if hint not in squash(other.name))
    return any(hint in squash(text) for hint in hints)


def _score(sheet: Sheet, table: Table, found: Sequence[Source], said: SheetSaid) -> Score:
    mapped = map_by_name(table, found, said)
    required = sum(entry.column.required for entry in mapped)
    points = len(mapped) + 2.0 * required
    key = next((entry for entry in mapped if entry.column.name == table.key), None)
    votes = 0.0 if key is None else id_votes(key.source.cells).get(table.name, 0.0)
    points += ID_WEIGHT * max(votes, kinds_of_issue(found, table))
    points += SHEET_HINT * _hinted(table.name, sheet.name) + FILE_HINT * _hinted(table.name, sheet.file)
    headers = frozenset(entry.source.header for entry in mapped)
    whole = len(table.required)
    return Score(
        points, headers, required == whole, key is None and required == whole - 1, key is not None, votes > 0.5,
        key="" if key is None else key.source.header, id_points=ID_WEIGHT * votes, required_share=required / whole,
        links={LINKS[entry.column.name]: entry.source.header for entry in mapped if entry.column.name in LINKS},
    )  # fmt: skip


def named_as_ours(sheet: Sheet) -> bool:
    """Whether the name of a sheet speaks of initiatives or incidents, and rows with dates stand in it."""
    dated = any((cells.kind == MOMENT).sum() >= LEAST_DATES for cells in sheet.columns)
    return dated and any(_hinted(table, sheet.name) for table in ("initiatives", "incidents"))


def _hinted(table: str, name: str) -> bool:
    return any(hint in squash(name) for hint in HINTS[table])
