"""How long work takes: one ring per finished initiative, the lines below which half and 85 in 100 stay, usual limits.

The limits are those of the control chart, taken of the logarithms because durations are skewed.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from balance import formats
from balance.figures.control_chart import FEWEST, WIDTH_OF_RANGE
from balance.figures.theme import SMALL, canvas, name_axes, plain, write
from balance.figures.tokens import Mode, tokens
from balance.language import noted, say

MOST_RINGS = 200
HEADROOM = 0.1
"""How much of the height of the picture the name of the usual range takes above it."""


def cycle_times(
    finished: pd.DataFrame, *, half_days: float | None, mode: Mode = "light", phone: bool = False, height: int = 270
) -> go.Figure:
    """Months from start to done by finish date on a log scale.

    `finished`: name, finish_actual (Timestamp), days. `half_days`: the median with unfinished work counted.
    """
    shown = finished.sort_values("finish_actual").tail(MOST_RINGS)
    months = shown["days"].to_numpy(dtype=float) / formats.DAYS_PER_MONTH
    lines, (low, high) = _lines(months, half_days), limits(months)
    figure = canvas(mode, height, _alt(lines, len(shown)) + _usual(months), left=36, right=88 if phone else 100)
    least, greatest = min(months.min(initial=4), low), max(months.max(initial=8), high)
    ticks = [tick for tick in (0.25, 0.5, 1, 2, 4, 8, 16, 32, 64) if least / 2 <= tick <= greatest * 2]
    bottom, top = np.log10(ticks[0]), np.log10(ticks[-1]) + 0.04
    if len(months) >= FEWEST:
        top = max(top, np.log10(high) + HEADROOM * (top - bottom))
    figure.y_axis(
        type="log",
        tickvals=ticks,
        ticktext=[f"{tick:g}" for tick in ticks],
        showgrid=True,
        range=[bottom, top],
    )
    figure.x_axis(type="date", tickformat="%b %Y", tick0="2000-01-01", dtick=_step(shown, 4 if phone else 6))
    name_axes(figure, y=say("Months from start to done (each step doubles)"), mode=mode)
    colours = tokens(mode)
    if len(months) >= FEWEST:
        figure.level_band(low, high, colours.ring)
        words = say("usual range {low} to {high} months", low=_said(low), high=_said(high))
        write(figure, words, x=0, xref="paper", y=np.log10(high), mode=mode, size=SMALL, colour=colours.ink2,
              xanchor="left", xshift=6, yanchor="bottom", backed=True)  # fmt: skip
    outside = ((months > high) | (months < low)) & (len(months) >= FEWEST)
    figure.scatter(
        x=shown["finish_actual"],
        y=months,
        mode="markers",
        hoverinfo="text",
        text=[
            plain(say("{name}: {value} months", name=name, value=formats.number(value, decimals=1)))
            for name, value in zip(shown["name"], months.tolist(), strict=True)
        ],
        marker={
            "size": np.where(outside, 11, 9),
            "opacity": 1,
            "color": _fills(months, low, high, mode),
            "line": {"color": _edges(months, low, high, mode), "width": 1.5},
        },
    )
    for side, (words, value) in zip(("top", "bottom"), lines, strict=False):
        figure.horizontal(value, {"color": colours.ink, "width": 1.6})
        write(
            figure,
            say("{words}<br><b>{value} months</b>", words=words, value=formats.number(value, decimals=1)),
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


def _step(shown: pd.DataFrame, most: int) -> str:
    """So many whole months from tick to tick that at most that many are written, and none twice."""
    span = (shown["finish_actual"].max() - shown["finish_actual"].min()).days / formats.DAYS_PER_MONTH
    return f"M{next((step for step in (1, 2, 3, 6, 12, 24, 60) if span / step <= most), 120)}"


def limits(months: npt.NDArray[np.float64]) -> tuple[float, float]:
    """The shortest and the longest that chance alone would give, in the order of finishing; wide open with too few.

    >>> low, high = limits(np.array([4.0, 8.0, 4.0, 8.0, 4.0, 8.0]))
    >>> round(low, 1), round(high, 1)
    (0.9, 35.8)
    """
    if len(months) < FEWEST:
        return float(months.min(initial=4.0)), float(months.max(initial=8.0))
    steps = np.log(np.maximum(months, 0.01))
    middle, step = float(steps.mean()), float(np.abs(np.diff(steps)).mean())
    return float(np.exp(middle - WIDTH_OF_RANGE * step)), float(np.exp(middle + WIDTH_OF_RANGE * step))


def _fills(months: npt.NDArray[np.float64], low: float, high: float, mode: Mode) -> list[str]:
    """Filled only where a duration is more than chance: orange where it took longer, blue where it took less."""
    colours = tokens(mode)
    few = len(months) < FEWEST
    return ["rgba(0,0,0,0)" if few or low <= one <= high else colours.bad if one > high else colours.good
            for one in months.tolist()]  # fmt: skip


def _edges(months: npt.NDArray[np.float64], low: float, high: float, mode: Mode) -> list[str]:
    clear, ring = "rgba(0,0,0,0)", tokens(mode).ink2
    return [ring if fill == clear else fill for fill in _fills(months, low, high, mode)]


def _usual(months: npt.NDArray[np.float64]) -> str:
    if len(months) < FEWEST:
        return ""
    low, high = limits(months)
    outside = int(((months > high) | (months < low)).sum())
    if not outside:
        return " " + say("Usual range {low} to {high} months; none outside of it.", low=_said(low), high=_said(high))
    told = noted("Usual range {low} to {high} months; {outside} outside of it.")
    return " " + say(told, low=_said(low), high=_said(high), outside=outside)


def _said(months: float) -> str:
    return formats.number(months, decimals=1 if months < 10 else 0)


def _lines(months: np.ndarray, half_days: float | None) -> list[tuple[str, float]]:
    lines = [(say("half done in"), half_days / formats.DAYS_PER_MONTH)] if half_days else []
    if len(months) >= 7:
        slow = float(np.quantile(months, 0.85))
        lines += [("85 in 100 in", slow)] if not lines or slow > lines[0][1] * 1.25 else []
    return lines


def _alt(lines: list[tuple[str, float]], count: int) -> str:
    told = "; ".join(
        say("{words} {value} months", words=words, value=formats.number(value, decimals=1)) for words, value in lines
    )
    return say(
        "Months from start to done of {initiatives}: {told}.",
        initiatives=formats.count(count, "finished initiative"),
        told=told or say("too few to say"),
    )
