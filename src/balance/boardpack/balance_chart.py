"""The balance chart: value against risk, today with its likely ranges, the way here, and where plans would lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from balance import formats
from balance.boardpack import axes, wording
from balance.boardpack.slides import Axis, Label, Notice, Series, Tone, XYChart, Zone
from balance.language import noted, say
from balance.options import Option
from balance.ranges import UNKNOWN, Range
from balance.report import Report

TRAIL = ("as_of", "value_landing_next_year", "chance_beyond_limit", "bad_year_loss")
"""Columns of the trail, one row per earlier as-of date, oldest first; missing numbers as NaN."""

WORDS, STRIP = 0.34, 0.14
"""The parts of a chart's width and height that the words of its zone take, to either side of the limit."""

POINTS_OF_TRAIL = 12


@dataclass(frozen=True)
class Plane:
    """The two axes in the units of the chart, and where today stands on them with its likely range."""

    report: Report
    name: str
    """Which number stands on x: chance_beyond_limit, or bad_year_loss where no limit is stated."""
    risk: Range
    value: Range
    risk_unit: formats.Scale
    value_unit: formats.Scale
    limit: float | None

    def at(self, risk: float | None, value: float | None) -> tuple[float, float]:
        """A place in chart units."""
        return (risk or 0.0) / self.risk_unit.divisor, (value or 0.0) / self.value_unit.divisor

    def said(self, risk: float | None, value: float | None) -> str:
        """A place in words."""
        currency = self.report.currency
        is_chance = self.name == "chance_beyond_limit"
        return (
            f"{formats.money(value, currency)}, {formats.chance(risk) if is_chance else formats.money(risk, currency)}"
        )


@dataclass(frozen=True)
class Destination:
    """Where a plan or decision would lead, in the report's units; blue where better on both, orange where worse."""

    label: str
    risk: float
    value: float
    tone: Tone


def chart(report: Report, trail: pd.DataFrame | None, to: Sequence[Destination]) -> XYChart | Notice:
    """Where we stand and where we could go, or what is missing to say it."""
    missing = missing_for(report)
    if missing:
        return Notice(say("Where we stand between value and risk cannot be drawn yet"), missing)
    plane = _plane(report)
    past = _past(trail, plane)
    series = _series(plane, past, to)
    x, y = _axes(plane, series)
    return XYChart(
        title=_title(plane, to),
        subtitle=_subtitle(plane, past),
        x=x,
        y=y,
        series=tuple(_within(x, y, part) for part in (*_limit(plane, y), *series)),
        labels=tuple(_on(x, y, label) for label in _labels(plane, past, to)),
        zone=_zone(plane, x, y, series),
        alt=_alt(plane, to),
    )


def missing_for(report: Report) -> str:
    """What is missing to draw the chart; nothing where it can be drawn."""
    if report.velocity.in_flight is None:
        return say("The value axis needs a list of initiatives: load one and this chart appears.")
    if not formats.known(report.velocity.value_landing_next_year):
        return say("Too few initiatives state a yearly value. State it for the largest ones and this chart appears.")
    if not formats.known(risk_axis(report)[1]):
        return say("The risk axis needs a list of incidents: load one and this chart appears.")
    return ""


def of_plan(plan: Option, report: Report) -> tuple[Destination, ...]:
    """Where a plan leads, if both of its numbers are known."""
    name = risk_axis(report)[0]
    told, moved = plan.comparison.scenario, plan.comparison.difference
    return destination(
        wording.brief(plan.plan.name, 28),
        told.get(name, UNKNOWN).value,
        told.get("value_landing_next_year", UNKNOWN).value,
        moved.get(name, UNKNOWN),
        moved.get("value_landing_next_year", UNKNOWN),
    )


def destination(
    label: str, risk: float | None, value: float | None, risk_change: Range, value_change: Range
) -> tuple[Destination, ...]:
    """A destination with the colour its changes deserve, if it is known at all."""
    if risk is None or value is None or not (formats.sayable(risk) and formats.sayable(value)):
        return ()
    more, less = (value_change.low or 0.0) >= 0, (risk_change.high or 0.0) <= 0
    fewer, riskier = (value_change.high or 0.0) <= 0, (risk_change.low or 0.0) >= 0
    tone: Tone = "good" if more and less else "bad" if fewer and riskier else "ink"
    return (Destination(label, risk, value, tone),)


