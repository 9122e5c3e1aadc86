"""The level of incidents: whether it moves, whether the record can tell, and how even the quarters of units are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from balance.model.cautions.kinds import caution
from balance.model.fit import Fit
from balance.model.frequency import LEAST_EXPOSURE, MOST_EXPOSURE
from balance.model.level import STEPS, learn_level
from balance.model.losses import level_prior
from balance.model.plan import covered_quarters, multipliers
from balance.report import Caution

Array = npt.NDArray[np.float64]

MOVES, STILL, SURE = 0.1, 0.04, 0.8
"""A step of the level from which it moves, one below which it stands still (log scale), and how sure that must be."""

SHORT, FEW = 4, 20
"""Fewer quarters, and fewer incidents, leave nearly everything to what is assumed."""

USUAL_SWING, UNLIKELY = 0.35, 1.1
"""Variance of a unit's quarter beyond chance up to which it is usual; standard errors from which it is not."""


def level_moves(fit: Fit) -> Caution | None:
    """Whether the quarters show that the level of incidents moves, or can neither show nor exclude it."""
    if not fit.has_incidents:
        return None
    chance, quarters = _steps(fit), fit.history.quarters
    if float(chance[STEPS >= MOVES].sum()) >= SURE:
        step = float(chance @ STEPS)
        return caution("moving_level", 1.37 * step, step=step, quarters=quarters)
    if float(chance[STEPS <= STILL].sum()) >= SURE:
        return None
    return caution("drift_unknown", 0.0, quarters=quarters, incidents=len(fit.history.incidents), step=MOVES)


def _steps(fit: Fit) -> Array:
    """The chance of every step of the level from quarter to quarter."""
    totals = fit.history.counts.sum(axis=1).to_numpy(dtype=float)
    learnt = learn_level(totals, _relative(fit), level_prior(fit.assumptions))
    return np.asarray(learnt.chance.reshape(len(STEPS), -1).sum(axis=1))


def exposed(fit: Fit) -> Array:
    """What each initiative exposed in each quarter at the means of the effects, (initiatives, quarters)."""
    rows, effects = fit.history.portfolio, fit.coupling
    if not len(rows):
        return fit.history.open_share
    own = np.log(multipliers(rows, effects)).mean(axis=1) + rows["score"].to_numpy(dtype=float) * effects.late.mean()
    return np.asarray(fit.history.open_share * np.exp(own[:, None] + fit.load.felt * effects.load.mean()))


def _relative(fit: Fit) -> Array:
    """How much each quarter exposed against the usual, (quarters,)."""
    covered, total = covered_quarters(fit.history.open_share), exposed(fit).sum(axis=0)
    relative, share = np.ones(fit.history.quarters), float(fit.coupling.change_caused_share.mean())
    if covered.any() and total[covered].mean() > 1e-9:
        relative[covered] = share * total[covered] / total[covered].mean() + 1.0 - share
    return np.clip(relative, LEAST_EXPOSURE, MOST_EXPOSURE)


def short_history(fit: Fit) -> Caution | None:
    """Whether there are fewer than four quarters of incidents."""
    if not fit.has_incidents or fit.history.quarters >= SHORT:
        return None
    return caution("short_history", 0.3, quarters=fit.history.quarters, incidents=len(fit.history.incidents))


def few_incidents(fit: Fit) -> Caution | None:
    """Whether there are fewer than twenty incidents in a longer record."""
    count = len(fit.history.incidents)
    if not 0 < count < FEW or fit.history.quarters < SHORT:
        return None
    return caution("few_incidents", 0.3, incidents=count, quarters=fit.history.quarters)


def uneven_quarters(fit: Fit) -> Caution | None:
    """Whether units have quarters much better and much worse than chance and their work explain."""
    past = fit.history
    if not fit.has_incidents or not fit.has_initiatives or past.quarters < SHORT:
        return None
    place = {name: at for at, name in enumerate(fit.load.units)}
    unit = past.incidents["unit"].map(place).to_numpy(dtype=float)
    counts, work = np.zeros((2, len(place), past.quarters))
    there = ~np.isnan(unit)
    quarter = past.incidents["quarter"].to_numpy(dtype=np.int64)[there]
    np.add.at(counts, (unit[there].astype(np.int64), quarter), 1.0)
    np.add.at(work, fit.load.unit, exposed(fit))
    variance, error = swing(counts, work, float(fit.coupling.change_caused_share.mean()))
    if variance < USUAL_SWING + UNLIKELY * error:
        return None
    return caution("uneven_quarters", variance / 4, swing=float(np.sqrt(variance)))


def swing(counts: Array, work: Array, share: float) -> tuple[float, float]:
    """How much the quarters of units swing beyond chance and work, as a variance, and its error were it 0.35.

    Args: incidents and exposure of each unit and quarter (units, quarters), the share of incidents that work brings.
    A unit's incidents, spread over its quarters as its work asks, are expected; (T/(T - 1) x squares beyond them -
    their sum) / squares of what is expected. Error: moments of a gamma mixture of Poisson counts. Nothing counted: 0.

    >>> swing(np.array([[4.0, 4.0, 4.0, 4.0]]), np.ones((1, 4)), 0.5)[0]
    -0.25
    """
    quarters = counts.shape[1]
    part = share * work / np.maximum(work.mean(axis=1, keepdims=True), 1e-9) + 1.0 - share
    expected = counts.sum(axis=1, keepdims=True) * part / part.sum(axis=1, keepdims=True)
    weight = float((expected**2).sum())
    if weight <= 0:
        return 0.0, np.inf
    beyond = ((counts - expected) ** 2 * quarters / (quarters - 1) - expected).sum()
    usual = expected + USUAL_SWING * expected**2
    fourth = 2 * usual**2 + usual * (1 + 6 * USUAL_SWING * expected + 6 * (USUAL_SWING * expected) ** 2)
    return float(beyond / weight), float(np.sqrt(fourth.sum()) / weight)


DETECTORS = (level_moves, short_history, few_incidents, uneven_quarters)
