"""How far the data carries the answer, said before somebody asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from balance import formats
from balance.findings import cautions
from balance.findings.finding import Finding
from balance.language import noted, say, say_count
from balance.report import QualityPart, Report

NAMES: Mapping[str, str] = {
    "completeness": noted("Filled cells"),
    "freshness": noted("Freshness"),
    "consistency": noted("Consistency"),
    "links": noted("Links"),
    "losses": noted("Losses"),
    "truncation": noted("Not cut off"),
}
"""What the parts of data quality are called beside their score, on screen, slide and sheet alike."""

_WITHIN: Mapping[str, str] = {
    "completeness": noted("filled cells"),
    "freshness": noted("freshness"),
    "consistency": noted("consistency"),
    "links": noted("links"),
    "losses": noted("losses"),
    "truncation": noted("whole records"),
}

WEAK = 0.6
"""A part of data quality below this is named."""

FELT = 1.1
"""A range that is wider by less than this is not worth a sentence."""

SURE = 0.9
"""From this chance on, that a class holds two kinds of losses is said."""


def name_of(part: str) -> str:
    """What a part of data quality is called beside its score.

    >>> name_of("truncation")
    'Not cut off'
    """
    return say(NAMES.get(part, part))


def within(part: str) -> str:
    """What a part of data quality is called within a sentence.

    >>> within("completeness")
    'filled cells'
    """
    return say(_WITHIN.get(part, part))


def quality(report: Report) -> Finding:
    """The state of the data: its weakest parts first."""
    parts = sorted(report.quality.parts, key=lambda part: part.score)
    weak = [part for part in parts if part.score < WEAK]
    headline = (
        say(
            "The data carries the answer: {share} of the reachable precision is reached.",
            share=formats.percent(report.quality.score),
        )
        if not weak
        else say(
            "The data is weakest on {parts}, and so is the answer.",
            parts=formats.listed([within(part.part) for part in weak[:3]]),
        )
    )
    return Finding(
        "quality",
        headline,
        f"{_why(parts)} {_cost(parts)}".strip(),
        (*caveats_of(report), *_contradicted(report), *cautions.every(report)),
    )


def _why(parts: Sequence[QualityPart]) -> str:
    """What the three weakest parts lack, and always how many incidents have no link."""
    told = [*parts[:3], *(part for part in parts[3:] if part.part == "links")]
    return " ".join(dict.fromkeys(part.why for part in told))


def _cost(parts: Sequence[QualityPart]) -> str:
    """What the worst of it does to a headline range, in one sentence; nothing where it does little."""
    wider = [
        (one.headline_width, part.part, one)
        for part in parts for one in part.effects
        if one.headline_width is not None and one.headline_width >= FELT
    ]  # fmt: skip
    if not wider:
        return ""
    width, part, effect = max(wider, key=lambda found: (found[0], found[1]))
    what = say("value landing next year") if effect.on == "delivery" else say("loss in an average year")
    told = (
        noted(
            "What is missing of {part} makes the likely range of the {what} {times} times as wide as with perfect data."
        )
        if effect.included
        else noted(
            "For what is missing of {part}, the likely range of the {what} should be {times} times as wide as with "
            "perfect data."
        )
    )
    return say(told, part=within(part), what=what, times=formats.number(width, decimals=1))


def caveats_of(report: Report) -> tuple[str, ...]:
    """What a careful person would add to any headline of this report."""
    return (
        *_assumed(report),
        *_downtime(report),
        *_beyond(report),
        *_two_kinds(report),
        *report.facts.get("caveats", ()),
        *_unstated_currency(report),
    )


def currency_stated(report: Report) -> bool:
    """Whether a person or the files say in which currency the sums are; else the code shown is our own default."""
    return "reporting_currency" in report.facts.get("stated", ("reporting_currency",))


def _unstated_currency(report: Report) -> tuple[str, ...]:
    if currency_stated(report):
        return ()
    return (
        say(
            "Neither a file nor an assumption says in which currency the sums are; they are shown as {currency}. "
            "If they are in another one, state it under Assumptions.",
            currency=report.currency,
        ),
    )


def _downtime(report: Report) -> tuple[str, ...]:
    """How many losses are estimated from downtime."""
    told = report.facts.get("downtime")
    if told is None or report.risk.classes.empty or told.contradicted or not told.estimated:
        return ()
    hour = formats.money(told.per_hour, report.currency)
    return (
        say_count(
            "{count} loss is estimated from downtime, at {hour} an hour as stated.",
            "{count} losses are estimated from downtime, at {hour} an hour as stated.",
            told.estimated,
            count=told.estimated,
            hour=hour,
        ),
    )


def _contradicted(report: Report) -> tuple[str, ...]:
    """Why no loss is estimated from downtime although its cost is stated; it touches no number, so it is told once."""
    told = report.facts.get("downtime")
    if told is None or report.risk.classes.empty or not told.contradicted or told.ratio is None:
        return ()
    hour = formats.money(told.per_hour, report.currency)
    return (
        say(
            "An hour of downtime is stated to cost {hour}; recorded losses of {compared} "
            "incidents with downtime come to {per_hour} an hour. Until one of them is corrected, "
            "no loss is estimated from downtime.",
            hour=hour,
            compared=told.compared,
            per_hour=formats.money(told.per_hour * told.ratio, report.currency),
        ),
    )


def _beyond(report: Report) -> tuple[str, ...]:
    """That the bad year lies beyond the largest yearly loss that was worked out."""
    beyond = report.risk.bad_year_loss.beyond
    if beyond is None:
        return ()
    most = formats.money(beyond, report.currency)
    return (
        say(
            "The bad year costs more than {loss}, the largest yearly loss worked out; how much more is not known.",
            loss=most,
        ),
    )


def _two_kinds(report: Report) -> tuple[str, ...]:
    """Which classes hold losses that are not of one kind."""
    classes = report.risk.classes
    if "chance_of_two_kinds" not in classes:
        return ()
    named = classes.loc[classes["chance_of_two_kinds"] >= SURE, "class"].tolist()
    if not named:
        return ()
    return (
        say(
            "Losses of {classes} are not of one kind: some are far larger or smaller than the others. "
            "The ranges allow for that; splitting the class would tell more.",
            classes=formats.listed(named),
        ),
    )


def _assumed(report: Report) -> tuple[str, ...]:
    measured = report.risk.expected_annual_loss.measured
    if measured is None or measured >= 0.5:
        return ()
    return (
        say(
            "Few own incidents with losses: published figures and stated assumptions carry "
            "{share} in 100 of the weight.",
            share=formats.in_100(1 - measured),
        ),
    )
