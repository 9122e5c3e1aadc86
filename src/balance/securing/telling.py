"""Security in delivery as one document for the command line: plain values, missing ones null."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from balance.ranges import Range
from balance.securing.adaptation import Pace
from balance.securing.whole import Securing


def as_json(found: Securing) -> dict[str, Any]:
    """Every number of the part: ranges as everywhere else, shares 0..1, money in the reporting currency."""
    late, cover, seen, due = found.joining, found.coverage, found.assessment, found.reviews
    took, learnt = found.adaptation, found.learning
    return {
        "joining": {
            "open": late.opened, "stated": late.stated, "late": late.late, "effect": late.effect.as_json(),
            "stages": _records(late.stages),
        },
        "coverage": {
            "weighed_by": cover.weighed_by, "moved": cover.moved, "at_least": _plain(cover.at_least),
            "at_most": _plain(cover.at_most), "technologies": _records(cover.technologies),
            "training": _records(cover.training), "missing": list(cover.missing),
        },
        "assessment": {
            "not_current": seen.not_current if seen.stated else None, "exposed_share": _plain(seen.exposed_share),
            "findings_open": _plain(seen.findings), "oldest_finding_days": _plain(seen.oldest_days),
            "initiatives": _records(seen.initiatives), "missing": list(seen.missing),
        },
        "reviews": {
            "overdue": due.overdue, "with_cadence": due.cadenced, "without_cadence": due.without,
            "due": _records(due.due), "missing": list(due.missing),
        },
        "yields": {"controls": _records(found.yields.controls), "missing": list(found.yields.missing)},
        "adaptation": {
            "median_days": took.median_days.as_json(), "slowest_tenth_days": _plain(took.slowest_days),
            "waiting": int(took.controls["waiting"].sum()), "past_year": _pace(took.past_year),
            "year_before": _pace(took.year_before),
            "chance_of_faster": None if took.change is None else _up(took.change.sign, took.change.chance),
            "missing": list(took.missing),
        },
        "learning": {
            "per_doubling": learnt.per_doubling.as_json(), "initiatives": learnt.initiatives,
            "incidents": learnt.incidents, "steps": _records(learnt.steps), "missing": list(learnt.missing),
        },
    }  # fmt: skip


def _up(sign: int, chance: float) -> float:
    return chance if sign > 0 else 1 - chance


def _pace(pace: Pace) -> dict[str, Any]:
    return {"came_into_force": pace.came, "days_each": _plain(pace.days_each)}


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): _plain(value) for name, value in row.items()} for row in frame.to_dict("records")]


def _plain(value: object) -> object:
    """A value as JSON has it."""
    if isinstance(value, Range):
        return value.as_json()
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value
