"""Really faster? The record by quarter, with its average and usual range; a point is marked only where a rule fires.

The usual range is that of an individuals chart: average ± 2.66 × the mean step between neighbours. Rules: a point
outside the range, or eight in a row on one side of the average.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from balance import formats
from balance.figures.balance_frame import nice, tick_step
from balance.figures.sketch import Sketch
from balance.figures.theme import SMALL, canvas, name_axes, write
from balance.figures.tokens import Mode, tokens
from balance.language import label, noted, say

WIDTH_OF_RANGE = 2.66
RUN = 8
FEWEST = 5
ROOM = 0.22
"""How much of the height of the picture two labels take that stand one under the other."""

LARGE, WIDE = 100, 10
"""From here on an average is told to the one; so many figures of a range's ends have room in one line."""


def control_chart(
    record: pd.DataFrame,
    *,
    column: str = "finished",
    thing: str = noted("Finished in a quarter"),
    more_is_worse: bool = False,
    mode: Mode = "light",
    phone: bool = False,
    height: int = 270,
) -> go.Figure:
    """One point per quarter: `record` has quarter_end (Timestamp) and the counted column, oldest first."""
    counts = record[column].to_numpy(dtype=float)
    average, low, high = usual_range(counts)
    fired, rule = signals(counts)
    figure = canvas(mode, height, _alt(thing, counts, average, low, high, rule), left=36, right=96 if not phone else 88)
    top = nice(max(float(counts.max(initial=1.0)), high) * (1.3 if rule else 1.15))
    figure.y_axis(range=[0, top], tick0=0, dtick=max(tick_step(top / 6), 1.0))
    name_axes(figure, y=label(thing), mode=mode)
    names = [formats.quarter(end) for end in record["quarter_end"]]
    shown = names[:: -(-len(names) // (3 if phone else 5)) or 1]
    figure.x_axis(type="category", tickvals=shown, ticktext=shown, tickangle=0)
    if len(counts) >= FEWEST:
        _usual(figure, (average, low, high), top, mode)
    colours = _colours(counts, average, fired, more_is_worse, mode)
    _points(figure, names, counts, fired, colours, mode)
    if rule:
        last = colours[int(np.flatnonzero(fired)[-1])]
        write(figure, f"● {rule}", x=0.5, y=1, paper=True, mode=mode, colour=last, bold=True, yanchor="top")
    return figure.drawn()


def usual_range(counts: npt.NDArray[np.float64]) -> tuple[float, float, float]:
    """Average, lower and upper end of what chance alone would give.

    >>> usual_range(np.array([4.0, 6.0, 4.0, 6.0]))[0]
    5.0
    """
    if len(counts) < 2:
        average = float(counts.mean()) if len(counts) else 0.0
        return average, average, average
    average, step = float(counts.mean()), float(np.abs(np.diff(counts)).mean())
    return average, max(average - WIDTH_OF_RANGE * step, 0.0), average + WIDTH_OF_RANGE * step


def signals(counts: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.bool_], str]:
    """Which points are more than chance, and the rule that says so in words."""
    average, low, high = usual_range(counts)
    fired = np.zeros(len(counts), dtype=bool)
    if len(counts) < FEWEST:
        return fired, ""
    outside = (counts > high) | (counts < low)
    side = np.sign(counts - average)
    for end in range(RUN, len(counts) + 1):
        if abs(side[end - RUN : end].sum()) == RUN:
            fired[end - RUN : end] = True
    rule = say("signal: eight quarters in a row<br>on one side of the average") if fired.any() else ""
    return fired | outside, rule or (say("signal: outside the usual range") if outside.any() else "")


def _usual(figure: Sketch, levels: tuple[float, float, float], top: float, mode: Mode) -> None:
    """Average and usual range; where they lie too close for a label each, one says both."""
    average, low, high = levels
    colours = tokens(mode)
    figure.level_band(low, high, colours.ring)
    figure.horizontal(average, {"color": colours.mark, "width": 1.5})
    side: dict[str, Any] = {
        "x": 1,
        "xref": "paper",
        "mode": mode,
        "xanchor": "left",
        "xshift": 6,
        "colour": colours.ink2,
        "size": SMALL,
    }
    told = say("average {average}", average=_average(average))
    between = formats.number(low, decimals=0), formats.number(high, decimals=0)
    form = noted("{low} to {high}") if len("".join(between)) <= WIDE else noted("{low}<br>to {high}")
    usual = say("usual range<br>{ends}", ends=say(form, low=between[0], high=between[1]))
    if high - average < ROOM * top:
        write(figure, f"{usual}<br>{told}", y=average, yanchor="middle", **side)
        return
    write(figure, told, y=average, **side)
    write(figure, usual, y=high, yanchor="top", **side)


def _average(counted: float) -> str:
    """As exact as the ends of the usual range where it is large, or it could be told to lie outside them.

    >>> _average(4.25), _average(124_890.5)
    ('4.3', '124,890')
    """
    return formats.number(counted, decimals=0 if counted >= LARGE else None)


def _colours(
    counts: npt.NDArray[np.float64], average: float, fired: npt.NDArray[np.bool_], more_is_worse: bool, mode: Mode
) -> list[str]:
    """Ink where nothing fires, else better or worse."""
    known = tokens(mode)
    worse = (counts > average) == more_is_worse
    return [(known.bad if bad else known.good) if hit else known.ink for hit, bad in zip(fired, worse, strict=True)]


def _points(
    figure: Sketch,
    names: list[str],
    counts: npt.NDArray[np.float64],
    fired: npt.NDArray[np.bool_],
    shades: list[str],
    mode: Mode,
) -> None:
    colours = tokens(mode)
    figure.scatter(
        x=names,
        y=counts,
        mode="lines+markers",
        line={"color": colours.ink, "width": 1.6},
        hoverinfo="x+y",
        cliponaxis=False,
        marker={
            "opacity": 1,  # where sizes differ, plotly takes 0.7
            "size": np.where(fired, 11, 7),
            "color": shades,
            "line": {"color": colours.bg, "width": 1},
        },
    )


def _alt(thing: str, counts: npt.NDArray[np.float64], average: float, low: float, high: float, rule: str) -> str:
    if not len(counts):
        return say("No quarter is recorded.")
    usual = say("{low} to {high}", low=formats.number(low, decimals=0), high=formats.number(high, decimals=0))
    told = rule.replace("<br>", " ") or say("No quarter stands out: the changes could be chance")
    return say(
        "{thing}, over {quarters}: average {average}, usual range {usual}, latest {counts}. {told}.",
        thing=label(thing),
        quarters=formats.count(len(counts), "quarter"),
        average=_average(average),
        usual=usual,
        counts=formats.number(counts[-1]),
        told=told,
    )
