"""The coupling part of the report: the multipliers that tie delivery to risk, each with a sentence for leaders."""

from __future__ import annotations

import numpy as np

from balance.model.fit import Fit
from balance.ranges import Draws, Range, of_draws
from balance.report import Effect


def effects(fit: Fit) -> tuple[Effect, ...]:
    """The multipliers of load, joining late, size and each technology, each with how far own data carries it."""
    found, weights = fit.coupling, fit.coupling.measured
    listed = [
        Effect("load", _multiplier(2.0**found.load, weights["load"]),
               "Incidents per open initiative when work in progress doubles"),
        Effect("security_joined_late", _multiplier(np.exp(found.late), weights["late"]),
               "Incidents of an initiative that security joined late, against one it joined at design"),
        Effect("size", _multiplier(2.0**found.size, weights["size"]),
               "Incidents of an initiative with twice the budget"),
    ]  # fmt: skip
    for column, tag in enumerate(found.technologies):
        multiplier = _multiplier(np.exp(found.technology[:, column]), weights[f"technology:{tag}"])
        listed.append(
            Effect(f"technology:{tag}", multiplier, f"Incidents of an initiative with {tag}, against one without")
        )
    return tuple(listed)


def _multiplier(draws: Draws, measured: float) -> Range:
    return of_draws(draws, float(np.median(draws)), measured)
