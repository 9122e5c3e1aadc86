"""The row of a chart that belongs to a row of a table: the same marks on one scale, named once in the head.

Places along the row are percentages, so that a strip is as wide as its column, on paper and on a phone.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from balance.boardpack import layout
from balance.boardpack.html import marks
from balance.boardpack.html.markup import Markup, raw, tag
from balance.boardpack.slides import Series, XYChart

HEIGHT = 26.0
ROOM = (1.5, 97.0)
"""From where to where a strip is used, in percent: marks at the ends stay whole."""


NEAR_EDGE = 0.92
"""From where on a tick has no room for the second half of its name."""


def scale(chart: XYChart) -> Markup:
    """The ticks of the strips below it."""
    found = marks.ticks(chart.x)
    every = -(-len(found) // (4 if chart.x.form == "date" else 7))
    told = (_tick(chart, value) for value in found[::every])
    return tag("svg", *told, width="100%", height="16", aria_hidden="true", class_="scale")


def _tick(chart: XYChart, value: float) -> Markup:
    """A tick under its place; one at the right edge ends there, so that paper does not cut it."""
    at_edge = layout.along(chart.x, value) > NEAR_EDGE
    place, look = ("100%", "tick end") if at_edge else (_percent(chart, value), "tick middle")
    return tag("text", marks.tick(chart.x, value), x=place, y="13", class_=look)


def strip(chart: XYChart, at: int, rows: int) -> Markup:
    """One row of the chart, the first row on top."""
    base = rows - at - 1
    ordered = sorted(chart.series, key=lambda series: -marks.HEIGHT[series.role])
    drawn = [part for series in ordered for part in _series(chart, series, base)]
    grid = (
        tag("line", x1=_percent(chart, value), x2=_percent(chart, value), y1="0", y2=f"{HEIGHT:g}", class_="grid")
        for value in marks.ticks(chart.x)
    )
    said = "; ".join(_said(chart, base))
    return tag("svg", *grid, *drawn, width="100%", height=f"{HEIGHT:g}", role="img", aria_label=said, class_="row")


def _series(chart: XYChart, series: Series, base: int) -> Iterator[Markup]:
    points = _points(series, base)
    if marks.LINES.get(series.role):
        for (x, y), (there, level) in pairwise(points):
            if y is not None and level is not None:
                yield _line(chart, series, (x, there), base, (y, level))
    for x, y in points:
        shape = marks.SHAPES.get(series.role)
        if shape and y is not None:
            said = f"{series.name}: {marks.said(chart.x, x)}"
            place = tag("svg", shape, x=_percent(chart, x), y=f"{_level(y, base):.1f}", class_="place")
            yield tag("g", tag("title", said), place, class_=f"mark {series.role} {series.tone}")


def _points(series: Series, base: int) -> list[tuple[float, float | None]]:
    """The points of a series in this row; a break between them stays one. A line through all rows is cut to it."""
    if series.role == "band":
        return [(x, base + share) for x, share in zip(series.x, (0.0, 1.0), strict=False)]
    kept: list[tuple[float, float | None]] = []
    for x, y in zip(series.x, series.y, strict=True):
        if y is None and kept and kept[-1][1] is not None:
            kept.append((x, None))
        elif y is not None and base <= y < base + 1:
            kept.append((x, y))
    return kept


def _line(chart: XYChart, series: Series, x: tuple[float, float], base: int, y: tuple[float, float]) -> Markup:
    ends = {"x1": _percent(chart, x[0]), "x2": _percent(chart, x[1])}
    heights = {"y1": f"{_level(y[0], base):.1f}", "y2": f"{_level(y[1], base):.1f}"}
    said = f"{series.name}: {marks.said(chart.x, x[0])} to {marks.said(chart.x, x[1])}"
    told = raw("") if series.role == "band" else tag("title", said)
    return tag("line", told, **ends, **heights, class_=f"line {series.role} {series.tone}")


def _said(chart: XYChart, base: int) -> Iterator[str]:
    for series in chart.series:
        told = [marks.said(chart.x, x) for x, y in _points(series, base) if y is not None]
        if told and series.role != "band":
            yield f"{series.name} {' to '.join(dict.fromkeys(told))}"


def _percent(chart: XYChart, value: float) -> str:
    share = min(max(layout.along(chart.x, value), 0.0), 1.0)
    return f"{ROOM[0] + share * (ROOM[1] - ROOM[0]):.2f}%"


def _level(y: float, base: int) -> float:
    return HEIGHT * (1 - (y - base))
