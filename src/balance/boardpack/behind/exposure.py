"""The exposure in tables: the board's points, the loss curve, the classes, the effects."""

from __future__ import annotations

from typing import Any

from balance import formats
from balance.boardpack import hundred_years
from balance.boardpack.behind.entries import FROM_REPORT, number, range_headings, three, word
from balance.boardpack.sheets import Heading, Kind, Plot, Sheet
from balance.language import say
from balance.ranges import UNKNOWN
from balance.report import Report

SEEN = 0.005
"""The chart of the loss curve ends where this chance is reached."""


def appetite(report: Report) -> Sheet:
    """The board's points, and how surely each holds."""
    columns = ("loss", "chance_allowed", "chance", "low", "high", "chance_met")
    points = report.risk.appetite.sort_values("loss") if len(report.risk.appetite) else report.risk.appetite
    headings = (
        Heading(say("Loss, {currency}", currency=report.currency), "money"),
        Heading(say("Chance allowed (0..1)"), "chance"),
        Heading(say("Chance (0..1)"), "chance"),
        Heading(say("Likely, low"), "chance"),
        Heading(say("Likely, high"), "chance"),
        Heading(say("Chance that it holds (0..1)"), "chance"),
    )
    return Sheet(
        "Appetite", say("What the board allows and where we stand"),
        say("Chance of a next year that costs more than the loss; holds: share of the readings "
            "within what is allowed"),
        say("{from_report}; the points are stated as loss_limit and appetite: on the sheet "
            "Assumptions", from_report=say(FROM_REPORT)), headings,
        tuple(tuple(number(row[name]) for name in columns) for row in points.to_dict("records")),
    )  # fmt: skip


def exceedance(report: Report) -> Sheet:
    """The loss curve."""
    curve = report.risk.exceedance
    seen = curve.loc[curve["chance"] >= SEEN, "loss"].tolist() if len(curve) else []
    loss = say("Loss, {currency}", currency=report.currency)
    headings = (
        Heading(loss, "money"), Heading(say("Chance (0..1)"), "chance"), Heading(say("Likely, low"), "chance"),
        Heading(say("Likely, high"), "chance"),
    )  # fmt: skip
    plot = Plot(
        "curve",
        say("Chance that next year costs more"),
        loss,
        (say("Chance (0..1)"), say("Likely, low"), say("Likely, high")),
        loss,
        say("Chance (0..1)"),
        reach=float(max(seen)) if seen else None,
        beside=((say("Appetite"), loss, say("Chance allowed (0..1)")),) if len(report.risk.appetite) else (),
    )
    return Sheet(
        "Exceedance",
        say("The loss curve"),
        say("Chance that the sum of next year's losses exceeds the loss"),
        say(FROM_REPORT),
        headings,
        tuple(
            tuple(number(row[name]) for name in ("loss", "chance", "low", "high")) for row in curve.to_dict("records")
        ),
        plot,
    )


def years(report: Report) -> Sheet:
    """The hundred possible years of the dots."""
    money = report.currency
    headings = (
        Heading(say("Year"), "count"),
        Heading(say("Loss, {money}", money=money), "money"),
        Heading(say("Dot drawn at, {money}", money=money), "money"),
        Heading(say("Beyond the limit, or the bad year"), "text"),
    )
    known = len(report.risk.exceedance) and formats.known(report.risk.bad_year_loss)
    told = hundred_years.years(report) if known else []
    rows = tuple((at, loss, drawn, say("yes") if beyond else say("no")) for at, loss, drawn, beyond in told)
    return Sheet(
        "Years", say("A hundred possible next years, each 1 in 100"),
        say("Loss: read off the loss curve at chances 0.995 to 0.005. Dot: the middle of its "
            "column; the last is open"),
        say(FROM_REPORT), headings, rows,
    )  # fmt: skip


def classes(report: Report) -> Sheet:
    """How often, how costly, what share of the bad years."""
    money = report.currency
    ranges: tuple[tuple[str, str, Kind], ...] = (
        ("per_year", say("Per year"), "number"), ("typical_loss", say("Typical loss, {money}", money=money), "money"),
        ("expected_annual_loss", say("Expected annual loss, {money}", money=money), "money"),
    )  # fmt: skip
    headings = [
        Heading(say("Class"), "text"),
        Heading(say("Own incidents"), "count"),
        Heading(say("With a known loss"), "count"),
    ]
    for _, name, kind in ranges:
        headings += [*range_headings(name, kind), Heading(say("{name}: own data (0..1)", name=name), "chance")]
    rows = sorted(report.risk.classes.to_dict("records"), key=lambda row: -(_expected(row)))
    plot = Plot("bars", say("Expected loss next year by class"), say("Class"), (ranges[2][1],), up_title=money)
    return Sheet(
        "Classes",
        say("Where the loss comes from"),
        say(
            "Typical loss: median of one loss. Expected annual loss: frequency times mean loss. "
            "Share of the bad year: part of the mean of the years beyond it"
        ),
        say("{from_report}; rows of the table incidents", from_report=say(FROM_REPORT)),
        (*headings, Heading(say("Share of the bad year (0..1)"), "chance")),
        tuple(
            (
                word(row["class"]),
                number(row["incidents"]),
                number(row["known_losses"]),
                *(part for name, _, _ in ranges for part in (*three(row[name]), number(row[name].measured))),
                number(row["share_of_tail"]),
            )
            for row in rows
        ),
        plot,
    )


def _expected(row: Any) -> float:  # noqa: ANN401 - a row of a frame
    return number((row["expected_annual_loss"] or UNKNOWN).value) or 0.0


def effects(report: Report) -> Sheet:
    """The multipliers of the joint model."""
    headings = (
        Heading(say("Effect"), "text"), Heading(say("Meaning"), "long"), *range_headings(say("Factor"), "factor"),
        Heading(say("Own data (0..1)"), "chance"),
    )  # fmt: skip
    rows = tuple(
        (effect.effect, effect.meaning, *three(effect.multiplier), number(effect.multiplier.measured))
        for effect in report.coupling
    )
    return Sheet(
        "Effects",
        say("What drives incidents and delivery"),
        say("Fitted in one model from both tables around the stated priors; 1 means no effect"),
        say("{from_report}; priors stand under effect: on the sheet Assumptions", from_report=say(FROM_REPORT)),
        headings,
        rows,
    )
