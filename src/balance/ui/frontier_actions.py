"""What a plan of the frontier does with each initiative, and why."""

from __future__ import annotations

from balance import formats
from balance.frontier import Frontier, Reason
from balance.language import label, say
from balance.ui import blocks
from balance.ui.plan_words import ACTION_WORDS

COLUMNS = (
    blocks.Column("Initiative"),
    blocks.Column("Action"),
    blocks.Column("Why", width="40%"),
    blocks.Column("Running it adds value", "right"),
    blocks.Column("and to a bad year", "right"),
)


def actions_table(told: Frontier, place: int, currency: str, *, running: bool) -> blocks.Safe:
    """What a plan does with each initiative and why: those that run, or those that are secured first or wait."""
    actions = dict(told.plans[place].actions)
    chosen = [row for row in told.reasons if (actions.get(row.initiative_id, "run") == "run") == running]
    rows = [_row(told, row, place, actions.get(row.initiative_id, "run"), currency) for row in chosen]
    return blocks.table(COLUMNS, rows)


def _row(told: Frontier, reason: Reason, place: int, action: str, currency: str) -> tuple[object, ...]:
    why = reason.why if action == reason.action else _otherwise(told, reason, place, action, currency)
    value, exposure = (formats.money(part, currency, signed=True) for part in (reason.value, reason.exposure))
    return reason.name, blocks.strong(label(ACTION_WORDS.get(action, action))), why, value, exposure


def _otherwise(told: Frontier, reason: Reason, place: int, action: str, currency: str) -> str:
    """Why a plan does something else with an initiative than the advised one."""
    if action == "secure_first":
        return say("The risk this takes away is worth what it costs here.")
    if action != "pause":
        return say("At this much risk it is worth running; the advised plan does otherwise.")
    if reason.runs_from is None:
        return say("It waits here and in the plan with the most value.")
    at = min(max(round(reason.runs_from * len(told.plans)), place + 1), len(told.plans) - 1)
    return say(
        "It comes in for good where a bad year may cost {exposure}.",
        exposure=formats.money(told.plans[at].exposure, currency),
    )
