"""How the columns of a load were read: under which header they stood, and what was decided for the whole of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from balance import store
from balance.assumptions import Assumptions, resolve
from balance.provenance.rows import Part
from balance.store import Store


@dataclass(frozen=True)
class ColumnRead:
    """One column of one sheet: its header there, and what was decided about its dates, unit, currency and words."""

    table: str
    column: str
    snapshot_id: str
    file: str
    sheet: str
    headers: tuple[str, ...]
    dates: str = ""
    unit: float = 1.0
    currency: str = ""
    rate: float | None = None
    """One unit of that currency in the reporting currency when it was loaded, where it was converted."""
    words: tuple[tuple[str, str], ...] = ()
    """Words of the file and what they were taken to mean, where that was said or decided."""

    @property
    def decided(self) -> str:
        """The decisions in a phrase; empty where the cells were taken as they stand."""
        said = [f"dates {self.dates}" if self.dates else "", f"in units of {self.unit:g}" if self.unit != 1 else ""]
        rate = f" at {self.rate:g}" if self.rate is not None else ""
        said.append(f"in {self.currency}{rate}" if self.currency else "")
        said += [f"{found!r} means {meant}" for found, meant in self.words]
        return ", ".join(part for part in said if part)


AtLoad = Callable[[str], Assumptions]
"""What was taken as given when a snapshot was loaded; asked only where sums were converted."""


def columns_read(kept: Store, parts: Sequence[Part]) -> tuple[ColumnRead, ...]:
    """How each column that the rows rest on was read, sheet by sheet."""
    given = cache(lambda snapshot_id: resolve(store.stated_at_load(kept, snapshot_id)))
    mappings: dict[str, Mapping[str, Any]] = {}
    found: dict[tuple[str, str, str, str, str], ColumnRead] = {}
    for part in parts:
        sheets = part.rows[["snapshot_id", "source_file", "source_sheet"]].drop_duplicates()
        for snapshot_id, file, sheet in sheets.itertuples(index=False):
            if snapshot_id not in mappings:
                mappings[snapshot_id] = store.mapping_of(kept, snapshot_id)
            for read in _of_sheet(part, mappings[snapshot_id], (snapshot_id, str(file), str(sheet)), given):
                found[read.table, read.snapshot_id, read.file, read.sheet, read.column] = read
    return tuple(found.values())


def _of_sheet(
    part: Part, mapping: Mapping[str, Any], place: tuple[str, str, str], given: AtLoad
) -> Iterator[ColumnRead]:
    snapshot_id, file, sheet = place
    entries = [entry for entry in mapping.get("sheets", []) if _is_of(entry, part.table, file, sheet)]
    for column in (part.key, *part.columns):
        headers = tuple(
            str(header) for entry in entries for header, named in (entry.get("columns") or {}).items()
            if named == column
        )  # fmt: skip
        if headers:
            yield _read(part.table, column, (snapshot_id, file, sheet), tuple(dict.fromkeys(headers)), entries, given)


def _is_of(entry: Mapping[str, Any], table: str, file: str, sheet: str) -> bool:
    return (
        entry.get("table") == table
        and entry.get("sheet") in (sheet or "*", "*")
        and entry.get("file") in (None, "", file)
    )


def _read(
    table: str, column: str, place: tuple[str, str, str], headers: tuple[str, ...],
    entries: Sequence[Mapping[str, Any]], given: AtLoad,
) -> ColumnRead:  # fmt: skip
    dates, money, words = (_said(entries, part, column) for part in ("dates", "money", "values"))
    told = money if isinstance(money, Mapping) else {}
    currency = str(told.get("currency") or "")
    rate = _rate(given(place[0]), currency) if currency else None
    meant = tuple((str(one), str(other)) for one, other in words.items()) if isinstance(words, Mapping) else ()
    return ColumnRead(
        table, column, *place, headers, str(dates or ""), float(told.get("unit") or 1.0), currency, rate, meant
    )


def _said(entries: Sequence[Mapping[str, Any]], part: str, column: str) -> Any:  # noqa: ANN401 - as the mapping has it
    return next((entry[part][column] for entry in entries if column in (entry.get(part) or {})), None)


def _rate(given: Assumptions, currency: str) -> float | None:
    return None if currency == given.text("reporting_currency") else given.number(f"exchange_rate:{currency}")
