"""The column that names the currency of each row's sums: one for all of them, or one for each column of money.

A column of its own ("Budget currency" beside "Budget") goes before one for all, which counts where its cell is empty.
Where several name currencies, none of them belongs to the sum and they disagree, which of them counts is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from balance.ingest.currencies import currency_of
from balance.ingest.grid import TEXT, Rows
from balance.ingest.headers import squash
from balance.ingest.mapping import Mapped
from balance.ingest.readings import Reading, spread
from balance.ingest.recognise import Recognised
from balance.ingest.said import Decision, Question

WORDS = ("currency", "wahrung", "waehrung", "devise", "moneda", "divisa", "moeda", "valuta")
FOR_ALL = frozenset(
    {*WORDS, "curr", "ccy", "currencycode", "codecurrency", "isocurrencycode", "currencyiso", "currencyisocode",
     "impactisocurrencycode", "wahrungscode", "codedevise", "codemoneda", "codigomoneda", "codigodemoneda",
     "codigomoeda", "codigodamoeda"}
)  # fmt: skip
NONE = "none of them"


@dataclass(frozen=True)
class RowCurrency:
    """A header that names currencies, and the code that each row names; None where it names none."""

    header: str
    marks: np.ndarray


def row_currency(found: Recognised, rows: Rows, entry: Mapped) -> RowCurrency | None:
    """What names the currency of each row of a column of money; None where nothing does or where it is open."""
    return _settled(found, _candidates(found, rows, entry), entry)[0]


def with_row_currency(found: Recognised, rows: Rows, readings: Mapping[str, Reading]) -> dict[str, Reading]:
    """Money without a mark of its own takes the currency of the row, where a column names it."""
    read = dict(readings)
    for entry in found.columns:
        reading = readings[entry.column.name]
        if reading.currency is None:
            continue
        candidates = _candidates(found, rows, entry)
        stated, decision = _settled(found, candidates, entry)
        if stated is not None:
            read[entry.column.name] = _in_currency(entry.column.name, reading, stated, decision)
            for rest in _for_all(found, rows, stated):
                read[entry.column.name] = _in_currency(entry.column.name, read[entry.column.name], rest, None)
        elif len(candidates) > 1 and decision is None:
            read[entry.column.name] = _waiting(found, entry, reading, candidates)
    return read


def _candidates(found: Recognised, rows: Rows, entry: Mapped) -> list[RowCurrency]:
    """The columns that may name its currency: its own, else the one for all, else those of no other column."""
    named = [place for place, header in enumerate(found.header.names) if _speaks_of_currency(squash(header))]
    own = [place for place in named if squash(found.header.names[place]) in _names_for(entry)]
    shared = [place for place in named if squash(found.header.names[place]) in FOR_ALL]
    taken = {name for other in found.columns if other.column.type == "money" for name in _names_for(other)}
    free = [place for place in named if squash(found.header.names[place]) not in taken]
    stated = [_stated(found, rows, place) for place in (own or shared or free)]
    return [one for one in stated if pd.notna(one.marks).any()][: 1 if own or shared else None]


def _for_all(found: Recognised, rows: Rows, own: RowCurrency) -> list[RowCurrency]:
    """The column for all sums beside the one of a sum, as far as that leaves rows out."""
    if pd.notna(own.marks).all():
        return []
    places = [place for place, header in enumerate(found.header.names) if squash(header) in FOR_ALL]
    stated = [_stated(found, rows, place) for place in places if found.header.names[place] != own.header]
    return [one for one in stated if pd.notna(one.marks).any()][:1]


@lru_cache(maxsize=8192)
def _speaks_of_currency(header: str) -> bool:
    return any(header.startswith(word) or header.endswith(word) for word in WORDS) or header in FOR_ALL


def _names_for(entry: Mapped) -> frozenset[str]:
    """What the column of currencies of this one column may be called."""
    return frozenset(name for form in (*entry.source.forms, squash(entry.column.name)) for name in _beside(form))


def _beside(form: str) -> Iterator[str]:
    for word in WORDS:
        yield from (form + word, word + form, f"{word}of{form}", f"{form}{word}code")


def _stated(found: Recognised, rows: Rows, place: int) -> RowCurrency:
    cells = found.sheet.columns[place].take(rows)
    marks = spread(np.array([currency_of(text) for text in cells.texts] or [None], dtype=object), cells)
    marks[~cells.of(TEXT)] = None
    return RowCurrency(found.header.names[place], marks)


def _settled(
    found: Recognised, candidates: list[RowCurrency], entry: Mapped
) -> tuple[RowCurrency | None, Decision | None]:
    """The one column that counts, and the decision where it was answered; nothing where it is open."""
    if len(candidates) < 2:
        return next(iter(candidates), None), None
    first, *rest = candidates
    if all(_same(first.marks, other.marks) for other in rest):
        return first, None
    answer = found.said.answer(_key(found, entry), (*(one.header for one in candidates), NONE))
    chosen = next((one for one in candidates if one.header == answer), None)
    return chosen, Decision(entry.column.name, f"currency by {answer!r}", "as answered") if answer else None


def _same(first: np.ndarray, other: np.ndarray) -> bool:
    return bool(((first == other) | (pd.isna(first) & pd.isna(other))).all())


def _key(found: Recognised, entry: Mapped) -> str:
    return f"currency:{found.table.name}.{entry.column.name}"


def _waiting(found: Recognised, entry: Mapped, reading: Reading, candidates: list[RowCurrency]) -> Reading:
    """The column with its unmarked sums waiting for the answer to which column names their currency."""
    open_ones = pd.isna(np.asarray(reading.currency)) & reading.values.notna().to_numpy()
    if not open_ones.any():
        return reading
    headers = [one.header for one in candidates]
    row = int(np.flatnonzero(open_ones)[0])
    shown = " and ".join(f"{one.header!r} says {one.marks[row] or 'nothing'}" for one in candidates[:3])
    question = Question(
        _key(found, entry), f"Which column names the currency of {entry.column.name} ({entry.source.header[:80]!r})?",
        (*headers, NONE), f"{len(headers)} columns name currencies and they disagree: in the first row {shown}",
    )  # fmt: skip
    before = reading.asked if reading.asked is not None else np.zeros(len(open_ones), dtype=bool)
    return replace(reading, values=reading.values.where(~open_ones), asked=before | open_ones,
                   questions=(*reading.questions, question))  # fmt: skip


def _in_currency(name: str, reading: Reading, stated: RowCurrency, answered: Decision | None) -> Reading:
    own = np.asarray(reading.currency)
    use = pd.isna(own) & pd.notna(stated.marks) & reading.values.notna().to_numpy()
    said = Decision(
        name, "currency of the row", f"{stated.header!r} names it for {int(use.sum())} cells without a mark"
    )
    decisions = (*reading.decisions, *([answered] if answered else []), *([said] if use.any() else []))
    return replace(reading, currency=np.where(pd.isna(own), stated.marks, own), decisions=decisions)
