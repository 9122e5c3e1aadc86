"""What money buys: a number against the money spent, its likely band, and where today's plan stands."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from balance import formats
from balance.figures.labels import Ground, Line, Named, sizes, write_labels
from balance.figures.sketch import Sketch
from balance.figures.theme import HALF_WIDTHS, PHONE_WIDTH, SIZE, canvas, name_axes
from balance.figures.tokens import Mode, tokens
from balance.language import say
from balance.ranges import Range

Spent = Sequence[tuple[float, Range]]


def spending_curve(
    spent: Spent,
    today: float,
    *,
    x: str,
    y: str,
    currency: str,
    of_chance: bool = False,
    enough: float | None = None,
    mode: Mode = "light",
    phone: bool = False,
    height: int = 300,
) -> go.Figure:
    """The curve through pairs of money and what comes of it (a chance 0..1, or money), money rising.

    `today` is the money of today's plan, `enough` what brings us inside the limit; `x` and `y` name the axes without
    their unit.
    """
    money = formats.scale_of(*(amount for amount, _ in spent))
    unit = formats.Scale(0.01, "") if of_chance else formats.scale_of(*(part for _, part in _parts(spent)))
    lines = {
        name: [(amount / money.divisor, part / unit.divisor) for amount, part in _parts(spent, name)] for name in _NAMES
    }
    ends = [at for points in lines.values() for _, at in points]
    room = 0.15 * (max(ends) - min(ends)) or max(ends) * 0.1 or 1.0
    left, right = lines["value"][0][0], lines["value"][-1][0]
    span = (right - left) or 1.0
    across = (left - 0.04 * span, right + 0.04 * span)
    up = (max(min(ends) - room, 0.0), max(ends) + room)
    named_y = say("{y}, in 100", y=y) if of_chance else f"{y}, {formats.money_unit(currency, unit)}"
    figure = canvas(mode, height, _alt(spent, x, y, currency, of_chance), left=44)
    figure.x_axis(range=across, nticks=6)
    figure.y_axis(range=up, showgrid=True, nticks=6)
    name_axes(figure, x=f"{x}, {formats.money_unit(currency, money)}", y=named_y, mode=mode)
    _draw(figure, lines, mode)
    at = min(lines["value"], key=lambda point: abs(point[0] - today / money.divisor))
    _dot(figure, at, mode)
    on = Ground(across, up, sizes([PHONE_WIDTH] if phone else HALF_WIDTHS, height, left=60.0, other=82.0))
    kept = [Line(np.array(lines["value"]))]
    named = [Named((at,), say("Today"), tokens(mode).ink, True, SIZE + 1, 8.0)]
    if enough is not None:
        there = min(lines["value"], key=lambda point: abs(point[0] - enough / money.divisor))
        _dot(figure, there, mode, planned=True)
        said = say("{enough}: inside the limit", enough=formats.money(enough, currency))
        named.append(Named((there,), said, tokens(mode).good, True, SIZE + 1, 8.0))
    write_labels(figure, named, kept, on, mode)
    return figure.drawn()


_NAMES = ("value", "low", "high")


def _parts(spent: Spent, *names: str) -> list[tuple[float, float]]:
    return [(amount, getattr(range_, name) or 0.0) for name in names or _NAMES for amount, range_ in spent]


def _draw(figure: Sketch, lines: dict[str, list[tuple[float, float]]], mode: Mode) -> None:
    colours = tokens(mode)
    edge = [*lines["high"], *reversed(lines["low"])]
    figure.scatter(
        x=[a for a, _ in edge], y=[b for _, b in edge], mode="lines", line={"width": 0}, fill="toself",
        fillcolor=colours.ring, hoverinfo="skip",
    )  # fmt: skip
    figure.scatter(
        x=[a for a, _ in lines["value"]], y=[b for _, b in lines["value"]], mode="lines", hoverinfo="skip",
        line={"color": colours.ink2, "width": 2},
    )  # fmt: skip


def _dot(figure: Sketch, at: tuple[float, float], mode: Mode, planned: bool = False) -> None:
    colours = tokens(mode)
    shape = {"symbol": "diamond", "color": colours.good} if planned else {"color": colours.ink}
    marker = {"size": 15, **shape, "line": {"color": colours.bg, "width": 2}}
    figure.scatter(x=[at[0]], y=[at[1]], mode="markers", hoverinfo="skip", marker=marker)


def _alt(spent: Spent, x: str, y: str, currency: str, of_chance: bool) -> str:
    def said(range_: Range) -> str:
        return formats.chance(range_.value) if of_chance else formats.money(range_.value, currency)

    (first, low), (last, high) = spent[0], spent[-1]
    return say(
        "{y} against {x}: {low} at {least}, {high} at {most}.",
        y=y,
        x=x[0].lower() + x[1:],
        low=said(low),
        least=formats.money(first, currency),
        high=said(high),
        most=formats.money(last, currency),
    )
