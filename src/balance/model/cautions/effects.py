"""Effects that are assumed, or blurred by how they are read: of load, of one unit alone, of bringing security in."""

from __future__ import annotations

import numpy as np

from balance.model.cautions.kinds import caution
from balance.model.fit import Fit
from balance.report import Caution

OWN_DATA = 0.8
"""From this share of own evidence on, an assumption no longer holds an effect back."""


def load_assumed(fit: Fit) -> Caution | None:
    """Whether an assumption still holds back what more at once does to incidents."""
    measured = fit.coupling.measured.get("load", 0.0)
    if not fit.has_initiatives or not fit.has_incidents or measured >= OWN_DATA:
        return None
    doubled = float(2 ** np.median(fit.coupling.load))
    return caution("load_assumed", 0.0, measured=measured, doubled=doubled)


def one_unit(fit: Fit) -> Caution | None:
    """Whether there is one business unit only, so that load and the times cannot be told apart."""
    if len(fit.load.units) != 1 or not fit.has_incidents or fit.plan.size < 2:
        return None
    return caution("one_unit", 0.05, initiatives=len(fit.history.portfolio))


def securing_assumed(fit: Fit) -> Caution | None:
    """How many running initiatives security joined late, for which it is assumed what bringing it in prevents."""
    late = int(fit.plan.rows["late"].sum()) if fit.plan.size else 0
    return caution("securing_assumed", 0.0, late=late) if late else None


DETECTORS = (load_assumed, one_unit, securing_assumed)
