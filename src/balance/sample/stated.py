"""The assumptions the sample company has stated by a day: what its board allows and what its offices hold true."""

from __future__ import annotations

from datetime import date
from math import sin
from typing import Any

import pandas as pd

from balance import schema
from balance.sample.calendar import month_of
from balance.sample.truth import Truth

BOARD, RISK, TREASURY, PMO = "Board risk committee", "Group risk office", "Group treasury", "Portfolio office"
GBP = "GBP"


def assumptions_as_of(day: date, truth: Truth) -> pd.DataFrame:
    """The whole list as the risk office keeps it, rates of the day included."""
    rows = [*_appetite(truth), *_means(day), *_rates(day), *_classes(truth)]
    frame = pd.DataFrame(rows, columns=[column.name for column in schema.ASSUMPTIONS.columns])
    return frame.assign(stated_on=[min(stated, day) for stated in frame["stated_on"]])


def _stated(
    key: str, value: float | str, unit: str, owner: str, on: date, reason: str, **more: float
) -> dict[str, Any]:
    return {"key": key, "value": value, "unit": unit, "owner": owner, "stated_on": on, "reason": reason} | more


def _appetite(truth: Truth) -> list[dict[str, Any]]:
    decided = date(2023, 11, 16)
    return [
        _stated("reporting_currency", GBP, "ISO 4217 code", TREASURY, decided, "The group reports in pounds"),
        _stated("loss_limit", truth.loss_limit, GBP, BOARD, decided, "A year beyond this cuts the dividend"),
        _stated(
            "loss_limit_chance",
            0.05,
            "share 0..1",
            BOARD,
            decided,
            "Five such years in a hundred are bearable, no more",
        ),
        _stated("appetite:5000000", 0.85, "share 0..1", BOARD, decided, "Ordinary losses are budgeted up to this sum"),
        _stated("appetite:25000000", 0.01, "share 0..1", BOARD, decided, "Beyond this the loan covenants are tested"),
        _stated(
            "loss_cap", truth.loss_cap, GBP, RISK, decided, "The largest single loss the insurers' study considers"
        ),
    ]


def _means(day: date) -> list[dict[str, Any]]:
    renewed = date(day.year - (day.month < 4), 4, 1)
    planned = date(day.year, 1, 15)
    return [
        _stated("cash_buffer", 32e6, GBP, TREASURY, planned, "Undrawn credit line after seasonal needs"),
        _stated("insurance_cover", 8e6 if day < date(2025, 4, 1) else 6e6, GBP, RISK, renewed,
                "Cover after the deductible; renewed each April"),
        _stated("downtime_cost_per_hour", 9_000.0, GBP, RISK, planned, "Median of twelve depots",
                low=3_500.0, high=24_000.0),
        _stated("people_available", float(min(max(150 + 14 * (day.year - 2023), 120), 192)), "full-time people",
                 PMO, planned,
                "Own staff and contractors who can work on initiatives"),
    ]  # fmt: skip


def _rates(day: date) -> list[dict[str, Any]]:
    """Quarter-end rates: invented, near those of the time."""
    phase = month_of(day) / 3.0
    reason = "Rate of the quarter-end"
    return [
        _stated("exchange_rate:EUR", round(0.857 + 0.014 * sin(phase), 3), "GBP per EUR", TREASURY, day, reason),
        _stated("exchange_rate:USD", round(0.776 + 0.021 * sin(0.8 * phase), 3), "GBP per USD", TREASURY, day, reason),
    ]


def _classes(truth: Truth) -> list[dict[str, Any]]:
    agreed = date(2023, 12, 4)
    return [
        _stated(f"class:{kind.name}:{part}", share, "share 0..1", RISK, agreed, reason)
        for kind in truth.classes
        for part, share, reason in (
            ("external", kind.external, "Share of these incidents that comes from outside"),
            ("duration", kind.duration, "Share of their loss that grows with the time to resolve"),
        )
    ]
