"""What changed since the date before, unrounded."""

from __future__ import annotations

from balance import formats
from balance.boardpack.behind.entries import number, three
from balance.boardpack.sheets import Heading, Kind, Sheet, Typed
from balance.findings.changes import changes
from balance.language import noted, say
from balance.report import Report

UNITS: dict[str, tuple[Kind, str]] = {
    "value": ("money", noted("{currency} a year")),
    "chance": ("chance", noted("chance 0..1")),
    "bad_year": ("money", "{currency}"),
    "cycle_time": ("number", "days"),
    "incidents": ("number", "incidents"),
    "finished": ("number", "initiatives"),
}


def sheet(report: Report, before: Report | None) -> Sheet:
    """Each headline number then and now."""
    found = changes(report, before) if before is not None else {}
    since = formats.day(before.as_of) if before is not None else say("the date before")
    headings = (
        Heading(say("Number"), "text"),
        Heading(say("Unit"), "text"),
        Heading(say("Before")),
        Heading(say("Now")),
        Heading(say("Now: likely, low")),
        Heading(say("Now: likely, high")),
        Heading(say("Moved")),
        Heading(say("Signal or chance"), "text"),
    )
    rows = []
    for name, change in found.items():
        kind, unit = UNITS[name]
        now = three(change.now_range)
        was = number(change.before_value)
        moved = None if was is None or now[0] is None else now[0] - was
        numbers = (Typed(each, kind) for each in (was, *now, moved))
        rows.append(
            (change.measure, say(unit, currency=report.currency), *numbers, "signal" if change.signal else "chance")
        )
    return Sheet(
        "Changes",
        say("What changed since {since}", since=since),
        say("Moved: now minus before. Signal: the earlier number lies outside today's likely range"),
        say("The report of {since} as it was known then, and the report of today", since=since),
        headings,
        tuple(rows),
    )
