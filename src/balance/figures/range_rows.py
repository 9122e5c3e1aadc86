"""Quantities row by row: a dot for the estimate, a line for its likely range, words at the right. One scale for all.

Coloured only where the whole range lies on one side of the line that stands for no effect.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from balance.figures.row_names import row_names
from balance.figures.sketch import Sketch
from balance.figures.theme import SMALL, canvas, name_axes, plain, row_height, write
from balance.figures.tokens import Mode, Tone, tokens
from balance.ranges import Range

_ROW, _CLOSE, _MANY = 32, 26, 12
MOST_ROWS = 30


@dataclass(frozen=True)
class Row:
    """One row: its name, the range, its tone, the words of each column at the right, and what hovering says."""

    name: str
    range: Range
    tone: Tone
    words: tuple[str, ...]
    said: str


@dataclass(frozen=True)
class Scale:
    """The axis: its title, where no effect is, whether each step multiplies, how a tick is written."""

    title: str
    line: float | None
    written: Callable[[float], str]
    steps: bool = False
    least: float | None = None


def range_rows(
    rows: Sequence[Row],
    heads: Sequence[str],
    scale: Scale,
    alt: str,
    *,
    mode: Mode = "light",
    phone: bool = False,
    longest: int = 30,
) -> go.Figure:
    """The rows in the order given, at most thirty; `heads` name the columns at the right, on a phone the first."""
    shown, heads = list(rows)[:MOST_ROWS], list(heads)[:1] if phone else list(heads)
    width = 68 if phone else 96
    left, right = 152 if phone else 16 + 7 * longest, 8 + width * max(len(heads), 1)
    longest = 22 if phone else longest
    high_row = row_height((row.name for row in shown), longest, _ROW if len(shown) <= _MANY else _CLOSE)
    figure = canvas(mode, 88 + high_row * max(len(shown), 1), alt, left=left, right=right, top=40, bottom=48)
    low, high = _ends(shown, scale)
    ticks = _ticks(low, high, scale, 3 if phone else 5)
    figure.x_axis(
        type="log" if scale.steps else "linear", tickvals=ticks, ticktext=[scale.written(tick) for tick in ticks],
        range=[np.log10(low), np.log10(high)] if scale.steps else [low, high], showgrid=True,
    )  # fmt: skip
    figure.y_axis(range=[len(shown) - 0.4, -0.7], visible=False)
    name_axes(figure, x=scale.title, mode=mode)
    if scale.line is not None:
        figure.vertical(scale.line, {"color": tokens(mode).ink, "width": 1.5})
    for n, head in enumerate(heads):
        write(figure, head, x=1, y=1, paper=True, mode=mode, size=SMALL, colour=tokens(mode).ink2, xanchor="right",
              yanchor="bottom", xshift=(n + 1) * width + 4, yshift=4, align="right")  # fmt: skip
    names = row_names((row.name for row in shown), longest)
    for at, (name, row) in enumerate(zip(names, shown, strict=True)):
        write(figure, name, x=0, y=at, xref="paper", yref="y", mode=mode, xanchor="left", xshift=-left)
        _draw(figure, at, row, mode, width, len(heads))
    return figure.drawn()


def _draw(figure: Sketch, at: int, row: Row, mode: Mode, width: int, columns: int) -> None:
    colours = tokens(mode)
    side: dict[str, Any] = {"y": at, "yref": "y", "xref": "paper", "mode": mode}
    for n, words in enumerate(row.words[:columns]):
        tone = colours.of(row.tone) if n == 0 and row.tone in ("good", "bad") else colours.ink
        write(figure, plain(words), x=1, xanchor="right", xshift=(n + 1) * width + 4, bold=n == 0, colour=tone, **side)
    if not row.range.known:
        return
    clear = row.tone in ("good", "bad")
    colour = colours.of(row.tone) if clear else colours.ink2
    figure.scatter(
        x=[row.range.low, row.range.high], y=[at, at], mode="lines", hoverinfo="skip",
        line={"color": colour, "width": 5 if clear else 3},
    )  # fmt: skip
    figure.scatter(
        x=[row.range.value], y=[at], mode="markers", hoverinfo="text", text=[plain(row.said)],
        marker={"size": 12, "color": colour if clear or row.tone == "ink" else colours.bg,
                "line": {"color": colours.bg if clear or row.tone == "ink" else colour, "width": 2}},
    )  # fmt: skip


def _ends(rows: Sequence[Row], scale: Scale) -> tuple[float, float]:
    """The ends of the axis: all ranges and the line inside, with a little room."""
    line = [] if scale.line is None else [scale.line]
    known = [end for row in rows for end in (row.range.low, row.range.high) if end is not None]
    low, high = min([*known, *line], default=0.0), max([*known, *line], default=1.0)
    if scale.steps:
        low = max(low, high / 1e4, 1e-4)
        return low / 1.12, max(high, low * 1.5) * 1.12
    room = 0.05 * ((high - low) or 1.0)
    return (low - room if scale.least is None else scale.least), high + room


def _ticks(low: float, high: float, scale: Scale, most: int) -> list[float]:
    """Round places for ticks, at most so many."""
    if scale.steps:
        steps = [a * 10.0**b for b in range(-4, 8) for a in (1.0, 2.0, 5.0)]
        return [step for step in steps if low <= step <= high]
    rough = (high - low) / most
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(m * power for m in (1.0, 2.0, 5.0, 10.0) if m * power >= rough)
    return [round(float(k * step), 9) for k in range(int(np.ceil(low / step)), int(np.floor(high / step)) + 1)]
