"""Native XY charts: points and lines by their role, the area beyond the appetite, and labels that keep clear.

Two renderers, two habits. PowerPoint draws by the order a series names, the last on top; LibreOffice by the place in
the file, the first on top, and it loses a series that stands before a longer one. So the file holds the series from
top to bottom, each as long as the longest (blank points draw nothing), and each names the order PowerPoint needs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.util import Pt

from balance.boardpack import fitting, layout, style
from balance.boardpack.layout import Box
from balance.boardpack.pptx import plots, shapes, text
from balance.boardpack.pptx.native import ChartSeries, MarkerStyle, Page
from balance.boardpack.pptx.text import Run
from balance.boardpack.pptx.workbooks import PlainXyData
from balance.boardpack.slides import Label, Series, XYChart
from balance.figures import placer

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


@dataclass(frozen=True)
class Look:
    """How a role is drawn: width of its line in points (0: none), its marker and size, its colour if not the tone's."""

    line: float = 0.0
    marker: MarkerStyle = None
    size: int = 0
    colour: str = ""
    dashed: bool = False


LOOKS = {
    "curve": Look(2.25),
    "band": Look(1.0, colour=style.MARK),
    "trail": Look(1.25, XL_MARKER_STYLE.CIRCLE, 5, style.INK2),
    "likely": Look(1.5, colour=style.MARK),
    "core": Look(6.0),
    "limit": Look(2.0, colour=style.BAD, dashed=True),
    "arrow": Look(2.25),
    "point": Look(0.0, XL_MARKER_STYLE.CIRCLE, 8),
    "today": Look(0.0, XL_MARKER_STYLE.CIRCLE, 13),
    "plan": Look(0.0, XL_MARKER_STYLE.DIAMOND, 13),
    "planned": Look(0.0, XL_MARKER_STYLE.TRIANGLE, 6),
    "allowed": Look(0.0, XL_MARKER_STYLE.SQUARE, 7),
    "inside": Look(0.0, XL_MARKER_STYLE.CIRCLE, 7, "A9B3BF"),
    "beyond": Look(0.0, XL_MARKER_STYLE.DIAMOND, 8, style.BAD),
}


TOP_DOWN = (
    "today", "plan", "point", "planned", "beyond", "inside", "allowed", "arrow", "limit", "curve", "trail", "core",
    "likely", "band",
)  # fmt: skip
"""What lies on top of what, the top first."""

KEEP_OFF = {"limit": 4.0, "curve": 4.0, "band": 4.0, "arrow": 3.0, "trail": 1.0}
"""How much labels keep off a line; others count 2."""

ZONE_WORDS = 12.0
"""How high the words of the zone stand, in points."""

HEIGHT = {role: at for at, role in enumerate(TOP_DOWN)}


def draw(page: Page, chart: XYChart, box: Box) -> None:
    """Draw a chart that stands alone: axes outside, labels inside."""
    left = 0.1 if chart.y.form == "rows" else 0.36
    inner = Box(box.left + left, box.top + 0.08, box.width - left - 0.12, box.height - 0.56)
    before = len(page.shapes)
    _zone(page, chart, inner)
    _native(page, chart, box, inner)
    _labels(page, chart, inner)
    shapes.together(page, before, chart.title, chart.alt)


def beside(page: Page, chart: XYChart, rows: Box) -> None:
    """Draw a chart beside the rows of a table: one unit of y for each row."""
    inner = Box(rows.left + 0.12, rows.top, rows.width - 0.3, rows.height)
    _native(page, chart, Box(rows.left, rows.top - 0.05, rows.width, rows.height + 0.35), inner)


def _native(page: Page, chart: XYChart, frame: Box, inner: Box) -> None:
    data = PlainXyData()
    ordered = sorted(chart.series, key=lambda series: HEIGHT[series.role])
    longest = max(len(series.x) for series in ordered)
    for series in ordered:
        told = data.add_series(series.name)
        for at in range(longest):
            blank = at >= len(series.x)
            told.add_data_point(series.x[-1] if blank else series.x[at], None if blank else series.y[at])
    name = chart.title or "Chart beside the table"
    drawn = plots.add(page, XL_CHART_TYPE.XY_SCATTER_LINES, data, frame, inner, name, chart.alt or name)
    plots.axis(drawn.category_axis, chart.x, grid=chart.y.form == "rows" and chart.x.form in ("date", "factor"))
    plots.axis(drawn.value_axis, chart.y, grid=chart.y.form != "rows")
    plots.title(drawn.category_axis, chart.x.title)
    drawn.value_axis.format.line.fill.background()
    dot = _dot_size(chart, inner)
    for native, series in zip(drawn.plots[0].series, ordered, strict=True):
        _look(native, series, dot)
    for at, native in enumerate(list(drawn.plots[0].series)):
        native._element.find(f"{{{plots.CHART}}}order").set("val", str(len(ordered) - 1 - at))


def _dot_size(chart: XYChart, inner: Box) -> int:
    """Dots of a stack touch but do not overlap."""
    return int(min(max(inner.height / chart.y.greatest * 72 * 0.9, 2), 8)) if chart.y.greatest > 0 else 8


