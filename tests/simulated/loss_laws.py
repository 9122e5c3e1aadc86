"""What one incident costs in truth: lognormal, two kinds in one class, or with the tail of a power law."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.stats import norm

TAIL_SHARE, TAIL_EXPONENT = 0.1, 1.3


@dataclass(frozen=True)
class LossLaw:
    """Lognormal parts with their weights; with `tail_from`, what lies above it is Pareto instead."""

    weights: tuple[float, ...]
    centres: tuple[float, ...]
    spreads: tuple[float, ...]
    cap: float
    tail_from: float = np.inf

    def beyond(self, amounts):
        """The chance that one loss is more than each amount."""
        logs = np.log(np.maximum(amounts, 1e-300))
        parts = zip(self.weights, self.centres, self.spreads, strict=True)
        body = sum(weight * norm.sf((logs - centre) / spread) for weight, centre, spread in parts)
        if np.isfinite(self.tail_from):
            tail = TAIL_SHARE * (np.maximum(amounts, self.tail_from) / self.tail_from) ** -TAIL_EXPONENT
            body = np.where(amounts > self.tail_from, tail, body)
        return np.where(amounts < self.cap, body, 0.0)

    def draw(self, rng, count):
        """That many losses, capped."""
        part = rng.choice(len(self.weights), count, p=self.weights) if len(self.weights) > 1 else 0
        logs = np.asarray(self.centres)[part] + np.asarray(self.spreads)[part] * rng.standard_normal(count)
        losses = np.exp(logs)
        if np.isfinite(self.tail_from):
            above = np.flatnonzero(losses > self.tail_from)
            losses[above] = self.tail_from * rng.uniform(size=len(above)) ** (-1.0 / TAIL_EXPONENT)
        return np.minimum(losses, self.cap)

    @cached_property
    def mean(self):
        """The mean of one loss: the area under the chance of more."""
        ends = np.concatenate([[0.0], np.geomspace(min(np.exp(min(self.centres)), self.cap) * 1e-4, self.cap, 4000)])
        chance = self.beyond(np.minimum(ends, self.cap * (1 - 1e-12)))
        return float(np.trapezoid(chance, ends))


def lognormal(centre, spread, cap):
    """The usual law."""
    return LossLaw((1.0,), (centre,), (spread,), cap)


def mixture(centre, spread, cap):
    """Ninety-four in a hundred small and alike, six of them thirty times as much."""
    return LossLaw((0.94, 0.06), (centre, centre + 3.4), (min(spread, 1.0), 0.8), cap)


def power(centre, spread, cap):
    """Lognormal up to the loss that a tenth exceeds, from there on a power law."""
    return LossLaw((1.0,), (centre,), (spread,), cap, float(np.exp(centre + spread * norm.isf(TAIL_SHARE))))


LAWS = {"lognormal": lognormal, "mixture": mixture, "power": power}
