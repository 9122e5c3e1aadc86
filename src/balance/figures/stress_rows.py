"""What single events would do to the year: for each, two numbers without it and with it, beside what is tolerated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from balance.figures.sketch import Sketch
from balance.figures.theme import SMALL, canvas, plain, row_height, row_name, write
from balance.figures.tokens import Mode, tokens
from balance.language import say

_ROW = 36
_GAP = 0.2
"""Room between two panels, in panels: the number at the end of a bar stands there."""


@dataclass(frozen=True)
class Scale:
    """One number: its title, where it stands without an event and how that is said, its greatest value, and what is
    tolerated."""

    title: str
    base: float
    said: str
    greatest: float
    tolerated: float | None = None
    tolerated_said: str = ""


@dataclass(frozen=True)
class Struck:
    """One event: its name, and for each scale the number with it and how that is said."""

    name: str
    values: tuple[float, ...]
    said: tuple[str, ...]


def stress_rows(
    scales: Sequence[Scale], rows: Sequence[Struck], *, mode: Mode = "light", phone: bool = False
) -> go.Figure:
    """One row per event: hollow dot without it, filled and hatched bar to the dot with it; dashed what is tolerated.

    Args: one or two scales (a phone shows the first); events in the order to show.
    """
    panels = list(scales[:1] if phone else scales)
    left, right, longest = (152, 36, 22) if phone else (216, 72, 32)
    row_high = row_height((row.name for row in rows), longest, _ROW)
    figure = canvas(
        mode, 102 + row_high * max(len(rows), 1), _alt(scales, rows), left=left, right=right, top=76, bottom=20
    )
    figure.x_axis(range=[0, max(len(panels), 1) * (1 + _GAP) - _GAP], visible=False)
    figure.y_axis(range=[len(rows) - 0.5, -0.6], visible=False)
    for at, row in enumerate(rows):
        write(figure, row_name(row.name, longest), x=0, xref="paper", y=at, yref="y", mode=mode,
              xanchor="left", xshift=-left, size=SMALL if phone else 14)  # fmt: skip
    for at, scale in enumerate(panels):
        _panel(figure, at, scale, rows, mode, phone)
    return figure.drawn()


def _panel(figure: Sketch, at: int, scale: Scale, rows: Sequence[Struck], mode: Mode, phone: bool) -> None:
    colours, offset = tokens(mode), at * (1 + _GAP)

    def place(value: float) -> float:
        return offset + min(max(value, 0.0), scale.greatest) / (scale.greatest or 1.0)

    title = plain(scale.title).replace(", ", "<br>")
    head = say("<b>{title}</b><br>without: {said}", title=title, said=plain(scale.said))
    write(figure, head, x=offset, xref="x", y=1,
          yref="paper", mode=mode, xanchor="left", yanchor="bottom", yshift=6, size=SMALL if phone else 14)  # fmt: skip
    bottom = len(rows) - 0.5
    figure.scatter(x=[offset, offset], y=[-0.5, bottom], mode="lines", hoverinfo="skip",
                   line={"color": colours.line, "width": 1})  # fmt: skip
    if scale.tolerated is not None and scale.tolerated <= scale.greatest:
        x = place(scale.tolerated)
        figure.scatter(x=[x, x], y=[-0.5, bottom], mode="lines", hoverinfo="skip",
                       line={"color": colours.bad, "width": 2, "dash": "dash"})  # fmt: skip
        write(figure, plain(scale.tolerated_said), x=x, xref="x", y=0, yref="paper", mode=mode, yanchor="top",
              xanchor="left" if x - offset < 0.5 else "right", size=SMALL, colour=colours.bad)  # fmt: skip
    _bars(figure, at, scale, rows, mode, place(scale.base), [place(row.values[at]) for row in rows])
    for y, row in enumerate(rows):
        write(figure, plain(row.said[at]), x=place(row.values[at]), xref="x", y=y, yref="y", mode=mode,
              xanchor="left", xshift=9, bold=True, backed=True)  # fmt: skip


def _bars(
    figure: Sketch, at: int, scale: Scale, rows: Sequence[Struck], mode: Mode, base: float, ends: list[float]
) -> None:
    """A hatched bar from without to with, a hollow dot at its start and a filled one at its end."""
    colours, y = tokens(mode), list(range(len(rows)))
    figure.bar(
        x=[end - base for end in ends], base=[base] * len(ends), y=y, orientation="h", width=0.34, hoverinfo="skip",
        marker={"color": colours.bads, "line": {"color": colours.bad, "width": 1},
                "pattern": {"shape": "/", "fgcolor": colours.bad, "bgcolor": colours.bads, "size": 6}},
    )  # fmt: skip
    figure.scatter(x=[base] * len(ends), y=y, mode="markers", hoverinfo="skip",
                   marker={"size": 10, "color": colours.bg, "line": {"color": colours.ink, "width": 2}})  # fmt: skip
    worse = [row.values[at] > scale.base for row in rows]
    figure.scatter(
        x=ends, y=y, mode="markers", hoverinfo="skip",
        marker={"size": 11, "color": [colours.bad if bad else colours.ink for bad in worse],
                "line": {"color": colours.bg, "width": 1}},
    )  # fmt: skip


def _alt(scales: Sequence[Scale], rows: Sequence[Struck]) -> str:
    told = [
        f"{row.name}: " + ", ".join(f"{scale.title} {said}" for scale, said in zip(scales, row.said, strict=True))
        for row in rows
    ]
    without = ", ".join(f"{scale.title} {scale.said}" for scale in scales)
    stated = "; ".join(told) or say("none stated")
    return say("Without any event: {without}. With each: {stated}.", without=without, stated=stated)
