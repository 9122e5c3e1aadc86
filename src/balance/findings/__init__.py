"""Results told in the words of leaders: each finding is a headline, its numbers and its caveats."""

from __future__ import annotations

from balance.findings.assumptions import assumptions
from balance.findings.bridge import bridge
from balance.findings.delivery import on_time_counts, velocity
from balance.findings.exposure import incidents, risk
from balance.findings.finding import Finding
from balance.findings.frontier import frontier
from balance.findings.horizon import READY, horizon, stress
from balance.findings.incident_record import incident_record
from balance.findings.indicators import indicators
from balance.findings.mending import mending
from balance.findings.notification import notification
from balance.findings.overview import overview
from balance.findings.pausing import pausing, week_late
from balance.findings.quality import quality
from balance.findings.sensitivity import sensitivity
from balance.findings.spending import spending
from balance.findings.track_record import track_record
from balance.findings.trade_off import effects_table, trade_off
from balance.findings.what_if import SAME_READINGS, what_if
from balance.report import Report
from balance.scenario import Comparison

__all__ = [
    "READY", "SAME_READINGS", "Finding", "all_findings", "assumptions", "bridge", "effects_table", "frontier",
    "horizon", "incident_record", "incidents", "indicators", "mending", "notification", "on_time_counts", "overview",
    "pausing", "quality", "risk", "sensitivity", "spending", "stress", "track_record", "trade_off", "velocity",
    "week_late", "what_if",
]  # fmt: skip


TOLD = (overview, velocity, trade_off, risk, incidents, indicators, quality, assumptions)
"""What is told of every report, in the order of the screens."""


def all_findings(report: Report, comparison: Comparison | None = None) -> tuple[Finding, ...]:
    """Every finding of a report in the order of the screens; with a plan, the verdict on it too."""
    told = tuple(tell(report) for tell in TOLD)
    return told if comparison is None else (told[0], what_if(report, comparison), *told[1:])
