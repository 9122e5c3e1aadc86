"""The ground of the balance chart: its axes, what they measure, and where a point lies in pixels.

x is the chance of a year beyond the board's limit, in 100, or the loss of a bad year where no limit is stated;
y is the value landing in a year, or initiatives finished where values are missing. The frame is fixed by
today and the trail, never by a scenario, so that nothing jumps while sliders move.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from balance import formats
from balance.figures.tokens import Tone
from balance.language import say
from balance.ranges import Range

RING_80 = 1.40
"""Joint 80 in 100 ring over the half-width of an 80 % range: 1.794 / 1.282 standard deviations."""
RING_50 = 0.92
_TURNS = np.linspace(0.0, 2 * math.pi, 49)


@dataclass(frozen=True)
class Position:
    """Where a plan stands: value a year, and chance (0..1) or bad-year loss (currency)."""

    label: str
    value: Range
    risk: Range
    tone: Tone = "ink"

    @property
    def whole(self) -> bool:
        """Whether both axes are known."""
        return formats.known(self.value) and formats.known(self.risk)


@dataclass(frozen=True)
class Frame:
    """Axes of the chart: limits in shown units, divisors from money, and what is said of a point."""

    x: tuple[float, float]
    y: tuple[float, float]
    currency: str
    limit: float | None
    value_scale: formats.Scale
    risk_scale: formats.Scale
    counts: bool = False

    @property
    def x_title(self) -> str:
        """What the x axis measures."""
        if self.limit is None:
            return say(
                "Loss that 5 in 100 next years exceed, {money_unit}",
                money_unit=formats.money_unit(self.currency, self.risk_scale),
            )
        shown = formats.money(self.limit, self.currency)
        return say("Chance that next year's loss exceeds the board's limit of {shown}, in 100", shown=shown)

    @property
    def x_short(self) -> str:
        """The same for a narrow screen."""
        if self.limit is None:
            return say("Bad-year loss, {money_unit}", money_unit=formats.money_unit(self.currency, self.risk_scale))
        return say("Chance next year's loss exceeds {limit}, in 100", limit=formats.money(self.limit, self.currency))

    @property
    def step(self) -> float:
        """The distance of the y axis's lines."""
        return tick_step((self.y[1] - self.y[0]) / 8)

    @property
    def y_title(self) -> str:
        """What the y axis measures."""
        if self.counts:
            return say("Initiatives finished a year")
        return say(
            "Value landing in a year, {money_unit}", money_unit=formats.money_unit(self.currency, self.value_scale)
        )

    def at(self, value: float, risk: float) -> tuple[float, float]:
        """A point in shown units, held inside the frame."""
        x, y = self.risk(risk), value / self.value_scale.divisor
        return min(max(x, self.x[0]), self.x[1]), min(max(y, self.y[0]), self.y[1])

    def risk(self, risk: float) -> float:
        """A risk in shown units."""
        return risk * 100 if self.limit is not None else risk / self.risk_scale.divisor

    def say(self, position: Position, short: bool = False) -> str:
        """A position in words: 'Today: £6.4M, 23 in 100'."""
        value = (
            formats.count(position.value.value)
            if self.counts
            else formats.money(position.value.value, self.currency, scale=self.value_scale)
        )
        if self.limit is None:
            risk = formats.money(position.risk.value, self.currency, scale=self.risk_scale)
        else:
            risk = formats.in_100(position.risk.value) if short else formats.chance(position.risk.value)
        return f"{position.label}: {value}, {risk}"

    def pixels(self, x: float, y: float, size: tuple[float, float]) -> tuple[float, float]:
        """A shown point in pixels of a plotting area of that size."""
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (y - self.y[0]) / (self.y[1] - self.y[0])
        return across * size[0], up * size[1]


def frame_of(
    base: Position,
    trail: pd.DataFrame | None,
    *,
    currency: str,
    limit: float | None,
    allowed: float | None,
    counts: bool = False,
) -> Frame:
    """The fixed axes that hold today with its ring, the trail and the appetite, with room for scenarios."""
    values = [*_ends(base.value), *(_column(trail, "value"))]
    risks = [*_ends(base.risk), *(_column(trail, "risk")), *([allowed] if allowed and limit is not None else [])]
    value_scale = formats.Scale(1.0, "") if counts else formats.scale_of(*values)
    risk_scale = formats.scale_of(*risks)
    divisor = 0.01 if limit is not None else risk_scale.divisor
    right = nice(max(risks, default=0.2 * divisor) * 1.25 / divisor)
    across = (0.0, min(max(right, 5.0), 100.0) if limit is not None else right)
    up = _upright([value / value_scale.divisor for value in values])
    return Frame(across, up, currency, limit, value_scale, risk_scale, counts)


