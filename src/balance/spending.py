"""What one more million would buy, in speed or in safety: today's plan with less and more money, on the same draws.

Speed is money for initiatives: what no longer fits is paused, least value per cost first. Safety is money for more
control programmes. Both are what-ifs like any other, so a difference carries no luck of the draw.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from balance.model.fit import Fit
from balance.ranges import UNKNOWN, Range
from balance.scenario import Outcome, Scenario, compare, evaluate, holds, inside, inside_for, levers

MILLION = 1e6
LEAST_BUDGET, POINTS = 0.5, 8


@dataclass(frozen=True)
class Point:
    """So much money (reporting currency), what comes of it, and the difference to today's plan."""

    money: float
    comes: Range
    change: Range


@dataclass(frozen=True)
class Curve:
    """What comes of money along a line, and what a million at today's plan is worth; empty where it is not known."""

    points: tuple[Point, ...]
    today: float
    """Money of today's plan."""
    step: float
    """The million, or as much less as there is."""
    bought: Range
    """Speed: value a year that the last of these steps lands. Safety: how far the first step moves the risk."""


@dataclass(frozen=True)
class Inside:
    """What it takes to be inside the appetite by more controls alone."""

    money: float | None
    """The least a year that is enough; None where not even `most` is."""
    sure: float | None
    """In which share of the readings every point then holds."""
    most: float


@dataclass(frozen=True)
class Spending:
    """Speed: value landing next year against money for initiatives. Safety: risk against money for more controls."""

    speed: Curve
    safety: Curve
    of_chance: bool
    """Whether the risk is the chance beyond the limit (0..1); else it is the loss of a bad year."""
    inside: Inside | None = None
    """What more controls would have to cost to bring us inside the appetite; None where we are, or none is stated."""


NOTHING = Curve((), 0.0, 0.0, UNKNOWN)


def spending(fit: Fit, base: Outcome) -> Spending:
    """Both curves of today's plan.

    Returns money in the reporting currency; value a year; risk as a chance, or a loss where no limit is stated.
    """
    of_chance = fit.limit is not None
    needed = _inside(fit, base) if of_chance and fit.losses is not None else None
    at = (needed.money,) if needed is not None and needed.money is not None else ()
    return Spending(_speed(fit, base), _safety(fit, base, of_chance, at), of_chance, needed)


def _inside(fit: Fit, base: Outcome) -> Inside | None:
    lever = next(lever for lever in levers(fit) if lever.name == "control_spend")
    if holds(fit, base):
        return None
    money = inside_for(fit, base, lever)
    sure = None if money is None else inside(fit, evaluate(fit, Scenario(control_spend=money)))
    return Inside(money, sure, lever.greatest)


def _speed(fit: Fit, base: Outcome) -> Curve:
    """Less money than the plan needs: half of it up to all of it."""
    whole = float(np.nansum(fit.plan.cost)) if fit.has_initiatives else 0.0
    if whole <= 0:
        return NOTHING
    step = min(MILLION, whole * (1 - LEAST_BUDGET))
    shares = sorted({*np.linspace(LEAST_BUDGET, 1.0, POINTS).tolist(), 1 - step / whole})
    made = [_made(fit, base, Scenario(budget=share), share * whole, "value_landing_next_year") for share in shares]
    last = _made(fit, base, Scenario(budget=1 - step / whole), whole - step, "value_landing_next_year")
    points = tuple(point for point in made if point.comes.known)
    return Curve(points, whole, step, _turned(last.change)) if points else NOTHING


def _safety(fit: Fit, base: Outcome, of_chance: bool, at: tuple[float, ...] = ()) -> Curve:
    """More money for controls: from none up to what the lever allows, and the amounts that are asked for."""
    name, most = "chance_beyond_limit" if of_chance else "bad_year_loss", 10 * fit.programme_cost
    if most <= 0 or fit.losses is None:
        return NOTHING
    amounts = sorted({*np.linspace(0.0, most, POINTS).tolist(), *at})
    points = tuple(_made(fit, base, Scenario(control_spend=money), money, name) for money in amounts)
    step = min(MILLION, most)
    first = _made(fit, base, Scenario(control_spend=step), step, name)
    return Curve(points, 0.0, step, first.change) if points[0].comes.known else NOTHING


def _made(fit: Fit, base: Outcome, plan: Scenario, money: float, name: str) -> Point:
    told = compare(fit, base, evaluate(fit, plan, base.level))
    return Point(money, told.scenario[name], told.difference[name])


def _turned(change: Range) -> Range:
    """What taking money away loses is what having it brings."""
    if change.value is None or change.low is None or change.high is None:
        return UNKNOWN
    turned = None if change.typical is None else (-change.typical[2], -change.typical[1], -change.typical[0])
    return Range(-change.value + 0.0, -change.high + 0.0, -change.low + 0.0, typical=turned)
