"""What led from the last date's numbers to today's, as charts: one bridge for value, one for risk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from balance import formats
from balance.boardpack import wording
from balance.boardpack.slides import Axis, BridgeChart, Leap, Move
from balance.bridging import Bridge
from balance.findings.bridge import BAD_YEAR, CAUSES, CHANCE, Moved, Told, stands, told
from balance.language import noted, say
from balance.report import Report

KINDS: Final[Mapping[Move, str]] = {
    "stands": noted("Where it stands"),
    "good": noted("Better, more than chance"),
    "bad": noted("Worse, more than chance"),
    "open": noted("Could be chance"),
    "data": noted("Earlier data corrected"),
}
"""What each kind of bar is called, where a chart names its series."""

UNSEEN: Final = noted("Unseen: up to where it begins")
ROOM: Final = noted("Unseen: room for its number")
READ: Final = noted("● more than chance, ○ could be chance, grey: earlier data corrected")
MARKS: Final[Mapping[Move, str]] = {"good": " ●", "bad": " ●", "open": " ○"}

OTHERS: Final = noted("All other causes")
SEEN = 0.004
"""A bar shorter than this part of what the bars span would not be seen."""

BEFORE, AFTER = 0.06, 0.42
"""Air left of the bars and room for their numbers right of them, in parts of what they span."""

DOT = 0.014
"""How broad the mark is of where a number stands, in parts of the axis."""


def charts(found: Bridge | None, since: date, report: Report) -> tuple[BridgeChart, ...]:
    """A bridge for each of the numbers that both dates have, at most two; none where nothing moved them."""
    if found is None:
        return ()
    story = told(found, report)
    if not story.steps:
        return ()
    days = formats.day(since), formats.day(report.as_of)
    return tuple(_chart(at, name, story, found, days, report) for at, name in enumerate(story.measures))


def cancelling(drawn: Sequence[BridgeChart]) -> bool:
    """Whether in one of the bridges something surely made it better and something else surely worse."""
    return any({"good", "bad"} <= {leap.move for leap in chart.leaps} for chart in drawn)


def _chart(at: int, name: str, story: Told, found: Bridge, days: tuple[str, str], report: Report) -> BridgeChart:
    before, after = found.before[name], found.after[name]
    scale = formats.scale_of(before.value, after.value)
    divisor = 0.01 if name == CHANCE else scale.divisor
    moves = [(say(CAUSES[cause]), of[at]) for cause, _, of in story.steps]
    first, last = (value.value or 0.0 for value in (before, after))
    between = _leaps(moves, first, divisor)
    leaps = (
        _stand(days[0], first / divisor, stands(before, name, report)),
        *between,
        *_rest(between, last / divisor),
        _stand(days[1], last / divisor, stands(after, name, report)),
    )
    title = _title(name, report, formats.money_unit(report.currency, scale))
    return BridgeChart(title, say(READ), leaps, _axis(title, leaps), _alt(title, leaps))


def _title(name: str, report: Report, unit: str) -> str:
    if name == CHANCE:
        limit = formats.money(report.risk.limit, report.currency)
        return say("Chance of losing more than {limit}, in 100", limit=limit)
    if name == BAD_YEAR:
        return say("Loss in a bad year, {unit}", unit=unit)
    return say("Value landing next year, {unit}", unit=unit)


def _stand(day: str, value: float, said: str) -> Leap:
    return Leap(day, value, value, said, "stands")


def _leaps(moves: Sequence[tuple[str, Moved]], at: float, divisor: float) -> list[Leap]:
    leaps = []
    for name, move in moves:
        there = at + move.by
        said = f"{move.said}{MARKS.get(move.kind, '')}" if move.said else "0"
        leaps.append(Leap(name, at / divisor, there / divisor, said, move.kind))
        at = there
    return leaps


def _rest(leaps: Sequence[Leap], last: float) -> tuple[Leap, ...]:
    """What is left to today's number, where it would be seen: causes of which each is too small to be printed."""
    ends = [end for leap in leaps for end in (leap.start, leap.end)]
    seen = abs(last - leaps[-1].end) > SEEN * (max(*ends, last) - min(*ends, last))
    return (Leap(say(OTHERS), leaps[-1].end, last, say("small ○"), "open"),) if seen else ()


def _axis(title: str, leaps: Sequence[Leap]) -> Axis:
    """An axis that is cut: it holds the bars and room for their numbers, not zero."""
    ends = [end for leap in leaps for end in (leap.start, leap.end)]
    low, high = min(ends), max(ends)
    span = (high - low) or abs(high) * 0.2 or 1.0
    return Axis(title, max(low - BEFORE * span, 0.0), high + AFTER * span, span, "rows")


def _alt(title: str, leaps: Sequence[Leap]) -> str:
    first, *between, last = leaps
    causes = "; ".join(f"{wording.plain(leap.name)} {leap.text}" for leap in between)
    return say(
        "{title}: {was} on {since}, {now} on {day}. Between them: {causes}. {read}.",
        title=title, was=first.text, since=first.name, now=last.text, day=last.name, causes=causes, read=say(READ),
    )  # fmt: skip


def stacked(chart: BridgeChart) -> tuple[tuple[float, ...], dict[Move, tuple[float, ...]]]:
    """A bridge as bars stacked on each other: the unseen ones up to where each begins, then those of each kind."""
    mark = DOT * (chart.axis.greatest - chart.axis.least)
    begins = tuple(
        leap.start - mark / 2 if leap.move == "stands" else min(leap.start, leap.end) for leap in chart.leaps
    )
    lengths = tuple(mark if leap.move == "stands" else abs(leap.end - leap.start) for leap in chart.leaps)
    kinds: dict[Move, tuple[float, ...]] = {
        kind: tuple(length if leap.move == kind else 0.0 for leap, length in zip(chart.leaps, lengths, strict=True))
        for kind in KINDS
    }
    return begins, kinds
