"""What people decided about which initiative an incident came from: accepted or refused, the newest word counting.

A decision holds for every as-of date, like an assumption stated on screen. An incident has at most one
accepted initiative: accepting another one withdraws the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import pandas as pd

from balance.errors import StoreError
from balance.roles import Action, needs
from balance.store.audit import note
from balance.store.connection import Session, Store, now, only, person, reading, writing

Decided = Literal["accepted", "refused"]
COLUMNS = ("incident_id", "initiative_id", "decision", "recorded_at", "recorded_by")


@needs(Action.LINK)
def decide_links(store: Store, decisions: Iterable[tuple[str, str, Decided | None]], who: str = "") -> int:
    """Keep decisions on pairs of incident and initiative, all of them or none; how many changed something.

    None takes back what was decided about a pair.
    """
    with writing(store) as session:
        return sum(_decide(session, *decision, who) for decision in decisions)


@needs(Action.VIEW)
def link_decisions(store: Store) -> pd.DataFrame:
    """Every decision in force, by incident: incident_id, initiative_id, decision, recorded_at (UTC), recorded_by."""
    with reading(store) as session:
        return decisions_until(session, datetime.max)


def decisions_until(session: Session, moment: datetime) -> pd.DataFrame:
    """The decisions in force before a moment."""
    words = session.rows(
        f"SELECT {', '.join(COLUMNS)}, withdrawn FROM links WHERE recorded_at < $1 ORDER BY position", moment
    )
    last = {(incident, initiative): (*said, withdrawn) for incident, initiative, *said, withdrawn in words}
    rows = [(*pair, *said) for pair, (*said, withdrawn) in sorted(last.items()) if not withdrawn]
    texts = dict.fromkeys(("incident_id", "initiative_id", "decision", "recorded_by"), "str")
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(texts | {"recorded_at": "datetime64[us]"})


def _decide(session: Session, incident_id: str, initiative_id: str, decision: Decided | None, who: str) -> bool:
    if not incident_id.strip() or not initiative_id.strip():
        raise StoreError("A link needs an incident and an initiative.")
    standing = _standing(session, incident_id)
    before = standing.get(initiative_id)
    if before == decision:
        if decision is None:
            raise StoreError(f"Nothing is decided about {incident_id}={initiative_id}, so there is nothing to undo.")
        return False
    if decision is None:
        _withdraw(session, incident_id, initiative_id, str(before), who)
        return True
    if decision == "accepted":
        for other in [name for name, told in standing.items() if told == "accepted"]:
            _withdraw(session, incident_id, other, "accepted", who)
    _insert(session, incident_id, initiative_id, decision, who, withdrawn=False)
    note(session, who, f"{decision} link", f"{incident_id}={initiative_id}", before=before, after=decision)
    return True


def _withdraw(session: Session, incident_id: str, initiative_id: str, before: str, who: str) -> None:
    _insert(session, incident_id, initiative_id, before, who, withdrawn=True)
    note(session, who, "withdraw link", f"{incident_id}={initiative_id}", before=before)


def _insert(
    session: Session, incident_id: str, initiative_id: str, decision: str, who: str, *, withdrawn: bool
) -> None:
    position = int(only(session.rows("SELECT coalesce(max(position), 0) + 1 FROM links")))
    session.execute(
        "INSERT INTO links (position, recorded_at, recorded_by, withdrawn, incident_id, initiative_id, decision) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        position, now(), person(who), withdrawn, incident_id, initiative_id, decision,
    )  # fmt: skip


def _standing(session: Session, incident_id: str) -> dict[str, str]:
    """What is decided about an incident, by initiative."""
    rows = session.rows(
        "SELECT initiative_id, decision, withdrawn FROM links WHERE incident_id = $1 ORDER BY position", incident_id
    )
    last = {initiative: (decision, withdrawn) for initiative, decision, withdrawn in rows}
    return {initiative: decision for initiative, (decision, withdrawn) in last.items() if not withdrawn}
