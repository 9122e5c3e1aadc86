"""Where labels go: candidate positions round each point, the one that covers least wins.

Everything is in pixels of the plotting area, y upwards. A chart is drawn on screens of several widths while its labels
keep their offsets, so a layout may be judged at several widths at once. Labels are placed in the order given, the most
important first, then reconsidered with all others standing. No label leaves the frame. Pure and deterministic.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Boxes = npt.NDArray[np.float64]
"""Rows of left, bottom, right, top; a fifth column, where there is one, says how much it matters to keep off."""

GLYPH_WIDTH = 0.53
LINE_HEIGHT = 1.3
ROUNDS = 3
FAR = 24.0
"""A label so far from the edge of its mark needs a thin line to it."""
CELL = 4.0
"""Pixels of a cell of the raster on which is kept what labels must not cover."""
PARTS = 1000
"""Weights on the raster are whole numbers of so many parts: they are added up many times faster than fractions."""
_ON_LABEL, _ON_MARK = 60.0, 8.0
# direction of the label's centre, from most to least natural to read
_SIDES = ((1, 0), (1, 1), (-1, 0), (1, -1), (-1, 1), (-1, -1), (0, 1), (0, -1))
_GAPS = (5.0, 16.0, 30.0, 52.0, 84.0, 126.0)
_GAP_COSTS = (0.0, 12.0, 24.0, 48.0, 90.0, 150.0)
_SIDE_COST, _SPOT_COST, _SHIFT_COST, _WORDING_COST = 3.0, 4.0, 0.5, 8.0
_ACROSS, _UP = {1: "left", 0: "center", -1: "right"}, {1: "bottom", 0: "middle", -1: "top"}


@dataclass(frozen=True)
class Label:
    """A text to be placed beside a point, clear of a mark of that radius.

    The name of a line has no mark: it may stand beside any of its `spots`, the first ones rather than the last.
    `narrow` is the same text in more lines, for where the wide one finds no room.
    """

    x: float
    y: float
    text: str
    size: float = 14.0
    bold: bool = False
    reach: float = 6.0
    spots: tuple[tuple[float, float], ...] = ()
    sides: tuple[tuple[int, int], ...] = _SIDES

    narrow: str = ""

    @property
    def wordings(self) -> tuple[str, ...]:
        """The text as it may stand, the natural form first."""
        return (self.text, self.narrow) if self.narrow not in ("", self.text) else (self.text,)

    @property
    def extents(self) -> Boxes:
        """Estimated width of the longest line and height of all lines, one row per wording."""
        glyph = self.size * GLYPH_WIDTH * (1.06 if self.bold else 1.0)
        lines = [wording.split("<br>") for wording in self.wordings]
        return np.array([(max(map(len, told)) * glyph, len(told) * self.size * LINE_HEIGHT) for told in lines])


@dataclass(frozen=True)
class View:
    """A layout at one size: the labels there, width and height of the plotting area, what labels keep off."""

    labels: Sequence[Label]
    frame: tuple[float, float]
    obstacles: Boxes


@dataclass(frozen=True)
class Placed:
    """Where a label ended: its wording, beside which of its spots, its offset from there, its anchors, its box."""

    label: Label
    text: str
    spot: int
    dx: float
    dy: float
    xanchor: str
    yanchor: str
    box: tuple[float, float, float, float]

    @property
    def far(self) -> bool:
        """Whether the label stands so far from its point that a line must lead to it."""
        (x, y), (left, bottom, right, top) = self.point, self.box
        away = math.hypot(max(left - x, 0, x - right), max(bottom - y, 0, y - top))
        return len(self.label.sides) > 1 and away - self.label.reach > FAR

    @property
    def point(self) -> tuple[float, float]:
        """The point it stands beside."""
        return self.label.spots[self.spot] if self.label.spots else (self.label.x, self.label.y)


def place(labels: Sequence[Label], frame: tuple[float, float], obstacles: Boxes | None = None) -> list[Placed]:
    """Places every label inside a frame of that width and height, covering as little as can be."""
    return place_at_all([View(labels, frame, np.empty((0, 5)) if obstacles is None else obstacles)])


def place_at_all(views: Sequence[View]) -> list[Placed]:
    """The same for one chart at several sizes, narrowest first: one offset for each label that serves all of them.

    The boxes told are those of the first size.
    """
    grounds = [_covered(view) for view in views]
    tries = [_tries([view.labels[at] for view in views], views, grounds) for at in range(len(views[0].labels))]
    chosen: dict[int, int] = {}
    for _ in range(ROUNDS):
        before = dict(chosen)
        for at, those in enumerate(tries):
            others = [tries[other].boxes[:, pick] for other, pick in chosen.items() if other != at]
            chosen[at] = _least(those, others)
        if chosen == before:
            break
    return [_placed(views[0].labels[at], those, chosen[at]) for at, those in enumerate(tries)]


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


def weighted(boxes: Boxes, weight: float) -> Boxes:
    """The same boxes, to be kept off so many times as much."""
    return np.column_stack([boxes[:, :4], np.full(len(boxes), weight)])


def ground(*parts: Boxes) -> Boxes:
    """Everything labels keep off, in one; what has no weight of its own has 1."""
    whole = [part if part.shape[1] == 5 else weighted(part, 1.0) for part in parts if len(part)]
    return np.vstack(whole) if whole else np.empty((0, 5))


def overlap(boxes: Boxes, others: Boxes) -> npt.NDArray[np.float64]:
    """The area each pair of boxes shares, shape (len(boxes), len(others))."""
    wide = np.minimum(boxes[:, None, 2], others[None, :, 2]) - np.maximum(boxes[:, None, 0], others[None, :, 0])
    high = np.minimum(boxes[:, None, 3], others[None, :, 3]) - np.maximum(boxes[:, None, 1], others[None, :, 1])
    shared: Boxes = np.clip(wide, 0, None) * np.clip(high, 0, None)
    return shared


@dataclass(frozen=True)
class _Tries:
    """All n candidates of one label: wording, spot, side, offset from the spot, boxes at v sizes (v, n, 4), cost."""

    wording: npt.NDArray[np.int64]
    spot: npt.NDArray[np.int64]
    side: npt.NDArray[np.int64]
    offset: Boxes
    boxes: Boxes
    cost: npt.NDArray[np.float64]


def _tries(label: Sequence[Label], views: Sequence[View], grounds: Sequence[_Covered]) -> _Tries:
    """The candidates of a label, given at each size, and what each covers of what stands anyway."""
    found = _candidates(tuple(label), tuple(view.frame for view in views))
    covered = [ground.under(shown) for shown, ground in zip(found.boxes, grounds, strict=True)]
    return replace(found, cost=found.cost + np.mean(covered, axis=0))


@lru_cache(maxsize=64)
def _candidates(label: tuple[Label, ...], frames: tuple[tuple[float, float], ...]) -> _Tries:
    """The candidates of a label whatever else there is; most labels of a chart stay while a plan moves on it."""
    first = label[0]
    counts = len(first.wordings), len(first.spots) or 1, len(_GAPS), len(first.sides)
    wording, spot, gap, side = (part.ravel() for part in np.indices(counts))
    extent = first.extents[wording]
    anchor, low = _offsets(np.array(_GAPS)[gap] + first.reach, np.array(first.sides)[side], extent)
    corner = _points(first)[spot] + low
    shift = np.clip(corner, 0.0, np.maximum(np.array(frames[0]) - extent, 0.0)) - corner
    corners = np.stack([_points(one)[spot] for one in label]) + low + shift
    boxes = np.concatenate([corners, corners + extent], axis=2)
    cost = np.array(_GAP_COSTS)[gap] + _SIDE_COST * side + _SPOT_COST * spot + _WORDING_COST * wording
    return _Tries(wording, spot, side, anchor + shift, boxes, cost + _SHIFT_COST * np.abs(shift).sum(axis=1))


@dataclass(frozen=True)
class _Covered:
    """What labels keep off, on a raster: the weight that lies below and left of each corner of its cells."""

    below: npt.NDArray[np.int64]

    def under(self, boxes: Boxes) -> npt.NDArray[np.float64]:
        """The weighted area under each box."""
        sums, (right_end, top_end) = self.below, self.below.shape
        ends = np.array([right_end - 1, top_end - 1] * 2)
        left, bottom, right, top = np.rint(boxes / CELL).astype(np.int64).clip(0, ends).T
        shared = sums[right, top] - sums[left, top] - sums[right, bottom] + sums[left, bottom]
        return np.asarray(shared * CELL**2 / PARTS)


def _covered(view: View) -> _Covered:
    """The raster of a layout: every box adds its weight to the cells it touches."""
    boxes = np.vstack([ground(view.obstacles), _marks(view.labels)])
    cells = np.ceil(np.array(view.frame) / CELL).astype(np.int64)
    low = np.clip(np.floor(boxes[:, :2] / CELL).astype(np.int64), 0, cells)
    high = np.clip(np.ceil(boxes[:, 2:4] / CELL).astype(np.int64), 0, cells)
    edges, parts = np.zeros(cells + 1, dtype=np.int64), np.rint(boxes[:, 4] * PARTS).astype(np.int64)
    for x, y, sign in ((low, low, 1), (high, high, 1), (low, high, -1), (high, low, -1)):
        np.add.at(edges, (x[:, 0], y[:, 1]), sign * parts)
    weight, below = edges.cumsum(axis=0), np.zeros(cells + 1, dtype=np.int64)
    np.cumsum(weight, axis=1, out=weight)
    np.cumsum(weight[:-1, :-1], axis=0, out=below[1:, 1:])
    return _Covered(np.cumsum(below, axis=1, out=below))


def _offsets(away: Boxes, side: npt.NDArray[np.int64], extent: Boxes) -> tuple[Boxes, Boxes]:
    """From the point to where the label is anchored, and to its lower left corner."""
    lean = np.where((side != 0).all(axis=1), 0.8, 1.0)
    anchor = side * (away * lean)[:, None]
    return anchor, anchor - (1 - side) / 2 * extent


def _points(label: Label) -> Boxes:
    return np.array(label.spots or [(label.x, label.y)], dtype=np.float64)


def _marks(labels: Sequence[Label]) -> Boxes:
    marks = [(one.x, one.y, one.reach) for one in labels if not one.spots]
    boxes = np.array([(x - r, y - r, x + r, y + r, _ON_MARK) for x, y, r in marks]).reshape(-1, 5)
    return boxes


def _least(those: _Tries, others: Sequence[Boxes]) -> int:
    """The candidate of least cost with the other labels, each given as its boxes at every size, where they stand."""
    if not others:
        return int(np.argmin(those.cost))
    theirs = np.stack(others, axis=1)
    mine, their = those.boxes[:, :, None, :], theirs[:, None, :, :]
    shared = np.minimum(mine[..., 2:], their[..., 2:]) - np.maximum(mine[..., :2], their[..., :2])
    area = np.clip(shared, 0, None).prod(axis=-1).sum(axis=-1).mean(axis=0)
    return int(np.argmin(those.cost + _ON_LABEL * area))


def _placed(label: Label, those: _Tries, pick: int) -> Placed:
    across, up = label.sides[those.side[pick]]
    dx, dy = those.offset[pick].tolist()
    left, bottom, right, top = those.boxes[0][pick].tolist()
    text = label.wordings[those.wording[pick]]
    return Placed(label, text, int(those.spot[pick]), dx, dy, _ACROSS[across], _UP[up], (left, bottom, right, top))
