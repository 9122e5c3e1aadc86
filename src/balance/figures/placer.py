"""Where labels go: candidate positions round each point, the one that covers least wins.

Everything is in pixels of the plotting area, y upwards. Labels are placed in the order given, the
most important first, then each is reconsidered once with all others standing. Pure and deterministic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Boxes = npt.NDArray[np.float64]
"""Rows of left, bottom, right, top."""

GLYPH_WIDTH = 0.53
LINE_HEIGHT = 1.3
_OUTSIDE = 400.0
_ON_LABEL = 60.0
# direction of the label's centre, from most to least natural to read
_DIRECTIONS = ((1, 0), (1, 1), (-1, 0), (1, -1), (-1, 1), (-1, -1), (0, 1), (0, -1))
_GAPS = (5.0, 16.0, 30.0, 52.0)


@dataclass(frozen=True)
class Label:
    """A text to be placed beside a point, clear of a mark of that radius."""

    x: float
    y: float
    text: str
    size: float = 14.0
    bold: bool = False
    reach: float = 6.0

    @property
    def width(self) -> float:
        """Estimated width of the longest line."""
        glyph = GLYPH_WIDTH * (1.06 if self.bold else 1.0)
        return max(len(line) for line in self.text.split("<br>")) * self.size * glyph

    @property
    def height(self) -> float:
        """Height of all lines."""
        return (self.text.count("<br>") + 1) * self.size * LINE_HEIGHT


@dataclass(frozen=True)
class Placed:
    """Where a label ended: its offset from the point, how it is anchored, and the box it covers."""

    label: Label
    dx: float
    dy: float
    xanchor: str
    yanchor: str
    box: tuple[float, float, float, float]


def place(labels: Sequence[Label], frame: tuple[float, float], obstacles: Boxes | None = None) -> list[Placed]:
    """Places every label inside a frame of that width and height, covering as little as can be."""
    fixed = np.empty((0, 4)) if obstacles is None else obstacles
    marks = np.array([_around(label) for label in labels]).reshape(-1, 4)
    placed: list[Placed] = []
    for label in labels:
        placed.append(_best(label, frame, np.vstack([fixed, marks, marks]), placed)[1])
    for i, label in enumerate(labels):
        others = placed[:i] + placed[i + 1 :]
        placed[i] = _best(label, frame, np.vstack([fixed, marks, marks]), others)[1]
    return placed


def place_beside(
    label: Label, spots: Boxes, frame: tuple[float, float], obstacles: Boxes, placed: Sequence[Placed]
) -> Placed:
    """Places the name of a line beside whichever of its spots (rows of x, y) lets it cover least."""
    marks = np.array([_around(other.label) for other in placed]).reshape(-1, 4)
    fixed = np.vstack([obstacles, marks, marks])
    options = [_best(replace(label, x=float(x), y=float(y)), frame, fixed, placed) for x, y in spots]
    return min(options, key=lambda option: option[0])[1]


def along(xs: npt.ArrayLike, ys: npt.ArrayLike, thickness: float = 4.0, step: float = 8.0) -> Boxes:
    """A line as a row of small boxes, so that labels keep off it."""
    points = np.column_stack([np.asarray(xs, float), np.asarray(ys, float)])
    if len(points) < 2:
        return np.empty((0, 4))
    lengths = np.hypot(*np.diff(points, axis=0).T)
    at = np.concatenate([[0.0], np.cumsum(lengths)])
    stops = np.linspace(0.0, at[-1], min(max(int(at[-1] / step), 2), 400))
    centre = np.column_stack([np.interp(stops, at, points[:, k]) for k in (0, 1)])
    return np.hstack([centre - thickness / 2, centre + thickness / 2])


def overlap(boxes: Boxes, others: Boxes) -> npt.NDArray[np.float64]:
    """The area each pair of boxes shares, shape (len(boxes), len(others))."""
    wide = np.minimum(boxes[:, None, 2], others[None, :, 2]) - np.maximum(boxes[:, None, 0], others[None, :, 0])
    high = np.minimum(boxes[:, None, 3], others[None, :, 3]) - np.maximum(boxes[:, None, 1], others[None, :, 1])
    shared: Boxes = np.clip(wide, 0, None) * np.clip(high, 0, None)
    return shared


def _best(label: Label, frame: tuple[float, float], obstacles: Boxes, others: Sequence[Placed]) -> tuple[float, Placed]:
    """The position of least cost, and that cost."""
    options = [_option(label, direction, gap) for gap in _GAPS for direction in _DIRECTIONS]
    boxes = np.array([option.box for option in options])
    own = np.array([_around(label)])
    cost = overlap(boxes, obstacles).sum(axis=1) - 2 * overlap(boxes, own).sum(axis=1)
    if others:
        cost += _ON_LABEL * overlap(boxes, np.array([other.box for other in others])).sum(axis=1)
    inside = np.clip(boxes, 0, [frame[0], frame[1], frame[0], frame[1]])
    cost += _OUTSIDE * np.abs(boxes - inside).sum(axis=1)
    cost += [12.0 * gap + 3.0 * rank for gap in range(len(_GAPS)) for rank in range(len(_DIRECTIONS))]
    best = int(np.argmin(cost))
    return float(cost[best]), options[best]


def _option(label: Label, direction: tuple[int, int], gap: float) -> Placed:
    across, up = direction
    reach = label.reach + gap
    lean = 0.8 if across and up else 1.0
    dx, dy = across * reach * lean, up * (reach * lean if across else reach)
    left = label.x + dx + {1: 0.0, 0: -label.width / 2, -1: -label.width}[across]
    bottom = label.y + dy + {1: 0.0, 0: -label.height / 2, -1: -label.height}[up]
    box = (left, bottom, left + label.width, bottom + label.height)
    anchors = {1: "left", 0: "center", -1: "right"}, {1: "bottom", 0: "middle", -1: "top"}
    return Placed(label, dx, dy, anchors[0][across], anchors[1][up], box)


def _around(label: Label) -> tuple[float, float, float, float]:
    return (label.x - label.reach, label.y - label.reach, label.x + label.reach, label.y + label.reach)
