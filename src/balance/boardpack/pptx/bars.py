"""Native bar charts: horizontal, grey, the first category on top, each number printed at its bar."""

from __future__ import annotations

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.util import Pt

from balance.boardpack import style
from balance.boardpack.layout import Box
from balance.boardpack.pptx import plots, text
from balance.boardpack.pptx.native import ChartAxis, ChartSeries, Page
from balance.boardpack.pptx.workbooks import PlainCategoryData
from balance.boardpack.slides import BarChart


def draw(page: Page, chart: BarChart, box: Box) -> None:
    """Draw bars that stand alone, their names on the left."""
    _native(page, chart, box, Box(box.left + 2.0, box.top, box.width - 2.2, box.height), named=True)


def beside(page: Page, chart: BarChart, rows: Box) -> None:
    """Draw bars beside the rows of a table, one for each row."""
    inner = Box(rows.left + 0.1, rows.top, rows.width - 0.2, rows.height)
    _native(page, chart, Box(rows.left, rows.top, rows.width, rows.height), inner, named=False)


def _native(page: Page, chart: BarChart, frame: Box, inner: Box, named: bool) -> None:
    data = PlainCategoryData()
    data.categories = chart.categories
    data.add_series(chart.name, chart.values)
    name = chart.title or chart.name
    drawn = plots.add(page, XL_CHART_TYPE.BAR_CLUSTERED, data, frame, inner, name, chart.alt or name)
    plots.axis(drawn.value_axis, chart.axis, grid=False)
    drawn.value_axis.visible = False
    names = drawn.category_axis
    names.reverse_order = True
    names.visible = named
    names.format.line.color.rgb = RGBColor.from_string(style.LINE)
    every_name(names)
    bars = drawn.plots[0]
    bars.gap_width, bars.vary_by_categories = 110, False
    bars.series[0].format.fill.solid()
    bars.series[0].format.fill.fore_color.rgb = RGBColor.from_string(style.MARK)
    _numbers(bars.series[0], chart)


def _numbers(series: ChartSeries, chart: BarChart) -> None:
    for at, told in enumerate(chart.texts):
        label = series.points[at].data_label
        text.write(label.text_frame.paragraphs[0], [text.Run(told, style.CHART, style.INK, bold=True)])
        label.position = XL_LABEL_POSITION.OUTSIDE_END
    series.format.line.width = Pt(0)


def every_name(axis: ChartAxis) -> None:
    """Have every name shown: renderers skip names they find crowded unless told not to."""
    skip = etree.Element(f"{{{plots.CHART}}}tickLblSkip", val="1")
    after = axis._element.find(f"{{{plots.CHART}}}noMultiLvlLbl")
    if after is not None:
        after.addprevious(skip)
