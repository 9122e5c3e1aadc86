"""What each lack of data does to the headline numbers: how much of their doubt comes from the part it touches."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from balance.model.cautions import cautions
from balance.model.fit import Fit
from balance.model.quality import quality as parts_of_quality
from balance.report import Quality, Widening
from balance.scenario import Outcome

Array = npt.NDArray[np.float64]


def quality(fit: Fit, outcome: Outcome) -> Quality:
    """How far the data carries the answer: each part with what it does to its headline number, and the cautions."""
    found, share = parts_of_quality(fit), shares(fit, outcome)
    parts = tuple(
        replace(part, effects=tuple(_headed(effect, share.get(effect.on)) for effect in part.effects))
        for part in found.parts
    )
    return replace(found, parts=parts, cautions=cautions(fit))


def shares(fit: Fit, outcome: Outcome) -> dict[str, float]:
    """Of the variance of a headline number, the share that comes from each part of the answer, 0..1.

    rate, severity, links: of ln expected annual loss, each with the others held at their mean; delivery: of the value
    landing next year, as far as what is learnt of durations explains it. What cannot be said is left out.
    """
    found = {}
    if fit.losses is not None:
        whole = _spread(outcome.expected_loss)
        steady = np.maximum(outcome.ratio, 1e-12)[:, None]
        follows = np.ones(outcome.costly.shape[1])
        follows[list(fit.losses.independent)] = 0.0
        rate = outcome.costly / np.where(follows > 0, steady, 1.0)
        mean_loss, usual = outcome.mean_loss.mean(axis=0), outcome.costly.mean(axis=0)
        if whole > 0:
            found["rate"] = _spread(rate @ mean_loss) / whole
            found["severity"] = _spread(outcome.mean_loss @ usual) / whole
            found["links"] = _spread(outcome.ratio) / whole
    if fit.has_initiatives and outcome.value.var() > 0:
        found["delivery"] = _explained(fit, outcome.value)
    return {name: float(min(share, 1.0)) for name, share in found.items()}


def headline_width(width: float, share: float, *, included: bool) -> float:
    """How many times as wide a headline's range is, or ought to be, through a part with this share of its variance.

    Where the range has the width in it, perfect data would take share x (1 - 1 / width^2) of its variance away; where
    it has not, width^2 - 1 times the share must be added.

    >>> headline_width(2.0, 0.0, included=True), round(headline_width(2.0, 1.0, included=True), 6)
    (1.0, 2.0)
    >>> round(headline_width(2.0, 0.5, included=False), 3)
    1.581
    """
    if not included:
        return float(np.sqrt(1.0 + (width**2 - 1.0) * share))
    left = 1.0 - share * (1.0 - 1.0 / width**2)
    return float(1.0 / np.sqrt(left)) if left > 0 else float("inf")


def _headed(effect: Widening, share: float | None) -> Widening:
    if share is None or not np.isfinite(effect.width):
        return effect
    return replace(effect, headline_width=headline_width(effect.width, share, included=effect.included))


def _spread(draws: Array) -> float:
    """Variance of the logarithm over the draws; 0 where any is zero."""
    return float(np.log(draws).var()) if (draws > 0).all() else 0.0


def _explained(fit: Fit, value: Array) -> float:
    """The share of the variance of a quantity that a straight line in what is learnt of durations explains."""
    learnt = fit.delivery
    columns = (np.ones_like(value), learnt.median, np.log(learnt.spread), learnt.tail_weight, learnt.slowdown)
    design = np.column_stack(columns)
    line = design @ np.linalg.lstsq(design, value, rcond=None)[0]
    return float(np.clip(1.0 - (value - line).var() / value.var(), 0.0, 1.0))
