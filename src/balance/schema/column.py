"""What a column and a table are, and how a column of each type is written down.

Types, and what a column of that type holds in a frame:

- `id`, `text`, `choice`, `tags`: text as written, missing is NA (pandas `str`);
- `date`: a day, `moment`: a day with a time (pandas `datetime64[us]`, no zone);
- `money`: reporting currency, `share`: 0..1, `number`: any unit named in the column (`float64`);
- `count`: a whole number (`Int64`); `flag`: yes or no (`boolean`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

Type = Literal["id", "text", "choice", "tags", "date", "moment", "money", "share", "number", "count", "flag"]

SQL_TYPES: dict[Type, str] = {
    "id": "VARCHAR", "text": "VARCHAR", "choice": "VARCHAR", "tags": "VARCHAR",
    "date": "DATE", "moment": "TIMESTAMP",
    "money": "DOUBLE", "share": "DOUBLE", "number": "DOUBLE", "count": "BIGINT", "flag": "BOOLEAN",
}  # fmt: skip

FRAME_TYPES: dict[Type, str] = {
    "id": "str", "text": "str", "choice": "str", "tags": "str",
    "date": "datetime64[us]", "moment": "datetime64[us]",
    "money": "float64", "share": "float64", "number": "float64", "count": "Int64", "flag": "boolean",
}  # fmt: skip

PROVENANCE = ("source_file", "source_sheet", "source_row")
"""Where a row came from; kept with every stored row, never part of the model or its hash."""


@dataclass(frozen=True)
class Column:
    """One column: what it means, what it may hold and what people call it elsewhere."""

    name: str
    type: Type
    meaning: str
    synonyms: tuple[str, ...] = ()
    required: bool = False
    choices: tuple[str, ...] = ()
    choice_synonyms: tuple[tuple[str, str], ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    """What the number codes of a tool mean; only for a column whose every value is such a code."""
    low: float | None = None
    high: float | None = None
    unit: str = ""
    improves: str = ""

    @property
    def meant(self) -> dict[str, str]:
        """Written value (lower case) -> the choice it means."""
        return {choice: choice for choice in self.choices} | dict(self.choice_synonyms)


@dataclass(frozen=True)
class Table:
    """One table: its key and its columns in the order of the template."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    optional: bool = False

    @property
    def key(self) -> str:
        """The column that names a row; always the first."""
        return self.columns[0].name

    @property
    def required(self) -> tuple[Column, ...]:
        """The columns a row cannot be used without."""
        return tuple(column for column in self.columns if column.required)

    @property
    def money(self) -> tuple[str, ...]:
        """The columns that are sums of money."""
        return tuple(column.name for column in self.columns if column.type == "money")

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        return self._by_name[name]

    @property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}


def text_column(name: str, meaning: str, *synonyms: str, required: bool = False, improves: str = "") -> Column:
    """A column of type `text`."""
    return Column(name, "text", meaning, synonyms, required=required, improves=improves)


def id_column(name: str, meaning: str, *synonyms: str, required: bool = False) -> Column:
    """A column of type `id`."""
    return Column(name, "id", meaning, synonyms, required=required)


def date_column(name: str, meaning: str, *synonyms: str, required: bool = False, improves: str = "") -> Column:
    """A column of type `date`."""
    return Column(name, "date", meaning, synonyms, required=required, improves=improves)


def moment_column(name: str, meaning: str, *synonyms: str, required: bool = False, improves: str = "") -> Column:
    """A column of type `moment`."""
    return Column(name, "moment", meaning, synonyms, required=required, improves=improves)


def money_column(name: str, meaning: str, *synonyms: str, improves: str = "", low: float | None = None) -> Column:
    """A column of type `money`."""
    return Column(name, "money", meaning, synonyms, unit="reporting currency", improves=improves, low=low)


def share_column(name: str, meaning: str, *synonyms: str, improves: str = "") -> Column:
    """A column of type `share`."""
    return Column(name, "share", meaning, synonyms, low=0.0, high=1.0, unit="share 0..1", improves=improves)


def in_order(ids: pd.Series) -> bool:
    """Whether ids rise from row to row, so that none is there twice: asked of text as it is kept, without a copy."""
    return str(ids.dtype) == "str" and bool((ids.array[1:] > ids.array[:-1]).all())


def tags_of(text: str | None) -> tuple[str, ...]:
    """The tags of one cell, in order, lower case, without repeats.

    >>> tags_of("Cloud; AI, cloud")
    ('cloud', 'ai')
    """
    if not isinstance(text, str):
        return ()
    parts = (part.strip().lower() for part in text.replace(",", ";").split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))
