"""The control register of the sample company: controls, policies, guardrails and training, as known on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from balance import schema
from balance.sample.calendar import weekday

Band = tuple[float, float] | None


@dataclass(frozen=True)
class Control:
    """One line of the register; coverage grows by `growth` a year from `coverage` on the day it came into force."""

    name: str
    kind: str
    requested: date
    in_force: date
    acts_on: str
    technology: str
    function: str
    coverage: float
    growth: float
    fewer: Band
    smaller: Band
    cost: float
    owner: str
    review_days: int
    diligence: float
    """Share of the reviews that are held when they are due."""
    retired: date | None = None


INTRUSION, DISCLOSURE, FRAUD = "Intrusion and extortion", "Data disclosure", "Fraud and misuse"
OUTAGE, CHANGE, SUPPLIER = "Service outage", "Failed change", "Supplier outage"

REGISTER: tuple[Control, ...] = (
    Control("Change advisory and release calendar", "control", date(2021, 3, 1), date(2021, 6, 1),
            CHANGE, "", "protect", 0.70, 0.04, (0.10, 0.25), None, 140_000, "Owen Pryce", 180, 0.9),
    Control("Automated release checks", "guardrail", date(2024, 2, 12), date(2024, 10, 1),
            CHANGE, "cloud", "protect", 0.20, 0.18, (0.15, 0.40), None, 210_000, "Mei Lin Tan", 180, 0.8),
    Control("Cloud landing zone with policy guardrails", "guardrail", date(2022, 9, 5), date(2023, 5, 2),
            "", "cloud", "protect", 0.45, 0.13, (0.10, 0.30), (0.05, 0.20), 320_000, "Stefan Kessler", 180, 0.9),
    Control("Cloud configuration watch", "control", date(2024, 5, 20), date(2025, 1, 13),
            DISCLOSURE, "cloud", "detect", 0.40, 0.22, (0.15, 0.35), (0.05, 0.20), 160_000, "Stefan Kessler", 90, 0.8),
    Control("Device identity and signed updates", "guardrail", date(2024, 9, 2), date(2025, 6, 16),
            "", "iot", "protect", 0.15, 0.20, (0.10, 0.35), None, 240_000, "Magda Horvath", 180, 0.6),
    Control("Network segments for depots and cold stores", "control", date(2023, 6, 1), date(2024, 4, 8),
            INTRUSION, "iot", "protect", 0.30, 0.14, (0.10, 0.25), (0.15, 0.40), 380_000, "Magda Horvath", 365, 0.7),
    Control("Private 5G core hardening", "guardrail", date(2025, 2, 3), date(2025, 9, 1),
            "", "5g", "protect", 0.35, 0.15, (0.05, 0.25), None, 90_000, "Joost van Rijn", 365, 0.5),
    Control("Model register and release review", "policy", date(2025, 3, 17), date(2025, 11, 3),
            "", "ai", "govern", 0.20, 0.25, (0.05, 0.25), None, 110_000, "Priya Raghunathan", 180, 0.6),
    Control("Rules for generative tools", "policy", date(2024, 11, 4), date(2025, 2, 3),
            DISCLOSURE, "ai", "govern", 0.50, 0.15, (0.05, 0.20), None, 30_000, "Priya Raghunathan", 180, 0.7),
    Control("Crypto inventory and agility policy", "policy", date(2025, 9, 8), date(2026, 12, 1),
            "", "quantum", "identify", 0.0, 0.0, None, (0.0, 0.10), 80_000, "Kwame Boateng", 365, 1.0),
    Control("Endpoint detection and response", "control", date(2023, 11, 6), date(2024, 12, 2),
            INTRUSION, "", "detect", 0.80, 0.10, (0.10, 0.25), (0.20, 0.45), 420_000, "Kwame Boateng", 180, 0.9),
    Control("Night and weekend security watch", "control", date(2023, 9, 11), date(2024, 10, 7),
            INTRUSION, "", "respond", 0.90, 0.02, None, (0.15, 0.35), 560_000, "Kwame Boateng", 180, 1.0),
    Control("Multi-factor sign-on", "control", date(2022, 5, 9), date(2023, 11, 20),
            INTRUSION, "", "protect", 0.72, 0.08, (0.20, 0.45), None, 130_000, "Daniel Osei", 180, 0.9),
    Control("Patching within 30 days", "policy", date(2015, 6, 1), date(2015, 10, 1),
            INTRUSION, "", "protect", 0.55, 0.02, (0.15, 0.35), None, 200_000, "Tomasz Wilczek", 180, 0.7),
    Control("Offline backups and recovery drills", "control", date(2022, 2, 7), date(2022, 10, 3),
            INTRUSION, "", "recover", 0.55, 0.08, None, (0.25, 0.55), 260_000, "Tomasz Wilczek", 180, 0.8),
    Control("Capacity and health monitoring", "control", date(2021, 6, 7), date(2021, 11, 1),
            OUTAGE, "", "detect", 0.60, 0.06, (0.10, 0.25), (0.05, 0.20), 190_000, "Rosie Hartnell", 180, 0.9),
    Control("Fail-over tests twice a year", "control", date(2023, 3, 6), date(2023, 9, 4),
            OUTAGE, "", "recover", 0.35, 0.10, (0.05, 0.15), (0.15, 0.35), 150_000, "Rosie Hartnell", 180, 0.6),
    Control("Supplier exit and continuity plans", "policy", date(2024, 1, 15), date(2024, 7, 1),
            SUPPLIER, "", "identify", 0.25, 0.15, None, (0.10, 0.30), 70_000, "Ingrid Solberg", 365, 0.8),
    Control("Second carrier for depot lines", "control", date(2025, 6, 2), date(2026, 3, 2),
            SUPPLIER, "5g", "recover", 0.30, 0.30, (0.10, 0.30), (0.10, 0.30), 330_000, "Ingrid Solberg", 365, 1.0),
    Control("Data classification and leak checks", "control", date(2022, 10, 3), date(2023, 6, 5),
            DISCLOSURE, "", "protect", 0.40, 0.08, (0.10, 0.30), None, 170_000, "Claire Aubert", 180, 0.7),
    Control("Call-back on changed bank details", "control", date(2022, 1, 10), date(2022, 3, 1),
            FRAUD, "erp", "protect", 0.85, 0.03, (0.20, 0.45), (0.10, 0.30), 40_000, "Giulia Ferrante", 365, 0.9),
    Control("Access reviews each quarter", "control", date(2022, 4, 4), date(2022, 7, 1),
            FRAUD, "erp", "identify", 0.70, 0.05, (0.05, 0.20), None, 90_000, "Daniel Osei", 90, 0.7),
    Control("Security at design: review of new initiatives", "policy", date(2025, 11, 10), date(2026, 11, 2),
            "", "", "govern", 0.0, 0.0, (0.10, 0.25), None, 240_000, "Kwame Boateng", 180, 1.0),
    Control("Awareness training for all staff", "training", date(2014, 9, 1), date(2015, 1, 12),
            "", "", "protect", 0.68, 0.02, (0.05, 0.15), None, 120_000, "Hannah Whitlock", 365, 1.0),
    Control("Secure development training", "training", date(2024, 3, 4), date(2024, 9, 2),
            CHANGE, "cloud; ai", "protect", 0.30, 0.15, (0.05, 0.20), None, 95_000, "Mei Lin Tan", 365, 0.9),
    Control("Cloud and AI skills programme", "training", date(2024, 9, 16), date(2025, 4, 1),
            "", "cloud; ai", "protect", 0.20, 0.20, (0.05, 0.15), None, 180_000, "Hannah Whitlock", 365, 0.9),
    Control("Perimeter mail filter", "control", date(2012, 2, 6), date(2012, 5, 7),
            INTRUSION, "", "protect", 0.60, 0.0, (0.02, 0.10), None, 60_000, "Tomasz Wilczek", 365, 0.5,
            retired=date(2025, 3, 31)),
)  # fmt: skip


def controls_as_of(day: date) -> pd.DataFrame:
    """The register as it stood on that day."""
    rows = [_row(number, one, day) for number, one in enumerate(REGISTER, start=1) if one.requested <= day]
    return pd.DataFrame(rows, columns=[column.name for column in schema.CONTROLS.columns])


def _row(number: int, one: Control, day: date) -> dict[str, Any]:
    works = one.in_force <= day
    years = max((day - one.in_force).days, 0) / 365.25
    return {
        "control_id": f"CTL-{number:03d}",
        "name": one.name,
        "kind": one.kind,
        "status": "retired" if one.retired is not None and one.retired <= day else "in_force" if works else "planned",
        "requested_on": one.requested,
        "in_force_on": one.in_force if works else None,
        "class": one.acts_on or None,
        "technology": one.technology or None,
        "function": one.function,
        "coverage": round(min(one.coverage + one.growth * years, 0.97), 2) if works else 0.0,
        **_band("frequency_reduction", one.fewer),
        **_band("loss_reduction", one.smaller),
        "annual_cost": one.cost,
        "owner": one.owner,
        "last_reviewed": _last_review(number, one, day) if works else None,
        "review_every_days": one.review_days,
    }


def _band(name: str, band: Band) -> dict[str, float | None]:
    low, high = band or (None, None)
    return {f"{name}_low": low, f"{name}_high": high}


def _last_review(number: int, one: Control, day: date) -> date:
    """The newest review held by that day; a control without diligence lets some of them pass."""
    held = one.in_force
    due = one.in_force + timedelta(days=one.review_days)
    turn = 0
    while due <= min(day, one.retired or day):
        turn += 1
        if (turn * 37 + number * 61) % 100 < one.diligence * 100:
            held = due
        due += timedelta(days=one.review_days)
    return weekday(held)
