"""The truth of a sample company as one JSON document: parameters, history and what next year truly holds."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from balance.sample.calendar import month_of
from balance.sample.delivery import membership
from balance.sample.futures import FUTURES, Futures, next_year
from balance.sample.incidents import rates, risk_factor
from balance.sample.portfolio import UNITS
from balance.sample.views import progress, stage_of
from balance.sample.world import World

COMPANY = "Brannock Voss"
LOSSES = (2_500_000, 5_000_000, 10_000_000, 15_000_000, 25_000_000)


def truth_told(world: World) -> dict[str, Any]:
    """Everything a check of the model against the truth may ask for; money in pounds, shares 0..1."""
    as_of = world.quarters[-1]
    return {
        "company": COMPANY,
        "seed": world.seed,
        "as_of": as_of.isoformat(),
        "currency": "GBP",
        "parameters": asdict(world.truth),
        "multipliers": _multipliers(world),
        "next_year": _next_year(world, next_year(world, as_of)),
        "shares": _shares(world),
        "quarters": [_quarter(world, day) for day in world.quarters],
        "initiatives": [_initiative(world, row, as_of) for row in range(len(world.initiatives))],
    }


def _multipliers(world: World) -> dict[str, float]:
    """The effects by the names the report gives them; load effects are those of a doubling."""
    truth = world.truth
    return {
        "load": round(2.0**truth.load_risk, 4),
        "load_effect": round(2.0**-truth.load_delivery, 4),
        "security_joined_late": truth.late_factor,
    } | {f"technology:{tag}": factor for tag, factor in truth.technology_factors.items()}


def _next_year(world: World, futures: Futures) -> dict[str, Any]:
    bad = float(np.quantile(futures.loss, 0.95))
    return {
        "futures": FUTURES,
        "value_landing_mean": round(float(futures.value.mean())),
        "value_landing_p10": round(float(np.quantile(futures.value, 0.1))),
        "value_landing_p90": round(float(np.quantile(futures.value, 0.9))),
        "initiatives_landing_mean": round(float(futures.landed.mean()), 2),
        "incidents_mean": round(float(futures.incidents.mean()), 1),
        "incidents_next_quarter_mean": round(float(futures.incidents_next_quarter.mean()), 1),
        "expected_annual_loss": round(float(futures.loss.mean())),
        "bad_year_loss": round(bad),
        "beyond_bad_year_mean": round(float(futures.loss[futures.loss > bad].mean())),
        "chance_beyond_limit": round(float((futures.loss > world.truth.loss_limit).mean()), 4),
        "chance_beyond": {str(loss): round(float((futures.loss > loss).mean()), 4) for loss in LOSSES},
    }


def _shares(world: World) -> dict[str, float]:
    seen = world.incidents[world.incidents["opened_at"] >= pd.Timestamp(_first_day(world))]
    caused = seen["cause"] >= 0
    through = seen["initiative_id"].isna() & seen["change_id"].notna() & caused
    return {
        "incidents": len(seen),
        "caused_by_initiatives": round(float(caused.mean()), 4),
        "linked_directly_of_caused": round(float(seen.loc[caused, "initiative_id"].notna().mean()), 4),
        "linked_through_changes_only_of_caused": round(float(through.sum() / max(caused.sum(), 1)), 4),
        "loss_missing": round(float(seen["loss"].isna().mean()), 4),
    }


def _first_day(world: World) -> date:
    first = world.quarters[0]
    return date(first.year, first.month - 2, 1)


def _quarter(world: World, day: date) -> dict[str, Any]:
    """One quarter: what was open, how many incidents were to be expected, how many came and what they cost."""
    active = world.delivery.quarter(day)
    own, others = rates(active, world.initiatives, world.truth)
    opened = world.incidents["opened_at"]
    inside = (opened.dt.year * 12 + opened.dt.month - 1).between(month_of(day) - 2, month_of(day))
    load = membership(world.initiatives) @ active
    return {
        "end": day.isoformat(),
        "open_by_unit": {unit: round(float(level), 3) for unit, level in zip(UNITS, load, strict=True)},
        "open": round(float(active.sum()), 3),
        "incidents_expected": round(float(own.sum() + others.sum()), 2),
        "incidents": int(inside.sum()),
        "loss": round(float(world.incidents.loc[inside, "true_loss"].sum())),
    }


def _initiative(world: World, row: int, as_of: date) -> dict[str, Any]:
    one, finished = world.initiatives[row], world.delivery.finished_on[row]
    return {
        "initiative_id": one.number,
        "name": one.idea.name,
        "stage": stage_of(world, row, as_of),
        "security_joins": one.idea.security,
        "risk_factor": round(float(risk_factor(world.initiatives, world.truth)[row]), 4),
        "work_ratio": round(one.work_ratio, 4),
        "progress": round(progress(world, row, as_of), 4),
        "finish_if_nothing_new_begins": finished.isoformat() if finished else None,
        "incidents_caused": int((world.incidents["cause"] == row).sum()),
    }
