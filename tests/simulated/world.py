"""A made-up company with its past: what was worked on, and every incident with its true cause and loss."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from tests.simulated.cases import Case
from tests.simulated.delivering import Course, lived, usual_load
from tests.simulated.firm import WARM_UP, Initiatives, Truth, between, initiatives_of, stream, truth_of
from tests.simulated.happening import Base, base_of, exposure, other_by_quarter, own_by_quarter, risk


@dataclass(frozen=True)
class Incidents:
    """Every incident of the history: arrays (m,)."""

    month: np.ndarray
    """When, a fraction of months from the as-of date."""
    unit: np.ndarray
    cause: np.ndarray
    """Row of the initiative it came from, -1 for none."""
    kind: np.ndarray
    """Its class; the number of classes for a severe one."""
    loss: np.ndarray


@dataclass(frozen=True)
class World:
    """One company, whole: what it is, what happened, and what governs both."""

    case: Case
    seed: int
    truth: Truth
    firm: Initiatives
    usual: np.ndarray
    """Work in progress at which each unit works at plan speed, (units,)."""
    course: Course
    base: Base
    incidents: Incidents

    @property
    def worked(self):
        """Planned months of work done on each initiative by the as-of date, (n,)."""
        return self.course.done[0].sum(axis=1)


def world(case: Case, seed: int) -> World:
    """Draws one company of this kind and lets it live until the as-of date."""
    wanted = between(stream(seed, "count"), case.initiatives)
    truth = truth_of(case, seed, wanted)
    firm = initiatives_of(case, seed, truth, wanted)
    usual = usual_load(firm, truth, WARM_UP)
    course = lived(firm, truth, usual, WARM_UP)
    each = exposure(case, course, truth, firm)[:, :, WARM_UP:]
    multiplier = risk(firm, truth)
    own = own_by_quarter(each, multiplier, firm, truth.units)
    other = other_by_quarter(course, truth)[:, :, WARM_UP // 3 :]
    base = base_of(own, other, truth)
    happened = incidents(stream(seed, "incidents"), truth, firm, each[0] * multiplier[:, None] * base.own,
                         other[0] * base.other, course.active[0, :, WARM_UP:])  # fmt: skip
    return World(case, seed, truth, firm, usual, course, base, happened)


def incidents(rng, truth: Truth, firm: Initiatives, own, other, active) -> Incidents:
    """What happened: counts by initiative and month and by unit and quarter, each unit and quarter with its luck."""
    luck = rng.gamma(1.0 / truth.luck, truth.luck, (truth.units, truth.quarters))
    level = truth.level[:, : truth.quarters]
    by_month = np.repeat(luck, 3, axis=1)[firm.unit] * own
    found = [of_class(rng, by_month * np.repeat(level[kind] * truth.own_class[kind], 3),
                      other * luck * level[kind] * truth.other_class[kind], firm, active, kind)
             for kind in range(len(truth.laws))]  # fmt: skip
    found.append(severe(rng, truth))
    month, unit, cause, kind = (np.concatenate(column) for column in zip(*found, strict=True))
    month = month - 3 * truth.quarters
    laws = (*truth.laws, truth.severe_law)
    loss = np.zeros(len(month))
    for which, law in enumerate(laws):
        loss[kind == which] = law.draw(rng, int((kind == which).sum()))
    order = np.argsort(month, kind="stable")
    return Incidents(month[order], unit[order], cause[order], kind[order], loss[order])


def of_class(rng, own, other, firm, active, kind):
    """Month, unit, cause and class of the incidents of one class, months from the start of the history."""
    row, month = np.nonzero(counts := rng.poisson(own))
    row, month = np.repeat(row, counts[row, month]), np.repeat(month, counts[row, month])
    within = within_month(rng, firm.start[row], month - own.shape[1], active[row, month])
    unit, quarter = np.nonzero(others := rng.poisson(other))
    unit, quarter = np.repeat(unit, others[unit, quarter]), np.repeat(quarter, others[unit, quarter])
    moment = 3 * (quarter + rng.uniform(size=len(quarter)))
    return (np.concatenate([month + within, moment]), np.concatenate([firm.unit[row], unit]),
            np.concatenate([row, np.full(len(unit), -1)]), np.full(len(row) + len(unit), kind))  # fmt: skip


def within_month(rng, start, month, active):
    """Where in its month an incident falls: in the part in which its initiative was worked on."""
    begun = np.clip(start - month, 0.0, 1.0)
    return np.minimum(begun + active * rng.uniform(size=len(begun)), 1.0 - 1e-9)


def severe(rng, truth: Truth):
    """Severe events, if any, as incidents of a class of their own."""
    count = rng.poisson(truth.severe_rate * truth.quarters / 4)
    return (rng.uniform(0, 3 * truth.quarters, count), rng.integers(0, truth.units, count), np.full(count, -1),
            np.full(count, len(truth.laws)))  # fmt: skip
