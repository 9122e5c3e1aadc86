"""The labels of a chart: given in the chart's own units, placed for every width it is shown at, and written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from balance.figures.placer import Boxes, Label, Placed, View, along, ground, place_at_all, weighted
from balance.figures.sketch import Sketch
from balance.figures.theme import SIZE, write
from balance.figures.tokens import Mode, tokens

Point = tuple[float, float]
_SIDES = Label.sides


@dataclass(frozen=True)
class Named:
    """A text and the point of the chart it names; several points where it is the name of a line."""

    points: tuple[Point, ...]
    text: str
    colour: str
    bold: bool = False
    size: int = SIZE
    reach: float = 6.0
    backed: bool = False
    sides: tuple[tuple[int, int], ...] = _SIDES
    narrow: str = ""
    """The same text in more lines."""


@dataclass(frozen=True)
class Line:
    """What labels keep off: a line through points of the chart, and how much it matters."""

    points: npt.NDArray[np.float64]
    weight: float = 3.0
    thickness: float = 6.0


@dataclass(frozen=True)
class Ground:
    """The plotting area: its ends on both axes in the chart's units, and its sizes in pixels, narrowest first."""

    x: Point
    y: Point
    sizes: tuple[Point, ...]

    @cached_property
    def _corner(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """The lower left corner, and how far both axes reach from there, in the chart's units."""
        return np.array([self.x[0], self.y[0]]), np.array([self.x[1] - self.x[0], self.y[1] - self.y[0]])

    def pixels(self, points: npt.ArrayLike, size: Point) -> npt.NDArray[np.float64]:
        """Points of the chart in pixels at one size."""
        low, span = self._corner
        shown: npt.NDArray[np.float64] = (np.asarray(points, float).reshape(-1, 2) - low) / span * size
        return shown


def sizes(widths: Sequence[float], height: float, *, left: float, other: float) -> tuple[Point, ...]:
    """Sizes of the plotting area of a figure shown at these widths, less its margins across and up."""
    return tuple((width - left, height - other) for width in sorted(widths))


def write_labels(
    figure: Sketch, named: Sequence[Named], lines: Sequence[Line], on: Ground, mode: Mode, corners: Sequence[Boxes] = ()
) -> list[Placed]:
    """Writes every text where it covers least at all sizes; `corners` are further boxes to keep off, one per size."""
    told = [(np.asarray(line.points, float).tobytes(), line.thickness, line.weight) for line in lines]
    views = [
        View([_label(one, on, size) for one in named], size, _kept_off(told, on, size, *corners[at : at + 1]))
        for at, size in enumerate(on.sizes)
    ]
    placed = place_at_all(views)
    for one, spot in zip(named, placed, strict=True):
        _write(figure, one, spot, mode)
    return placed


def _label(one: Named, on: Ground, size: Point) -> Label:
    at = [(float(x), float(y)) for x, y in on.pixels(one.points, size)]
    spots = tuple(at) if len(at) > 1 else ()
    return Label(*at[0], one.text, one.size, one.bold, one.reach, spots, one.sides, one.narrow)


def _kept_off(lines: Sequence[tuple[bytes, float, float]], on: Ground, size: Point, *corners: Boxes) -> Boxes:
    return ground(*(_beside(points, on, size, *rest) for points, *rest in lines), *corners)


@lru_cache(maxsize=64)
def _beside(points: bytes, on: Ground, size: Point, thickness: float, weight: float) -> Boxes:
    """The boxes along a line, of which the points are given; most lines of a chart stay while a plan moves on it."""
    at = on.pixels(np.frombuffer(points), size)
    return weighted(along(at[:, 0], at[:, 1], thickness), weight)


def _write(figure: Sketch, one: Named, spot: Placed, mode: Mode) -> None:
    x, y = one.points[spot.spot]
    place: dict[str, Any] = {"xshift": spot.dx, "yshift": spot.dy}
    if spot.far:
        place = {"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": tokens(mode).mark}
        place |= {"ax": spot.dx, "ay": -spot.dy, "standoff": one.reach}
    write(
        figure, spot.text, x=x, y=y, mode=mode, colour=one.colour, size=one.size, bold=one.bold, backed=one.backed,
        xanchor=spot.xanchor, yanchor=spot.yanchor, **place,
    )  # fmt: skip
