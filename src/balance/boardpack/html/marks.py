"""How roles look in SVG: which are lines, which marks, what lies on top; and how places on an axis are said."""

from __future__ import annotations

import math

from balance import formats
from balance.boardpack import axes
from balance.boardpack.html.markup import Markup, tag
from balance.boardpack.slides import Axis, Role
from balance.formats.conventions import digits

LINES: dict[Role, float] = {
    "curve": 2.25, "band": 1.0, "trail": 1.25, "likely": 1.5, "core": 6.0, "limit": 2.0, "arrow": 2.25,
}  # fmt: skip
"""The roles drawn as lines and their widths."""

TOP_DOWN: tuple[Role, ...] = (
    "today", "plan", "point", "planned", "beyond", "inside", "allowed", "arrow", "limit", "curve", "trail", "core",
    "likely", "band",
)  # fmt: skip
HEIGHT = {role: at for at, role in enumerate(TOP_DOWN)}
"""What lies on top of what, the top first."""


def _diamond(reach: float) -> Markup:
    return tag("path", d=f"M0 {-reach:g}L{reach:g} 0L0 {reach:g}L{-reach:g} 0Z")


SHAPES: dict[Role, Markup] = {
    "trail": tag("circle", r="2.8"),
    "point": tag("circle", r="4.6"),
    "today": tag("circle", r="7.5"),
    "plan": _diamond(8.5),
    "planned": tag("path", d="M0 -4L4.4 3.6L-4.4 3.6Z"),
    "allowed": tag("path", d="M-4 -4H4V4H-4Z"),
    "inside": tag("circle", r="4"),
    "beyond": _diamond(4.6),
}
"""The roles drawn as marks, round their place."""


def ticks(axis: Axis) -> list[float]:
    """Where an axis is marked."""
    if axis.form == "rows":
        return []
    if axis.log:
        low, high = (round(math.log2(end)) for end in (axis.least, axis.greatest))
        return [2.0**power for power in range(low, high + 1)]
    count = math.floor((axis.greatest - axis.least) / axis.step + 1e-6)
    return [axis.least + axis.step * at for at in range(min(count, 50) + 1)]


def tick(axis: Axis, value: float) -> str:
    """How a tick reads."""
    if axis.form == "date":
        return formats.month(axes.day_of(value))
    if axis.form == "factor":
        return f"×{digits(f'{value:g}')}"
    decimals = next(places for places in (0, 1, 2, 3) if places == 3 or _whole(axis.step * 10**places))
    return formats.number(value, decimals=decimals)


def said(axis: Axis, value: float) -> str:
    """How a value on an axis is said in a tip."""
    if axis.form == "date":
        return formats.day(axes.day_of(value))
    return formats.factor(value) if axis.form == "factor" else formats.number(value)


def _whole(value: float) -> bool:
    return abs(value - round(value)) < 1e-6
