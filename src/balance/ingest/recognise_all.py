"""Every sheet of an upload recognised: first each alone, then their links with the ids of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from balance.ingest.apart import parts
from balance.ingest.fitness import Known
from balance.ingest.grid import Sheet
from balance.ingest.recognise import Recognised, ids_of, recognise, surely, with_links
from balance.ingest.said import Heard


def recognise_all(
    sheets: Sequence[Sheet], mapping: Mapping[str, Any] | None, answers: Mapping[str, str] | None,
    earlier: Sequence[Mapping[str, Any]] = (), known: Known | None = None, heard: Heard | None = None,
) -> list[Recognised]:  # fmt: skip
    """The tables of all sheets, a sheet of several tables being several; `known` are the ids of the last snapshot."""
    tables = [part for sheet in sheets for part in parts(sheet)]
    found = _asked([recognise(part, mapping, answers, earlier, heard) for part in tables])
    ids = ids_of(found)
    stored = dict(known or {})
    together = {name: Together(ids.get(name, frozenset()), stored.get(name, frozenset())) for name in {**ids, **stored}}
    return [with_links(sheet, together) for sheet in found]


@dataclass(frozen=True, eq=False)
class Together(Set[str]):
    """The ids of an upload and those known before, which may be many and stay where they are until they are asked."""

    own: Set[str]
    stored: Set[str]

    def __contains__(self, name: object) -> bool:
        return name in self.own or name in self.stored

    def __iter__(self) -> Iterator[str]:
        return chain(self.own, self.stored)

    def __len__(self) -> int:
        return len(self.own | frozenset(self.stored))

    def __bool__(self) -> bool:
        return bool(self.own) or bool(self.stored)

    def isdisjoint(self, other: Iterable[Any]) -> bool:
        """Whether none of the texts is one of the ids."""
        texts = list(other)
        return self.own.isdisjoint(texts) and self.stored.isdisjoint(texts)


def _asked(found: Sequence[Recognised]) -> list[Recognised]:
    """The same; where no sheet of a file can be read, what is missing is asked instead of left out."""
    files = {one.sheet.file: [other for other in found if other.sheet.file == one.sheet.file] for one in found}
    return [one for beside in files.values() for one in _of_one_file(beside)]


def _of_one_file(sheets: Sequence[Recognised]) -> list[Recognised]:
    sheets = [_beside_tables(sheet, sheets) for sheet in sheets]
    if any(sheet.complete or sheet.likely or sheet.questions for sheet in sheets):
        return sheets
    return [surely(sheet) for sheet in sheets]


def _beside_tables(sheet: Recognised, beside: Sequence[Recognised]) -> Recognised:
    """Beside a table of the same file, a list of another kind and a sheet without headers are not asked about."""
    listed = sheet.elsewhere and any(one.complete for one in beside)
    headless = sheet.header_found is None and any(one.table_found for one in beside)
    return replace(sheet, questions=()) if listed or headless else sheet
