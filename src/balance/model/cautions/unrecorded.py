"""Losses that are not recorded: a floor nobody stated, small ones missing, ranges in place of sums, and others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import log_ndtr

from balance.model.cautions.kinds import caution
from balance.model.fit import Fit
from balance.model.losses import amounts
from balance.model.recording import recording_rule
from balance.report import Caution

Array = npt.NDArray[np.float64]
Groups = npt.NDArray[np.int64] | npt.NDArray[np.object_]

FLOOR_EVIDENCE = 3.0
"""From this ln likelihood ratio on, losses are taken to begin at a floor."""

TREND, OTHER_TREND = 1.65, 2.6
"""Standard deviations from which recording is taken to follow the size of a class, or another trait of an incident."""

FEWEST, FEWEST_OF_CLASS = 12, 5
"""Known losses from which a floor can be looked for: of all classes, and of one."""

LEAST_APART = 0.03
"""A difference of the shares recorded below this moves no loss that is told, however many incidents make it sure."""

LEAST_GROUP = 3
MOST_OFF = 0.7
FEW_MISSING, MANY_RANGES, WIDE_RANGE = 0.1, 0.2, 3.0

SPREADS = np.array([0.9, 1.0, 1.1, 1.25, 1.45, 1.7, 2.0, 2.4, 3.0])[:, None]
CENTRES = np.linspace(0.1, -3.0, 16)


def recording_floor(fit: Fit) -> Caution | None:
    """Whether losses begin at a floor that nobody stated."""
    frame = fit.history.incidents
    if not len(frame) or recording_rule(fit.assumptions) is not None:
        return None
    amount, missing = amounts(frame), frame["loss"].isna().mean()
    floor = suspected_floor(amount, fit.history.class_codes)
    return None if floor is None else caution("recording_floor", _off(missing), floor=floor, missing=float(missing))


def suspected_floor(amount: Array, classes: Groups) -> float | None:
    """The smallest known loss, where the losses of the classes begin there as if cut off; else None.

    Args: losses (n,), NaN where unknown, currency; the class of each. ln likelihood of normals cut off at the smallest
    ln loss, best centre and spread on a grid, less that of whole normals, summed over the classes: a floor is common to
    all classes, chance is not. A floor is suspected from 3.0 on.

    >>> whole = np.exp(np.random.default_rng(3).normal(10, 1.2, 100))
    >>> suspected_floor(whole, np.full(100, "a", dtype=object)) is None
    True
    >>> suspected_floor(whole[whole > 2e4], np.full((whole > 2e4).sum(), "a", dtype=object)) is None
    False
    """
    known = amount > 0
    if known.sum() < FEWEST:
        return None
    logs, named = np.log(amount[known]), classes[known]
    least = float(logs.min())
    evidence = sum(_cut_off_there(logs[named == name], least) for name in pd.unique(named))
    return float(np.exp(least)) if evidence > FLOOR_EVIDENCE else None


def _cut_off_there(logs: Array, least: float) -> float:
    """By how much ln losses of one class are likelier as a normal cut off there than as a whole one (ln)."""
    count = len(logs)
    centre, spread = (float(logs.mean()), float(logs.std())) if count else (0.0, 0.0)
    if count < FEWEST_OF_CLASS or spread < 1e-6:
        return 0.0
    wide = spread * SPREADS
    at = centre + CENTRES * wide
    whole = -0.5 * (1.0 + np.log(spread**2))
    cut = -0.5 * (spread**2 + (centre - at) ** 2) / wide**2 - np.log(wide) - log_ndtr((at - least) / wide)
    return count * float(cut.max() - whole)


def small_unrecorded(fit: Fit) -> Caution | None:
    """Whether losses are recorded more often where losses are larger."""
    frame = fit.history.incidents
    if not len(frame) or recording_rule(fit.assumptions) is not None:
        return None
    amount = amounts(frame)
    known, missing = ~np.isnan(amount), float(np.isnan(amount).mean())
    classes = fit.history.class_codes
    if recorded_where_large(amount, known, classes) > TREND:
        much, little = _recorded_at_ends(amount, known, classes)
        if much - little >= LEAST_APART:
            return caution("small_unrecorded", _off(missing), by="class", much=much, little=little, missing=missing)
    for by, trait in _traits(fit, frame):
        if follows(trait, known) > OTHER_TREND:
            middle = np.nanmedian(trait)
            much, little = float(known[trait > middle].mean()), float(known[trait <= middle].mean())
            if much - little >= LEAST_APART:
                return caution("small_unrecorded", _off(missing), by=by, much=much, little=little, missing=missing)
    return None


def recorded_where_large(amount: Array, known: npt.NDArray[np.bool_], group: Groups) -> float:
    """How surely losses are recorded more often in groups with larger losses, in standard deviations.

    Args: losses, whether each is known, its group (n,). The correlation of being recorded with the mean known ln loss
    of the group, times sqrt(n - 1); groups with fewer than three known losses are left out. 0 where it cannot be told.

    >>> loss = np.array([1.0, np.nan] * 20 + [9.0, 9.0] * 20)
    >>> bool(recorded_where_large(loss, ~np.isnan(loss), np.repeat(np.array(["a", "b"], dtype=object), 40)) > 4)
    True
    """
    size = np.full(len(amount), np.nan)
    for name in pd.unique(group):
        own = group == name
        positive = own & (amount > 0)
        if positive.sum() >= LEAST_GROUP:
            size[own] = np.log(amount[positive]).mean()
    return follows(size, known)


def follows(trait: Array, known: npt.NDArray[np.bool_]) -> float:
    """How surely being recorded goes along with a trait, in standard deviations; rows without it do not count.

    >>> follows(np.arange(40.0), np.arange(40) > 19).__round__(1), follows(np.zeros(40), np.arange(40) > 19)
    (5.4, 0.0)
    """
    there = ~np.isnan(trait)
    x, y = trait[there], known[there].astype(float)
    if len(x) < 20 or x.std() < 1e-9 or y.std() < 1e-9:
        return 0.0
    return float(np.corrcoef(x, y)[0, 1] * np.sqrt(len(x) - 1))


def _recorded_at_ends(amount: Array, known: npt.NDArray[np.bool_], group: Groups) -> tuple[float, float]:
    """The share recorded in the groups above and below the middle of the known losses."""
    names = [name for name in pd.unique(group) if (amount[group == name] > 0).sum() >= LEAST_GROUP]
    names.sort(key=lambda name: float(np.log(amount[(group == name) & (amount > 0)]).mean()))
    return float(known[group == names[-1]].mean()), float(known[group == names[0]].mean())


def _traits(fit: Fit, frame: pd.DataFrame) -> Iterator[tuple[str, Array]]:
    """What else of an incident tells how grave it was, as ranks: downtime, records affected, time to resolve."""
    yield "time to resolve", _ranks(frame["open_days"].to_numpy(dtype=float))
    given = fit.company.incidents
    for name, said in (("downtime_hours", "downtime"), ("records_affected", "records affected")):
        if given is not None and name in given and given[name].notna().any():
            column = pd.to_numeric(given[name], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
            yield said, _ranks(column[frame["place"].to_numpy(dtype=np.int64)])


def _ranks(trait: Array) -> Array:
    return np.asarray(pd.Series(trait).rank(), dtype=np.float64)


def loss_ranges(fit: Fit) -> Caution | None:
    """Whether many losses are wide ranges, so that the doubt about each looks like spread between them."""
    frame = fit.history.incidents
    if not len(frame):
        return None
    low, high = frame["loss_low"].to_numpy(dtype=float), frame["loss_high"].to_numpy(dtype=float)
    ranged = frame["loss"].isna().to_numpy() & (low > 0) & (high > low)
    share = float(ranged.sum() / max((~np.isnan(amounts(frame))).sum(), 1))
    if share < MANY_RANGES:
        return None
    wide = float(np.median(high[ranged] / low[ranged]))
    off = share * float(np.log(wide)) ** 2 / 24
    return caution("loss_ranges", min(off, MOST_OFF), share=share, wide=wide) if wide >= WIDE_RANGE else None


def unrecorded(fit: Fit) -> Caution | None:
    """How many incidents have no loss; for where nothing shows which."""
    if fit.losses is None or fit.losses.missing_share < FEW_MISSING or recording_rule(fit.assumptions) is not None:
        return None
    return caution("unrecorded", 0.0, missing=fit.losses.missing_share)


def _off(missing: float) -> float:
    """By how much a mean loss is too high if all that is missing is small, at most (log scale)."""
    return min(-float(np.log1p(-min(float(missing), 0.99))) / 2, MOST_OFF)


def missing_losses(fit: Fit) -> Caution | None:
    """What the data says of losses that are not recorded: the first of what can be seen, else how many there are."""
    return recording_floor(fit) or small_unrecorded(fit) or unrecorded(fit)


DETECTORS = (missing_losses, loss_ranges)
