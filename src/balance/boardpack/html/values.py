"""The points of a chart as a table, for who cannot see it or wants to copy it."""

from __future__ import annotations

from collections.abc import Iterator

from balance.boardpack.html import marks
from balance.boardpack.html.markup import Markup, raw, tag
from balance.boardpack.slides import Axis, Role, XYChart
from balance.language import say

TOLD: tuple[Role, ...] = ("today", "plan", "trail", "point", "allowed", "curve")
"""The roles whose points are numbers to read; the others repeat or frame them."""


def draw(chart: XYChart) -> Markup:
    """A table that opens on request; nothing where the chart's own title counts its points."""
    rows = tuple(_rows(chart))
    if not rows or chart.y.form == "rows":
        return raw("")
    heads = (say("Point"), chart.x.title.split(";")[0], up(chart))
    table = tag(
        "table",
        tag("caption", tag("span", chart.alt or chart.title, class_="unseen")),
        tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads))),
        tag("tbody", *rows),
    )
    return tag("details", tag("summary", say("Show as table")), table, class_="values")


def up(chart: XYChart) -> str:
    """What the chart counts upwards: its subtitle begins with it."""
    return chart.subtitle.split(". ")[0].rstrip(".")


def counted(title: str, axis: Axis, value: float) -> str:
    """A value with its axis' name and unit: the unit stands after the last comma of the name."""
    name, _, unit = title.rpartition(", ")
    return f"{name or unit}: {marks.said(axis, value)} {unit if name else ''}".strip()


def _rows(chart: XYChart) -> Iterator[Markup]:
    for role in TOLD:
        for series in chart.series:
            if series.role == role:
                for x, y in zip(series.x, series.y, strict=True):
                    if y is not None:
                        yield _row(series.name, marks.said(chart.x, x), marks.said(chart.y, y), chart)


def _row(name: str, across: str, level: str, chart: XYChart) -> Markup:
    x, y = chart.x.title.split(";")[0], up(chart)
    return tag(
        "tr", tag("th", name, scope="row"), tag("td", tag("span", across, class_="cell"), data_head=x),
        tag("td", tag("span", level, class_="cell"), data_head=y),
    )  # fmt: skip
