"""How quickly incidents are noticed and over: half and the slowest tenth of each year, on one scale of time.

A filled dot is half of the past year's incidents, a hollow one half of those the year before; the bar reaches to where
nine in ten are done.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from balance import formats
from balance.figures.theme import SMALL, canvas, plain, write
from balance.figures.tokens import Mode, tokens
from balance.language import noted, say
from balance.ranges import Range

_ROW = 34
MOST_TICKS = 3
_TICKS = ((1 / 6, noted("10 min")), (1.0, noted("1 hour")), (6.0, noted("6 hours")), (24.0, noted("1 day")),
          (168.0, noted("1 week")), (730.0, noted("1 month")), (4380.0, noted("6 months")))  # fmt: skip
_SPARSE = {"10 min", "1 hour", "1 day", "1 week", "1 month"}


@dataclass(frozen=True)
class Timed:
    """One time of response over one year: its name, half and slowest tenth in hours, and whether it is this year's."""

    name: str
    median: Range
    slow: Range
    now: bool


def response_times(rows: Sequence[Timed], *, mode: Mode = "light", phone: bool = False) -> go.Figure:
    """One line per time and year, on a log scale of hours; rows of which nothing is known are left out."""
    shown = [row for row in rows if row.median.known]
    left, right = (128, 12) if phone else (150, 84)
    figure = canvas(mode, 74 + _ROW * max(len(shown), 1), _alt(shown), left=left, right=right, top=12, bottom=52)
    colours = tokens(mode)
    low, high = _reach(shown)
    inside = [(at, said) for at, said in _TICKS if low <= math.log10(at) <= high]
    ticks = [tick for tick in inside if tick[1] in _SPARSE] if len(inside) > MOST_TICKS else inside
    figure.x_axis(
        type="linear", range=[low, high], tickvals=[math.log10(at) for at, _ in ticks],
        ticktext=[say(said) for _, said in ticks], showgrid=True, tickangle=0,
    )  # fmt: skip
    figure.y_axis(range=[len(shown) - 0.5, -0.5], showticklabels=False)
    for at, row in enumerate(shown):
        shade, said = (colours.ink, colours.ink) if row.now else (colours.mark, colours.ink2)
        write(figure, plain(row.name), x=0, xref="paper", y=at, yref="y", mode=mode,
              xanchor="left", xshift=-left, size=SMALL if phone else 14, colour=said,
              bold=row.now)  # fmt: skip
        if row.slow.known:
            ends = [_log(row.median.value), _log(row.slow.value)]
            figure.scatter(x=ends, y=[at, at], mode="lines", hoverinfo="skip",
                           line={"color": shade, "width": 6 if row.now else 3})  # fmt: skip
            if not phone:
                write(figure, formats.span(row.slow.value), x=ends[1], y=at, mode=mode, xanchor="left", xshift=8,
                      size=SMALL, colour=colours.ink2)  # fmt: skip
        figure.scatter(
            x=[_log(row.median.value)], y=[at], mode="markers", hoverinfo="skip",
            marker={"size": 13, "color": shade if row.now else colours.bg, "line": {"color": shade, "width": 2}},
        )  # fmt: skip
    return figure.drawn()


def _log(hours: float | None) -> float:
    return math.log10(max(hours or 0.0, 1 / 60))


def _reach(shown: Sequence[Timed]) -> tuple[float, float]:
    ends = [_log(part) for row in shown for part in (row.median.value, row.slow.value) if part is not None]
    return (min(ends) - 0.35, max(ends) + 0.35) if ends else (-1.0, 3.0)


def _alt(shown: Sequence[Timed]) -> str:
    told = [
        say(
            noted("{name}: half within {median}, nine in ten within {slow}") if row.slow.known
            else noted("{name}: half within {median}"),
            name=row.name, median=formats.span(row.median.value), slow=formats.span(row.slow.value),
        )
        for row in shown
    ]  # fmt: skip
    return "; ".join(told) + "." if told else say("No time of response is known.")
