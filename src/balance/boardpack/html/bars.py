"""Horizontal bars with their printed numbers, as strips of a table or as a list of their own."""

from __future__ import annotations

from balance.boardpack import layout
from balance.boardpack.html.markup import Markup, tag
from balance.boardpack.slides import BarChart

HEIGHT = 22
NUMBER_ROOM = 0.86
"""The part of the strip that a bar may take, so that its number stays inside."""


def draw(chart: BarChart) -> Markup:
    """Bars that stand alone, their names before them."""
    rows = (
        tag("tr", tag("th", name, scope="row"), tag("td", strip(chart, at), class_="strip"))
        for at, name in enumerate(chart.categories)
    )
    caption = tag("caption", tag("span", chart.alt or chart.name, class_="unseen"))
    return tag("table", caption, tag("tbody", *rows), class_="bars")


def strip(chart: BarChart, at: int) -> Markup:
    """One bar and its number."""
    ends = chart.axis.least, min(max(chart.values[at], chart.axis.least), chart.axis.greatest)
    start, end = (layout.along(chart.axis, value) * NUMBER_ROOM * 100 for value in ends)
    bar = tag("rect", x=f"{start:.2f}%", y="4", width=f"{end - start:.2f}%", height=str(HEIGHT - 8), class_="bar")
    number = tag("text", chart.texts[at], x=f"{end:.2f}%", y=str(HEIGHT - 6), dx="6", class_="number")
    return tag("svg", bar, number, width="100%", height=str(HEIGHT), role="img", aria_label=chart.texts[at])
