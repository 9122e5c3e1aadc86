"""A forecast as one row: its quantiles, its mean and its whole distribution; and where an outcome lay in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

LEVELS: Mapping[str, float] = {
    "q05": 0.05, "q10": 0.10, "q20": 0.20, "q50": 0.50, "q80": 0.80, "q90": 0.90, "q95": 0.95,
}  # fmt: skip
MOST_POINTS = 256
"""So many values of a distribution are kept; between them it is a step of 1 in 256 at most, or of a few counts."""


def of_draws(draws: Array) -> dict[str, Any]:
    """The row of a quantity from its draws (K,): quantiles, mean, and the share of the draws at or below each value."""
    values, counted = np.unique(draws[np.isfinite(draws)], return_counts=True)
    if not len(values):
        return {}
    return of_steps(values, np.cumsum(counted) / len(draws), float(draws.mean()))


def of_steps(values: Array, at_most: Array, mean: float) -> dict[str, Any]:
    """The row of a distribution that steps up at rising values (m,) to the chance of at most each (m,).

    A quantile is the first value that reaches its level; one that no value reaches is missing: it lies beyond.

    >>> of_steps(np.array([0.0, 1.0, 2.0]), np.array([0.5, 0.9, 1.0]), 0.6)["q50"]
    0.0
    """
    row: dict[str, Any] = {"expected": mean}
    for name, level in LEVELS.items():
        reached = np.searchsorted(at_most, level - 1e-12)
        row[name] = float(values[reached]) if reached < len(values) else float("nan")
    kept = _thinned(len(values))
    rounded = [[float(f"{number:.10g}") for number in part[kept]] for part in (values, at_most)]
    return row | {"curve": json.dumps(rounded, separators=(",", ":"))}


def place_in(curve: str, outcome: float) -> float:
    """Where an outcome lay in its forecast, 0 (below all of it) .. 1: the chance of less, and half that of just this.

    The middle counts because counts and sums of few values come with ties: over many honest forecasts these places
    are spread evenly on average. Reference: the mid-PIT; Czado, Gneiting and Held 2009.

    >>> place_in("[[0,1,2],[0.5,0.9,1.0]]", 1.0)
    0.7
    """
    values, at_most = (np.asarray(part, dtype=np.float64) for part in json.loads(curve))
    close = 1e-9 * max(abs(outcome), 1.0)
    below = int(np.searchsorted(values, outcome - close))
    reached = int(np.searchsorted(values, outcome + close, side="right"))
    chance = np.concatenate([[0.0], at_most])
    if reached == below and 0 < below < len(values):  # between two values kept: on the line between their steps
        part = (outcome - values[below - 1]) / (values[below] - values[below - 1])
        middle = (chance[below - 1] + chance[below]) / 2
        return float(middle + part * ((chance[below] + chance[below + 1]) / 2 - middle))
    return float((chance[below] + chance[reached]) / 2)


def _thinned(count: int) -> npt.NDArray[np.intp]:
    """Which of so many values are kept: all, or evenly many with the first and the last."""
    if count <= MOST_POINTS:
        return np.arange(count, dtype=np.intp)
    return np.unique(np.linspace(0, count - 1, MOST_POINTS).round().astype(np.intp))
