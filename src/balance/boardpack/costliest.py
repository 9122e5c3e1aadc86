"""The incidents of the past year that cost most, as the record has them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from balance.reporting.incident_record import IncidentRecord

YEAR = 365


@dataclass(frozen=True)
class Costliest:
    """The incidents with a known loss of the past year, and how many there are with none."""

    rows: pd.DataFrame
    """Rows of the record, the largest loss first."""
    without: int
    """Incidents of the year whose loss is not known."""
    count: int
    """All incidents of the year, those that cost nothing too."""

    def share(self, most: int) -> float:
        """The part of the year's known losses that the first so many made."""
        losses = self.rows["loss"].astype(float)
        return float(losses.head(most).sum() / losses.sum()) if losses.sum() > 0 else 0.0


def of_past_year(record: IncidentRecord | None) -> Costliest | None:
    """The past year's incidents by their loss; None where no loss of it is known."""
    if record is None or record.rows.empty:
        return None
    year = record.rows[record.rows["days_ago"] < YEAR]
    known = year[pd.to_numeric(year["loss"]) > 0]
    if known.empty:
        return None
    ordered = known.sort_values(["loss", "opened_at", "incident_id"], ascending=[False, True, True], kind="stable")
    return Costliest(ordered.reset_index(drop=True), int(year["loss"].isna().sum()), len(year))
