"""How strongly one thing moves another: each multiplier of the joint model with its range, and how much is measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from balance import formats
from balance.figures.sketch import Sketch
from balance.figures.theme import SMALL, canvas, row_height, row_name, write
from balance.figures.tokens import Mode, Tokens, tokens
from balance.language import say
from balance.ranges import Range

_ROW = 34
_TICKS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)


def effects_chart(
    effects: Sequence[tuple[str, Range]],
    *,
    mode: Mode = "light",
    phone: bool = False,
    more_is_worse: bool = True,
    narrow: bool = False,
) -> go.Figure:
    """Multipliers on a log scale around "no effect"; coloured only where the whole likely range is on one side.

    `effects`: name as people say it and its multiplier.
    """
    left, right = (124, 58) if phone else (150, 180) if narrow else (240, 196)
    longest = 22 if narrow else 18 if phone else 40
    row = row_height((name for name, _ in effects), longest, _ROW)
    figure = canvas(mode, 86 + row * max(len(effects), 1), _alt(effects), left=left, right=right, top=44, bottom=34)
    low, high = _ends(effects)
    figure.x_axis(
        type="log",
        range=[np.log10(low), np.log10(high)],
        tickvals=[t for t in _TICKS if low <= t <= high],
        ticktext=[formats.factor(t) for t in _TICKS if low <= t <= high],
        showgrid=True,
    )
    figure.y_axis(range=[len(effects) - 0.4, -0.7], visible=False)
    colours = tokens(mode)
    figure.vertical(1.0, {"color": colours.ink, "width": 1.5})
    head: dict[str, Any] = {
        "y": 1,
        "paper": True,
        "mode": mode,
        "size": SMALL,
        "colour": colours.ink2,
        "yanchor": "bottom",
        "yshift": 4,
    }
    if not phone:
        write(figure, say("times as many, likely"), x=1, xanchor="left", xshift=10, **head)
    write(figure, say("own data,<br>in 100"), x=1, xanchor="right", xshift=right, align="right", **head)
    for i, (name, effect) in enumerate(effects):
        _row(figure, i, name, effect, colours, mode, more_is_worse, phone, longest)
    return figure.drawn()


def _row(
    figure: Sketch,
    i: int,
    name: str,
    effect: Range,
    colours: Tokens,
    mode: Mode,
    more_is_worse: bool,
    phone: bool,
    longest: int,
) -> None:
    left, right = figure.left, figure.right
    clear = formats.known(effect) and ((effect.low or 0) > 1 or (effect.high or 0) < 1)
    worse = ((effect.value or 1.0) > 1) == more_is_worse
    colour = (colours.bad if worse else colours.good) if clear else colours.ink2
    side: dict[str, Any] = {"y": i, "yref": "y", "mode": mode, "xref": "paper"}
    write(figure, row_name(name, longest), x=0, xanchor="left", xshift=-left, **side)
    if formats.known(effect):
        figure.scatter(
            x=[effect.low, effect.high],
            y=[i, i],
            mode="lines",
            hoverinfo="skip",
            line={"color": colour, "width": 5 if clear else 3},
        )
        figure.scatter(
            x=[effect.value],
            y=[i],
            mode="markers",
            hoverinfo="skip",
            marker={
                "size": 12,
                "color": colour if clear else colours.bg,
                "line": {"color": colours.bg if clear else colour, "width": 2},
            },
        )
        words = f"<b>{formats.factor(effect.value)}</b>  {formats.factor_range(effect)}"
        if not phone:
            write(figure, words, x=1, xanchor="left", xshift=10, colour=colours.ink, size=SMALL, **side)
    write(
        figure,
        formats.in_100(effect.measured) if effect.measured is not None else formats.MISSING,
        x=1,
        xanchor="right",
        xshift=right,
        **side,
    )


def _ends(effects: Sequence[tuple[str, Range]]) -> tuple[float, float]:
    ends = [end for _, e in effects for end in (e.low, e.high) if end is not None and end > 0]
    return max(min([0.45, *ends]) * 0.92, 0.05), min(max([2.2, *ends]) * 1.08, 20.0)


def _alt(effects: Sequence[tuple[str, Range]]) -> str:
    told = [
        say(
            "{name} {e}, likely {factor_range}",
            name=name,
            e=formats.factor(e.value),
            factor_range=formats.factor_range(e),
        )
        for name, e in effects
    ]
    return say("Effects as multipliers, 1 is no effect: {told}.", told="; ".join(told) or say("none"))
