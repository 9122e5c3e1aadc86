"""The labels of the balance chart: today, the plan, the ends and turns of the trail, placed clear of one another."""

from __future__ import annotations

import numpy as np
import pandas as pd

from balance import formats
from balance.figures.balance_frame import RING_80, Frame, Position, ring
from balance.figures.placer import Boxes, Label, Placed, along, place, place_beside
from balance.figures.sketch import Sketch
from balance.figures.theme import SIZE, SMALL, plain, records, write
from balance.figures.tokens import Mode, tokens

_TODAY = 7.5
SPOTS = 12
"""Places along the frontier where its name is tried."""


_Wanted = tuple[tuple[float, float], str, str, bool, float, int]
"""A label before it is placed: point, text, colour, bold, reach of its mark, size."""


def label(
    figure: Sketch,
    base: Position,
    frame: Frame,
    trail: pd.DataFrame | None,
    scenario: Position | None,
    allowed: float | None,
    mode: Mode,
    phone: bool,
    size: tuple[float, float],
    best: np.ndarray,
) -> None:
    """Writes every label where it covers least; `size` is the plotting area in pixels."""
    colours = tokens(mode)
    wanted: list[_Wanted] = [
        (point_of(base, frame), plain(frame.say(base, phone)), colours.ink, True, _TODAY, SIZE + 1)
    ]
    if scenario is not None and scenario.whole:
        words = plain(frame.say(scenario, phone)).replace(": ", ":<br>" if phone else ": ", 1)
        wanted.append((point_of(scenario, frame), words, colours.of(scenario.tone), True, 9.0, SIZE + 1))
    wanted += [(point, name, colours.ink2, False, 5.0, SMALL) for point, name in _turning_points(trail, frame)]
    wanted += _ring_note(base, frame, colours.ink2, crowded=phone or scenario is not None)
    plan = point_of(scenario, frame) if scenario is not None else None
    marks = [
        Label(*frame.pixels(*point, size), text, text_size, bold, reach)
        for point, text, _, bold, reach, text_size in wanted
    ]
    obstacles = _obstacles(base, frame, trail, scenario, allowed, size, best)
    placed = place(marks, size, obstacles)
    for spot, (point, text, colour, bold, _, text_size) in zip(placed, wanted, strict=True):
        write(
            figure,
            text,
            x=point[0],
            y=point[1],
            mode=mode,
            colour=colour,
            size=text_size,
            bold=bold,
            backed=point == plan,
            xanchor=spot.xanchor,
            yanchor=spot.yanchor,
            xshift=spot.dx,
            yshift=spot.dy,
        )
    for spot, (x, y) in _name_frontier(best, frame, size, phone, obstacles, placed):
        write(
            figure, spot.label.text, x=x, y=y, mode=mode, colour=colours.ink2, size=SMALL,
            xanchor=spot.xanchor, yanchor=spot.yanchor, xshift=spot.dx, yshift=spot.dy,
        )  # fmt: skip


def _turning_points(trail: pd.DataFrame | None, frame: Frame) -> list[tuple[tuple[float, float], str]]:
    points = trail_points(trail, frame)
    if trail is None or len(points) < 3:
        return []
    rows = records(trail.dropna(subset=["value", "risk"]))
    turn = int(np.argmax(points[1:-1, 0])) + 1
    chosen = sorted({0, turn} if points[turn, 0] > max(points[0, 0], points[-1, 0]) else {0})
    return [((points[i, 0], points[i, 1]), formats.quarter(rows[i]["as_of"])) for i in chosen]


def _name_frontier(
    best: np.ndarray, frame: Frame, size: tuple[float, float], phone: bool, obstacles: Boxes, placed: list[Placed]
) -> list[tuple[Placed, tuple[float, float]]]:
    """The frontier's name beside the part of it where it covers least, and the point of the line it stands at."""
    if len(best) < 2:
        return []
    words = "Best reachable" if phone else "Best reachable with<br>today's money and people"
    spots = best[np.unique(np.linspace(0, len(best) - 1, SPOTS).round().astype(int))]
    named = Label(0.0, 0.0, words, SMALL, reach=3.0)
    at = place_beside(named, _in_pixels(spots, frame, size), size, obstacles, placed)
    across, up = at.label.x / size[0], at.label.y / size[1]
    x = frame.x[0] + across * (frame.x[1] - frame.x[0])
    return [(at, (x, frame.y[0] + up * (frame.y[1] - frame.y[0])))]


def _in_pixels(points: np.ndarray, frame: Frame, size: tuple[float, float]) -> np.ndarray:
    return np.array([frame.pixels(x, y, size) for x, y in points]).reshape(-1, 2)


def _ring_note(base: Position, frame: Frame, colour: str, crowded: bool) -> list[_Wanted]:
    xs, ys = ring(base, frame, RING_80)
    return (
        []
        if crowded
        else [((float(xs[0]), float(ys[0])), "80 in 100 readings<br>lie in this ring", colour, False, 3.0, SMALL)]
    )


def _obstacles(
    base: Position,
    frame: Frame,
    trail: pd.DataFrame | None,
    scenario: Position | None,
    allowed: float | None,
    size: tuple[float, float],
    best: np.ndarray,
) -> Boxes:
    lines = [_in_pixels(points, frame, size) for points in (trail_points(trail, frame), best)]
    if scenario is not None and scenario.whole:
        ends = (point_of(base, frame), point_of(scenario, frame))
        lines.append(np.array([frame.pixels(*point, size) for point in ends]))
        lines.append(_in_pixels(np.column_stack(ring(scenario, frame)), frame, size))
    edge = np.array([frame.pixels(x, y, size) for x, y in zip(*ring(base, frame), strict=True)])
    boxes = [along(edge[:, 0], edge[:, 1], 2.0)]
    boxes += [along(line[:, 0], line[:, 1], 6.0) for line in lines if len(line) > 1]
    boxes.append(np.array([[0.0, size[1] - 26, 70.0, size[1]]]))
    if allowed is not None and frame.limit is not None:
        x, _ = frame.pixels(frame.risk(allowed), frame.y[0], size)
        boxes += [along([x, x], [0, size[1]], 5.0), np.array([[x - 110, 0.0, x + 240, 24.0]])]
    return np.vstack(boxes)


def point_of(position: Position, frame: Frame) -> tuple[float, float]:
    """A position in shown units."""
    return frame.at(position.value.value or 0.0, position.risk.value or 0.0)


def trail_points(trail: pd.DataFrame | None, frame: Frame) -> np.ndarray:
    """The trail in shown units, one row per quarter that both axes are known for."""
    if trail is None or trail.empty:
        return np.empty((0, 2))
    rows = trail.dropna(subset=["value", "risk"])
    return np.array([frame.at(float(v), float(r)) for v, r in zip(rows["value"], rows["risk"], strict=True)]).reshape(
        -1, 2
    )
