"""Native charts over the cells of a sheet; every name in them is read from a cell or is our own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from balance.boardpack import style
from balance.boardpack.sheets import Plot, Sheet
from balance.boardpack.xlsx import table

Chart: TypeAlias = Any
Book: TypeAlias = Any
Page: TypeAlias = Any

SIZE = {"width": 760, "height": 420}
MONEY = '[>=1000000]#,##0.0,,"M";[>=1000]#,##0,"k";#,##0'
"""Money on an axis, where the cells hold it in full."""

NARROW = 8
"""With so many columns or fewer the chart stands beside the table, else under it."""

INK, INK2, GOOD, BAD, MARK = (f"#{colour}" for colour in (style.INK, style.INK2, style.GOOD, style.BAD, style.MARK))
SHAPES = ("diamond", "triangle", "square")
"""What plans are drawn as, so that they are told apart without colour."""


def add(book: Book, page: Page, sheet: Sheet, sheets: Sequence[Sheet]) -> None:
    """Put a sheet's chart beside or under its table."""
    plot = sheet.plot
    if plot is None:
        return
    draw = {"curve": _curve, "points": _points, "bars": _bars, "spans": _spans, "bridge": _bridge}[plot.kind]
    chart = draw(book, sheet, plot, sheets)
    chart.set_title({"name": plot.title, "name_font": _font(12, bold=True), "overlay": False})
    chart.set_size(SIZE)
    beside = len(sheet.headings) <= NARROW
    row, column = (table.HEAD, len(sheet.headings) + 1) if beside else (table.last_row(sheet) + 2, 0)
    page.insert_chart(row, column, chart, {"description": f"{plot.title}. {sheet.derived}", "object_position": 2})


def _curve(book: Book, sheet: Sheet, plot: Plot, sheets: Sequence[Sheet]) -> Chart:
    chart = book.add_chart({"type": "scatter", "subtype": "straight"})
    for at, head in enumerate(plot.up):
        line = {"color": INK if at == 0 else MARK, "width": 2.25 if at == 0 else 1}
        chart.add_series(_series(sheet, plot.across, head) | {"line": line, "marker": {"type": "none"}})
    for name, across, up in plot.beside:
        other = next((each for each in sheets if each.name == name), None)
        if other is not None:
            line = {"color": BAD, "width": 1.75, "dash_type": "dash"}
            chart.add_series(_series(other, across, up) | {"line": line, "marker": _marker("square", 8, BAD)})
    reach = {"min": 0} | ({"max": plot.reach} if plot.reach else {})
    chart.set_x_axis(_axis(plot.across_title, MONEY) | reach)
    chart.set_y_axis(_axis(plot.up_title, "0.0") | {"min": 0, "max": 1})
    chart.set_legend({"position": "bottom", "font": _font(9)})
    return chart


def _points(book: Book, sheet: Sheet, plot: Plot, sheets: Sequence[Sheet]) -> Chart:
    """The way here as one line that ends at the point of today; every other point is named by its own cell."""
    chart = book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    kinds = [str(entries[0]) for entries in sheet.rows]
    first, earlier = table.HEAD + 1, kinds.count("Earlier")
    if earlier:
        way = _series(sheet, plot.across, plot.up[0], (first, first + earlier))
        line = {"color": INK2, "width": 1.25}
        chart.add_series(way | {"name": [sheet.name, first, 0], "line": line, "marker": _marker("circle", 5, INK2)})
    for at, kind in enumerate(kinds[earlier:], start=first + earlier):
        shape = "circle" if kind == "Now" else SHAPES[(at - first - earlier - 1) % len(SHAPES)]
        point = _series(sheet, plot.across, plot.up[0], (at, at)) | {"name": [sheet.name, at, 1]}
        marker = _marker(shape, 11, INK if kind == "Now" else GOOD)
        chart.add_series(point | {"line": {"none": True}, "marker": marker})
    chart.set_x_axis(_axis(plot.across_title, "0.00" if "0..1" in plot.across_title else MONEY))
    chart.set_y_axis(_axis(plot.up_title, MONEY))
    chart.set_legend({"position": "bottom", "font": _font(9)})
    return chart


