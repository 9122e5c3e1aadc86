"""The yardstick: what this machine takes for 10,000 simulated years of 38.46 lognormal events each.

The limits in ms of the product hold on a machine that takes 9.8 ms for it; elsewhere they stretch with it.
"""

from __future__ import annotations

import numpy as np

from benchmarks.measurement import in_turns

YEARS = 10_000
EVENTS_A_YEAR = 38.46


def simulate_years() -> float:
    """A plain simulation of the yearly loss; its mean, so that nothing is optimised away."""
    rng = np.random.default_rng(1)
    counts = rng.poisson(EVENTS_A_YEAR, YEARS)
    losses = rng.lognormal(11.0, 1.4, int(counts.sum()))
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    return float(np.add.reduceat(losses, np.minimum(starts, len(losses) - 1)).mean())


def yardstick_ms() -> float:
    """The yardstick of this machine in this minute."""
    return in_turns(simulate_years, repeat=15, warm=3)[0]
