"""Native bridges: stacked bars, the first of which is unseen, so that each cause begins where the one above ended."""

from __future__ import annotations

from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_PATTERN
from pptx.util import Pt

from balance.boardpack import bridged, style
from balance.boardpack.layout import Box
from balance.boardpack.pptx import bars, plots, text
from balance.boardpack.pptx.native import Chart, ChartSeries, Page
from balance.boardpack.pptx.workbooks import PlainCategoryData
from balance.boardpack.slides import BridgeChart, Leap, Move
from balance.language import say

NAMES = 1.78
"""Room for the names of causes, in inches."""

COLOURS: dict[Move, str] = {
    "stands": style.INK, "good": style.GOOD, "bad": style.BAD, "open": style.INK2, "data": style.INK2,
}  # fmt: skip
"""The colour of a move's number."""


def draw(page: Page, chart: BridgeChart, box: Box) -> None:
    """Draw a bridge, the names of its causes on the left."""
    begins, kinds = bridged.stacked(chart)
    data = PlainCategoryData()
    data.categories = [leap.name for leap in chart.leaps]
    data.add_series(say(bridged.UNSEEN), begins)
    for kind, lengths in kinds.items():
        data.add_series(say(bridged.KINDS[kind]), lengths)
    ends = [max(leap.start, leap.end) for leap in chart.leaps]
    data.add_series(say(bridged.ROOM), [chart.axis.greatest - end for end in ends])
    inner = Box(box.left + NAMES, box.top, box.width - NAMES, box.height)
    drawn = plots.add(page, XL_CHART_TYPE.BAR_STACKED, data, box, inner, chart.title, chart.alt)
    _axes(drawn, chart)
    unseen, *seen, numbers = drawn.plots[0].series
    for native, kind in zip(seen, kinds, strict=True):
        _look(native, kind)
    for native in (unseen, numbers):
        native.format.fill.background()
        native.format.line.fill.background()
    _numbers(numbers, chart.leaps)


def _axes(drawn: Chart, chart: BridgeChart) -> None:
    plots.axis(drawn.value_axis, chart.axis, grid=False)
    drawn.plots[0].gap_width, drawn.plots[0].overlap = 45, 100
    names = drawn.category_axis
    names.reverse_order = True
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.format.line.color.rgb = RGBColor.from_string(style.LINE)
    bars.every_name(names)


def _look(native: ChartSeries, kind: Move) -> None:
    """Filled is better for sure, hatched worse for sure, outlined maybe chance, grey a correction of data."""
    fill, line = native.format.fill, native.format.line
    if kind == "bad":
        fill.patterned()
        fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        fill.fore_color.rgb = RGBColor.from_string(style.BAD)
        fill.back_color.rgb = RGBColor.from_string(style.PAPER)
    else:
        fill.solid()
        colours: dict[Move, str] = {"good": style.GOOD, "data": style.MARK, "stands": style.INK}
        fill.fore_color.rgb = RGBColor.from_string(colours.get(kind, style.PAPER))
    line.color.rgb = RGBColor.from_string({"bad": style.BAD, "open": style.MARK}.get(kind, style.PAPER))
    line.width = Pt(1.25 if kind == "open" else 0.75)


def _numbers(series: ChartSeries, leaps: tuple[Leap, ...]) -> None:
    """Each number at the right end of its bar."""
    for at, leap in enumerate(leaps):
        label = series.points[at].data_label
        run = text.Run(leap.text, style.CHART, COLOURS[leap.move], bold=leap.move == "stands")
        text.write(label.text_frame.paragraphs[0], [run])
        label.position = XL_LABEL_POSITION.INSIDE_BASE
