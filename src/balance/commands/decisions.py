"""What `balance decisions` does: decisions listed with what happened since, taken, settled, removed."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING

from balance import formats
from balance.commands.answer import ATTENTION, DONE, Answer
from balance.errors import BalanceError

if TYPE_CHECKING:
    from balance.deciding import Followed


def decisions(chosen: argparse.Namespace) -> Answer:
    """The decisions; one taken, settled or removed comes first."""
    from balance import deciding, pipeline, store

    _refuse_mixed(chosen)
    kept = store.open_store(chosen.database, create=False)
    analysis = pipeline.analysis_of(chosen.database, chosen.as_of)
    number = chosen.settle or chosen.remove
    if chosen.add is not None:
        number = deciding.take(
            kept, analysis, chosen.add, owner=chosen.owner, due_on=chosen.due, scenario=chosen.scenario,
            choice=chosen.choice, why=chosen.why,
        )  # fmt: skip
    if chosen.settle is not None:
        store.settle_decision(kept, chosen.settle, chosen.outcome, chosen.as_of or analysis.company.as_of)
    if chosen.remove is not None:
        store.remove_decision(kept, chosen.remove)
    found = deciding.follow(kept, analysis)
    warnings = _warnings(chosen, analysis.company.as_of)
    status = "attention" if warnings else "ok"
    document = {"status": status, "decision": number, "decisions": deciding.as_json(found), "warnings": warnings}
    lines = [*(f"warning: {said}" for said in warnings), *formats.lined_up(list(map(_line, found)), HEAD, right=[0])]
    return ATTENTION if warnings else DONE, document, "\n".join(lines) or "No decision is kept yet."


def _warnings(chosen: argparse.Namespace, as_of: date) -> list[str]:
    """What of a decision just taken wants another look: a day that was over before it was taken."""
    if chosen.add is None or chosen.due is None or chosen.due >= as_of:
        return []
    return [
        f"The decision is kept, but it is due on {chosen.due}, before {as_of}, the day of the numbers it rests on. "
        "Remove it and take it again if that is not meant."
    ]


def _refuse_mixed(chosen: argparse.Namespace) -> None:
    wanted = [option for option in ("add", "settle", "remove") if getattr(chosen, option) is not None]
    if len(wanted) > 1:
        raise BalanceError(f"Do one thing at a time: --{wanted[0]} or --{wanted[1]}.")
    with_add = [name for name in ("owner", "due", "scenario", "choice", "why") if getattr(chosen, name)]
    if with_add and chosen.add is None:
        raise BalanceError(f"--{with_add[0]} goes with --add TITLE.")
    if bool(chosen.outcome) != (chosen.settle is not None):
        raise BalanceError("--settle ID goes with --outcome TEXT: say what came of the decision.")


HEAD = ("ID", "Taken as of", "Decision", "Owner", "Due", "Plan", "Standing", "Since then")


def _line(one: Followed) -> tuple[str, ...]:
    row, came = one.decision, one.since
    standing = f"settled {formats.day(row.settled_on)}: {row.outcome}" if row.settled_on else "open"
    parts = [] if came.incidents is None else [formats.count(came.incidents, "incident")]
    parts += [] if came.finished is None else [f"{formats.count(came.finished, 'initiative')} finished"]
    due = formats.day(row.due_on) if row.due_on else ""
    taken = formats.day(row.as_of)
    return str(row.decision_id), taken, row.decision, row.owner, due, row.scenario or "", standing, ", ".join(parts)
