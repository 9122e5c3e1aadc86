"""The balance chart: value against risk, where we stand, how we came, what the board allows, where a plan leads.

`trail` has one row per quarter, oldest first: as_of (date), value (currency), risk (chance or loss, as the position).
`frontier` has one row per plan that no other beats: value and risk, the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from balance import formats
from balance.figures.balance_frame import RING_50, RING_80, Frame, Position, frame_of, reachable, ring
from balance.figures.balance_labels import Way, better_at, label, point_of, way_of
from balance.figures.labels import Ground, sizes
from balance.figures.sketch import Sketch
from balance.figures.theme import MAIN_WIDTHS, PHONE_WIDTH, canvas, name_axes, plain, write
from balance.figures.tokens import Mode, tokens
from balance.language import say

__all__ = ["Frame", "Position", "Way", "balance_chart", "frame_of", "way_of"]


def balance_chart(
    base: Position,
    frame: Frame,
    *,
    allowed: float | None = None,
    trail: pd.DataFrame | Way | None = None,
    scenario: Position | None = None,
    frontier: pd.DataFrame | None = None,
    others: Sequence[Position] = (),
    mode: Mode = "light",
    phone: bool = False,
    height: int = 386,
    widths: Sequence[float] = MAIN_WIDTHS,
    example: bool = False,
    pick: bool = False,
) -> go.Figure:
    """Where we stand on both axes, with the scenario in the hand if there is one, and other plans beside it.

    `trail` may be the way that `way_of` makes of it, for whoever draws it often.
    `widths` are those the figure may be shown at, in pixels; labels stand clear of one another at each of them.
    With `pick`, the plans of the frontier are points that can be clicked.
    """
    others = [other for other in others if other.whole]
    figure = canvas(mode, height, _alt(base, frame, allowed, [scenario, *others], frontier), left=44, bottom=48)
    figure.x_axis(range=frame.x, nticks=6 if phone else 9)
    figure.y_axis(range=frame.y, showgrid=True, dtick=frame.step, tick0=0)
    name_axes(figure, x=frame.x_short if phone else frame.x_title, y=frame.y_title, mode=mode)
    if allowed is not None and frame.limit is not None:
        _appetite(figure, frame, allowed, mode)
    if not base.whole:
        _half(figure, base, frame, mode)
        return figure.drawn()
    on = Ground(frame.x, frame.y, sizes([PHONE_WIDTH] if phone else widths, height, left=60.0, other=84.0))
    _rings(figure, base, frame, mode, strong=scenario is None)
    best = reachable(frontier, frame)
    _frontier(figure, best, mode, pick)
    way = trail if isinstance(trail, Way) else way_of(trail, frame)
    _trail(figure, way.points, mode)
    _today(figure, base, frame, mode)
    _others(figure, others, frame, mode)
    plans = [scenario] if scenario is not None and scenario.whole else []
    for plan in plans:
        _scenario(figure, base, plan, frame, mode)
    label(figure, base, frame, way, [*plans, *others], allowed, mode, phone, on, best)
    _better(figure, frame, allowed, mode)
    if example:
        write(
            figure,
            say("EXAMPLE"),
            x=0.5,
            y=0.5,
            mode=mode,
            colour=tokens(mode).mark,
            size=40,
            paper=True,
            opacity=0.5,
            textangle=-12,
        )
    return figure.drawn()


def _appetite(figure: Sketch, frame: Frame, allowed: float, mode: Mode) -> None:
    colours = tokens(mode)
    x, (bottom, top), right = frame.risk(allowed), frame.y, frame.x[1]
    figure.scatter(
        x=[x, right, right, x],
        y=[bottom, bottom, top, top],
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=colours.zone,
        hoverinfo="skip",
        fillpattern={"shape": "/", "fgcolor": colours.hatch, "bgcolor": colours.zone, "size": 14, "solidity": 0.06},
    )
    figure.scatter(
        x=[x, x],
        y=[bottom, top],
        mode="lines",
        hoverinfo="skip",
        line={"color": colours.bad, "width": 2, "dash": "dash"},
    )


def _better(figure: Sketch, frame: Frame, allowed: float | None, mode: Mode) -> None:
    """Which corner is better, kept off the line of the appetite."""
    grey = tokens(mode).ink2
    x, y = better_at(frame, allowed), frame.y[1]
    write(figure, say("↖ better"), x=x, y=y, mode=mode, colour=grey, xanchor="left", yanchor="top", xshift=8, yshift=-6)


def _rings(figure: Sketch, base: Position, frame: Frame, mode: Mode, strong: bool) -> None:
    colours = tokens(mode)
    for widen, fill, width in ((RING_80, colours.ring, 1), (RING_50, colours.core, 0)):
        xs, ys = ring(base, frame, widen)
        figure.scatter(
            x=xs,
            y=ys,
            mode="lines",
            fill="toself",
            fillcolor=fill,
            hoverinfo="skip",
            line={"color": colours.mark, "width": width if strong or width else 0},
        )


def _frontier(figure: Sketch, best: np.ndarray, mode: Mode, pick: bool) -> None:
    """The line no plan lies above, as far as the frame shows it; with its plans as points to pick."""
    if len(best) < 2:
        return
    grey = tokens(mode).ink3
    line = {"color": grey, "width": 1.6}
    how: dict[str, Any] = {"mode": "lines", "hoverinfo": "skip"}
    if pick:
        shown = {"size": 7, "color": grey, "opacity": 1}
        how = {"mode": "lines+markers", "marker": shown, "hovertemplate": say("Choose this plan<extra></extra>")}
        how |= {"selected": {"marker": shown}, "unselected": {"marker": shown}}
    figure.scatter(x=best[:, 0], y=best[:, 1], line=line, name=say("frontier"), **how)


def _trail(figure: Sketch, points: np.ndarray, mode: Mode) -> None:
    if len(points) < 2:
        return
    colours = tokens(mode)
    figure.scatter(
        x=points[:, 0],
        y=points[:, 1],
        mode="lines+markers",
        line={"color": colours.ink2, "width": 1.4},
        marker={
            "opacity": 1,  # where sizes differ, plotly takes 0.7
            "size": np.linspace(5, 9, len(points)),
            "color": colours.bg,
            "symbol": "circle",
            "line": {"color": colours.ink2, "width": 1.4},
        },
        hoverinfo="skip",
    )


def _today(figure: Sketch, base: Position, frame: Frame, mode: Mode) -> None:
    colours = tokens(mode)
    x, y = point_of(base, frame)
    figure.scatter(
        x=[x],
        y=[y],
        mode="markers",
        text=[plain(frame.say(base))],
        hoverinfo="text",
        marker={"size": 15, "color": colours.ink, "line": {"color": colours.bg, "width": 2}},
    )


def _scenario(figure: Sketch, base: Position, scenario: Position, frame: Frame, mode: Mode) -> None:
    colours = tokens(mode)
    colour = colours.of(scenario.tone)
    xs, ys = ring(scenario, frame, RING_80)
    figure.scatter(x=xs, y=ys, mode="lines", hoverinfo="skip", line={"color": colour, "width": 1.6, "dash": "dot"})
    start, end = point_of(base, frame), point_of(scenario, frame)
    figure.annotation(
        x=end[0],
        y=end[1],
        ax=start[0],
        ay=start[1],
        xref="x",
        yref="y",
        axref="x",
        ayref="y",
        text="",
        showarrow=True,
        arrowhead=2,
        arrowsize=1.1,
        arrowwidth=2,
        arrowcolor=colour,
        standoff=11,
        startstandoff=9,
    )
    figure.scatter(
        x=[end[0]],
        y=[end[1]],
        mode="markers",
        text=[plain(frame.say(scenario))],
        hoverinfo="text",
        marker={"symbol": "diamond", "size": 15, "color": colours.bg, "line": {"color": colour, "width": 2.5}},
    )


def _others(figure: Sketch, others: Sequence[Position], frame: Frame, mode: Mode) -> None:
    """Plans that are kept, each where it stands."""
    if not others:
        return
    colours = tokens(mode)
    points = [point_of(other, frame) for other in others]
    figure.scatter(
        x=[x for x, _ in points],
        y=[y for _, y in points],
        mode="markers",
        text=[plain(frame.say(other)) for other in others],
        hoverinfo="text",
        marker={
            "symbol": "diamond",
            "size": 12,
            "color": colours.bg,
            "line": {"color": [colours.of(other.tone) for other in others], "width": 2},
        },
    )


def _half(figure: Sketch, base: Position, frame: Frame, mode: Mode) -> None:
    """One axis only: a band over the other, and the sentence that says which file is missing."""
    colours = tokens(mode)
    if formats.known(base.risk):
        low, middle, high = (frame.risk(part or 0.0) for part in (base.risk.low, base.risk.value, base.risk.high))
        figure.upright_band(low, high, colours.ring)
        figure.vertical(middle, {"color": colours.ink, "width": 2})
        figure.y_axis(showticklabels=False)
        missing = say("This axis needs the list of initiatives")
    elif formats.known(base.value):
        low, middle, high = (
            (part or 0.0) / frame.value_scale.divisor for part in (base.value.low, base.value.value, base.value.high)
        )
        figure.level_band(low, high, colours.ring)
        figure.horizontal(middle, {"color": colours.ink, "width": 2})
        figure.x_axis(showticklabels=False)
        missing = say("This axis needs the list of incidents")
    else:
        missing = say("Nothing to place yet")
    write(figure, missing, x=0.5, y=0.5, mode=mode, paper=True, backed=True, bold=True, colour=colours.ink2)


def _alt(
    base: Position,
    frame: Frame,
    allowed: float | None,
    plans: Sequence[Position | None],
    frontier: pd.DataFrame | None,
) -> str:
    parts = [say("Value against risk. {base}.", base=frame.say(base))]
    if allowed is not None and frame.limit is not None:
        parts.append(say("The board allows {allowed}.", allowed=formats.chance(allowed)))
    parts += [f"{frame.say(plan)}." for plan in plans if plan is not None and plan.whole]
    if len(reachable(frontier, frame)) > 1:
        parts.append(say("A line shows the best that is reachable with today's money and people."))
    return " ".join(parts)
