"""How long work takes: one ring per finished initiative, with the lines below which half and 85 in 100 stay."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from balance import formats
from balance.figures.theme import SMALL, canvas, name_axes, plain, write
from balance.figures.tokens import Mode, tokens

MOST_RINGS = 200


def cycle_times(
    finished: pd.DataFrame, *, half_days: float | None, mode: Mode = "light", phone: bool = False, height: int = 270
) -> go.Figure:
    """Months from start to done by finish date on a log scale.

    `finished`: name, finish_actual (Timestamp), days. `half_days`: the median with unfinished work counted.
    """
    shown = finished.sort_values("finish_actual").tail(MOST_RINGS)
    months = shown["days"].to_numpy(dtype=float) / formats.DAYS_PER_MONTH
    lines = _lines(months, half_days)
    figure = canvas(mode, height, _alt(lines, len(shown)), left=36, right=88 if phone else 100)
    ticks = [
        tick for tick in (0.5, 1, 2, 4, 8, 16, 32, 64) if months.min(initial=4) / 2 <= tick <= months.max(initial=8) * 2
    ]
    figure.y_axis(
        type="log",
        tickvals=ticks,
        ticktext=[f"{tick:g}" for tick in ticks],
        showgrid=True,
        range=[np.log10(ticks[0]), np.log10(ticks[-1]) + 0.04],
    )
    figure.x_axis(type="date", nticks=4 if phone else 6, tickformat="%b %Y")
    name_axes(figure, y="Months from start to done (each step doubles)", mode=mode)
    colours = tokens(mode)
    figure.scatter(
        x=shown["finish_actual"],
        y=months,
        mode="markers",
        hoverinfo="text",
        text=[plain(f"{name}: {m:.1f} months") for name, m in zip(shown["name"], months, strict=True)],
        marker={"size": 9, "color": "rgba(0,0,0,0)", "line": {"color": colours.ink2, "width": 1.5}},
    )
    for side, (words, value) in zip(("top", "bottom"), lines, strict=False):
        figure.horizontal(value, {"color": colours.ink, "width": 1.6})
        write(
            figure,
            f"{words}<br><b>{formats.number(value, decimals=1)} months</b>",
            x=1,
            xref="paper",
            y=np.log10(value),
            mode=mode,
            size=SMALL,
            xanchor="left",
            xshift=6,
            colour=colours.ink2,
            yanchor=side if len(lines) > 1 else "middle",
        )
    return figure.drawn()


def _lines(months: np.ndarray, half_days: float | None) -> list[tuple[str, float]]:
    lines = [("half done in", half_days / formats.DAYS_PER_MONTH)] if half_days else []
    if len(months) >= 7:
        slow = float(np.quantile(months, 0.85))
        lines += [("85 in 100 in", slow)] if not lines or slow > lines[0][1] * 1.25 else []
    return lines


def _alt(lines: list[tuple[str, float]], count: int) -> str:
    told = "; ".join(f"{words} {value:.1f} months" for words, value in lines)
    return f"Months from start to done of {formats.count(count, 'finished initiative')}: {told or 'too few to say'}."
