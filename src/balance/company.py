"""The company as of a date: everything the model reads, and nothing else.

Frames have the columns of `schema`, typed as `schema.FRAME_TYPES` says, missing values as NA,
one row per id (the newest wins), plus the column `gone` (bool): the id is missing from the newest
snapshot of its table. Gone initiatives are no longer open; gone incidents stay history.
A table never loaded is None.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from balance.assumptions import Assumptions


@dataclass(frozen=True)
class Company:
    """What was known of one company on one day."""

    as_of: date
    assumptions: Assumptions
    initiatives: pd.DataFrame | None = None
    incidents: pd.DataFrame | None = None
    changes: pd.DataFrame | None = None
    controls: pd.DataFrame | None = None
    data_hash: str = ""
    table_dates: dict[str, date] = field(default_factory=dict)
    """The as-of date of the newest snapshot of each table: older than `as_of` means carried forward."""

    @property
    def currency(self) -> str:
        """The reporting currency."""
        return self.assumptions.text("reporting_currency")
