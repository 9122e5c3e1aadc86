"""A number with its honest range: the one way a quantity leaves the model."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Draws = npt.NDArray[np.float64]

LEVEL = 0.8
"""Ranges run from the 10th to the 90th percentile of the draws unless they say otherwise."""


@dataclass(frozen=True)
class Range:
    """A quantity, its likely range and how much of it the company's own data carries.

    `value`, `low`, `high` share one unit; all three are None where nothing can be said.
    `measured` is 0 (assumed) .. 1 (own data), None where that has no meaning.
    """

    value: float | None
    low: float | None
    high: float | None
    level: float = LEVEL
    measured: float | None = None
    beyond: float | None = None
    """Where `value` lies beyond what could be worked out: it is more than this, in the same unit."""

    @property
    def known(self) -> bool:
        """Whether there is a number at all."""
        return self.value is not None

    def as_json(self) -> dict[str, Any]:
        """The range with the keys of the command line's contract; infinities become null.

        `more_than` is there only where the value lies beyond it.
        """
        plain = {
            "value": _finite(self.value),
            "low": _finite(self.low),
            "high": _finite(self.high),
            "level": self.level,
            "measured": _finite(self.measured),
        }
        return plain if self.beyond is None else plain | {"more_than": _finite(self.beyond)}

    @staticmethod
    def from_json(told: Mapping[str, Any]) -> Range:
        """The range that `as_json` told.

        >>> Range.from_json(Range(3.0, 1.0, 3.0, beyond=3.0).as_json())
        Range(value=3.0, low=1.0, high=3.0, level=0.8, measured=None, beyond=3.0)
        """
        names = {"more_than": "beyond"}
        return Range(**{names.get(name, name): part for name, part in told.items()})


UNKNOWN = Range(None, None, None)


def of_draws(draws: Draws, value: float | None = None, measured: float | None = None) -> Range:
    """The likely range of a quantity from its draws (shape (K,)).

    `value` is the headline number; without one it is the mean of the draws. The range is
    widened to contain it, so that a predictive quantile never stands outside its own range.

    >>> round(of_draws(np.arange(101.0)).low, 9)
    10.0
    """
    low, high = likely(draws)
    middle = float(np.mean(draws)) if value is None else float(value)
    return Range(middle, min(float(low), middle), max(float(high), middle), LEVEL, measured)


def likely(draws: Draws) -> tuple[float, float]:
    """The 10th and 90th percentile of draws (K,), linear between them: what `numpy.quantile` says, in less time.

    >>> [round(end, 9) for end in likely(np.arange(11.0))]
    [1.0, 9.0]
    """
    ordered = np.sort(draws)
    if np.isnan(ordered[-1]):
        return np.nan, np.nan
    return _between(ordered, (1 - LEVEL) / 2), _between(ordered, (1 + LEVEL) / 2)


def _between(ordered: Draws, level: float) -> float:
    place = level * (len(ordered) - 1)
    low = int(place)
    part, below, above = place - low, float(ordered[low]), float(ordered[min(low + 1, len(ordered) - 1)])
    # from the nearer end, as numpy does
    return below + (above - below) * part if part < 0.5 else above - (above - below) * (1 - part)


def evidence_weight(posterior_variance: float, prior_variance: float) -> float:
    """The share of what we know that comes from own data: 1 - posterior / prior variance, in 0..1.

    >>> round(evidence_weight(0.09, 0.36), 2)
    0.75
    """
    return float(min(max(1.0 - posterior_variance / prior_variance, 0.0), 1.0))


def _finite(number: float | None) -> float | None:
    return None if number is None or not math.isfinite(number) else float(number)