def ring(position: Position, frame: Frame, widen: float = RING_80) -> tuple[np.ndarray, np.ndarray]:
    """The outline round a position in shown units: chances bend in log-odds, money losses in logs."""
    risk, value = position.risk, position.value
    centre, low, high = (_bent(part, frame) for part in _three(risk))
    middle, least, most = _three(value)
    across, up = np.cos(_TURNS), np.sin(_TURNS)
    bent = centre + widen * across * np.where(across > 0, high - centre, centre - low)
    xs = 100 / (1 + np.exp(-bent)) if frame.limit is not None else np.exp(bent) / frame.risk_scale.divisor
    ys = middle + widen * up * np.where(up > 0, most - middle, middle - least)
    return np.clip(xs, *frame.x).round(4), np.clip(ys / frame.value_scale.divisor, *frame.y).round(4)


def reachable(frontier: pd.DataFrame | None, frame: Frame) -> np.ndarray:
    """The plans that no other beats in shown units, risk rising, cut off where they leave the frame.

    What another plan beats on the shown axes is left out: the plans are chosen on the bad year, and the chance of
    one size of loss may rank two close ones differently.
    """
    if frontier is None or frame.counts:
        return np.empty((0, 2))
    rows = frontier.dropna(subset=["value", "risk"]).sort_values(["risk", "value"], ascending=[True, False])
    best = rows[rows["value"] > rows["value"].cummax().shift(fill_value=-np.inf)]
    points = [(frame.risk(float(risk)), float(value)) for value, risk in zip(best["value"], best["risk"], strict=True)]
    shown = np.array(points).reshape(-1, 2) / (1.0, frame.value_scale.divisor)
    return _cut(_cut(shown, 0, frame.x), 1, frame.y)


def _cut(points: np.ndarray, axis: int, ends: tuple[float, float]) -> np.ndarray:
    """The part of a line that rises on both axes between two ends of one of them, from edge to edge."""
    if not len(points):
        return points
    along, other = points[:, axis], points[:, 1 - axis]
    inside = (along >= ends[0]) & (along <= ends[1])
    edges = [end for end in ends if along[0] < end < along[-1]]
    crossing = np.empty((len(edges), 2))
    crossing[:, axis], crossing[:, 1 - axis] = edges, np.interp(edges, along, other)
    kept = np.unique(np.vstack([points[inside], crossing]), axis=0)
    return kept


def nice(value: float) -> float:
    """The next round number upwards.

    >>> nice(0.37), nice(8.2), nice(41)
    (0.4, 10.0, 45.0)
    """
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    steps = (1, 1.2, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 10)
    return float(next(round(step * power, 10) for step in steps if step * power >= value * 0.999999))


def tick_step(value: float) -> float:
    """The next step upwards that people count in: 1, 2, 2.5 or 5 times a power of ten.

    >>> tick_step(3.1), tick_step(0.7), tick_step(21)
    (5.0, 1.0, 25.0)
    """
    power = 10.0 ** math.floor(math.log10(max(value, 1e-12)))
    return float(next(round(step * power, 12) for step in (1, 2, 2.5, 5, 10) if step * power >= value * 0.999999))


def _upright(values: list[float]) -> tuple[float, float]:
    """The y axis: room for scenarios above and below, from 0 where that costs little, ending on whole steps."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = max(high - low, 0.2 * abs(high), 1e-9) * 0.35
    bottom = 0.0 if low - room < 0.3 * high else low - room
    bottom += 0.4 * room if bottom else 0.0
    step = tick_step((high + 1.5 * room - bottom) / 7)
    return math.floor(bottom / step) * step, math.ceil((high + 1.5 * room) / step) * step


def _bent(risk: float, frame: Frame) -> float:
    if frame.limit is None:
        return math.log(max(risk, 1.0))
    held = min(max(risk, 1e-4), 1 - 1e-4)
    return math.log(held / (1 - held))


def _three(range_: Range) -> tuple[float, float, float]:
    return range_.value or 0.0, range_.low or 0.0, range_.high or 0.0


def _ends(range_: Range) -> list[float]:
    return [part for part in (range_.value, range_.low, range_.high) if part is not None and math.isfinite(part)]


def _column(trail: pd.DataFrame | None, name: str) -> list[float]:
    return [] if trail is None else [float(v) for v in trail[name].dropna()]
