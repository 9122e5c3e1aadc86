"""The true parameters of the sample company: what a model that reads its exports should find again.

Elasticities belong to work in progress of a unit relative to its usual level (`usual_open`).
Incidents follow open initiatives: rate = base x activity x late^score x technologies x size x load, times one
gamma factor per unit and quarter that all incidents of that unit share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from balance.sample.portfolio import COLD, FOOD, FREIGHT, GROUP, HOME, PHARMA

STAGE_SCORE = {"design": 0.0, "build": 0.5, "late": 1.0}


@dataclass(frozen=True)
class LossClass:
    """One class of incident: how its causes share out and what one costs.

    Losses are lognormal around `median_loss` with `spread` on the log scale, capped; `hours` is the median time to
    resolve. `external` and `duration` are the shares a lever on threats and on response time acts on.
    """

    name: str
    of_initiatives: float
    of_others: float
    median_loss: float
    spread: float
    external: float
    duration: float
    hours: float


@dataclass(frozen=True)
class Truth:
    """Everything the simulation is told; written to truth.json."""

    classes: tuple[LossClass, ...] = (
        LossClass("Failed change", 0.42, 0.10, 4_000.0, 1.2, 0.0, 0.6, 5.0),
        LossClass("Service outage", 0.34, 0.24, 9_000.0, 1.4, 0.1, 0.9, 4.0),
        LossClass("Supplier outage", 0.04, 0.26, 8_000.0, 1.4, 0.9, 0.8, 9.0),
        LossClass("Intrusion and extortion", 0.06, 0.10, 66_000.0, 1.5, 1.0, 0.7, 90.0),
        LossClass("Data disclosure", 0.10, 0.10, 16_000.0, 1.6, 0.4, 0.4, 60.0),
        LossClass("Fraud and misuse", 0.04, 0.20, 6_000.0, 1.3, 0.7, 0.3, 120.0),
    )
    incidents_per_open_quarter: float = 0.92
    other_incidents_per_quarter: float = 22.0
    unit_share_of_others: Mapping[str, float] = field(
        default_factory=lambda: {FOOD: 0.22, PHARMA: 0.12, FREIGHT: 0.16, COLD: 0.15, HOME: 0.19, GROUP: 0.16}
    )
    late_factor: float = 1.8
    technology_factors: Mapping[str, float] = field(
        default_factory=lambda: {
            "ai": 1.5,
            "iot": 1.35,
            "5g": 1.15,
            "cloud": 0.95,
            "erp": 1.25,
            "quantum": 0.9,
            "mobile": 1.1,
        }
    )
    size_elasticity: float = 0.3
    load_risk: float = 0.3
    load_other: float = 0.1
    load_delivery: float = 0.35
    unit_quarter_variance: float = 0.2
    usual_open: Mapping[str, float] = field(
        default_factory=lambda: {FOOD: 2.4, PHARMA: 1.7, FREIGHT: 1.8, COLD: 2.2, HOME: 1.8, GROUP: 3.1}
    )
    duration_median: float = 0.8
    duration_spread: float = 0.2
    duration_tail_weight: float = 0.17
    tail_begins: float = 1.5
    tail_exponent: float = 1.4
    tail_ends: float = 6.0
    loss_known_share: float = 0.5
    linked_directly: float = 0.6
    change_recorded: float = 0.5
    loss_cap: float = 25_000_000.0
    loss_limit: float = 10_000_000.0
