"""Key-risk indicators told: which crossed the threshold that was agreed for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from balance import formats
from balance.findings.finding import Finding
from balance.report import Indicator, Report

SUGGESTED = " (our suggestion, not agreed)"


def indicators(report: Report) -> Finding:
    """Which key-risk indicators are above the threshold the company agreed on, the furthest above first.

    A threshold nobody stated is our suggestion: nothing is crossed by passing it, and it makes no headline.
    """
    known = [each for each in report.indicators if each.crossed is not None]
    agreed = [each for each in known if not each.assumed]
    over = sorted((each for each in agreed if each.crossed), key=_times_over, reverse=True)
    text = " ".join(f"{each.meaning}: {now(each)}, threshold {said(each, each.threshold)}." for each in over)
    return Finding("indicators", _headline(known, agreed, over), text, tuple(_caveats(report, known)), table(report))


def _headline(known: Sequence[Indicator], agreed: Sequence[Indicator], over: Sequence[Indicator]) -> str:
    if not known:
        return "No key-risk indicator can be counted from what is loaded."
    if not agreed:
        return f"No threshold is agreed yet for the {formats.count(len(known), 'key-risk indicator')} counted."
    with_one = f"{formats.count(len(agreed), 'key-risk indicator')} with an agreed threshold"
    if not over:
        return f"None of {with_one} is above it."
    return f"{len(over)} of {with_one} {'is' if len(over) == 1 else 'are'} above it."


def _caveats(report: Report, known: Sequence[Indicator]) -> Iterator[str]:
    ours = [each for each in known if each.assumed]
    beyond = sorted((each for each in ours if each.crossed), key=_times_over, reverse=True)
    if ours:
        many = "indicators have" if len(ours) > 1 else "indicator has"
        passed = f"; {len(beyond)} would pass what we suggest" if beyond else ""
        yield f"{len(ours)} {many} no agreed threshold{passed}. Agree on them under Assumptions."
    silent = [each for each in report.indicators if each.value is None]
    if silent:
        yield f"{formats.count(len(silent), 'indicator')} cannot be counted: nothing loaded speaks of them."


def table(report: Report) -> pd.DataFrame:
    """indicator, value, threshold, crossed: one row per indicator; what has no agreed threshold crosses nothing."""
    rows = [
        (each.meaning, now(each), threshold(each), None if each.assumed else each.crossed) for each in report.indicators
    ]
    return pd.DataFrame(rows, columns=["indicator", "value", "threshold", "crossed"])


def threshold(indicator: Indicator) -> str:
    """A threshold in words, and whether anybody agreed on it."""
    return f"{said(indicator, indicator.threshold)}{SUGGESTED if indicator.assumed else ''}"


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
