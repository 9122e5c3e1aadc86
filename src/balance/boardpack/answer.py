"""Slide 1: the answer on one page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from balance import formats
from balance.boardpack import balance_chart, decisions, hundred_years, numbers, recommended, velocity, wording
from balance.boardpack.slides import Block, Decision, Item, Notice, Number, Numbers, Points, Slide, Table
from balance.findings import Finding
from balance.language import say
from balance.options import Option
from balance.report import Report

HALF = 6
"""Initiatives shown where the balance chart cannot be drawn."""

TOLD = ("velocity", "trade-off", "risk")
"""The findings that stand beside the chart, in the order of the later slides."""


def slide(
    report: Report,
    findings: Mapping[str, Finding],
    trail: pd.DataFrame | None,
    plans: Sequence[Option],
    asked: Sequence[Decision],
    advised: Option | None = None,
) -> Slide:
    """Verdict, four numbers, the balance chart, why, and what is asked.

    The chart shows what is asked, and the recommended plan where nothing asked can be drawn; where the numbers
    recommend what is not asked, the slide says so itself.
    """
    return Slide(
        layout="answer",
        title=wording.headline(findings, "overview", say("Where we stand on {as_of}", as_of=formats.day(report.as_of))),
        subtitle=wording.text(findings, "overview"),
        blocks=(
            Numbers(_numbers(report, trail)),
            _picture(report, trail, plans, asked),
            _why(report, findings, _unasked(advised, asked)),
            decisions.short_table(report, plans, asked),
        ),
        notes=wording.notes(findings, ("overview",), report, *_said_short(findings)),
        footer=wording.footer(report),
        sheets=("Answer", "Balance", "Options", "Decisions", "Findings", "Quality"),
    )


def _numbers(report: Report, trail: pd.DataFrame | None) -> tuple[Number, ...]:
    value, chance, loss = (
        _last(report, trail, column) for column in ("value_landing_next_year", "chance_beyond_limit", "bad_year_loss")
    )
    return (
        numbers.value_landing(report, _before(value, lambda amount: formats.money(amount, report.currency))),
        numbers.chance_beyond(report, _before(chance, formats.in_100)),
        numbers.cycle_time(report),
        numbers.bad_year(report, _before(loss, lambda amount: formats.money(amount, report.currency))),
    )


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


def _picture(report: Report, trail: pd.DataFrame | None, plans: Sequence[Option], asked: Sequence[Decision]) -> Block:
    """The balance chart; with one half missing, the picture of the other half."""
    missing = balance_chart.missing_for(report)
    if not missing:
        goals = decisions.destinations(report, asked[: decisions.SHORT])
        suggested = balance_chart.of_plan(plans[0], report) if plans else ()
        return balance_chart.chart(report, trail, goals or suggested)
    if report.risk.bad_year_loss.known and len(report.risk.exceedance):
        return hundred_years.chart(report)
    forecast = velocity.forecast(report, HALF)
    return _narrow(forecast) if isinstance(forecast, Table) else Notice(say("Nothing can be drawn yet"), missing)


def _narrow(table: Table) -> Table:
    """The forecast without chart and planned dates, for half a slide."""
    kept = [at for at, column in enumerate(table.columns) if column.head != say(velocity.PLANNED)]
    columns = tuple(table.columns[at] for at in kept)
    return replace(
        table, chart=None, subtitle="", columns=columns, rows=tuple(tuple(row[at] for at in kept) for row in table.rows)
    )


def _cautions(findings: Mapping[str, Finding]) -> list[str]:
    return [caveat for finding in findings.values() for caveat in finding.caveats]


def _said_short(findings: Mapping[str, Finding]) -> list[str]:
    """What the slide begins to say and the speaker may need whole, where the notes do not have it anyway."""
    told = findings["overview"].caveats if "overview" in findings else ()
    return [f"Caveat: {one}" for one in _cautions(findings)[:1] if one not in told]


def _unasked(advised: Option | None, asked: Sequence[Decision]) -> Option | None:
    """The plan the numbers recommend, where people ask for something else."""
    if advised is None or not asked:
        return None
    told = " ".join(f"{decision.text} {decision.effect}" for decision in asked).casefold()
    return None if advised.title.casefold() in told else advised


def _why(report: Report, findings: Mapping[str, Finding], unasked: Option | None) -> Points:
    heads = {"velocity": say("Delivery"), "trade-off": say("The link"), "risk": say("Risk")}
    items = [Item(heads[topic], findings[topic].headline) for topic in TOLD if topic in findings]
    if unasked is not None:
        told = say("“{title}”, though {often}", title=unasked.title, often=recommended.how_often(unasked))
        items.append(Item(say("Not asked"), told))
    caveats = _cautions(findings)
    if caveats:
        items.append(Item(say("Caution"), wording.opening(caveats[0])))
    missing = balance_chart.missing_for(report)
    if missing:
        items.append(Item(say("Missing"), missing))
    items.append(
        Item(
            say("Data"),
            say(
                "quality {score} of 100; see the appendix", score=formats.number(report.quality.score * 100, decimals=0)
            ),
        )
    )
    return Points(say("Why, and how sure"), tuple(items))
