"""The loss curve: the chance that next year's loss exceeds any sum, its likely band, and what the board tolerates."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from balance import formats
from balance.figures.balance_frame import nice
from balance.figures.labels import Ground, Line, Named, sizes, write_labels
from balance.figures.placer import Boxes, weighted
from balance.figures.sketch import Sketch
from balance.figures.theme import HALF_WIDTHS, PHONE_WIDTH, canvas, name_axes, records
from balance.figures.tokens import Mode, tokens
from balance.language import say

_POINTS = 60
BAD_YEAR = 0.05
_ROUND_TICK = np.array([16.0, 9.0])
"""Room round one of the board's marks, in pixels across and up."""


def exceedance_curve(
    curve: pd.DataFrame,
    appetite: pd.DataFrame,
    *,
    currency: str,
    mode: Mode = "light",
    phone: bool = False,
    height: int = 320,
) -> go.Figure:
    """The curve with its 80 in 100 band and the board's points.

    `curve`: loss (currency, rising), chance, low, high (0..1). `appetite`: loss, chance_allowed, chance; may be empty.
    """
    appetite = appetite.sort_values("loss")
    right, scale = _reach(curve, appetite)
    shown = _thinned(curve, right)
    figure = canvas(mode, height, _alt(curve, appetite, currency), left=40, top=40)
    x = shown["loss"].to_numpy() / scale.divisor
    _band(figure, x, shown, mode)
    figure.x_axis(range=[0, right / scale.divisor])
    figure.y_axis(range=[0, 100], dtick=20, showgrid=True)
    name_axes(
        figure,
        x=say("Loss next year, {money_unit}", money_unit=formats.money_unit(currency, scale)),
        y=say("Chance of losing more, in 100"),
        mode=mode,
    )
    _appetite(figure, appetite, scale, mode)
    _labels(figure, x, shown, curve, appetite, scale, currency, mode, phone, height)
    return figure.drawn()


def _reach(curve: pd.DataFrame, appetite: pd.DataFrame) -> tuple[float, formats.Scale]:
    rare = curve.loc[curve["chance"] <= 0.015, "loss"]
    end = float(rare.iloc[0]) if len(rare) else float(curve["loss"].iloc[-1])
    end = max([end, *[1.15 * float(loss) for loss in appetite.get("loss", [])]])
    scale = formats.scale_of(end)
    return nice(end / scale.divisor) * scale.divisor, scale


def _thinned(curve: pd.DataFrame, right: float) -> pd.DataFrame:
    at = np.linspace(0.0, right, _POINTS)
    loss = curve["loss"].to_numpy(dtype=float)
    return pd.DataFrame(
        {"loss": at}
        | {name: np.interp(at, loss, curve[name].to_numpy(dtype=float)) for name in ("chance", "low", "high")}
    )


def _band(figure: Sketch, x: np.ndarray, shown: pd.DataFrame, mode: Mode) -> None:
    colours = tokens(mode)
    figure.scatter(
        x=np.concatenate([x, x[::-1]]),
        y=np.concatenate([shown["high"], shown["low"][::-1]]) * 100,
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=colours.ring,
        hoverinfo="skip",
    )
    figure.scatter(
        x=x, y=shown["chance"].to_numpy() * 100, mode="lines", hoverinfo="skip", line={"color": colours.ink, "width": 2}
    )


def _appetite(figure: Sketch, appetite: pd.DataFrame, scale: formats.Scale, mode: Mode) -> None:
    if appetite.empty:
        return
    colours = tokens(mode)
    x = appetite["loss"].to_numpy(dtype=float) / scale.divisor
    figure.scatter(
        x=x,
        y=appetite["chance_allowed"].to_numpy(dtype=float) * 100,
        mode="lines+markers",
        hoverinfo="skip",
        line={"color": colours.bad, "width": 1.6, "dash": "dash"},
        marker={"symbol": "line-ew", "size": 20, "line": {"color": colours.bad, "width": 3}},
    )
    figure.scatter(
        x=x,
        y=appetite["chance"].to_numpy(dtype=float) * 100,
        mode="markers",
        hoverinfo="skip",
        marker={"size": 10, "color": colours.ink, "line": {"color": colours.bg, "width": 1.5}},
    )


