"""XY charts in SVG: drawn for a desk and again, narrower, for a phone; colours come from the style sheet.

Every point carries a sentence that the pointer or the arrow keys bring up. Lengths are CSS pixels.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from balance.boardpack import fitting, layout
from balance.boardpack.html import marks, values
from balance.boardpack.html.markup import Markup, joined, raw, tag
from balance.boardpack.layout import Box
from balance.boardpack.slides import Axis, Label, Series, XYChart
from balance.figures import placer

PIXELS = 96.0
TYPE = 13.0
POINTS = TYPE * 72 / PIXELS
LINE = TYPE * 1.3
PHONE = (360.0, 300.0)
LOWEST = 200.0
KEPT_OFF = ("limit", "curve", "band")
"""Lines that labels keep off twice as much as the others."""

BESIDE = 24.0
"""Points nearer than this to each other, across, stand one above the other."""

LEFT, RIGHT, TOP, BOTTOM = 38.0, 16.0, 10.0, 28.0


@dataclass(frozen=True)
class Frame:
    """The plotting area: where its left and top are, how wide and high it is."""

    left: float
    top: float
    width: float
    height: float

    def place(self, chart: XYChart, x: float, y: float) -> tuple[float, float]:
        """A point of the chart in pixels."""
        return self.left + layout.along(chart.x, x) * self.width, self.top + (
            1 - layout.along(chart.y, y)
        ) * self.height


def draw(chart: XYChart, box: Box) -> Markup:
    """The chart for both widths; a reader that cannot see is told its sentence."""
    desk = box.width * PIXELS, max(box.height * PIXELS, LOWEST)
    return joined(_drawing(chart, size, kind) for size, kind in ((desk, "desk"), (PHONE, "phone")))


def _drawing(chart: XYChart, size: tuple[float, float], kind: str) -> Markup:
    left = 14.0 if chart.y.form == "rows" else LEFT
    width = size[0] - left - RIGHT
    frame = Frame(left, TOP, width, size[1] - TOP - BOTTOM - LINE * len(_title(chart.x, width)))
    ordered = sorted(chart.series, key=lambda series: -marks.HEIGHT[series.role])
    return tag(
        "svg",
        *_zone(chart, frame),
        *_axes(chart, frame),
        *_band(chart, frame),
        *(part for series in ordered for part in _series(chart, series, frame)),
        *_labels(chart, frame),
        class_=kind,
        viewBox=f"0 0 {size[0]:.0f} {size[1]:.0f}",
        role="img",
        aria_label=chart.alt or chart.title,
        tabindex="0",
    )


def _axes(chart: XYChart, frame: Frame) -> Iterator[Markup]:
    bottom, right = frame.top + frame.height, frame.left + frame.width
    for value in marks.ticks(chart.y):
        y = frame.place(chart, chart.x.least, value)[1]
        yield tag("line", x1=frame.left, x2=right, y1=y, y2=y, class_="grid")
        yield tag("text", marks.tick(chart.y, value), x=frame.left - 6, y=y + 4.5, class_="tick end")
    yield tag("line", x1=frame.left, x2=right, y1=bottom, y2=bottom, class_="base")
    found = marks.ticks(chart.x)
    every = max(math.ceil(len(found) * 46 / frame.width), 1)
    for value in found[::every]:
        x = frame.place(chart, value, chart.y.least)[0]
        yield tag("text", marks.tick(chart.x, value), x=x, y=bottom + 17, class_="tick middle")
    for at, line in enumerate(_title(chart.x, frame.width)):
        yield tag("text", line, x=frame.left + frame.width / 2, y=bottom + 37 + at * LINE, class_="axis middle")


def _title(axis: Axis, width: float) -> list[str]:
    """What an axis counts, in at most two lines."""
    return fitting.lines(axis.title, width / PIXELS, POINTS)[:2] if axis.title else []


def _zone(chart: XYChart, frame: Frame) -> Iterator[Markup]:
    if chart.zone is None:
        return
    x, low = frame.place(chart, chart.zone.x, chart.y.least)
    right = frame.left + frame.width
    words = frame.top + TYPE if chart.zone.above else low - 7
    area = {"x": x, "y": frame.top, "width": max(right - x, 0.0), "height": frame.height}
    yield tag("rect", **area, class_="zone")
    inside, outside = (
        chart.zone.inside,
        fitting.shorten(chart.zone.outside, (right - x - 8) / PIXELS, POINTS, bold=True),
    )
    if x - frame.left > fitting.width(inside, POINTS, bold=True) * PIXELS + 10:
        yield tag("text", inside, x=x - 7, y=words, class_="said end good")
    yield tag("text", outside, x=x + 7, y=words, class_="said bad")


def _band(chart: XYChart, frame: Frame) -> Iterator[Markup]:
    """The likely range between its two lines."""
    edges = [series for series in chart.series if series.role == "band" and len(series.x) > 2]
    if len(edges) == 2:
        low, high = (_run(chart, series, frame)[0] for series in edges)
        yield tag("path", d=f"{_path([*low, *reversed(high)])}Z", class_="between")


def _series(chart: XYChart, series: Series, frame: Frame) -> Iterator[Markup]:
    look = f"{series.role} {series.tone}"
    if marks.LINES.get(series.role):
        for run in _run(chart, series, frame):
            if series.role == "arrow":
                run = _short(run)
                yield tag("path", d=_head(run), class_=f"head {look}")
            yield tag("path", d=_path(run), class_=f"line {look}")
    shape = marks.SHAPES.get(series.role, raw(""))
    for x, y in zip(series.x, series.y, strict=True):
        if y is not None and (shape or series.role == "curve"):
            at = frame.place(chart, x, y)
            place = f"translate({at[0]:.1f} {at[1]:.1f})"
            yield tag("g", shape, transform=place, class_=f"mark {look}", data_say=_say(chart, series, x, y))


def _say(chart: XYChart, series: Series, x: float, y: float) -> str:
    """A point in words: whose it is, then each axis on a line of its own."""
    across = values.counted(chart.x.title.split(";")[0], chart.x, x)
    if chart.y.form == "rows":
        return f"{series.name}\n{across}"
    return f"{series.name}\n{across}\n{values.counted(values.up(chart), chart.y, y)}"


def _run(chart: XYChart, series: Series, frame: Frame) -> list[list[tuple[float, float]]]:
    """The unbroken parts of a line in pixels."""
    runs: list[list[tuple[float, float]]] = [[]]
    for x, y in zip(series.x, series.y, strict=True):
        if y is None:
            runs.append([])
        else:
            runs[-1].append(frame.place(chart, x, y))
    return [run for run in runs if len(run) > 1] or [[]]


def _path(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) if points else ""


def _short(run: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """An arrow that ends before the mark it points to."""
    (x, y), (there, level) = run[0], run[-1]
    far = math.hypot(there - x, level - y)
    share = max(1 - 12 / far, 0.2) if far else 1.0
    return [(x, y), (x + (there - x) * share, y + (level - y) * share)]


def _head(run: list[tuple[float, float]]) -> str:
    (x, y), (there, level) = run[0], run[-1]
    far = math.hypot(there - x, level - y) or 1.0
    along, up = (there - x) / far, (level - y) / far
    back = there - along * 10, level - up * 10
    sides = ((back[0] - up * 5, back[1] + along * 5), (back[0] + up * 5, back[1] - along * 5))
    return _path([(there, level), *sides]) + "Z"


def _labels(chart: XYChart, frame: Frame) -> Iterator[Markup]:
    wanted = [_wanted(chart, label, frame) for label in chart.labels]
    placed = _uncrossed(placer.place(wanted, (frame.width, frame.height), _obstacles(chart, frame)))
    for label, spot in zip(chart.labels, placed, strict=True):
        lines = _lines(label, frame)
        left, _, right, top = spot.box
        x = frame.left + {"left": left, "right": right, "center": (left + right) / 2}[spot.xanchor]
        start = frame.top + frame.height - top + TYPE
        told = (tag("tspan", line, x=x, y=start + at * LINE) for at, line in enumerate(lines))
        anchor = {"left": "", "right": "end", "center": "middle"}[spot.xanchor]
        yield from _leader(spot, frame)
        yield tag("text", *told, class_=f"label {anchor} {label.tone}{' bold' if label.bold else ''}")


def _uncrossed(placed: list[placer.Placed]) -> list[placer.Placed]:
    """Of two points one above the other, the upper one has the upper label."""
    told = list(placed)
    for one, other in combinations(range(len(told)), 2):
        a, b = told[one], told[other]
        near = abs(a.label.x - b.label.x) < BESIDE and a.xanchor == b.xanchor == "left"
        if near and (a.label.y - b.label.y) * (a.box[1] - b.box[1]) < 0:
            told[one], told[other] = replace(b, label=a.label), replace(a, label=b.label)
    return told


def _leader(spot: placer.Placed, frame: Frame) -> Iterator[Markup]:
    """A thin line from the edge of a point's mark to a label that had to move away."""
    left, bottom, right, top = spot.box
    x, y = spot.label.x, spot.label.y
    there, level = min(max(x, left), right), min(max(y, bottom), top)
    far = math.hypot(there - x, level - y)
    if far > spot.label.reach + 6:
        share = (spot.label.reach - 1) / far
        start = frame.left + x + (there - x) * share, frame.top + frame.height - y - (level - y) * share
        ends = {"x1": start[0], "x2": frame.left + there, "y1": start[1], "y2": frame.top + frame.height - level}
        yield tag("line", **ends, class_="lead-line")


