"""A made-up company before its first day: who is in it, what it plans, and the truth that governs it.

Times are months of a twelfth of 365 days from the end of the as-of date, the past negative. Every part draws from a
stream of random numbers of its own, so that changing one part of a case leaves the others as they were.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr as norm_cdf
from scipy.special import ndtri as norm_quantile
from tests.simulated.cases import Case
from tests.simulated.loss_laws import LAWS, LossLaw, lognormal

WARM_UP = 24
"""Months before the history in which initiatives already begin, so that it starts under usual load."""

AHEAD = 12
"""Months ahead for which starts are planned and approved."""

CAP = 5e7
"""The most one incident costs; stated to the product, as it asks for it."""

TAGS = ("ai", "cloud", "iot", "mobile")
TAIL_BEGINS, TAIL_ENDS, TAIL_EXPONENT = 1.5, 10.0, 1.4


@dataclass(frozen=True)
class Initiatives:
    """All initiatives ever, one row each: arrays (n,), `tags` (n, tags)."""

    unit: np.ndarray
    start: np.ndarray
    start_planned: np.ndarray
    announced: np.ndarray
    """Whether the table of initiatives knows it; what has begun is always known."""
    planned: np.ndarray
    """Planned length in months."""
    ratio: np.ndarray
    """Work it truly takes, at usual load, over the plan."""
    cancelled: np.ndarray
    """The month it is given up, infinite for nearly all."""
    score: np.ndarray
    tags: np.ndarray
    budget: np.ndarray
    value: np.ndarray


@dataclass(frozen=True)
class Truth:
    """The true parameters of one company."""

    units: int
    quarters: int
    slowdown: float
    """Speed = pace x (work in progress / usual)^-slowdown."""
    duration: tuple[float, float, float]
    """Log median and spread of the ordinary ratio, and the share of the tail."""
    late: float
    technology: np.ndarray
    size: float
    load: float
    """Elasticity of incidents to load, beyond open time or work done."""
    load_other: float
    per_quarter: float
    change_caused: float
    luck: float
    """Variance of the gamma factor of each unit and quarter."""
    unit_share: np.ndarray
    own_class: np.ndarray
    """Share of each class in what initiatives cause."""
    other_class: np.ndarray
    level: np.ndarray
    """Factor on the incidents of each class and quarter, history and next year, (classes, quarters + 4)."""
    laws: tuple[LossLaw, ...]
    cap: float
    linked: float
    secured: float
    """Share of the late effect that bringing security in now removes."""
    secure_delay: float
    """What that costs, as a share of the plan."""
    pace_risk: float
    revenue: float
    severe_rate: float
    severe_law: LossLaw


def stream(seed: int, part: str):
    """The random numbers of one part of one company."""
    return np.random.default_rng([seed, zlib.crc32(part.encode())])


def between(rng, span):
    """A whole number between two, both included; evenly on the log scale where they are not whole."""
    low, high = span
    if isinstance(low, int):
        return int(rng.integers(low, high + 1))
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def normal(rng, span):
    """A normal number of this mean and standard deviation."""
    return float(span[0] + span[1] * rng.standard_normal())


def truth_of(case: Case, seed: int, initiatives: int) -> Truth:
    """Draws what governs one company."""
    rng = stream(seed, "truth")
    units, quarters, classes = (between(rng, span) for span in (case.units, case.quarters, case.classes))
    units = initiatives if case.one_each else units
    own, other = rng.dirichlet(np.full(classes, 2.0), size=2)
    slowdown = float(np.clip(1.0 - normal(rng, case.throughput), 0.0, 1.2))
    duration = (normal(rng, (np.log(0.95), 0.12)), float(np.exp(normal(rng, (np.log(0.2), 0.3)))), rng.beta(4.0, 18.0))
    effects = [normal(rng, span) for span in (case.late, case.size, case.load, (0.1, 0.1))]
    technology = case.technology[0] + case.technology[1] * rng.standard_normal(len(TAGS))
    levers = rng.standard_normal(3)
    revenue = between(rng, (2e7, 5e9))
    rare_rate, rare_law = severe_truth(rng, revenue)
    return Truth(
        units, quarters, slowdown, duration, effects[0], technology, effects[1], effects[2], effects[3],
        between(rng, case.per_quarter), rng.uniform(*case.change_caused), rng.uniform(*case.luck),
        rng.dirichlet(np.full(units, 3.0)), own, other, level_of(case, seed, classes, quarters),
        laws_of(case, seed, classes), CAP, rng.uniform(*case.linked), float(np.clip(0.6 + 0.18 * levers[0], 0, 1)),
        0.12 * float(np.exp(0.5 * levers[1])), 0.95 + 0.25 * float(levers[2]), revenue,
        rare_rate if case.severe else 0.0, rare_law,
    )  # fmt: skip


def laws_of(case: Case, seed: int, classes: int) -> tuple[LossLaw, ...]:
    """What one incident of each class costs; of a mixture only the first class is one."""
    rng, laws = stream(seed, "laws"), []
    for position in range(classes):
        law = LAWS[case.losses] if position == 0 or case.losses == "power" else lognormal
        laws.append(law(rng.normal(np.log(case.typical_loss), 0.9), rng.uniform(*case.spread), CAP))
    return tuple(laws)


def level_of(case: Case, seed: int, classes: int, quarters: int):
    """The random walk of the log rate, as factors of mean 1 over the history."""
    rng = stream(seed, "level")
    steps = case.drift * rng.standard_normal((1, quarters + 4))
    steps = steps + case.drift_by_class * rng.standard_normal((classes, quarters + 4))
    level = np.exp(np.cumsum(steps, axis=1))
    return level / level[:, :quarters].mean(axis=1, keepdims=True)


def severe_truth(rng, revenue):
    """A company's own rate and law of severe events: published experience, with how much companies differ."""
    typical, extreme, per_year = next(row for bound, *row in PUBLISHED if revenue <= bound)
    spread = np.log(extreme / typical) / 1.645
    rate = rng.gamma(0.886, per_year / 0.886)
    centre = np.log(typical) + spread / np.sqrt(3.0) * rng.standard_normal()
    return float(rate), lognormal(float(centre), float(spread * np.exp(0.2 * rng.standard_normal())), max(revenue, CAP))


