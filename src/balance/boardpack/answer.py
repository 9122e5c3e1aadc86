"""Slide 1: the answer on one page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from balance import formats
from balance.boardpack import balance_chart, decisions, wording
from balance.boardpack.slides import Decision, Item, Number, Numbers, Points, Slide
from balance.findings import Finding
from balance.options import Option
from balance.report import Report

TOLD = ("velocity", "trade-off", "risk")
"""The findings that stand beside the chart, in the order of the later slides."""


def slide(
    report: Report,
    findings: Mapping[str, Finding],
    trail: pd.DataFrame | None,
    plans: Sequence[Option],
    asked: Sequence[Decision],
) -> Slide:
    """Verdict, four numbers, the balance chart, why, and what is asked."""
    return Slide(
        layout="answer",
        title=wording.headline(findings, "overview", f"Where we stand on {formats.day(report.as_of)}"),
        subtitle=wording.text(findings, "overview"),
        blocks=(
            Numbers(_numbers(report, trail)),
            balance_chart.chart(report, trail, plans),
            _why(findings),
            decisions.short_table(report, plans, asked),
        ),
        notes=wording.notes(findings, ("overview",), report),
        footer=wording.footer(report),
    )


def _numbers(report: Report, trail: pd.DataFrame | None) -> tuple[Number, ...]:
    value, chance, loss = (
        _last(report, trail, column) for column in ("value_landing_next_year", "chance_beyond_limit", "bad_year_loss")
    )
    return (
        value_landing(report, _before(value, lambda amount: formats.money(amount, report.currency))),
        chance_beyond(report, _before(chance, formats.in_100)),
        cycle_time(report),
        bad_year(report, _before(loss, lambda amount: formats.money(amount, report.currency))),
    )


def value_landing(report: Report, before: str = "") -> Number:
    """What lands next year, in money or, where values are missing, in initiatives."""
    ahead = report.velocity.value_landing_next_year
    label = "Value landing next year"
    if not formats.known(ahead):
        landed = report.velocity.finished_past_year
        return Number(label, formats.MISSING, likely=f"{formats.count(landed)} finished past year" if landed else "")
    likely = f"likely {wording.likely_money(ahead, report.currency)}{before}"
    return Number(label, formats.money(ahead.value, report.currency), "a year", likely, range=ahead)


def chance_beyond(report: Report, before: str = "") -> Number:
    """The chance of a loss beyond the limit and how it stands against the appetite."""
    beyond, limit = report.risk.chance_beyond_limit, report.risk.limit
    if beyond is None or limit is None or not formats.known(beyond):
        why = "no limit is stated" if report.risk.bad_year_loss.known else "needs incidents"
        return Number("Chance beyond the board's limit", formats.MISSING, likely=why)
    verdict, tone = wording.standing(_share_over(report), formats.in_100(report.risk.limit_chance))
    likely = f"likely {formats.chance_range(beyond)}{before}"
    label = f"Chance loss exceeds {formats.money(limit, report.currency)}"
    return Number(label, formats.in_100(beyond.value), "in 100", likely, verdict, tone, beyond)


def cycle_time(report: Report) -> Number:
    """The median time from start to done."""
    days = report.velocity.cycle_time_days
    if not formats.known(days):
        return Number("Time from start to done", formats.MISSING, likely="too few initiatives have finished")
    shown = formats.months(days.value).split(" ")
    likely = f"likely {formats.months_range(days)}; half take longer"
    return Number("Time from start to done", shown[0], "months", likely, range=days)


def bad_year(report: Report, before: str = "") -> Number:
    """The loss exceeded in 5 of 100 next years."""
    loss = report.risk.bad_year_loss
    if not formats.known(loss):
        return Number("Loss in a bad year", formats.MISSING, likely="needs incidents")
    likely = f"likely {wording.likely_money(loss, report.currency)}{before}"
    value = formats.money(loss.value, report.currency)
    return Number("Loss in a bad year", value, "exceeded in 5 of 100", likely, range=loss)


def _share_over(report: Report) -> float | None:
    """The share of readings in which the limit's own point does not hold."""
    points = report.risk.appetite
    if not len(points) or report.risk.limit is None:
        return None
    own = points[points["loss"] == report.risk.limit]
    return float(1 - own["chance_met"].iloc[0]) if len(own) else None


def _last(report: Report, trail: pd.DataFrame | None, column: str) -> tuple[pd.Timestamp, float] | None:
    """The newest earlier number and its date."""
    if trail is None or column not in trail.columns or not len(trail):
        return None
    told = (
        pd.Series(pd.to_numeric(trail[column]).to_numpy(), index=pd.to_datetime(trail["as_of"])).dropna().sort_index()
    )
    earlier = told[told.index < pd.Timestamp(report.as_of)]
    return (earlier.index[-1], float(earlier.iloc[-1])) if len(earlier) else None


def _before(last: tuple[pd.Timestamp, float] | None, said: Callable[[float], str]) -> str:
    return f"; {formats.month(last[0])}: {said(last[1])}" if last else ""


def _why(findings: Mapping[str, Finding]) -> Points:
    heads = {"velocity": "Delivery", "trade-off": "The link", "risk": "Risk"}
    items = [Item(heads[topic], findings[topic].headline) for topic in TOLD if topic in findings]
    caveats = [caveat for finding in findings.values() for caveat in finding.caveats]
    if caveats:
        items.append(Item("Caution", caveats[0]))
    return Points("Why, and how sure", tuple(items))
