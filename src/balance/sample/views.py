"""What the company's tools knew of its initiatives on a day: frames with the columns of schema table `initiatives`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from balance import schema
from balance.sample.calendar import month_of, weekday
from balance.sample.initiatives import Initiative
from balance.sample.wording import OWNERS, SECURITY_NEED, SPONSORS, TECHNICAL_NEED
from balance.sample.world import World

JOINS_AT = {"design": 0.0, "build": 0.12, "late": 0.7}
"""Share of the work done by which security has joined."""

ASSESSED_EVERY = {"design": 90, "build": 150, "late": 240}
"""Days between security assessments."""


def stage_of(world: World, row: int, day: date) -> str | None:
    """The stage an initiative is in on a day, None while nobody has written it down."""
    one, finished = world.initiatives[row], world.delivery.finished_on[row]
    if one.known_on > day:
        return None
    if finished is not None and finished <= day:
        return "done"
    if one.cancelled_on is not None and one.cancelled_on <= day:
        return "cancelled"
    if one.held is not None and one.held[0] <= day < one.held[1]:
        return "on_hold"
    if one.started_on <= day:
        return "in_flight"
    return "approved" if one.approved_on <= day else "idea"


def initiatives_as_of(world: World, day: date) -> pd.DataFrame:
    """The whole portfolio list as a project tool would export it on that day."""
    rows = [
        _row(world, number, stage, day)
        for number in range(len(world.initiatives))
        if (stage := stage_of(world, number, day)) is not None
    ]
    return pd.DataFrame(rows, columns=[column.name for column in schema.INITIATIVES.columns])


def progress(world: World, row: int, day: date) -> float:
    """True share of the work done, 0..1."""
    one = world.initiatives[row]
    if one.started_on > day:
        return 0.0
    return min(round(world.delivery.done_by(row, day) / (one.work_ratio * one.idea.months), 9), 1.0)


def _row(world: World, row: int, stage: str, day: date) -> dict[str, Any]:
    one, share = world.initiatives[row], progress(world, row, day)
    rng = np.random.default_rng([world.seed, 77, row, month_of(day)])
    return (
        _naming(world, row, one)
        | _timing(world, row, stage, day, share)
        | _money(world, row, stage, day, share)
        | _security(world, row, stage, day, share)
        | _readiness(one, stage, share, rng)
    )


def _naming(world: World, row: int, one: Initiative) -> dict[str, Any]:
    numbers = {other.idea.name: other.number for other in world.initiatives}
    idea = one.idea
    return {
        "initiative_id": one.number,
        "name": idea.name,
        "business_unit": idea.unit,
        "portfolio": idea.portfolio,
        "owner": OWNERS[(7 * row + world.seed) % len(OWNERS)],
        "sponsor": SPONSORS[idea.unit],
        "category": idea.category,
        "technology": idea.technology or None,
        "depends_on": "; ".join(numbers[name] for name in idea.after) or None,
        "business_need": idea.need,
        "technical_need": TECHNICAL_NEED[one.tags[0] if one.tags else ""],
        "security_need": SECURITY_NEED[idea.data],
        "risk_of_not_doing": idea.neglect,
        "data_sensitivity": idea.data.capitalize(),
        "internet_facing": idea.internet,
    }


def _timing(world: World, row: int, stage: str, day: date, share: float) -> dict[str, Any]:
    one = world.initiatives[row]
    begun = one.started_on <= day
    reported = 1.0 if stage == "done" else min(round(share ** (0.8 - 0.1 * np.tanh(one.temper)) * 20) / 20, 0.95)
    return {
        "stage": stage,
        "start_planned": one.start_planned,
        "finish_planned": one.finish_planned,
        "start_actual": one.started_on if begun else None,
        "finish_forecast": _forecast(world, row, day, share) if stage in ("in_flight", "on_hold") else None,
        "finish_actual": world.delivery.finished_on[row] if stage == "done" else None,
        "percent_complete": float(reported) if begun else 0.0,
    }


def _forecast(world: World, row: int, day: date, share: float) -> date:
    """The finish its owner admits: a part of the true delay, more of it as the end comes near."""
    one, finish = world.initiatives[row], world.delivery.finished_on[row]
    true = finish or one.finish_planned + timedelta(days=720)
    late = max((true - one.finish_planned).days, 0)
    admitted = one.finish_planned + timedelta(days=round(late * min(share, 1.0) ** 1.3 * one.candour))
    soonest = day + timedelta(days=14 + round(0.45 * max((true - day).days, 0)))
    return weekday(max(admitted, soonest))


def _money(world: World, row: int, stage: str, day: date, share: float) -> dict[str, Any]:
    one, finished = world.initiatives[row], world.delivery.finished_on[row]
    spent = _rounded(one.budget * one.cost_factor * share**0.9)
    expected = one.budget * (1.0 + (one.cost_factor - 1.0) * share * one.candour)
    measured = stage == "done" and finished is not None and (day - finished).days >= 150 and one.value is not None
    return {
        "budget": None if stage == "idea" else one.budget,
        "actual_cost": spent if one.started_on <= day else None,
        "forecast_cost": spent if stage == "done" else _rounded(max(expected, spent)) if stage != "idea" else None,
        "annual_value": one.value,
        "value_realised": _rounded((one.value or 0.0) * one.value_factor) if measured else None,
        "people": one.idea.people if stage == "in_flight" else None,
    }


def _security(world: World, row: int, stage: str, day: date, share: float) -> dict[str, Any]:
    one = world.initiatives[row]
    joins = one.idea.security
    joined = one.started_on <= day and share >= JOINS_AT[joins]
    stated = joins if joined or (stage == "approved" and joins == "design") else "not_yet"
    assessed = _last_assessed(world, row, day) if joined else None
    findings, oldest = _findings(world, row, stage, assessed)
    return {
        "security_joined": None if stage == "idea" else stated,
        "last_assessed": assessed,
        "findings_open": findings,
        "oldest_finding_on": oldest,
    }


def _last_assessed(world: World, row: int, day: date) -> date | None:
    """The newest assessment: a first one some weeks after security joined, then at its own pace until the end."""
    one, every = world.initiatives[row], ASSESSED_EVERY[world.initiatives[row].idea.security]
    joined = next(
        (
            one.started_on + timedelta(days=days)
            for days in range(0, 2_000, 10)
            if progress(world, row, one.started_on + timedelta(days=days)) >= JOINS_AT[one.idea.security]
        ),
        day,
    )
    first = joined + timedelta(days=20 + row % 17)
    last = min(day, world.delivery.finished_on[row] or day, one.cancelled_on or day)
    rounds = (last - first).days // every
    return weekday(first + timedelta(days=rounds * every)) if rounds >= 0 else None


def _findings(world: World, row: int, stage: str, assessed: date | None) -> tuple[int | None, date | None]:
    """Open findings of the newest assessment and the day the oldest was raised."""
    if assessed is None:
        return None, None
    one = world.initiatives[row]
    rng = np.random.default_rng([world.seed, 78, row, assessed.toordinal()])
    expected = 0.8 + 2.8 * one.score + 0.8 * one.idea.internet + 0.7 * len(one.tags)
    count = int(rng.poisson(expected * (0.15 if stage in ("done", "cancelled") else 1.0)))
    age = int(rng.gamma(1.5, 45.0 + 60.0 * one.score))
    return count, max(assessed - timedelta(days=age), one.started_on) if count else None


def _readiness(one: Initiative, stage: str, share: float, rng: np.random.Generator) -> dict[str, Any]:
    if stage in ("idea", "cancelled"):
        return {"risk_likelihood": None, "risk_impact": None}
    rosy = 0.05 * float(np.tanh(one.temper))
    noise = rng.normal(0.0, 0.04, 3)
    end = (0.58 + 0.40 * share, 0.28 + 0.68 * share, 0.38 - 0.26 * one.score + (0.55 + 0.2 * one.score) * share)
    ready = [
        float(np.clip(round((level + rosy + wobble) * 20) / 20, 0.05, 1.0))
        for level, wobble in zip(end, noise, strict=True)
    ]
    danger = one.score + 0.3 * len(one.tags) + 0.4 * one.idea.internet
    weight = one.budget / 2e6 + (one.idea.data == "restricted")
    return {
        "business_readiness": ready[0],
        "technical_readiness": ready[1],
        "security_readiness": ready[2],
        "risk_likelihood": "1 - High" if danger > 1.4 else "2 - Moderate" if danger > 0.7 else "3 - Low",
        "risk_impact": "1 - High" if weight > 2.0 else "2 - Moderate" if weight > 0.8 else "3 - Low",
    }


def _rounded(amount: float) -> float:
    return float(round(amount, -3))
