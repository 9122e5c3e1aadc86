"""The balance chart: value against risk, today with its likely ranges, the way here, and where a plan would lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from balance import formats
from balance.boardpack import axes
from balance.boardpack.slides import Axis, Label, Notice, Series, Tone, XYChart, Zone
from balance.options import Option
from balance.ranges import UNKNOWN, Range
from balance.report import Report

TRAIL = ("as_of", "value_landing_next_year", "chance_beyond_limit", "bad_year_loss")
"""Columns of the trail, one row per earlier as-of date, oldest first; missing numbers as NaN."""


@dataclass(frozen=True)
class Plane:
    """The two axes in the units of the chart: what stands on x, and what both are divided by."""

    risk: str
    risk_unit: formats.Scale
    value_unit: formats.Scale
    limit: float | None


def chart(report: Report, trail: pd.DataFrame | None, plans: Sequence[Option]) -> XYChart | Notice:
    """Where we stand, or what is missing to say it."""
    value, risk = report.velocity.value_landing_next_year, _risk(report)
    missing = _missing(report, value, risk)
    if missing:
        return Notice("Where we stand between value and risk cannot be drawn yet", missing)
    plane = _plane(report, value)
    past = _past(trail, report, plane)
    plan = plans[0] if plans else None
    series = _series(report, plane, value, risk, past, plan)
    x, y = _axes(report, plane, series)
    return XYChart(
        title=_title(report, plan),
        subtitle=_subtitle(report, plane, past),
        x=x,
        y=y,
        series=_within(x, y, (*_limit(plane, y), *series)),
        labels=_labels(report, plane, value, risk, past, plan),
        zone=_zone(plane, report),
        alt=_alt(report, value, risk, plan),
    )


def _risk(report: Report) -> Range:
    beyond = report.risk.chance_beyond_limit
    return beyond if report.risk.limit is not None and beyond is not None else report.risk.bad_year_loss


def _missing(report: Report, value: Range, risk: Range) -> str:
    if report.velocity.in_flight is None:
        return "The value axis needs a list of initiatives: load one and this chart appears."
    if not formats.known(value):
        return "Too few initiatives state a yearly value. State it for the largest ones and this chart appears."
    if not formats.known(risk):
        return "The risk axis needs a list of incidents: load one and this chart appears."
    return ""


def _plane(report: Report, value: Range) -> Plane:
    unit = formats.scale_of(value.value, value.low, value.high)
    if report.risk.limit is not None and report.risk.chance_beyond_limit is not None:
        allowed = report.risk.limit_chance
        limit = None if allowed is None else allowed * 100
        return Plane("chance_beyond_limit", formats.Scale(0.01, ""), unit, limit)
    bad_year = report.risk.bad_year_loss
    return Plane("bad_year_loss", formats.scale_of(bad_year.value, bad_year.high), unit, None)


def _past(trail: pd.DataFrame | None, report: Report, plane: Plane) -> pd.DataFrame:
    """The earlier points in chart units: as_of, x, y."""
    empty = pd.DataFrame({"as_of": [], "x": [], "y": []})
    if trail is None or not {"as_of", "value_landing_next_year", plane.risk} <= set(trail.columns):
        return empty
    told = pd.DataFrame(
        {
            "as_of": pd.to_datetime(trail["as_of"]),
            "x": pd.to_numeric(trail[plane.risk]) / plane.risk_unit.divisor,
            "y": pd.to_numeric(trail["value_landing_next_year"]) / plane.value_unit.divisor,
        }
    ).dropna()
    return told[told["as_of"] < pd.Timestamp(report.as_of)].sort_values("as_of").tail(12)


def _series(
    report: Report, plane: Plane, value: Range, risk: Range, past: pd.DataFrame, plan: Option | None
) -> tuple[Series, ...]:
    x, y = _scaled(risk, plane.risk_unit), _scaled(value, plane.value_unit)
    drawn = [
        Series("Likely range of the risk", "likely", (x[1], x[2]), (y[0], y[0])),
        Series("Likely range of the value", "likely", (x[0], x[0]), (y[1], y[2])),
    ]
    if len(past):
        drawn.insert(0, Series("Earlier quarters", "trail", (*past["x"], x[0]), (*past["y"], y[0])))
    there = _there(plan, plane)
    if there is not None:
        drawn.append(Series("From today to the plan", "arrow", (x[0], there[0]), (y[0], there[1]), _tone(plan)))
        drawn.append(Series("With the plan", "plan", (there[0],), (there[1],), _tone(plan)))
    drawn.append(Series("Today" if report.scenario == "today" else report.scenario, "today", (x[0],), (y[0],)))
    return tuple(drawn)


def _there(plan: Option | None, plane: Plane) -> tuple[float, float] | None:
    if plan is None:
        return None
    x, y = plan.comparison.scenario.get(plane.risk), plan.comparison.scenario.get("value_landing_next_year")
    if x is None or y is None or not formats.known(x) or not formats.known(y):
        return None
    return _scaled(x, plane.risk_unit)[0], _scaled(y, plane.value_unit)[0]


def _tone(plan: Option | None) -> Tone:
    """Blue where both axes are surely better, orange where both are worse, else ink: a trade."""
    share = plan.comparison.better_on_both if plan else None
    value, risk = _differences(plan)
    if value < 0 and risk > 0:
        return "bad"
    return "good" if share is not None and share >= 0.7 else "ink"


def _differences(plan: Option | None) -> tuple[float, float]:
    if plan is None:
        return 0.0, 0.0
    told = plan.comparison.difference
    risk = told.get("chance_beyond_limit", UNKNOWN)
    risk = risk if risk.known else told.get("bad_year_loss", UNKNOWN)
    return told.get("value_landing_next_year", UNKNOWN).value or 0.0, risk.value or 0.0


def _axes(report: Report, plane: Plane, series: Sequence[Series]) -> tuple[Axis, Axis]:
    xs = [x for part in series for x in part.x]
    ys = [y for part in series for y in part.y if y is not None]
    if plane.risk == "chance_beyond_limit":
        limit = formats.money(report.risk.limit, report.currency)
        title = f"Chance that next year's loss exceeds the board's limit of {limit}, in 100"
        held = axes.axis(title, [*xs, 0.0, (plane.limit or 0.0) * 1.8, 10.0])
        x = Axis(title, 0.0, min(held.greatest, 100.0), held.step)
    else:
        unit = formats.money_unit(report.currency, plane.risk_unit)
        x = axes.axis(f"Loss exceeded in 5 of 100 next years, {unit}", xs, form="money")
    return x, axes.axis("", ys, zero=False, form="money", ticks=5)


def _within(x: Axis, y: Axis, series: Sequence[Series]) -> tuple[Series, ...]:
    return tuple(
        Series(
            part.name,
            part.role,
            tuple(min(max(number, x.least), x.greatest) for number in part.x),
            tuple(None if number is None else min(max(number, y.least), y.greatest) for number in part.y),
            part.tone,
        )
        for part in series
    )


def _limit(plane: Plane, y: Axis) -> tuple[Series, ...]:
    if plane.limit is None:
        return ()
    return (Series("The board's appetite", "limit", (plane.limit, plane.limit), (y.least, y.greatest), "bad"),)


def _zone(plane: Plane, report: Report) -> Zone | None:
    if plane.limit is None:
        return None
    allowed = formats.in_100(report.risk.limit_chance)
    return Zone(plane.limit, "Inside appetite", f"Outside: more than {allowed} in 100")


def _labels(
    report: Report, plane: Plane, value: Range, risk: Range, past: pd.DataFrame, plan: Option | None
) -> tuple[Label, ...]:
    x, y = _scaled(risk, plane.risk_unit)[0], _scaled(value, plane.value_unit)[0]
    now = "Today" if report.scenario == "today" else report.scenario
    labels = [Label(x, y, f"{now}: {_said(report, plane, value.value, risk.value)}", bold=True)]
    there = _there(plan, plane)
    if there is not None and plan is not None:
        told = plan.comparison.scenario
        said = _said(report, plane, told["value_landing_next_year"].value, told[plane.risk].value)
        labels.append(Label(*there, f"{plan.plan.name}: / {said}", _tone(plan), bold=True))
    if len(past):
        first = past.iloc[0]
        labels.append(Label(float(first["x"]), float(first["y"]), formats.quarter(first["as_of"]), "soft"))
    return tuple(labels)


def _said(report: Report, plane: Plane, value: float | None, risk: float | None) -> str:
    said = formats.chance(risk) if plane.risk_unit.divisor < 1 else formats.money(risk, report.currency)
    return f"{formats.money(value, report.currency)}, {said}"


def _title(report: Report, plan: Option | None) -> str:
    inside = report.risk.inside_appetite
    if inside is None:
        return "Value against the bad year: state a loss limit to see whether this is acceptable"
    here = "inside" if inside else "outside"
    if plan is None:
        return f"We stand {here} the board's appetite"
    told, allowed = plan.comparison.scenario.get("chance_beyond_limit", UNKNOWN).value, report.risk.limit_chance
    if told is None or allowed is None:
        return f"We stand {here} the board's appetite"
    there = "inside" if told <= allowed else "outside"
    joint = "and would stay" if there == here else "but would come" if there == "inside" else "but would go"
    return f"We stand {here} the appetite, {joint} {there} with this plan"


def _subtitle(report: Report, plane: Plane, past: pd.DataFrame) -> str:
    unit = formats.money_unit(report.currency, plane.value_unit)
    dots = "Small dots: earlier dates. " if len(past) else ""
    return f"Yearly value landing in the next 12 months, {unit}. {dots}Cross: likely ranges"


def _alt(report: Report, value: Range, risk: Range, plan: Option | None) -> str:
    plane = _plane(report, value)
    said = f"Today: {_said(report, plane, value.value, risk.value)}."
    if plan is None:
        return f"Chart of value against risk. {said}"
    told = plan.comparison.scenario
    there = _said(report, plane, told["value_landing_next_year"].value, told.get(plane.risk, UNKNOWN).value)
    return f"Chart of value against risk. {said} {plan.title}: {there}."


def _scaled(range_: Range, unit: formats.Scale) -> tuple[float, float, float]:
    """Value, low and high in chart units; the range must be known."""
    told = (range_.value or 0.0, range_.low or 0.0, range_.high or 0.0)
    return (told[0] / unit.divisor, told[1] / unit.divisor, told[2] / unit.divisor)
