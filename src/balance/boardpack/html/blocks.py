"""Each kind of block as semantic HTML; its box on the slide gives charts their proportions."""

from __future__ import annotations

from balance.boardpack import layout
from balance.boardpack.html import bars, bridges, tables, values, xy
from balance.boardpack.html.markup import Markup, joined, raw, tag
from balance.boardpack.layout import Box
from balance.boardpack.slides import BarChart, Block, BridgeChart, Item, Notice, Number, Numbers, Points, Table, XYChart


def draw(block: Block, box: Box) -> Markup:
    """One block."""
    match block:
        case Numbers():
            return tag("div", *(_number(number) for number in block.items), class_="block numbers")
        case XYChart():
            return tag(
                "figure", *_titled(block), xy.draw(block, _under(block, box)), values.draw(block), class_="block chart"
            )
        case BarChart():
            return tag("figure", *_titled(block), bars.draw(block), class_="block chart")
        case BridgeChart():
            return tag("figure", *_titled(block), bridges.draw(block), class_="block chart")
        case Table():
            return tables.draw(block)
        case Points():
            return _points(block)
        case Notice():
            return tag("div", tag("h3", block.title), tag("p", block.text), class_="block notice")


def _titled(chart: XYChart | BarChart | BridgeChart) -> tuple[Markup, ...]:
    said = (tag("strong", chart.title) if chart.title else raw("")), tag("span", chart.subtitle)
    return (tag("figcaption", *said),) if chart.title or chart.subtitle else ()


def _under(chart: XYChart, box: Box) -> Box:
    """What the title leaves of a chart's box."""
    return box.below(layout.block_title(chart.title, chart.subtitle))


def _number(number: Number) -> Markup:
    unit = tag("span", f" {number.unit}", class_="unit") if number.unit else raw("")
    verdict = tag("span", number.verdict, class_=f"verdict {number.tone}") if number.verdict else raw("")
    return tag(
        "div",
        tag("h3", number.label),
        tag("p", tag("span", number.value, class_="value"), unit, verdict, class_="headline"),
        tag("p", number.likely, class_="likely") if number.likely else raw(""),
        class_="number",
    )


def _points(points: Points) -> Markup:
    items = tag("ul", *(tag("li", _item(item)) for item in points.items))
    return tag("div", tag("h3", points.title), items, class_="block points")


def _item(item: Item) -> Markup:
    head = tag("strong", item.head, class_=item.tone) if item.head else raw("")
    return joined((head, " " if item.head and item.text else "", item.text))
