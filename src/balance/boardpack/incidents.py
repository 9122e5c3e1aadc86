"""Slide 5: incidents by class."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from balance import findings as findings_of
from balance import formats
from balance.boardpack import axes, wording
from balance.boardpack.beside import NOTHING, Beside
from balance.boardpack.slides import BarChart, Block, Cell, Column, Item, Notice, Points, Slide, Table, Tone
from balance.findings import Finding
from balance.findings.incident_record import change, timed
from balance.language import say
from balance.model.signal import Direction
from balance.ranges import Range
from balance.report import Report
from balance.reporting.incident_record import IncidentRecord

SHOWN = 7
CARRIERS = 4


def slide(report: Report, findings: Mapping[str, Finding], beside: Beside = NOTHING) -> Slide:
    """What kinds of incident cost us, and which initiatives carry the bad year."""
    return Slide(
        layout="incidents",
        title=wording.headline(findings, "incidents", say("Where the loss comes from")),
        subtitle=wording.text(findings, "incidents"),
        blocks=(_classes(report), _initiatives(report), _record(report, beside))
        if len(report.risk.classes)
        else (_classes(report),),
        notes=wording.notes(
            {**findings, **_recorded(report, beside)}, ("incidents", "incident record", "notification"), report
        ),
        footer=wording.footer(report),
        sheets=("Classes", "Initiatives", "IncidentRecord", "Exposure", "Findings"),
    )


def _classes(report: Report) -> Block:
    classes = report.risk.classes
    if not len(classes):
        return Notice(say("No incidents are loaded"), say("Load a list of incidents to see where the loss comes from."))
    ordered = classes.assign(_expected=[_value(range_) for range_ in classes["expected_annual_loss"]])
    ordered = ordered.sort_values(["_expected", "class"], ascending=[False, True])
    shown = ordered.head(SHOWN).to_dict("records")
    unit = formats.scale_of(*[float(value) for value in ordered["_expected"]])
    name = formats.money_unit(report.currency, unit)
    return Table(
        title=say("Expected loss next year by class, {name}", name=name),
        subtitle=say("Bars: mean of next year's loss. The bad year: share of what the worst 5 in 100 years cost"),
        columns=(
            Column(say("Class"), 2.3),
            Column(say("Own incidents"), 0.85, "right"),
            Column(say("Per year"), 1.35, "right"),
            Column(say("Typical loss"), 1.35, "right"),
            Column(say("Likely, {name}", name=name), 1.1, "right"),
            Column(say("Of the bad year, in 100"), 1.05, "right"),
        ),
        rows=tuple(_row(row, report.currency, unit) for row in shown),
        alt=say("Incident classes with frequency, typical loss and expected loss."),
        chart=_bars(shown, unit, name),
        more=say("and {classs}", classs=formats.count(len(ordered) - len(shown), "smaller class", "smaller classes"))
        if len(ordered) > len(shown)
        else "",
    )


def _value(range_: Range) -> float:
    return range_.value if range_.value is not None and formats.sayable(range_.value) else 0.0


def _row(row: Mapping[Hashable, Any], currency: str, unit: formats.Scale) -> tuple[Cell, ...]:
    rate, typical, expected = row["per_year"], row["typical_loss"], row["expected_annual_loss"]
    share, own = row["share_of_tail"], row["incidents"]
    likely = say(
        "{low} to {high}",
        low=formats.scaled(expected.low, unit),
        high=formats.scaled(expected.high, unit),
    )
    return (
        Cell(str(row["class"]), bold=True),
        Cell(formats.count(float(own)) if isinstance(own, int | float) and own else say("none"), "soft"),
        Cell(f"{formats.number(rate.value)} ({formats.number_range(rate)})"),
        Cell(formats.money(typical.value, currency)),
        Cell(likely, "soft"),
        Cell(formats.in_100(float(share) if isinstance(share, int | float) else None), bold=True),
    )


def _bars(shown: Sequence[Mapping[Hashable, Any]], unit: formats.Scale, name: str) -> BarChart:
    expected = [row["expected_annual_loss"] for row in shown]
    values = [_value(range_) / unit.divisor for range_ in expected if isinstance(range_, Range)]
    return BarChart(
        title="",
        subtitle="",
        categories=tuple(str(row["class"]) for row in shown),
        values=tuple(values),
        texts=tuple(formats.scaled(value * unit.divisor, unit) for value in values),
        axis=axes.axis("", [*values, max(values, default=1.0) * 1.15], form="money", ticks=4),
        name=say("Expected loss next year, {name}", name=name),
        alt=say("Expected loss next year by class."),
    )


def _initiatives(report: Report) -> Block:
    rows = report.risk.initiatives
    if not len(rows) or not (rows["expected_annual_loss"] > 0).any():
        return Notice(
            say("Which initiatives carry the risk is not known"),
            say("Link incidents or changes to initiatives to see it."),
        )
    ordered = rows.sort_values(["share_of_tail", "initiative_id"], ascending=[False, True]).head(CARRIERS)
    return Table(
        title=say("The initiatives that carry most of the bad year"),
        subtitle=say("Expected loss next year, and the share of what the worst 5 in 100 years cost"),
        columns=(
            Column(say("Initiative"), 3.2),
            Column(say("Expected loss"), 1.2, "right"),
            Column(say("Of the bad year, in 100"), 1.9, "right"),
        ),
        rows=tuple(_initiative(row, report.currency) for row in ordered.to_dict("records")),
        alt=say("Initiatives with the largest share of the bad year."),
    )


def _initiative(row: Mapping[Hashable, Any], currency: str) -> tuple[Cell, ...]:
    loss, share = row["expected_annual_loss"], row["share_of_tail"]
    return (
        Cell(str(row["name"] or row["initiative_id"])),
        Cell(formats.money(float(loss) if isinstance(loss, int | float) else None, currency)),
        Cell(formats.in_100(float(share) if isinstance(share, int | float) else None), bold=True),
    )


def _recorded(report: Report, beside: Beside) -> dict[str, Finding]:
    """The findings of the screen of incidents: the record, and the clock where a regime is stated to apply."""
    record = beside.incidents
    if record is None or record.rows.empty:
        return {}
    told = {"incident record": findings_of.incident_record(record, report)}
    if beside.regimes:
        told["notification"] = findings_of.notification(beside.clock, beside.regimes, record)
    return told


def _lessons(record: IncidentRecord, told: Mapping[str, Finding]) -> list[Item]:
    """The trend, how soon incidents are noticed and over, and the clock."""
    items = [
        Item(
            say("Past year"),
            f"{formats.count(record.past_year, 'incident')}, {_moved(record)}",
            _tone(record.direction),
        )
    ]
    for name, timing in ((say("Noticed"), record.detect), (say("Over"), record.resolve)):
        if formats.known(timing.median):
            range_ = say("{low} to {high}", low=formats.span(timing.median.low), high=formats.span(timing.median.high))
            half = say("half within {median} (likely {range})", median=formats.span(timing.median.value), range=range_)
            items.append(Item(name, f"{half}, {timed(timing)}", _tone(timing.direction)))
    clock = told.get("notification")
    if clock is not None:
        items.append(Item(say("Clock"), clock.headline.removesuffix(".")))
    return items


def _moved(record: IncidentRecord) -> str:
    return change(record.direction, record.year_before, record.past_year)


def _tone(moved: Direction | None) -> Tone:
    """Coloured only where it is a signal; more, or longer, is worse."""
    if moved is None or moved.evidence != "signal":
        return "ink"
    return "bad" if moved.sign > 0 else "good"


def _record(report: Report, beside: Beside) -> Block:
    """What the record says, and what it is worth."""
    told = _recorded(report, beside)
    lessons = _lessons(beside.incidents, told) if told and beside.incidents is not None else []
    behind = _worth(report)
    return (
        Points(say("What the record says"), (*lessons, *behind[:2]))
        if lessons
        else Points(say("The record behind it"), tuple(behind))
    )


def _worth(report: Report) -> list[Item]:
    """What the record behind these numbers is worth."""
    facts, classes = report.facts, report.risk.classes
    own = int(pd.to_numeric(classes["incidents"]).sum()) if len(classes) else 0
    known = int(pd.to_numeric(classes["known_losses"]).sum()) if len(classes) else 0
    items = [
        Item(
            say("Own incidents"),
            say(
                "{incidents} in the quarters counted, {known} with a known loss",
                incidents=formats.count(own),
                known=formats.count(known),
            ),
        )
    ]
    linked = facts.get("linked_share")
    if formats.sayable(linked) and own:
        items.append(
            Item(say("Linked to initiatives"), say("{linked} in 100 incidents", linked=formats.in_100(linked)))
        )
    ahead = report.risk.incidents_next_quarter
    if formats.known(ahead):
        items.append(
            Item(
                say("Next quarter"),
                say(
                    "{ahead} incidents, likely {likely}",
                    ahead=formats.number(ahead.value),
                    likely=formats.number_range(ahead),
                ),
            )
        )
    expected = report.risk.expected_annual_loss
    weight = expected.measured
    if weight is not None and formats.sayable(weight):
        items.append(
            Item(
                say("Own data"),
                say("{own_data} of 100 parts of the expected loss", own_data=wording.own_data(expected)),
            )
        )
    return items
