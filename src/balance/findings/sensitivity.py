"""What the answer owes to what is assumed, told: what moves it most, and what it takes to turn the verdict."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from balance import formats
from balance.assumptions import Stated
from balance.findings.assumptions import named, said
from balance.findings.finding import Finding, sentence
from balance.language import noted, say, say_count
from balance.report import Report
from balance.sensitivity import MOST, Answer, Challenge, Swing, Tornado, Turn

SMALL = 0.01
"""A swing below this share of its number, or below half a point of a chance, moves nothing worth telling."""


def sensitivity(
    report: Report, tornado: Tornado, appetite: Challenge | None = None, plan: Challenge | None = None
) -> tuple[Finding, ...]:
    """What each assumption moves, and what turns each verdict there is."""
    challenges = [turning(found, report) for found in (appetite, plan) if found is not None]
    return (moving(report, tornado), *challenges)


def moving(report: Report, tornado: Tornado) -> Finding:
    """The assumption that moves risk most, and the one that moves value most."""
    measures = (*tornado.measures[1:], *tornado.measures[:1])
    told = [line for name in measures if (line := _largest(tornado, name, report))]
    headline = told[0] if told else say("No assumption moves the answer by itself: own data carries it.")
    still = sum(not any(matters(swing, name, tornado.base) for name in tornado.measures) for swing in tornado.swings)
    text = (
        say(
            "{told} Each of {assumptions} was set to the ends of its likely range, all else as "
            "it is; {still} of them move no number worth telling, some because own data carries "
            "what they speak of.",
            told=" ".join(told[1:]),
            assumptions=formats.count(len(tornado.swings), "assumption"),
            still=still,
        )
    ).strip()
    return Finding("sensitivity", headline, text, _caveats(report), table(tornado, report))


def turning(found: Challenge, report: Report) -> Finding:
    """What would have to be true for the verdict to turn."""
    verdict = _verdict(found)
    if not found.turns:
        headline = say(
            "{verdict}, and no single assumption turns that within {most} of its spreads.",
            verdict=verdict,
            most=formats.word(int(MOST)),
        )
        return Finding("challenge", headline, _firm(found), ())
    first = found.turns[0]
    count = len(found.turns)
    could = (
        noted("{verdict}; one assumption could turn that: {first}.")
        if count == 1
        else noted("{verdict}; any of {count} assumptions could turn that, nearest: {first}.")
    )
    headline = say(could, verdict=verdict, count=formats.word(count), first=turned(first, report.currency))
    others = [turned(turn, report.currency) for turn in found.turns[1:4]]
    text = say("So would {others}.", others=formats.listed(others)) + " " if others else ""
    return Finding("challenge", headline, text + _firm(found), ())


def turned(turn: Turn, currency: str) -> str:
    """The turning point in words."""
    there, now = (said(turn.row, one.value, currency) for one in (turn.there, turn.row))
    away = formats.number(abs(turn.away), decimals=1)
    return say(
        "{named}, at {there} instead of {now} ({away} of its spreads away)",
        named=named(turn.row),
        there=there,
        now=now,
        away=away,
    )


def table(tornado: Tornado, report: Report) -> pd.DataFrame:
    """assumption, value, low, high, and each number at both ends, as people read them: one row per assumption."""
    ends = [f"{name}_at_{end}" for name in tornado.measures for end in ("low", "high")]
    rows = [_row(swing, tornado, report) for swing in tornado.swings]
    return pd.DataFrame(rows, columns=["assumption", "value", "low", "high", *ends])


def _row(swing: Swing, tornado: Tornado, report: Report) -> list[str]:
    row = swing.row
    own = [said(row, part, report.currency) for part in (row.value, row.low, row.high)]
    ends = [number(name, end.of(name), report) for name in tornado.measures for end in (swing.low, swing.high)]
    return [named(row), *own, *ends]


def number(measure: str, value: float | None, report: Report) -> str:
    """One of the headline numbers as people read it."""
    if measure == "chance_beyond_limit":
        return formats.chance(value)
    if measure == "value_landing_next_year" and report.velocity.counts_speak:
        return formats.number(value)
    return formats.money(value, report.currency)


def called(measure: str, report: Report) -> str:
    """What a headline number is called in a sentence."""
    counts = report.velocity.counts_speak
    return {
        "value_landing_next_year": say("the initiatives landing next year")
        if counts
        else say("the value landing next year"),
        "chance_beyond_limit": say(
            "the chance of a year beyond {limit}", limit=formats.money(report.risk.limit, report.currency)
        ),
        "expected_annual_loss": say("the expected loss of a year"),
        "bad_year_loss": say("the loss of a bad year"),
    }[measure]


def matters(swing: Swing, measure: str, base: Answer) -> bool:
    """Whether an assumption moves a number by an amount worth telling."""
    size, around = swing.of(measure, base), base.of(measure)
    least = 0.005 if measure == "chance_beyond_limit" else SMALL * abs(around or 0.0)
    return size > least


def _largest(tornado: Tornado, measure: str, report: Report) -> str:
    most = tornado.largest(measure)
    if most is None or not matters(most, measure, tornado.base):
        return ""
    ends = [number(measure, end.of(measure), report) for end in (most.low, most.high)]
    span = [said(most.row, part, report.currency) for part in (most.row.low, most.row.high)]
    return sentence(
        say(
            "{called} hangs most on one assumption, {named}: {least} at {low}, {most} at {high}",
            called=called(measure, report),
            named=named(most.row),
            least=ends[0],
            low=span[0],
            most=ends[1],
            high=span[1],
        )
    )


def _verdict(found: Challenge) -> str:
    if found.about == "plan":
        if found.holds:
            return say("The plan is better on both axes in more than half of the readings")
        return say("The plan is not better on both axes in more than half of the readings")
    return say("We are inside appetite") if found.holds else say("We are outside appetite")


def _firm(found: Challenge) -> str:
    if not found.firm:
        return say("Each was moved alone, with its doubt.")
    count = formats.count(len(found.firm), "assumption")
    spreads = formats.word(int(MOST))
    return say(
        "Tried at {spreads} spreads and half of that, {count} did not turn it. Each was moved alone, with its doubt.",
        spreads=spreads,
        count=count,
    )


def _caveats(report: Report) -> tuple[str, ...]:
    old: Sequence[Stated] = [each.row for each in report.facts.get("assumptions_due", ()) if each.published]
    if not old:
        return ()
    return (
        say_count(
            "{count} published figure among them is old.",
            "{count} published figures among them are old.",
            len(old),
            count=formats.count(len(old)),
        ),
    )
