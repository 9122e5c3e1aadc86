"""What the levers do, as draws: effects that come from stated assumptions and not from own data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from balance.assumptions import Assumptions
from balance.model import draws
from balance.model.priors import number, prior
from balance.ranges import Draws


@dataclass(frozen=True, eq=False)
class LeverEffects:
    """Draws (K,) of what each lever does."""

    secured: Draws
    """Share of the late-joining effect that joining at design removes, 0..1."""
    secure_delay: Draws
    """Delay when security is brought in now, share of the planned length."""
    programme: Draws
    """Share of incidents one more control programme prevents, 0.02..0.9."""
    response: Draws
    """Elasticity of losses to the time to detect and resolve, 0 or more."""
    pace: Draws
    """Elasticity of change-caused incidents to delivery pace, 0 or more."""


def lever_effects(given: Assumptions) -> LeverEffects:
    """Draw what every lever does from its stated or documented range.

    A lever never works against its meaning: draws in which more response time would make losses smaller, or
    more pace incidents rarer, are set to no effect.

    >>> from balance.assumptions import resolve
    >>> round(float(lever_effects(resolve(None)).programme.mean()), 2)
    0.25
    """
    u = draws.columns("effects", draws.EFFECTS)

    def drawn(key: str, column: str) -> Draws:
        centre, sd = prior(given, key)
        return np.asarray(centre + sd * draws.normal(u[column]))

    return LeverEffects(
        np.clip(drawn("effect:secure_at_design", "secure_at_design"), 0.0, 1.0),
        np.minimum(np.exp(drawn("effect:secure_delay", "secure_delay")), 2.0),
        np.clip(drawn("effect:control_programme", "control_programme"), 0.02, 0.9),
        np.maximum(drawn("effect:response_time", "response_time"), 0.0),
        np.maximum(drawn("effect:pace_risk", "pace_risk"), 0.0),
    )


def programme_cost(controls: pd.DataFrame | None, given: Assumptions) -> tuple[float, bool]:
    """What one control programme costs a year, and whether that is assumed.

    The median positive yearly cost of the controls; without any, that of the assumptions.

    >>> from balance.assumptions import resolve
    >>> programme_cost(None, resolve(None))
    (100000.0, True)
    """
    assumed = number(given, "effect:programme_cost", 1.0, 1e12)
    if controls is None or "annual_cost" not in controls:
        return assumed, True
    costs = pd.to_numeric(controls["annual_cost"], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    known = costs[np.isfinite(costs) & (costs > 0)]
    return (float(np.median(known)), False) if len(known) else (assumed, True)
