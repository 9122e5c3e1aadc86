"""From one plan of the line to the next: which initiatives enter, leave or change, and what the step buys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WAITS = "pause"


@dataclass(frozen=True)
class Step:
    """What changes from the plan with the next smaller bad year to this one; ids in order."""

    enters: tuple[str, ...]
    """They wait before and run here, with security first or not."""
    leaves: tuple[str, ...]
    """They run before and wait here."""
    secured: tuple[str, ...]
    """They run in both, here with security brought in first."""
    unsecured: tuple[str, ...]
    """They run in both, before with security brought in first."""


def step(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> Step:
    """What changes between the actions of two plans.

    >>> step([("a", "pause"), ("b", "run"), ("c", "run")], [("a", "run"), ("b", "pause"), ("c", "secure_first")])
    Step(enters=('a',), leaves=('b',), secured=('c',), unsecured=())
    """
    then, now = dict(before), dict(after)
    ids = sorted(now)
    stays = [name for name in ids if WAITS not in (then.get(name), now[name])]
    return Step(
        tuple(name for name in ids if then.get(name) == WAITS != now[name]),
        tuple(name for name in ids if now[name] == WAITS != then.get(name)),
        tuple(name for name in stays if now[name] == "secure_first" != then.get(name)),
        tuple(name for name in stays if then.get(name) == "secure_first" != now[name]),
    )