def _labels(
    figure: Sketch,
    x: np.ndarray,
    shown: pd.DataFrame,
    curve: pd.DataFrame,
    appetite: pd.DataFrame,
    scale: formats.Scale,
    currency: str,
    mode: Mode,
    phone: bool,
    height: int,
) -> None:
    on = Ground(
        (0, float(x[-1])), (0, 100), sizes([PHONE_WIDTH] if phone else HALF_WIDTHS, height, left=56.0, other=86.0)
    )
    bad = bad_year(curve) / scale.divisor
    dot = {"size": 9, "color": tokens(mode).bg, "line": {"color": tokens(mode).ink, "width": 2}}
    figure.scatter(x=[bad], y=[5], mode="markers", hoverinfo="skip", marker=dot)
    lines = [Line(np.column_stack([x, shown["chance"].to_numpy() * 100]))]
    if not appetite.empty:
        lines.append(Line(np.column_stack([appetite["loss"] / scale.divisor, appetite["chance_allowed"] * 100])))
    named = [*_points(appetite, scale, mode), *_names(lines, bad, scale, currency, mode, phone)]
    write_labels(figure, named, lines, on, mode, _ticks(appetite, scale, on))


def _ticks(appetite: pd.DataFrame, scale: formats.Scale, on: Ground) -> list[Boxes]:
    """The board's marks, which a number beside them would be taken for: one set of boxes per size."""
    at = np.column_stack([appetite["loss"] / scale.divisor, appetite["chance_allowed"] * 100])
    return [
        weighted(np.column_stack([spot - _ROUND_TICK, spot + _ROUND_TICK]), 40.0)
        for spot in (on.pixels(at, size) for size in on.sizes)
    ]


def _points(appetite: pd.DataFrame, scale: formats.Scale, mode: Mode) -> list[Named]:
    """The estimate at each of the board's points."""
    points = [((row["loss"] / scale.divisor, row["chance"] * 100), row["chance"]) for row in records(appetite)]
    return [Named((at,), formats.in_100(chance), tokens(mode).ink, True, reach=7.0) for at, chance in points]


def _names(lines: list[Line], bad: float, scale: formats.Scale, currency: str, mode: Mode, phone: bool) -> list[Named]:
    """The bad year at its point, and the name of each line beside whichever part of it is free."""
    words = say("our estimate") if phone else say("our estimate and likely band")
    sum_ = formats.money(bad * scale.divisor, currency)
    said = say("bad year: {sum}", sum=sum_) if phone else say("bad year: {sum}, 5 in 100", sum=sum_)
    named = [
        Named(((bad, 5.0),), said, tokens(mode).ink, reach=7.0),
        Named(_body(lines[0]), words, tokens(mode).ink, True),
    ]
    if len(lines) > 1:
        ends = tuple((float(a), float(b)) for a, b in lines[1].points[::-1])
        named.append(Named(ends if len(ends) > 1 else ends * 2, say("board tolerates"), tokens(mode).bad, True))
    return named


def _body(line: Line) -> tuple[tuple[float, float], ...]:
    """The part of the estimate's line that rises from its tail, where its name reads best, its middle first."""
    points = [(float(a), float(b)) for a, b in line.points]
    body = [point for point in points if 30 <= point[1] <= 85][::2]
    return tuple(sorted(body if len(body) > 1 else points[:2], key=lambda at: abs(at[1] - 60)))


def bad_year(curve: pd.DataFrame) -> float:
    """The loss that 5 in 100 years exceed, read from the curve."""
    return float(np.interp(-BAD_YEAR, -curve["chance"].to_numpy(), curve["loss"].to_numpy()))


def _alt(curve: pd.DataFrame, appetite: pd.DataFrame, currency: str) -> str:
    bad = bad_year(curve)
    told = [
        say(
            "Chance of losing more than a sum next year, falling; exceeded in 5 of 100: {bad}.",
            bad=formats.money(bad, currency),
        )
    ]
    told += [
        say(
            "More than {loss}: {chance}, the board tolerates {chance_allowed}.",
            loss=formats.money(row["loss"], currency),
            chance=formats.chance(row["chance"]),
            chance_allowed=formats.in_100(row["chance_allowed"]),
        )
        for row in records(appetite)
    ]
    return " ".join(told)
