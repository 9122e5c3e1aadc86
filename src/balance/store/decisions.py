"""Decisions asked and taken: what, by whom, until when, on which scenario they rested and what came of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from balance.errors import StoreError
from balance.store.audit import note
from balance.store.connection import Session, Store, now, only, person, reading, writing

COLUMNS = ("decision_id", "as_of", "decision", "owner", "due_on", "scenario", "outcome")


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


def save_decision(store: Store, decision: Decision, who: str = "") -> int:
    """Keep a new decision, or another version of one, and return its number."""
    if not decision.decision.strip():
        raise StoreError("A decision needs its text.")
    with writing(store) as session:
        before = _told(session, decision.decision_id) if decision.decision_id else None
        number = decision.decision_id or only(session.rows("SELECT coalesce(max(decision_id), 0) + 1 FROM decisions"))
        version = only(session.rows("SELECT count(*) + 1 FROM decisions WHERE decision_id = $1", number))
        session.execute(
            "INSERT INTO decisions (decision_id, version, as_of, decision, owner, due_on, scenario, outcome, saved_at, "
            "saved_by, removed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, false)",
            number, version, decision.as_of, decision.decision, decision.owner, decision.due_on, decision.scenario,
            decision.outcome, now(), person(who),
        )  # fmt: skip
        note(session, who, "save decision", str(number), before=before, after=asdict(decision))
    return int(number)


def remove_decision(store: Store, decision_id: int, who: str = "") -> None:
    """Take a decision off the list; its versions are kept."""
    with writing(store) as session:
        before = _told(session, decision_id)
        session.execute("UPDATE decisions SET removed = true WHERE decision_id = $1", decision_id)
        note(session, who, "remove decision", str(decision_id), before=before)


def decisions(store: Store) -> tuple[Decision, ...]:
    """Every decision as last saved, in the order they were first kept."""
    with reading(store) as session:
        return tuple(_all(session).values())


def _all(session: Session) -> dict[int, Decision]:
    query = f"SELECT {', '.join(COLUMNS)} FROM decisions WHERE NOT removed ORDER BY decision_id, version"
    rows: list[dict[str, Any]] = [dict(zip(COLUMNS, row, strict=True)) for row in session.rows(query)]
    return {row["decision_id"]: Decision(**row) for row in rows}


def _told(session: Session, decision_id: int) -> dict[str, Any]:
    found = _all(session).get(decision_id)
    if found is None:
        raise StoreError(f"There is no decision {decision_id}.")
    return asdict(found)
