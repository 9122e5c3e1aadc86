"""Tables: a caption with the message, heads with scope, and, where a chart belongs to the rows, a strip in each."""

from __future__ import annotations

from collections.abc import Callable

from balance.boardpack.html import bars, strips
from balance.boardpack.html.markup import Markup, joined, raw, tag
from balance.boardpack.slides import BarChart, Cell, Column, Table

Strip = Callable[[int], Markup]
"""The drawing of one row."""


def draw(table: Table) -> Markup:
    """The table; a phone shows each row as a list of its heads and cells."""
    strip = _strip(table)
    told = tag(
        "table",
        tag("caption", *_caption(table)),
        _columns(table),
        tag("thead", tag("tr", *(_head(column) for column in table.columns), *_strip_head(table))),
        tag("tbody", *(_row(table, at, strip) for at in range(len(table.rows)))),
        class_="large" if table.large else None,
    )
    more = tag("p", table.more, class_="more") if table.more else raw("")
    return tag("div", told, more, class_="block table")


def _caption(table: Table) -> tuple[Markup, ...]:
    told = (("strong", table.title), ("span", table.subtitle))
    unseen = tag("span", table.alt, class_="unseen")
    return (*(tag(name, said) for name, said in told if said), unseen)


def _columns(table: Table) -> Markup:
    room = 100 * (1 - table.chart_share) if table.chart else 100.0
    whole = sum(column.width for column in table.columns)
    widths = [column.width / whole * room for column in table.columns] + ([100 - room] if table.chart else [])
    return tag("colgroup", *(tag("col", width=f"{width:.1f}%") for width in widths))


def _head(column: Column) -> Markup:
    return tag("th", column.head, scope="col", class_=column.align)


def _strip_head(table: Table) -> tuple[Markup, ...]:
    if table.chart is None:
        return ()
    inside = raw("") if isinstance(table.chart, BarChart) else strips.scale(table.chart)
    return (tag("th", inside, tag("span", table.chart.alt, class_="unseen"), scope="col", class_="strip"),)


def _strip(table: Table) -> Strip | None:
    chart = table.chart
    if chart is None:
        return None
    if isinstance(chart, BarChart):
        return lambda at: bars.strip(chart, at)
    return lambda at: strips.strip(chart, at, len(table.rows))


def _row(table: Table, at: int, strip: Strip | None) -> Markup:
    cells = [_cell(cell, table.columns[column], column == 0) for column, cell in enumerate(table.rows[at])]
    drawn = [tag("td", strip(at), class_="strip")] if strip else []
    return tag("tr", *cells, *drawn)


def _cell(cell: Cell, column: Column, first: bool) -> Markup:
    told = tag("span", tag("b", cell.text) if cell.bold else cell.text, class_=cell.tone)
    rest = joined((" ", tag("span", cell.rest, class_=f"rest {cell.rest_tone}"))) if cell.rest else raw("")
    if first:
        return tag("th", told, rest, scope="row", class_=column.align)
    return tag("td", tag("span", told, rest, class_="cell"), class_=column.align, data_head=column.head)
