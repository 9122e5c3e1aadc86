"""One incident as a page for the board takes it: what is recorded of it, and the model with it and without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pandas as pd

from balance import formats
from balance.scenario import Comparison


@dataclass(frozen=True)
class Happened:
    """One incident as it is recorded, and the model with it and without it on the same readings of the evidence."""

    incident_id: str
    row: Mapping[str, Any]
    """Its row of the incident record, and what else its own row says."""
    change: Comparison | None = None
    """Without it against with it; None where nothing can be said without it."""
    regimes: tuple[str, ...] = ()
    clock: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False)

    def said(self, name: str) -> str:
        """A text of its row, empty where there is none."""
        value = self.row.get(name)
        return value.strip() if isinstance(value, str) else ""

    def number(self, name: str) -> float | None:
        """A number of its row, None where there is none."""
        value = self.row.get(name)
        return float(value) if isinstance(value, int | float) and formats.sayable(value) else None

    def when(self, name: str) -> datetime | None:
        """A moment of its row, None where there is none."""
        value = self.row.get(name)
        return value if isinstance(value, datetime) and value == value else None
