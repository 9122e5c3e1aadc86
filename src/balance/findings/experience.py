"""How we compare with published experience, and whether a bad year can be paid for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from balance import formats
from balance.findings.finding import Finding, sentence
from balance.language import noted, say
from balance.ranges import UNKNOWN, Range
from balance.report import Report
from balance.stress_tests import PROJECT, StressTests

NAMES = {
    "effect:duration_tail_weight": noted("Initiatives that run more than half over plan"),
    "effect:duration_median": noted("Actual over planned duration, ordinary initiative"),
    "effect:change_caused_share": noted("Incidents that changes cause"),
    "effect:loss_median": noted("Typical loss of one incident that costs anything"),
    "severe_frequency": noted("Severe incidents a year"),
    "severe_typical_loss": noted("Typical loss of a severe incident"),
}
"""Each published figure as people say it."""

MOSTLY = 0.5


@dataclass(frozen=True)
class _Saying:
    """How numbers of one kind are said: one of them, and its likely range; both are told the currency."""

    figure: Callable[[float | None, str], str]
    likely: Callable[[Range, str], str]


_PLAIN = _Saying(lambda value, _: formats.number(value), lambda found, _: formats.number_range(found))
_SAYING = {
    "share": _Saying(lambda value, _: formats.chance(value), lambda found, _: formats.chance_range(found)),
    "factor": _Saying(lambda value, _: formats.factor(value), lambda found, _: formats.factor_range(found)),
    "money": _Saying(formats.money, formats.money_range),
}


def experience(rows: pd.DataFrame, report: Report) -> Finding:
    """How much of each published figure own data has replaced, and where ours lies outside of what is published."""
    if rows.empty:
        return Finding("experience", say("Nothing to compare with published experience yet."), "")
    own = int((rows["weight"] >= MOSTLY).sum())
    many = formats.word(len(rows))
    headline = say(
        "Own data carries most of {own} published figures that the answer rests on",
        own=say("all {many}", many=many)
        if own == len(rows)
        else say("{own} of the {many}", own=formats.word(own), many=many),
    )
    if not own:
        headline = say("Published experience still carries most of {all} figures of the answer", all=many)
    apart = [said for row in rows.to_dict("records") if (said := _apart(row, report.currency))]
    text = " ".join(apart) or say("None of ours lies outside of what is published.")
    caveats = (
        say("As recorded leaves out what is unfinished, unlinked or without a loss; what is used allows for it."),
        say("Published figures are of other firms, sizes and years: they are where we begin, not where we should be."),
    )
    return Finding("experience", sentence(headline), text, caveats, rows)


def _apart(row: dict[Any, Any], currency: str) -> str:
    """Where what is used lies outside of the published range."""
    used, published = row["used"], row["published"]
    if used.value is None or published.low is None or published.low <= used.value <= published.high:
        return ""
    ours, theirs = figure_of(used.value, row["kind"], currency), figure_of(published.value, row["kind"], currency)
    below = used.value < published.low
    return say(
        noted("{name}: {ours}, below the published {theirs}.") if below else
        noted("{name}: {ours}, above the published {theirs}."),
        name=say(NAMES[row["key"]]), ours=ours, theirs=theirs,
    )  # fmt: skip


def figure_of(value: float | None, kind: str, currency: str) -> str:
    """A number of one of the kinds of `reporting.experience`, with its unit."""
    return _SAYING.get(kind, _PLAIN).figure(value, currency)


def range_of(found: Range, kind: str, currency: str) -> str:
    """Its likely range without the unit."""
    return _SAYING.get(kind, _PLAIN).likely(found, currency)


def survival(tests: StressTests, report: Report) -> Finding:
    """Whether cash and insurance carry a bad year, and what the biggest project far over would do to that."""
    money, year = report.currency, tests.bad_year
    if not tests.means:
        return Finding(
            "survival", say("Whether a bad year can be paid for is not stated."),
            say("State cash_buffer and insurance_cover under Assumptions: a bad year is then set beside them."),
        )  # fmt: skip
    key = "cash_and_insurance" if "cash_and_insurance" in tests.means else "cash_buffer"
    amount, name = tests.means[key], {"cash_buffer": say("cash"), "cash_and_insurance": say("cash and insurance")}[key]
    verb = _covered(year, amount)
    headline = say(
        "{means} of {amount} {verb} a bad year of {year}",
        means=name.capitalize(), amount=formats.money(amount, money), verb=verb, year=formats.money(year.value, money),
    )  # fmt: skip
    without, _ = tests.tests[0].beyond[key] if tests.tests else (None, None)
    text = say("A year that costs more than they hold comes in {chance}.", chance=formats.chance(without))
    project = next((test for test in tests.tests if test.name == PROJECT), None)
    if project is not None:
        text += " " + say(
            "With the biggest project far over on top: {chance}.", chance=formats.chance(project.beyond[key][1])
        )
    return Finding("survival", sentence(headline), text)


def _covered(year: Range, amount: float) -> str:
    if year.value is None or year.high is None or year.low is None:
        return say("stand beside")
    if year.high <= amount:
        return say("cover")
    if year.value <= amount:
        return say("probably cover")
    return say("probably do not cover") if year.low <= amount else say("do not cover")


def biggest_project(tests: StressTests | None, report: Report) -> Finding | None:
    """What next year looks like if the project with the largest budget runs as far over as one in six do."""
    project = None if tests is None else next((test for test in tests.tests if test.name == PROJECT), None)
    if project is None or tests is None:
        return None
    money, loss = report.currency, project.value_change
    less = loss.known and bool(loss.value)
    headline = say(
        noted("If the biggest project ran far over, {lands} less would land and the year would cost {cost} more")
        if less
        else noted("If the biggest project ran far over, as much would land and the year would cost {cost} more"),
        lands=formats.money(-(loss.value or 0.0), money), cost=formats.money(project.mean_cost, money),
    )  # fmt: skip
    beyond, before = project.chance_beyond_limit or UNKNOWN, tests.chance_beyond_limit or UNKNOWN
    text = project.story
    if beyond.known and before.known:
        text += " " + say(
            "The chance of a year beyond {limit} would go from {before} to {after} in 100.",
            limit=formats.money(tests.limit, money), before=formats.in_100(before.value),
            after=formats.in_100(beyond.value),
        )  # fmt: skip
    often = project.per_year
    caveat = ""
    if often.known:
        caveat = say("That happens to about {often} such projects; its size and chance are assumptions: see Horizon.",
                     often=formats.chance(often.value))  # fmt: skip
    return Finding("biggest project", sentence(headline), text, (caveat,) if caveat else ())
