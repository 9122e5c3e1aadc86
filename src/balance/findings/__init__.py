"""Results told in the words of leaders: each finding is a headline, its numbers and its caveats."""

from __future__ import annotations

from balance.findings.delivery import velocity
from balance.findings.exposure import incidents, risk
from balance.findings.finding import Finding
from balance.findings.frontier import frontier
from balance.findings.overview import overview
from balance.findings.quality import quality
from balance.findings.track_record import track_record
from balance.findings.trade_off import effects_table, trade_off
from balance.findings.what_if import what_if
from balance.report import Report
from balance.scenario import Comparison

__all__ = [
    "Finding", "all_findings", "effects_table", "frontier", "incidents", "overview", "quality", "risk", "track_record",
    "trade_off", "velocity", "what_if",
]  # fmt: skip


def all_findings(report: Report, comparison: Comparison | None = None) -> tuple[Finding, ...]:
    """Every finding of a report in the order of the screens; with a plan, the verdict on it too."""
    told = tuple(tell(report) for tell in (overview, velocity, trade_off, risk, incidents, quality))
    told = told if report.track_record is None else (*told, track_record(report))
    return told if comparison is None else (told[0], what_if(report, comparison), *told[1:])
