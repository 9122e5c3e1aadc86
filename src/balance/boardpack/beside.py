"""What stands beside the report in a pack: how earlier forecasts and decisions turned out, the record of incidents,
stress tests and the plans people saved. Each part may be missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from balance.bridging import Bridge
from balance.deciding import Followed
from balance.options import Option
from balance.report import Report, TrackRecord
from balance.reporting.incident_record import IncidentRecord
from balance.stress_tests import StressTests


@dataclass(frozen=True)
class Beside:
    """What the store and the analysis know besides the report; the report itself stays what it is without it."""

    record: TrackRecord | None = None
    followed: tuple[Followed, ...] = ()
    """Every decision kept up to the day, oldest first."""
    saved: tuple[Option, ...] = ()
    """Plans kept under a name; `what` says who saved it, when and why."""
    incidents: IncidentRecord | None = None
    regimes: tuple[str, ...] = ()
    """Codes of the notification regimes stated to apply."""
    clock: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False)
    stress: StressTests | None = None
    before: Report | None = None
    """The report of the as-of date before this one, as it was known then."""
    bridge: Bridge | None = None
    """What led from that date's numbers to this one's, cause by cause."""

    @property
    def scored(self) -> bool:
        """Whether any forecast has come due."""
        return self.record is not None and len(self.record.scores) > 0

    def asked(self, day: date) -> tuple[Followed, ...]:
        """The open decisions of that very day: what is asked now."""
        return tuple(one for one in self.followed if one.decision.as_of == day and one.decision.settled_on is None)

    def earlier(self, day: date) -> tuple[Followed, ...]:
        """All others: taken before, or settled already; the newest first."""
        asked = {one.decision.decision_id for one in self.asked(day)}
        kept = [one for one in self.followed if one.decision.decision_id not in asked]
        return tuple(sorted(kept, key=lambda one: (one.decision.as_of, one.decision.decision_id), reverse=True))


NOTHING = Beside()
"""A report on its own."""
