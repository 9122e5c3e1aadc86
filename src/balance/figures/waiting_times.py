"""From asked to in force: one ring per control by the day it was asked for; who still waits is a triangle."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from balance import formats
from balance.figures.sketch import Sketch
from balance.figures.theme import SMALL, canvas, name_axes, plain, write
from balance.figures.tokens import Mode, tokens
from balance.language import noted, say

MOST_RINGS = 120
YEARS_BACK = 6


def waiting_times(
    controls: pd.DataFrame,
    as_of: date,
    *,
    half_days: float | None,
    slowest_days: float,
    mode: Mode = "light",
    phone: bool = False,
    height: int = 300,
) -> go.Figure:
    """Months from asked to in force by the day of asking, the last six years.

    `controls`: name, asked_days (days from the as-of date), took_days, waiting (bool). `half_days`, `slowest_days`:
    when half and nine tenths are in force, those waiting counted (NaN: not known).
    """
    recent = controls[controls["asked_days"] >= -365.25 * YEARS_BACK]
    shown = recent.sort_values("asked_days", kind="stable").tail(MOST_RINGS)
    months = shown["took_days"].to_numpy(dtype=float) / formats.DAYS_PER_MONTH
    told = ((say("half in"), half_days), (say("slowest tenth"), slowest_days))
    lines = [(words, days / formats.DAYS_PER_MONTH) for words, days in told if days and formats.sayable(days)]
    figure = canvas(mode, height, _alt(lines, shown), left=36, right=84 if phone else 110)
    figure.x_axis(type="date", nticks=4 if phone else 6, tickformat="%b %Y",
                  range=[_day(as_of, shown["asked_days"].min() if len(shown) else -365) - pd.Timedelta(days=45),
                         pd.Timestamp(as_of)])  # fmt: skip
    top = max([*months, *(value for _, value in lines), 1.0])
    figure.y_axis(range=[0, top * 1.12], showgrid=True, nticks=6)
    name_axes(figure, x=say("Asked for"), y=say("Months until in force"), mode=mode)
    waiting = shown["waiting"].to_numpy(dtype=bool)
    _rings(figure, shown[~waiting], months[~waiting], as_of, mode, waits=False)
    _rings(figure, shown[waiting], months[waiting], as_of, mode, waits=True)
    _still_waiting(figure, shown[waiting], months[waiting], as_of, mode)
    for n, (words, value) in enumerate(lines):
        figure.horizontal(value, {"color": tokens(mode).ink, "width": 1.6})
        said = say("{words}<br><b>{value} months</b>", words=words, value=formats.number(value, decimals=1))
        write(figure, said, x=1, xref="paper", y=value,
              mode=mode, size=SMALL, xanchor="left", xshift=6, colour=tokens(mode).ink2,
              yanchor=("top", "bottom")[n] if len(lines) > 1 else "middle")  # fmt: skip
    return figure.drawn()


def _rings(figure: Sketch, shown: pd.DataFrame, months: np.ndarray, as_of: date, mode: Mode, *, waits: bool) -> None:
    colours = tokens(mode)
    said = (
        noted("{name}: waits for {months} months so far") if waits else noted("{name}: in force after {months} months")
    )
    colour = colours.bad if waits else colours.ink2
    figure.scatter(
        x=[_day(as_of, days) for days in shown["asked_days"]],
        y=months.tolist(),
        mode="markers",
        hoverinfo="text",
        hovertext=[
            plain(say(said, name=name, months=formats.number(waited, decimals=1)), 90)
            for name, waited in zip(shown["name"], months.tolist(), strict=True)
        ],
        marker={"size": 11 if waits else 9, "symbol": "triangle-up-open" if waits else "circle-open", "color": colour,
                "line": {"color": colour, "width": 1.8}},
        cliponaxis=False,
    )  # fmt: skip


def _still_waiting(figure: Sketch, shown: pd.DataFrame, months: np.ndarray, as_of: date, mode: Mode) -> None:
    """The word beside the newest that waits; on its left where the frame ends soon."""
    if not len(shown):
        return
    days = float(shown["asked_days"].iloc[-1])
    near = days > -365.25
    write(figure, say("still waiting"), x=_day(as_of, days), y=float(months[-1]), mode=mode, size=SMALL, backed=True,
          colour=tokens(mode).bad, xanchor="right" if near else "left", xshift=-10 if near else 10,
          yanchor="middle")  # fmt: skip


def _day(as_of: date, days: float) -> pd.Timestamp:
    return pd.Timestamp(as_of) + pd.Timedelta(days=float(days))


def _alt(lines: list[tuple[str, float]], shown: pd.DataFrame) -> str:
    told = "; ".join(
        say("{words} {value} months", words=words, value=formats.number(value, decimals=1)) for words, value in lines
    )
    waiting = formats.count(shown["waiting"].sum(), "is waiting", "are waiting")
    count = formats.count(len(shown), "control")
    return say(
        "Months from asked to in force of {count}: {told}; {waiting}.",
        count=count,
        told=told or say("too few to say"),
        waiting=waiting,
    )
