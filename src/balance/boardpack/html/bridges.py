"""Bridges: a table with a strip for each cause, joined to the next one by a thin line."""

from __future__ import annotations

from collections.abc import Iterator

from balance.boardpack import layout
from balance.boardpack.html.markup import Markup, tag
from balance.boardpack.slides import BridgeChart, Leap

HEIGHT = 26
BAR = 6
"""How far a bar stays from the edges of its strip."""


def draw(chart: BridgeChart) -> Markup:
    """The bridge, the names of its causes before their strips."""
    last = len(chart.leaps) - 1
    rows = (
        tag("tr", tag("th", leap.name, scope="row"), tag("td", _strip(chart, leap, at, last), class_="strip"),
            class_="ends" if leap.move == "stands" else None)
        for at, leap in enumerate(chart.leaps)
    )  # fmt: skip
    caption = tag("caption", tag("span", chart.alt, class_="unseen"))
    return tag("table", caption, tag("tbody", *rows), class_="bridge")


def _strip(chart: BridgeChart, leap: Leap, at: int, last: int) -> Markup:
    number = tag("text", leap.text, x=_percent(chart, max(leap.start, leap.end)), y=f"{HEIGHT / 2 + 4.5:g}", dx="9",
                 class_=f"number {leap.move}")  # fmt: skip
    return tag(
        "svg", *_joints(chart, leap, at, last), _bar(chart, leap), number, width="100%", height=str(HEIGHT),
        role="img", aria_label=leap.text,
    )  # fmt: skip


def _joints(chart: BridgeChart, leap: Leap, at: int, last: int) -> Iterator[Markup]:
    """From the row above to where this one begins, and from where it ends to the row below."""
    middle = f"{HEIGHT / 2:g}"
    for value, ends in ((leap.start, ("0", middle)), (leap.end, (middle, str(HEIGHT)))):
        if (at, ends[0]) not in ((0, "0"), (last, middle)):
            x = _percent(chart, value)
            yield tag("line", x1=x, x2=x, y1=ends[0], y2=ends[1], class_="joint")


def _bar(chart: BridgeChart, leap: Leap) -> Markup:
    if leap.move == "stands":
        return tag("circle", cx=_percent(chart, leap.end), cy=f"{HEIGHT / 2:g}", r="5.5", class_="stands")
    low, high = (layout.along(chart.axis, end) * 100 for end in sorted((leap.start, leap.end)))
    return tag("rect", x=f"{low:.2f}%", y=str(BAR), width=f"{high - low:.2f}%", height=str(HEIGHT - 2 * BAR),
               class_=f"leap {leap.move}")  # fmt: skip


def _percent(chart: BridgeChart, value: float) -> str:
    return f"{layout.along(chart.axis, value) * 100:.2f}%"
