"""The balance chart as a table: where each of its points stands on both axes."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from balance import figures, formats
from balance.frontier import Frontier, Plan
from balance.language import say
from balance.ranges import Range
from balance.report import Report
from balance.ui import blocks, overview


def columns(report: Report) -> list[blocks.Column]:
    """The columns of the points of a balance chart: both axes, each with its likely range."""
    value = "Finished in a year" if report.velocity.counts_speak else "Value a year"
    risk = "Bad year" if report.risk.limit is None else "Chance beyond limit"
    return [
        blocks.Column("Point"),
        blocks.Column(value, "right"), blocks.Column("Likely", "right"),
        blocks.Column(risk, "right"), blocks.Column("Likely", "right"),
    ]  # fmt: skip


def rows(points: Sequence[figures.Position], report: Report, on: overview.Ground | None) -> list[tuple[object, ...]]:
    """Where each point of a balance chart stands; then the way here, where the chart draws one."""
    told: list[tuple[object, ...]] = [
        (point.label, *_on_value_axis(point.value, report), *_on_risk_axis(point.risk, report)) for point in points
    ]
    way = [] if on is None or on.trail is None else on.trail.sort_values("as_of", ascending=False).to_dict("records")
    told += [
        (
            formats.day(row["as_of"]),
            _on_value_axis(_one(row["value"]), report)[0], None,
            _on_risk_axis(_one(row["risk"]), report)[0], None,
        )
        for row in way
    ]  # fmt: skip
    return told


def line_columns(report: Report) -> list[blocks.Column]:
    """The columns of the line of best reachable plans: the points', and what it takes."""
    return [*columns(report), blocks.Column("Cost next year", "right"), blocks.Column("Initiatives running", "right")]


def line_rows(points: Sequence[figures.Position], told: Frontier, report: Report) -> list[tuple[object, ...]]:
    """The points beside the line; then every plan of the line, least risk first, with what it takes."""
    return [
        *((*row, None, None) for row in rows(points, report, None)),
        *(_of_plan(f"Plan {at}", plan, report) for at, plan in enumerate(told.plans, start=1)),
    ]


def _of_plan(name: str, plan: Plan, report: Report) -> tuple[object, ...]:
    risk = plan.exposure if report.risk.limit is None else plan.chance_beyond_limit
    return (
        name,
        _on_value_axis(_one(plan.value), report)[0], None,
        _on_risk_axis(_one(risk), report)[0], None,
        formats.money(plan.cost, report.currency), plan.in_flight,
    )  # fmt: skip


def _one(value: float | None) -> Range:
    return Range(value, None, None)


def _on_value_axis(value: Range, report: Report) -> tuple[str, str]:
    if report.velocity.counts_speak:
        return formats.number(value.value), formats.number_range(value)
    return formats.money(value.value, report.currency), formats.money_range(value, bare=True)


def _on_risk_axis(risk: Range, report: Report) -> tuple[str, str]:
    if report.risk.limit is None:
        return formats.money(risk.value, report.currency), formats.money_range(risk, bare=True)
    return formats.chance(risk.value), formats.chance_range(risk)


def how_to_read(trail: pd.DataFrame, report: Report) -> str:
    """What the marks of the balance chart mean: only those that stand in it."""
    whole = overview.value_axis(report).known and overview.risk_axis(report).known
    alone = say("The dot is today.") if whole else say("The line is today.")
    rings = say("Each ring is a quarter, the dot is today.") if len(trail) > 1 else alone
    appetite = say("Dashed: the board's appetite.") if report.risk.limit is not None else ""
    return " ".join(part for part in (rings, appetite, say("Shaded: likely range.")) if part)
