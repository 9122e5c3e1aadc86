"""What it takes to bring every point of the board's appetite inside what is allowed."""

from __future__ import annotations

import math

import numpy as np

from balance.model.fit import Fit
from balance.scenario.evaluation import Outcome, evaluate
from balance.scenario.settings import Lever, Scenario


def inside_for(fit: Fit, base: Outcome, lever: Lever) -> float | None:
    """The smallest spend on more controls that brings every point of the appetite inside what is allowed.

    In steps of a tenth of the power of ten in a programme's cost, and from ten programmes' power of ten on up to the
    next two figures, so that it can be said and what is said is enough: tens of thousands beside programmes of
    160,000, then hundreds of thousands. More controls never make more incidents, so that halving finds it.
    Returns None where nothing is passed, or where not even the lever's end brings us inside.
    """
    step = 10.0 ** (math.floor(math.log10(fit.programme_cost)) - 1)
    most = math.floor(lever.greatest / step)
    none, enough = 0, most
    if holds(fit, base) or not holds(fit, _spending(fit, enough * step)):
        return None
    while enough - none > 1:
        middle = (none + enough) // 2
        none, enough = (none, middle) if holds(fit, _spending(fit, middle * step)) else (middle, enough)
    return min(_sayable(enough), most) * step


def _sayable(steps: int) -> int:
    """The next whole number of steps that two figures can say: money is never told with more.

    >>> _sayable(7), _sayable(99), _sayable(113), _sayable(120)
    (7, 99, 120, 120)
    """
    return steps if steps < 100 else -(-steps // 10) * 10


def _spending(fit: Fit, amount: float) -> Outcome:
    return evaluate(fit, Scenario(control_spend=amount))


def holds(fit: Fit, outcome: Outcome) -> bool:
    """Whether the chance of passing each point of the appetite, over all readings, is no more than allowed."""
    if outcome.loss is None or fit.limit is None:
        return True
    return bool((outcome.appetite.mean(axis=0) <= np.array([allowed for _, allowed in fit.appetite])).all())
