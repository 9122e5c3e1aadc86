"""Slide 3: the exposure against the appetite, and the bad year."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance import formats
from balance.boardpack import axes, hundred_years, numbers, wording
from balance.boardpack.slides import (
    Axis,
    Block,
    Cell,
    Column,
    Label,
    Notice,
    Number,
    Numbers,
    Role,
    Series,
    Slide,
    Table,
    XYChart,
)
from balance.findings import Finding, stress
from balance.findings.horizon import worst_of
from balance.language import say
from balance.ranges import Range
from balance.report import Report
from balance.stress_tests import StressTests

Numbers64 = npt.NDArray[np.float64]

ROOM_FOR_MORE = 3
"""Rows of the table up to which a line fits under it."""

POINTS = (0.2, 0.1, 0.05)
"""Chances at which the curve is read where the board has stated no points."""


def slide(report: Report, findings: Mapping[str, Finding], tests: StressTests | None = None) -> Slide:
    """The appetite table first, then the curve and the hundred years."""
    return Slide(
        layout="exposure",
        title=wording.headline(findings, "risk", say("What a bad year costs")),
        subtitle=wording.text(findings, "risk"),
        blocks=_blocks(report, _stressed(report, tests)),
        notes=wording.notes(findings, ("risk",), report, _cushion(report), _in_full(report, tests)),
        footer=wording.footer(report),
        sheets=("Exposure", "Appetite", "Exceedance", "Years", "StressTests", "Findings"),
    )


def _blocks(report: Report, stressed: str) -> tuple[Block, ...]:
    curve = report.risk.exceedance
    if not len(curve) or not formats.known(report.risk.bad_year_loss):
        return (Notice(say("No incidents are loaded"), say("Load a list of incidents to see what a bad year costs.")),)
    unit = formats.scale_of(report.risk.bad_year_loss.value)
    return (Numbers(_numbers(report)), _table(report, stressed), _curve(report, unit), hundred_years.chart(report))


def _numbers(report: Report) -> tuple[Number, ...]:
    risk = report.risk
    ahead = risk.incidents_next_quarter
    return (
        numbers.chance_beyond(report),
        numbers.bad_year(report),
        Number(
            say("When the bad year is exceeded"),
            formats.money(risk.beyond_bad_year_mean.value, report.currency),
            say("on average"),
            _likely(risk.beyond_bad_year_mean, report.currency),
            range=risk.beyond_bad_year_mean,
        ),
        Number(
            say("Loss in an average year"),
            formats.money(risk.expected_annual_loss.value, report.currency),
            "",
            "; ".join(
                filter(
                    None,
                    (
                        _likely(risk.expected_annual_loss, report.currency),
                        say("{ahead} incidents a quarter", ahead=formats.number(ahead.value))
                        if formats.known(ahead)
                        else "",
                    ),
                )
            ),
            range=risk.expected_annual_loss,
        ),
    )


def _likely(range_: Range, currency: str) -> str:
    return (
        say("likely {likely_money}", likely_money=wording.likely_money(range_, currency))
        if formats.known(range_)
        else ""
    )


def _table(report: Report, stressed: str) -> Table:
    stated = len(report.risk.appetite) > 0
    columns = (
        Column(say("Chance that next year's loss exceeds …"), 3.2),
        Column(say("Our estimate"), 1.6, "right"),
        Column(say("Likely range"), 1.8, "right"),
        Column(say("Board allows"), 1.7, "right"),
        Column(say("Finding"), 3.6),
    )
    rows = _stated_rows(report) if stated else _read_rows(report)
    alt = say("Chance of exceeding each loss, against what the board allows.")
    return Table("", "", columns, rows, alt=alt, more=stressed if len(rows) <= ROOM_FOR_MORE else "")


def _stressed(report: Report, tests: StressTests | None) -> str:
    """What the worst stress test would do to the year, in one line."""
    if tests is None or not tests.tests:
        return ""
    worst = worst_of(tests)
    bad_year = say("a bad year would cost {bad_year}", bad_year=formats.money(worst.bad_year.value, report.currency))
    beyond = worst.chance_beyond_limit
    if beyond is None or tests.limit is None:
        return say("Stress test “{title}”: {bad_year}", title=worst.title, bad_year=bad_year)
    limit = formats.money(tests.limit, report.currency)
    return say(
        "Stress test “{title}”, taken as certain: {beyond} beyond {limit}; {bad_year}",
        title=worst.title,
        beyond=formats.chance(beyond.value),
        limit=limit,
        bad_year=bad_year,
    )


def _in_full(report: Report, tests: StressTests | None) -> str:
    if tests is None or not tests.tests:
        return ""
    told = stress(tests, report)
    return say("Stress tests: {headline} {text}", headline=told.headline, text=told.text)


def _stated_rows(report: Report) -> tuple[tuple[Cell, ...], ...]:
    rows = []
    for point in report.risk.appetite.sort_values("loss").head(4).to_dict("records"):
        allowed, met = formats.in_100(point["chance_allowed"]), formats.in_100(point["chance_met"])
        finding, tone = wording.standing(1 - point["chance_met"], allowed)
        rows.append(
            (
                Cell(formats.money(point["loss"], report.currency), bold=True),
                Cell(
                    say(
                        "{beside} in 100",
                        beside=formats.beside(point["chance"], point["chance_allowed"], formats.in_100),
                    ),
                    bold=True,
                ),
                Cell(
                    say("{low} to {high}", low=formats.in_100(point["low"]), high=formats.in_100(point["high"])), "soft"
                ),
                Cell(formats.chance(point["chance_allowed"])),
                Cell(
                    say(
                        "{finding}; met in {met} of 100 readings",
                        finding=finding,
                        met=met,
                    ),
                    tone,
                    bold=True,
                ),
            )
        )
    return tuple(rows)


def _read_rows(report: Report) -> tuple[tuple[Cell, ...], ...]:
    curve = report.risk.exceedance
    rows = []
    for chance in POINTS:
        at = int((curve["chance"] - chance).abs().to_numpy().argmin())
        point = curve.iloc[at]
        rows.append(
            (
                Cell(formats.money(float(point["loss"]), report.currency), bold=True),
                Cell(formats.chance(float(point["chance"])), bold=True),
                Cell(
                    say(
                        "{low} to {high}",
                        low=formats.in_100(float(point["low"])),
                        high=formats.in_100(float(point["high"])),
                    ),
                    "soft",
                ),
                Cell(say("not stated"), "soft"),
                Cell(say("State a limit and its chance in the assumptions"), "soft"),
            )
        )
    return tuple(rows)


def _curve(report: Report, unit: formats.Scale) -> XYChart:
    risk, money = report.risk, formats.money_unit(report.currency, unit)
    tail = risk.exceedance[risk.exceedance["chance"] >= 0.015]
    limit = [risk.limit / unit.divisor] if risk.limit else []
    reach = [float(tail["loss"].max()) / unit.divisor, *[point * 1.3 for point in limit]]
    span = axes.axis(say("Loss next year, {money}", money=money), reach, form="money")
    up = _reach(report)
    series = _lines(risk.exceedance, unit, span.greatest, up.greatest)
    marks = _appetite(report, unit, span)
    return XYChart(
        title=_curve_title(report),
        subtitle=say("Chance of losing more, in 100. Thin lines: likely range"),
        x=span,
        y=up,
        series=(*series, *marks),
        labels=_curve_labels(report, unit, span),
        alt=say("Chance of exceeding each loss. {curve_title}.", curve_title=_curve_title(report)),
    )


def _reach(report: Report) -> Axis:
    """Chances high enough for every stated point, else all of them."""
    points = report.risk.appetite
    if not len(points):
        return Axis("", 0.0, 100.0, 20.0)
    most = float(points[["chance_allowed", "chance", "high"]].to_numpy(float).max()) * 100
    top = min(max(float(np.ceil(most * 1.15 / 10) * 10), 20.0), 100.0)
    return Axis("", 0.0, top, 10.0 if top <= 60 else 20.0)


def _lines(curve: pd.DataFrame, unit: formats.Scale, right: float, top: float) -> tuple[Series, ...]:
    told: tuple[tuple[str, Role, str], ...] = (
        (say("Our estimate"), "curve", "chance"),
        (say("Likely range, low"), "band", "low"),
        (say("Likely range, high"), "band", "high"),
    )
    x = curve["loss"].to_numpy(float) / unit.divisor
    return tuple(_line(name, role, x, curve[column].to_numpy(float) * 100, right, top) for name, role, column in told)


def _line(name: str, role: Role, x: Numbers64, y: Numbers64, right: float, top: float) -> Series:
    """The part of a falling line inside the frame, from where it enters to where it leaves."""
    inside = (x <= right) & (y <= top)
    xs, ys = list(x[inside]), list(y[inside])
    if (y > top).any() and xs:
        xs, ys = [float(np.interp(-top, -y, x)), *xs], [top, *ys]
    if (x > right).any() and xs:
        xs, ys = [*xs, right], [*ys, float(np.interp(right, x, y))]
    return Series(name, role, tuple(float(value) for value in xs), tuple(float(value) for value in ys))


def _appetite(report: Report, unit: formats.Scale, span: Axis) -> tuple[Series, ...]:
    points = report.risk.appetite
    kept = points[points["loss"] / unit.divisor <= span.greatest] if len(points) else points
    if not len(kept):
        return ()
    kept = kept.sort_values("loss")
    x = tuple(float(loss) / unit.divisor for loss in kept["loss"])
    allowed = tuple(float(share) * 100 for share in kept["chance_allowed"])
    ours = tuple(float(share) * 100 for share in kept["chance"])
    return (
        Series(say("The board allows"), "limit", x, allowed, "bad"),
        Series(say("The board allows at this loss"), "allowed", x, allowed, "bad"),
        Series(say("Our estimate at this loss"), "point", x, ours),
    )


def _curve_labels(report: Report, unit: formats.Scale, span: Axis) -> tuple[Label, ...]:
    labels = []
    for at, point in enumerate(report.risk.appetite.sort_values("loss").to_dict("records")):
        x = float(point["loss"]) / unit.divisor
        if x <= span.greatest:
            own, allowed = formats.in_100(point["chance"]), formats.in_100(point["chance_allowed"])
            told = ("" if at else say("our estimate "), "" if at else say("the board allows "))
            labels.append(Label(x, float(point["chance"]) * 100, f"{told[0]}{own}", bold=True))
            labels.append(Label(x, float(point["chance_allowed"]) * 100, f"{told[1]}{allowed}", "bad", bold=True))
    return tuple(labels)


def _curve_title(report: Report) -> str:
    inside = report.risk.inside_appetite
    if inside is None:
        return say(
            "5 in 100 years cost more than {bad_year_loss}",
            bad_year_loss=formats.money(report.risk.bad_year_loss.value, report.currency),
        )
    return (
        say("Our loss curve stays under what the board allows")
        if inside
        else say("Our loss curve crosses what the board allows")
    )


def _cushion(report: Report) -> str:
    cash, cover = report.facts.get("cash_buffer"), report.facts.get("insurance_cover")
    told = [
        f"{name} {formats.money(amount, report.currency)}"
        for name, amount in (("cash", cash), ("insurance", cover))
        if formats.sayable(amount)
    ]
    known = formats.known(report.risk.bad_year_loss)
    return say("Set against the bad year: {told}.", told=formats.listed(told)) if told and known else ""
