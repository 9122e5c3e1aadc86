"""How far the data carries the answer, said before somebody asks."""

from __future__ import annotations

from collections.abc import Sequence

from balance import formats
from balance.findings.finding import Finding
from balance.report import QualityPart, Report

WEAK = 0.6
"""A part of data quality below this is named."""


def quality(report: Report) -> Finding:
    """The state of the data: its weakest parts first."""
    parts = sorted(report.quality.parts, key=lambda part: part.score)
    weak = [part for part in parts if part.score < WEAK]
    headline = (
        f"The data carries the answer; {formats.percent(report.quality.score)} of what we look for is there."
        if not weak
        else f"The answer is weakest where the data is: {formats.listed([part.part for part in weak[:3]])}."
    )
    return Finding("quality", headline, _why(parts), caveats_of(report))


def _why(parts: Sequence[QualityPart]) -> str:
    """What the three weakest parts lack, and always how many incidents have no link."""
    told = [*parts[:3], *(part for part in parts[3:] if part.part == "links")]
    return " ".join(part.why for part in told)


def caveats_of(report: Report) -> tuple[str, ...]:
    """What a careful person would add to any headline of this report."""
    return (*_assumed(report), *report.facts.get("caveats", ()))


def _assumed(report: Report) -> tuple[str, ...]:
    measured = report.risk.expected_annual_loss.measured
    if measured is None or measured >= 0.5:
        return ()
    return (
        f"Few own incidents with losses: published figures and stated assumptions carry "
        f"{formats.in_100(1 - measured)} in 100 of the weight.",
    )
