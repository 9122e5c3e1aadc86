"""A number with its honest range: the one way a quantity leaves the model."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

Draws = npt.NDArray[np.float64]

LEVEL = 0.8
"""Ranges run from the 10th to the 90th percentile of the draws unless they say otherwise."""

AT_THE_END, ROUNDING = 0.02, 1e-9
"""A value this near to an end of its range, as a share of its width, reads as being there; less is rounding."""


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
    typical: tuple[float, float, float] | None = None
    """Where few draws move so far that `value` stands at or past the end of the others: their 10th percentile, middle
    and 90th, in the same unit. `low` and `high` are widened to contain `value` all the same."""

    @property
    def middle(self) -> float | None:
        """The number that words about most readings go by: the value, or where few draws pull it away, the middle."""
        return self.value if self.typical is None else self.typical[1]

    @property
    def still(self) -> bool:
        """Whether a difference is none, in every reading."""
        return self.value == 0 and self.low == 0 and self.high == 0

    @property
    def known(self) -> bool:
        """Whether there is a number at all."""
        return self.value is not None

    def as_json(self) -> dict[str, Any]:
        """The range with the keys of the command line's contract; infinities become null.

        `more_than` is there only where the value lies beyond it, `typical` only where few draws pull the value away.
        """
        plain = {
            "value": _finite(self.value),
            "low": _finite(self.low),
            "high": _finite(self.high),
            "level": self.level,
            "measured": _finite(self.measured),
        }
        if self.beyond is not None:
            plain["more_than"] = _finite(self.beyond)
        if self.typical is None:
            return plain
        return plain | {"typical": dict(zip(("low", "value", "high"), map(_finite, self.typical), strict=True))}

    @staticmethod
    def from_json(told: Mapping[str, Any]) -> Range:
        """The range that `as_json` told.

        >>> Range.from_json(Range(3.0, 1.0, 3.0, beyond=3.0).as_json())
        Range(value=3.0, low=1.0, high=3.0, level=0.8, measured=None, beyond=3.0, typical=None)
        """
        names = {"more_than": "beyond"}
        parts = {names.get(name, name): part for name, part in told.items()}
        if isinstance(parts.get("typical"), Mapping):
            parts["typical"] = tuple(parts["typical"][name] for name in ("low", "value", "high"))
        return Range(**parts)


UNKNOWN = Range(None, None, None)


def of_draws(draws: Draws, value: float | None = None, measured: float | None = None) -> Range:
    """The likely range of a quantity from its draws (shape (K,)).

    `value` is the headline number; without one it is the mean of the draws. The range is
    widened to contain it, so that a predictive quantile never stands outside its own range.

    >>> round(of_draws(np.arange(101.0)).low, 9)
    10.0
    """
    return _round(likely(draws), float(np.mean(draws)) if value is None else float(value), measured)


def of_differences(draws: Draws, value: float | None = None) -> Range:
    """The likely range of a paired difference (K,), which says so where a few draws pull the value away from the rest.

    >>> told = of_differences(np.array([-5.0] * 20 + [-1.0] * 75 + [90.0] * 5))
    >>> round(told.value, 2), told.high, told.typical
    (2.75, 2.75, (-5.0, -1.0, -1.0))
    """
    low, high = likely(draws)
    found = _round((low, high), float(np.mean(draws)) if value is None else float(value))
    if found.value is None or not np.isfinite(low):
        return found
    end = AT_THE_END * (high - low) + ROUNDING * max(abs(low), abs(high), abs(found.value))
    if low + end < found.value < high - end or abs(found.value - low) + abs(found.value - high) <= 2 * end:
        return found
    return replace(found, typical=(low, float(np.median(draws)), high))


def _round(ends: tuple[float, float], middle: float, measured: float | None = None) -> Range:
    """The range with these ends, widened to contain its value."""
    low, high = ends
    return Range(middle, min(low, middle), max(high, middle), LEVEL, measured)


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
