"""Key-risk indicators told: which crossed their threshold."""

from __future__ import annotations

import pandas as pd

from balance import formats
from balance.findings.finding import Finding
from balance.report import Indicator, Report


def indicators(report: Report) -> Finding:
    """Which key-risk indicators are above their threshold, the furthest above first."""
    known = [each for each in report.indicators if each.crossed is not None]
    over = sorted((each for each in known if each.crossed), key=_times_over, reverse=True)
    silent = [each for each in report.indicators if each.value is None]
    if not known:
        headline = "No key-risk indicator can be counted from what is loaded."
    elif over:
        count = f"{len(over)} of {formats.count(len(known), 'key-risk indicator')}"
        headline = (
            f"{count} {'is' if len(over) == 1 else 'are'} above {'its' if len(over) == 1 else 'their'} threshold."
        )
    else:
        headline = f"None of {formats.count(len(known), 'key-risk indicator')} is above its threshold."
    text = " ".join(
        f"{each.meaning}: {said(each, each.value)}, threshold {said(each, each.threshold)}." for each in over
    )
    assumed = [each for each in over if each.assumed]
    are = "threshold passed here is" if len(assumed) == 1 else "thresholds passed here are"
    caveats = [f"{len(assumed)} {are} documented and not our own."] if assumed else []
    if silent:
        caveats.append(f"{formats.count(len(silent), 'indicator')} cannot be counted: nothing loaded speaks of them.")
    return Finding("indicators", headline, text, tuple(caveats), table(report))


def table(report: Report) -> pd.DataFrame:
    """indicator, value, threshold, crossed: one row per indicator."""
    rows = [
        (each.meaning, said(each, each.value), said(each, each.threshold), each.crossed) for each in report.indicators
    ]
    return pd.DataFrame(rows, columns=["indicator", "value", "threshold", "crossed"])


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
