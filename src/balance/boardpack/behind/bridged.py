"""What led from the last date's numbers to today's, unrounded, with the bars of its chart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from balance.boardpack.behind.entries import number, three
from balance.boardpack.bridged import KINDS, ROOM, UNSEEN, charts, stacked
from balance.boardpack.sheets import Entry, Heading, Kind, Plot, Sheet
from balance.boardpack.slides import BridgeChart
from balance.bridging import Bridge
from balance.findings.bridge import CAUSES, CHANCE, VALUE, Told, told
from balance.language import noted, say
from balance.report import Report

MOVED = (noted("Moved"), noted("Moved: likely, low"), noted("Moved: likely, high"), noted("Stands at"))
SOURCE = noted("The company on both dates, fitted anew after each cause on the same readings of the evidence")
DERIVED = noted(
    "Moved: with this cause minus without it, causes taken in the order shown. Money in full, chances 0..1; the bars "
    "to the right in the unit of the title"
)


def sheets(report: Report, found: Bridge | None, since: date | None) -> tuple[Sheet, ...]:
    """A sheet for each bridge of the slide."""
    if found is None or since is None:
        return ()
    story, drawn = told(found, report), charts(found, since, report)
    return tuple(_sheet(chart, at, story, found) for at, chart in enumerate(drawn))


def _sheet(chart: BridgeChart, at: int, story: Told, found: Bridge) -> Sheet:
    """One row for each bar: what it is, what it moved, and, in the chart's unit, where it is drawn."""
    kind: Kind = "chance" if story.measures[at] == CHANCE else "money"
    begins, kinds = stacked(chart)
    heads = tuple(map(say, (UNSEEN, *KINDS.values(), ROOM)))
    drawn = (begins, *kinds.values(), tuple(chart.axis.greatest - max(leap.start, leap.end) for leap in chart.leaps))
    told_of = _told(story.measures[at], at, chart, story, found)
    return Sheet(
        "BridgeValue" if story.measures[at] == VALUE else "BridgeRisk", chart.title, say(DERIVED), say(SOURCE),
        (
            Heading(say("Cause"), "text"), Heading(say("Rows"), "count"), *(Heading(say(head), kind) for head in MOVED),
            Heading(say("Signal or chance"), "text"), Heading(say("Printed"), "text"),
            *(Heading(head) for head in heads),
        ),
        tuple(
            (*row, say(KINDS[leap.move]), leap.text, *(float(of[bar]) for of in drawn))
            for bar, (row, leap) in enumerate(zip(told_of, chart.leaps, strict=True))
        ),
        Plot("bridge", chart.title, say("Cause"), heads, least=chart.axis.least, reach=chart.axis.greatest,
             printed=tuple(leap.text for leap in chart.leaps)),
    )  # fmt: skip


def _told(measure: str, at: int, chart: BridgeChart, story: Told, found: Bridge) -> Iterator[tuple[Entry, ...]]:
    """Cause, rows, move with its likely range, and where the number stands then; first and last the two dates."""
    ranges = {step.cause: step.comparison.difference[measure] for step in found.steps}
    yield chart.leaps[0].name, None, None, None, None, number(found.before[measure].value)
    stands = found.before[measure].value or 0.0
    for cause, rows, moves in story.steps:
        stands += moves[at].by
        yield say(CAUSES[cause]), rows, *three(ranges[cause]), stands
    if len(chart.leaps) > len(story.steps) + 2:
        end = number(found.after[measure].value) or 0.0
        yield chart.leaps[-2].name, None, end - stands, None, None, end
    yield chart.leaps[-1].name, None, None, None, None, number(found.after[measure].value)
