"""What is assumed of the sizes of losses: few known ones in a class, and the severe class with its floor."""

from __future__ import annotations

import numpy as np

from balance.model.cautions.kinds import caution
from balance.model.fit import Fit
from balance.report import Caution

MANY_KNOWN = 30
"""Known losses of a class from which its own largest ones say something of how large the largest get."""

FEW_SEVERE = 3


def few_known_losses(fit: Fit) -> Caution | None:
    """In how many classes too few losses are known to say how large the largest get."""
    if fit.losses is None:
        return None
    known = fit.losses.known
    few = int((known < MANY_KNOWN).sum())
    return caution("few_known_losses", 0.0, few=few, classes=len(known), enough=MANY_KNOWN) if few else None


def severe_published(fit: Fit) -> Caution | None:
    """Whether the severe class rests on what other companies have met, and how much of the loss that is."""
    if fit.losses is None or fit.losses.severe is None or fit.losses.severe.own_events >= FEW_SEVERE:
        return None
    cost = (fit.losses.costly * fit.losses.means).mean(axis=0)
    share = float(cost[list(fit.losses.independent)].sum() / max(cost.sum(), 1e-300))
    return caution("severe_published", share, share=share, own=fit.losses.severe.own_events)


def ordinary_above_floor(fit: Fit) -> Caution | None:
    """Whether ordinary losses reach above the floor of the severe class, so that it had to be raised or is too low."""
    rare = fit.losses.severe if fit.losses else None
    if rare is None or rare.seen >= 1.0:
        return None
    return caution("ordinary_above_floor", float(np.log(1.0 / rare.seen)) + 0.1, floor=rare.floor)


DETECTORS = (few_known_losses, severe_published, ordinary_above_floor)