def _look(native: ChartSeries, series: Series, dot: int) -> None:
    look = LOOKS[series.role]
    toned = style.MARK if series.role == "core" and series.tone == "soft" else style.TONES[series.tone]
    colour = RGBColor.from_string(look.colour or toned)
    native.smooth = False
    line = native.format.line
    if look.line:
        line.color.rgb, line.width = colour, Pt(look.line)
        if look.dashed:
            line.dash_style = MSO_LINE_DASH_STYLE.DASH
        if series.role == "arrow":
            etree.SubElement(line._ln, f"{{{_A}}}tailEnd", type="triangle")
    else:
        line.fill.background()
    native.marker.style = look.marker or XL_MARKER_STYLE.NONE
    if look.marker:
        native.marker.size = dot if series.role in ("inside", "beyond") else look.size
        native.marker.format.fill.solid()
        native.marker.format.fill.fore_color.rgb = colour
        native.marker.format.line.color.rgb = RGBColor.from_string(style.PAPER)


def _zone(page: Page, chart: XYChart, inner: Box) -> None:
    if chart.zone is None:
        return
    at = inner.left + layout.along(chart.x, chart.zone.x) * inner.width
    alt = "The part of the chart beyond the board's appetite"
    shapes.area(page, Box(at, inner.top, inner.right - at, inner.height), style.ZONE, "Outside appetite", alt)
    size, low = style.CHART, inner.top + 0.03 if chart.zone.above else inner.bottom - 0.22
    width = fitting.width(chart.zone.inside, size, bold=True) + 0.1
    if at - inner.left > width:
        text.add(page, Box(at - width - 0.04, low, width, 0.2), [[Run(chart.zone.inside, size, style.GOOD, bold=True)]],
                 "Inside appetite", chart.zone.inside, right=True)  # fmt: skip
    room = inner.right - at - 0.12
    told = fitting.shorten(chart.zone.outside, room, size, bold=True)
    text.add(page, Box(at + 0.07, low, room, 0.2), [[Run(told, size, style.BAD, bold=True)]], "Outside appetite", told)


def _labels(page: Page, chart: XYChart, inner: Box) -> None:
    wide, high = inner.width * 72, inner.height * 72
    wanted = []
    for label in chart.labels:
        x, y = (layout.along(axis, at) for axis, at in ((chart.x, label.x), (chart.y, label.y)))
        said, narrow = (_spaced(told) for told in _wordings(label))
        wanted.append(placer.Label(x * wide, y * high, said, style.CHART, label.bold, reach=8.0, narrow=narrow))
    placed = placer.place(wanted, (wide, high), _obstacles(chart, wide, high))
    for label, place in zip(chart.labels, placed, strict=True):
        if place.far:
            _leader(page, place, inner)
        _label(page, label, place, inner, _ground(chart, place, wide))


def _wordings(label: Label) -> tuple[list[str], list[str]]:
    """A label's lines as they are told, and broken after its name where the place is narrow."""
    return label.text.split(" / "), label.text.replace(": ", ": / ").split(" / ")


def _spaced(told: list[str]) -> str:
    return "<br>".join(f"{line} " for line in told)


def _leader(page: Page, placed: placer.Placed, inner: Box) -> None:
    """A thin line from the edge of a point's mark to a label that had to move away."""
    (x, y), (left, bottom, right, top) = placed.point, placed.box
    there, level = min(max(x, left), right), min(max(y, bottom), top)
    share = placed.label.reach / max(float(np.hypot(there - x, level - y)), placed.label.reach)
    start = x + (there - x) * share, y + (level - y) * share
    first, last = ((inner.left + at / 72, inner.bottom - up / 72) for at, up in (start, (there, level)))
    shapes.line(page, first, last, style.MARK, 0.75, "Line to a label")


def _ground(chart: XYChart, placed: placer.Placed, wide: float) -> str:
    """The colour a label lies on."""
    inside = chart.zone is not None and placed.box[0] >= layout.along(chart.x, chart.zone.x) * wide
    return style.ZONE if inside else style.PAPER


def _label(page: Page, label: Label, placed: placer.Placed, inner: Box, ground: str) -> None:
    told = [line.strip() for line in placed.text.split("<br>")]
    width = max(fitting.width(line, style.CHART, label.bold) for line in told) + 0.04
    left, _, right, top = (side / 72 for side in placed.box)
    start = {"left": left, "right": right - width, "center": (left + right - width) / 2}[placed.xanchor]
    height = len(told) * style.CHART * layout.LINE
    box = Box(inner.left + start, inner.bottom - top + 0.01, width, height)
    lines = [[Run(line, style.CHART, style.TONES[label.tone], label.bold)] for line in told]
    side = placed.xanchor == "right"
    shape = text.add(page, box, lines, "Label", " ".join(told), right=side, wrap=False)
    shapes.halo(shape, ground, 0.82)


def _obstacles(chart: XYChart, wide: float, high: float) -> placer.Boxes:
    """Lines and the words of the zone, which labels must not cover."""
    low = high - ZONE_WORDS if chart.zone is not None and chart.zone.above else 0.0
    taken = [np.array([[0.0, low, wide, low + ZONE_WORDS]])] if chart.zone else []
    for series in chart.series:
        xs = [layout.along(chart.x, x) * wide for x, y in zip(series.x, series.y, strict=True) if y is not None]
        ys = [layout.along(chart.y, y) * high for y in series.y if y is not None]
        if LOOKS[series.role].line and len(xs) > 1:
            taken.append(placer.weighted(placer.along(xs, ys), KEEP_OFF.get(series.role, 2.0)))
        elif xs:
            taken.append(np.column_stack([np.array(xs) - 6, np.array(ys) - 6, np.array(xs) + 6, np.array(ys) + 6]))
    return placer.ground(*taken)
