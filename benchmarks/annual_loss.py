"""Loss curves after a slider against the bare exponential and inverse Fourier transform of arrays of that size."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from balance.model.annual_loss import Transforms, annual_loss, retransformed, transforms
from balance.model.attribution import tail_amounts
from balance.model.loss_grid import choose_grid
from benchmarks.measurement import Measurement, against, in_turns

DRAWS, CLASSES, POINTS = 256, 8, 2048
LIMIT = 2.0
SHOCK = 0.02
LOSSES = (5e6, 10e6)


def measure() -> list[Measurement]:
    """Curve with band, bad year per draw and two chances per draw; then what moves less often."""
    mu, sigma, cap, rates = company()
    grid = choose_grid(mu, sigma, cap, rates, SHOCK, limits=LOSSES, points=POINTS)
    kept = transforms(mu, sigma, cap, grid)
    plain, shared, bare = in_turns(
        lambda: slider(kept, rates, 0.0), lambda: slider(kept, rates, SHOCK), floor_of(rates), repeat=31, warm=5
    )
    cold, moved, split = in_turns(
        lambda: transforms(mu, sigma, cap, grid),
        lambda: retransformed(kept, mu - 0.1, sigma, cap, [0, 1]),
        lambda: tail_amounts(kept, rates, SHOCK),
        repeat=5,
    )
    return [
        against("loss curves after a slider", plain, bare, LIMIT),
        against("loss curves after a slider, shared shock", shared, bare, LIMIT),
        Measurement("loss transforms, cold", cold),
        Measurement("loss transforms of two classes", moved),
        Measurement("split of the worst years by class", split),
    ]


def slider(kept: Transforms, rates: np.ndarray, shock: float) -> float:
    """Everything a moved slider asks of the loss curves."""
    year = annual_loss(kept, rates, shock)
    table, bad, chances = year.exceedance(), year.bad_year(), year.chance_beyond(LOSSES)
    return float(table["chance"].iloc[1] + bad.predictive + chances[0, 0])


def floor_of(rates: np.ndarray) -> Callable[[], np.ndarray]:
    """The bare exponential of a complex array and the inverse transform of it, nothing else."""
    rng = np.random.default_rng(1)
    size = (len(rates), POINTS // 2 + 1)
    exponent = rng.normal(-3, 1, size) + 1j * rng.normal(0, 1, size)
    return lambda: np.fft.irfft(np.exp(exponent), POINTS)


def company() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Eight classes of about six incidents a year each, in 256 draws."""
    rng = np.random.default_rng(3)
    size = (DRAWS, CLASSES)
    mu, sigma = rng.normal(10.5, 0.3, size), rng.uniform(1.0, 1.8, size)
    return mu, sigma, np.full(CLASSES, 2e7), rng.gamma(20, 0.3, size)
