"""The three-way pull on one initiative: how ready it is for business, technology and security, side by side."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

from balance import formats
from balance.figures.theme import SMALL, canvas, name_axes, write
from balance.figures.tokens import Mode, tokens
from balance.language import say

WANTED = 0.8
_ROW = 44


def readiness(levels: Mapping[str, float | None], *, mode: Mode = "light", phone: bool = False) -> go.Figure:
    """One row per need (shares 0..1, None = not stated), with the level all owners should reach."""
    figure = canvas(mode, 84 + _ROW * len(levels), _alt(levels), left=92, right=24, top=34, bottom=50)
    colours = tokens(mode)
    figure.x_axis(range=[0, 100], dtick=20, showgrid=True)
    name_axes(figure, x=say("Ready, in 100"), mode=mode)
    figure.y_axis(range=[len(levels) - 0.4, -0.6], visible=False)
    figure.vertical(WANTED * 100, {"color": colours.ink, "width": 1.5, "dash": "dash"})
    write(
        figure,
        say("wanted: {wanted}", wanted=formats.in_100(WANTED)),
        x=WANTED * 100,
        y=1,
        yref="paper",
        mode=mode,
        size=SMALL,
        yanchor="bottom",
    )
    for i, (name, level) in enumerate(levels.items()):
        write(figure, name, x=0, xref="paper", y=i, mode=mode, bold=True, xanchor="left", xshift=-92)
        if level is None or not formats.sayable(level):
            write(figure, say("not stated"), x=2, y=i, mode=mode, colour=colours.ink2, size=SMALL, xanchor="left")
            continue
        figure.scatter(
            x=[0, level * 100], y=[i, i], mode="lines", line={"color": colours.line, "width": 4}, hoverinfo="skip"
        )
        short = level < WANTED
        figure.scatter(
            x=[level * 100],
            y=[i],
            mode="markers",
            hoverinfo="skip",
            cliponaxis=False,
            marker={
                "size": 14,
                "symbol": "circle-open" if short else "circle",
                "color": colours.bad if short else colours.good,
                "line": {"width": 3},
            },
        )
        write(
            figure,
            f"{formats.in_100(level)}{' △' if short else ''}",
            x=level * 100,
            y=i,
            mode=mode,
            bold=True,
            colour=colours.bad if short else colours.good,
            yanchor="bottom",
            yshift=9,
            backed=True,
        )
    return figure.drawn()


def _alt(levels: Mapping[str, float | None]) -> str:
    told = "; ".join(
        f"{name} {formats.chance(level) if level is not None else say('not stated')}" for name, level in levels.items()
    )
    return say("Readiness: {told}. Wanted: {wanted}.", told=told, wanted=formats.chance(WANTED))
