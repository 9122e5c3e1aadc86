"""Incidents by class and by unit on the screen: the year beside the year before, largest first, a long tail folded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from balance import formats
from balance.findings.incident_record import change
from balance.language import say
from balance.model.signal import Direction
from balance.ranges import UNKNOWN, Range
from balance.reporting.incident_record import IncidentRecord
from balance.ui import blocks, presenting
from balance.ui.incidents import tone
from balance.ui.show import show

AT_ONCE = 8
"""So many groups are shown at once, and beside them every other one that moved more than chance."""


def groups(record: IncidentRecord, by: str) -> None:
    """The groups of the past year; those that neither are large nor moved stand under a line that says so."""
    rows = record.groups[by].to_dict("records")
    columns, most = _columns(rows, by)
    shown, folded = (rows, []) if presenting.on() else _parted(rows)
    show(blocks.table(columns, [_line(row, most) for row in shown]))
    if folded:
        with st.expander(_of_the_rest(folded), key=f"more_of_{by}", type="compact"):
            show(blocks.table(columns, [_line(row, most) for row in folded]))


def _parted(rows: list[dict[Any, Any]]) -> tuple[list[dict[Any, Any]], list[dict[Any, Any]]]:
    large = rows[: AT_ONCE if len(rows) > AT_ONCE + 2 else len(rows)]
    rest = rows[len(large) :]
    return [*large, *filter(_moved_surely, rest)], [row for row in rest if not _moved_surely(row)]


def _moved_surely(row: Mapping[Any, Any]) -> bool:
    return isinstance(row["direction"], Direction) and row["direction"].evidence == "signal"


def _of_the_rest(rows: list[dict[Any, Any]]) -> str:
    incidents = sum(int(row["past_year"]) for row in rows)
    told = formats.count(incidents, "incident")
    return say("Show the other {count}: {told}, none moved more than chance", count=len(rows), told=told)


def _columns(rows: list[dict[Any, Any]], by: str) -> tuple[list[blocks.Column], float]:
    """The heads, and where the scale of the strips ends."""
    ends = [float(part or 0) for row in rows for part in (row["past_year"], _known(row["year_before"]))]
    most = float(round(max([*ends, 1.0]) * 1.06 + 0.5))
    return [
        blocks.Column(say("Class") if by == "class" else say("Unit"), width="30%"),
        blocks.Column("Past year", "right"),
        blocks.Column(
            say("0 to {most:.0f}", most=most), width="18%", help=say("Dot: the past year; ring: the year before")
        ),
        blocks.Column("Against the year before"),
        blocks.Column("Half over within", "right"),
    ], most


def _line(row: Mapping[Any, Any], most: float) -> tuple[object, ...]:
    before, now = _known(row["year_before"]), int(row["past_year"])
    moved: Direction | None = row["direction"] if isinstance(row["direction"], Direction) else None
    strip = blocks.Strip(now, None, None, 0.0, most, before=before, said=_counts(now, before))
    took = row["resolve"] if isinstance(row["resolve"], Range) else UNKNOWN
    return row["name"], blocks.strong(now), blocks.strip(strip), _moved(moved, before, now), formats.span(took.value)


def _counts(now: int, before: int | None) -> str:
    if before is None:
        return say("{now} in the past year", now=now)
    return say("{now} in the past year, {before} before", now=now, before=before)


def _moved(moved: Direction | None, before: int | None, now: int) -> blocks.Safe:
    """A change with its mark, coloured only where it is a signal."""
    shade, said = tone(moved), change(moved, before, now).partition(" (")[0]
    mark = "" if moved is None else "○ " if shade == "open" else "● "
    return blocks.Safe(f'<span class="b-{shade}">{mark}{blocks.text(said)}</span>')


def _known(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) and value == value else None
