"""What has happened since a day on which something was decided: incidents, losses, value, and what became of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from balance.model.fit import Fit
from balance.track_record.outcomes import Happened, happened_by

CARRIED_OUT: Mapping[str, tuple[str, ...]] = {
    "run": ("in_flight", "done"),
    "secure_first": ("in_flight", "done"),
    "pause": ("on_hold", "cancelled", "idea", "approved"),
    "stop": ("cancelled",),
}
"""The stages in which an initiative is found when what was decided about it was done."""


@dataclass(frozen=True)
class Acted:
    """One initiative of a plan: what was decided, its stage now, and whether that fits (None: not to be seen)."""

    initiative_id: str
    name: str
    action: str
    stage: str
    done: bool | None


@dataclass(frozen=True)
class Since:
    """What happened from the day after one day up to what the data knows; None where the table is missing or older."""

    days: int
    """Days from the decision to the data that speaks of it."""
    incidents: int | None
    loss: float | None
    """Losses of those incidents, unrecorded ones filled in with what such an incident usually costs."""
    missing_share: float | None
    finished: int | None
    value: float | None
    """Yearly value of what finished."""
    actions: tuple[Acted, ...] = ()


def since(fit: Fit, day: date, actions: Mapping[str, str] | None = None) -> Since:
    """What happened after a day, as far as the data of a fit knows, and whether a plan's actions can be seen in it."""
    known, first = happened_by(fit), (day - fit.as_of).days
    days = (fit.as_of - day).days
    acted = tuple(_acted(fit, name, action) for name, action in sorted((actions or {}).items()))
    return Since(max(days, 0), *_incidents(known, day, first), *_finishes(known, day, first), acted)


def _incidents(known: Happened, day: date, first: int) -> tuple[int | None, float | None, float | None]:
    rows = known.incidents
    if rows is None or rows.known_to <= day:
        return None, None, None
    after = int(np.searchsorted(rows.day, first, side="right"))
    count = len(rows.day) - after
    missing = float(rows.missing[after:].mean()) if count else 0.0
    return count, float(rows.loss[after:].sum()), missing


def _finishes(known: Happened, day: date, first: int) -> tuple[int | None, float | None]:
    rows = known.finishes
    if rows is None or rows.known_to <= day:
        return None, None
    done = rows.day > first
    return int(done.sum()), float(rows.value[done].sum())


def _acted(fit: Fit, name: str, action: str) -> Acted:
    rows = fit.history.portfolio
    found = rows[rows["initiative_id"].astype(str) == name]
    if not len(found):
        return Acted(name, name, action, "", None)
    stage = str(found["stage"].iloc[0])
    done = stage in CARRIED_OUT.get(action, ())
    if action == "secure_first" and done:
        done = not bool(found["late"].iloc[0])
    return Acted(name, str(found["name"].iloc[0]), action, stage, done)
