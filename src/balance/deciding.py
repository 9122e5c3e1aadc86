"""Decisions with the forecast they rested on: taken on a day's numbers, held later against what happened since."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from balance import pipeline, store
from balance.pipeline import Analysis
from balance.ranges import Range
from balance.scenario import Scenario, as_it_stands
from balance.store import Decision, Store
from balance.track_record.since import Since, since

HEADLINES = ("value_landing_next_year", "expected_annual_loss", "bad_year_loss", "chance_beyond_limit")


@dataclass(frozen=True)
class Rested:
    """The forecast at the moment of a decision: today's plan, the chosen one, and their difference."""

    as_of: date
    currency: str
    data_hash: str
    model_version: str
    base: Mapping[str, Range]
    scenario: Mapping[str, Range]
    difference: Mapping[str, Range]
    better_on_both: float | None
    levers: Mapping[str, float]
    actions: Mapping[str, str]


@dataclass(frozen=True)
class Followed:
    """A decision, what it rested on (None: nothing was kept), what happened since, and the four numbers as of now."""

    decision: Decision
    rested: Rested | None
    since: Since
    now: Mapping[str, Range]


def take(
    kept: Store,
    analysis: Analysis,
    decision: str,
    *,
    owner: str = "",
    due_on: date | None = None,
    scenario: str = "",
    choice: str = "",
    why: str = "",
    who: str = "",
) -> int:
    """Keep a decision with the forecast of this day for the saved plan it chooses, and return its number.

    `analysis` is of today's plan. Without a plan it rests on today's. ScenarioError where no plan has that name.
    """
    saved = pipeline.saved_scenario(kept, scenario) if scenario.strip() else Scenario()
    plan, _ = as_it_stands(analysis.fit, saved)
    row = Decision(
        analysis.company.as_of, decision.strip(), owner.strip(), due_on, scenario.strip(), choice=choice.strip(),
        why=why.strip(), rested_on=json.dumps(_forecast(analysis, plan), sort_keys=True, separators=(",", ":")),
    )  # fmt: skip
    return store.save_decision(kept, row, who)


def _forecast(analysis: Analysis, plan: Scenario) -> dict[str, Any]:
    found = pipeline.what_if(analysis, plan)
    report = analysis.report
    of_plan = {"levers": dict(plan.levers), "actions": dict(plan.actions)}
    made = {"as_of": report.as_of.isoformat(), "currency": report.currency, "data_hash": report.data_hash}
    return found.as_json() | made | of_plan | {"model_version": report.model_version}


def follow(kept: Store, analysis: Analysis) -> tuple[Followed, ...]:
    """Every decision up to the day of an analysis of today's plan, oldest first, and what came since."""
    now = pipeline.base_ranges(analysis)
    taken = [row for row in store.decisions(kept) if row.as_of <= analysis.company.as_of]
    return tuple(_followed(row, analysis, now) for row in taken)


def _followed(row: Decision, analysis: Analysis, now: Mapping[str, Range]) -> Followed:
    rested = rested_on(row)
    return Followed(row, rested, since(analysis.fit, row.as_of, rested.actions if rested else {}), now)


def rested_on(row: Decision) -> Rested | None:
    """The forecast a decision rested on, as it was kept; None where none was."""
    if not row.rested_on:
        return None
    read = json.loads(row.rested_on)

    def part(name: str) -> dict[str, Range]:
        return {headline: Range.from_json(read[name][headline]) for headline in HEADLINES}

    return Rested(
        date.fromisoformat(read["as_of"]), read["currency"], read["data_hash"], read["model_version"],
        part("base"), part("scenario"), part("difference"), read["better_on_both"], read["levers"], read["actions"],
    )  # fmt: skip


def as_json(followed: Sequence[Followed]) -> list[dict[str, Any]]:
    """Decisions for the command line, in the order they were taken."""
    return [_as_json(one) for one in followed]


def _as_json(one: Followed) -> dict[str, Any]:
    row, rested = one.decision, one.rested
    names = ("decision_id", "decision", "owner", "due_on", "scenario", "choice", "why", "as_of", "outcome")
    told = {name: getattr(row, name) for name in names}
    came = one.since
    return told | {
        "status": "open" if row.settled_on is None else "settled",
        "settled_on": row.settled_on,
        "taken_at": row.taken_at,
        "taken_by": row.taken_by,
        "rested_on": None if rested is None else json.loads(row.rested_on),
        "since": {
            "days": came.days, "incidents": came.incidents, "loss": came.loss, "missing_share": came.missing_share,
            "finished": came.finished, "value_landed": came.value,
            "actions": [{"initiative_id": a.initiative_id, "action": a.action, "stage": a.stage or None, "done": a.done}
                        for a in came.actions],
        },
        "now": {name: one.now[name].as_json() for name in HEADLINES},
    }  # fmt: skip
