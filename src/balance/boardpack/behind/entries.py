"""Entries of the tables from values of the report: finite numbers, dates and text, or nothing."""

from __future__ import annotations

import math
from datetime import date, datetime
from numbers import Real
from typing import Any

from balance.boardpack.sheets import Entry, Heading, Kind, Typed
from balance.language import noted, say
from balance.ranges import UNKNOWN, Range

FROM_REPORT = noted("The report of the date, plan, data and model on the sheet Method")


def facts() -> tuple[Heading, ...]:
    """The columns of a table of headline numbers."""
    return (
        Heading(say("Number"), "text"), Heading(say("Value")), Heading(say("Likely, low")),
        Heading(say("Likely, high")), Heading(say("Unit"), "text"), Heading(say("Own data (0..1)"), "chance"),
        Heading(say("How it is derived"), "long"), Heading(say("In report --json"), "text"),
    )  # fmt: skip


def fact(
    name: str, told: Range | float | int | None, kind: Kind, unit: str, derived: str, key: str
) -> tuple[Entry, ...]:
    """A row of a table of headline numbers; a plain number has no range."""
    range_ = told if isinstance(told, Range) else Range(number(told), None, None)
    ends = (Typed(number(end), kind) for end in (range_.value, range_.low, range_.high))
    return (name, *ends, unit, number(range_.measured), derived, key)


def three(told: Range | None) -> tuple[float | None, float | None, float | None]:
    """The value of a range and its two ends."""
    shown = told or UNKNOWN
    return number(shown.value), number(shown.low), number(shown.high)


def number(value: Any) -> float | None:  # noqa: ANN401 - what a cell of a frame holds
    """A finite number, or None."""
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
        return None
    return float(value)


def day(value: Any) -> date | None:  # noqa: ANN401 - what a cell of a frame holds
    """A day, or None."""
    if not isinstance(value, date) or value != value:  # a missing Timestamp is not equal to itself
        return None
    return value.date() if isinstance(value, datetime) else value


def word(value: Any) -> str:  # noqa: ANN401 - what a cell of a frame holds
    """A text, empty where there is none."""
    return value if isinstance(value, str) else ""


def range_headings(name: str, kind: Kind) -> tuple[Heading, Heading, Heading]:
    """Three columns for a range."""
    return (
        Heading(name, kind),
        Heading(say("{name}: likely, low", name=name), kind),
        Heading(say("{name}: likely, high", name=name), kind),
    )
