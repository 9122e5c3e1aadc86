"""A hundred dots for a hundred possible next years: the exceedance curve as people can count it.

Each dot stands for 1 in 100, placed at its loss; hollow is inside the limit, filled is beyond. The number
of filled dots is the chance beyond the limit as the texts print it.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from balance import formats
from balance.figures.balance_frame import nice, tick_step
from balance.figures.sketch import Sketch
from balance.figures.theme import SIZE, canvas, name_axes, write
from balance.figures.tokens import Mode, tokens
from balance.language import say

_MOST_BINS = 30
_TALLEST = 22


def hundred_years(
    exceedance: pd.DataFrame,
    *,
    limit: float | None,
    currency: str,
    mode: Mode = "light",
    phone: bool = False,
    height: int = 320,
) -> go.Figure:
    """One dot for each of 100 possible next years, stacked by what the year costs.

    `exceedance` has loss (currency, rising) and chance (0..1, falling).
    """
    losses = years(exceedance)
    scale = formats.scale_of(float(np.median(losses)), limit)
    width = _bin_width(losses, limit, 18 if phone else _MOST_BINS)
    first, last = math.floor(losses.min() / width), math.floor(np.quantile(losses, 0.965) / width)
    column = np.clip(np.floor(losses / width), first, last + 1).astype(np.int64)
    row = pd.Series(column).groupby(column).cumcount().to_numpy(dtype=np.int64) + 1
    beyond = losses > limit if limit is not None else np.zeros(100, dtype=bool)
    figure = canvas(mode, height, _alt(losses, beyond, limit, currency), left=12, right=12, top=20)
    _dots(figure, (column + 0.5) * width / scale.divisor, row, beyond, mode)
    _axes(figure, first, last, width / scale.divisor, int(row.max()), mode, 5 if phone else 9)
    name_axes(figure, x=say("Loss next year, {money_unit}", money_unit=formats.money_unit(currency, scale)), mode=mode)
    if limit is not None:
        _limit(figure, limit, currency, scale, int(beyond.sum()), float(row.max()), (first, last), width, mode)
    return figure.drawn()


def years(exceedance: pd.DataFrame) -> npt.NDArray[np.float64]:
    """The losses of 100 equally likely years, rising; years beyond the curve's end are put at its end."""
    chance = exceedance["chance"].to_numpy(dtype=float)
    loss = exceedance["loss"].to_numpy(dtype=float)
    at = (np.arange(100)[::-1] + 0.5) / 100
    found = np.interp(at, chance[::-1], loss[::-1], left=loss[-1], right=max(loss[0], 0.0) if len(loss) else 0.0)
    return np.where(at > chance[0], 0.0, found)


def _bin_width(losses: npt.NDArray[np.float64], limit: float | None, most: int) -> float:
    """The widest bin that keeps the columns low and puts the limit on an edge."""
    reach = max(float(np.quantile(losses, 0.965) - losses.min()), 1e-6)
    unit = limit if limit and limit < 4 * reach else nice(reach)
    widths = [unit * k / m for m in (1, 2, 4, 5, 8, 10, 16, 20, 25, 40, 50) for k in (1,)]
    few = [width for width in widths if reach / width <= most] or [unit]
    for width in few:
        if reach / width >= 6 and np.unique(np.floor(losses / width), return_counts=True)[1].max() <= _TALLEST:
            return width
    return few[-1]


def _dots(figure: Sketch, x: npt.NDArray[Any], y: npt.NDArray[Any], beyond: npt.NDArray[np.bool_], mode: Mode) -> None:
    colours = tokens(mode)
    size = 10 if y.max() <= 20 else 8
    for chosen, fill, edge in ((~beyond, colours.bg, colours.ink3), (beyond, colours.bad, colours.bad)):
        figure.scatter(
            x=x[chosen],
            y=y[chosen],
            mode="markers",
            hoverinfo="skip",
            marker={"size": size, "color": fill, "line": {"color": edge, "width": 1.3}},
        )


def _axes(figure: Sketch, first: int, last: int, width: float, tallest: int, mode: Mode, ticks: int) -> None:
    left, right = first * width, (last + 2) * width
    step = tick_step((right - left) / ticks)
    at = [k * step for k in range(math.ceil(left / step), math.ceil((last + 1) * width / step)) if k * step >= left]
    at = [tick for tick in at if (last + 1.5) * width - tick > step * 0.5]
    figure.x_axis(
        range=[left - width * 0.3, right],
        tickvals=[*at, (last + 1.5) * width],
        ticktext=[*[f"{tick:g}" for tick in at], f"{formats.number((last + 1) * width)}+"],
    )
    figure.y_axis(range=[0.3, max(tallest * 1.25, 8) + 1.5], visible=False)


def _limit(
    figure: Sketch,
    limit: float,
    currency: str,
    scale: formats.Scale,
    count: int,
    tallest: float,
    ends: tuple[int, int],
    width: float,
    mode: Mode,
) -> None:
    colours = tokens(mode)
    x = limit / scale.divisor
    end = (ends[1] + 2) * width / scale.divisor
    shown = min(x, end)
    right = shown < (ends[0] * width / scale.divisor + end) * 0.55
    figure.vertical(shown, {"color": colours.bad, "width": 2, "dash": "dash"})
    words = say(
        "Board's limit {limit}<br>{count} of 100 years end beyond it",
        limit=formats.money(limit, currency),
        count=formats.in_100(count / 100),
    )
    write(
        figure,
        words,
        x=shown,
        y=1,
        yref="paper",
        mode=mode,
        colour=colours.bad,
        bold=True,
        size=SIZE,
        xanchor="left" if right else "right",
        yanchor="top",
        xshift=8 if right else -8,
        align="left" if right else "right",
    )


def _alt(losses: npt.NDArray[np.float64], beyond: npt.NDArray[np.bool_], limit: float | None, currency: str) -> str:
    middle = formats.money(float(np.median(losses)), currency)
    told = say("A hundred possible next years, one dot each; half cost more than {middle}.", middle=middle)
    if limit is None:
        return told
    return say(
        "{told} {sum} of 100 cost more than the board's limit of {limit}.",
        told=told,
        sum=int(beyond.sum()),
        limit=formats.money(limit, currency),
    )
