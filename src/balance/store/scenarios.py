"""Named scenarios: each save is a version of its own with who, when and why; nothing is overwritten."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from balance.errors import StoreError
from balance.roles import Action, needs
from balance.store.audit import canonical, note
from balance.store.connection import Session, Store, now, person, reading, writing
from balance.store.unchanged import while_unchanged

TODAY = "today"
"""The name of the plan as it is, which no other plan may take."""

LONGEST_NAME = 200


@dataclass(frozen=True)
class SavedScenario:
    """One scenario as it was last saved; `as_of` is the day whose data it was made on, where stated."""

    name: str
    version: int
    levers: dict[str, float]
    actions: dict[str, str]
    saved_at: datetime
    saved_by: str
    why: str
    as_of: date | None


@needs(Action.PLAN)
def save_scenario(
    store: Store,
    name: str,
    levers: Mapping[str, float],
    actions: Mapping[str, str],
    who: str = "",
    why: str = "",
    *,
    as_of: date | None = None,
    replaces: int | None = None,
) -> int:
    """Save a plan under a name and return its version.

    With `replaces` the save is refused if somebody has saved another version in the meantime.
    """
    name = name.strip()
    if not name:
        raise StoreError("A scenario needs a name.")
    if name.casefold() == TODAY or len(name) > LONGEST_NAME:
        raise StoreError(f"A scenario is not called {TODAY!r} and has {LONGEST_NAME} letters at most.")
    with writing(store) as session:
        before = _saved(session).get(name)
        if replaces is not None and (before.version if before else 0) != replaces:
            raise StoreError(f"The scenario {name!r} was saved by somebody else meanwhile. Look at theirs first.")
        version = _versions(session, name) + 1
        session.execute(
            "INSERT INTO scenarios VALUES ($1, $2, $3, $4, $5, $6, $7, $8, false)",
            name, version, canonical(dict(levers)), canonical(dict(actions)), now(), person(who), why, as_of,
        )  # fmt: skip
        after = {"levers": dict(levers), "actions": dict(actions), "why": why}
        note(session, who, "save scenario", name, before=_told(before), after=after)
    return version


@needs(Action.PLAN)
def remove_scenario(store: Store, name: str, who: str = "") -> None:
    """Take a scenario off the list; its versions are kept."""
    with writing(store) as session:
        before = _saved(session).get(name)
        if before is None:
            raise StoreError(f"There is no scenario {name!r}.")
        session.execute("UPDATE scenarios SET removed = true WHERE name = $1", name)
        note(session, who, "remove scenario", name, before=_told(before))


@needs(Action.TRACE)
def scenarios(store: Store) -> tuple[SavedScenario, ...]:
    """Every scenario as last saved, by name; costs no connection while nothing changes."""
    return while_unchanged(store, "scenarios", lambda: _asked(store))


def _asked(store: Store) -> tuple[SavedScenario, ...]:
    with reading(store) as session:
        return tuple(_saved(session).values())


def _saved(session: Session) -> dict[str, SavedScenario]:
    rows = session.rows(
        "SELECT name, version, levers, actions, saved_at, saved_by, why, as_of FROM scenarios "
        "WHERE NOT removed ORDER BY name, version"
    )
    return {row[0]: _scenario(row) for row in rows}


def _scenario(row: tuple[Any, ...]) -> SavedScenario:
    name, version, levers, actions, saved_at, saved_by, why, as_of = row
    return SavedScenario(
        name, version, json.loads(levers), json.loads(actions), saved_at.replace(tzinfo=UTC), saved_by, why, as_of
    )


def _versions(session: Session, name: str) -> int:
    return int(session.rows("SELECT coalesce(max(version), 0) FROM scenarios WHERE name = $1", name)[0][0])


def _told(scenario: SavedScenario | None) -> dict[str, Any] | None:
    return None if scenario is None else {"levers": scenario.levers, "actions": scenario.actions, "why": scenario.why}
