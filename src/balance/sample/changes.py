"""Changes released by initiatives and by everyday operation; some of them set off incidents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from balance.sample.calendar import first_day, month_of
from balance.sample.delivery import Delivery
from balance.sample.initiatives import Initiative
from balance.sample.portfolio import UNITS
from balance.sample.wording import SERVICES

FIRST_NUMBER = 81_000
PER_OPEN_QUARTER = 2.2
EVERYDAY_PER_QUARTER = 22.0


def draw_changes(
    rng: np.random.Generator,
    incidents: pd.DataFrame,
    initiatives: Sequence[Initiative],
    delivery: Delivery,
    ends: Sequence[date],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All changes, and the incidents with the `change_id` of the change that set them off."""
    smooth = [row for end in ends for row in _smooth(rng, initiatives, delivery, end)]
    failed = [_failed(rng, row, initiatives) for row in incidents.to_dict("records") if row["by_change"]]
    changes = pd.DataFrame(smooth + failed).sort_values("finished_at", kind="stable", ignore_index=True)
    numbers = FIRST_NUMBER + np.cumsum(rng.integers(2, 40, len(changes)))
    changes.insert(0, "change_id", [f"CHG{number:07d}" for number in numbers])
    caused = changes.dropna(subset="incident_id").set_index("incident_id")["change_id"]
    linked = incidents.assign(change_id=incidents["incident_id"].map(caused))
    return changes.drop(columns="incident_id"), linked


def _smooth(
    rng: np.random.Generator, initiatives: Sequence[Initiative], delivery: Delivery, end: date
) -> list[dict[str, Any]]:
    """The changes of one quarter that went as planned, or nearly so."""
    begin = first_day(month_of(end) - 2)
    rows = []
    for one, share in zip(initiatives, delivery.quarter(end), strict=True):
        first = max(begin, one.started_on)
        last = first + timedelta(days=max(int(share * 90) - 1, 0))
        count = int(rng.poisson(PER_OPEN_QUARTER * share))
        rows += [_change(rng, _day(rng, first, min(last, end)), one.idea.unit, one.number) for _ in range(count)]
    for _ in range(int(rng.poisson(EVERYDAY_PER_QUARTER))):
        rows.append(_change(rng, _day(rng, begin, end), UNITS[int(rng.integers(0, len(UNITS)))], None))
    return rows


def _failed(rng: np.random.Generator, incident: dict[Any, Any], initiatives: Sequence[Initiative]) -> dict[str, Any]:
    """The change that set off an incident, finished at most three days before it was opened."""
    opened = pd.Timestamp(incident["opened_at"]).to_pydatetime()
    one = initiatives[incident["cause"]] if incident["cause"] >= 0 else None
    row = _change(rng, opened - timedelta(minutes=int(rng.integers(20, 3 * 24 * 60))), str(incident["business_unit"]),
                  one.number if one else None)  # fmt: skip
    outcome = "Unsuccessful" if rng.uniform() < 0.45 else "Successful with issues"
    return row | {"service": incident["service"], "outcome": outcome, "incident_id": incident["incident_id"]}


def _change(rng: np.random.Generator, finished: datetime, unit: str, number: str | None) -> dict[str, Any]:
    names = SERVICES[unit]
    return {
        "finished_at": finished.replace(second=0, microsecond=0),
        "initiative_id": number,
        "service": names[int(rng.integers(0, len(names)))],
        "type": str(rng.choice(["Normal", "Standard", "Emergency"], p=[0.7, 0.24, 0.06])),
        "outcome": "Successful" if rng.uniform() < 0.95 else "Successful with issues",
        "incident_id": None,
    }


def _day(rng: np.random.Generator, first: date, last: date) -> datetime:
    day = first + timedelta(days=int(rng.integers(0, max((last - first).days, 0) + 1)))
    return datetime(day.year, day.month, day.day) + timedelta(minutes=int(rng.integers(7 * 60, 23 * 60)))
