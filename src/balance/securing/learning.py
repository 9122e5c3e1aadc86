"""What experience with a technology does to the incidents of the next initiative that uses it.

Experience is how many initiatives began with that technology before; with several technologies the newest counts. The
curve is the power law of practice: each doubling of experience multiplies incidents by the same factor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.assumptions import Assumptions
from balance.language import noted
from balance.model import draws
from balance.model.coupling import dispersed
from balance.model.fit import Fit
from balance.model.observed import rate
from balance.model.priors import kept_to, prior
from balance.model.signal import Direction, direction
from balance.ranges import UNKNOWN, Range, evidence_weight, of_draws

Array = npt.NDArray[np.float64]

OWN_DRAWS = 42
"""The block of uniforms that is this module's own."""

ANYWHERE = 10.0
"""How far the level of all may lie from one incident a year, log scale: as far as it likes."""

BINS = ((0, 0), (1, 2), (3, 5), (6, 11), (12, 10**6))
FEWEST_INCIDENTS, FEWEST_INITIATIVES = 5, 6


@dataclass(frozen=True)
class LearningPrior:
    """What is thought of experience before any data: the rows `effect:learning`, `..._levels` and `..._rough`."""

    doubling: float = 0.0
    """What each doubling does to the log of incidents."""
    doubt: float = 0.35
    levels: float = 0.8
    """How far apart technologies lie for reasons of their own, log scale."""
    rough: float = 1.25
    """Where initiatives scatter more than chance their spread is not the same for all: the variance, times as large."""


@dataclass(frozen=True, eq=False)
class Learning:
    """Incidents by experience with the newest technology.

    steps: least, most (initiatives before it), initiatives, open_years, incidents, per_year (Range, uncorrected).
    """

    steps: pd.DataFrame
    per_doubling: Range
    """Incidents when experience doubles, times as many: corrected for technology, joining, size and load."""
    change: Direction | None
    """Whether incidents rise (1) or fall (-1) with experience; None where too little is known."""
    initiatives: int
    incidents: int
    missing: tuple[str, ...]


def learning(fit: Fit) -> Learning:
    """Fit what a doubling of experience does to incidents, from those linked to initiatives with a technology.

    Missing: what began before the table of initiatives speaks is unknown, so experience is counted low for the first
    of each technology; with fewer than 5 incidents or 6 initiatives nothing is fitted.
    """
    rows, past = fit.history.portfolio, fit.history
    worked, linked = past.open_share.sum(axis=1), past.linked_counts.sum(axis=1)
    before, newest = experience(rows)
    used = (before >= 0) & (worked > 0.01)
    years, count = worked[used] / 4.0, linked[used]
    steps = _steps(before[used], years, count, fit.coupling.dispersion) if fit.has_incidents else _no_steps()
    few = used.sum() < FEWEST_INITIATIVES or count.sum() < FEWEST_INCIDENTS
    missing = _missing(fit)
    if few or missing or len(set(before[used])) < 2:
        return Learning(steps, UNKNOWN, None, int(used.sum()), int(count.sum()), missing)
    assumed = learning_prior(fit.assumptions)
    mean, sd = slope(before[used], newest[used], count, _exposure(fit)[used], assumed)
    drawn = mean + sd * draws.normal(draws.uniforms(1, (draws.SEED, OWN_DRAWS))[:, 0])
    times = np.exp(drawn)
    told = of_draws(times, float(np.median(times)), evidence_weight(sd**2, assumed.doubt**2))
    return Learning(steps, told, direction(drawn), int(used.sum()), int(count.sum()), missing)


