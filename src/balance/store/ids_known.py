"""The ids of a table that are known: asked for where it matters, for there may be millions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from balance.roles import Action, needs
from balance.schema import ASSUMPTIONS, TABLES
from balance.store.connection import Store, only, reading
from balance.store.newest import FOREVER, counted


@dataclass(frozen=True, eq=False)
class IdsKnown(Set[str]):
    """A set of ids that stays in the store: each question is one query."""

    store: Store
    table: str
    as_of: date

    @classmethod
    def _from_iterable(cls, it: Iterable[Any]) -> Set[Any]:  # type: ignore[override]
        return frozenset(it)

    def __contains__(self, name: object) -> bool:
        return not self.isdisjoint([name])

    def __iter__(self) -> Iterator[str]:
        return iter([name for (name,) in self._rows(f"SELECT DISTINCT {self._key}")])

    def __len__(self) -> int:
        return int(only(self._rows(f"SELECT count(DISTINCT {self._key})")))

    def __bool__(self) -> bool:
        return bool(self._rows("SELECT 1", "LIMIT 1"))

    def isdisjoint(self, other: Iterable[Any]) -> bool:
        """Whether none of the texts is a known id."""
        asked = pa.table({"id": pa.array([one for one in other if isinstance(one, str)], pa.string())})
        return not self._rows("SELECT 1", f"AND {self._key} IN (SELECT id FROM asked) LIMIT 1", asked)

    @property
    def _key(self) -> str:
        return f'r."{TABLES[self.table].key}"'

    def _rows(self, select: str, more: str = "", asked: pa.Table | None = None) -> list[tuple[Any, ...]]:
        query = (
            f'{select} FROM "{self.table}" AS r JOIN snapshots AS s ON s.snapshot_id = r.snapshot_id '
            f"WHERE NOT s.dropped AND s.as_of <= $1 {more}"
        )
        with reading(self.store) as session:
            if asked is None:
                return session.rows(query, self.as_of)
            with session.beside("asked", asked):
                return session.rows(query, self.as_of)


@needs(Action.TRACE)
def ids_known(store: Store, as_of: date | None = None) -> dict[str, Set[str]]:
    """By table every id that was known on or before a day (default: that is known now), as a set to be asked."""
    with reading(store) as session:
        names = [name for name in counted(session, as_of or FOREVER) if name != ASSUMPTIONS.name]
    return {name: IdsKnown(store, name, as_of or FOREVER) for name in names}
