"""Key-risk indicators told: which crossed the threshold that was agreed for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from balance import formats
from balance.findings.finding import Finding
from balance.language import label, noted, say, say_count
from balance.report import Indicator, Report

SUGGESTED = noted("{threshold} (our suggestion, not agreed)")


def indicators(report: Report) -> Finding:
    """Which key-risk indicators are above the threshold the company agreed on, the furthest above first.

    A threshold nobody stated is our suggestion: nothing is crossed by passing it, and it makes no headline.
    """
    known = [each for each in report.indicators if each.crossed is not None]
    agreed = [each for each in known if not each.assumed]
    over = sorted((each for each in agreed if each.crossed), key=_times_over, reverse=True)
    text = " ".join(
        say(
            "{meaning}: {now}, threshold {threshold}.",
            meaning=label(each.meaning),
            now=now(each),
            threshold=said(each, each.threshold),
        )
        for each in over
    )
    return Finding("indicators", _headline(known, agreed, over), text, tuple(_caveats(report, known)), table(report))


def _headline(known: Sequence[Indicator], agreed: Sequence[Indicator], over: Sequence[Indicator]) -> str:
    if not known:
        return say("No key-risk indicator can be counted from what is loaded.")
    if not agreed:
        return say(
            "No threshold is agreed yet for the {indicators} counted.",
            indicators=formats.count(len(known), "key-risk indicator"),
        )
    with_one = say("{indicators} with an agreed threshold", indicators=formats.count(len(agreed), "key-risk indicator"))
    if not over:
        return say("None of {with_one} is above it.", with_one=with_one)
    return say_count("{over} of {with_one} is above it.", "{over} of {with_one} are above it.", len(over),
                     over=len(over), with_one=with_one)  # fmt: skip


def _caveats(report: Report, known: Sequence[Indicator]) -> Iterator[str]:
    ours = [each for each in known if each.assumed]
    beyond = sorted((each for each in ours if each.crossed), key=_times_over, reverse=True)
    if ours:
        told = say_count(
            "{count} indicator has no agreed threshold",
            "{count} indicators have no agreed threshold",
            len(ours),
            count=len(ours),
        )
        if beyond:
            told = say("{told}; {beyond} would pass what we suggest", told=told, beyond=len(beyond))
        yield say("{told}. Agree on them under Assumptions.", told=told)
    silent = [each for each in report.indicators if each.value is None]
    if silent:
        yield say(
            "{indicators} cannot be counted: nothing loaded speaks of them.",
            indicators=formats.count(len(silent), "indicator"),
        )


def table(report: Report) -> pd.DataFrame:
    """indicator, value, threshold, crossed: one row per indicator; what has no agreed threshold crosses nothing."""
    rows = [
        (label(each.meaning), now(each), threshold(each), None if each.assumed else each.crossed)
        for each in report.indicators
    ]
    return pd.DataFrame(rows, columns=["indicator", "value", "threshold", "crossed"])


def threshold(indicator: Indicator) -> str:
    """A threshold in words, and whether anybody agreed on it."""
    told = said(indicator, indicator.threshold)
    return say(SUGGESTED, threshold=told) if indicator.assumed else told


def now(indicator: Indicator) -> str:
    """What an indicator counts today: where it reads like its threshold, which side of it that is."""
    return formats.beside(indicator.value, indicator.threshold, lambda value: said(indicator, value))


def said(indicator: Indicator, value: float | None) -> str:
    """A value of an indicator in the words of its unit."""
    if value is None:
        return formats.MISSING
    if indicator.unit.startswith("share"):
        return formats.percent(value)
    if indicator.unit == "times":
        return formats.factor(value)
    return formats.count(value, "day") if indicator.unit == "days" else formats.number(value)


def _times_over(indicator: Indicator) -> float:
    return (indicator.value or 0.0) / max(indicator.threshold or 0.0, 1e-9)
