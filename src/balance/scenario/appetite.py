"""What it takes to bring every point of the board's appetite inside what is allowed."""

from __future__ import annotations

import math

import numpy as np

from balance.model.fit import Fit
from balance.scenario.evaluation import Outcome, evaluate
from balance.scenario.settings import Lever, Scenario


def inside_for(fit: Fit, base: Outcome, lever: Lever) -> float | None:
    """The smallest spend on more controls that brings every point of the appetite inside what is allowed.

    In steps of a tenth of the power of ten in a programme's cost, so that it can be said: tens of thousands beside
    programmes of 160,000. More controls never make more incidents, so that halving finds it.
    Returns None where nothing is passed, or where not even the lever's end brings us inside.
    """
    step = 10.0 ** (math.floor(math.log10(fit.programme_cost)) - 1)
    none, enough = 0, math.floor(lever.greatest / step)
    if holds(fit, base) or not holds(fit, _spending(fit, enough * step)):
        return None
    while enough - none > 1:
        middle = (none + enough) // 2
        none, enough = (none, middle) if holds(fit, _spending(fit, middle * step)) else (middle, enough)
    return enough * step


def _spending(fit: Fit, amount: float) -> Outcome:
    return evaluate(fit, Scenario(control_spend=amount))


def holds(fit: Fit, outcome: Outcome) -> bool:
    """Whether the chance of passing each point of the appetite, over all readings, is no more than allowed."""
    if outcome.loss is None or fit.limit is None:
        return True
    return bool((outcome.appetite.mean(axis=0) <= np.array([allowed for _, allowed in fit.appetite])).all())
