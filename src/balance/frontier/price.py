"""What one more incident costs the bad year, draw by draw: the price at which the search weighs exposure.

Near today's plan the bad year moves in proportion to the incidents of every draw. That turns the exposure of an
initiative into money of the bad year, added up over initiatives; final plans are read from the exact curve.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from balance.model.fit import Fit
from balance.model.losses import Losses
from balance.scenario import Outcome
from balance.scenario.curve import year_loss
from balance.scenario.evaluation import frequencies

Array = npt.NDArray[np.float64]

NUDGE = 0.02
"""By this share incidents are raised to see how the bad year moves."""


@dataclass(frozen=True, eq=False)
class Price:
    """Money of the bad year per unit of exposure and of the other incidents' load factor, (K,) each."""

    exposure: Array
    other: Array
    """Per unit of the company, whether it has something to run or not."""


def price(fit: Fit, base: Outcome) -> Price:
    """How the bad year of `base` grows with exposure.

    Formula: dq/dR_k = (dP_k(S > q)/dR_k) / (K f(q)), q the bad year, R_k the exposure ratio of draw k, f the density of
    the predictive year at q; times share / past exposure, and (1 - share) / past load factor of the other incidents.
    Where the bad year costs nothing, the mean loss stands in for it.
    """
    losses = fit.losses
    if losses is None:
        raise ValueError("no incidents are known, so exposure has no price")
    slope = _slope(fit, losses, base)
    share, past = fit.coupling.change_caused_share, fit.past
    known = past.exposure > 1e-9
    pace = (base.scenario.pace or 1.0) ** fit.effects.pace
    units = len(fit.plan.usual) + len(fit.plan.idle_usual)
    return Price(
        np.where(known, slope * share * pace / np.where(known, past.exposure, 1.0), 0.0),
        slope * (1 - share) / past.other / max(units, 1),
    )


def _slope(fit: Fit, losses: Losses, base: Outcome) -> Array:
    """Money of the bad year per unit of exposure ratio in each draw, (K,)."""
    bad = base.bad_year
    if base.loss is not None and bad is not None and 0 < bad.predictive < np.inf:
        often = frequencies(fit, base.scenario, base.ratio * (1 + NUDGE))
        response = 1.0 if base.scenario.response_time is None else base.scenario.response_time
        raised, _ = year_loss(fit, often, response, base.level)
        q, step = bad.predictive, 2 * base.loss.grid.step
        more = (raised.chance_beyond([q]) - base.loss.chance_beyond([q]))[:, 0]
        below, above = base.loss.chance_beyond([max(q - step, 0.0), q + step]).mean(axis=0)
        density = (below - above) / (q + step - max(q - step, 0.0))
        slope = np.maximum(more, 0.0) / (NUDGE * np.maximum(base.ratio, 1e-9)) / len(more)
        if density > 0 and slope.sum() > 0:
            return np.asarray(slope / density)
    follows = [column for column in range(len(losses.classes)) if column not in losses.independent]
    yearly = (losses.costly * base.mean_loss)[:, follows].sum(axis=1)
    return np.asarray(yearly / len(yearly))
