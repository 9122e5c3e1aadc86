"""Too much at once? What finishes in a quarter as more or fewer initiatives are open, around where we stand today."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from balance import formats
from balance.figures.balance_frame import nice
from balance.figures.labels import Ground, Line, Named, sizes, write_labels
from balance.figures.sketch import Sketch
from balance.figures.theme import HALF_WIDTHS, PHONE_WIDTH, SIZE, canvas, name_axes
from balance.figures.tokens import Mode, tokens
from balance.language import say
from balance.ranges import Range

_POINTS = 40


def load_curve(
    load_effect: Range,
    in_flight: int,
    finished_per_quarter: Range,
    past: pd.DataFrame | None = None,
    *,
    mode: Mode = "light",
    phone: bool = False,
    height: int = 320,
) -> go.Figure:
    """Finished a quarter against initiatives open at once: the fitted effect through today's dot, with its range.

    `load_effect` is the factor by which one initiative's speed changes when the work in progress doubles.
    `past` has in_flight and finished per quarter, oldest first.
    """
    middle = finished_per_quarter.value or 0.0
    most = max([1.6 * in_flight, *(past["in_flight"] if past is not None else [])])
    open_ = np.linspace(max(in_flight * 0.3, 1.0), most, _POINTS)
    lines = {name: _finished(open_, in_flight, middle, effect) for name, effect in _ends(load_effect)}
    top = nice(
        max([float(lines["high"].max()), float(lines["low"].max()), *(past["finished"] if past is not None else [])])
        * 1.1
    )
    figure = canvas(mode, height, _alt(in_flight, middle, load_effect), left=40)
    figure.x_axis(range=[0, most * 1.04], nticks=8)
    figure.y_axis(range=[0, top], showgrid=True, nticks=6)
    name_axes(figure, x=say("Initiatives open at once"), y=say("Finished in a quarter"), mode=mode)
    _band(figure, open_, lines, mode)
    _dots(figure, in_flight, middle, past, mode)
    on = Ground(
        (0, most * 1.04), (0, top), sizes([PHONE_WIDTH] if phone else HALF_WIDTHS, height, left=56.0, other=82.0)
    )
    today = Named(
        ((in_flight, middle),),
        say("Today: {in_flight} open", in_flight=in_flight),
        tokens(mode).ink,
        True,
        SIZE + 1,
        8.0,
    )
    write_labels(figure, [today], [Line(np.column_stack([open_, lines["value"]]))], on, mode, _rings(past, on))
    return figure.drawn()


def _rings(past: pd.DataFrame | None, on: Ground) -> list[np.ndarray]:
    """The rings of past quarters at each size, which the label keeps off."""
    if past is None or past.empty:
        return []
    points = past[["in_flight", "finished"]].to_numpy(dtype=float)
    return [np.hstack([at - 6, at + 6, np.full((len(at), 1), 3.0)]) for at in (on.pixels(points, s) for s in on.sizes)]


def _ends(effect: Range) -> list[tuple[str, float]]:
    return [("value", effect.value or 1.0), ("low", effect.low or 1.0), ("high", effect.high or 1.0)]


def _finished(open_: np.ndarray, today: int, finished: float, effect: float) -> np.ndarray:
    doublings = np.log2(open_ / max(today, 1))
    return np.asarray(finished * (open_ / max(today, 1)) * np.exp(math.log(max(effect, 1e-6)) * doublings))


def _band(figure: Sketch, open_: np.ndarray, lines: dict[str, np.ndarray], mode: Mode) -> None:
    colours = tokens(mode)
    upper, lower = np.maximum(lines["low"], lines["high"]), np.minimum(lines["low"], lines["high"])
    figure.scatter(
        x=np.concatenate([open_, open_[::-1]]),
        y=np.concatenate([upper, lower[::-1]]),
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=colours.ring,
        hoverinfo="skip",
    )
    figure.scatter(x=open_, y=lines["value"], mode="lines", hoverinfo="skip", line={"color": colours.ink2, "width": 2})


def _dots(figure: Sketch, in_flight: int, middle: float, past: pd.DataFrame | None, mode: Mode) -> None:
    colours = tokens(mode)
    if past is not None and len(past):
        figure.scatter(
            x=past["in_flight"],
            y=past["finished"],
            mode="markers",
            cliponaxis=False,
            hoverinfo="skip",
            marker={"size": 8, "color": colours.bg, "line": {"color": colours.ink2, "width": 1.4}},
        )
    figure.scatter(
        x=[in_flight],
        y=[middle],
        mode="markers",
        hoverinfo="skip",
        marker={"size": 15, "color": colours.ink, "line": {"color": colours.bg, "width": 2}},
    )


def _alt(in_flight: int, middle: float, effect: Range) -> str:
    return say(
        "Initiatives finished in a quarter against initiatives open at once. Today "
        "{in_flight} are open and {middle} finish in a quarter; when the work in progress "
        "doubles, one initiative moves at {effect} of its speed, likely {factor_range}.",
        in_flight=in_flight,
        middle=formats.number(middle),
        effect=formats.factor(effect.value),
        factor_range=formats.factor_range(effect),
    )
