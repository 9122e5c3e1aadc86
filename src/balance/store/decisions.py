"""Decisions asked and taken: what, by whom, until when, on which forecast they rested and what came of them.

The forecast a decision rested on is kept with its first version and never changes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from balance.errors import StoreError
from balance.roles import Action, needs
from balance.store.audit import note
from balance.store.connection import Session, Store, now, only, person, reading, writing

COLUMNS = (
    "decision_id", "as_of", "decision", "owner", "due_on", "scenario", "outcome", "choice", "why", "rested_on",
    "settled_on",
)  # fmt: skip


@dataclass(frozen=True)
class Decision:
    """One decision; `decision_id` 0 is a new one."""

    as_of: date
    decision: str
    owner: str = ""
    due_on: date | None = None
    scenario: str = ""
    outcome: str = ""
    decision_id: int = 0
    choice: str = ""
    """What was chosen, where the decision is a question."""
    why: str = ""
    rested_on: str = ""
    """The forecast at the moment it was taken, as JSON text; empty where none was made."""
    settled_on: date | None = None
    """The day on which its outcome was stated; None while it is open."""
    taken_at: datetime | None = None
    """When it was first kept, UTC; set by the store."""
    taken_by: str = ""
    """Who kept it first; set by the store."""


@needs(Action.DECIDE)
def save_decision(store: Store, decision: Decision, who: str = "") -> int:
    """Keep a new decision, or another version of one, and return its number."""
    if not decision.decision.strip():
        raise StoreError("A decision needs its text.")
    with writing(store) as session:
        return _save(session, decision, who)


@needs(Action.DECIDE)
def settle_decision(store: Store, decision_id: int, outcome: str, on: date, who: str = "") -> Decision:
    """State what came of a decision, and return it; a later word on it is another version."""
    if not outcome.strip():
        raise StoreError("Say what came of the decision.")
    with writing(store) as session:
        settled = replace(_one(session, decision_id), outcome=outcome.strip(), settled_on=on)
        _save(session, settled, who, "settle decision")
        return settled


def _save(session: Session, decision: Decision, who: str, what: str = "save decision") -> int:
    before = _one(session, decision.decision_id) if decision.decision_id else None
    number = decision.decision_id or only(session.rows("SELECT coalesce(max(decision_id), 0) + 1 FROM decisions"))
    version = only(session.rows("SELECT count(*) + 1 FROM decisions WHERE decision_id = $1", number))
    rested_on = decision.rested_on if before is None else before.rested_on
    session.execute(
        "INSERT INTO decisions (decision_id, version, as_of, decision, owner, due_on, scenario, outcome, choice, why, "
        "rested_on, settled_on, saved_at, saved_by, removed) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, false)",
        number, version, decision.as_of, decision.decision, decision.owner, decision.due_on, decision.scenario,
        decision.outcome, decision.choice, decision.why, rested_on, decision.settled_on, now(), person(who),
    )  # fmt: skip
    told = None if before is None else _told(before)
    note(session, who, what, str(number), before=told, after=_told(replace(decision, rested_on=rested_on)))
    return int(number)


@needs(Action.DECIDE)
def remove_decision(store: Store, decision_id: int, who: str = "") -> None:
    """Take a decision off the list; its versions are kept."""
    with writing(store) as session:
        before = _told(_one(session, decision_id))
        session.execute("UPDATE decisions SET removed = true WHERE decision_id = $1", decision_id)
        note(session, who, "remove decision", str(decision_id), before=before)


@needs(Action.TRACE)
def decisions(store: Store) -> tuple[Decision, ...]:
    """Every decision as last saved, in the order they were first kept."""
    with reading(store) as session:
        return tuple(_all(session).values())


def _all(session: Session) -> dict[int, Decision]:
    rows = session.rows(
        f"SELECT {', '.join(COLUMNS)}, saved_at, saved_by FROM decisions WHERE NOT removed "
        "ORDER BY decision_id, version"
    )
    found: dict[int, Decision] = {}
    for *values, saved_at, saved_by in rows:
        row: dict[str, Any] = dict(zip(COLUMNS, values, strict=True))
        row |= {name: row[name] or "" for name in ("owner", "scenario", "outcome", "choice", "why", "rested_on")}
        first = found.get(row["decision_id"])
        taken = (saved_at, saved_by) if first is None else (first.taken_at, first.taken_by)
        found[row["decision_id"]] = Decision(**row, taken_at=taken[0], taken_by=taken[1])
    return found


def _one(session: Session, decision_id: int) -> Decision:
    found = _all(session).get(decision_id)
    if found is None:
        raise StoreError(f"There is no decision {decision_id}. `balance decisions` lists them.")
    return found


def _told(decision: Decision) -> dict[str, Any]:
    return {key: value for key, value in asdict(decision).items() if key not in ("taken_at", "taken_by")}
