"""Loss curves after a slider against the bare exponential and inverse Fourier transform of arrays of that size."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from balance.model.annual_loss import Transforms, annual_loss, transforms
from balance.model.attribution import tail_amounts
from balance.model.incident_sizes import incident_sizes
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
    sizes = incident_sizes(mu, sigma, cap, grid)
    kept, often = transforms(sizes, [rates]), np.ones((DRAWS, 1))
    plain, shared, bare = in_turns(
        lambda: slider(kept, often, 0.0), lambda: slider(kept, often, SHOCK), floor_of(rates), repeat=31, warm=5
    )
    cold, summed, split = in_turns(
        lambda: incident_sizes(mu, sigma, cap, grid),
        lambda: transforms(sizes, [rates]),
        lambda: tail_amounts(sizes, rates, SHOCK),
        repeat=5,
    )
    return [
        against("loss curves after a slider", plain, bare, LIMIT),
        against("loss curves after a slider, shared shock", shared, bare, LIMIT),
        Measurement("loss sizes of every class, cold", cold),
        Measurement("loss sizes summed up and transformed", summed),
        Measurement("split of the worst years by class", split),
    ]


def slider(kept: Transforms, often: np.ndarray, shock: float) -> float:
    """Everything a moved slider asks of the loss curves."""
    year = annual_loss(kept, often, shock)
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
