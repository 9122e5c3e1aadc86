"""The numbers behind the slides as values: tables with typed columns, whole and unrounded, for the workbook.

Money is in the reporting currency, chances and shares are 0..1, durations days; what is not known is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

Kind = Literal["text", "long", "money", "chance", "factor", "number", "count", "date"]
"""How entries are shown."""


@dataclass(frozen=True)
class Typed:
    """An entry that is shown in its own way, in a column of numbers of many kinds."""

    value: float | int | None
    kind: Kind


Entry: TypeAlias = str | float | int | date | Typed | None


@dataclass(frozen=True)
class Heading:
    """A column: its head and what it holds."""

    head: str
    kind: Kind = "number"


@dataclass(frozen=True)
class Plot:
    """A native chart of a sheet: which columns, by their heads, are drawn against which."""

    kind: Literal["curve", "points", "bars", "spans", "bridge"]
    title: str
    across: str
    up: tuple[str, ...]
    across_title: str = ""
    up_title: str = ""
    rows: int = 0
    """How many rows are drawn; all where 0."""
    least: float | None = None
    """Where the axis begins, where it is cut."""
    reach: float | None = None
    """Where the axis across ends, where it would run on."""
    printed: tuple[str, ...] = ()
    """What is printed at each bar."""
    beside: tuple[tuple[str, str, str], ...] = ()
    """Further points to hold it against: a sheet, its column across and its column up."""


@dataclass(frozen=True)
class Sheet:
    """One table with what it says, how its numbers are derived, and where they come from."""

    name: str
    title: str
    derived: str
    source: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Entry, ...], ...]
    plot: Plot | None = None
