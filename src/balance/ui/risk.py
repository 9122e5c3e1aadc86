"""What the risk screen shows as tables: the board's points, the causes, the initiatives that carry it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from balance import figures, formats
from balance.language import say
from balance.ranges import Range
from balance.report import Report
from balance.ui import blocks, session
from balance.ui.explained import STRIP


def appetite(report: Report) -> blocks.Safe:
    """The points of the board's appetite; what to do where none is stated."""
    if len(report.risk.appetite):
        return appetite_table(report)
    return blocks.box(
        "No limit is stated",
        "State the yearly loss the board does not want to exceed, and with which chance, under Assumptions.",
        tone="open",
        mark="○",
        status=say("needs the board"),
    )


def appetite_table(report: Report) -> blocks.Safe:
    """Each loss the board named: our estimate beside what it tolerates, and whether that holds."""
    currency = report.currency
    most = max([float(part) for name in ("high", "chance_allowed") for part in report.risk.appetite[name]] + [0.1])
    scale = min(1.0, most * 1.15)
    columns = [
        blocks.Column("Chance next year's loss exceeds …"),
        blocks.Column("Our estimate", "right"),
        blocks.Column("Likely range", "right"),
        blocks.Column(say("0 to {scale:.0f}, dashed: tolerated", scale=scale * 100), width="30%", help=say(STRIP)),
        blocks.Column("Board tolerates", "right"),
        blocks.Column("Finding"),
    ]
    rows = []
    for row in report.risk.appetite.sort_values("loss").to_dict("records"):
        allowed, met = float(row["chance_allowed"]), row.get("chance_met")
        drawn = blocks.Strip(
            row["chance"], row["low"], row["high"], 0.0, scale, limit=allowed, said=say("estimate and tolerance")
        )
        finding = blocks.Safe(f"{blocks.against_appetite(met)} <small>{blocks.text(_sure(met))}</small>")
        rows.append(
            (
                formats.money(row["loss"], currency),
                blocks.strong(f"{formats.beside(row['chance'], allowed, formats.in_100)} in 100"),
                formats.chance_range(Range(row["chance"], row["low"], row["high"])),
                blocks.strip(drawn),
                formats.chance(allowed),
                finding,
            )
        )
    return blocks.table(columns, rows)


def classes_table(report: Report) -> blocks.Safe:
    """Expected loss next year by cause, largest first, with how many own incidents stand behind it."""
    rows = sorted(
        report.risk.classes.to_dict("records"), key=lambda row: -(_range(row, "expected_annual_loss").value or 0.0)
    )
    ranges = [_range(row, "expected_annual_loss") for row in rows]
    scale = formats.scale_of(*[part for r in ranges for part in (r.value, r.high)])
    most = max([r.high or 0.0 for r in ranges], default=0.0) * 1.05
    unit = formats.money_unit(report.currency, scale)
    columns = [
        blocks.Column("Cause"),
        blocks.Column(say("Loss next year, {unit}", unit=unit), "right"),
        blocks.Column(
            say("0 to {scaled}", scaled=formats.scaled(most, scale).removesuffix(".0")), width="20%", help=say(STRIP)
        ),
        blocks.Column("A year", "right", help=say("How many such incidents are expected next year")),
        blocks.Column("Typical loss", "right", help=say("Half of such incidents cost more")),
        blocks.Column(
            "Of bad years, in 100", "right", help=say("Share of what the years worse than the bad year cost")
        ),
        blocks.Column("Own incidents", "right"),
        blocks.Column(
            "Own data carries: rate, size", "right", help=say("Of how often they come and of what one costs, in 100")
        ),
    ]
    return blocks.table(columns, [_class_row(row, most, scale, report.currency) for row in rows])