PUBLISHED = (
    (1e8, 403e3, 7e6, 0.083),
    (1e9, 467e3, 12e6, 0.083),
    (1e10, 2e6, 62e6, 0.105),
)
"""Cyentia IRIS 2025 by yearly revenue: bound, median loss, loss that 5 in 100 exceed, events a year."""


def initiatives_of(case: Case, seed: int, truth: Truth, wanted: int) -> Initiatives:
    """Draws all initiatives from before the history to a year ahead."""
    rng, months = stream(seed, "initiatives"), 3 * truth.quarters + WARM_UP
    count = wanted if case.one_each else max(round(wanted * (months + AHEAD) / (3 * truth.quarters + AHEAD + 9)), 4)
    even, lowest = rng.uniform(size=count), -float(months)
    start = grown(even, case.intake_growth / 12, lowest, float(AHEAD))
    planned = np.clip(np.exp(rng.normal(np.log(8.0), 0.5, count)), 2.0, 30.0)
    unit = (
        np.arange(count)
        if case.one_each
        else rng.choice(truth.units, count, p=rng.dirichlet(np.full(truth.units, 3.0)))
    )
    cancelled = np.where(rng.uniform(size=count) < 0.04, start + planned * rng.uniform(0.2, 1.0, count), np.inf)
    score = rng.choice([0.0, 0.5, 1.0], count, p=[0.4, 0.25, 0.35])
    tags = (rng.uniform(size=(count, len(TAGS))) < 0.3).astype(float)
    budget = np.exp(rng.normal(np.log(8e5), 0.8, count)) * (planned / 8.0) ** 0.5
    value = budget * np.exp(rng.normal(np.log(0.6), 0.7, count))
    ratio = ratios(rng, truth, np.zeros((1, count)))[0]
    promised, known = stream(seed, "promises").uniform(size=(2, count))
    start_planned = start + case.slip * np.log1p(-promised)
    announced = (start < 0) | (known < case.announced)
    return Initiatives(
        unit, start, start_planned, announced, planned, ratio, cancelled, score, tags, budget, value
    )  # fmt: skip


def grown(even, growth, first, last):
    """Moments between two, evenly spread or growing by `growth` (log scale) a month."""
    if not growth:
        return first + (last - first) * even
    return np.log(np.exp(growth * first) + even * (np.exp(growth * last) - np.exp(growth * first))) / growth


def ratios(rng, truth: Truth, done):
    """Draws of work over plan, all in all, given the ratio already worked; `done` has any shape."""
    centre, spread, share = truth.duration
    from_body = norm_cdf((np.log(np.maximum(done, 1e-9)) - centre) / spread)
    whole = 1.0 - (TAIL_BEGINS / TAIL_ENDS) ** TAIL_EXPONENT
    from_tail = (1.0 - (TAIL_BEGINS / np.clip(done, TAIL_BEGINS, TAIL_ENDS * 0.999)) ** TAIL_EXPONENT) / whole
    tail_left, body_left = share * (1.0 - from_tail), (1.0 - share) * (1.0 - from_body)
    which, where = rng.uniform(size=(2, *np.shape(done)))
    body = np.exp(centre + spread * norm_quantile(np.clip(from_body + where * (1.0 - from_body), 1e-12, 1 - 1e-12)))
    tail = TAIL_BEGINS * (1.0 - (from_tail + where * (1.0 - from_tail)) * whole) ** (-1.0 / TAIL_EXPONENT)
    return np.maximum(np.where(which * (tail_left + body_left) < tail_left, tail, body), done + 1e-6)
