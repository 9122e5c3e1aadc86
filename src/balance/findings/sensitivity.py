"""What the answer owes to what is assumed, told: what moves it most, and what it takes to turn the verdict."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from balance import formats
from balance.assumptions import Stated
from balance.findings.assumptions import named, said
from balance.findings.finding import Finding, sentence
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
    headline = told[0] if told else "No assumption moves the answer by itself: own data carries it."
    still = sum(not any(matters(swing, name, tornado.base) for name in tornado.measures) for swing in tornado.swings)
    text = (
        f"{' '.join(told[1:])} Each of {formats.count(len(tornado.swings), 'assumption')} was set to the ends of its "
        f"likely range, all else as it is; {still} of them move no number worth telling, some because own data "
        "carries what they speak of."
    ).strip()
    return Finding("sensitivity", headline, text, _caveats(report), table(tornado, report))


def turning(found: Challenge, report: Report) -> Finding:
    """What would have to be true for the verdict to turn."""
    verdict = _verdict(found)
    if not found.turns:
        headline = f"{verdict}, and no single assumption turns that within {formats.word(int(MOST))} of its spreads."
        return Finding("challenge", headline, _firm(found), ())
    first = found.turns[0]
    count = len(found.turns)
    could = (
        "one assumption could turn that" if count == 1 else f"any of {formats.word(count)} assumptions could turn that"
    )
    headline = f"{verdict}; {could}{'' if count == 1 else ', nearest'}: {turned(first, report.currency)}."
    others = [turned(turn, report.currency) for turn in found.turns[1:4]]
    text = f"So would {formats.listed(others)}. " if others else ""
    return Finding("challenge", headline, text + _firm(found), ())


def turned(turn: Turn, currency: str) -> str:
    """The turning point in words."""
    there, now = (said(turn.row, one.value, currency) for one in (turn.there, turn.row))
    away = formats.number(abs(turn.away), decimals=1)
    return f"{named(turn.row)}, at {there} instead of {now} ({away} of its spreads away)"


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
    landing = "initiatives" if report.velocity.counts_speak else "value"
    return {
        "value_landing_next_year": f"the {landing} landing next year",
        "chance_beyond_limit": f"the chance of a year beyond {formats.money(report.risk.limit, report.currency)}",
        "expected_annual_loss": "the expected loss of a year", "bad_year_loss": "the loss of a bad year",
    }[measure]  # fmt: skip


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
        f"{called(measure, report)} hangs most on one assumption, {named(most.row)}: {ends[0]} at {span[0]}, "
        f"{ends[1]} at {span[1]}"
    )


def _verdict(found: Challenge) -> str:
    if found.about == "plan":
        return f"The plan is {'' if found.holds else 'not '}better on both axes in more than half of the readings"
    return f"We are {'inside' if found.holds else 'outside'} appetite"


def _firm(found: Challenge) -> str:
    if not found.firm:
        return "Each was moved alone, with its doubt."
    count = formats.count(len(found.firm), "assumption")
    spreads = formats.word(int(MOST))
    return (
        f"Tried at {spreads} spreads and half of that, {count} did not turn it. Each was moved alone, with its doubt."
    )


def _caveats(report: Report) -> tuple[str, ...]:
    old: Sequence[Stated] = [each.row for each in report.facts.get("assumptions_due", ()) if each.published]
    if not old:
        return ()
    return (f"{formats.count(len(old), 'published figure')} among them {'is' if len(old) == 1 else 'are'} old.",)