def _marker(shape: str, size: int, colour: str) -> dict[str, Any]:
    return {"type": shape, "size": size, "fill": {"color": colour}, "border": {"color": "#FFFFFF"}}


def _bars(book: Book, sheet: Sheet, plot: Plot, sheets: Sequence[Sheet]) -> Chart:
    chart = book.add_chart({"type": "bar"})
    series = _series(sheet, plot.across, plot.up[0])
    chart.add_series(
        series
        | {"fill": {"color": MARK}, "gap": 80, "data_labels": {"value": True, "num_format": MONEY, "font": _font(9)}}
    )
    chart.set_y_axis({"reverse": True, "num_font": _font(9), "line": {"color": MARK}, "major_tick_mark": "none"})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_legend({"none": True})
    return chart


def _spans(book: Book, sheet: Sheet, plot: Plot, sheets: Sequence[Sheet]) -> Chart:
    """Bars that begin where the first, unseen one ends: from 10 to 50, to 80, to 90 in 100."""
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    last = min(len(sheet.rows), plot.rows or len(sheet.rows))
    span = (table.HEAD + 1, table.HEAD + last)
    fills = ({"none": True}, {"color": f"#{style.LINE}"}, {"color": MARK}, {"color": f"#{style.LINE}"})
    for head, fill in zip(plot.up, fills, strict=True):
        chart.add_series(_series(sheet, plot.across, head, span) | {"fill": fill, "border": {"none": True}, "gap": 60})
    chart.set_y_axis({"reverse": True, "num_font": _font(9), "line": {"color": MARK}, "major_tick_mark": "none"})
    chart.set_x_axis(_axis(plot.up_title, "#,##0"))
    chart.set_legend({"position": "bottom", "font": _font(9)})
    return chart


def _bridge(book: Book, sheet: Sheet, plot: Plot, sheets: Sequence[Sheet]) -> Chart:
    """Bars for each cause, each begun where the one above ended; the first and the last column of bars are unseen."""
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    unseen: dict[str, Any] = {"fill": {"none": True}, "border": {"none": True}}
    hatched = {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": BAD, "bg_color": "#FFFFFF"}}
    looks: tuple[dict[str, Any], ...] = (
        unseen, {"fill": {"color": INK}}, {"fill": {"color": GOOD}}, hatched | {"border": {"color": BAD}},
        {"fill": {"color": "#FFFFFF"}, "border": {"color": MARK, "width": 1.25}}, {"fill": {"color": MARK}},
        unseen | {"data_labels": {"value": True, "position": "inside_base", "font": _font(9),
                                  "custom": [{"value": said} for said in plot.printed]}},
    )  # fmt: skip
    for head, look in zip(plot.up, looks, strict=True):
        chart.add_series(_series(sheet, plot.across, head) | look | {"gap": 45, "overlap": 100})
    chart.set_y_axis({"reverse": True, "num_font": _font(9), "line": {"color": MARK}, "major_tick_mark": "none",
                      "label_position": "low"})  # fmt: skip
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": plot.least, "max": plot.reach})
    chart.set_legend({"position": "bottom", "font": _font(9), "delete_series": [0, len(looks) - 1]})
    return chart


def _series(sheet: Sheet, across: str, up: str, span: tuple[int, int] | None = None) -> dict[str, Any]:
    """A series over two columns of a sheet, named by its head."""
    heads = [heading.head for heading in sheet.headings]
    first, last = span or (table.HEAD + 1, table.last_row(sheet))
    x, y = heads.index(across), heads.index(up)
    return {
        "name": [sheet.name, table.HEAD, y],
        "categories": [sheet.name, first, x, last, x],
        "values": [sheet.name, first, y, last, y],
    }


def _axis(title: str, form: str) -> dict[str, Any]:
    return {
        "name": title, "name_font": _font(9), "num_font": _font(9), "num_format": form, "line": {"color": MARK},
        "major_gridlines": {"visible": True, "line": {"color": f"#{style.GRID}"}},
    }  # fmt: skip


def _font(size: int, *, bold: bool = False) -> dict[str, Any]:
    return {"name": style.FONT, "size": size, "bold": bold, "color": INK2 if size < 12 else INK}