def risk_axis(report: Report) -> tuple[str, Range]:
    """Which number stands on x, and its range."""
    beyond = report.risk.chance_beyond_limit
    if report.risk.limit is not None and beyond is not None:
        return "chance_beyond_limit", beyond
    return "bad_year_loss", report.risk.bad_year_loss


def _plane(report: Report) -> Plane:
    value = report.velocity.value_landing_next_year
    name, risk = risk_axis(report)
    unit = formats.scale_of(value.value, value.low, value.high)
    if name == "chance_beyond_limit":
        allowed = report.risk.limit_chance
        return Plane(
            report, name, risk, value, formats.Scale(0.01, ""), unit, None if allowed is None else allowed * 100
        )
    return Plane(report, name, risk, value, formats.scale_of(risk.value, risk.low, risk.high), unit, None)


def _past(trail: pd.DataFrame | None, plane: Plane) -> pd.DataFrame:
    """The earlier points in chart units: as_of, x, y."""
    if trail is None or not {"as_of", "value_landing_next_year", plane.name} <= set(trail.columns):
        return pd.DataFrame({"as_of": [], "x": [], "y": []})
    told = pd.DataFrame(
        {
            "as_of": pd.to_datetime(trail["as_of"]),
            "x": pd.to_numeric(trail[plane.name]) / plane.risk_unit.divisor,
            "y": pd.to_numeric(trail["value_landing_next_year"]) / plane.value_unit.divisor,
        }
    ).dropna()
    return told[told["as_of"] < pd.Timestamp(plane.report.as_of)].sort_values("as_of").tail(POINTS_OF_TRAIL)


def _series(plane: Plane, past: pd.DataFrame, to: Sequence[Destination]) -> tuple[Series, ...]:
    x, y = plane.at(plane.risk.value, plane.value.value)
    low, high = plane.at(plane.risk.low, plane.value.low), plane.at(plane.risk.high, plane.value.high)
    drawn = [
        Series(say("Likely range of the risk"), "likely", (low[0], high[0]), (y, y)),
        Series(say("Likely range of the value"), "likely", (x, x), (low[1], high[1])),
        Series(_now(plane.report), "today", (x,), (y,)),
    ]
    if len(past):
        drawn.append(Series(say("Earlier dates"), "trail", (*past["x"], x), (*past["y"], y)))
    for goal in to:
        there = plane.at(goal.risk, goal.value)
        drawn.append(Series(say("To {goal}", goal=goal.label), "arrow", (x, there[0]), (y, there[1]), goal.tone))
        drawn.append(Series(goal.label, "plan", (there[0],), (there[1],), goal.tone))
    return tuple(drawn)


def _now(report: Report) -> str:
    return say("Today") if report.scenario == "today" else wording.brief(report.scenario, 28)


def _axes(plane: Plane, series: Sequence[Series]) -> tuple[Axis, Axis]:
    xs = [x for part in series for x in part.x]
    ys = [y for part in series for y in part.y if y is not None]
    up = axes.axis("", ys, zero=False, form="money", ticks=5)
    currency = plane.report.currency
    if plane.name == "bad_year_loss":
        unit = formats.money_unit(currency, plane.risk_unit)
        return axes.axis(say("Loss exceeded in 5 of 100 next years, {unit}", unit=unit), xs, form="money"), up
    title = say(
        "Chance that next year's loss exceeds the limit of {limit}, in 100",
        limit=formats.money(plane.report.risk.limit, currency),
    )
    held = axes.axis(title, [*xs, 0.0, (plane.limit or 0.0) * 1.8, 10.0])
    return replace(held, least=0.0, greatest=min(held.greatest, 100.0)), up