def experience(rows: pd.DataFrame) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.object_]]:
    """How many initiatives began with its newest technology before each, -1 without one or a start; and which it is.

    Args: rows of `portfolio`. Two that began on one day do not count for each other.

    >>> rows = pd.DataFrame({"begun": [-30.0, -20.0, -10.0], "tags": [("ai",), ("ai", "iot"), ("ai",)]})
    >>> [part.tolist() for part in experience(rows)]
    [[0, 0, 2], ['ai', 'iot', 'ai']]
    """
    begun = rows["begun"].to_numpy(dtype=float)
    starts: dict[str, Array] = {}
    for tag in {tag for tags in rows["tags"] for tag in tags}:
        mine = np.array([tag in tags for tags in rows["tags"]], dtype=bool)
        starts[tag] = np.sort(begun[mine & ~np.isnan(begun)])
    told = [
        min([(int(np.searchsorted(starts[tag], day)), tag) for tag in tags if day == day], default=(-1, ""))
        for day, tags in zip(begun, rows["tags"], strict=True)
    ]
    return np.array([n for n, _ in told], dtype=np.int64), np.array([tag for _, tag in told], dtype=object)


def learning_prior(given: Assumptions) -> LearningPrior:
    """What is assumed of experience, stated or documented.

    >>> from balance.assumptions import resolve
    >>> learning_prior(resolve(None)) == LearningPrior()
    True
    """
    doubling, doubt = prior(given, "effect:learning")
    levels, rough = kept_to(given, "effect:learning_levels"), kept_to(given, "effect:learning_rough")
    return LearningPrior(doubling, doubt, levels, rough)


def slope(
    before: npt.NDArray[np.int64], newest: npt.NDArray[np.object_], incidents: Array, exposure: Array,
    assumed: LearningPrior = LearningPrior(),
) -> tuple[float, float]:  # fmt: skip
    """By how much the log of incidents changes for each doubling of experience: estimate and standard deviation.

    Args: initiatives before (n,), newest technology (n,), incidents (n,), exposure (n,) in which all else that is known
    to matter is counted; what is assumed. Formula: Poisson with log mean = log exposure + level + level of the
    technology + slope x log2(1 + before), priors normal, dispersion of the initiatives' own counts.
    """
    kinds = sorted(set(newest))
    x = np.column_stack([np.ones(len(before)), *(newest == kind for kind in kinds), np.log2(1.0 + before)])
    means = np.array([0.0, *[0.0] * len(kinds), assumed.doubling])
    sds = np.array([ANYWHERE, *[assumed.levels] * len(kinds), assumed.doubt])
    cells = np.arange(len(before), dtype=np.int64)
    found = dispersed(x.astype(float), incidents, exposure, means, sds, cells)
    rough = assumed.rough if found.dispersion > 1.0 else 1.0
    return float(found.effects[-1]), float(found.sd[-1] * np.sqrt(rough))


def _exposure(fit: Fit) -> Array:
    """Initiative-years open, weighed by what joining, size and load are found to do; technology is the curve's."""
    found, rows = fit.coupling, fit.history.portfolio
    own = rows["score"].to_numpy(dtype=float) * found.late.mean() + rows["log_size"].to_numpy() * found.size.mean()
    met = np.exp(fit.load.felt * found.load.mean())
    return np.asarray(np.maximum((fit.history.open_share * met).sum(axis=1) / 4.0, 1e-9) * np.exp(own))


def _steps(before: npt.NDArray[np.int64], years: Array, incidents: Array, dispersion: float) -> pd.DataFrame:
    told = []
    for least, most in BINS:
        mine = (before >= least) & (before <= most)
        if mine.any():
            seen, lasted = float(incidents[mine].sum()), float(years[mine].sum())
            told.append((least, int(min(most, before.max())), int(mine.sum()), lasted, int(seen),
                         rate(seen, lasted, dispersion)))  # fmt: skip
    return pd.DataFrame(told, columns=list(_no_steps().columns))


def _no_steps() -> pd.DataFrame:
    return pd.DataFrame(columns=["least", "most", "initiatives", "open_years", "incidents", "per_year"])


def _missing(fit: Fit) -> tuple[str, ...]:
    """The columns that would add the answer."""
    rows = fit.history.portfolio
    if not fit.has_initiatives:
        return (noted("the table initiatives (technology, start_actual)"),)
    found = () if any(len(tags) for tags in rows["tags"]) else ("initiatives: technology",)
    if not fit.has_incidents:
        return (*found, noted("the table incidents (initiative_id)"))
    return found if fit.history.linked_counts.sum() > 0 else (*found, "incidents: initiative_id, or change_id")
