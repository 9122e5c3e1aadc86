"""Why each initiative runs, is secured first or waits in the plan that is advised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from balance.frontier.blocks import Array, Block, alone, worth
from balance.frontier.choices import PAUSE, RUN, SECURE, WORDS, Choice, Choices, mended, within
from balance.language import say
from balance.model.fit import Fit

NOTHING = 1e-9

LARGE = 60
"""In larger blocks what one adds is read from the load of the plan, without what its load does to the others."""


@dataclass(frozen=True)
class Reason:
    """One initiative in the advised plan: what is done with it, and what doing otherwise would change."""

    initiative_id: str
    name: str
    action: str
    value: float
    """Value that running it adds to the advised plan, what comes along with it included (reporting currency)."""
    exposure: float
    """Bad-year loss that running it adds, near today's plan (reporting currency)."""
    runs_from: float | None
    """From this share of the plans on, least exposure first, it runs in all of them; None: not in the last one."""
    why: str


def reasons(
    fit: Fit, chosen: Choices, parts: Sequence[Block], plans: Sequence[Choice], advised: int | None
) -> tuple[Reason, ...]:
    """Why each initiative enters or leaves the advised plan, one each in the plan's order.

    Its value and exposure are the difference between the plan with it and without it, everything else equal, except
    that who needs it waits with it.
    """
    if advised is None:
        return ()
    plan = plans[advised]
    value, exposure = _added(chosen, parts, plan)
    runs = np.array([other != PAUSE for other in plans])
    names = [str(name) for name in fit.plan.rows["name"]]
    return tuple(
        Reason(
            chosen.ids[row], names[row], WORDS[plan[row]], float(value[row]), float(exposure[row]),
            _from(runs[:, row]), _why(chosen, plan, row, value[row], exposure[row]),
        )
        for row in range(chosen.size)
    )  # fmt: skip


def _added(chosen: Choices, parts: Sequence[Block], plan: Choice) -> tuple[Array, Array]:
    """Value and exposure that running each one adds to the plan."""
    value, exposure = np.zeros(chosen.size), np.zeros(chosen.size)
    for block in parts:
        here, free = plan[block.rows], block.choices
        if block.size > LARGE:
            value[block.rows], exposure[block.rows] = _by_itself(block, here)
            continue
        with_it, without = np.tile(here, (block.size, 1)), np.tile(here, (block.size, 1))
        for row in range(block.size):
            with_it[row][free.needs[row] & (here == PAUSE)] = 0
            with_it[row, row] = SECURE if here[row] == SECURE else 0
            without[row, row] = PAUSE
            without[row][free.needs[:, row]] = PAUSE
        found = worth(block, np.vstack([mended(free, with_it), without.astype(np.int8)]))
        value[block.rows] = found.value[: block.size] - found.value[block.size :]
        exposure[block.rows] = found.exposure[: block.size] - found.exposure[block.size :]
    return value, exposure


def _by_itself(block: Block, here: Choice) -> tuple[Array, Array]:
    """What each one of a large block brings by itself, at the load of the plan."""
    running, secured = alone(block, float((here != PAUSE).mean()))
    first = here == SECURE
    return np.where(first, secured.value, running.value), np.where(first, secured.exposure, running.exposure)


def _from(runs: Choice) -> float | None:
    """From which share of the plans on it runs always."""
    if not runs[-1]:
        return None
    stops = np.flatnonzero(~runs.astype(bool))
    return float((stops[-1] + 1) / len(runs)) if len(stops) else 0.0


def _why(chosen: Choices, plan: Choice, row: int, value: float, exposure: float) -> str:
    """One sentence, without numbers: those stand beside it."""
    if plan[row] != PAUSE:
        return _why_it_runs(chosen, plan, row, value, exposure)
    waits_for = [chosen.ids[other] for other in np.flatnonzero(chosen.needs[row]) if plan[other] == PAUSE]
    if waits_for:
        return say("It needs {ids}, which waits.", ids=", ".join(waits_for))
    if _too_much(chosen, plan, row):
        return say("Running it as well would need more money, people or places than there are.")
    if value <= NOTHING:
        return say("Without it the others land more than it would.")
    return say("What it would land next year is worth less than the risk it brings.")


def _too_much(chosen: Choices, plan: Choice, row: int) -> bool:
    """Whether the plan with this one running too, and what it needs, would need more than there is."""
    with_it = plan.copy()
    with_it[chosen.needs[row] & (plan == PAUSE)] = RUN
    with_it[row] = RUN
    return not bool(within(chosen, with_it[None])[0])


def _why_it_runs(chosen: Choices, plan: Choice, row: int, value: float, exposure: float) -> str:
    if not chosen.may_pause[row]:
        kept = say("It is mandatory, or something mandatory needs it.")
    elif exposure <= NOTHING:
        kept = say("It lands value and brings no risk to speak of.")
    elif value > NOTHING:
        kept = say("What it lands next year is worth the risk it brings.")
    else:
        kept = say("Pausing it would change little.")
    if plan[row] == SECURE:
        return f"{kept} {say('Bringing security in first sheds more risk than the delay costs.')}"
    return kept
