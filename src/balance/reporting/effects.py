"""The coupling part of the report: the multipliers that tie delivery to risk, each with a sentence for leaders."""

from __future__ import annotations

import numpy as np

from balance import formats
from balance.language import noted, say
from balance.model.fit import Fit
from balance.ranges import UNKNOWN, Draws, Range, of_draws
from balance.report import Effect

MEANINGS = {
    "load": noted("Incidents per open initiative when work in progress doubles"),
    "security_joined_late": noted(
        "Incidents of an initiative that security joined late, against one it joined at design"
    ),
    "size": noted("Incidents of an initiative with twice the budget"),
}


def effects(fit: Fit) -> tuple[Effect, ...]:
    """The multipliers of load, joining late, size and each technology, each with how far own data carries it.

    They tie two tables together: without initiatives or without incidents their numbers are null.
    """
    if not (fit.has_initiatives and fit.has_incidents):
        return tuple(Effect(name, UNKNOWN, say(meaning)) for name, meaning in MEANINGS.items())
    found, weights = fit.coupling, fit.coupling.measured
    draws = {"load": 2.0**found.load, "security_joined_late": np.exp(found.late), "size": 2.0**found.size}
    measured = {"load": weights["load"], "security_joined_late": weights["late"], "size": weights["size"]}
    listed = [
        Effect(name, _multiplier(draws[name], measured[name]), say(meaning)) for name, meaning in MEANINGS.items()
    ]
    for column, tag in enumerate(found.technologies):
        multiplier = _multiplier(np.exp(found.technology[:, column]), weights[f"technology:{tag}"])
        listed.append(
            Effect(
                f"technology:{tag}",
                multiplier,
                say("Incidents of an initiative with {tag}, against one without", tag=formats.technology(tag)),
            )
        )
    return tuple(listed)


def _multiplier(draws: Draws, measured: float) -> Range:
    return of_draws(draws, float(np.median(draws)), measured)
