"""Work month by month: the more a unit has open at once, the slower each of them moves.

Arrays are (runs, initiatives, months).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from tests.simulated.firm import Initiatives, Truth

LEAST_USUAL = 0.5
LEAST_LOAD = 1 / 3
"""Below a third of the usual load nothing gets any faster: people do not work three times as fast alone."""

SETTLING = 6


@dataclass(frozen=True)
class Course:
    """What was done when."""

    first_month: int
    active: np.ndarray
    """Share of each month in which an initiative was worked on, (runs, n, months)."""
    done: np.ndarray
    """Planned months of work done in it."""
    log_load: np.ndarray
    """ln(work in progress / usual) of each unit, (runs, units, months)."""
    finish: np.ndarray
    """The month (a fraction counts) in which it was finished, infinite for what was not, (runs, n)."""


@dataclass(frozen=True)
class Order:
    """A limit on what may be open: how many each unit may have, and the rank in which initiatives get a place."""

    most_open: np.ndarray
    rank: np.ndarray


def membership(unit, units):
    """1 where an initiative is of a unit, (n, units)."""
    return (np.asarray(unit)[:, None] == np.arange(units)).astype(float)


def deliver(
    firm: Initiatives, left, usual, slowdown: float, first_month: int, months: int, pace=1.0, order: Order | None = None
) -> Course:
    """Lets work run from one month on; `left` is the work still to do, (runs, n), in planned months."""
    left, member = np.array(left, dtype=float), membership(firm.unit, len(usual))
    active = np.zeros((*left.shape, months))
    done, log_load = np.zeros_like(active), np.zeros((len(left), len(usual), months))
    finish = np.full(left.shape, np.inf)
    for month in range(months):
        now = first_month + month
        begun = np.clip(now + 1 - np.maximum(firm.start, now), 0.0, 1.0)
        until = np.clip(firm.cancelled - now, 0.0, 1.0)
        present = np.where(left > 0, np.maximum(begun + until - 1.0, 0.0), 0.0)
        if order is not None:
            present = present * has_place(present > 0, firm.unit, order)
        log_load[:, :, month] = np.log(np.maximum(present @ member / usual, LEAST_LOAD))
        speed = (pace * np.exp(-slowdown * log_load[:, :, month]))[:, firm.unit]
        active[:, :, month] = np.minimum(present, left / speed)
        done[:, :, month] = active[:, :, month] * speed
        ends = (present > 0) & (left <= present * speed)
        finish = np.where(ends, now + (1.0 - begun) + active[:, :, month], finish)
        left = np.where(ends, 0.0, left - done[:, :, month])
        if not (left[:, firm.start < now + months] > 0).any():
            break
    return Course(first_month, active, done, log_load, finish)


def has_place(waiting, unit, order: Order):
    """Which of those that could run have a place under the limit of their unit: the first ones by rank."""
    place = np.zeros(waiting.shape, dtype=bool)
    for which, most in enumerate(order.most_open):
        own = np.flatnonzero(unit == which)
        own = own[np.argsort(order.rank[own], kind="stable")]
        place[:, own] = np.cumsum(waiting[:, own], axis=1) <= most
    return place


def usual_load(firm: Initiatives, truth: Truth, warm_up: int):
    """The load at which each unit works at plan speed: what its initiatives typically meet, so that plans are fair.

    Load slows work and slow work makes load, so it is found by going there step by step.
    """
    member = membership(firm.unit, truth.units)
    usual = np.maximum((firm.planned @ member) / (3 * truth.quarters + warm_up), LEAST_USUAL)
    for _ in range(SETTLING):
        course = lived(firm, truth, usual, warm_up)
        worked = np.einsum("nm,nu->um", course.active[0, :, warm_up:], member)
        met = (worked * course.log_load[0, :, warm_up:]).sum(axis=1) / np.maximum(worked.sum(axis=1), 1e-9)
        usual = np.maximum(usual * np.exp(0.7 * met), LEAST_USUAL)
    return usual


def lived(firm: Initiatives, truth: Truth, usual, warm_up: int) -> Course:
    """The one past that happened, up to the as-of date."""
    months = 3 * truth.quarters + warm_up
    return deliver(firm, (firm.planned * firm.ratio)[None, :], usual, truth.slowdown, -months, months)
