"""What both kinds of chart share: an exact plotting area, quiet axes, our font."""

from __future__ import annotations

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_AXIS_CROSSES, XL_TICK_MARK
from pptx.util import Pt

from balance import language
from balance.boardpack import style
from balance.boardpack.layout import Box
from balance.boardpack.pptx import text
from balance.boardpack.pptx.native import Chart, ChartAxis, ChartData, ChartKind, Page
from balance.boardpack.slides import Axis

LANGUAGES = {"en-US": "[$-409]", "de": "[$-407]", "fr": "[$-40C]", "es": "[$-40A]", "pt": "[$-416]"}
"""The language of month names as number formats name it, so that it is that of the slide; British English is told
by none, for it is what the file itself says."""

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def add(page: Page, kind: ChartKind, data: ChartData, frame: Box, inner: Box, name: str, alt: str) -> Chart:
    """A native chart whose plotting area is exactly `inner`."""
    placed = page.shapes.add_chart(kind, *text.emu(frame), data)
    text.describe(placed, name, alt)
    chart = placed.chart
    chart.has_legend = chart.has_title = False
    chart.font.name, chart.font.size = style.FONT, Pt(style.CHART)
    chart.font.color.rgb = RGBColor.from_string(style.INK2)
    _fix(chart, frame, inner)
    _positive(chart)
    return chart


def _positive(chart: Chart) -> None:
    """The ids of axes as the schema wants them: python-pptx writes negative ones."""
    axes = [each for name in ("axId", "crossAx") for each in chart._chartSpace.iter(f"{{{CHART}}}{name}")]
    known = list(dict.fromkeys(each.get("val") for each in axes))
    for each in axes:
        each.set("val", str(1 + known.index(each.get("val"))))


def _fix(chart: Chart, frame: Box, inner: Box) -> None:
    """Tell every renderer where the plotting area stands, so that labels can be placed by computing."""
    area = chart._chartSpace.chart.plotArea
    for old in area.findall(f"{{{CHART}}}layout"):
        area.remove(old)
    told = etree.Element(f"{{{CHART}}}layout")
    manual = etree.SubElement(told, f"{{{CHART}}}manualLayout")
    parts = {
        "layoutTarget": "inner", "xMode": "edge", "yMode": "edge",
        "x": f"{(inner.left - frame.left) / frame.width:.6f}", "y": f"{(inner.top - frame.top) / frame.height:.6f}",
        "w": f"{inner.width / frame.width:.6f}", "h": f"{inner.height / frame.height:.6f}",
    }  # fmt: skip
    for part, value in parts.items():
        etree.SubElement(manual, f"{{{CHART}}}{part}", val=value)
    area.insert(0, told)


def axis(drawn: ChartAxis, told: Axis, *, grid: bool) -> None:
    """Give an axis its ends, ticks and look."""
    drawn.minimum_scale, drawn.maximum_scale = told.least, told.greatest
    drawn.has_major_gridlines = grid
    drawn.major_tick_mark = drawn.minor_tick_mark = XL_TICK_MARK.NONE
    drawn.crosses = XL_AXIS_CROSSES.MINIMUM
    if grid:
        drawn.major_gridlines.format.line.color.rgb = RGBColor.from_string(style.GRID)
        drawn.major_gridlines.format.line.width = Pt(0.75)
    if told.log:
        scaling = drawn._element.find(f"{{{CHART}}}scaling")
        scaling.insert(0, etree.Element(f"{{{CHART}}}logBase", val="2"))
    drawn.major_unit = told.step
    if told.form == "rows":
        drawn.visible = False
        return
    labels = drawn.tick_labels
    labels.number_format, labels.number_format_is_linked = _number_format(told), False
    line = drawn.format.line
    line.color.rgb, line.width = RGBColor.from_string(style.LINE), Pt(0.75)


def title(drawn: ChartAxis, words: str) -> None:
    """Write what an axis counts."""
    if not words:
        return
    drawn.has_title = True
    text.write(drawn.axis_title.text_frame.paragraphs[0], [text.Run(words, style.CHART, style.INK)])


def _number_format(told: Axis) -> str:
    if told.form == "date":
        return f"{LANGUAGES.get(language.locale(), '')}mmm yy"
    if told.form == "factor":
        return '"×"General'
    return "0" if told.step >= 1 and float(told.step).is_integer() else "0.0" if told.step * 10 % 1 < 1e-6 else "0.00"