def _lines(label: Label, frame: Frame) -> list[str]:
    room = frame.width * 0.62 / PIXELS
    broken = (fitting.lines(line, room, POINTS, label.bold) for line in label.text.split(" / "))
    return [line for lines in broken for line in lines][:3]


def _wanted(chart: XYChart, label: Label, frame: Frame) -> placer.Label:
    x, y = frame.place(chart, label.x, label.y)
    told = "<br>".join(f"{line} " for line in _lines(label, frame))
    return placer.Label(x - frame.left, frame.top + frame.height - y, told, TYPE, label.bold, reach=9.0)


def _obstacles(chart: XYChart, frame: Frame) -> placer.Boxes:
    """Lines, marks and the words of the zone, which labels must not cover."""
    low = frame.height - 20.0 if chart.zone is not None and chart.zone.above else 0.0
    taken = [np.array([[0.0, low, frame.width, low + 20.0]])] if chart.zone else []
    for series in chart.series:
        for run in _run(chart, series, frame):
            at = np.array([(x - frame.left, frame.top + frame.height - y) for x, y in run]).reshape(-1, 2)
            if marks.LINES.get(series.role) and len(at) > 1:
                weight = 4.0 if series.role in KEPT_OFF else 2.0
                taken.append(placer.weighted(placer.along(at[:, 0], at[:, 1]), weight))
        if series.role in marks.SHAPES:
            spots = [frame.place(chart, x, y) for x, y in zip(series.x, series.y, strict=True) if y is not None]
            at = np.array([(x - frame.left, frame.top + frame.height - y) for x, y in spots]).reshape(-1, 2)
            taken.append(np.hstack([at - 6, at + 6]))
    return placer.ground(*taken)
