"""What led from the last date's numbers to today's: the causes in words, and how sure each is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from balance import bridging, formats
from balance.bridging import Bridge, Step
from balance.findings.finding import Finding
from balance.language import noted, say
from balance.ranges import Range
from balance.report import Report

Kind = Literal["good", "bad", "open", "data"]

CAUSES = {
    bridging.ENDED: noted("Time, work that ended"),
    bridging.NEW: noted("New on the list"),
    bridging.REPLANNED: noted("Plans of the rest"),
    bridging.CORRECTED: noted("Late, amended incidents"),
    bridging.INCIDENTS: noted("Incidents since"),
    bridging.CHANGES: noted("Changes since"),
    bridging.CONTROLS: noted("Controls"),
    bridging.ASSUMPTIONS: noted("Assumptions"),
}
"""Each cause in a few words, for a row."""

_PHRASES = {
    bridging.ENDED: noted("time and work that ended"),
    bridging.NEW: noted("new initiatives"),
    bridging.REPLANNED: noted("the changed plans of the rest"),
    bridging.CORRECTED: noted("earlier incidents, recorded late or amended"),
    bridging.INCIDENTS: noted("incidents since"),
    bridging.CHANGES: noted("changes since"),
    bridging.CONTROLS: noted("controls"),
    bridging.ASSUMPTIONS: noted("assumptions stated anew"),
}
"""The same within a sentence."""

VALUE, CHANCE, BAD_YEAR = "value_landing_next_year", "chance_beyond_limit", "bad_year_loss"
SMALL_SHARE = 0.005
"""A step below this share of what it moves is said to move nothing."""


@dataclass(frozen=True)
class Moved:
    """What one cause did to one number: by how much, whether that is sure, whether better."""

    by: float
    said: str
    kind: Kind


@dataclass(frozen=True)
class Told:
    """The bridge in words: the numbers that both dates have, and per cause what it did to each."""

    measures: tuple[str, ...]
    steps: tuple[tuple[str, int, tuple[Moved, ...]], ...]
    """Cause, its rows, its moves in the order of the measures; causes that moved nothing are left out."""
    still: tuple[str, ...]
    """The causes that moved nothing."""


def told(found: Bridge, report: Report) -> Told:
    """The steps with their sizes rounded so that they add up to the change that is told."""
    risk = CHANCE if _both(found, CHANCE) else BAD_YEAR
    measures = tuple(name for name in (VALUE, risk) if _both(found, name))
    columns = [_moves(found, name, report) for name in measures]
    rows = list(zip(found.steps, zip(*columns, strict=True), strict=True)) if columns else []
    steps = tuple((step.cause, step.rows, moves) for step, moves in rows if any(move.said for move in moves))
    moving = {cause for cause, _, _ in steps}
    return Told(measures, steps, tuple(step.cause for step in found.steps if step.cause not in moving))


def bridge(found: Bridge, report: Report, since: str) -> Finding:
    """Which cause moved each number most, and whether that is more than chance."""
    story = told(found, report)
    said = [_most(story, at, name, found, report) for at, name in enumerate(story.measures)]
    still = [say(_PHRASES[cause]) for cause in story.still if cause != bridging.ENDED]
    rest = say("Nothing to speak of came from {causes}.", causes=formats.listed(still)) if still and story.steps else ""
    none = say("Nothing moved either number since {since}.", since=since)
    text = " ".join(part for part in (*said, rest) if part) if story.steps else none
    caveat = say("Causes are taken in the order shown; in another order their shares would differ.")
    return Finding("bridge", since, text, (caveat,) if story.steps else ())


def _both(found: Bridge, name: str) -> bool:
    return found.before[name].known and found.after[name].known


def _moves(found: Bridge, name: str, report: Report) -> list[Moved]:
    before, after = found.before[name].value or 0.0, found.after[name].value or 0.0
    by = [step.comparison.difference[name].value or 0.0 for step in found.steps]
    scale = formats.scale_of(before, after)
    unit = 0.01 if name == CHANCE else scale.divisor
    decimals = 0 if name == CHANCE or scale.divisor == 1 else 1
    shown = formats.add_up([one / unit for one in by], (after - before) / unit, decimals)
    most = max(abs(before), abs(after)) or 1.0
    return [
        Moved(one, _signed(rounded, decimals) if abs(one) > SMALL_SHARE * most else "", _kind(step, name))
        for step, one, rounded in zip(found.steps, by, shown, strict=True)
    ]


def _signed(value: float, decimals: int) -> str:
    return formats.number(value, decimals=decimals, signed=True) if value else ""


def _kind(step: Step, name: str) -> Kind:
    if step.cause == bridging.CORRECTED:
        return "data"
    of = step.comparison
    better, worse = (of.more_value, of.less_value) if name == VALUE else (of.less_risk, of.more_risk)
    sure = formats.evidence(better) == "signal", formats.evidence(worse) == "signal"
    return "good" if sure[0] else "bad" if sure[1] else "open"


def _most(story: Told, at: int, name: str, found: Bridge, report: Report) -> str:
    """Which cause moved one number most."""
    moved = [(abs(moves[at].by), cause, moves[at]) for cause, _, moves in story.steps if moves[at].said]
    if not moved:
        return ""
    _, cause, move = max(moved, key=lambda one: one[0])
    word = {"data": say("a correction of data"), "open": say("could be chance")}.get(move.kind) or say("a signal")
    return say(
        "{thing} moved most with {cause}: {by} ({sure}).",
        thing={VALUE: say("Value"), CHANCE: say("The chance"), BAD_YEAR: say("The bad year")}[name],
        cause=say(_PHRASES[cause]),
        by=_by(move.by, name, report),
        sure=word,
    )


def _by(change: float, name: str, report: Report) -> str:
    """A change of one of the numbers with its unit."""
    if name == CHANCE:
        return say("{change} in 100", change=formats.points(change))
    return formats.money(change, report.currency, signed=True)


def stands(of: Range, name: str, report: Report) -> str:
    """One of the numbers as the page says it."""
    return formats.in_100(of.value) if name == CHANCE else formats.money(of.value, report.currency)
