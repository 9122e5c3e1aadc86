"""What happened: the record of incidents in numbers, and what one named event would do to the year."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from balance.boardpack.behind.entries import FROM_REPORT, day, fact, facts, number, range_headings, three, word
from balance.boardpack.costliest import of_past_year
from balance.boardpack.sheets import Entry, Heading, Plot, Sheet, Typed
from balance.findings.horizon import source_of
from balance.language import say
from balance.ranges import Range
from balance.report import Report
from balance.reporting.incident_record import IncidentRecord
from balance.stress_tests import StressTest, StressTests


def record(report: Report, told: IncidentRecord | None) -> Sheet:
    """Counts and times of the past year beside the year before."""
    classes = report.risk.classes
    totals = [
        int(pd.to_numeric(classes[name]).sum()) if len(classes) else None for name in ("incidents", "known_losses")
    ]
    rows = [
        fact(say("Incidents on record"), totals[0], "count", "incidents", say("Sum over the sheet Classes"), ""),
        fact(say("of these with a known loss"), totals[1], "count", "incidents", say("Sum over the sheet Classes"), ""),
        fact(
            say("Incidents linked to an initiative"),
            report.facts.get("linked_share"),
            "chance",
            say("share 0..1"),
            say("initiative_id, or change_id of a change with one, of the incidents counted"),
            "facts.linked_share",
        ),
        fact(
            say("Share of the bad year with initiatives"),
            _with_initiatives(report),
            "chance",
            say("share 0..1"),
            say("Sum of the share over the sheet Initiatives"),
            "",
        ),
    ]
    if told is not None:
        rows += _counts(told) + _times(told)
    return Sheet(
        "IncidentRecord",
        say("The record of incidents"),
        say("Past year: 365 days up to the as-of date"),
        say("The table incidents"),
        facts(),
        tuple(row for row in rows if _known(row[1])),
    )


def _known(entry: Entry) -> bool:
    return isinstance(entry, Typed) and entry.value is not None


def _with_initiatives(report: Report) -> float | None:
    shares = report.risk.initiatives
    return float(shares["share_of_tail"].sum()) if len(shares) else None


def _counts(told: IncidentRecord) -> list[tuple[Entry, ...]]:
    before, sure = told.year_before, told.direction
    step = None if before is None else told.past_year - before
    return [
        fact(say("Incidents in the past year"), told.past_year, "count", "incidents", say("Counted"), ""),
        fact(say("Incidents in the year before"), before, "count", "incidents", say("Counted"), ""),
        fact(say("More than the year before"), step, "count", "incidents", say("Past year minus the year before"), ""),
        fact(
            say("Chance that the change is real"),
            None if sure is None else sure.chance,
            "chance",
            say("chance 0..1"),
            say("100 minus 50 times the mid-p of the two counts"),
            "",
        ),
    ]


def _times(told: IncidentRecord) -> list[tuple[Entry, ...]]:
    rows = []
    for name, timing in ((say("noticed"), told.detect), (say("over"), told.resolve)):
        parts: tuple[tuple[str, Range], ...] = (
            (say("Half of the incidents are {name} within", name=name), timing.median),
            (say("Nine of ten are {name} within", name=name), timing.slow),
            (say("Half were {name} within, the year before", name=name), timing.median_before),
        )
        rows += [
            fact(said, range_, "number", "hours", say("What still runs counts as running"), "")
            for said, range_ in parts
        ]
        sure = None if timing.direction is None else timing.direction.chance
        rows.append(
            fact(
                say("Chance that the change of {name} is real", name=name),
                sure,
                "chance",
                say("chance 0..1"),
                say("Of the two distributions of times"),
                "",
            )
        )
    return rows


def costly(report: Report, told: IncidentRecord | None) -> Sheet:
    """Each incident of the past year with a known loss, the largest first, and the row it was read from."""
    found = of_past_year(told)
    headings = (
        Heading(say("Incident"), "text"), Heading(say("Title"), "long"), Heading(say("Class"), "text"),
        Heading(say("Opened"), "date"), Heading(say("Hours until it was over"), "number"),
        Heading(say("Loss, {money}", money=report.currency), "money"), Heading(say("File"), "text"),
        Heading(say("Sheet"), "text"), Heading(say("Row"), "count"),
    )  # fmt: skip
    rows = () if found is None else tuple(_costly(row) for row in found.rows.to_dict("records"))
    return Sheet(
        "Costliest",
        say("The incidents of the past year by their loss"),
        say("Past year: 365 days up to the as-of date; losses as recorded, those not known left out"),
        say("The table incidents"),
        headings,
        rows,
    )


def _costly(row: Mapping[Hashable, Any]) -> tuple[Entry, ...]:
    over = None if row["open"] else number(row["hours_to_resolve"])
    return (
        word(row["incident_id"]), word(row["title"]), word(row["class"]), day(row["opened_at"]), over,
        number(row["loss"]), word(row["source_file"]), word(row["source_sheet"]), number(row["source_row"]),
    )  # fmt: skip


def stresses(report: Report, tests: StressTests | None) -> Sheet:
    """Each stress test with the year it makes."""
    money = report.currency
    bad_year = say("Bad year with it, {money}", money=money)
    headings = (
        Heading(say("Event"), "text"),
        *range_headings(say("Cost of one, {money}", money=money), "money"),
        *range_headings(bad_year, "money"),
        *range_headings(say("Chance beyond the limit with it (0..1)"), "chance"),
        *range_headings(say("Change of value landing next year, {money}", money=money), "money"),
        Heading(say("Cost taken from"), "long"),
    )
    rows = () if tests is None else tuple(_stress(one) for one in tests.tests)
    return Sheet(
        "StressTests",
        say("Next year with one named event on top"),
        say(
            "The event is taken to happen for certain, on the same readings of the evidence; its "
            "cost is stated, not estimated"
        ),
        say("{from_report}; stress: on the sheet Assumptions", from_report=say(FROM_REPORT)),
        headings,
        rows,
        Plot("bars", say("Loss in a bad year with each event"), say("Event"), (bad_year,), up_title=money),
    )


def _stress(one: StressTest) -> tuple[Entry, ...]:
    return (
        one.title,
        *three(one.cost),
        *three(one.bad_year),
        *three(one.chance_beyond_limit),
        *three(one.value_change),
        "; ".join(source_of(one)),
    )