def _within(x: Axis, y: Axis, part: Series) -> Series:
    """A series whose points stay on the axes, for a range that would leave the frame."""
    return replace(
        part,
        x=tuple(min(max(number, x.least), x.greatest) for number in part.x),
        y=tuple(None if number is None else min(max(number, y.least), y.greatest) for number in part.y),
    )


def _on(x: Axis, y: Axis, label: Label) -> Label:
    """A label at the edge of the frame where its point is."""
    return replace(label, x=min(max(label.x, x.least), x.greatest), y=min(max(label.y, y.least), y.greatest))


def _limit(plane: Plane, y: Axis) -> tuple[Series, ...]:
    if plane.limit is None:
        return ()
    return (Series(say("The board's appetite"), "limit", (plane.limit, plane.limit), (y.least, y.greatest), "bad"),)


def _zone(plane: Plane, x: Axis, y: Axis, series: Sequence[Series]) -> Zone | None:
    if plane.limit is None:
        return None
    allowed = formats.in_100(plane.report.risk.limit_chance)
    told = say("Inside appetite"), say("Outside: more than {allowed} in 100", allowed=allowed)
    return Zone(plane.limit, *told, above=_taken(plane.limit, x, y, series))


def _taken(limit: float, x: Axis, y: Axis, series: Sequence[Series]) -> bool:
    """Whether points stand where the words at the bottom would, and none where they would stand at the top."""
    near = [
        (up - y.least) / (y.greatest - y.least)
        for part in series if part.role in ("today", "plan", "trail")
        for across, up in zip(part.x, part.y, strict=True)
        if up is not None and abs(across - limit) < WORDS * (x.greatest - x.least)
    ]  # fmt: skip
    return min(near, default=1.0) < STRIP and max(near, default=0.0) < 1 - STRIP


def _labels(plane: Plane, past: pd.DataFrame, to: Sequence[Destination]) -> tuple[Label, ...]:
    here = plane.at(plane.risk.value, plane.value.value)
    said = plane.said(plane.risk.value, plane.value.value)
    labels = [Label(*here, f"{_now(plane.report)}: {said}", bold=True)]
    for goal in to:
        words = goal.label if len(to) > 1 else f"{goal.label}: / {plane.said(goal.risk, goal.value)}"
        labels.append(Label(*plane.at(goal.risk, goal.value), words, goal.tone, bold=True))
    if len(past):
        first = past.iloc[0]
        labels.append(Label(float(first["x"]), float(first["y"]), formats.month(first["as_of"]), "soft"))
    return tuple(labels)


def _side(*, inside: bool) -> str:
    return say("inside") if inside else say("outside")


def _title(plane: Plane, to: Sequence[Destination]) -> str:
    risk = plane.report.risk
    if risk.inside_appetite is None:
        return say("Value against the bad year; no limit is stated to hold it against")
    here = _side(inside=risk.inside_appetite)
    if not to or risk.limit_chance is None:
        return say("We stand {here} the board's appetite", here=here)
    there = {_side(inside=goal.risk <= risk.limit_chance) for goal in to}
    if len(to) > 1:
        return say("We stand {here} the appetite; where each decision alone would take us", here=here)
    if there == {here}:
        return say("We stand {here} the appetite, and would stay {here} with this plan", here=here)
    return say("We stand {here} the appetite, but would be {pop} with this plan", here=here, pop=there.pop())


def _subtitle(plane: Plane, past: pd.DataFrame) -> str:
    unit = formats.money_unit(plane.report.currency, plane.value_unit)
    told = noted("Yearly value landing in the next 12 months, {unit}. Cross: likely ranges")
    if len(past):
        told = noted(
            "Yearly value landing in the next 12 months, {unit}. Small dots: earlier dates. Cross: likely ranges"
        )
    return say(told, unit=unit)


def _alt(plane: Plane, to: Sequence[Destination]) -> str:
    told = [f"{goal.label}: {plane.said(goal.risk, goal.value)}." for goal in to]
    here = f"{_now(plane.report)}: {plane.said(plane.risk.value, plane.value.value)}."
    return " ".join([say("Chart of value against risk."), here, *told])