def initiatives_rows(report: Report) -> tuple[list[blocks.Column], list[tuple[object, ...]]]:
    """The contribution chart's numbers."""
    columns = [
        blocks.Column("Initiative"),
        blocks.Column("Expected loss next year", "right"),
        blocks.Column("Of the loss in bad years", "right"),
        blocks.Column("A tenth more of its incidents moves the chance beyond the limit by", "right"),
    ]
    frame = report.risk.initiatives.sort_values("expected_annual_loss", ascending=False, kind="stable")
    rows = [
        (
            row["name"],
            formats.money(row["expected_annual_loss"], report.currency),
            formats.percent(row["share_of_tail"]),
            _moved(row["moves_chance_by"]),
        )
        for row in frame.to_dict("records")
    ]
    return columns, list[tuple[object, ...]](rows)


def _moved(slope: float) -> str:
    """What a tenth more incidents adds to the chance beyond the limit: a slope, so parts do not add up."""
    return (
        say("{number} in 100", number=formats.number(10 * slope, signed=True))
        if formats.sayable(slope)
        else formats.MISSING
    )


def incidents_chart(record: pd.DataFrame) -> figures.Figure:
    """Incidents quarter by quarter: more of them is worse."""
    return figures.control_chart(
        record,
        column="incidents",
        thing=say("Incidents in a quarter"),
        more_is_worse=True,
        mode=session.mode(),
        phone=session.phone(),
    )


def curve_rows(report: Report) -> tuple[list[blocks.Column], list[tuple[object, ...]]]:
    """A dozen points of the loss curve."""
    frame = report.risk.exceedance
    step = max(len(frame) // 12, 1)
    columns = [
        blocks.Column("Loss next year above"),
        blocks.Column("Chance", "right"),
        blocks.Column("Likely", "right"),
    ]
    rows = [
        (
            formats.money(row["loss"], report.currency),
            formats.chance(row["chance"]),
            formats.chance_range(Range(row["chance"], row["low"], row["high"])),
        )
        for row in frame.iloc[::step].to_dict("records")
    ]
    return columns, list[tuple[object, ...]](rows)


def dots_rows(report: Report) -> tuple[list[blocks.Column], list[tuple[object, ...]]]:
    """The hundred years as a table: how many of them cost how much."""
    columns = [blocks.Column("A year costs more than"), blocks.Column("Of 100 years", "right")]
    frame = report.risk.exceedance
    counted = [(row["loss"], formats.in_100(row["chance"])) for row in frame.to_dict("records")]
    step = max(len(counted) // 20, 1)
    rows = [(formats.money(loss, report.currency), said) for loss, said in counted[::step]]
    return columns, list[tuple[object, ...]](dict.fromkeys(rows))


def record_rows(record: pd.DataFrame) -> tuple[list[blocks.Column], list[tuple[object, ...]]]:
    """Incidents quarter by quarter as a table."""
    columns = [blocks.Column("Quarter to"), blocks.Column("Incidents", "right")]
    return columns, [(formats.day(row["quarter_end"]), row["incidents"]) for row in record.to_dict("records")]


def _class_row(row: dict[Any, Any], most: float, scale: formats.Scale, currency: str) -> tuple[object, ...]:
    loss, yearly, typical = (_range(row, name) for name in ("expected_annual_loss", "per_year", "typical_loss"))
    drawn = blocks.Strip(loss.value, loss.low, loss.high, 0.0, most, said=say("likely range"))
    ends = (
        say("{low} to {high}", low=formats.scaled(loss.low, scale), high=formats.scaled(loss.high, scale))
        if formats.known(loss)
        else ""
    )
    known = int(row.get("incidents") or 0)
    return (
        row["class"],
        blocks.strong(formats.scaled(loss.value, scale), ends),
        blocks.strip(drawn),
        formats.number(yearly.value),
        formats.money(typical.value, currency),
        formats.in_100(row["share_of_tail"]) if formats.sayable(row["share_of_tail"]) else None,
        formats.count(known) if known else say("0, published only"),
        f"{formats.in_100(yearly.measured)}, {formats.in_100(typical.measured)}",
    )


def _range(row: dict[Any, Any], name: str) -> Range:
    value = row[name]
    return value if isinstance(value, Range) else Range(None, None, None)


def _sure(chance_met: float | None) -> str:
    return (
        say("met in {chance_met} of 100 readings", chance_met=formats.in_100(chance_met))
        if chance_met is not None
        else ""
    )
