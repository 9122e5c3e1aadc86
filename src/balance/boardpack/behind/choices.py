"""What can be chosen: the points of the balance chart, the plans beside today's, the decisions asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from balance import formats
from balance.boardpack.behind.entries import FROM_REPORT, day, number, range_headings, three
from balance.boardpack.sheets import Entry, Heading, Kind, Plot, Sheet, Typed
from balance.boardpack.slides import Decision
from balance.language import noted, say
from balance.options import Option
from balance.ranges import UNKNOWN
from balance.report import Report

MEASURES: tuple[tuple[str, str, Kind], ...] = (
    ("value_landing_next_year", noted("Value landing next year"), "money"),
    ("chance_beyond_limit", noted("Chance beyond the limit (0..1)"), "chance"),
    ("bad_year_loss", noted("Loss in a bad year"), "money"),
    ("expected_annual_loss", noted("Loss in an average year"), "money"),
)
PAIRED = noted("All plans on the same readings of the evidence; the difference is taken reading by reading")


def balance(report: Report, trail: pd.DataFrame | None, plans: Sequence[Option]) -> Sheet:
    """The way here, today and the plans, as the balance chart draws them."""
    risk = (
        say("Chance beyond the limit (0..1)")
        if report.risk.limit is not None
        else say("Loss in a bad year, {currency}", currency=report.currency)
    )
    value = say("Value landing next year, {currency}", currency=report.currency)
    chance, loss = (
        Heading(say("Chance beyond the limit (0..1)"), "chance"),
        say("Loss in a bad year, {currency}", currency=report.currency),
    )
    headings = (
        Heading(say("What"), "text"),
        Heading(say("Point"), "text"),
        Heading("As of", "date"),
        Heading(value, "money"),
        chance,
        Heading(loss, "money"),
    )
    rows = (*_trail(report, trail), _today(report), *_plans(report, plans))
    plot = Plot("points", say("Value against risk"), risk, (value,), risk, value)
    return Sheet(
        "Balance", say("Where we stand, how we came, where plans lead"),
        say("Earlier points: the report as it was known on that day. Plans: evaluated like a "
            "what-if"), say(FROM_REPORT),
        headings, rows if len(rows) > 1 or any(isinstance(entry, float) for entry in rows[0]) else (), plot,
    )  # fmt: skip


def _trail(report: Report, trail: pd.DataFrame | None) -> Iterator[tuple[Entry, ...]]:
    if trail is None:
        return
    for row in trail.sort_values("as_of").to_dict("records"):
        when = day(pd.Timestamp(row["as_of"]))
        if when is not None and when < report.as_of:
            told = (number(row.get(name)) for name, _, _ in MEASURES[:3])
            yield (say("Earlier"), formats.month(when), when, *told)


def _today(report: Report) -> tuple[Entry, ...]:
    beyond = report.risk.chance_beyond_limit or UNKNOWN
    told = (report.velocity.value_landing_next_year, beyond, report.risk.bad_year_loss)
    name = say("Today") if report.scenario == "today" else report.scenario
    return (say("Now"), name, report.as_of, *(number(each.value) for each in told))


def _plans(report: Report, plans: Sequence[Option]) -> Iterator[tuple[Entry, ...]]:
    for plan in plans:
        told = (number(plan.comparison.scenario.get(name, UNKNOWN).value) for name, _, _ in MEASURES[:3])
        yield (say("Plan"), plan.title, report.as_of, *told)


def options(report: Report, plans: Sequence[Option]) -> Sheet:
    """Every plan by every measure: today's, the plan's, and the difference."""
    headings = (
        Heading(say("Plan"), "text"), Heading(say("What it does"), "long"), Heading(say("Measure"), "text"),
        Heading(say("Unit"), "text"), *range_headings(say("Today"), "number"), *range_headings(say("Plan's"), "number"),
        *range_headings(say("Difference"), "number"), Heading(say("Better on both (0..1)"), "chance"),
    )  # fmt: skip
    rows = tuple(row for plan in plans for row in _measured(report, plan))
    return Sheet("Options", say("The plans beside today's"), say(PAIRED), say(FROM_REPORT), headings, rows)


def _measured(report: Report, plan: Option) -> Iterator[tuple[Entry, ...]]:
    told = plan.comparison
    for name, said, kind in MEASURES:
        parts = (side.get(name, UNKNOWN) for side in (told.base, told.scenario, told.difference))
        numbers = (Typed(end, kind) for part in parts for end in three(part))
        unit = report.currency if kind == "money" else say("chance 0..1")
        yield (plan.title, plan.what, say(said), unit, *numbers, number(told.better_on_both))


def decisions(report: Report, asked: Sequence[Decision]) -> Sheet:
    """The decisions asked, with their effects against today's plan."""
    money = report.currency
    headings = (
        Heading(say("Decision"), "long"),
        Heading(say("What it does"), "long"),
        Heading(say("Owner"), "text"),
        Heading("By", "date"),
        *range_headings(say("Value next year, {money}", money=money), "money"),
        *range_headings(say("Chance beyond the limit"), "chance"),
        *range_headings(say("Loss in a bad year, {money}", money=money), "money"),
    )
    rows = tuple(
        (each.text, each.effect, each.owner, each.due, *three(each.value), *three(each.chance), *three(each.bad_year))
        for each in asked
    )
    return Sheet(
        "Decisions",
        say("What the board is asked to decide"),
        say("Differences against today's plan. {paired}", paired=say(PAIRED)),
        say("As worded on the board page, else the plans of the sheet Options"),
        headings,
        rows,
    )
